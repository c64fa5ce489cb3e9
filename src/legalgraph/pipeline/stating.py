"""Texts ▶ the extracted graph: what each says, and what they say together. It does not hang on the order in which they came.

What a text states follows from its words and from what it asks of the rest. The questions are written down, so that a later ingest
knows which texts to state anew: see `legalgraph.pipeline.updating`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import blake2b

from pyoxigraph import Quad, Triple

from legalgraph.model.document import Document
from legalgraph.model.identity import DocumentKey, is_identified
from legalgraph.model.relation import Relation
from legalgraph.pipeline.acts import Articles
from legalgraph.pipeline.collection import Text
from legalgraph.pipeline.extracted import Extraction, unwritten_quads
from legalgraph.pipeline.kept import read_kept, read_units
from legalgraph.pipeline.portal import Facts
from legalgraph.pipeline.report import Report
from legalgraph.pipeline.succession import SUCCESSION
from legalgraph.pipeline.targets import CitedDocuments, Shelf, mark_of_path, mark_text
from legalgraph.rdf.mapping import document_quads
from legalgraph.rdf.vocab import graph
from legalgraph.registry import type_label
from legalgraph.text.resolve import Shelfmark

Noted = tuple[str, str, str, int]
"""A row of `CitedDocuments.counts`."""
_PLACE = graph("extracted")


def key_of(*words: str) -> int:
    """A number of 63 bits that stands for some words."""
    return int.from_bytes(blake2b("\x1f".join(words).encode(), digest_size=8).digest(), "big") >> 1


def ends_of(relation: Relation) -> int:
    """A number that stands for the two ends of a relation, whichever acts."""
    return key_of(*sorted((relation.source, relation.target)))


@dataclass(frozen=True, slots=True)
class Share:
    """What one text adds to what all say together.

    `asked` are the questions it put to the rest, `ends` the pairs of documents it states relations between, both as numbers. `noted` and
    `bare` are what its citations say of documents that are not there, `places` the places it names, as paths of a document and in it,
    `succession` the relations that may close a circle, `report` what was counted.
    """

    asked: frozenset[int]
    ends: frozenset[int]
    noted: tuple[Noted, ...]
    bare: Mapping[str, Document]
    places: tuple[tuple[str, str], ...]
    succession: tuple[Relation, ...]
    report: Report


@dataclass(frozen=True, slots=True)
class Told:
    """What is stated of one text: `own` is stated by nothing else in its graph, `related` others may state, too."""

    own: list[Quad]
    related: list[Quad]
    share: Share


class World:
    """All that a text may ask when it is stated: what tables and the national dataset know, and which documents and texts there are."""

    def __init__(self, texts: Iterable[Text], facts: Facts) -> None:
        self.texts = {text.path: text for text in texts}
        self.facts = facts
        self.shelf: Shelf = _Present(facts, self.texts.values())
        self.units: Callable[[str], tuple[str, ...]] = lru_cache(512)(self._units)

    def _units(self, path: str) -> tuple[str, ...]:
        text = self.texts.get(path)
        return read_units(text.kept) if text else ()

    def tells_acts(self, path: str) -> bool:
        """True when the text of a document is there and tells what it does to others."""
        text = self.texts.get(path)
        return text is not None and text.card.tells_acts

    def tell(self, text: Text) -> Told | None:
        """State one text; None when what was read from it is damaged."""
        kept = read_kept(text.kept)
        if kept is None:
            return None
        asking = _Asking(self)
        extraction = self._extraction(asking, asking.units, asking.tells_acts)
        said = extraction.text(text, kept.reading)
        succession = [relation for relation in said.relations if relation.kind == SUCCESSION]
        others = [relation for relation in said.relations if relation.kind != SUCCESSION]
        own = [*_without(said.described, self.facts.about(text.path)), *said.written]
        related = list(_without(extraction.relations(others), self.facts.between(others)))
        share = Share(
            frozenset(asking.asked), frozenset(map(ends_of, said.relations)), tuple(extraction.cited.counts()), extraction.cited.citations,
            _placed(extraction), tuple(succession), extraction.report,
        )  # fmt: skip
        return Told(own, related, share)

    def _extraction(self, shelf: Shelf, units: Articles, tells_acts: Callable[[str], bool]) -> Extraction:
        return Extraction(self.facts.curated, self.facts.acting, shelf, units, tells_acts, Report())

    def succeeding(self, relations: Sequence[Relation]) -> tuple[list[Quad], tuple[tuple[str, str], ...], Report]:
        """State relations of succession that make no circle; with the places they name and what was counted."""
        extraction = self._extraction(self.shelf, self.units, self.tells_acts)
        quads = list(_without(extraction.relations(relations), self.facts.between(relations)))
        return quads, _placed(extraction), extraction.report

    def named(self, places: Iterable[tuple[str, str]]) -> Iterator[Quad]:
        """State the places named in documents that are none of the units of their texts."""
        by_path: dict[str, set[str]] = defaultdict(set)
        for path, provision in places:
            by_path[path].add(provision)
        for path, provisions in by_path.items():
            yield from unwritten_quads(path, provisions, self.units(path), _PLACE)


def cited_quads(noted: Iterable[Noted], bare: Iterable[Document]) -> Iterator[Quad]:
    """State what is known by citations alone. Of each document all that is noted must be given."""
    cited = CitedDocuments()
    for row in noted:
        cited.count(*row)
    for document in (*cited.documents(), *bare):
        yield from document_quads(document, type_label(document.type), _PLACE)


class _Present(Shelf):
    """The documents of tables, of the dataset and of texts; each place is looked up when it is first asked for."""

    def __init__(self, facts: Facts, texts: Iterable[Text]) -> None:
        known = facts.curated.documents
        own = (text.card.document for text in texts if text.card.document and text.path not in known)
        super().__init__((DocumentKey.parse(document.path), document.signed) for document in own if document.identified)
        self._facts = facts
        self._found: dict[Shelfmark, Sequence[tuple[DocumentKey, date | None]]] = {}

    def at(self, mark: Shelfmark) -> Sequence[tuple[DocumentKey, date | None]]:
        """See `Shelf.at`."""
        if mark not in self._found:
            known = [(DocumentKey.parse(path), self._facts.curated.documents[path].signed) for path in self._facts.at(mark_text(mark))]
            self._found[mark] = [*known, *super().at(mark)]
        return self._found[mark]

    def holds(self, path: str) -> bool:
        """See `Shelf.holds`."""
        return super().holds(path) or (path in self._facts.curated.documents and is_identified(path))

    def signed(self, path: str) -> date | None:
        """See `Shelf.signed`."""
        known = self._facts.curated.documents.get(path) if is_identified(path) else None
        return known.signed if known else super().signed(path)


class _Asking(Shelf):
    """Answers one text, and writes down what it asked."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.asked: set[int] = set()

    def at(self, mark: Shelfmark) -> Sequence[tuple[DocumentKey, date | None]]:
        """See `Shelf.at`."""
        self.asked.add(key_of("at", mark_text(mark)))
        return self._world.shelf.at(mark)

    def holds(self, path: str) -> bool:
        """See `Shelf.holds`."""
        self.asked.add(key_of("is", path))
        return self._world.shelf.holds(path)

    def signed(self, path: str) -> date | None:
        """See `Shelf.signed`."""
        self.asked.add(key_of("is", path))
        return self._world.shelf.signed(path)

    def tells_acts(self, path: str) -> bool:
        """True when the text of a document is there and tells what it does to others."""
        self.asked.add(key_of("acts", path))
        return self._world.tells_acts(path)

    def units(self, path: str) -> tuple[str, ...]:
        """The units of the text of a document."""
        self.asked.add(key_of("units", path))
        return self._world.units(path)


def questions(path: str, before: World, after: World) -> Iterator[int]:
    """The questions about a document, or about its place on the shelf, that get another answer after than before."""
    was, now = ((world.shelf.holds(path), world.shelf.signed(path)) for world in (before, after))
    if was != now:
        yield key_of("is", path)
        yield key_of("at", mark_of_path(path))
    if before.tells_acts(path) != after.tells_acts(path):
        yield key_of("acts", path)
    if before.units(path) != after.units(path):
        yield key_of("units", path)


def _placed(extraction: Extraction) -> tuple[tuple[str, str], ...]:
    return tuple((path, provision) for path, provisions in extraction.provisions.items() for provision in sorted(provisions))


def _without(quads: Iterable[Quad], stated: set[Triple]) -> Iterable[Quad]:
    return (quad for quad in quads if quad.triple not in stated) if stated else quads
