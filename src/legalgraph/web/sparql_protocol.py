"""The public SPARQL endpoint: SPARQL 1.1 Protocol, query part, read-only.

Errors are problem documents (RFC 9457) with a `code` and, for queries, `line` and `column`. Statuses: 400 for a
request or query that is refused, 405, 406, 408, 413, 415, and 503 when a query ran out of time or memory or the
service is busy (with Retry-After when trying again makes sense).
"""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from http import HTTPStatus
from typing import Any

import anyio
from anyio import to_thread
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send

from legalgraph.errors import Busy, EngineUnavailable, LegalGraphError, QueryError, QueryLimit, QueryTimeout, ShuttingDown
from legalgraph.rdf.formats import formats
from legalgraph.store.query_service import QueryAnswer, QueryService
from legalgraph.store.result_formats import graph_formats, solution_formats
from legalgraph.web.negotiation import choose, matches
from legalgraph.web.query_response import QueryResponse, Waiting
from legalgraph.web.readable import Readable
from legalgraph.web.service_description import DatasetDescription, service_description
from legalgraph.web.sparql_request import FORM, METHODS, QUERY, Refused, SparqlRequest, read
from legalgraph.web.told import NOT_MODIFIED, QueryTold, tell

_LOG = logging.getLogger(__name__)
_HTML = "text/html"
_LONG_HEADER = 500  # characters of an Accept header that nobody sends twice
_QUICKLY_CHECKED = 4096  # characters that the guard reads in less time than a thread needs to begin
_COMMON = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "ETag, Retry-After, Server-Timing",
    "vary": "Accept",
    "x-content-type-options": "nosniff",
}
_STATUSES: tuple[tuple[type[LegalGraphError], int, str], ...] = (
    (ShuttingDown, 503, "shutting-down"),
    (Busy, 503, "busy"),
    (QueryTimeout, 503, "query-timeout"),
    (QueryLimit, 503, "query-too-demanding"),
    (QueryError, 400, "bad-query"),
    (EngineUnavailable, 503, "engine-unavailable"),
)


