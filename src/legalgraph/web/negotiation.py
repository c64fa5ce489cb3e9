"""Choosing what to answer with from an Accept header (RFC 9110, 12.5.1), and whether to send it at all (13.1.2)."""

import re
from collections.abc import Sequence

# One element of the list: a media range and its parameters, whose values may be quoted and then hold commas.
_ELEMENT = re.compile(r'\s*([^\s;,"]+)\s*((?:;(?:[^,"]|"(?:[^"\\]|\\.)*")*)?)\s*(?:,|\Z)')
_QUALITY = re.compile(r";\s*q\s*=\s*([^\s;,]*)", re.IGNORECASE)
_NUMBER = re.compile(r"(?:0?\.\d{1,3}|0\.?|1(?:\.0{0,3})?)\Z")


def choose(accept: str | None, offers: Sequence[str]) -> str | None:
    """Return the offered media type the client likes best, or None when it wants none of them.

    The most specific range decides about an offer; equal likings go to the earlier offer; no header accepts anything.
    Parameters other than q are ignored, and so are elements that cannot be read.

    >>> choose("text/html, text/*;q=0.5, */*;q=0.1", ["text/turtle", "application/json"])
    'text/turtle'
    >>> choose("image/png", ["text/turtle"]) is None
    True
    """
    ranges = _ranges(accept or "")
    if not ranges:
        return offers[0] if offers else None
    best, best_quality = None, 0.0
    for offer in offers:
        quality = _liking(offer.split(";", 1)[0].strip().lower(), ranges)
        if quality > best_quality:
            best, best_quality = offer, quality
    return best


def matches(if_none_match: str, tag: str) -> bool:
    """Whether the client has the answer with this tag (RFC 9110, 13.1.2: compared weakly).

    `*` names no answer: it asks whether there is any, and this is asked before that is known.

    >>> matches('"a", W/"b"', 'W/"a"'), matches("*", 'W/"a"'), matches('"c"', 'W/"a"')
    (True, False, False)
    """
    given = {one.strip().removeprefix("W/") for one in if_none_match.split(",")}
    return tag.removeprefix("W/") in given


def _ranges(accept: str) -> dict[str, float]:
    ranges: dict[str, float] = {}
    position = 0
    while position < len(accept):
        found = _ELEMENT.match(accept, position)
        if found is None:
            # Skip what cannot be read up to the next comma.
            position = accept.find(",", position) + 1 or len(accept)
            continue
        position = found.end()
        name = "*/*" if found[1] == "*" else found[1].lower()  # some old clients send a bare star
        given = _QUALITY.search(found[2])
        quality = given[1] if given else "1"
        if "/" in name and _NUMBER.match(quality):
            ranges[name] = max(float(quality), ranges.get(name, 0.0))
    return ranges


def _liking(offer: str, ranges: dict[str, float]) -> float:
    for name in (offer, f"{offer.partition('/')[0]}/*", "*/*"):
        if name in ranges:
            return ranges[name]
    return 0.0
