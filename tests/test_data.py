"""The tables that come with legalgraph: they load, say what their sources support, and the founding example holds."""

import csv
import json
import re
from collections import Counter
from datetime import date

import pytest

from legalgraph import printing
from legalgraph.errors import Ambiguous
from legalgraph.library import Library
from legalgraph.model.document import Status
from legalgraph.model.identity import DocumentKey
from legalgraph.model.number import Number
from legalgraph.model.relation import Certainty, Relation, kinds
from legalgraph.records import document_page
from legalgraph.registry import bodies, type_label, types
from legalgraph.resources import folder
from legalgraph.sources.tables import Tables, read_folder

P1288, P1881, DECREE, AMENDING = "qd/2014/1288/qd-ttg", "qd/2020/1881/qd-ttg", "nd/2012/45/nd-cp", "nd/2025/235/nd-cp"
FORMER, P136, P2646 = "nd/2004/134/nd-cp", "qd/2007/136/qd-ttg", "qd/2025/2646/qd-bct"


@pytest.fixture(scope="module")
def gazetteer() -> Tables:
    return read_folder(folder("data") / "vn")


@pytest.fixture(scope="module")
def network(gazetteer: Tables) -> Tables:
    return read_folder(folder("data") / "khuyen-cong", {d.path for d in gazetteer.documents})


def rows(*names: str) -> list[dict[str, str]]:
    with folder("data").joinpath(*names).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def told(relations: list[Relation]) -> Counter[tuple[str, str, str]]:
    return Counter((r.source, r.kind, r.target) for r in relations)


# -------- the tables


def test_the_tables_load_and_hold_what_was_gathered(gazetteer: Tables, network: Tables) -> None:
    assert len(gazetteer.documents) >= 300
    assert len(network.documents) >= 115
    assert len(network.relations) >= 240
    assert sum(bool(d.conflicts) for d in network.documents) >= 9
    assert {d.certainty for d in network.documents} <= set(Certainty)


def test_every_code_is_known(gazetteer: Tables, network: Tables) -> None:
    for document in (*gazetteer.documents, *network.documents):
        assert document.type in types()
        assert document.type != "kb" or not document.identified
        assert set(document.issuers) <= set(bodies())
        if document.identified and document.number:
            number = Number.parse(document.number)
            assert not number.type_codes or document.type in number.type_codes, document.path
            assert DocumentKey.of(number, document.type, document.year, document.area).path == document.path
            assert number.is_local <= (document.area is not None), document.path
    for relation in (*gazetteer.relations, *network.relations):
        assert relation.kind in kinds()


def test_every_statement_has_a_source(network: Tables) -> None:
    for document in network.documents:
        # Some are known from another document of the table; the note names it.
        assert document.sources or document.note or document.certainty is not Certainty.VERIFIED, document.path
        assert document.status is None or document.status_basis or document.status_as_of, document.path
    for relation in network.relations:
        assert relation.evidence
        if relation.certainty is Certainty.VERIFIED:
            assert any(e.url or e.note for e in relation.evidence), relation
            assert {e.kind for e in relation.evidence} != {"reasoning"}, relation
        assert relation.certainty is not Certainty.INFERRED or relation.rule


def test_laws_have_a_source(gazetteer: Tables) -> None:
    for row in rows("vn", "laws.csv"):
        assert row["source"], row["id"]
    assert {d.type for d in gazetteer.documents} <= {"luat", "bo-luat", "pl", "hp", "nq"}
    known = {d.path: d for d in gazetteer.documents}
    for relation in gazetteer.relations:
        assert relation.kind in ("replaces", "ends")
        new, old = known[relation.source], known[relation.target]
        assert new.year is not None
        assert old.year is not None
        assert new.year >= old.year, relation


