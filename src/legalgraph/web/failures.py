"""Errors as answers: JSON for programs, a page for people, each mapped once."""

from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from legalgraph.errors import (
    Ambiguous,
    Busy,
    EngineUnavailable,
    InvalidIdentifier,
    LegalGraphError,
    NotFound,
    QueryError,
    QueryLimit,
    QueryTimeout,
    StoreError,
)
from legalgraph.web.presentation.close import NOTHING_CLOSE, Close, close_to
from legalgraph.web.site import Site, Visit

# The first that fits holds. An answer never tells more than the message, which is written for people.
_ANSWERS: tuple[tuple[type[LegalGraphError], int, str], ...] = (
    (Ambiguous, 300, "ambiguous"),
    (NotFound, 404, "not_found"),
    (InvalidIdentifier, 400, "invalid_identifier"),
    (QueryTimeout, 503, "query_timeout"),
    (QueryLimit, 503, "query_limit"),
    (Busy, 503, "busy"),
    (QueryError, 400, "query_error"),
    (EngineUnavailable, 503, "engine_unavailable"),
    (StoreError, 503, "store_unavailable"),
    (LegalGraphError, 500, "error"),
)


def install(app: FastAPI, site: Site) -> None:
    """Answer every error in the form its asker reads."""

    def known(request: Request, error: Exception) -> Response:
        status, code = next((status, code) for kind, status, code in _ANSWERS if isinstance(error, kind))
        choices = error.choices if isinstance(error, Ambiguous) else ()
        headers = {"Retry-After": str(error.retry_after)} if isinstance(error, Busy | EngineUnavailable) else {}
        message = error.told if isinstance(error, EngineUnavailable) else str(error)
        return _answer(site, request, status, code, message, choices, headers)

    def http(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
        phrase = HTTPStatus(status).phrase
        return _answer(site, request, status, phrase.lower().replace(" ", "_"), phrase, (), headers)

    def wrong_parameter(request: Request, error: Exception) -> Response:
        found = error.errors() if isinstance(error, RequestValidationError) else []
        message = "; ".join(f"{'.'.join(str(step) for step in e['loc'][1:])}: {e['msg']}" for e in found)
        return _answer(site, request, 422, "wrong_parameter", message, (), {})

    def unforeseen(request: Request, _: Exception) -> Response:  # the traceback goes to the log of the server
        return _answer(site, request, 500, "internal_error", "The server made a mistake; it has been logged.", (), {})

    app.add_exception_handler(LegalGraphError, known)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, wrong_parameter)
    app.add_exception_handler(Exception, unforeseen)


def _answer(
    site: Site, request: Request, status: int, code: str, message: str, choices: tuple[tuple[str, str], ...], headers: dict[str, str]
) -> Response:
    if _for_programs(request):
        body: dict[str, object] = {"code": code, "message": message}
        if choices:
            body["choices"] = [{"path": path, "name": name} for path, name in choices]
        return JSONResponse({"error": body}, status, {"Access-Control-Allow-Origin": "*", **headers})
    visit = Visit.of(request)
    close = _close(site, visit) if status == HTTPStatus.NOT_FOUND else NOTHING_CLOSE
    context = {"status": status, "code": code, "message": message, "choices": choices, "close": close, "snapshot": None}
    return site.page(visit, "error.html", context, status, headers)


def _close(site: Site, visit: Visit) -> Close:
    """What may have been meant by an address that looks like a number; never another error."""
    try:
        return close_to(site.live.view(), visit.path, visit.words, site.today())
    except LegalGraphError:
        return NOTHING_CLOSE


def _for_programs(request: Request) -> bool:
    path = request.url.path
    return path.startswith("/api/") or (path.startswith("/eli/") and "text/html" not in request.headers.get("accept", "text/html"))
