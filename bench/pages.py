"""What pages cost the server: `python -m bench.pages HOME [HOME …] [--documents N] [--factor 2] [--slack 5] [--json FILE]`.

Each home, the smallest first, is asked for the same kinds of pages through the whole application, in this process: pages of N random
documents and of the ten most cited, their lược đồ, the home page, search, statistics, related documents, the explorer, the API,
linked data. Told are the median and the 95th percentile of the processor's milliseconds; the first request of a kind, which fills
caches, is among them. With several homes, a kind is not flat when a larger home takes more than `--factor` times what a smaller one
does, and more than `--slack` milliseconds beyond it; then the exit code is 1.
"""

import argparse
import json
import random
import statistics
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path

import httpx
from starlette.testclient import TestClient

from legalgraph import clock
from legalgraph.library import open_published
from legalgraph.settings import Settings
from legalgraph.web.app import create_app
from legalgraph.web.garbage import settle

_QUERIES = ("nghi dinh", "quy dinh chi tiet", "12/2015", "thong tu tai chinh", "uy ban nhan dan", "1288/QD-TTg")
_FILTERED = ("q=&loai=nd", "q=quy dinh&nam=2010-2015", "q=", "q=quyet dinh&tinh-trang=in_force", "q=&xep=cu")


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor's milliseconds of one kind of page in one home."""

    kind: str
    median: float
    p95: float


def addresses(home: Path, documents: int) -> Mapping[str, list[str]]:
    """The addresses to ask a home for, by kind of page."""
    catalogue = open_published(home).reader.catalogue
    paths = [path for (path,) in catalogue.select("SELECT path FROM document WHERE identified ORDER BY path")]
    chosen = random.Random(1).sample(paths, min(documents, len(paths)))
    hubs = [document.path for document, _ in catalogue.most("cited", 10)]
    pairs = list(zip(chosen[::2], chosen[1::2], strict=False))
    return {
        "document": [f"/eli/vn/{path}" for path in chosen],
        "document, most cited": [f"/eli/vn/{path}" for path in hubs],
        "lược đồ": [f"/luoc-do/{path}" for path in chosen[:50]],
        "lược đồ, most cited": [f"/luoc-do/{path}" for path in hubs],
        "lược đồ, most cited, 2 steps": [f"/luoc-do/{path}?buoc=2" for path in hubs],
        "lược đồ, most cited, on a day": [f"/luoc-do/{path}?ngay=2010-01-01" for path in hubs],
        "home": ["/"] * 5,
        "search": [f"/tim-kiem?{httpx.QueryParams(q=query)}" for query in _QUERIES],
        "search, filtered": [f"/tim-kiem?{query}" for query in _FILTERED],
        "suggestions": [f"/goi-y?{httpx.QueryParams(q=query[: len(query) // 2 + 1])}" for query in _QUERIES],
        "statistics": ["/thong-ke"] * 5,
        "relate": [f"/quan-he?vb={a}&vb={b}" for a, b in pairs[:25]],
        "relate, most cited": [f"/quan-he?vb={a}&vb={b}" for a, b in zip(hubs, [*hubs[1:], chosen[0]], strict=True)],
        "explorer": [f"/kham-pha?mo={path}" for path in chosen[:25]],
        "explorer, most cited": [f"/kham-pha?mo={path}" for path in hubs],
        "API, document": [f"/api/documents/{path}" for path in chosen[:50]],
        "API, most cited": [f"/api/{what}/{path}" for path in hubs for what in ("documents", "relations", "graph")],
        "Turtle, most cited": [f"/eli/vn/{path}.ttl" for path in hubs],
    }


def measure(client: httpx.Client, kind: str, asked: Iterable[str]) -> Cost:
    """Ask for each address once. Raises ValueError for an error page."""
    taken = []
    for address in asked:
        begun = time.process_time()
        answer = client.get(address)
        taken.append((time.process_time() - begun) * 1000)
        if answer.status_code != 200:
            raise ValueError(f"{address} answered {answer.status_code}")
    taken.sort()
    return Cost(kind, statistics.median(taken), taken[int(len(taken) * 0.95)])


def measure_home(home: Path, documents: int) -> list[Cost]:
    """The costs of all kinds of pages of a home."""
    headers = {"Accept": "text/html", "Accept-Language": "vi", "Accept-Encoding": "identity"}
    app = create_app(Settings(home=home, query_workers=1), today=clock.today)
    app.state.prepare()
    settle()  # as a server does
    # Entered, so that all requests share their threads as under a server: each thread opens the catalogue once.
    with TestClient(app, headers=headers, follow_redirects=True) as client:
        asked = addresses(home, documents)
        client.get(asked["document"][0])  # what the first page of a process has to do once
        return [measure(client, kind, of_kind) for kind, of_kind in asked.items()]


def not_flat(costs: Sequence[Sequence[Cost]], factor: float, slack: float) -> Iterator[str]:
    """The kinds that cost too much more in a larger home, of costs by home, the smallest home first."""
    for kinds in zip(*costs, strict=True):
        for name in ("median", "p95"):
            for smaller, larger in combinations([getattr(cost, name) for cost in kinds], 2):
                if larger > factor * smaller and larger > smaller + slack:
                    yield f"{kinds[0].kind:32}{name:8}{smaller:9.1f} ms{larger:9.1f} ms{larger / smaller:7.1f} times"


def main() -> None:
    """Measure every home, print the table, and what is not flat."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("homes", nargs="+", type=Path)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--factor", type=float, default=2)
    parser.add_argument("--slack", type=float, default=5)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    sizes = {home: len(open_published(home).reader.paths()) for home in chosen.homes}
    homes = sorted(chosen.homes, key=sizes.__getitem__)
    costs = [measure_home(home, chosen.documents) for home in homes]
    print(f"{'median, p95, ms':32}" + "".join(f"{sizes[home]:>20,}" for home in homes))
    for kinds in zip(*costs, strict=True):
        print(f"{kinds[0].kind:32}" + "".join(f"{cost.median:11.1f}{cost.p95:9.1f}" for cost in kinds))
    if chosen.json:
        told = [
            {"home": str(home), "documents": sizes[home], "pages": [asdict(cost) for cost in of]}
            for home, of in zip(homes, costs, strict=True)
        ]
        chosen.json.write_text(json.dumps(told, indent=1, ensure_ascii=False), "utf-8")
    if found := list(not_flat(costs, chosen.factor, chosen.slack)):
        sys.exit("not flat:\n" + "\n".join(found))


if __name__ == "__main__":
    main()
