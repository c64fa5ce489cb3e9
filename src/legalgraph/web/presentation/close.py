"""What may have been meant by an address that leads nowhere."""

import re
from dataclasses import dataclass
from datetime import date

from legalgraph.errors import InvalidIdentifier
from legalgraph.model.identity import DocumentKey
from legalgraph.web.live import View
from legalgraph.web.presentation.results import Hit, hits_of
from legalgraph.web.presentation.words import Words

_OFFERED = 8
_LONGEST = 200
_NUMBER = re.compile(r"[0-9]{1,5}[a-z]?[/_. -]+(?:[0-9]{4}[/_. -]+)?[^\W\d_]{1,12}|[0-9]{1,5}[/_. -]+(?:19|20)[0-9]{2}\b", re.IGNORECASE)
_SHORT = re.compile(r"(?:vn-[0-9]+/)?[a-z]+(?:-[a-z]+)*/(?P<year>(?:19|20)[0-9]{2})/(?P<ordinal>[0-9]{1,5}[a-z]?)/?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Close:
    """The words that an address comes down to, and what is found for them."""

    typed: str
    total: int = 0
    hits: tuple[Hit, ...] = ()


NOTHING_CLOSE = Close("")


def close_to(view: View, path: str, words: Words, today: date) -> Close:
    """Search for the document whose number stands in an address; nothing when none does.

    The address of a document that is not there is read back to its number: /eli/vn/nd/2012/45/nd-cp is 45/2012.
    """
    said = path[:_LONGEST].strip("/").removeprefix("eli/vn/").removeprefix("van-ban/").removeprefix("luoc-do/")
    typed = _of_key(said) or (" ".join(re.split(r"[/_.\s-]+", said)) if _NUMBER.search(said) else "")
    if not typed:
        return NOTHING_CLOSE
    found = view.reader.search(typed, _OFFERED)
    return Close(typed, found.total, hits_of(view, found.hits, words, today))


def _of_key(path: str) -> str:
    """The number that the path of a document, or of a place in it, stands for; empty for any other path."""
    parts = path.split("/")
    try:
        key = DocumentKey.parse("/".join(parts[: 5 if parts[0].startswith("vn-") else 4]))
    except InvalidIdentifier:
        # Of an address that ends before the symbol: /eli/vn/nd/2012/45.
        found = _SHORT.match(path)
        return f"{found['ordinal']}/{found['year']}" if found else ""
    return "" if key.ordinal.startswith("ks-") else f"{key.ordinal}/{key.year}"  # one without a number
