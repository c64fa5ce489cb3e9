"""Texts ▶ the extracted graph: the text, its citations with their quotes, and what is only cited."""

from collections.abc import Iterator
from datetime import date

from pyoxigraph import Literal, NamedNode, Store, Triple

from legalgraph.errors import InvalidIdentifier
from legalgraph.model.document import Document, SourceText
from legalgraph.model.identity import DocumentKey, citation_path, is_citation
from legalgraph.model.reading import Citation, Mention
from legalgraph.model.relation import Certainty, Evidence, Quote, Relation
from legalgraph.pipeline.report import Report
from legalgraph.queries.catalog import query
from legalgraph.queries.reader import Reader
from legalgraph.rdf.mapping import document_quads, relation_quads, text_quads
from legalgraph.rdf.vocab import graph, term
from legalgraph.registry import type_label
from legalgraph.store.embedded import EmbeddedEngine
from legalgraph.text.citations import find_citations
from legalgraph.text.resolve import resolve

# Words kept on each side of a quote so that it can be found again when the text has moved.
_CONTEXT = 40


def add_text(store: Store, text: SourceText, report: Report) -> bool:
    """Read the citations of a text into the extracted graph; False when the same text stands there already."""
    node, place = NamedNode(text.iri), graph("extracted")
    report.texts.append(text.name)
    reader = Reader(EmbeddedEngine(store))
    citations = [c for c in find_citations(text.text) if c.mention is Mention.NUMBERED]
    relations = [(_relation(text, c, reader), c) for c in citations]
    for relation, citation in relations:
        if is_citation(relation.target):
            report.missing[citation.quote] = report.missing.get(citation.quote, 0) + 1
        else:
            report.resolved += 1
    quads = list(text_quads(text, place))
    for relation, citation in relations:
        quads += relation_quads(relation, place)
        if is_citation(relation.target):
            cited = _cited(citation)
            quads += document_quads(cited, type_label(cited.type), place)
    if all(quad in store for quad in quads):
        return False
    for old in _same_name(store, text):
        _forget_text(store, old)
    _forget_text(store, node)
    store.extend(quads)
    return True


def reread_texts(store: Store) -> None:
    """Read all texts of the store again: documents they cite may have come, gone or changed."""
    reader = Reader(EmbeddedEngine(store))
    for row in reader.engine.select(query("texts")):
        path, name, text = (node.value for node in (row["text"], row["label"], row["words"]) if not isinstance(node, Triple))
        add_text(store, SourceText(path.rsplit("/", 1)[-1], name, text), Report())


def _same_name(store: Store, text: SourceText) -> list[NamedNode]:
    quads = store.quads_for_pattern(None, term("rdfs:label"), Literal(text.name, language="vi"), graph("extracted"))
    return [quad.subject for quad in quads if isinstance(quad.subject, NamedNode)]


def _forget_text(store: Store, node: NamedNode) -> None:
    """Remove what was read from a text: its node, its relations with their evidence, and citations it alone made."""
    place = graph("extracted")
    sources = store.quads_for_pattern(None, term("lg:source"), node, place)
    relations = [q.subject for q in sources if isinstance(q.subject, NamedNode)]
    gone = [node, *relations]
    for pointer in ("lg:evidence", "oa:hasSelector"):
        for at in list(gone):
            found = [q.object for q in store.quads_for_pattern(at, term(pointer), None, place)]
            gone += [target for target in found if isinstance(target, NamedNode)]
    for subject in set(gone):
        for quad in list(store.quads_for_pattern(subject, None, None, place)):
            store.remove(quad)
    for quad in list(store.quads_for_pattern(None, None, node, place)):
        store.remove(quad)
    orphans = [q.subject for q in store.quads_for_pattern(None, term("rdf:type"), term("lg:Citation"), place)]
    for orphan in orphans:
        if next(store.quads_for_pattern(None, None, orphan, place), None) is None:
            for quad in list(store.quads_for_pattern(orphan, None, None, place)):
                store.remove(quad)


def _relation(text: SourceText, citation: Citation, reader: Reader) -> Relation:
    found = resolve(citation, lambda ordinal: _present(reader, ordinal))
    key = found.key if found.present else None
    before, after = text.text[: citation.start], text.text[citation.end :]
    quote = Quote(citation.quote, before[-_CONTEXT:], after[:_CONTEXT], citation.start, citation.end)
    return Relation(
        source=text.path,
        target=key.path if key else _cited(citation).path,
        kind="refers",
        certainty=Certainty.INFERRED,
        rule="full_citation" if key else "citation_not_resolved",
        evidence=(Evidence("citation", quote=quote),),
    )


def _present(reader: Reader, ordinal: str) -> Iterator[tuple[DocumentKey, date | None]]:
    for row in reader.engine.select(query("by_number"), {"ordinal": Literal(ordinal)}):
        slug, signed = row["slug"], row.get("signed")
        try:
            key = DocumentKey.parse(slug.value if isinstance(slug, Literal) else "")
        except InvalidIdentifier:
            continue
        yield key, date.fromisoformat(signed.value) if isinstance(signed, Literal) else None


def _cited(citation: Citation) -> Document:
    day = citation.issued.isoformat() if citation.issued else None
    return Document(
        path=citation_path(citation.type, citation.number.folded if citation.number else citation.quote, day),
        type=citation.type,
        title=citation.quote,
        number=str(citation.number),
        signed=citation.issued,
        certainty=Certainty.INFERRED,
    )
