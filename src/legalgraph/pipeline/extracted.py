"""One text ▶ what it says: its document, words and units, its relations and their evidence."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode, Quad

from legalgraph.extraction.gazetteer import law_names
from legalgraph.model.document import Conflict, Document, SourceText
from legalgraph.model.merging import merge_documents
from legalgraph.model.provision import Provision
from legalgraph.model.reading import Citation, Reading
from legalgraph.model.relation import Relation, kind
from legalgraph.model.text import NoteRow, UnitRow, unit_rows
from legalgraph.pipeline.acts import Acts, Articles, Found
from legalgraph.pipeline.collection import Text
from legalgraph.pipeline.curated import CURATED, Curated
from legalgraph.pipeline.identification import OWN_WORDS
from legalgraph.pipeline.national import RULE
from legalgraph.pipeline.portal import PORTAL
from legalgraph.pipeline.report import Report
from legalgraph.pipeline.targets import CitedDocuments, Resolver, Shelf
from legalgraph.pipeline.titled import add_titled
from legalgraph.rdf.mapping import (
    document_quads,
    evidence_quads,
    iri_of,
    plain_quads,
    provision_quads,
    relation_node_quads,
    text_quads,
)
from legalgraph.rdf.texts import unit_quads, words_quads
from legalgraph.rdf.vocab import graph, term
from legalgraph.registry import type_label

Known = Callable[[str], Sequence[Relation]]
"""The relations of tables and the dataset in which a document acts."""
_COMPARED = ("signed", "in_force_from", "in_force_until")


def unwritten_quads(path: str, provisions: Iterable[str], units: Iterable[str], place: NamedNode) -> Iterator[Quad]:
    """State the places named in a document that are none of the units of its text."""
    for provision in sorted(set(provisions).difference(units)):
        yield from provision_quads(path, Provision.parse(provision), place)


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says: `document` as it is stated, joined to what is known of it, and the relations found.

    `described` are quads about the document that other sources may state too; `written` those of its words and units.
    """

    document: Document | None
    relations: list[Relation]
    described: Iterable[Quad]
    written: Iterable[Quad]