def test_facts_yes_texts_no() -> None:
    for table in ("documents.csv", "relations.csv", "conflicts.csv"):
        for row in rows("khuyen-cong", table):
            # Notes are remarks in our words, not passages of documents.
            assert all(len(value) <= 450 for name, value in row.items() if name.startswith("note")), row
            assert not re.search(r"[“\"][^”\"]{200,}", " ".join(row.values())), row


def test_days_are_possible(gazetteer: Tables, network: Tables) -> None:
    for document in (*gazetteer.documents, *network.documents):
        for day in (document.signed, document.published, document.in_force_from, document.status_as_of):
            assert day is None or date(1945, 1, 1) <= day <= date(2027, 12, 31), document.path
        number_year = Number.parse(document.number).year if document.number and document.identified else None
        if document.signed and number_year:
            assert abs(document.signed.year - number_year) <= 1, document.path


# -------- the graph made of them


def test_nothing_unverified_is_in_the_graph(packaged: Library, network: Tables) -> None:
    unverified = {d.path for d in network.documents if d.certainty is Certainty.UNVERIFIED}
    left_out = {r.id for r in network.relations if r.certainty is Certainty.UNVERIFIED or unverified & {r.source, r.target}}
    assert unverified
    assert left_out
    paths = set(packaged.reader.paths())
    assert not unverified & paths
    assert {d.path for d in network.documents} - unverified <= paths
    stated = {r.id for path in paths for r in packaged.reader.relations_from(path)}
    assert not left_out & stated
    assert {r.id for r in network.relations} - left_out <= stated
    unsure = "SELECT DISTINCT ?g { GRAPH ?g { ?s lg:certainty <https://w3id.org/legalgraph/vocabulary/certainty/unverified> } }"
    # Only in the table of bodies, which documents point into.
    assert {getattr(row["g"], "value", "").rsplit("/", 1)[-1] for row in packaged.engine.select(unsure)} <= {"ontology"}


def test_the_graph_breaks_no_rule(packaged: Library) -> None:
    assert packaged.snapshot.manifest["warnings"] == 0  # with a violation it would not have been published


def test_statistics_are_those_of_the_tables(packaged: Library) -> None:
    counts = packaged.reader.statistics().counts
    assert counts["documents"] >= 400
    assert counts["relations"] >= 250
    assert counts["conflicts"] >= 10


def test_a_status_is_known_only_where_something_tells_it(packaged: Library) -> None:
    rows = packaged.engine.select("SELECT ?slug ?status { ?d lg:slug ?slug ; lg:current_status ?status }")
    statuses = {getattr(row["slug"], "value", ""): getattr(row["status"], "value", "").rsplit("/", 1)[-1] for row in rows}
    documents = packaged.reader.documents(statuses)
    for path, status in statuses.items():
        document = documents[path]
        if status in (Status.IN_FORCE, Status.PARTLY_EXPIRED):
            assert document.in_force_from or document.in_force_rule, path
            acts = {r.kind for r in packaged.reader.relations_of(path) if r.target == path}
            assert document.status or document.period_until or document.in_force_until or acts, path
    assert statuses[DECREE] == Status.PARTLY_EXPIRED
    assert statuses[FORMER] == Status.EXPIRED
    assert statuses[P1288] == statuses[P1881] == Status.UNKNOWN
    assert Counter(statuses.values())[Status.UNKNOWN] > 100


