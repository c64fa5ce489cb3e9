"""What templates are given: names as links, groups with limits, values of query results."""

from datetime import date

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from legalgraph.catalogue import Related
from legalgraph.model.document import Document, Status
from legalgraph.model.identity import ELI_BASE
from legalgraph.model.provision import Provision
from legalgraph.model.relation import Certainty, Evidence, Relation
from legalgraph.rdf.vocab import term
from legalgraph.registry import areas
from legalgraph.time.status import Reason, StatusOnDay
from legalgraph.web.live import SHOWN
from legalgraph.web.presentation.asked import Asked
from legalgraph.web.presentation.cells import Cell, cell
from legalgraph.web.presentation.changes import changes_of
from legalgraph.web.presentation.document import status_view
from legalgraph.web.presentation.events import history
from legalgraph.web.presentation.facets import facets_of
from legalgraph.web.presentation.relations import evidence_view, gather, grouped, linked, sentence
from legalgraph.web.presentation.words import Words

VI, EN = Words("vi"), Words("en")
DECREE = Document("nd/2031/901/nd-cp", "nd", "Về khuyến khích nuôi tằm", "901/2031/NĐ-CP")
OTHER = Document("nd/2031/90/nd-cp", "nd", "Về <tằm> & kén", "90/2031/NĐ-CP")
PROGRAMME = Document("qd/2032/4001/qd-ttg", "qd", "Phê duyệt Chương trình", "4001/QĐ-TTg")


@pytest.mark.parametrize(("day", "order"), [(date(2030, 1, 1), [False, False]), (date(2033, 1, 1), [True, False]), (date(2040, 1, 1), [True, True])])
def test_changes_that_are_not_in_force_on_the_day_come_last(day: date, order: list[bool]) -> None:
    late, early = (
        Relation(OTHER.path, DECREE.path, "amends", target_provision=Provision.parse(place), effective_from=since)
        for place, since in (("dieu_2", date(2035, 1, 1)), ("dieu_7", date(2032, 1, 1)))
    )
    rows = changes_of([late, early], DECREE.path, {OTHER.path: OTHER, DECREE.path: DECREE}, VI, day).rows
    assert [row.in_effect for row in rows] == order
    assert [row.relation == late.id for row in rows] == ([False, True] if order == [True, False] else [True, False])


@pytest.mark.parametrize(("codes", "undated"), [(("amended_undated", "in_force_since"), True), (("no_evidence_of_force", "amended_undated"), False)])
def test_a_status_that_hangs_on_the_day_of_an_act_says_so(codes: tuple[str, str], undated: bool) -> None:
    act = Relation(OTHER.path, DECREE.path, "amends")
    reasons = tuple(Reason(code, None, act if code.endswith("_undated") else None) for code in codes)
    assert status_view(StatusOnDay(Status.UNKNOWN, date(2033, 1, 1), reasons), {OTHER.path: OTHER}, VI).undated is undated


def test_names_in_a_sentence_become_links() -> None:
    told = linked("Nghị định 901/2031/NĐ-CP thay thế Nghị định 90/2031/NĐ-CP.", [OTHER, DECREE], VI)
    assert told == (
        '<a href="/eli/vn/nd/2031/901/nd-cp">Nghị định <bdi class="nb">901/2031/NĐ-CP</bdi></a> thay thế '
        '<a href="/eli/vn/nd/2031/90/nd-cp">Nghị định <bdi class="nb">90/2031/NĐ-CP</bdi></a>.'
    )


def test_a_name_inside_a_longer_name_is_not_linked_twice() -> None:
    short = Document("text/1", "text", "tằm")
    long = Document("text/2", "text", "tằm tang")
    names = {VI.name(short), VI.name(long)}
    told = linked(" và ".join(sorted(names)), [short, long], VI)
    assert told.count("<a ") == 2
    assert "<a <a" not in told


