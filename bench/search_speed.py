"""How long a search takes with 1,000, 10,000 and 150,000 documents: invented titles, everything counted.

    python -m bench.search_speed [SIZE ...]

Titles, numbers, issuers and mentions are made by a fixed rule of chance; a few words are in a third of all titles, as "quy định"
is in real ones. Times are of the catalogue alone, without the page around it.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from legalgraph.catalogue import Catalogue, Edge, Entry, Filters, Sort, build_catalogue
from legalgraph.model.document import Document, Status
from legalgraph.model.relation import Certainty
from legalgraph.time.spans import Span

SIZES = (1_000, 10_000, 150_000)
TODAY = date(2036, 6, 1)
OPENINGS = ("Quy định chi tiết thi hành", "Hướng dẫn thực hiện", "Về việc phê duyệt", "Sửa đổi một số điều của", "Ban hành quy chế")
THINGS = (
    "nuôi tằm", "trồng dâu", "dệt lụa", "nhuộm vải", "làm giấy", "nung gốm", "đan lưới", "đóng thuyền", "chèo đò", "đắp đê", "đào giếng",
    "chưng muối", "ép dầu", "xay lúa", "giã gạo", "rèn dao", "đúc chuông", "khắc gỗ", "sơn mài", "thêu cờ", "may nón", "ủ chè",
)  # fmt: skip
MATTERS = ("kinh phí", "định mức", "trình tự", "thủ tục", "điều kiện", "tiêu chuẩn", "chế độ", "chính sách", "nhiệm vụ", "quyền hạn")
TYPES = (("nd", "NĐ-CP", "cp"), ("tt", "TT-BTC", "btc"), ("tt", "TT-BCT", "bct"), ("qd", "QĐ-TTg", "ttg"))
QUERIES = (
    "nuôi tằm", "nuoi tam", "quy định", "1045/2012", "nghị định 45/2012/NĐ-CP", "kinh phí đóng thuyền", '"sơn mài"', "k", "không có gì",
)  # fmt: skip


def documents(size: int) -> Iterator[Entry]:
    """Invented documents."""
    chance = random.Random(1)
    for number in range(size):
        code, symbol, issuer = TYPES[chance.randrange(len(TYPES))]
        year = 1990 + chance.randrange(45)
        ordinal = number + 1
        things = f"{chance.choice(THINGS)} và {chance.choice(THINGS)}"
        title = f"{chance.choice(OPENINGS)} {chance.choice(MATTERS)} {things} ở làng {number % 997}"
        signed = date(year, 1, 1) + timedelta(chance.randrange(365))
        printed = f"{ordinal}/{year}/{symbol}" if ordinal < 100_000 else None
        unnumbered = f"{code}/{year}/ks-{signed:%Y%m%d}-{ordinal:06x}"
        path = f"{code}/{year}/{ordinal}/{symbol.lower().replace('đ', 'd')}" if printed else unnumbered
        spans = (Span(date.min, Status.NOT_YET_IN_FORCE, Certainty.VERIFIED), Span(signed, Status.IN_FORCE, Certainty.VERIFIED))
        yield Entry(Document(path, code, title, number=printed, issuers=(issuer,), signed=signed, subjects=(title.split()[-4],)), spans)


def edges(paths: list[str]) -> Iterator[Edge]:
    """Three mentions a document, most of them of a few."""
    chance = random.Random(2)
    for number, source in enumerate(paths):
        for other in range(3):
            target = paths[int(len(paths) * chance.random() ** 3)]
            if target != source:
                yield Edge(f"{number:x}-{other}", source, target, "basis")


def timed(run: Callable[[], object], times: int = 20) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds."""
    run()
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        run()
        taken.append((time.perf_counter() - begin) * 1000)
    return statistics.median(taken), sorted(taken)[int(0.95 * (times - 1))]


def measure(size: int, folder: Path) -> None:
    """Build a catalogue of this size and ask it."""
    path = folder / f"{size}.sqlite"
    entries = list(documents(size))
    begin = time.perf_counter()
    build_catalogue(path, entries, edges([entry.document.path for entry in entries]), {})
    print(f"{size:,} documents, {path.stat().st_size / 2**20:.0f} MB, built in {time.perf_counter() - begin:.1f} s")
    catalogue = Catalogue(path)
    begin = time.perf_counter()
    catalogue.search("", filters=Filters(today=TODAY, day=TODAY), count=True)
    print(f"  {'first of all':44} {(time.perf_counter() - begin) * 1000:8.1f} ms")
    narrow = Filters(types=("nd",), years=((2010, 2019),), statuses=("in_force",), day=TODAY, today=TODAY)
    plain = Filters(day=TODAY, today=TODAY)
    asked: list[tuple[str, Callable[[], object]]] = [
        *((f"{typed} + facets", partial(catalogue.search, typed, filters=plain, count=True)) for typed in QUERIES),
        ("quy định, narrowed + facets", lambda: catalogue.search("quy định", filters=narrow, count=True)),
        ("narrowed, no words + facets", lambda: catalogue.search("", filters=narrow, sort=Sort.NEWEST, count=True)),
        ("everything, newest + facets", lambda: catalogue.search("", filters=plain, sort=Sort.NEWEST, count=True)),
    ]
    asked += [(f"suggest {typed}", partial(catalogue.suggested, typed)) for typed in ("n", "nuôi", "nd 45", "45/20", "quy định chi")]
    for name, run in asked:
        median, late = timed(run)
        print(f"  {name:44} {median:8.1f} ms, p95 {late:8.1f} ms")


def main() -> None:
    """Measure each size."""
    with TemporaryDirectory() as folder:
        for size in map(int, sys.argv[1:] or SIZES):
            measure(size, Path(folder))


if __name__ == "__main__":
    main()
