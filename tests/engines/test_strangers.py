"""What strangers can have a real engine do: answer SPARQL 1.1, and nothing else."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing

import httpx
import pytest
from tests.engines.servers import Server
from tests.store.remote.test_plain import CALLS, DATASETS, EXTENSIONS, SAME

from legalgraph.errors import LegalGraphError, QueryError
from legalgraph.store.remote.answers import RemoteQueries
from legalgraph.store.remote.connection import Connection, Credentials
from legalgraph.store.remote.engine import Dataset

pytestmark = pytest.mark.engine

Start = Callable[[str], Server]
CSV, TURTLE = "text/csv", "text/turtle"
# Virtuoso has too little room for the first two, and mangles names of variables that are not in ASCII.
VIRTUOSO_CANNOT = ("GROUP_CONCAT", ")*/", "?tên")


@pytest.fixture
def listener() -> Iterator[tuple[int, list[str]]]:
    """A port of this machine, and what was sent to it."""
    called: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    one, _ = server.accept()
                except OSError:
                    return
                with one:
                    called.append(one.recv(1000).decode(errors="replace"))
                    one.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx")

        threading.Thread(target=listen, daemon=True).start()
        yield server.getsockname()[1], called
        server.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("login", [False, True])
def test_virtuoso_is_never_sent_to_fetch_or_write(start: Start, listener: tuple[int, list[str]], login: bool) -> None:
    server, (port, called) = start("virtuoso"), listener
    ours = f"http://127.0.0.1:{port}/"
    fetching = f'SELECT (bif:http_get("{ours}") AS ?x) WHERE {{}}'
    assert httpx.post(server.query, data={"query": fetching}).status_code == 200
    assert called.pop().startswith("GET / ")  # that is what an engine does when it is asked
    credentials = Credentials.of(server.login if login else {})
    with closing(Connection(server.query, credentials)) as connection, closing(RemoteQueries(connection)) as queries:
        queries.take_up("s1", Dataset())
        for text in [fetching, *CALLS, *EXTENSIONS, *DATASETS]:
            with pytest.raises(QueryError):
                queries.run(text.replace("http://127.0.0.1:1/", ours), CSV).close()
        for graphs in ({"default_graphs": [ours]}, {"named_graphs": [ours]}):
            with pytest.raises(QueryError, match="there is no graph"):
                queries.run("SELECT * WHERE { ?s ?p ?o }", CSV, **graphs)
        for text in (f"SELECT * WHERE {{ GRAPH <{ours}> {{ ?s ?p ?o }} }}", f"ASK {{ <{ours}> ?p ?o }}"):
            with queries.run(text, CSV) as answer:
                list(answer)
        with queries.run(f"DESCRIBE <{ours}>", TURTLE) as answer:
            list(answer)
    assert called == []


@pytest.mark.parametrize("name", ["oxigraph", "virtuoso"])
def test_the_standard_gets_through(start: Start, name: str) -> None:
    server = start(name)
    with closing(Connection(server.query)) as connection, closing(RemoteQueries(connection)) as queries:
        queries.take_up("s1", Dataset())
        refused = {}
        for text in [text for text in SAME if name != "virtuoso" or not any(words in text for words in VIRTUOSO_CANNOT)]:
            try:
                with queries.run(text, TURTLE if queries.check(text).form.gives_graph else CSV) as answer:
                    list(answer)
            except LegalGraphError as error:
                refused[text] = str(error)
        assert refused == {}
