from collections.abc import Callable, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.export.invented import CIRCULAR, CITATION, DECISION, DECREE, DOCUMENTS, LAW, RELATIONS, TEXT, example, model_quads, store_of
from tests.export.rereading import same, stated, union, with_pyld, with_pyoxigraph, with_rdflib
from tests.reading import reader_of

from legalgraph import export
from legalgraph.errors import ExportError
from legalgraph.export.rdf import in_order
from legalgraph.export.slices import Slice
from legalgraph.model.document import Document
from legalgraph.model.relation import Relation
from legalgraph.queries.reader import Reader
from legalgraph.rdf.formats import Format, formats, to_bytes
from legalgraph.rdf.vocab import term

FORMS = formats()
TRIPLES = [name for name, row in FORMS.items() if not row.named_graphs]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return example(tmp_path_factory.mktemp("store"))


def written(content: Slice, form: str) -> bytes:
    output = BytesIO()
    export.write(content, form, output)
    return output.getvalue()


SLICES: dict[str, Callable[[Reader], Slice]] = {
    "whole": Slice.whole,
    "around": lambda reader: Slice.around(reader, DECREE.path),
    "one": lambda reader: Slice.around(reader, LAW.path, depth=0),
}


def test_the_table_of_formats_is_the_one_of_the_command_line() -> None:
    assert list(FORMS) == ["ttl", "nt", "nq", "trig", "jsonld", "rdf"]
    assert [name for name, row in export.formats().items() if row.kind is export.Kind.RDF] == list(FORMS)
    assert [name for name, row in FORMS.items() if row.rdf_format.media_type != row.media_type] == []


@pytest.mark.parametrize("part", SLICES)
@pytest.mark.parametrize("form", FORMS)
def test_every_format_holds_the_same_statements_for_every_reader(reader: Reader, part: str, form: str) -> None:
    content = SLICES[part](reader)
    expected = stated(content)
    if not FORMS[form].named_graphs:
        expected = union(expected)
    data = written(content, form)
    again = [with_pyoxigraph(data, FORMS[form].rdf_format), with_rdflib(data, form)]
    if form == "jsonld":
        again.append(with_pyld(data))
    assert len(expected) > 10
    for dataset in again:
        assert len(dataset) == len(expected)
        assert same(dataset, expected)


@pytest.mark.parametrize("part", SLICES)
@pytest.mark.parametrize("form", FORMS)
def test_the_count_is_that_of_the_statements_in_the_file(reader: Reader, part: str, form: str) -> None:
    output = BytesIO()
    counts = export.write(SLICES[part](reader), form, output)
    assert counts.statements == len(with_pyoxigraph(output.getvalue(), FORMS[form].rdf_format))
    assert (counts.nodes, counts.edges, counts.replaced) == (None, None, 0)
    assert str(counts) == f"{counts.statements} statements"


@pytest.mark.parametrize("form", ["nt", "nq"])
def test_no_statement_stands_twice(reader: Reader, form: str) -> None:
    lines = written(Slice.whole(reader), form).splitlines()
    assert len(lines) == len(set(lines)) > 0


@pytest.mark.parametrize("form", FORMS)
def test_two_exports_are_equal_byte_for_byte(form: str, tmp_path: Path) -> None:
    forwards = store_of(tmp_path / "forwards", DOCUMENTS, RELATIONS, [TEXT])
    backwards = store_of(tmp_path / "backwards", DOCUMENTS[::-1], RELATIONS[::-1], [TEXT])
    first, second = (written(Slice.around(reader, DECREE.path, depth=2), form) for reader in (forwards, backwards))
    assert first == second
    assert written(Slice.whole(forwards), form) == written(Slice.whole(forwards), form)


def test_triples_of_several_graphs_become_one(reader: Reader) -> None:
    quads = with_pyoxigraph(written(Slice.whole(reader), "nq"), ox.RdfFormat.N_QUADS)
    triples = with_pyoxigraph(written(Slice.whole(reader), "nt"), ox.RdfFormat.N_TRIPLES)
    assert len(quads) > len(triples)
    assert {quad.triple for quad in quads} == {quad.triple for quad in triples}
    assert {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, ox.NamedNode)} == {
        f"https://w3id.org/legalgraph/graph/{name}" for name in ("curated", "extracted", "inferred", "ontology")
    }


