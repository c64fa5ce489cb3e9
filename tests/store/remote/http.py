"""A small HTTP server that answers as a test tells it."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

Answer = tuple[int, dict[str, str], bytes]
TABLE = "application/sparql-results+json"


def table(*rows: str) -> Answer:
    """Rows of one variable, x."""
    bindings = [{"x": {"type": "literal", "value": row}} for row in rows]
    return 200, {"Content-Type": TABLE}, json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": bindings}}).encode()


def truth(yes: bool = True) -> Answer:
    """A yes or no."""
    return 200, {"Content-Type": TABLE}, json.dumps({"head": {}, "boolean": yes}).encode()


@contextmanager
def engine(answer: Callable[[str, BaseHTTPRequestHandler], Answer | None]) -> Iterator[str]:
    """Serve a function of the query and the request; None closes the connection without a word. Gives the address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers.get("content-length", 0))).decode())
            told = answer(form.get("query", [""])[0], self)
            if told is None:
                self.close_connection = True
                return
            status, headers, body = told
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """Say nothing: clients that go are what the tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/sparql"
    finally:
        server.shutdown()
        server.server_close()