class SparqlEndpoint:
    """The endpoint at one address, as an ASGI application and as routes.

    `html_page` answers, in a thread, whoever prefers text/html, with or without a query; it finds the SparqlRequest in
    `request.state.sparql`. `describe` is asked when the service description is wanted. An answer may be used again
    `max_age` seconds without asking. `always` are headers of every answer.
    """

    def __init__(
        self,
        pool: Callable[[], QueryService],
        describe: Callable[[], DatasetDescription],
        html_page: Callable[[Request], Response] | None = None,
        max_age: int = 0,
        path: str = "/sparql",
        always: Sequence[tuple[bytes, bytes]] = (),
    ) -> None:
        self.path = path
        common = {name.encode(): value.encode() for name, value in _COMMON.items()}
        self._common = [*common.items(), *(header for header in always if header[0] not in common)]
        self.paths = (path, f"{path}/")
        self._lasting = b"public, max-age=%d" % max_age if max_age else b"no-cache"
        self._pool = pool
        self._describe = describe
        self._html_page = html_page
        self._waiting: Waiting | None = None

    def router(self) -> APIRouter:
        """Routes that answer alike and tell OpenAPI what there is."""
        router = APIRouter()
        for address in self.paths:
            common: dict[str, Any] = {"response_class": Response, "include_in_schema": address == self.paths[0], "tags": ["SPARQL"]}
            router.add_api_route(address, self.answer, methods=["GET"], openapi_extra=_openapi("GET"), name="sparql", **common)
            router.add_api_route(address, self.answer, methods=["POST"], openapi_extra=_openapi("POST"), name="sparql_post", **common)
            others = ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE"]
            router.add_api_route(address, self.answer, methods=others, include_in_schema=False)
        return router

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as an ASGI application."""
        response = await self.answer(Request(scope, receive))
        if not isinstance(response, QueryResponse):
            given = {name for name, _ in response.raw_headers}
            response.raw_headers += (header for header in self._common if header[0] not in given)
        await response(scope, receive, send)

    async def answer(self, request: Request) -> Response:
        """Answer one request, whatever its method. See the module for the statuses."""
        try:
            if request.scope["method"] == "OPTIONS":
                return _preflight(request)
            pool = self._pool()
            asked = await read(request, pool.max_query_bytes)
            waiting = self._waiting
            if waiting is None or waiting.readable.loop is not asyncio.get_running_loop():
                most = pool.size + pool.limits.aside + pool.queue + 8
                waiting = self._waiting = Waiting(Readable(), anyio.CapacityLimiter(most))
            page = self._html_page if asked.format is None and _prefers_html(request) else None
            if page is None and asked.query is not None and len(asked.query) <= _QUICKLY_CHECKED:
                return self._respond(request, asked, pool, waiting, page)
            return await to_thread.run_sync(self._respond, request, asked, pool, waiting, page, limiter=waiting.threads)
        except Refused as error:
            return _problem(request, error)
        except ClientDisconnect:
            return Response(status_code=400)

    def _respond(
        self, request: Request, asked: SparqlRequest, pool: QueryService, waiting: Waiting, page: Callable[[Request], Response] | None
    ) -> Response:
        try:
            if page is not None:
                request.state.sparql = asked
                return _with_headers(page(request))
            if asked.query is None:
                return self._description(request, asked, pool)
            return self._query(request, asked, pool, waiting)
        except LegalGraphError as error:
            return _failed(request, error)
        except Refused as error:
            return _problem(request, error)

    def _query(self, request: Request, asked: SparqlRequest, pool: QueryService, waiting: Waiting) -> Response:
        text, most = asked.query or "", pool.max_query_bytes
        if len(text) > most or (4 * len(text) > most and len(text.encode(errors="replace")) > most):
            raise Refused(413, "query-too-large", f"the query has more than the {most:,} bytes allowed")
        checked = pool.check(text)
        media_type, content_type, _ = _negotiate(request, asked, graph=checked.form.gives_graph)
        kept = request.scope["method"] != "POST" and not checked.volatile

        def caching(snapshot: str) -> list[tuple[bytes, bytes]]:
            if not kept or not snapshot:
                return [(b"cache-control", b"no-store")]
            return [(b"cache-control", self._lasting), (b"etag", _tag(snapshot, asked, content_type).encode())]

        def head(started: QueryAnswer) -> list[tuple[bytes, bytes]]:
            certain = started.snapshot if started.snapshot == pool.snapshot else ""  # other data may have been loaded meanwhile
            timing = b"queue;dur=%.1f, query;dur=%.1f" % (started.queue_seconds * 1000, started.answer_seconds * 1000)
            own = [(b"content-type", content_type.encode()), (b"server-timing", timing)]
            return [*self._common, *caching(certain), *own]

        if_none_match = _sent(request, b"if-none-match")
        if if_none_match and kept and pool.snapshot and matches(if_none_match, _tag(pool.snapshot, asked, content_type)):
            tell(request.scope, QueryTold(NOT_MODIFIED))
            response = Response(status_code=304)
            response.raw_headers = [*self._common, *caching(pool.snapshot)]
            return response
        query = pool.prepare(checked, media_type, asked.default_graphs, asked.named_graphs)
        return QueryResponse(query, head, lambda error: _failed(request, error), waiting)

    def _description(self, request: Request, asked: SparqlRequest, service: QueryService) -> Response:
        try:
            _, content_type, name = _negotiate(request, asked, graph=True)
        except Refused as error:
            hint = "the parameter query is missing; without it, this address describes the service in RDF"
            raise Refused(400, "bad-request", hint) from error
        address = str(request.url.replace(query="", fragment=""))
        body = service_description(address, self._describe(), service.limits, formats()[name].rdf_format)
        return _with_headers(Response(body, media_type=content_type, headers={"cache-control": "no-cache"}))


class DataFirst(FastAPI):
    """An application that brings who asks the endpoint for data that is neither compressed nor a page to it past everything else.

    Finding a route, and what is done to every page, cost more processor than most queries. `first` answers instead, `others` all the rest.
    """

    endpoint: SparqlEndpoint | None = None
    first: ASGIApp

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.others: ASGIApp = super().__call__

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on to the endpoint or to all the rest."""
        here = self.endpoint
        if here is not None and scope["type"] == "http" and scope["path"] in here.paths and _for_data(scope):
            scope["route"] = here  # for the metrics
            await self.first(scope, receive, send)
        else:
            await self.others(scope, receive, send)


