"""Typed reads over the invented sample: documents, relations, finding by any spelling, neighbourhoods, counts."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.conftest import TAM_TANG

from legalgraph.errors import Ambiguous, NotFound
from legalgraph.library import Library, open_published
from legalgraph.model.document import Document, Status
from legalgraph.model.relation import kinds
from legalgraph.queries.catalog import query
from legalgraph.queries.reader import dated
from legalgraph.rdf.mapping import iri_of
from legalgraph.rdf.vocab import term
from legalgraph.registry import types
from legalgraph.sources.tables import read_folder

DECREE, OLD, AMENDING = "nd/2031/901/nd-cp", "nd/2025/77/nd-cp", "nd/2034/12/nd-cp"
FIRST, SECOND, LOCAL, GENES = "qd/2032/4001/qd-ttg", "qd/2035/4002/qd-ttg", "vn-18/qd/2033/4001/qd-ubnd", "qd/2036/4001/qd-ttg"
CITATION, UNVERIFIED = "citation/chi-thi-tam", "tt/2030/5/tt-bct"
ALL = sorted([DECREE, OLD, AMENDING, FIRST, SECOND, LOCAL, GENES, CITATION])


def test_everything_but_the_unverified_is_there(sample: Library) -> None:
    assert sample.reader.paths() == ALL
    assert sample.reader.document(UNVERIFIED) is None
    tables = read_folder(TAM_TANG)
    for document in tables.documents:
        assert document.path == UNVERIFIED or sample.reader.document(document.path) == document
    kept = {r.id: r for r in tables.relations if UNVERIFIED not in (r.source, r.target)}
    read = {r.id: r for path in ALL for r in sample.reader.relations_of(path)}
    assert set(read) == set(kept)
    documents = sample.reader.documents(ALL)
    for identity, relation in read.items():
        assert set(relation.evidence) == set(kept[identity].evidence)
        known = replace(kept[identity], evidence=())
        assert replace(relation, evidence=()) == (dated(known, documents[known.source]) if known.source in documents else known)


@pytest.mark.parametrize(
    "path", ["nd/2031/1/nd-cp", "citation/x", "text/x", "", " ", "a b", "<>", "\x00", "ạ", "nd/2031/901/nd-cp/dieu_18", "\ud800", "x" * 10_000]
)
def test_what_is_not_described_is_none(sample: Library, path: str) -> None:
    assert sample.reader.document(path) is None
    assert sample.reader.documents([path, path]) == {}


def test_relations_by_side(sample: Library) -> None:
    reader = sample.reader
    assert {r.source for r in reader.relations_of(DECREE) if r.target == DECREE} == {AMENDING, FIRST, SECOND, CITATION}
    assert [(r.kind, r.target) for r in reader.relations_from(DECREE)] == [("replaces", OLD)]
    assert reader.ends(DECREE) == sorted([AMENDING, FIRST, SECOND, CITATION, OLD])
    assert reader.ends(GENES) == []
    assert reader.relations_of(GENES) == []
    among = reader.relations_among([DECREE, OLD, FIRST])
    assert {(r.source, r.target) for r in among} == {(DECREE, OLD), (FIRST, DECREE)}


FOUND: tuple[tuple[str, list[str]], ...] = (
    ("901/2031/nd-cp", [DECREE]),
    ("Nghị định 901", [DECREE]),
    ("Nghị định số 901/2031/NĐ-CP ngày 2/3/2031", [DECREE]),
    (DECREE, [DECREE]),
    (f" {DECREE} ", [DECREE]),
    ("https://w3id.org/legalgraph/eli/vn/" + LOCAL, [LOCAL]),
    ("4001", [FIRST, GENES, LOCAL]),
    ("4001/QĐ-TTg", [FIRST, GENES]),
    ("qd 4001 2032", [FIRST]),
    ("4001/QĐ-UBND", [LOCAL]),
    ("4001 Ninh Bình", [LOCAL]),
    ("4001/QĐ-TTg Ninh Bình", []),
    ("Về khuyến khích nuôi tằm", [DECREE]),
    ("ve khuyen khich  nuoi tam", [DECREE]),
    ("về khuyến khích nuôi tằm 2031", [DECREE]),
    ("về khuyến khích nuôi tằm năm 2032", []),
    ("khuyến khích nuôi tằm", []),  # part of a title is for `search`
    ("Phê duyệt Chương trình tằm tang đến năm 2035", [FIRST]),  # a title with a number in it
    ("Phê duyệt Chương trình tằm tang giai đoạn 2036 - 2040", [SECOND]),
    ("Sửa đổi, bổ sung Nghị định số 901/2031/NĐ-CP", [AMENDING]),  # its title, with the number of another
    ("07/CT-BCT", [CITATION]),
    ("chỉ thị 07/CT-BCT", [CITATION]),
    ("quyết định 07/CT-BCT", []),
    (CITATION, [CITATION]),
    ("citation/none", []),
    ("citation/a b", []),
    ("text/none", []),
    (UNVERIFIED, []),
    ("5/2030/TT-BCT", []),
    ("", []),
    ("'; DROP TABLE words; --", []),
    ('" OR * NEAR(', []),
    ("\x00", []),
    ("\ud800", []),
    ("đ" * 10_000, []),
    ("4001 " * 2_000, [FIRST, GENES, LOCAL]),
)


@pytest.mark.parametrize(("typed", "paths"), FOUND, ids=[ascii(typed[:40]) for typed, _ in FOUND])
def test_find(sample: Library, typed: str, paths: list[str]) -> None:
    assert [d.path for d in sample.reader.find(typed)] == paths


def test_every_document_is_found_by_what_it_prints(sample: Library) -> None:
    for path in ALL:
        document = sample.reader.document(path)
        assert document is not None
        number = document.number or ""
        assert path in [d.path for d in sample.reader.find(number)]
        assert path in [d.path for d in sample.reader.find(f"{types()[document.type].vi} {number}")]
        assert sample.reader.resolve(document.iri).path == path


def test_resolve_gives_one_or_says_why_not(sample: Library) -> None:
    assert sample.reader.resolve("qd 4001 2032").path == FIRST
    with pytest.raises(Ambiguous, match="names 3 documents") as caught:
        sample.reader.resolve("4001")
    assert [path for path, _ in caught.value.choices] == [FIRST, GENES, LOCAL]
    for path, label in caught.value.choices:
        assert f"{path}  {label}" in str(caught.value)
    with pytest.raises(NotFound, match="answers to 'nuôi tằm'; close to it:") as missing:
        sample.reader.resolve("nuôi tằm")
    assert DECREE in str(missing.value)
    with pytest.raises(NotFound, match=r"answers to 'zzz'$"):
        sample.reader.resolve("zzz")


@pytest.mark.parametrize(
    ("depth", "limit", "documents", "left_out"),
    [
        (0, 60, [LOCAL], 0),
        (1, 60, [LOCAL, FIRST], 0),
        (2, 60, [LOCAL, FIRST, DECREE, SECOND], 0),
        (3, 60, [LOCAL, FIRST, DECREE, SECOND, CITATION, OLD, AMENDING], 0),
        (3, 4, [LOCAL, FIRST, DECREE, SECOND], 3),
        (1, 1, [LOCAL], 1),
    ],
)
def test_neighbourhood(sample: Library, depth: int, limit: int, documents: list[str], left_out: int) -> None:
    around = sample.reader.neighbourhood(LOCAL, depth, limit)
    assert list(around.documents) == documents
    assert around.left_out == left_out
    assert {p for r in around.relations for p in (r.source, r.target)} <= set(documents)
    assert len({r.id for r in around.relations}) == len(around.relations)
    assert len(around.relations) == len({r.id for p in documents for r in sample.reader.relations_of(p) if {r.source, r.target} <= set(documents)})


def test_neighbourhood_of_nothing(sample: Library) -> None:
    for path in ("nd/2031/1/nd-cp", "a b"):
        with pytest.raises(NotFound, match="no document"):
            sample.reader.neighbourhood(path)


def test_status_takes_the_day_of_the_acting_document_where_the_act_names_none(sample: Library) -> None:
    reader = sample.reader
    decree, old = reader.resolve(DECREE), reader.resolve(OLD)
    assert reader.status(decree, date(2031, 4, 30)).status is Status.NOT_YET_IN_FORCE
    assert reader.status(decree, date(2033, 1, 1)).status is Status.PARTLY_EXPIRED
    assert reader.status(old, date(2031, 4, 30)).status is Status.IN_FORCE
    assert reader.status(old, date(2031, 5, 1)).status is Status.EXPIRED
    succeeds = next(r for r in reader.relations_of(FIRST) if r.kind == "succeeds")
    assert succeeds.effective_from is None
    (filled,) = reader.dated([succeeds])
    # The acting document's own day is not known either; it does nothing before it is signed.
    assert filled == replace(succeeds, not_before=reader.resolve(succeeds.source).signed)
    replaces = replace(reader.relations_from(DECREE)[0], effective_from=None)
    assert reader.dated([replaces])[0].effective_from == date(2031, 5, 1)


def test_statements_say_everything_about_a_document(sample: Library) -> None:
    triples = sample.reader.statements(DECREE)
    subjects = {getattr(t.subject, "value", "") for t in triples}
    document = sample.reader.resolve(DECREE)
    assert {document.iri, document.iri + "/vie", document.iri + "/dieu_18"} <= subjects
    relations = sample.reader.relations_of(DECREE)
    assert {r.iri for r in relations} <= subjects
    predicates = {t.predicate for t in triples}
    assert {term("lg:conflict_value_b"), term("eli:amended_by"), term("eli:title"), term("lg:evidence_kind"), term("lg:current_status")} <= predicates
    assert len(triples) == len(set(triples))
    assert sample.reader.statements("nd/2031/1/nd-cp") == []


@pytest.mark.parametrize("home", ["sample_home", "packaged_home", "texts_home"])
def test_parts_of_what_is_stated_make_the_whole_and_no_more(request: pytest.FixtureRequest, home: str) -> None:
    reader, several = open_published(request.getfixturevalue(home)).reader, 0
    for path in reader.paths():
        whole, about = set(reader.statements(path)), {iri_of(path)}
        _, total = reader.some_statements(path, 2)
        parts = [reader.some_statements(path, 2, offset)[0] for offset in range(0, total or 1, 2)]
        assert set().union(*parts) == whole, path
        for part in parts[1:]:  # no more than what its own relations are about
            ends = {t.object for t in part if t.predicate in (term("lg:source"), term("lg:target"), term("lg:target_provision"))}
            assert {t.object for t in part if t.subject in about} <= ends, path
        several += len(parts) > 1
    assert several > 1


def test_statistics(sample: Library) -> None:
    statistics = sample.reader.statistics()
    assert statistics.counts == {"documents": 7, "citations": 1, "relations": 9, "conflicts": 1}
    assert dict(statistics.by_type) == {"qd": 4, "nd": 3}
    assert dict(statistics.by_kind) == {
        "amends": 2, "basis": 2, "adopts_programme": 1, "carries_out": 1, "refers": 1, "replaces": 1, "succeeds": 1,
    }  # fmt: skip
    assert statistics.by_year == [("2025", 1), ("2031", 1), ("2032", 1), ("2033", 1), ("2034", 1), ("2035", 1), ("2036", 1)]
    assert dict(statistics.by_certainty) == {"verified": 7, "inferred": 2}
    assert [(d.path, n) for d, n in statistics.most_cited] == [(DECREE, 4), (FIRST, 2), (OLD, 1)]
    assert statistics.triples == len(list(sample.engine.quads()))


def test_search_pages(sample: Library) -> None:
    reader = sample.reader
    everything = reader.search("tằm", limit=100)
    assert everything.total == len(everything.hits) == 7
    pages = [reader.search("tằm", limit=3, offset=offset).hits for offset in (0, 3, 6, 9)]
    assert [d for page in pages for d in page] == everything.hits
    assert reader.search("", 10).total == 0
    assert reader.search("tằm", limit=3, offset=10**30).hits == []


def test_any_number_of_threads_may_ask(sample: Library) -> None:
    def ask(_: int) -> tuple[list[Document], int]:
        return sample.reader.find("4001"), len(sample.reader.relations_of(DECREE))

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(ask, range(40)))
    assert all(answer == answers[0] for answer in answers)


def test_every_query_file_is_whole_and_used() -> None:
    package = Path(__file__).parents[2] / "src" / "legalgraph"
    names = {path.stem for path in (package / "queries" / "rq").glob("*.rq")}
    code = "\n".join(path.read_text("utf-8") for path in package.rglob("*.py"))
    assert len(names) >= 15
    for name in names:
        assert query(name).startswith("#") or "SELECT" in query(name)
        assert f'"{name}"' in code, f"{name}.rq is used nowhere"
    with pytest.raises(FileNotFoundError):
        query("none")


def test_kinds_read_from_the_graph_are_kinds(sample: Library) -> None:
    assert {code for code, _ in sample.reader.statistics().by_kind} <= set(kinds())


def test_status_and_text_take_a_document_or_its_name(sample: Library) -> None:
    reader, day = sample.reader, date(2035, 1, 1)
    document = reader.resolve("901/2031/NĐ-CP")
    assert reader.status("901/2031/NĐ-CP", day) == reader.status(document, day)
    assert reader.text_of(document) == reader.text_of(document.path)
    with pytest.raises(NotFound):
        reader.status("9999/2031/NĐ-CP", day)
