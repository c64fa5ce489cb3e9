"""Headers of every answer: what a browser may do with a page, and who may read the data."""

from functools import cache

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from legalgraph.web.assets import first_styles_hash

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


@cache
def policy() -> str:
    """What pages may load. Everything comes from this server; nothing inline runs, and of inline styles only those the build wrote."""
    known = first_styles_hash()
    styles = f"'self' '{known}'" if known else "'self'"
    return (  # data blocks (JSON, JSON-LD) are not scripts
        f"default-src 'none'; script-src 'self'; style-src {styles}; font-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


class Headers:
    """Adds the headers an answer does not set itself; opens the JSON API to pages of other origins."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and its answer with the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        open_to_all = scope["path"].startswith("/api/")

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message["headers"])
                given = {name for name, _ in headers}
                headers += (header for header in always(open_to_all) if header[0] not in given)
                message["headers"] = headers
                if scope["path"].startswith("/static/") and message["status"] == 200:
                    MutableHeaders(scope=message)["Cache-Control"] = "public, max-age=31536000, immutable"
            await send(message)

        await self.app(scope, receive, with_headers)


@cache
def always(open_to_all: bool) -> tuple[tuple[bytes, bytes], ...]:
    """The headers as they are sent."""
    headers = {"Content-Security-Policy": policy(), **ALWAYS} | ({"Access-Control-Allow-Origin": "*"} if open_to_all else {})
    return tuple((name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items())
