"""One engine elsewhere, asked over HTTP: deadlines, retries, and a memory of whether it is alive.

Only reads are retried: they change nothing. An engine that is dead costs milliseconds until the next try is due, and one
thread is sent to find out whether it lives again. Credentials come from the environment and are never part of a message.
"""

import io
import logging
import random
import re
import ssl
import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NoReturn
from urllib.parse import urlsplit

import httpx

from legalgraph.errors import DataUnavailable, EngineUnavailable, LegalGraphError, QueryError, QueryLimit, QueryTimeout, StoreError

_LOG = logging.getLogger(__name__)
_TRIES = 3
_FIRST_PAUSE_S = 0.1
_MOST_PAUSE_S = 2.0
_CONNECT_S = 3.0
_PROBE_S = 2.0
_SLOW_IN_A_ROW = 3  # one slow query says nothing of the engine
PAGE_BYTES = 32 * 1024 * 1024  # one read of a page; sixteen may be going on
CATALOGUE_BYTES = 256 * 1024 * 1024  # one of the making of a catalogue; four may be going on
ERROR_BYTES = 64 * 1024
_PAGE_TOLD = 160  # of a page, which speaks to others than us
_TOLD = 400  # characters of what an engine says that are passed on
_OVERLOADED = frozenset((429, 502, 503, 504))

Form = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Credentials:
    """How to sign in; never printed."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> "Credentials":
        """Read LEGALGRAPH_ENDPOINT_USER and _PASSWORD, or _TOKEN."""
        name = "LEGALGRAPH_ENDPOINT_"
        return cls(environ.get(f"{name}USER", ""), environ.get(f"{name}PASSWORD", ""), environ.get(f"{name}TOKEN", ""))

    def auth(self) -> "httpx.Auth | None":
        """What signs requests."""
        if self.token:
            return _Bearer(self.token)
        return _BasicOrDigest(self.user, self.password) if self.user else None


class _Bearer(httpx.Auth):
    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


class _BasicOrDigest(httpx.Auth):
    """Signs in the way the engine asks for when it refuses the first request, and that way from then on."""

    def __init__(self, user: str, password: str) -> None:
        self._basic, self._digest = httpx.BasicAuth(user, password), httpx.DigestAuth(user, password)
        self._way: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._way is None:
            response = yield request
            if response.status_code != 401:
                return
            asked = response.headers.get("www-authenticate", "").lower()
            self._way = self._digest if asked.startswith("digest") else self._basic
        yield from self._way.auth_flow(request)


def checked_address(text: str, what: str = "--endpoint") -> str:
    """Return the address of a service. Raises StoreError when it is none, or when it carries a password.

    >>> checked_address("http://127.0.0.1:7878/query")
    'http://127.0.0.1:7878/query'
    """
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.fragment:
        raise StoreError(f"{what}: {text!r} is not the address of a service, such as http://127.0.0.1:7878/query")
    if parts.username or parts.password:
        raise StoreError(
            f"{what}: leave user and password out of the address, where logs would show them; "
            "set LEGALGRAPH_ENDPOINT_USER and LEGALGRAPH_ENDPOINT_PASSWORD"
        )
    return text


class Breaker:
    """Knows whether an engine is dead. Safe to use from many threads.

    Once a request has failed for good, others fail at once, until a try is due; each further failure doubles the time.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, first_s: float = 0.5, most_s: float = 15.0) -> None:
        self._clock, self._first_s, self._most_s = clock, first_s, most_s
        self._lock = threading.Lock()
        self._why = ""
        self._pause_s = first_s
        self._due = 0.0
        self._slow = 0

    @property
    def why(self) -> str:
        """Why the engine counts as dead; empty while it does not."""
        return self._why

    @property
    def wait_s(self) -> float:
        """Seconds until a try is due."""
        return max(0.0, self._due - self._clock())

    def admit(self) -> bool:
        """True when a request may go; False when the engine is dead, for all but one each time a try is due."""
        with self._lock:
            if not self._why:
                return True
            now = self._clock()
            if now < self._due:
                return False
            self._due = now + self._pause_s  # the others wait for what this one finds
            return True

    def answered(self) -> None:
        """Note that the engine lives."""
        if self._why or self._slow:
            with self._lock:
                self._why, self._pause_s, self._slow = "", self._first_s, 0

    def failed(self, why: str) -> None:
        """Note that the engine cannot be reached."""
        with self._lock:
            if self._why:
                self._pause_s = min(2 * self._pause_s, self._most_s)
            self._why, self._due = why, self._clock() + self._pause_s

    def slow(self, why: str) -> None:
        """Note that the engine let a request wait for too long: dead is what does so several times in a row."""
        with self._lock:
            self._slow += 1
            often = self._slow >= _SLOW_IN_A_ROW
        if often:
            self.failed(why)


