"""What is sent at an address that a page and data share: the same choice for an answer and for an error in its place."""

import re

from fastapi import Request

from legalgraph.rdf.formats import formats
from legalgraph.web.negotiation import choose
from legalgraph.web.site import DATA_FORMATS

HTML = "html"
SUFFIX = re.compile(rf"\.({HTML}|json|" + "|".join(DATA_FORMATS) + r")$")
_PAGE, _JSON = "text/html", "application/json"  # who asks for JSON of whatever kind gets the one there is
_SHARED = re.compile(r"/(?:eli|text|relation|conflict|vocabulary)/|/ns(?:\.|$)")
_DATA_ALONE = re.compile(r"/graph/|/\.well-known/void$")


def wanted(request: Request, suffix: str | None) -> str:
    """What is asked for, by the suffix or by `Accept`: html, or the name of a format of data."""
    if suffix in DATA_FORMATS:
        return suffix
    offers = {_PAGE: HTML, **_data()}
    by_suffix = {HTML: _PAGE, "json": _JSON}.get(suffix or "")
    return offers[by_suffix or choose(request.headers.get("accept"), tuple(offers)) or _PAGE]


def negotiated(path: str) -> bool:
    """Whether the address gives data to some: its errors, too, depend on what is asked for."""
    return _SHARED.match(path) is not None or _DATA_ALONE.match(path) is not None


def gives_data(request: Request) -> bool:
    """Whether the answer of this address to this request would be data.

    Where there is no page, an error is one only for who likes it best.
    """
    path = request.url.path
    if _SHARED.match(path):
        found = SUFFIX.search(path)
        return wanted(request, found[1] if found else None) != HTML
    if _DATA_ALONE.match(path):
        return choose(request.headers.get("accept"), (*_data(), _PAGE)) != _PAGE
    return False


def _data() -> dict[str, str]:
    return {**{formats()[name].media_type: name for name in DATA_FORMATS}, _JSON: "jsonld"}
