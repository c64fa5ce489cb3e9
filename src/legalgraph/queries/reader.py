"""Typed reads: what pages, commands and programs ask of a graph, over any engine."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from pyoxigraph import Literal, NamedNode, Triple

from legalgraph.catalogue import ALL, Catalogue, Counts, Filters, Sort, Unnamed, read_typed
from legalgraph.catalogue.numbers import number_words
from legalgraph.errors import Ambiguous, NotFound
from legalgraph.model.document import Document
from legalgraph.model.folding import fold
from legalgraph.model.identity import BASE, CITATION_PREFIX, ELI_BASE, is_citation
from legalgraph.model.provision import Provision
from legalgraph.model.relation import ACTS, Relation
from legalgraph.model.spelling import read_path, read_spelling
from legalgraph.queries.catalog import query
from legalgraph.queries.snippets import Snippet, snippets
from legalgraph.queries.texts import DocumentText, text_of
from legalgraph.rdf.mapping import describe, document_from, document_label, iri_of, plain_quads, relation_from
from legalgraph.rdf.vocab import graph, term
from legalgraph.registry import numbered, searched_area_names, type_label, type_names
from legalgraph.store.engine import Engine, Node
from legalgraph.time.consolidation import Acting, Consolidated, text_on
from legalgraph.time.status import DECIDING, StatusOnDay, entry_into_force, status_on

_AT_ONCE = 500  # relations named in one query
_RELATION_ID = re.compile("[0-9a-f]{16}")
_KIND = term("lg:kind").value
_NAME_AND_YEAR = re.compile(r"(.+?),? (?:nam )?((?:19|20)[0-9]{2})")


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A document with those around it. `left_out` counts documents beyond the limit."""

    centre: str
    documents: dict[str, Document]
    relations: list[Relation]
    left_out: int


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of search hits in their order, and how many there are in all; `exact`, `named` and `counts` as in `catalogue.Page`."""

    total: int
    hits: list[Document]
    exact: int
    named: int
    counts: Counts


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts of a snapshot; lists are (code or year, count), most frequent first, years in order.

    The codes are those of `Catalogue.tally`. `wanted` are documents known only by being cited, `unnamed` names that lead to none.
    """

    counts: dict[str, int]
    triples: int
    by_type: list[tuple[str, int]]
    by_issuer: list[tuple[str, int]]
    by_year: list[tuple[str, int]]
    by_kind: list[tuple[str, int]]
    by_certainty: list[tuple[str, int]]
    most_cited: list[tuple[Document, int]]
    most_changed: list[tuple[Document, int]]
    by_standing: list[tuple[str, int]]
    by_rank: list[tuple[str, int]]
    by_mention: list[tuple[str, int]]
    by_conflict: list[tuple[str, int]]
    issued: dict[str, int]
    wanted: list[tuple[Document, int]]
    unnamed: list[Unnamed]
    disputed: list[Document]


