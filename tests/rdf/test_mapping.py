"""Documents, relations and texts go to quads and come back the same, through a real store and its fixed queries."""

import string
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from legalgraph.catalogue import Catalogue
from legalgraph.model.document import Body, Conflict, Document, EntryRule, SourceText, Status, in_symbol_order
from legalgraph.model.identity import DocumentKey
from legalgraph.model.provision import UNITS, Provision
from legalgraph.model.relation import Certainty, Evidence, Quote, Relation, kinds
from legalgraph.queries.reader import Reader
from legalgraph.rdf.mapping import (
    body_quads,
    describe,
    document_from,
    document_label,
    document_quads,
    iri_of,
    relation_from,
    relation_quads,
    text_quads,
)
from legalgraph.rdf.vocab import concept, graph, term
from legalgraph.registry import bodies
from legalgraph.store.embedded import EmbeddedEngine

CURATED = graph("curated")
# Any text: quotes, control characters, line ends, emoji, marks that stand alone, letters of every script.
TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)
MAYBE_TEXT = st.none() | TEXT
DAY = st.none() | st.dates()
YEAR = st.none() | st.integers(1, 9999)
URL = st.sampled_from(["https://example.org/1", "http://example.org/ă?b=c#d", "https://example.org/a b", "64/2031/QH19, Điều 4"]) | TEXT
CERTAINTY = st.sampled_from(Certainty)
PATHS = st.sampled_from(["nd/2031/901/nd-cp", "vn-18/qd/2033/4001/qd-ubnd", "qd/2032/4001/qd-ttg", "citation/07-ct-bct", "nq/2031/66.16/nq-cp"])
PROVISIONS = st.none() | st.builds(
    Provision,
    st.lists(st.tuples(st.sampled_from(sorted(UNITS)), st.text(string.digits + "abdi", min_size=1, max_size=3)), min_size=1, max_size=3)
    .map(tuple),
)  # fmt: skip
CONFLICTS = st.lists(
    st.builds(Conflict, TEXT, TEXT, TEXT, TEXT, st.just(""), st.sampled_from(["a", "b", "none"]), MAYBE_TEXT),
    max_size=2,
    unique_by=lambda c: (c.field, c.value_a, c.source_a, c.value_b, c.adopted),
)
NUMBERS = st.none() | TEXT | st.just("901/2031/NĐ-CP")
DOCUMENTS = st.builds(
    Document,
    path=PATHS,
    type=st.sampled_from(["nd", "qd", "luat", "nq-dang"]),
    title=TEXT,
    number=NUMBERS,
    area=st.sampled_from([None, "vn-18", "vn-dn"]),
    issuers=st.sets(st.sampled_from(sorted(bodies())), max_size=3).map(tuple),
    signer=MAYBE_TEXT,
    signed=DAY,
    published=DAY,
    in_force_from=DAY,
    in_force_rule=st.none() | st.sampled_from(EntryRule),
    in_force_until=DAY,
    period_from=YEAR,
    period_until=YEAR,
    status=st.none() | st.sampled_from(Status),
    status_as_of=DAY,
    status_basis=MAYBE_TEXT,
    certainty=CERTAINTY,
    sources=st.sets(URL, max_size=3).map(lambda urls: tuple(sorted(urls))),
    note=MAYBE_TEXT,
    conflicts=CONFLICTS.map(tuple),
    subjects=st.sets(TEXT, max_size=3).map(lambda subjects: tuple(sorted(subjects))),
).map(lambda d: replace(d, issuers=in_symbol_order(d.issuers, d.number)))
QUOTES = st.none() | st.builds(Quote, TEXT, st.text(st.characters(codec="utf-8"), max_size=5), TEXT, st.integers(0), st.integers(0))
EVIDENCE = st.builds(Evidence, st.sampled_from(["recital", "page", "citation"]), st.none() | URL, MAYBE_TEXT, MAYBE_TEXT, QUOTES)
RELATIONS = st.builds(
    Relation,
    source=PATHS | st.just("text/0011223344556677"),
    target=PATHS,
    kind=st.sampled_from(sorted(kinds())),
    source_provision=PROVISIONS,
    target_provision=PROVISIONS,
    effective_from=DAY,
    until=DAY,
    certainty=CERTAINTY,
    rule=MAYBE_TEXT,
    evidence=st.lists(EVIDENCE, max_size=3, unique_by=lambda e: (e.kind, e.url, e.note, e.note_en, e.quote and (e.quote.start, e.quote.end)))
    .map(tuple),
).filter(lambda r: r.source != r.target)  # fmt: skip


def stored(quads: Iterable[Quad]) -> Store:
    """A store with the quads, written to N-Quads and read again on the way."""
    first, second = Store(), Store()
    first.extend(quads)
    output = BytesIO()
    first.dump(output, RdfFormat.N_QUADS)
    second.extend(parse(output.getvalue(), format=RdfFormat.N_QUADS))
    assert set(first) == set(second)
    return second


@given(DOCUMENTS)
def test_document_comes_back(document: Document) -> None:
    quads = list(document_quads(document, "Nghị định", CURATED))
    back = document_from(document.iri, describe(quads))
    assert replace(back, conflicts=()) == replace(document, conflicts=())
    assert set(back.conflicts) == set(document.conflicts)
    assert Reader(EmbeddedEngine(stored(quads)), Catalogue(Path("none"))).document(document.path) == back


class _NoDocuments(Catalogue):
    """Knows no document, so none fills in the day of its act."""

    def documents(self, paths: Iterable[str]) -> dict[str, Document]:  # noqa: ARG002
        return {}


