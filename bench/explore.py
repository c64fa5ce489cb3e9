"""Time the explorer: the layout of 80 to 2,000 documents, what the server does for real ones, and the canvas in a browser.

    python -m bench.explore [--home HOME] [--browser]

Layouts are of invented documents. With a home, the documents that most others cite are opened until 80, 300 and 1,000 documents
are seen: gathering and laying out, then the answer of /api/explore and the page over HTTP, asking included. Times are those of the
processor. With --browser the same pages in headless Chromium, by the clock: from the address to the drawn canvas, and of that the
time in which the canvas is filled. Exit code 1
when the layout of 2,000 documents takes more than a second, or the median answer of /api/explore for about 300 more than 100 ms.
"""

import argparse
import shutil
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from statistics import median

import httpx
import uvicorn
from playwright.sync_api import sync_playwright

from legalgraph import clock
from legalgraph.settings import Settings
from legalgraph.store.snapshots import Home
from legalgraph.store.source import HomeSource
from legalgraph.web.app import create_app
from legalgraph.web.diagram.field import Spot, lay_out
from legalgraph.web.live import Live, View
from legalgraph.web.presentation.exploration import MANY, MOST_OPENED, State
from legalgraph.web.presentation.explore import ExplorePage, explore_page
from legalgraph.web.presentation.words import Words

_MOST_LAYOUT_MS, _MOST_ANSWER_MS = 1000.0, 100.0
_SIZES = (80, 300, 1000)
_TIMES = 5


def _ms(work: Callable[[], object]) -> float:
    """Of the processor, so that other work on the machine does not count."""
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


def layouts() -> float:
    """Print the time of the layout by size; return that of the largest."""
    last = 0.0
    for number in (80, 300, 1000, 2000):
        dice = Random(number)
        spots = [Spot(str(n), dice.choice([2, 5, 6, 8, 8, 8, 9, 10]), "Thông tư", dice.randrange(1960, 2026)) for n in range(number)]
        last = median(_ms(lambda spots=spots: lay_out(spots)) for _ in range(_TIMES))  # type: ignore[misc]
        print(f"layout of {number:>5} documents {last:>8.1f} ms")
    return last


def states(view: View) -> Iterator[tuple[int, State]]:
    """States that show about as many documents as wanted, as far as the home has them."""
    opened = tuple(document.path for document, _ in view.catalogue.most("cited", MOST_OPENED))
    for wanted in _SIZES:
        for number in range(1, len(opened) + 1):
            state = State(opened=opened[:number], limit=min(MANY, wanted))
            if (found := len(_page(view, state).seen.documents)) >= wanted * 0.9 or number == len(opened):
                yield found, state
                break


def _page(view: View, state: State) -> ExplorePage:
    return explore_page(view, state, None, Words("vi"), clock.today())


def _fetch(address: str) -> int:
    return len(httpx.get(address, timeout=60).raise_for_status().content)


@contextmanager
def serving(home: Path) -> Iterator[str]:
    """Serve a home on a free port; gives the address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(Settings(home=home, query_workers=1)), log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=20)


def answers(home: Path, browser: bool) -> float:
    """Print the times of real states; return the median answer of /api/explore for about 300 documents."""
    view, slowest = Live(HomeSource(Home(home))).view(), 0.0
    with serving(home) as site:
        for found, state in states(view):
            page = _page(view, state)
            made = median(_ms(lambda state=state: _page(view, state)) for _ in range(_TIMES))  # type: ignore[misc]
            api = median(_ms(lambda page=page: _fetch(site + page.api)) for _ in range(_TIMES))  # type: ignore[misc]
            html = median(_ms(lambda state=state: _fetch(site + state.href)) for _ in range(_TIMES))  # type: ignore[misc]
            drawn = len(page.picture.lines)
            print(f"{found:>5} documents, {drawn:>5} lines: made {made:>6.0f} ms, /api/explore {api:>6.0f} ms, page {html:>6.0f} ms")
            if found <= 2 * 300:
                slowest = api
            if browser:
                print(f"      in the browser: {_drawn(site + state.href)}")
    return slowest


def _drawn(address: str) -> str:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        totals, filled = [], []
        for _ in range(3):
            page = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="vi").new_page()
            begun = time.perf_counter()
            page.goto(address)
            page.locator("#canvas[data-took]").wait_for(timeout=60_000)
            totals.append((time.perf_counter() - begun) * 1000)
            filled.append(float(page.locator("#canvas").get_attribute("data-took") or 0))
            page.context.close()
        chromium.close()
    return f"drawn after {median(totals):.0f} ms, of which the canvas {median(filled):.0f} ms (medians of 3)"


def main() -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--browser", action="store_true")
    asked = parser.parse_args()
    layout = layouts()
    answer = answers(asked.home, asked.browser) if asked.home else 0.0
    return int(layout > _MOST_LAYOUT_MS or answer > _MOST_ANSWER_MS)


if __name__ == "__main__":
    sys.exit(main())
