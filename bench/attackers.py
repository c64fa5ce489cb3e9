"""What a hostile client of the server may do, for `bench.soak`: each attack bounded in time and bytes, and told how it was answered."""

import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import NamedTuple
from urllib.parse import urlencode

_ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
_PATHS = "SELECT (COUNT(*) AS ?n) { ?a (!<x:a>|^!<x:a>)* ?b . ?b (!<x:c>|^!<x:c>)* ?c }"
_HUGE = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
_GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"
_LONGEST = 90.0
_GIANT = 9 * 1024 * 1024


class Address(NamedTuple):
    """Where the server listens."""

    host: str
    port: int


@dataclass(frozen=True)
class Attack:
    """One attack: `run` gives the status or what else happened, `foreseen` what is a good answer to it."""

    run: Callable[[Address], str]
    foreseen: frozenset[str]


def _ask(address: Address, method: str, target: str, body: bytes | None = None, content_type: str | None = None) -> str:
    connection = HTTPConnection(address.host, address.port, timeout=_LONGEST)
    try:
        connection.request(method, target, body, {"Content-Type": content_type} if content_type else {})
        reply = connection.getresponse()
        while reply.read(1 << 20):
            pass
        return str(reply.status)
    finally:
        connection.close()


def _query(query: str) -> Callable[[Address], str]:
    return lambda address: _ask(address, "GET", f"/sparql?{urlencode({'query': query})}")


def _posted(body: bytes, content_type: str) -> Callable[[Address], str]:
    return lambda address: _ask(address, "POST", "/sparql", body, content_type)


def _head(query: str) -> bytes:
    return f"GET /sparql?{urlencode({'query': query})} HTTP/1.1\r\nHost: x\r\n\r\n".encode()


def _read_slowly(address: Address) -> str:
    """Take a few bytes a second of a large answer."""
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(_LONGEST)
        connection.connect(address)
        connection.sendall(_head(_HUGE))
        until = time.monotonic() + 30
        while time.monotonic() < until:
            if not connection.recv(512):
                return "cut off"
            time.sleep(0.5)
    return "left"


def _leave(address: Address) -> str:
    with socket.create_connection(address) as connection:
        connection.sendall(_head(_ENDLESS))
        time.sleep(0.3)
    return "left"


def _dawdle(address: Address) -> str:
    """Send a request letter by letter."""
    with socket.create_connection(address, timeout=_LONGEST) as connection:
        for letter in "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: " + "x" * 20:
            connection.sendall(letter.encode())
            time.sleep(0.5)
    return "left"


def _giant(address: Address) -> str:
    """Announce and begin to send more than the server takes."""
    with socket.create_connection(address, timeout=_LONGEST) as connection:
        head = f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: {_GIANT}\r\n\r\n"
        try:
            connection.sendall(head.encode() + b"x" * 65536)
            return connection.recv(64).decode("latin-1").split(" ")[1]
        except OSError:
            return "cut off"


def _attack(run: Callable[[Address], str], *foreseen: str) -> Attack:
    return Attack(run, frozenset(foreseen))


ATTACKS: Mapping[str, Attack] = {
    "Cartesian product": _attack(_query(_ENDLESS), "503"),
    "Cartesian product, again": _attack(_query(_ENDLESS.replace("?l", "?m")), "503"),
    "endless paths": _attack(_query(_PATHS), "503"),
    "all memory": _attack(_query(_GREEDY), "503"),
    "huge answer": _attack(_query(_HUGE), "503", "200", "IncompleteRead"),
    "slow reader": _attack(_read_slowly, "cut off", "left"),
    "slow reader, again": _attack(_read_slowly, "cut off", "left"),
    "leaves at once": _attack(_leave, "left"),
    "deep nesting": _attack(_query("SELECT * " + "{" * 3000 + "}" * 3000), "400"),
    "SERVICE": _attack(_query("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"), "400"),
    "update": _attack(_posted(b"update=DROP+ALL", "application/x-www-form-urlencoded"), "400"),
    "wrong content type": _attack(_posted(b"<x/>", "application/xml"), "415"),
    "too long a query": _attack(_posted(b"ASK {}" + b" " * 300_000, "application/sparql-query"), "413"),
    "giant request": _attack(_giant, "413", "cut off"),
    "letter by letter": _attack(_dawdle, "left", "cut off"),
}
"""By name; each is done by one attacker again and again."""