def test_everything_else_in_a_sentence_is_escaped() -> None:
    assert linked("<script>Nghị định 901/2031/NĐ-CP & khác", [DECREE], VI) == (
        '&lt;script&gt;<a href="/eli/vn/nd/2031/901/nd-cp">Nghị định <bdi class="nb">901/2031/NĐ-CP</bdi></a> &amp; khác'
    )
    assert linked("", [DECREE], VI) == ""


def test_sentences_leave_the_certainty_to_its_sign() -> None:
    documents = {DECREE.path: DECREE, PROGRAMME.path: PROGRAMME}
    place = Provision.parse("dieu_2/khoan_1")
    relation = Relation(PROGRAMME.path, DECREE.path, "basis", target_provision=place, certainty=Certainty.INFERRED)
    assert sentence(relation, documents, VI) == "Quyết định 4001/QĐ-TTg (2032) căn cứ khoản 1 Điều 2 Nghị định 901/2031/NĐ-CP."
    assert sentence(relation, documents, VI, seen_from=DECREE.path).startswith("Khoản 1 Điều 2 Nghị định 901/2031/NĐ-CP là căn cứ của")
    assert sentence(relation, documents, EN, seen_from=DECREE.path).startswith("Clause 1, Article 2 of Decree 901/2031/NĐ-CP")


def test_of_very_many_documents_the_latest_are_listed_and_all_counted() -> None:
    paths = [f"qd/{1990 + number % 40}/{number}/qd-ubnd" for number in range(1, SHOWN + 51)]
    relations = [Relation(path, DECREE.path, "basis") for path in paths] + [Relation("citation/x", DECREE.path, "basis")]
    (found,) = gather(relations, DECREE.path, Related((), {("basis", True): SHOWN + 51}, {}))
    assert (found.kind, found.incoming, found.total, len(found.others)) == ("basis", True, SHOWN + 51, SHOWN)
    left_out = [int(path.split("/")[1]) for path in paths if path not in found.others]
    assert max(left_out) <= min(int(path.split("/")[1]) for path in found.others)
    outgoing, incoming = grouped([found], {DECREE.path: DECREE}, VI, DECREE.path)
    assert (outgoing, incoming[0].left_out, len(incoming[0].items)) == ([], 51, SHOWN)


def test_relations_to_one_document_stand_together_in_the_order_of_the_text() -> None:
    places = ["dieu_10", "dieu_2/khoan_1", None, "dieu_2"]
    relations = [
        Relation(OTHER.path, DECREE.path, "amends", target_provision=Provision.parse(place) if place else None) for place in places
    ]
    _, (group,) = grouped(gather(relations, DECREE.path, Related((), {("amends", True): 1}, {})), {DECREE.path: DECREE, OTHER.path: OTHER}, VI, DECREE.path)
    assert group.total == 1
    told = [relation.sentence.split(" Nghị định")[0] for relation in group.items[0].relations]
    assert told == ["", "Điều 2", "Khoản 1 Điều 2", "Điều 10"] or told[1:] == ["Điều 2", "Khoản 1 Điều 2", "Điều 10"]


@pytest.mark.parametrize(
    ("url", "linked_to", "site"),
    [
        ("https://example.org/a?b=c", "https://example.org/a?b=c", "example.org"),
        ("javascript:alert(1)", None, None),
        ("data:text/html,x", None, None),
        ("Công báo số 5", None, None),
        (None, None, None),
    ],
)
def test_only_web_addresses_are_linked(url: str | None, linked_to: str | None, site: str | None) -> None:
    view = evidence_view(Evidence("page", url), VI)
    assert (view.url, view.site) == (linked_to, site)


