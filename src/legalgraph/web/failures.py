"""Errors as answers: JSON for programs, a page for people, each mapped once."""

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from legalgraph.errors import (
    Ambiguous,
    Busy,
    DataUnavailable,
    EngineUnavailable,
    InvalidIdentifier,
    LegalGraphError,
    NotFound,
    QueryError,
    QueryLimit,
    QueryTimeout,
    ShuttingDown,
    StoreError,
)
from legalgraph.web.presentation.close import NOTHING_CLOSE, Close, close_to
from legalgraph.web.representations import gives_data, negotiated
from legalgraph.web.site import Site, Visit

_LOG = logging.getLogger(__name__)

# The first that fits holds.
_ANSWERS: tuple[tuple[type[LegalGraphError], int, str], ...] = (
    (Ambiguous, 300, "ambiguous"),
    (NotFound, 404, "not_found"),
    (InvalidIdentifier, 400, "invalid_identifier"),
    (QueryTimeout, 503, "query_timeout"),
    (QueryLimit, 503, "query_limit"),
    (ShuttingDown, 503, "shutting_down"),
    (Busy, 503, "busy"),
    (QueryError, 400, "query_error"),
    (DataUnavailable, 503, "data_unavailable"),
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
        # That an engine is away is logged once, when it goes.
        if isinstance(error, StoreError | QueryTimeout | QueryLimit) and not isinstance(error, EngineUnavailable):
            _LOG.error("%s cannot be answered: %s", request.url.path, error)
        return _answer(site, request, status, code, told_to_visitors(error), choices, headers)

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


def told_to_visitors(error: Exception) -> str:
    """What a visitor of pages is told of an error: never where the data are, nor how the server is set up."""
    if isinstance(error, StoreError):
        return error.told
    if isinstance(error, QueryTimeout | QueryLimit):  # a query of ours: what the engine said of it is for the log
        return "the data could not be read in the time and memory that a page may take; the log of the server says why"
    return str(error)


def _answer(
    site: Site, request: Request, status: int, code: str, message: str, choices: tuple[tuple[str, str], ...], headers: dict[str, str]
) -> Response:
    if negotiated(request.url.path):
        headers = {"Vary": "Accept", **headers}
    if request.url.path.startswith("/api/") or gives_data(request):
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
