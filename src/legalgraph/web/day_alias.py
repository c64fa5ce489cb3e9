"""`on=` in addresses of pages: what the API and the command line call the day; pages call it `ngay`."""

from urllib.parse import parse_qsl, urlencode

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_PAGES = ("/eli/vn/", "/quan-he", "/tim-kiem", "/kham-pha", "/luoc-do/")


class DayAlias:
    """Leads addresses of pages that give the day as `on` to those that give it as `ngay`, so that each page has one address."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it with the other address."""
        app = self.app
        reads = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        if reads and b"on=" in scope["query_string"] and scope["path"].startswith(_PAGES):
            asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
            names = {name for name, _ in asked}
            if "on" in names:
                # A day that is given under both names is that of the page's own.
                kept = [("ngay" if name == "on" else name, value) for name, value in asked if name != "on" or "ngay" not in names]
                path = scope["raw_path"].decode("latin-1").partition("?")[0].lstrip("/")
                app = RedirectResponse(f"/{path}?{urlencode(kept, safe='/')}", 303)
        await app(scope, receive, send)