def test_notes_fall_back_to_vietnamese_and_say_so() -> None:
    view = evidence_view(Evidence("text", None, "ghi chú"), EN)
    assert (view.note, view.note_language) == ("ghi chú", "vi")
    both = evidence_view(Evidence("text", None, "ghi chú", "a note"), EN)
    assert (both.note, both.note_language) == ("a note", "en")


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (NamedNode(ELI_BASE + "nd/2031/901/nd-cp"), Cell("nd/2031/901/nd-cp", "/eli/vn/nd/2031/901/nd-cp", iri=True)),
        (NamedNode("https://w3id.org/legalgraph/vocabulary/status/expired"), Cell("status/expired", "/vocabulary/status/expired", iri=True)),
        (term("lg:details"), Cell("lg:details", "/ns#details", iri=True)),
        (term("eli:amends"), Cell("eli:amends", "http://data.europa.eu/eli/ontology#amends", own=False, iri=True)),
        (NamedNode("https://w3id.org/legalgraph/relation/ab12"), Cell("relation/ab12", "/relation/ab12", iri=True)),
        (NamedNode("urn:isbn:1"), Cell("urn:isbn:1", None, own=False, iri=True)),
        (NamedNode("javascript:alert(1)"), Cell("javascript:alert(1)", None, own=False, iri=True)),
        (Literal("tằm", language="vi"), Cell("tằm", language="vi")),
        (Literal("12", datatype=term("xsd:integer")), Cell("12", number=True)),
        (Literal("2031-03-02", datatype=term("xsd:date")), Cell("2031-03-02", datatype="xsd:date", day=date(2031, 3, 2))),
        (Literal("2031-03-02Z", datatype=term("xsd:date")), Cell("2031-03-02Z", datatype="xsd:date")),
        (Literal("plain"), Cell("plain")),
        (BlankNode("b0"), Cell("_:b0")),
    ],
)
def test_values_of_query_results(node: NamedNode | Literal | BlankNode, expected: Cell) -> None:
    assert cell(node) == expected


def test_long_values_are_cut() -> None:
    assert len(cell(Literal("x" * 5000)).text) == 601


def test_the_bodies_of_provinces_are_listed_by_name_apart_from_others() -> None:
    central = ["qh", "cp", "ttg", "btc", "bct", "byt", "bca", "bng", "btp", "bxd"]
    local = [f"{office}-{code}" for office in ("ubnd", "hdnd", "ct-ubnd") for code in areas()]
    counts = [(code, 900 - place) for place, code in enumerate([*central, *local])]
    facet, = facets_of(Asked(values=(("issuer", ("ubnd-vn-18",)),)), {"issuer": counts}, VI)
    assert [value.chosen for value in facet.values] == [True, *[False] * 7]
    assert [value.label for value in facet.more] == [VI.body(code) for code in central[7:]]
    assert len(facet.local) == len(local) - 1
    places = [value.label.removeprefix("Chủ tịch ").split("nhân dân ")[1] for value in facet.local[:9]]
    assert places == [f"tỉnh {name}" for name in ("An Giang", "Bà Rịa - Vũng Tàu", "Bạc Liêu") for _ in range(3)]


@pytest.mark.parametrize(
    ("signed", "started", "told"),
    [
        (date(2031, 3, 2), date(2031, 5, 1), {"Ký ban hành": None, "Bắt đầu có hiệu lực": None}),
        (date(2031, 3, 2), date(2031, 1, 1), {"Bắt đầu có hiệu lực": "trước ngày ký", "Ký ban hành": None}),
        (date(2032, 5, 15), date(2031, 5, 1),
         {"Bắt đầu có hiệu lực": "trước ngày ký", "Ký ban hành": "ngày ký không khớp với năm trong số hiệu"}),
    ],
)  # fmt: skip
def test_a_timeline_that_goes_backwards_says_so(signed: date, started: date, told: dict[str, str | None]) -> None:
    known = Document("nd/2031/901/nd-cp", "nd", "Về tằm", "901/2031/NĐ-CP", signed=signed, in_force_from=started)
    assert {str(event.told): event.note for event in history(known, [], {}, VI)} == told