def _for_data(scope: Scope) -> bool:
    for name, value in scope["headers"]:
        if (name == b"accept-encoding" and b"gzip" in value) or (name == b"accept" and b"html" in value):
            return False
    # Without a query the service is described, which takes the address that a proxy was asked for.
    return b"query=" in scope["query_string"] or scope["method"] == "POST"


def _negotiate(request: Request, asked: SparqlRequest, *, graph: bool) -> tuple[str, str, str]:
    """Return the engine's media type, the Content-Type to send and the format's name. Raises Refused."""
    accept = None if asked.format is not None else _sent(request, b"accept")
    if len(accept or "") + len(asked.format or "") > _LONG_HEADER:
        return _negotiated.__wrapped__(accept, asked.format, graph)
    return _negotiated(accept, asked.format, graph)


@lru_cache(maxsize=256)
def _negotiated(accept: str | None, format: str | None, graph: bool) -> tuple[str, str, str]:
    offered = graph_formats() if graph else solution_formats()
    names = ", ".join(form.name for form in offered)
    if format is not None:
        wanted = format.lower()
        named = [name.strip() for name in wanted.split(",")]
        fitting = next((form for name in named for form in offered if form.called(name)), None)
        if fitting:
            return fitting.media_type, _with_charset(fitting.media_type), fitting.name
        known = any(form.called(name) or "/" in name for name in named for form in (*solution_formats(), *graph_formats()))
        if not known:
            raise Refused(400, "bad-request", f"format={wanted[:40]} is unknown; this query can be answered as {names}")
        raise Refused(406, "not-acceptable", f"this query cannot be answered as {wanted[:60]}; choose one of {names}")
    # The registered media types first: an alias is sent only to who asks for it and for nothing better.
    offers = [form.media_type for form in offered] + [alias for form in offered for alias in form.aliases]
    chosen = choose(accept, offers)
    if chosen is None:
        raise Refused(406, "not-acceptable", f"this query can be answered as {', '.join(offers)}")
    form = next(form for form in offered if chosen in form.media_types)
    return form.media_type, _with_charset(chosen), form.name


