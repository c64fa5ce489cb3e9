"""What a first visit to a document's page transfers: `python -m bench.weights HOME [--limit 100] [--script 25] [--every N] [--json FILE]`.

Every page of HOME that is about one document, a citation or a text is asked of the application in this process, compressed as a
client gets it, and with it once each file that its head and body load: styles, scripts, pictures. Fonts are not counted. Told are the
heaviest pages; the exit code is 1 when one weighs more than `--limit` kilobytes (of 1,000 bytes), or loads more than `--script` of
scripts. `--every N` asks for each N-th page only.
"""

import argparse
import asyncio
import json
import re
import statistics
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx

from legalgraph import clock
from legalgraph.library import open_published
from legalgraph.settings import Settings
from legalgraph.web.app import create_app
from legalgraph.web.presentation.relations import document_href

_LOADED = re.compile(
    r"""<link\b(?=[^>]*\brel="?(?:stylesheet|icon|modulepreload|preload)\b)[^>]*\bhref="?([^">\s]+)|<(?:script|img)\b[^>]*\bsrc="?([^">\s]+)"""
)
_FONT = (".woff2", ".woff")
_TOLD = 10


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes transferred for one page, compressed."""

    address: str
    page: int
    styles: int
    scripts: int
    pictures: int

    @property
    def total(self) -> int:
        """All but fonts."""
        return self.page + self.styles + self.scripts + self.pictures


class Scale:
    """Weighs pages; files are fetched once."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self._files: dict[str, int] = {}

    async def weigh(self, address: str) -> Weight:
        """Fetch a page and what it loads. Raises ValueError for what is not there."""
        page, size = await self._fetched(address)
        files = dict.fromkeys(a or b for a, b in _LOADED.findall(page) if not (a or b).endswith(_FONT))
        for file in files:
            if file not in self._files:
                self._files[file] = (await self._fetched(file))[1]
        sizes: dict[str, int] = {"css": 0, "js": 0, "": 0}
        for file in files:
            extension = file.rsplit(".", 1)[-1]
            sizes[extension if extension in sizes else ""] += self._files[file]
        return Weight(address, size, sizes["css"], sizes["js"], sizes[""])

    async def _fetched(self, address: str) -> tuple[str, int]:
        """The words of an answer, and its bytes as they were sent."""
        async with self._client.stream("GET", address) as answer:
            if answer.status_code != 200:
                raise ValueError(f"{address} answered {answer.status_code}")
            body = await answer.aread()
            return body.decode("utf-8", "replace"), answer.num_bytes_downloaded


async def weigh_all(home: Path, every: int) -> list[Weight]:
    """The weights of the pages of a home, in the order of their addresses."""
    paths = open_published(home).reader.catalogue.paths()[::every]
    app = create_app(Settings(home=home, query_workers=1), today=clock.today)
    headers = {"Accept": "text/html", "Accept-Language": "vi", "Accept-Encoding": "gzip"}
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver", headers=headers, follow_redirects=True) as client:
        scale = Scale(client)
        return [await scale.weigh(document_href(path)) for path in paths]


def told(weights: Sequence[Weight]) -> Iterable[str]:
    """The table."""
    heaviest = sorted(weights, key=lambda weight: -weight.total)
    sizes = sorted(weight.total for weight in weights)
    median, high = statistics.median(sizes) / 1000, sizes[int(len(sizes) * 0.99)] / 1000
    yield f"{len(weights)} pages, median {median:.1f} kB, 99 of 100 within {high:.1f} kB"
    yield f"{'heaviest':50}{'page':>8}{'styles':>8}{'scripts':>8}{'pictures':>9}{'all, kB':>9}"
    for weight in heaviest[:_TOLD]:
        parts = "".join(f"{part / 1000:8.1f}" for part in (weight.page, weight.styles, weight.scripts))
        yield f"{weight.address[:49]:50}{parts}{weight.pictures / 1000:9.1f}{weight.total / 1000:9.1f}"


def too_heavy(weights: Iterable[Weight], limit: float, script: float) -> Mapping[str, Weight]:
    """The pages beyond a limit, by address."""
    return {weight.address: weight for weight in weights if weight.total > limit * 1000 or weight.scripts > script * 1000}


def main() -> None:
    """Weigh the pages of a home and print the heaviest."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("--limit", type=float, default=100, help="kilobytes of a page with all it loads but fonts")
    parser.add_argument("--script", type=float, default=25, help="kilobytes of its scripts")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    weights = asyncio.run(weigh_all(chosen.home, max(1, chosen.every)))
    print("\n".join(told(weights)))
    heavy = too_heavy(weights, chosen.limit, chosen.script)
    if chosen.json:
        chosen.json.write_text(json.dumps([{**asdict(weight), "total": weight.total} for weight in weights], indent=1), "utf-8")
    if heavy:
        sys.exit(f"{len(heavy)} of {len(weights)} pages weigh more than {chosen.limit:g} kB, or {chosen.script:g} kB of scripts")


if __name__ == "__main__":
    main()
