"""What is stated of a place in a document, for linked data: of the place, of those in it, and of the relations that name them."""

from collections.abc import Iterator, Sequence

from pyoxigraph import NamedNode, Triple

from legalgraph.model.identity import BASE
from legalgraph.model.provision import Provision
from legalgraph.queries.catalog import query
from legalgraph.queries.reader import Reader
from legalgraph.rdf.mapping import iri_of, provision_iri
from legalgraph.store.engine import Engine

_AT_ONCE = 200  # places named in one query


def statements_at(reader: Reader, path: str, provision: Provision, limit: int, offset: int = 0) -> tuple[list[Triple], int]:
    """Statements about a place, some of the relations that name it or a place in it, and how many such relations there are.

    The place itself stands in the first part; each part has the plain links of its own relations.
    """
    places = _places(reader.engine, path, provision)
    rows = (row["relation"] for part in _parts(places) for row in reader.engine.select(query("relations_at").replace("$places", part)))
    ids = sorted({node.value.removeprefix(f"{BASE}relation/") for node in rows if isinstance(node, NamedNode)})
    own = [t for part in _parts(places if not offset else ()) for t in reader.engine.construct(query("places").replace("$places", part))]
    some = ids[offset : offset + limit]
    return [*own, *reader.stated(some), *reader.links(some, set(places))], len(ids)


def _places(engine: Engine, path: str, provision: Provision) -> list[NamedNode]:
    """A place and those in it: the units of a text are parts of each other, what is only named is part of the document."""
    asked = provision_iri(path, provision)
    within = [row["place"] for row in engine.select(query("within"), {"document": asked})]
    named = [row["place"] for row in engine.select(query("parts"), {"document": iri_of(path)})]
    found = [place for place in named if isinstance(place, NamedNode) and place.value.startswith(asked.value + "/")]
    return list(dict.fromkeys([asked, *found, *(place for place in within if isinstance(place, NamedNode))]))


def _parts(places: Sequence[NamedNode]) -> Iterator[str]:
    for start in range(0, len(places), _AT_ONCE):
        yield " ".join(map(str, places[start : start + _AT_ONCE]))
