"""Reading a request of the SPARQL 1.1 Protocol: method, parameters and body, and refusing what breaks it."""

from binascii import a2b_qp
from dataclasses import dataclass
from urllib.parse import parse_qsl

import anyio
from fastapi import Request

METHODS = "GET, HEAD, POST, OPTIONS"
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_READ_ONLY = "this service is read-only: it answers queries and takes no updates"
_MOST_PARAMETERS = 200
_BODY_SECONDS = 30
# What is too long is read up to here all the same: a client that is still sending would not see the answer.
_DRAINED_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SparqlRequest:
    """What was asked. `format` is the shortcut for an Accept header: names with commas between; empty graphs mean the default dataset."""

    query: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str | None = None


class Refused(Exception):
    """A request that gets an HTTP error; `code` names the reason for programs."""

    def __init__(self, status: int, code: str, detail: str, **headers: str) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


async def read(request: Request, max_query_bytes: int) -> SparqlRequest:
    """Read the request within its limits. Raises Refused."""
    address: bytes = request.scope["query_string"]
    method: str = request.scope["method"]
    if method in ("GET", "HEAD"):
        return parse(address.decode("latin-1"))
    if method != "POST":
        raise Refused(405, "method-not-allowed", f"{method} is not part of this service", Allow=METHODS)
    content_type = request.headers.get("content-type", "")
    # Every byte of a form may be written as three.
    limit = max_query_bytes if _media_type(content_type) == QUERY else 3 * max_query_bytes + 16 * 1024
    try:
        with anyio.fail_after(_BODY_SECONDS):
            body = await _body(request, limit)
    except TimeoutError:
        raise Refused(408, "slow-request", f"the body did not arrive within {_BODY_SECONDS} seconds", Connection="close") from None
    return parse(address.decode("latin-1"), content_type, body)


async def _body(request: Request, limit: int) -> bytes:
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > _DRAINED_BYTES:
        raise _too_large(limit)
    body, size = bytearray(), 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > _DRAINED_BYTES:
            raise _too_large(limit)
        if size <= limit:
            body += chunk
    if size > limit:
        raise _too_large(limit)
    return bytes(body)


def _too_large(limit: int) -> Refused:
    return Refused(413, "query-too-large", f"the body has more than the {limit:,} bytes allowed", Connection="close")


def parse(url_query: str, content_type: str | None = None, body: bytes = b"") -> SparqlRequest:
    """Understand the parameters of the address and, when something was posted, those of the body.

    A content type of None means that nothing was posted, an empty one that it was posted without.
    Raises Refused: 400 for parameters that make no sense, 415 for other kinds of body.
    """
    alone = _alone(url_query) if content_type is None else None
    if alone is not None:
        return SparqlRequest(alone)
    parameters = _pairs(url_query)
    if content_type is not None:
        media_type = _media_type(content_type)
        if media_type not in (FORM, QUERY):
            raise _unsupported(media_type)
        text = _text(content_type, body)
        parameters += _pairs(text) if media_type == FORM else [("query", text)]
    values: dict[str, list[str]] = {}
    for name, value in parameters:
        values.setdefault(name, []).append(value)
    if "update" in values or "using-graph-uri" in values or "using-named-graph-uri" in values:
        raise Refused(400, "read-only", _READ_ONLY)
    if len(values.get("query", ())) > 1:
        raise Refused(400, "bad-request", "the parameter query is given more than once")
    query = values.get("query", [None])[0]
    graphs = "default-graph-uri" in values or "named-graph-uri" in values
    if query is None and (graphs or content_type is not None):
        raise Refused(400, "bad-request", "the parameter query is missing")
    return SparqlRequest(
        query=query,
        default_graphs=tuple(values.get("default-graph-uri", ())),
        named_graphs=tuple(values.get("named-graph-uri", ())),
        # SPARQLWrapper sends its own name of a format and then the media types of it, or nothing.
        format=",".join(filter(None, values.get("format", ()))) or None,
    )


def _unsupported(media_type: str) -> Refused:
    if media_type == _UPDATE:
        return Refused(415, "read-only", _READ_ONLY)
    sent = f"not {media_type}" if media_type else "and the request names no Content-Type"
    return Refused(415, "unsupported-media-type", f"a query is sent as {FORM} or {QUERY}, {sent}")


def _media_type(content_type: str) -> str:
    return content_type.split(";", 1)[0].strip().lower()


def _text(content_type: str, body: bytes) -> str:
    for parameter in content_type.split(";")[1:]:
        name, _, value = parameter.partition("=")
        charset = value.strip().strip('"').lower()
        if name.strip().lower() == "charset" and charset not in ("utf-8", "utf8", "us-ascii"):
            raise Refused(415, "unsupported-media-type", f"a query is sent in UTF-8, not {charset}")
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise Refused(400, "bad-request", f"the body is not UTF-8: byte {error.start + 1} cannot be read") from None


def _alone(text: str) -> str | None:
    """The query of an address with nothing else, as nearly all clients send it, in a twentieth of the time; None when in doubt."""
    if not text.startswith("query=") or "&" in text or "\n" in text or "\r" in text:
        return None
    try:
        # Percent signs are the equals signs of mail.
        mail = text[6:].replace("=", "%3D").replace("%", "=").replace("+", " ").encode("ascii")
        query = a2b_qp(mail)
        # A sign and two digits make one byte. A sign without them is read otherwise in mail, and makes the text less shorter.
        return query.decode() if len(mail) - len(query) == 2 * mail.count(b"=") else None
    except UnicodeError:
        return None


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS)
    except UnicodeDecodeError:
        raise Refused(400, "bad-request", "a parameter is not percent-encoded UTF-8") from None
    except ValueError:
        raise Refused(400, "bad-request", f"more than {_MOST_PARAMETERS} parameters") from None