class Again(Exception):
    """The request came to nothing and may be sent again, after so many seconds at least. `reached`: the engine was there."""

    def __init__(self, why: str, after_s: float = 0.0, *, reached: bool = True) -> None:
        super().__init__(why)
        self.after_s = after_s
        self.reached = reached


class Silence(QueryTimeout):
    """The engine said nothing in time, so that nobody knows whether it lives; other timeouts are answers of its own."""


class Connection:
    """Sends queries to one engine. Safe to use from many threads; close it in the end."""

    def __init__(
        self,
        address: str,
        credentials: Credentials | None = None,
        timeout_s: float = 30.0,
        tries: int = _TRIES,
        breaker: Breaker | None = None,
        most_bytes: int = PAGE_BYTES,
    ) -> None:
        self.address = checked_address(address)
        self.timeout_s = timeout_s
        self.breaker = breaker or Breaker()
        self.server = ""
        """What the engine calls itself, once it has answered."""
        self.held_back = ""
        """Why nothing should be read at this moment, though the engine lives; empty when all may be."""
        self.certain = True
        """Whether the data are known to be those that were taken up."""
        self.credentials = credentials or Credentials()
        self.auth = self.credentials.auth()
        self._tries = tries
        self._most_bytes = most_bytes
        self._client = client(self.auth)

    def twin(self) -> "Connection":
        """Another one to the same engine, for long reads: it shares what is known of its life and is not held back with this one."""
        return Connection(self.address, self.credentials, self.timeout_s, self._tries, self.breaker, CATALOGUE_BYTES)

    def fetch(self, form: Form, accept: str, timeout_s: float | None = None) -> bytes:
        """Send a query and return its whole answer, trying again when the engine drops it.

        Raises QueryError for a query the engine refuses, QueryTimeout, QueryLimit for an answer that is too long,
        EngineUnavailable when the engine is dead, and StoreError.
        """
        until = time.monotonic() + (timeout_s or self.timeout_s)
        self.must_live()
        for number in range(1, self._tries + 1):
            try:
                body = self._once(form, accept, until)
            except Again as error:
                pause = max(error.after_s, pause_before(number))
                if number == self._tries or time.monotonic() + pause > until:
                    raise self.dead(str(error)) from None
                time.sleep(pause)
            except Silence as error:
                self.breaker.slow(str(error))
                raise
            except QueryTimeout:
                self.lives()
                raise
            else:
                self.lives()
                return body
        raise AssertionError("unreachable")

    def must_live(self) -> None:
        """Pass at once while the engine lives; when a try is due, look first whether it does. Raises EngineUnavailable."""
        if self.held_back:
            raise DataUnavailable(self.held_back)
        known = self.breaker.why
        if not self.breaker.admit():
            raise self._unavailable(known)
        if known:
            try:
                self._once([("query", "ASK { }")], "application/sparql-results+json", time.monotonic() + _PROBE_S)
            except (Again, QueryTimeout) as error:
                raise self.dead(str(error)) from None
            self.lives()

    def lives(self) -> None:
        """Note that the engine answers."""
        if self.breaker.why:
            _LOG.info("the SPARQL engine at %s answers again", self.address)
        self.breaker.answered()

    def dead(self, why: str) -> EngineUnavailable:
        """Note that the engine is dead; the error to raise."""
        if not self.breaker.why:
            _LOG.warning("the SPARQL engine at %s cannot be reached: %s", self.address, why)
        self.breaker.failed(why)
        return self._unavailable(why)

    def faltered(self, why: str) -> EngineUnavailable:
        """The error for one query that an engine dropped, which says nothing of the engine."""
        return EngineUnavailable(f"the SPARQL engine at {self.address} dropped the query: {why}; ask again, or for less")

    def _unavailable(self, why: str) -> EngineUnavailable:
        wait = max(1, round(self.breaker.wait_s))
        message = (
            f"the SPARQL engine at {self.address} cannot be reached: {why}; it is asked again in {wait} s. "
            "Start it, or look whether its address is right"
        )
        return EngineUnavailable(message, wait)

    def _once(self, form: Form, accept: str, until: float) -> bytes:
        body, size, headers = io.BytesIO(), 0, {"Accept": accept}  # which gives what it holds without a copy
        how: dict[str, Any] = {"data": fields(form), "headers": headers, "timeout": within(until)}
        with exchanging(until), self._client.stream("POST", self.address, **how) as response:
            self.server = response.headers.get("server", "")
            if response.status_code != 200:
                self.refuse(response, beginning(response, until))
            for chunk in response.iter_bytes():
                size += body.write(chunk)
                if time.monotonic() > until:
                    raise httpx.ReadTimeout("")
                if size > self._most_bytes:
                    raise QueryLimit(f"the engine that holds the data gave more than {self._most_bytes:,} bytes; ask for less")
        return body.getvalue()

    def refuse(self, response: httpx.Response, told: bytes) -> NoReturn:
        """Raise what an answer other than 200 means. Raises Again for engines that are busy or restarting."""
        status = response.status_code
        words = plain_words(told, response.headers.get("content-type", ""))
        if status in _OVERLOADED and (_PROXY.search(words) or not _TOO_LONG.search(words)):
            after = response.headers.get("retry-after", "")
            raise Again(f"it answers {status} {words}".rstrip(), min(float(after) if after.isdigit() else 0.0, _MOST_PAUSE_S))
        raise refusal(self.address, status, words, response.headers.get("location", ""))

    def close(self) -> None:
        """Close the connections kept open."""
        self._client.close()


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def client(auth: httpx.Auth | None, most: int = 16) -> httpx.Client:
    """A client that goes where it is told and nowhere else: no redirects, no proxies of the environment."""
    limits = httpx.Limits(max_connections=most, max_keepalive_connections=most)
    return httpx.Client(auth=auth, limits=limits, follow_redirects=False, trust_env=False, verify=_trust())


