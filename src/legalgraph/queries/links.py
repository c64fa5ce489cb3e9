"""Relations without their evidence, read once for a question and within a limit: enough to walk from document to document."""

import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from legalgraph.model.relation import Relation
from legalgraph.queries.catalog import query
from legalgraph.queries.reader import Reader
from legalgraph.rdf.mapping import iri_of
from legalgraph.rdf.vocab import local_name

_BASES = (iri_of("").value, iri_of("text/").value.removesuffix("text/"))


class OutOfReach(Exception):
    """A limit that a search meets and ends at: more documents would have to be read than one question may."""


@dataclass(frozen=True, slots=True)
class Link:
    """One relation: its id, its ends, its kind, whether it is verified."""

    id: str
    source: str
    target: str
    kind: str
    certain: bool


@dataclass(slots=True)
class Links:
    """The links around documents, read when they are asked for. At most `most` documents, for at most `seconds`."""

    reader: Reader
    most: int
    seconds: float
    _known: dict[str, dict[str, list[Link]]] = field(default_factory=dict)
    _degrees: dict[str, int] = field(default_factory=dict)
    _until: float = field(init=False)

    def __post_init__(self) -> None:
        self._until = time.monotonic() + self.seconds

    def around(self, path: str) -> dict[str, list[Link]]:
        """The links of a document by the other document, in a stable order. Raises OutOfReach."""
        if path not in self._known:
            if len(self._known) >= self.most or time.monotonic() > self._until:
                raise OutOfReach
            self._known[path] = _around(self.reader, path)
        return self._known[path]

    def knows(self, path: str) -> bool:
        """True when the links of a document were read."""
        return path in self._known

    def degree(self, path: str) -> int:
        """How many documents relate to this one."""
        if path not in self._degrees:
            self._degrees[path] = len(self._known[path] if path in self._known else self.reader.ends(path))
        return self._degrees[path]

    def told(self, links: Iterable[Link]) -> dict[str, Relation]:
        """The relations themselves, with their evidence, by id."""
        wanted = {link.id: link for link in links}
        pairs = sorted({(link.source, link.target) for link in wanted.values()})
        found = (relation for pair in pairs for relation in self.reader.relations_among(pair))
        return {relation.id: relation for relation in found if relation.id in wanted}


def _around(reader: Reader, path: str) -> dict[str, list[Link]]:
    links: dict[str, list[Link]] = defaultdict(list)
    for row in reader.engine.select(query("links"), {"document": iri_of(path)}):
        words = {name: node.value for name, node in row.items() if hasattr(node, "value")}
        source, target = (_path(words[end]) if end in words else path for end in ("source", "target"))
        if source != target:
            link = Link(local_name(words["relation"]), source, target, local_name(words["kind"]), words["certainty"].endswith("verified"))
            links[target if source == path else source].append(link)
    return {other: sorted(links[other], key=lambda link: link.id) for other in sorted(links)}


def _path(iri: str) -> str:
    return next((iri.removeprefix(base) for base in _BASES if iri.startswith(base)), iri)
