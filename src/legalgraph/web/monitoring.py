"""For those who run the server: /health (the process lives), /ready (it can answer), /metrics (Prometheus)."""

import ipaddress
import threading
import time
from collections.abc import Callable

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST

from legalgraph.errors import Busy, LegalGraphError, NotFound
from legalgraph.store.query_service import QueryService
from legalgraph.web.live import Live
from legalgraph.web.metrics import Metrics

_KEPT_S = 1.0  # an answer about readiness is used again so long: asking costs a query
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
_NO_STORE = {"Cache-Control": "no-store"}
_DAMAGED = "the snapshot published last cannot be served, an earlier one is; the log of the server says why"


class Monitoring:
    """Handlers. `metrics_for` says who may read the metrics: loopback, open or off."""

    def __init__(self, live: Live, service: Callable[[], QueryService], metrics: Metrics, metrics_for: str) -> None:
        self.live = live
        self.service = service
        self.metrics = metrics
        self.metrics_for = metrics_for
        self._lock = threading.Lock()
        self._checked = float("-inf")
        self._reasons: tuple[str, ...] = ()

    def router(self) -> APIRouter:
        """The routes."""
        router = APIRouter(include_in_schema=False)
        router.add_api_route("/health", self.health, methods=["GET", "HEAD"])
        router.add_api_route("/ready", self.ready, methods=["GET", "HEAD"])
        router.add_api_route("/metrics", self.tell_metrics, methods=["GET", "HEAD"])
        return router

    async def health(self) -> Response:
        """200 as long as the process takes requests, whatever else is wrong: what is not, a restart would mend."""
        return JSONResponse({"alive": True}, headers=_NO_STORE)

    def ready(self, request: Request) -> Response:
        """200 when pages and queries can be answered, else 503 with the reasons."""
        reasons = self._look()
        served, failure = self.live.known, self.live.failure
        told = {
            "ready": not reasons,
            "reasons": list(reasons) if direct(request) else ["the log of the server says why"] * bool(reasons),
            "snapshot": served.id if served else None,
            "created": served.created if served else None,
            "warning": (failure if direct(request) else _DAMAGED) if failure else None,
        }
        return JSONResponse(told, 503 if reasons else 200, _NO_STORE)

    def tell_metrics(self, request: Request) -> Response:
        """The metrics, for those who may see them; others do not learn that there are any."""
        if self.metrics_for == "off" or (self.metrics_for == "loopback" and not direct(request)):
            raise NotFound("there is nothing here")
        return PlainTextResponse(self.metrics.text(), headers=_NO_STORE, media_type=CONTENT_TYPE_LATEST)

    def _look(self) -> tuple[str, ...]:
        with self._lock:
            if time.monotonic() - self._checked >= _KEPT_S:
                self._reasons = tuple(self._missing())
                self._checked = time.monotonic()
            return self._reasons

    def _missing(self) -> list[str]:
        reasons = []
        try:
            self.live.view().probe()
        except LegalGraphError as error:
            reasons.append(f"the snapshot cannot be read: {error}")
        service = self.service()
        # While strangers' queries run, workers evidently do, and one more would only wait with the others; those that are being ended tell
        # nothing of those to come.
        load = service.load()
        if load.running > load.leaving:
            return reasons
        try:
            with service.run("ASK {}", "application/sparql-results+json") as asked:
                list(asked)
        except Busy as error:
            load = service.load()
            if load.running == load.leaving:
                reasons.append(f"no query can be answered: {error}")
        except LegalGraphError as error:
            reasons.append(f"no query can be answered: {error}")
        return reasons


def direct(request: Request) -> bool:
    """Whether the request comes from this machine itself and not through a proxy that runs on it."""
    try:
        loopback = request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
    return loopback and not any(name in request.headers for name in _FORWARDED)