def test_trig_writes_each_named_graph_as_one_block(reader: Reader) -> None:
    assert written(Slice.whole(reader), "trig").count(b"> {\n") == 4


def test_turtle_is_readable(reader: Reader) -> None:
    text = written(Slice.around(reader, DECREE.path), "ttl").decode()
    assert "<https://w3id.org/legalgraph/eli/vn/nd/2001/7/nd-cp> a eli:LegalResource ;\n" in text
    assert "lg:has_legal_basis <https://w3id.org/legalgraph/eli/vn/luat/1999/3/qh10>" in text
    assert text.count("<https://w3id.org/legalgraph/eli/vn/nd/2001/7/nd-cp> a ") == 1


def test_a_part_holds_what_the_model_says_of_it_and_names_for_its_concepts(reader: Reader) -> None:
    chosen = [LAW, DECREE, CIRCULAR]
    paths = {document.path for document in chosen}
    expected = model_quads(chosen, [r for r in RELATIONS if {r.source, r.target} <= paths])
    found = set(stated(Slice.of(reader, paths)))
    assert expected <= found
    named = {quad for quad in found - expected if isinstance(quad.subject, ox.NamedNode)}
    assert named == found - expected
    assert all("/vocabulary/" in quad.subject.value for quad in named if isinstance(quad.subject, ox.NamedNode))
    government = ox.NamedNode("https://w3id.org/legalgraph/vocabulary/body/cp")
    labels = {q.object for q in named if q.subject == government and q.predicate == term("rdfs:label")}
    assert ox.Literal("Chính phủ", language="vi") in labels


def test_a_part_holds_the_text_that_cites_its_centre(reader: Reader) -> None:
    content = Slice.around(reader, DECREE.path)
    assert content.chosen == tuple(sorted(node.path for node in (LAW, DECREE, DECISION, CIRCULAR, TEXT)))
    assert model_quads([], [RELATIONS[-1]], [TEXT]) <= set(stated(content))


@pytest.mark.parametrize("path", [document.path for document in DOCUMENTS])
@pytest.mark.parametrize("depth", [0, 1, 2])
def test_a_part_is_of_the_whole_and_nothing_in_it_dangles(reader: Reader, path: str, depth: int) -> None:
    quads = set(stated(Slice.around(reader, path, depth)))
    assert quads < set(stated(Slice.whole(reader)))
    described = {quad.subject for quad in quads}
    ours = ("https://w3id.org/legalgraph/eli/", "https://w3id.org/legalgraph/relation/", "https://w3id.org/legalgraph/conflict/")
    ends = {q.object for q in quads if isinstance(q.object, ox.NamedNode) and q.object.value.startswith(ours)}
    assert described
    assert ends <= described


def test_what_lies_beyond_the_limit_is_counted(reader: Reader) -> None:
    content = Slice.around(reader, DECREE.path, depth=1, limit=2)
    counts = export.write(content, "nt", BytesIO())
    assert (len(content.chosen or ()), content.left_out, counts.left_out) == (2, 3, 3)
    assert str(counts).endswith("3 documents beyond the limit left out")


# --- hostile strings ------------------------------------------------------------------------------------------------

HOSTILE = [
    "\x00",
    "bell \x07, escape \x1b, form feed \x0c, unit separator \x1f, delete \x7f",
    "\r\n\tline\rends\n",
    "'\"\\</title>&amp;]]><!-- --> {} @vi ^^",
    "עברית \u202eright to left\u202c العربية",
    "\ufffe\uffff\ufeff\u200b\u2028\u2029\x85",
    "Điều khoản " * 5000,
    " =1+1",
    "\U0001f36c \U0010ffff",
]


def titled(titles: Sequence[str]) -> tuple[list[Document], list[Relation]]:
    return [Document(path=f"kh/2011/{number}/xa", type="kh", title=title, note=title) for number, title in enumerate(titles, 1)], []