def beginning(response: httpx.Response, until: float) -> bytes:
    """As much of the body of a refusal as is worth reading, and as came in time."""
    told = bytearray()
    for chunk in response.iter_bytes():
        told += chunk
        if len(told) >= ERROR_BYTES or time.monotonic() > until:
            break
    return bytes(told[:ERROR_BYTES])


def within(until: float) -> httpx.Timeout:
    """The times a request may take that has to end at an instant of the monotonic clock."""
    left = max(0.05, until - time.monotonic())
    return httpx.Timeout(left, connect=min(left, _CONNECT_S))


def pause_before(next_try: int) -> float:
    """Seconds to wait, longer each time, and by chance: those who failed together must not come back together."""
    return min(_FIRST_PAUSE_S * 2.0 ** (next_try - 1), _MOST_PAUSE_S) * random.uniform(0.5, 1.5)  # noqa: S311


@contextmanager
def exchanging(until: float) -> Iterator[None]:
    """Say in our words what went wrong between us and an engine: Silence, or Again."""
    begun = time.monotonic()
    try:
        yield
    except (httpx.ReadTimeout, httpx.WriteTimeout, httpx.PoolTimeout) as error:
        raise Silence(f"the engine that holds the data had no answer within {until - begun:.3g} seconds") from error
    except httpx.ConnectTimeout as error:
        raise Again("it does not accept connections", reached=False) from error
    except (httpx.ConnectError, httpx.InvalidURL) as error:
        raise Again(str(error).lower() or "it cannot be reached", reached=False) from error
    except (httpx.TransportError, OSError) as error:
        raise Again(str(error).lower() or "the connection broke off") from error


def refusal(address: str, status: int, words: str, location: str = "") -> LegalGraphError:
    """What an engine means by an answer other than 200."""
    if status in (401, 403):
        return StoreError(
            f"the engine at {address} refuses to let us in ({status}); set LEGALGRAPH_ENDPOINT_USER and "
            "LEGALGRAPH_ENDPOINT_PASSWORD, or LEGALGRAPH_ENDPOINT_TOKEN"
        )
    if 300 <= status < 400:
        return StoreError(f"{address} leads on to {location or 'another address'}; name that one")
    if status in (404, 405, 406, 415):
        return StoreError(f"{address} is no SPARQL query service: it answers {status} {words}".rstrip())
    # Engines do not agree on the number for a query that ran past their own limit, and only on the words.
    if (status in (400, 408) or status in _OVERLOADED or _VIRTUOSO.search(words)) and _TOO_LONG.search(words):
        return QueryTimeout(f"the engine gave up: {words}")
    if status == 400 or _VIRTUOSO.search(words):
        return QueryError(words or f"the engine refuses the query ({status})")
    return StoreError(f"the engine at {address} failed: {status} {words}".rstrip())


# Virtuoso answers 500 for what is wrong with a query, too.
_VIRTUOSO = re.compile(r"^Virtuoso \w{5} Error")
_TOO_LONG = re.compile(r"(?i)\bS1T00|\bS1TAT|timed?[ -]?out|exceeds the limit of \d+ \(sec\)")
_PROXY = re.compile(r"(?i)\bgateway\b|\bproxy\b|\bupstream\b")  # which speaks of what it waits for
_MARKUP = re.compile(r"(?is)<(style|script)\b.*?(?:</\1\s*>|$)|<!--.*?-->|<[^>]*>")


def plain_words(told: bytes, content_type: str) -> str:
    """What an engine says of an error, as one short line of text."""
    text = told[:20_000].decode(errors="replace")
    if "html" in content_type:
        text = _MARKUP.sub(" ", text)[:_PAGE_TOLD]
    text = "".join(c if c.isprintable() else " " for c in text.partition("SPARQL query:")[0])
    return " ".join(text.split())[:_TOLD]


def fields(form: Form) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for name, value in form:
        fields.setdefault(name, []).append(value)
    return fields