def _with_charset(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _prefers_html(request: Request) -> bool:
    accept = _sent(request, b"accept") or ""
    return "html" in accept and choose(accept, (*_data_types(), _HTML)) == _HTML


def _sent(request: Request, wanted: bytes) -> str | None:
    """The first header of a name, as `request.headers` gives it in a multiple of the time."""
    headers: list[tuple[bytes, bytes]] = request.scope["headers"]
    for name, value in headers:
        if name == wanted:
            return value.decode("latin-1")
    return None


@cache
def _data_types() -> tuple[str, ...]:
    return tuple(media_type for form in (*solution_formats(), *graph_formats()) for media_type in form.media_types)


def _tag(snapshot: str, asked: SparqlRequest, content_type: str) -> str:
    # Weak: an engine may give rows without ORDER BY in another order and still say the same.
    key = f"{snapshot}\n{content_type}\n{asked.default_graphs}\n{asked.named_graphs}\n{asked.query}"
    return f'W/"{hashlib.blake2b(key.encode(errors="replace"), digest_size=16).hexdigest()}"'


def _with_headers(response: Response) -> Response:
    for name, value in _COMMON.items():
        response.headers.setdefault(name, value)
    if "accept" not in {name.strip().lower() for name in response.headers["vary"].split(",")}:  # a page names what else it depends on
        response.headers.add_vary_header("Accept")
    return response


def _preflight(request: Request) -> Response:
    asked = request.headers.get("access-control-request-headers", "Accept, Content-Type")
    headers = {
        "allow": METHODS,
        "access-control-allow-methods": METHODS,
        "access-control-allow-headers": asked,
        "access-control-max-age": "86400",
    }
    return _with_headers(Response(status_code=204, headers=headers))


def _failed(request: Request, error: LegalGraphError) -> Response:
    status, code = next(((status, code) for kind, status, code in _STATUSES if isinstance(error, kind)), (500, "internal"))
    detail = str(error)
    if status == 500:
        _LOG.error("a query could not be answered: %s", error)
        detail = "the server cannot read its data; its log says why"
    if isinstance(error, EngineUnavailable):
        detail = error.told
    refused = Refused(status, code, detail)
    if isinstance(error, Busy | EngineUnavailable):
        refused.headers["Retry-After"] = str(error.retry_after)
    place = {"line": error.line, "column": error.column} if isinstance(error, QueryError) and error.line else {}
    return _problem(request, refused, place)


def _problem(request: Request, refused: Refused, place: Mapping[str, int | None] | None = None) -> Response:
    tell(request.scope, QueryTold(refused.code))
    headers = {**refused.headers, "cache-control": "no-store"}
    chosen = choose(request.headers.get("accept"), ["application/problem+json", "application/json", "text/plain"])
    if chosen == "text/plain":
        response: Response = PlainTextResponse(f"{refused.detail}\n", refused.status, headers)
    else:
        title = HTTPStatus(refused.status).phrase
        document = {"title": title, "status": refused.status, "code": refused.code, "detail": refused.detail, **(place or {})}
        response = JSONResponse(document, refused.status, headers, chosen or "application/problem+json")
    return _with_headers(response)


_PARAMETERS = (
    ("query", "A SPARQL 1.1 query", False),
    ("default-graph-uri", "A graph of the default graph, instead of the union of all", True),
    ("named-graph-uri", "A graph that GRAPH may name, instead of all", True),
    ("format", "json, xml, csv, tsv, or for graphs ttl, nt, jsonld, rdf; overrides Accept; of several the first that fits", False),
)


def _openapi(method: str) -> dict[str, Any]:
    """Document a method: parameters go into the address with GET and into a form with POST."""
    names = [form.media_type for form in (*solution_formats(), *graph_formats())]
    problem = {"application/problem+json": {"schema": {"type": "object"}}}
    text: dict[str, Any] = {"type": "string"}
    schemas = {name: {"type": "array", "items": text} if many else text for name, _, many in _PARAMETERS}
    responses: dict[str, Any] = {
        "200": {
            "description": "The answer; without a query, the service description",
            "content": {name: {"schema": text} for name in names},
        },
        "400": {"description": "The request or the query is refused", "content": problem},
        "406": {"description": "The query cannot be answered in a format that is asked for", "content": problem},
        "413": {"description": "The query is too long", "content": problem},
        "503": {"description": "The query ran out of time or memory, or the service is busy", "content": problem},
    }
    if method == "GET":
        parameters = [{"name": name, "in": "query", "description": words, "schema": schemas[name]} for name, words, _ in _PARAMETERS]
        return {"parameters": parameters, "responses": responses}
    responses["415"] = {"description": "The body is neither a form nor a query", "content": problem}
    form = {"type": "object", "properties": schemas, "required": ["query"]}
    return {"requestBody": {"content": {FORM: {"schema": form}, QUERY: {"schema": text}}}, "responses": responses}