@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize("form", FORMS)
def test_hostile_strings_survive(title: str, form: str) -> None:
    check([title], FORMS[form])


@given(st.lists(st.text(min_size=1), min_size=1, max_size=12))  # many at once: readers of ours and others take long to begin
@settings(max_examples=15)
def test_any_string_survives(titles: list[str]) -> None:
    for row in FORMS.values():
        check(titles, row)


def check(titles: Sequence[str], row: Format) -> None:
    """Only RDF/XML may change a string, and then only the characters that XML does not know."""
    quads = model_quads(*titled(titles))
    store = ox.Store()
    store.extend(quads)
    output = BytesIO()
    counts = export.write(Slice.whole(reader_of(store)), row.name, output)
    illegal = [c for c in "".join(titles) if (c < " " and c not in "\t\n\r") or c in "\ufffe\uffff"]
    if row.name == "rdf":
        legal = ["".join("\ufffd" if c in illegal else c for c in title) for title in titles]
        assert counts.replaced == 4 * len(illegal)  # title, label, the expression's title, note
        quads = model_quads(*titled(legal))
    else:
        assert counts.replaced == 0
    expected = ox.Dataset(quads) if row.named_graphs else union(ox.Dataset(quads))
    assert counts.statements == len(expected)
    data = output.getvalue()
    assert same(with_pyoxigraph(data, row.rdf_format), expected)
    assert same(with_rdflib(data, row.name), expected)
    if row.name == "jsonld":
        assert same(with_pyld(data), expected)


# --- order and small sets --------------------------------------------------------------------------------------------


@given(st.lists(st.binary(max_size=3).map(lambda line: line.replace(b"\n", b"") + b"\n"), max_size=60), st.integers(1, 9))
def test_sorting_on_disk_gives_what_sorting_in_memory_gives(lines: list[bytes], run: int) -> None:
    def backwards(line: bytes) -> bytes:
        return line[::-1]

    assert list(in_order(lines, backwards, run)) == sorted(lines, key=backwards)


@pytest.mark.parametrize("form", FORMS)
def test_what_does_not_fit_into_memory_is_written_the_same(reader: Reader, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = written(Slice.whole(reader), form)
    monkeypatch.setattr("legalgraph.export.rdf.in_order", partial(in_order, run=100))
    assert written(Slice.whole(reader), form) == at_once


@pytest.mark.parametrize("form", TRIPLES)
def test_a_small_set_of_triples_becomes_the_same_bytes_in_any_order(form: str) -> None:
    triples = [quad.triple for quad in model_quads(DOCUMENTS, RELATIONS, [TEXT])]
    data = to_bytes(triples, FORMS[form])
    assert data == to_bytes(triples[::-1] * 2, FORMS[form])
    assert set(with_pyoxigraph(data, FORMS[form].rdf_format)) == {ox.Quad(t.subject, t.predicate, t.object) for t in triples}


@pytest.mark.parametrize("predicate", ["https://example.org/1", "https://example.org/", "urn:a:9", "https://example.org/x²"])
def test_a_predicate_that_xml_cannot_name_is_refused_with_a_way_out(predicate: str) -> None:
    triple = ox.Triple(CITATION_NODE, ox.NamedNode(predicate), ox.Literal("x"))
    with pytest.raises(ExportError, match="choose ttl"):
        to_bytes([triple], FORMS["rdf"])
    assert predicate.encode() in to_bytes([triple], FORMS["ttl"])


CITATION_NODE = ox.NamedNode(CITATION.iri)


@pytest.mark.parametrize("predicate", ["https://example.org/tên_gọi", "https://example.org/a/2b-", "urn:a:b", "https://example.org/?x=1&y"])
def test_predicates_of_other_namespaces_are_named_well(predicate: str) -> None:
    triple = ox.Triple(CITATION_NODE, ox.NamedNode(predicate), ox.Literal("x"))
    data = to_bytes([triple], FORMS["rdf"])
    assert set(with_pyoxigraph(data, ox.RdfFormat.RDF_XML)) == set(with_rdflib(data, "rdf")) == {ox.Quad(*triple)}
