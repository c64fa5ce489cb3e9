"""Citations ▶ documents present. A citation is joined to a document only when nothing is left to guess."""

from collections.abc import Callable, Iterable
from datetime import date

from legalgraph.model.identity import DocumentKey
from legalgraph.text.citations import Citation

# What is present under an ordinal: keys with their days of signing.
Present = Callable[[str], Iterable[tuple[DocumentKey, date | None]]]
_SAME_SERIES = ({"luat", "bo-luat"},)


def resolve(citation: Citation, present: Present) -> DocumentKey | None:
    """Return the document a citation names, or None when none is present or the citation does not decide.

    A number without a year decides only together with the date of issue; a number of a province decides nothing
    without its province; a date that differs from the document's is a contradiction, not a match.
    """
    number = citation.number
    if number.is_local:
        return None
    if citation.day_unreadable or (number.year is None and citation.issued is None):
        return None
    hits = [key for key, signed in present(number.ordinal_slug) if _fits(citation, key, signed)]
    return hits[0] if len(hits) == 1 else None


def _fits(citation: Citation, key: DocumentKey, signed: date | None) -> bool:
    number = citation.number
    same_type = key.type == citation.type or any({key.type, citation.type} <= series for series in _SAME_SERIES)
    if not same_type or key.symbol != number.symbol_slug or key.area is not None:
        return False
    if number.year is not None:
        return key.year == number.year and (citation.issued is None or signed is None or signed == citation.issued)
    return signed is not None and signed == citation.issued
