"""What pages cost the server: `python -m bench.pages HOME [HOME …] [--documents N]`, one column a home, in one run.

Each home is asked for the same kinds of pages through the whole application, in this process: pages of N random documents and of
the ten most cited, their lược đồ, the home page, search, statistics, related pairs, the explorer. Told are the median and the 95th
percentile of the processor's milliseconds; the first request of a kind, which fills caches, is among them.
"""

import argparse
import random
import statistics
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

import httpx
from starlette.testclient import TestClient

from legalgraph import clock
from legalgraph.library import open_published
from legalgraph.settings import Settings
from legalgraph.web.app import create_app

_QUERIES = ("nghi dinh", "quy dinh chi tiet", "12/2015", "thong tu tai chinh", "uy ban nhan dan", "1288/QD-TTg")


def addresses(home: Path, documents: int) -> Mapping[str, list[str]]:
    """The addresses to ask a home for, by kind of page."""
    catalogue = open_published(home).reader.catalogue
    paths = [path for (path,) in catalogue.select("SELECT path FROM document WHERE identified ORDER BY path")]
    chosen = random.Random(1).sample(paths, min(documents, len(paths)))
    hubs = [document.path for document, _ in catalogue.most("cited", 10)]
    pairs = zip(chosen[::2], chosen[1::2], strict=False)
    return {
        "document": [f"/eli/vn/{path}" for path in chosen],
        "document, most cited": [f"/eli/vn/{path}" for path in hubs],
        "lược đồ": [f"/luoc-do/{path}" for path in chosen[:50]],
        "lược đồ, most cited, 2 steps": [f"/luoc-do/{path}?buoc=2" for path in hubs],
        "home": ["/"] * 5,
        "search": [f"/tim-kiem?{httpx.QueryParams(q=query)}" for query in _QUERIES],
        "statistics": ["/thong-ke"] * 5,
        "relate": [f"/quan-he?vb={a}&vb={b}" for a, b in list(pairs)[:25]],
        "explorer": [f"/kham-pha?vb={path}" for path in chosen[:25]],
    }


def measure(client: httpx.Client, asked: Iterable[str]) -> tuple[float, float]:
    """Median and 95th percentile of the processor's milliseconds. Raises ValueError for an error page."""
    taken = []
    for address in asked:
        begun = time.process_time()
        answer = client.get(address)
        taken.append((time.process_time() - begun) * 1000)
        if answer.status_code != 200:
            raise ValueError(f"{address} answered {answer.status_code}")
    taken.sort()
    return statistics.median(taken), taken[int(len(taken) * 0.95)]


def main() -> None:
    """Measure every home and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("homes", nargs="+", type=Path)
    parser.add_argument("--documents", type=int, default=200)
    chosen = parser.parse_args()
    headers = {"Accept": "text/html", "Accept-Language": "vi", "Accept-Encoding": "identity"}
    for home in chosen.homes:
        client = TestClient(create_app(Settings(home=home, query_workers=1), today=clock.today), headers=headers, follow_redirects=True)
        asked = addresses(home, chosen.documents)
        client.get(asked["document"][0])  # templates are compiled once for each process
        print(f"{home}\n{'':32}{'median':>10}{'p95':>10}")
        for kind, of_kind in asked.items():
            median, high = measure(client, of_kind)
            print(f"{kind:32}{median:8.1f} ms{high:7.1f} ms")


if __name__ == "__main__":
    main()
