"""Laws as a gazetteer knows them: what a law is called, its number, and since when it holds."""

from dataclasses import dataclass
from datetime import date

from legalgraph.model.identity import DocumentKey
from legalgraph.model.number import Number


@dataclass(frozen=True, slots=True)
class Law:
    """A law, code or ordinance: `name` with its type word ("Luật Đất đai"); unknown days are None.

    One that is not `sure` is only said to be: no name is resolved to it, but where it may be meant, no other law is.
    """

    key: DocumentKey
    number: Number
    name: str
    signed: date | None = None
    in_force_from: date | None = None
    replaces: DocumentKey | None = None
    sure: bool = True
