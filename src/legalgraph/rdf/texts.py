"""The mapping of texts to quads: the words, the units they fall into, footnotes, and the file they were read from."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Quad

from legalgraph.model.identity import ELI_BASE
from legalgraph.model.provision import Provision
from legalgraph.model.text import NoteRow, SourceFile, UnitRow
from legalgraph.rdf.mapping import iri_of
from legalgraph.rdf.vocab import concept, term

_XSD_INTEGER = term("xsd:integer")


@lru_cache(1 << 16)
def _number(value: int) -> Literal:
    return Literal(str(value), datatype=_XSD_INTEGER)


def expression_of(path: str) -> NamedNode:
    """The node that carries the words: the Vietnamese version of a document, or the text itself when it is none."""
    return NamedNode(iri_of(path).value + ("" if path.startswith("text/") else "/vie"))


def words_quads(
    path: str, text: str, file: SourceFile, notes: Iterable[NoteRow], graph: NamedNode
) -> Iterator[Quad]:
    """State the words of a text in NFC, on which every offset counts, its footnotes and the file they were read from."""
    expression = expression_of(path)
    yield Quad(expression, term("lg:text"), Literal(text, language="vi"), graph)
    node = NamedNode(f"{expression.value}/file/{file.digest[:16]}")
    yield Quad(expression, term("lg:read_from"), node, graph)
    if expression.value.startswith(ELI_BASE):
        yield Quad(expression, term("eli:is_embodied_by"), node, graph)
        yield Quad(node, term("eli:embodies"), expression, graph)
    yield Quad(node, term("rdf:type"), term("eli:Format"), graph)
    yield Quad(node, term("dcterms:format"), Literal(file.media_type), graph)
    yield Quad(node, term("lg:file_name"), Literal(file.name), graph)
    yield Quad(node, term("lg:digest"), Literal(file.digest), graph)
    for order, note in enumerate(notes, 1):
        yield from _note_quads(expression, order, note, graph)


def _note_quads(expression: NamedNode, order: int, note: NoteRow, graph: NamedNode) -> Iterator[Quad]:
    node = NamedNode(f"{expression.value}/note/{order}")
    yield Quad(expression, term("lg:has_note"), node, graph)
    yield Quad(node, term("rdf:type"), term("lg:Note"), graph)
    yield Quad(node, term("rdfs:label"), Literal(note.label, language="vi"), graph)
    yield Quad(node, term("lg:start"), _number(note.start), graph)
    yield Quad(node, term("lg:end"), _number(note.end), graph)
    if note.called is not None:
        yield Quad(node, term("lg:called_at"), _number(note.called), graph)


def unit_quads(path: str, units: Iterable[UnitRow], graph: NamedNode) -> Iterator[Quad]:
    """State the provisions of a document and where in its text each stands."""
    document = iri_of(path)
    start = document.value + "/"
    is_a, subdivision, part_of = term("rdf:type"), term("eli:LegalResourceSubdivision"), term("eli:is_part_of")
    type_of, order_at, label = term("eli:type_subdivision"), term("lg:order"), term("rdfs:label")
    begins, ends, title = term("lg:start"), term("lg:end"), term("dcterms:title")
    nodes: dict[str | None, NamedNode] = {None: document}
    for unit in units:
        node = nodes[unit.path] = NamedNode(start + unit.path)
        yield Quad(node, is_a, subdivision, graph)
        yield Quad(node, part_of, nodes[unit.parent], graph)
        yield Quad(node, type_of, subdivision_type(unit.kind), graph)
        yield Quad(node, order_at, _number(unit.order), graph)
        yield Quad(node, label, _words(unit.path), graph)
        yield Quad(node, begins, _number(unit.start), graph)
        yield Quad(node, ends, _number(unit.end), graph)
        if unit.heading:
            yield Quad(node, title, Literal(unit.heading, language="vi"), graph)


@lru_cache(64)
def subdivision_type(kind: str) -> NamedNode:
    """The concept of a kind of unit: điều, khoản, điểm …."""
    return concept("subdivision", kind)


@lru_cache(1 << 15)
def _words(path: str) -> Literal:
    return Literal(Provision.parse(path).words("vi"), language="vi")