# -------- the founding example


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("45/2012/NĐ-CP", DECREE), ("45/2012/nd-cp", DECREE), ("Nghị định 45/2012", DECREE), ("nghi dinh 45", DECREE), ("nd45/2012", DECREE),
        ("1288/QĐ-TTg", P1288), ("qd 1288 2014", P1288), ("QĐ 1288/QĐ-TTg ngày 01/8/2014", P1288), ("Quyết định 1881/QĐ-TTg", P1881),
        ("499/QĐ-UBND Ninh Bình", "vn-18/qd/2015/499/qd-ubnd"), ("26/2014/TTLT-BTC-BCT", "ttlt/2014/26/ttlt-btc-bct"),
        ("235/2025/NĐ-CP", AMENDING), ("2646/QĐ-BCT", P2646), ("https://w3id.org/legalgraph/eli/vn/" + DECREE, DECREE),
        ("59/2020/QH14", "luat/2020/59/qh14"), ("Luật Đầu tư 2020", "luat/2020/61/qh14"), ("luat dau tu nam 2014", "luat/2014/67/qh13"),
        ("Bộ luật Lao động 2019", "bo-luat/2019/45/qh14"),
    ],
)  # fmt: skip
def test_people_find_documents(packaged: Library, typed: str, path: str) -> None:
    assert packaged.reader.resolve(typed).path == path


def test_every_document_answers_to_its_number_with_its_day_and_to_its_title(packaged: Library) -> None:
    reader = packaged.reader
    documents = reader.documents(reader.paths())
    for path, document in documents.items():
        if document.number and document.signed:
            day = f"{document.signed.day}/{document.signed.month}/{document.signed.year}"
            assert [d.path for d in reader.find(f"{type_label(document.type)} {document.number} ngày {day}")] == [path]
        if document.identified:
            assert path in [d.path for d in reader.find(document.title)]


def test_every_page_can_be_told_in_both_languages(packaged: Library) -> None:
    reader = packaged.reader
    for path in reader.paths()[::5]:
        document = reader.document(path)
        assert document is not None
        record = document_page(reader, document, date(2026, 1, 1), date(2026, 1, 1))
        assert json.loads(json.dumps(record)) == record
        for language in ("vi", "en"):
            assert printing.document(record, language).startswith(record["name"][language])
            assert all(r["sentence"][language].endswith(".") for r in record["relations"])


def test_a_name_that_several_laws_had_gives_a_choice(packaged: Library) -> None:
    with pytest.raises(Ambiguous) as caught:
        packaged.reader.resolve("Luật Đầu tư")
    assert {"luat/2005/59/qh11", "luat/2014/67/qh13", "luat/2020/61/qh14"} <= {path for path, _ in caught.value.choices}


def test_1288_and_decree_45(packaged: Library) -> None:
    answer = packaged.relate("1288/QĐ-TTg", "45/2012/NĐ-CP")
    assert told(answer.direct) == {(P1288, "basis", DECREE): 1, (P1288, "adopts_programme", DECREE): 1, (P1288, "carries_out", DECREE): 1}
    basis, adopts, *_ = answer.direct
    assert basis.certainty is Certainty.VERIFIED
    assert [e.kind for e in basis.evidence] == ["recital"]
    assert basis.evidence[0].url
    assert (adopts.kind, adopts.certainty, adopts.target_provision and adopts.target_provision.path) == (
        "adopts_programme", Certainty.INFERRED, "dieu_2/khoan_1",
    )  # fmt: skip
    assert all(r.certainty is Certainty.INFERRED and r.rule for r in answer.direct if r.kind != "basis")
    amended = [r for r in answer.later if r.source == AMENDING]
    assert {(r.kind, r.target, r.effective_from) for r in amended} == {("amends", DECREE, date(2025, 10, 15))}
    whole = next(r for r in amended if r.target_provision is None)
    assert whole.certainty is Certainty.VERIFIED
    # That the power to approve moved to the ministry is what makes this act matter here.
    assert any("Bộ Công Thương" in (e.note or "") and e.note_en for e in whole.evidence)


def test_1881_and_decree_45(packaged: Library) -> None:
    answer = packaged.relate("1881/QĐ-TTg", "45/2012/NĐ-CP")
    assert told(answer.direct) == {(P1881, "basis", DECREE): 1, (P1881, "adopts_programme", DECREE): 1}
    by_kind = {r.kind: r for r in answer.direct}
    assert (by_kind["basis"].certainty, by_kind["basis"].evidence[0].kind) == (Certainty.VERIFIED, "recital")
    place = by_kind["adopts_programme"].target_provision
    assert place is not None
    assert (place.path, by_kind["adopts_programme"].certainty) == ("dieu_2/khoan_1", Certainty.INFERRED)
    assert AMENDING in {r.source for r in answer.later}