@given(RELATIONS)
def test_relation_comes_back(relation: Relation) -> None:
    quads = list(relation_quads(relation, CURATED))
    back = relation_from(relation.iri, describe(quads))
    assert replace(back, evidence=()) == replace(relation, evidence=())
    assert set(back.evidence) == set(relation.evidence)
    reader = Reader(EmbeddedEngine(stored(quads)), _NoDocuments(Path("none")))
    for end in (relation.source, relation.target):
        assert reader.relations_of(end) == [back]
    assert reader.relations_from(relation.source) == [back]


@given(TEXT, TEXT)
def test_text_comes_back(name: str, words: str) -> None:
    text = SourceText("0011223344556677", name, words)
    store = stored(text_quads(text, graph("extracted")))
    kept = Reader(EmbeddedEngine(store), Catalogue(Path("none"))).document(text.path)
    assert kept == Document(text.path, "text", name)
    assert kept.is_text
    values = [q.object for q in store.quads_for_pattern(NamedNode(text.iri), term("lg:text"), None, None)]
    assert values == [Literal(words, language="vi")]


@pytest.mark.parametrize("code", kinds())
def test_plain_triples_of_a_relation(code: str) -> None:
    relation = Relation("qd/2032/4001/qd-ttg", "nd/2031/901/nd-cp", code, target_provision=Provision.parse("dieu_2/khoan_1"))
    quads = list(relation_quads(relation, CURATED))
    triples = {(q.subject, q.predicate, q.object) for q in quads}
    assert {q.graph_name for q in quads} == {CURATED}
    kind, source = kinds()[code], iri_of(relation.source)
    for target in (iri_of(relation.target), NamedNode(iri_of(relation.target).value + "/dieu_2/khoan_1")):
        assert kind.inverse is not None
        for name in (kind.predicate, *kind.parents):
            assert (source, term(name), target) in triples
        for name in (kind.inverse, *kind.inverse_parents):
            assert (target, term(name), source) in triples
    place = NamedNode(iri_of(relation.target).value + "/dieu_2/khoan_1")
    assert (place, term("eli:is_part_of"), iri_of(relation.target)) in triples
    assert (place, term("eli:type_subdivision"), concept("subdivision", "khoan")) in triples
    assert (NamedNode(relation.iri), term("lg:kind"), concept("relation", code)) in triples
    # Who knows ELI alone finds the place that falls, and does not take the document for repealed.
    of_the_whole = code in {"replaces", "repeals", "ends"}
    assert ((source, term("eli:repeals"), iri_of(relation.target)) in triples) is of_the_whole
    assert ((place, term("eli:repealed_by"), source) in triples) is (of_the_whole or code in {"repeals_part", "ends_part", "replaces_part"})


def test_what_a_document_states_in_plain_terms() -> None:
    document = Document(
        "nd/2031/901/nd-cp", "nd", "Về “tằm”", number="901/2031/NĐ-CP", issuers=("cp",), signed=date(2031, 3, 2), area=None,
        in_force_from=date(2031, 5, 1), period_from=2031, status=Status.IN_FORCE, sources=("https://example.org/901", "sách"),
    )  # fmt: skip
    said = describe(document_quads(document, "Nghị định", CURATED))[document.iri]
    values = {name: {getattr(o, "value", None) for o in said[term(name).value]} for name in (
        "rdf:type", "rdfs:label", "eli:number", "eli:id_local", "eli:type_document", "eli:date_document", "eli:passed_by",
        "eli:jurisdiction", "lg:legal_rank", "lg:period_from", "lg:claimed_status", "dcterms:source", "lg:slug",
    )}  # fmt: skip
    assert values == {
        "rdf:type": {term("eli:LegalResource").value},
        "rdfs:label": {"Nghị định 901/2031/NĐ-CP"},
        "eli:number": {"901"},
        "eli:id_local": {"901/2031/NĐ-CP"},
        "eli:type_document": {concept("type", "nd").value},
        "eli:date_document": {"2031-03-02"},
        "eli:passed_by": {concept("body", "cp").value},
        "eli:jurisdiction": {concept("area", "vn").value},
        "lg:legal_rank": {"5"},
        "lg:period_from": {"2031"},
        "lg:claimed_status": {concept("status", "in_force").value},
        "dcterms:source": {"https://example.org/901", "sách"},
        "lg:slug": {"nd/2031/901/nd-cp"},
    }
    # What the source claims is not what holds; nothing is said of force but dates.
    assert not {term("eli:in_force").value, term("lg:current_status").value} & set(said)


def test_label_without_number() -> None:
    key = DocumentKey.unnumbered("tb", date(2033, 4, 5), "Về tằm")
    assert document_label(Document(key.path, "tb", "Về tằm"), "Thông báo") == "Thông báo: Về tằm"


def test_body_names_its_successor_from_the_successors_side() -> None:
    quads = list(body_quads(Body("bcn", "Bộ Công nghiệp", "Ministry of Industry", date(1995, 1, 1), date(2007, 8, 1), ("bct",)), CURATED))
    assert Quad(concept("body", "bct"), term("lg:successor_of"), concept("body", "bcn"), CURATED) in quads
    assert Quad(concept("body", "bcn"), term("rdf:type"), term("eli:Organization"), CURATED) in quads


def test_what_is_not_described_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        document_from("https://example.org/none", {})
    with pytest.raises(KeyError):
        relation_from("https://example.org/none", {})