class Reader:
    """Reads one snapshot: one thing from the engine, many at once from the catalogue.

    Relations come with their days filled in, see `dated`; what is stated of them comes as it is stated.
    Holds no state of its own, so any number of threads may share it.
    """

    def __init__(self, engine: Engine, catalogue: Catalogue) -> None:
        self.engine = engine
        self.catalogue = catalogue

    def document(self, path: str) -> Document | None:
        """Return the document, citation or text at a path; None when the graph does not describe it."""
        try:
            node = iri_of(path)
        except ValueError:  # not an IRI, so nothing is said about it
            return None
        described = describe(self.engine.construct(query("document"), {"document": node}))
        said = described.get(node.value)
        if not said or term("lg:slug").value not in said:
            return None
        return document_from(node.value, described)

    def documents(self, paths: Iterable[str]) -> dict[str, Document]:
        """Return those of the documents that the graph describes, by path."""
        return self.catalogue.documents(paths)

    def paths(self) -> list[str]:
        """The paths of all documents, citations and texts, sorted."""
        return self.catalogue.paths()

    def relations_of(self, path: str) -> list[Relation]:
        """All relations with the document at either end, in a stable order."""
        return self._relations("relations", path)

    def some_relations(self, path: str, limit: int, offset: int = 0, code: str | None = None) -> tuple[list[Relation], int]:
        """Some of the relations of a document, of one kind where a code is given, and how many there are.

        See `Catalogue.some_related` for which come first.
        """
        ids, total = self.catalogue.some_related(path, limit, offset, code)
        return self.relations_named(ids), total

    def relations_from(self, path: str) -> list[Relation]:
        """The relations in which the document acts."""
        return self._relations("relations_from", path)

    def acts_on(self, path: str) -> list[Relation]:
        """The acts that bear on the status or the words of a document."""
        return self.relations_named(self.catalogue.acting_on(path, DECIDING))

    def _relations(self, name: str, path: str) -> list[Relation]:
        return self.dated(_in_order(self.engine.construct(query(name), {"document": iri_of(path)})))

    def relations_named(self, ids: Iterable[str]) -> list[Relation]:
        """The relations with these ids, with evidence, in a stable order; ids that no relation has are passed over."""
        return self.dated(_in_order(self.stated(ids)))

    def stated(self, ids: Iterable[str]) -> list[Triple]:
        """What is stated of the relations with these ids, with evidence."""
        asked = [f"<{BASE}relation/{identity}>" for identity in dict.fromkeys(ids) if _RELATION_ID.fullmatch(identity)]
        triples: list[Triple] = []
        for start in range(0, len(asked), _AT_ONCE):
            part = " ".join(asked[start : start + _AT_ONCE])
            triples += self.engine.construct(query("relations_named").replace("$relations", part))
        return triples

    def relations_among(self, paths: Iterable[str]) -> list[Relation]:
        """The relations with both ends among the documents."""
        return self.relations_named(edge.id for edge in self.catalogue.edges_among(paths))

    def ends(self, path: str) -> list[str]:
        """The paths of everything one relation away, sorted."""
        return self.catalogue.ends(path)

    def dated(self, relations: Iterable[Relation]) -> list[Relation]:
        """Fill in the missing days of acts by what is known of the acting documents."""
        relations = list(relations)
        acting = self.documents({r.source for r in relations if r.kind in ACTS and r.effective_from is None})
        return [dated(r, acting[r.source]) if r.source in acting else r for r in relations]

    def status(self, document: Document | str, day: date, today: date | None = None) -> StatusOnDay:
        """The status of a document, or of the one meant by a name as in `resolve`, on a day, with its reasons; see `status_on`."""
        document = self.resolve(document) if isinstance(document, str) else document
        return status_on(document, self.acts_on(document.path), day, today)

    def find(self, text: str) -> list[Document]:
        """Return every document that answers to what a person typed, in any spelling; empty when none does.

        What is known only by citation answers when no document does.
        """
        key, path = read_path(text), text.strip().removeprefix(ELI_BASE).removeprefix(BASE)
        if key or path.startswith((CITATION_PREFIX, "text/")):
            return list(self.documents([key.path if key else path]).values())
        # A title may hold the number of another document: "Sửa đổi … Nghị định số 45/2012/NĐ-CP".
        if titled := [d for d in self._named(_flat(text)) if not is_citation(d.path)]:
            return titled
        spelling = read_spelling(text, type_names(), searched_area_names())
        if spelling is None:
            return self._titled(text)
        found = sorted(self.catalogue.answering(spelling), key=lambda d: d.path)
        return [d for d in found if d.identified] or found or self._titled(text)

    def _titled(self, text: str) -> list[Document]:
        wanted = _flat(text)
        found, dated = self._named(wanted), _NAME_AND_YEAR.fullmatch(wanted)
        # "Luật Đầu tư 2020": no title says the year.
        return found or ([d for d in self._named(dated[1]) if d.year == int(dated[2])] if dated else [])

    def _named(self, name: str) -> list[Document]:
        found = self.documents(self.catalogue.search(name, limit=50).paths).values()
        return [d for d in found if name in (_flat(d.title), _flat(document_label(d, type_label(d.type))))]

    def resolve(self, text: str) -> Document:
        """Return the one document meant by what a person typed.

        Raises NotFound, or Ambiguous with the choices: several hits never give a silent first.
        """
        found = self.find(text)
        if len(found) == 1:
            return found[0]
        if found:
            choices = tuple((d.path, f"{_label(d)} · {d.title}") for d in found)
            listed = "\n".join(f"  {path}  {label}" for path, label in choices)
            raise Ambiguous(f"{text!r} names {len(found)} documents; use one of these paths:\n{listed}", choices)
        close = self.close(text)
        hint = "".join(f"\n  {d.path}  {_label(d)} · {d.title}" for d in close)
        raise NotFound(f"no document in this graph answers to {text!r}" + (f"; close to it:{hint}" if hint else ""))

    def close(self, text: str, most: int = 3) -> tuple[Document, ...]:
        """Documents that may have been meant by what answers to nothing: those with a number or name like it, then what a search finds."""
        page = self.search(text, limit=most)
        _, like = self.like(text, page)
        return tuple({document.path: document for document in (*like, *page.hits)}.values())[:most]

    def like(self, text: str, page: SearchPage) -> tuple[bool, tuple[Document, ...]]:
        """Whether a number was typed that nothing found has, and what has almost that number, else almost the name; the closest first."""
        if page.exact:
            return False, ()
        numbered, near = self.catalogue.near(text)
        if numbered or (near and not page.hits):
            return numbered, near
        return False, () if page.named else self.catalogue.nearly_named(text)

    def search(
        self, text: str, limit: int = 20, offset: int = 0, filters: Filters = ALL, sort: Sort = Sort.RELEVANCE, count: bool = False
    ) -> SearchPage:
        """Search numbers, titles, issuers and texts; see `legalgraph.catalogue.search`. `count` is whether facets are counted."""
        page = self.catalogue.search(text, limit, offset, filters, sort, count)
        return SearchPage(page.total, list(self.documents(page.paths).values()), page.exact, page.named, page.counts)

    def snippets(self, paths: Iterable[str], text: str) -> dict[str, Snippet]:
        """The piece of each text that best shows the words typed; see `legalgraph.queries.snippets`."""
        typed = read_typed(text)
        return snippets(self.engine, paths, typed, number_words(text)) if typed else {}

    def neighbourhood(self, path: str, depth: int = 1, limit: int = 60) -> Neighbourhood:
        """The documents up to `depth` relations away, nearest first, at most `limit`, with the relations among them.

        Raises NotFound when there is no such document.
        """
        if self.document(path) is None:
            raise NotFound(f"no document {path!r} in this graph")
        seen, border, beyond = [path], [path], 0
        for _ in range(depth):
            following = sorted({end for at in border for end in self.ends(at)} - set(seen))
            room = max(0, limit - len(seen))
            beyond += len(following[room:])
            border = following[:room]
            seen += border
        documents = self.documents(seen)
        return Neighbourhood(path, documents, self.relations_among(documents), beyond)

    def text_of(self, path: str | Document) -> DocumentText | None:
        """The text of a document, or at a path, with its units, citations, notes and source; None when the graph holds no text of it."""
        try:
            return text_of(self.engine, path if isinstance(path, str) else path.path)
        except ValueError:  # not an IRI, so nothing is said about it
            return None

    def text_on(self, path: str, day: date) -> Consolidated | None:
        """The text of a document with what others have changed in it until a day, as far as that is certain; None where there is no text.

        It is made by machine and no official consolidation.
        """
        text = self.text_of(path)
        if text is None:
            return None
        acts = self.acts_on(path)
        return text_on(text.text, text.units, acts, self.acting(acts), day)

    def acting(self, relations: Iterable[Relation]) -> Acting:
        """The documents that act in some relations, with what others have done to them."""
        sources = sorted({relation.source for relation in relations})
        return Acting(self.documents(sources), {path: acts for path in sources if (acts := self.acts_on(path))})

    def statements(self, path: str) -> list[Triple]:
        """Every statement about a document, its parts, conflicts and relations, for linked data."""
        return self.engine.construct(query("statements"), {"document": iri_of(path)})

    def some_statements(self, path: str, limit: int, offset: int = 0) -> tuple[list[Triple], int]:
        """As `statements`, but of the relations only some, and how many relations there are; the document itself stands in the first part.

        Each part has the plain links of its own relations, so all parts together say what the whole says. See
        `Catalogue.some_related` for which relations come first.
        """
        ids, total = self.catalogue.some_related(path, limit, offset)
        if total <= limit and not offset:
            return self.statements(path), total
        own = self.engine.construct(query("statements_own"), {"document": iri_of(path)}) if not offset else []
        parts = self.engine.select(query("parts"), {"document": iri_of(path)})
        return [*own, *self.stated(ids), *self.links(ids, {iri_of(path), *(row["place"] for row in parts)})], total

    def links(self, ids: Iterable[str], about: Collection[Node]) -> list[Triple]:
        """The plain triples about some documents and places that say what the relations with these ids say."""
        found: dict[Triple, None] = {}
        for edge in self.catalogue.edges_named(ids):
            place = Provision.parse(edge.place) if edge.place else None
            quads = plain_quads(Relation(edge.source, edge.target, edge.kind, target_provision=place), graph("extracted"))
            found.update((quad.triple, None) for quad in quads if quad.subject in about)
        return list(found)

    def statistics(self) -> Statistics:
        """What the snapshot holds, as counted when it was made."""
        counts = dict(self.catalogue.tally("count"))
        return Statistics(
            triples=counts.pop("triples", 0),
            counts=counts,
            by_type=self.catalogue.tally("type"),
            by_issuer=self.catalogue.tally("issuer"),
            by_year=self.catalogue.tally("year"),
            by_kind=self.catalogue.tally("kind"),
            by_certainty=self.catalogue.tally("certainty"),
            most_cited=self.catalogue.most("cited"),
            most_changed=self.catalogue.most("changed"),
            by_standing=self.catalogue.tally("standing"),
            by_rank=self.catalogue.tally("rank"),
            by_mention=self.catalogue.tally("mention"),
            by_conflict=self.catalogue.tally("conflict"),
            issued=dict(self.catalogue.tally("issued")),
            wanted=self.catalogue.wanted(),
            unnamed=self.catalogue.unnamed(),
            disputed=self.catalogue.disputed(),
        )