@pytest.mark.parametrize(("a", "b"), [("1288/QĐ-TTg", "1881/QĐ-TTg"), ("1881/QĐ-TTg", "1288/QĐ-TTg")])
def test_1881_follows_1288_and_does_not_replace_it(packaged: Library, a: str, b: str) -> None:
    answer = packaged.relate(a, b)
    assert told(answer.direct) == {(P1881, "succeeds", P1288): 1}
    assert answer.absent == ["replaces"]
    # Both rest on the decree: that is told as something they have in common, and not again as a chain.
    assert [(group.kind, group.forward, [one.path for one in group.others]) for group in answer.shared] == [("basis", True, [DECREE])]
    assert DECREE in {step.end for way in answer.ways for step in way.steps}


def test_nothing_ends_or_replaces_the_two_programmes(packaged: Library) -> None:
    for path in (P1288, P1881):
        acts = {r.kind for r in packaged.reader.relations_of(path) if r.target == path}
        assert not acts & {"replaces", "repeals", "ends", "amends"}
    assert not packaged.engine.ask("ASK { ?a eli:repeals ?b VALUES ?b { vn:qd\\/2014\\/1288\\/qd-ttg vn:qd\\/2020\\/1881\\/qd-ttg } }")


def test_the_line_of_programmes(packaged: Library) -> None:
    following = {(r.source, r.target) for p in (P136, P1288, P1881, P2646) for r in packaged.reader.relations_of(p) if r.kind == "succeeds"}
    assert {(P1288, P136), (P1881, P1288), (P2646, P1881)} <= following
    replaced = {(r.source, r.target) for r in packaged.reader.relations_of(FORMER) if r.kind == "replaces"}
    assert replaced == {(DECREE, FORMER)}


@pytest.mark.parametrize(
    ("path", "day", "status"),
    [
        (DECREE, date(2012, 7, 4), Status.NOT_YET_IN_FORCE),
        (DECREE, date(2012, 7, 5), Status.IN_FORCE),
        (DECREE, date(2025, 10, 14), Status.IN_FORCE),
        (DECREE, date(2025, 10, 15), Status.PARTLY_EXPIRED),
        (FORMER, date(2012, 7, 5), Status.EXPIRED),
        (P1288, date(2022, 1, 1), Status.UNKNOWN),
        (P1881, date(2026, 6, 1), Status.UNKNOWN),
    ],
)
def test_status_of_the_founding_documents(packaged: Library, path: str, day: date, status: Status) -> None:
    document = packaged.reader.document(path)
    assert document is not None
    assert packaged.reader.status(document, day).status is status


def test_conflicts_are_recorded_and_shown(packaged: Library) -> None:
    document = packaged.reader.resolve("2646/QĐ-BCT")
    (conflict,) = document.conflicts
    assert (conflict.field, conflict.value_a, conflict.value_b, conflict.adopted) == ("in_force_from", "2025-09-23", "2025-10-15", "a")
    assert document.in_force_from == date(2025, 9, 23)


def test_the_same_in_plain_eli(packaged: Library) -> None:
    rows = packaged.engine.select("SELECT ?d { ?d eli:based_on vn:nd\\/2012\\/45\\/nd-cp }")
    based = {getattr(row["d"], "value", "").split("/eli/vn/")[1] for row in rows}
    assert {P1288, P1881} <= based
    assert len(rows) == len(based), "a triple stands in two graphs"
    amended = packaged.engine.select("SELECT ?d { vn:nd\\/2012\\/45\\/nd-cp eli:amended_by ?d }")
    assert len(amended) == 1