class Extraction:
    """Joins texts to what is known, one after the other, and remembers what several say together.

    `curated`, `known`, `shelf`, `articles` and `tells_acts` need know no more than what the texts ask for; `known` is asked
    for those documents only that are the document of a text or are reported in it to act. `cited` gathers the documents known by
    citations alone, `provisions` the places named in documents, by path.
    """

    def __init__(
        self, curated: Curated, known: Known, shelf: Shelf, articles: Articles, tells_acts: Callable[[str], bool], report: Report
    ) -> None:
        self.curated, self.shelf, self.report = curated, shelf, report
        self._articles, self._tells_acts = articles, tells_acts
        self.place = graph("extracted")
        self.cited = CitedDocuments()
        self.provisions: dict[str, set[str]] = defaultdict(set)
        self._known = known

    def text(self, text: Text, reading: Reading) -> Said:
        """Return what a text says, once it is joined to what is known of its document."""
        document = text.card.document
        units = list(unit_rows(reading.tree)) if document else []
        issued = document.signed or document.year if document else None

        def resolving(citations: Sequence[Citation]) -> Resolver:
            return Resolver(citations, self.shelf, law_names(), self.cited, text.path, issued)

        resolver = resolving(reading.citations)
        acts = Acts(text.path, document, reading, units, resolver, self._articles, self._tells_acts)
        found = acts.read()
        if document is not None:
            add_titled(found, document, reading, resolving)
        self._count(found, resolver, acts)
        if document is None and text.card.unidentified:
            self.report.cannot_identify(text.name, *text.card.unidentified)
        self._compare(text.path, found)
        merged = self._merged(document) if document else None
        described = self._described(merged, found, units) if merged else ()
        return Said(merged, list(found.relations.values()), described, self._written(text, reading, units))

    def _described(self, document: Document, found: Found, units: Sequence[UnitRow]) -> Iterator[Quad]:
        yield from document_quads(document, type_label(document.type), self.place)
        yield from self._entries(document.path, found, units)

    def _written(self, text: Text, reading: Reading, units: Sequence[UnitRow]) -> Iterator[Quad]:
        # The name of a file, without the folders it lies in.
        file = replace(text.card.file, name=_bare(text.name))
        if text.card.document is None:
            note = text.card.unidentified[1] if text.card.unidentified else None
            yield from text_quads(SourceText(text.path.removeprefix("text/"), file.name, reading.text, note), self.place)
        yield from unit_quads(text.path, units, self.place)
        notes = [NoteRow(n.label, n.start, n.end, n.called) for n in reading.notes]
        yield from words_quads(text.path, reading.text, file, notes, self.place)

    def relations(self, relations: Iterable[Relation]) -> Iterator[Quad]:
        """State relations found in texts; plain triples once where they are those of one text."""
        plain: set[tuple[str, str, str, Provision | None]] = set()
        for relation in relations:
            yield from self._relation(relation, plain)

    def _compare(self, path: str, found: Found) -> None:
        """Count on which relations the national dataset and the words of a document agree."""
        if path not in self.curated.claimed:
            return
        labelled = {(r.target, kind(r.kind).group) for r in self._known(path) if r.rule == RULE}
        read = {(r.target, kind(r.kind).group) for r in found.relations.values()}
        for where, pairs in (("both", labelled & read), ("dataset", labelled - read), ("words", read - labelled)):
            self.report.compared.update((group, where) for _, group in pairs)

    def _merged(self, document: Document) -> Document:
        """What the text says joined to what is known of the document: that holds, and differences are kept as conflicts."""
        known = self.curated.documents.get(document.path)
        if known is None:
            for conflict in document.conflicts:
                self.report.disagree(document.path, conflict)
            return document
        differences, other = [], PORTAL if document.path in self.curated.claimed else CURATED
        for name in _COMPARED:
            ours, theirs = getattr(known, name), getattr(document, name)
            if ours and theirs and ours != theirs:
                differences.append(Conflict(name, ours.isoformat(), other, theirs.isoformat(), OWN_WORDS, "a"))
        for conflict in (*document.conflicts, *differences):
            self.report.disagree(document.path, conflict)
        document = replace(document, conflicts=(*document.conflicts, *differences))
        if known.in_force_from:
            document = replace(document, in_force_rule=None)
        (merged,) = merge_documents([document, known]).values()
        if merged.in_force_until and merged.in_force_from and merged.in_force_until < merged.in_force_from:
            merged = replace(merged, in_force_until=known.in_force_until)
        return merged

    def _entries(self, path: str, found: Found, units: Sequence[UnitRow]) -> Iterator[Quad]:
        """The days on which single provisions come into force."""
        there = {unit.path for unit in units}
        start = iri_of(path).value
        for provision, day in found.entries.items():
            if provision in there:
                value = Literal(day.isoformat(), datatype=term("xsd:date"))
                yield Quad(NamedNode(f"{start}/{provision}"), term("eli:first_date_entry_in_force"), value, self.place)

    def _relation(self, relation: Relation, plain: set[tuple[str, str, str, Provision | None]]) -> Iterator[Quad]:
        known = self.known_as(relation)
        if known is not None:
            # Known already, and better: the text is more evidence of it.
            if known.effective_from and relation.effective_from and known.effective_from != relation.effective_from:
                days = str(known.effective_from), str(relation.effective_from)
                about = f"{relation.kind} {relation.target}"
                self.report.disagree(relation.source, Conflict(about, days[0], CURATED, days[1], OWN_WORDS, "a"))
            yield from evidence_quads(replace(known, evidence=relation.evidence), self.place)
            return
        self.report.extracted_relations += 1
        ends = (relation.source, relation.kind, relation.target, relation.target_provision)
        if ends not in plain:
            plain.add(ends)
            yield from plain_quads(relation, self.place)
        yield from relation_node_quads(relation, self.place)
        for path, provision in ((relation.source, relation.source_provision), (relation.target, relation.target_provision)):
            if provision:
                self.provisions[path].add(provision.path)

    def known_as(self, relation: Relation) -> Relation | None:
        """The curated relation that says the same: of the same place, or of the whole where the text names no place."""
        if relation.operation:
            return None
        ends = (relation.kind, relation.target, relation.target_provision)
        found = (r for r in self._known(relation.source) if (r.kind, r.target, r.target_provision) == ends)
        return min(found, key=lambda r: r.id, default=None)

    def _count(self, found: Found, resolver: Resolver, acts: Acts) -> None:
        self.report.statements.update(found.kinds)
        self.report.left_out.update(found.left_out)
        for index in range(len(resolver.citations)):
            target = resolver.citation(index)
            if target is None or target.path == acts.path:
                continue
            if target.known:
                self.report.resolved += 1
                if not self.shelf.holds(target.path):
                    self.report.wanted[target.path] += 1
            else:
                self.report.unresolved[target.rule] += 1
                quote = " ".join(resolver.citations[index].quote.split())
                self.report.missing[quote] = self.report.missing.get(quote, 0) + 1


def _bare(name: str) -> str:
    """The name of a file without folders, and of a document in it."""
    file, mark, entry = name.partition("#")
    return file.rsplit("/", 1)[-1] + mark + entry
