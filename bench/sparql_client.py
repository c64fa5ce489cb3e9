"""A bare HTTP client for SPARQL endpoints, for measurements that share no code with the server."""

import http.client
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

JSON = "application/sparql-results+json"


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """The Content-Type without parameters."""
        return self.headers.get("content-type", "").split(";")[0].strip()


@dataclass(frozen=True)
class Case:
    """One request and the check of its reply; `wanted` gives the statuses that are right."""

    name: str
    wanted: tuple[int, ...]
    method: str = "GET"
    params: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    check: Callable[[Reply], bool] = lambda _: True


class Endpoint:
    """The endpoint under test."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme != "http" or parts.hostname is None:
            raise SystemExit("the address must begin with http://")
        self.host, self.port, self.path = parts.hostname, parts.port or 80, parts.path or "/"

    def send(self, case: Case, timeout: float = 60) -> Reply:
        """Send one request on a connection of its own."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=timeout)
        try:
            target = self.path + (f"?{urlencode(case.params)}" if case.params else "")
            connection.request(case.method, target, case.body, dict(case.headers))
            answer = connection.getresponse()
            return Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def ask(self, query: str, accept: str = JSON, **more: str) -> Reply:
        """Send a query with GET."""
        return self.send(Case("", (200,), params=(("query", query), *more.items()), headers={"Accept": accept}))

    def number(self, query: str, *params: tuple[str, str]) -> int:
        """The one number a query gives."""
        reply = self.send(Case("", (200,), params=(("query", query), *params), headers={"Accept": JSON}))
        (row,) = json.loads(reply.body)["results"]["bindings"]
        (cell,) = row.values()
        return int(cell["value"])