def _in_order(triples: Iterable[Triple]) -> list[Relation]:
    described = describe(triples)
    nodes = (iri for iri, said in described.items() if _KIND in said)
    return in_order(relation_from(iri, described) for iri in nodes)


def in_order(relations: Iterable[Relation]) -> list[Relation]:
    """Relations in the order in which a reader gives them: by acting document, kind, document acted upon and id."""
    return sorted(relations, key=lambda r: (r.source, r.kind, r.target, r.id))


def dated(relation: Relation, acting: Document) -> Relation:
    """Fill the missing effective day of an act by that of the acting document, but not where the text says that it hangs on an event.

    Where no day is known it has no effect before its document was signed, or before the year of that document's number.
    """
    if relation.kind not in ACTS or relation.effective_from is not None:
        return relation
    if relation.condition is None and (day := entry_into_force(acting)[0]):
        return replace(relation, effective_from=day)
    return replace(relation, not_before=acting.signed or (date(acting.year, 1, 1) if acting.year else None))


def _flat(text: str) -> str:
    return " ".join(fold(text).split())


def _text(node: object) -> str:
    if isinstance(node, NamedNode | Literal):
        return node.value
    raise TypeError(f"{node!r} is neither an IRI nor a literal")


def _label(document: Document) -> str:
    return document_label(replace(document, number=numbered(document)), type_label(document.type))
