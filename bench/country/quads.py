"""The documents and relations as N-Quads, as legalgraph states them, so that stores are compared without an ingest."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pyoxigraph import Quad

from bench.country.kinds import issuer_then
from bench.country.making import Act, Country, Doc
from bench.country.places import touched
from bench.country.rows import (
    ENDED,
    IN_FORCE,
    NOT_YET,
    PARTLY_ENDED,
    SUSPENDED,
    UNSUITABLE,
    ids,
    published,
    status,
)
from bench.country.words import signer, title
from legalgraph.model.document import Document, Status
from legalgraph.model.identity import DocumentKey
from legalgraph.model.provision import Provision
from legalgraph.model.relation import Evidence, Relation, kinds
from legalgraph.rdf.formats import formats, write
from legalgraph.rdf.mapping import document_quads, relation_quads
from legalgraph.rdf.vocab import graph
from legalgraph.registry import bodies

_KIND = {
    Act.BASED: "basis",
    Act.REFERS: "refers",
    Act.RELATED: "related",
    Act.DETAILS: "details",
    Act.AMENDS: "amends",
    Act.ADDS: "adds",
    Act.ENDS: "ends",
    Act.ENDS_PART: "ends_part",
    Act.SUSPENDS: "suspends",
    Act.SUSPENDS_PART: "suspends_part",
}
_STATUS = {
    IN_FORCE: Status.IN_FORCE,
    ENDED: Status.EXPIRED,
    PARTLY_ENDED: Status.PARTLY_EXPIRED,
    NOT_YET: Status.NOT_YET_IN_FORCE,
    SUSPENDED: Status.SUSPENDED,
    UNSUITABLE: Status.NO_LONGER_SUITABLE,
}
_SOURCE = "https://country.example/van-ban/"
_PLACED = (Act.AMENDS, Act.ADDS, Act.ENDS_PART, Act.SUSPENDS_PART)


def write_quads(country: Country, file: Path) -> int:
    """Write the country into a file; return how many quads. A kind of relation that legalgraph lacks is left out."""
    count = 0

    def counted() -> Iterator[Quad]:
        nonlocal count
        for quad in quads(country):
            count += 1
            yield quad

    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as output:
        write(counted(), output, formats()["nq"])
    return count


def quads(country: Country) -> Iterator[Quad]:
    """All statements on documents and relations, in the order of the documents."""
    place, given, paths = graph("curated"), ids(country), list(_paths(country))
    for doc in country.docs:
        yield from document_quads(_document(country, doc, paths[doc.index], given[doc.index]), doc.kind.label, place)
        for act, target in country.acts(doc.index):
            if _KIND[act] in kinds():
                for relation in _relations(doc, country.docs[target], act, (paths[doc.index], paths[target]), given[doc.index]):
                    yield from relation_quads(relation, place)


def _paths(country: Country) -> Iterator[str]:
    seen: dict[str, int] = defaultdict(int)
    for doc in country.docs:
        if doc.number:
            key = DocumentKey.of(doc.number, doc.kind.type, doc.signed, _area(doc))
        else:
            key = DocumentKey.unnumbered(doc.kind.type, doc.signed, title(country, doc), _area(doc))
        seen[key.path] += 1
        yield replace(key, copy=seen[key.path]).path


def _issuers(doc: Doc) -> tuple[str, ...]:
    return tuple(issuer_then(code, doc.signed.year, doc.dice) for code in doc.issuers)


def _area(doc: Doc) -> str | None:
    return bodies()[_issuers(doc)[0]].area


def _document(country: Country, doc: Doc, path: str, id: int) -> Document:
    end, claimed = country.end_of(doc.index), _STATUS.get(status(country, doc))
    return Document(
        path=path,
        type=doc.kind.type,
        title=title(country, doc),
        number=doc.number,
        area=_area(doc),
        issuers=_issuers(doc),
        signer=signer(doc),
        signed=doc.signed,
        published=published(doc),
        in_force_from=doc.in_force,
        in_force_until=end,
        status=claimed,
        status_as_of=country.options.today if claimed else None,
        sources=(f"{_SOURCE}{id}",),
    )


def _relations(doc: Doc, target: Doc, act: Act, paths: tuple[str, str], id: int) -> Iterator[Relation]:
    day = doc.in_force if act >= Act.AMENDS else None
    relation = Relation(*paths, _KIND[act], effective_from=day, evidence=(Evidence("page", f"{_SOURCE}{id}"),))
    if act not in _PLACED:
        yield relation
        return
    for article, clause in touched(doc, target):
        provision = Provision.parse(f"dieu_{article}/khoan_{clause}" if clause else f"dieu_{article}")
        yield replace(relation, target_provision=provision)
