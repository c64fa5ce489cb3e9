"""What crawlers ask for: robots.txt, the sitemap, the icon at its old place."""

from collections.abc import Iterator
from math import ceil
from xml.sax.saxutils import escape

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse, RedirectResponse, StreamingResponse

from legalgraph.errors import NotFound
from legalgraph.web.assets import picture
from legalgraph.web.live import View
from legalgraph.web.presentation.relations import document_href, text_href
from legalgraph.web.site import Site

_GET = ["GET", "HEAD"]
_IN_A_PART = 20_000  # documents, each with at most two addresses: a part may have 50,000
_AT_ONCE = 1000  # read at once: divides a part
_PAGES = ("/", "/quan-he", "/thong-ke", "/sparql", "/gioi-thieu", "/api", "/vocabulary/relation", "/vocabulary/type", "/vocabulary/body")
_CLOSED = (
    "/sparql?", "/quan-he?", "/tim-kiem?", "/kham-pha?", "/kham-pha/", "/kham-pha.svg", "/trich-dan/", "/giai-thich?", "/thong-ke/",
    "/api/",
)  # fmt: skip
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


class Crawling:
    """Handlers. The sitemap must hold whole addresses, so there is one only where the address of the site is set."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def router(self) -> APIRouter:
        """The routes."""
        router = APIRouter(include_in_schema=False)
        router.add_api_route("/robots.txt", self.robots, methods=_GET)
        router.add_api_route("/sitemap.xml", self.index, methods=_GET)
        router.add_api_route("/sitemap-{number}.xml", self.part, methods=_GET)
        router.add_api_route("/favicon.ico", self.icon, methods=_GET)
        return router

    def robots(self) -> Response:
        """Everything may be read; endless answers need not be crawled."""
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in _CLOSED)]
        if self.site.base_url:
            lines += ["", f"Sitemap: {self.site.base_url}/sitemap.xml"]
        return PlainTextResponse("\n".join(lines) + "\n")

    def index(self) -> Response:
        """The parts of the sitemap. Raises NotFound where the address of the site is not set."""
        base, view = self._base(), self.site.live.view()
        day = view.snapshot.created[:10]
        start = f"<sitemap><loc>{escape(base)}/sitemap-"
        parts = "".join(f"{start}{number}.xml</loc><lastmod>{day}</lastmod></sitemap>\n" for number in range(1, _parts(view) + 1))
        return _xml(iter([_HEAD, f'<sitemapindex xmlns="{_NAMESPACE}">\n', parts, "</sitemapindex>\n"]))

    def part(self, number: str) -> Response:
        """One part: pages of the site in the first, then documents in the order of their paths. Raises NotFound."""
        base, view = self._base(), self.site.live.view()
        if not (number.isascii() and number.isdigit() and 1 <= int(number[:9]) <= _parts(view)):
            raise NotFound(f"no part {number!r} of the sitemap")
        return _xml(_addresses(base, view, int(number)))

    def icon(self) -> Response:
        """The icon, for what looks for it without reading a page. Raises NotFound when the front end is not built."""
        small = picture("small")
        if small is None:
            raise NotFound("the icon was not built")
        return RedirectResponse(small, 302)

    def _base(self) -> str:
        if self.site.base_url is None:
            raise NotFound("a sitemap needs the address of the site: legalgraph serve --base-url https://…")
        return self.site.base_url


_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def _parts(view: View) -> int:
    return max(1, ceil(view.catalogue.last() / _IN_A_PART))


def _addresses(base: str, view: View, number: int) -> Iterator[str]:
    day = view.snapshot.created[:10]

    def entry(path: str) -> str:
        return f"<url><loc>{escape(base + path)}</loc><lastmod>{day}</lastmod></url>\n"

    yield f'{_HEAD}<urlset xmlns="{_NAMESPACE}">\n'
    if number == 1:
        yield "".join(map(entry, _PAGES))
    start = (number - 1) * _IN_A_PART + 1
    for first in range(start, start + _IN_A_PART, _AT_ONCE):
        found = view.catalogue.addresses(first, first + _AT_ONCE - 1)
        yield "".join(entry(document_href(path)) + (entry(text_href(path)) if has_text else "") for path, has_text in found)
    yield "</urlset>\n"


def _xml(parts: Iterator[str]) -> StreamingResponse:
    return StreamingResponse(parts, media_type="application/xml", headers={"Cache-Control": "public, max-age=3600"})
