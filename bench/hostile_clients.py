"""Attack a SPARQL endpoint, and measure how long ordinary queries wait meanwhile. Run by `bench.protocol_check --hostile`."""

import socket
import threading
import time
from urllib.parse import urlencode

from bench.sparql_client import Endpoint

SELECT = "SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 3"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
LARGE = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


class Listener:
    """A loopback server that only counts who connects."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}/sparql"
        self.connections = 0
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        while True:
            connection, _ = self._socket.accept()
            self.connections += 1
            connection.close()


def smuggled(address: str) -> list[str]:
    """Ways to hide SERVICE from a reader that is less careful than the engine."""
    end = f"<{address}> {{ ?s ?p ?o }}"
    name = f"PREFIX : <{address}> PREFIX x: <{address}> "
    return [
        f"SELECT * {{ SERVICE {end} }}",
        f"SELECT * {{ service silent {end} }}",
        f"SELECT * {{ SeRvIcE#comment\n{end} }}",
        f"SELECT * {{ SERV\\u0049CE {end} }}",
        f"SELECT * {{ \\U00000053ERVICE {end} }}",
        f"SELECT * {{ OPTIONAL{{SERVICE{end}}} }}",
        f"SELECT * {{ {{}} UNION {{ GRAPH ?g {{ SERVICE {end} }} }} }}",
        f"{name}SELECT * {{ SERVICE:x{{ ?s ?p ?o }} }}",
        f"{name}SELECT * {{ SERVICEx:x{{ ?s ?p ?o }} }}",
        f"{name}SELECT * {{ VALUES ?v {{ 1 }} SERVICE : {{ ?s ?p ?o }} }}",
        f"SELECT * {{ OPTIONAL {{ ?a ?b 1SERVICE{end} }} }}",
        f"SELECT * {{ OPTIONAL {{ ?a ?b trueSERVICE{end} }} }}",
        f"SELECT * {{ BIND(1 AS ?a) FILTER(?a<'x>y') SERVICE {end} #'\n}}",
        f"SELECT * {{ BIND(1 AS ?a) FILTER(?a<?b#>'''\n) SERVICE {end} #'''\n}}",
        f"SELECT * {{ FILTER EXISTS {{ SERVICE {end} }} }}",
        f"SELECT * {{ {{ SELECT * {{ SERVICE ?e {{ ?s ?p ?o }} VALUES ?e {{ <{address}> }} }} }} }}",
    ]


def hostile(endpoint: Endpoint) -> int:
    """Attack the endpoint, print what happens, and return how many checks failed."""
    failed = 0

    def verdict(name: str, passed: bool, seen: str) -> None:
        nonlocal failed
        failed += not passed
        print(f"  {'pass' if passed else 'FAIL'}  {name}: {seen}")

    listener = Listener()
    statuses = [endpoint.ask(query).status for query in smuggled(listener.address)]
    verdict(
        "SERVICE in 16 disguises",
        listener.connections == 0 and set(statuses) == {400},
        f"{listener.connections} connections, {sorted(set(statuses))}",
    )
    began = time.monotonic()
    reply = endpoint.ask(ENDLESS)
    verdict("an endless query is stopped", reply.status == 503, f"{reply.status} after {time.monotonic() - began:.1f} s")
    reply = endpoint.ask("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i")
    verdict("a query that wants all memory is stopped", reply.status == 503, f"{reply.status} {reply.body[:80]!r}")
    reply = endpoint.ask("ASK { FILTER(" + "||".join(["?x = 1"] * 4000) + ") }")
    verdict("a long chain of conditions", reply.status in (200, 400, 431, 503), str(reply.status))
    verdict("the service still answers", endpoint.ask(SELECT).status == 200, "an ordinary query")
    for name, attack, count in (
        ("10 endless queries at once", lambda: endpoint.ask(ENDLESS), 10),
        ("6 clients that read nothing", lambda: linger(endpoint), 6),
        ("20 clients that leave", lambda: leave(endpoint), 20),
    ):
        threads = [threading.Thread(target=attack, daemon=True) for _ in range(count)]
        for thread in threads:
            thread.start()
        time.sleep(0.5)
        began, reply = time.monotonic(), endpoint.ask(SELECT)
        verdict(f"others are served during {name}", reply.status == 200, f"{reply.status} after {time.monotonic() - began:.1f} s")
        for thread in threads:
            thread.join(timeout=120)
    began, reply = time.monotonic(), endpoint.ask(SELECT)
    waited = time.monotonic() - began
    verdict("afterwards all is as before", reply.status == 200 and waited < 1, f"{reply.status} after {waited:.2f} s")
    return failed


def linger(endpoint: Endpoint) -> None:
    """Ask for a large answer and do not read it."""
    with socket.create_connection((endpoint.host, endpoint.port)) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.sendall(f"GET {endpoint.path}?{urlencode({'query': LARGE})} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        time.sleep(15)


def leave(endpoint: Endpoint) -> None:
    """Ask for something endless and go away."""
    with socket.create_connection((endpoint.host, endpoint.port)) as connection:
        connection.sendall(f"GET {endpoint.path}?{urlencode({'query': ENDLESS})} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        time.sleep(0.2)
