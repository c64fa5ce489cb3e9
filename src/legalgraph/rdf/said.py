"""What is said of one subject, however it was read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Protocol, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from legalgraph.rdf.vocab import local_name, term

Node: TypeAlias = NamedNode | BlankNode | Literal | Triple
# What is said of one subject: predicate IRI ▶ objects, in any order.
Description: TypeAlias = Mapping[str, list[Node]]


class Said(Protocol):
    """What is said of one subject, by the prefixed names of predicates."""

    def first(self, name: str) -> str | None:
        """The value of a predicate, the first in order where there are several."""
        ...

    def all(self, name: str) -> Sequence[Node]:
        """All values of a predicate, each once, in any order."""
        ...


@dataclass(frozen=True, slots=True)
class Described:
    """What a description says."""

    said: Description

    def first(self, name: str) -> str | None:
        """See `Said.first`."""
        values = self.said.get(term(name).value)
        return min(node.value for node in values if not isinstance(node, Triple)) if values else None

    def all(self, name: str) -> Sequence[Node]:
        """See `Said.all`."""
        return self.said.get(term(name).value, ())


def day_said(said: Said, name: str) -> date | None:
    """The day that is the value of a predicate. Raises ValueError for what is no day."""
    value = said.first(name)
    return _day(value) if value else None


def code_said(said: Said, name: str) -> str | None:
    """The code of the concept that is the value of a predicate."""
    value = said.first(name)
    return _code(value) if value else None


# A country names few days and few concepts, each of them many times.
_day = lru_cache(1 << 16)(date.fromisoformat)
_code = lru_cache(1 << 12)(local_name)
