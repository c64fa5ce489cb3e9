"""When a phone first shows something: `python -m bench.paint [HOME] [--runs N] [--limit SECONDS] [--json FILE]`.

A real server, a real Chromium as a slow phone: 390 px wide, 1.6 Mbit/s down, 0.75 up, 150 ms a round trip, processor four times
slower, nothing in its cache. Every kind of page is opened N times, after once in which the server fills its own caches. Told are the
median and the slowest first contentful paint, and of the median run the moments before it: the first byte, the last byte, the styles,
and the largest paint up to then. Without HOME the packaged data are served. Exits with 1 when a median is above the limit.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from legalgraph.library import open_library

_PHONE: ViewportSize = {"width": 390, "height": 844}
_DOWN, _UP, _ROUND_TRIP_MS, _SLOWDOWN = 1_600_000 / 8, 750_000 / 8, 150, 4
_MOMENTS = """() => {
  const [page] = performance.getEntriesByType('navigation');
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  const blocking = performance.getEntriesByType('resource').filter(r => r.renderBlockingStatus === 'blocking').map(r => r.responseEnd);
  return {
    painted: paint ? paint.startTime : null, first_byte: page.responseStart, last_byte: page.responseEnd,
    blocked: Math.max(0, ...blocking), largest: window.largest, bytes: page.transferSize,
    elements: document.getElementsByTagName('*').length,
  };
}"""
_LARGEST = """new PerformanceObserver(list => { for (const paint of list.getEntries()) window.largest = paint.startTime })
  .observe({type: 'largest-contentful-paint', buffered: true});"""


@dataclass(frozen=True, slots=True)
class Visit:
    """Milliseconds since a page was asked for, the bytes of its HTML on the wire, and its elements."""

    painted: float
    first_byte: float
    last_byte: float
    blocked: float
    largest: float
    bytes: int
    elements: int


def addresses(home: str | None) -> Mapping[str, str]:
    """One address for each kind of page: a document with many relations, its lược đồ, a long text and others."""
    reader = open_library(home).reader
    hub, other = (document.path for document, _ in reader.catalogue.most("cited", 2))
    # The catalogue does not know how long a text is: of the texts of the most cited documents, the one with most articles.
    with_text = [path for (path,) in reader.catalogue.select("SELECT path FROM document WHERE has_text ORDER BY cited DESC LIMIT 20")]
    read = sorted(with_text, key=lambda path: -len(text.units if (text := reader.text_of(path)) else ()))[:1]
    return {
        "home": "/",
        "search": "/tim-kiem?q=nghi+dinh",
        "document": f"/eli/vn/{hub}",
        **({"document with a text": f"/eli/vn/{read[0]}", "text": f"/van-ban/{read[0]}"} if read else {}),
        "lược đồ": f"/luoc-do/{hub}?buoc=2",
        "relate": f"/quan-he?vb={hub}&vb={other}",
        "explore": f"/kham-pha?vb={hub}&chon={hub}",
        "statistics": "/thong-ke",
        "sparql": "/sparql",
        "about": "/gioi-thieu",
        "api": "/api",
    }


@contextmanager
def served(home: str | None) -> Iterator[str]:
    """A server of its own process; gives the address."""
    chosen = ["--home", home] if home else []
    command = [sys.executable, "-m", "legalgraph.cli", *chosen, "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        try:
            said = []
            for line in process.stdout:
                said.append(line)
                if "http://" in line:
                    # Somebody must read the log, or the server waits for room in the pipe.
                    threading.Thread(target=deque, args=(process.stdout, 0), daemon=True).start()
                    yield "http://" + line.split("http://", 1)[1].split()[0].rstrip("/.")
                    break
            else:
                raise SystemExit("the server did not start:\n" + "".join(said))
        finally:
            process.terminate()


@contextmanager
def browsing() -> Iterator[Browser]:
    """The installed Chromium: CHROMIUM, or the first of its usual names on the PATH. Raises SystemExit when there is none."""
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    program = next((found for name in names if name and (found := shutil.which(name))), None)
    if program is None:
        raise SystemExit("no Chromium: install it (Debian: apt-get install chromium), or set CHROMIUM=/path/to/it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        try:
            yield browser
        finally:
            browser.close()


def visit(browser: Browser, address: str) -> Visit:
    """Open an address as a slow phone that has seen nothing yet. Raises SystemExit when it answers with an error."""
    context = browser.new_context(viewport=_PHONE, device_scale_factor=2, is_mobile=True, has_touch=True, locale="vi")
    try:
        page = context.new_page()
        page.add_init_script(_LARGEST)
        devtools = context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})
        line = {"offline": False, "latency": _ROUND_TRIP_MS, "downloadThroughput": _DOWN, "uploadThroughput": _UP}
        devtools.send("Network.emulateNetworkConditions", line)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWDOWN})
        answer = page.goto(address, timeout=60_000)
        if answer is None or answer.status != 200:
            raise SystemExit(f"{address} answered {answer.status if answer else 'nothing'}")
        page.wait_for_timeout(500)
        moments = page.evaluate(_MOMENTS)
        if moments["painted"] is None:
            raise SystemExit(f"{address} was loaded, but Chromium painted nothing")
        return Visit(**moments)
    finally:
        context.close()


def main() -> None:
    """Visit every kind of page and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", nargs="?", help="a home folder; default: a new one with the packaged data")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--limit", type=float, default=1.0, help="seconds that the median first paint of a page may take")
    parser.add_argument("--json", type=Path, help="also write every visit to this file")
    parser.add_argument("--only", nargs="*", default=[], help="kinds of pages; default: all")
    chosen = parser.parse_args()
    seen: dict[str, list[Visit]] = {}
    with tempfile.TemporaryDirectory() as folder:
        home = chosen.home or folder
        asked = {name: path for name, path in addresses(home).items() if not chosen.only or name in chosen.only}
        with served(home) as site, browsing() as browser:
            print(" " * 23 + "first paint  slowest 1st byte   last  styles  largest    KiB  elements", flush=True)
            for name, path in asked.items():
                visit(browser, site + path)
                seen[name] = sorted((visit(browser, site + path) for _ in range(chosen.runs)), key=lambda one: one.painted)
                middle, slowest = seen[name][len(seen[name]) // 2], seen[name][-1].painted
                moments = f"{middle.first_byte:9.0f}{middle.last_byte:7.0f}{middle.blocked:8.0f}{middle.largest:9.0f}"
                print(f"{name:22}{middle.painted:9.0f} ms{slowest:9.0f}{moments}{middle.bytes / 1024:7.1f}{middle.elements:10}", flush=True)
    if chosen.json:
        chosen.json.write_text(json.dumps({name: [asdict(one) for one in visits] for name, visits in seen.items()}, indent=1), "utf-8")
    late = ", ".join(name for name, visits in seen.items() if statistics.median(one.painted for one in visits) > chosen.limit * 1000)
    print(f"first paint above {chosen.limit:g} s: {late or 'none'}")
    raise SystemExit(1 if late else 0)


if __name__ == "__main__":
    main()
