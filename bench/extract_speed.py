"""How fast texts are read, beside eyecite on English text of the same citation density in the same run.

Run: `python -m bench.extract_speed [CORPUS] [--json]`. CORPUS is a folder with `phapdien/documents.jsonl` and
`congbao/documents.jsonl`; without one, invented decrees are read. eyecite is measured where it is installed
(`pip install --group bench`). Every figure is the best of three rounds in one process.
"""

import argparse
import json
import os
import random
import resource
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from legalgraph.extraction.gazetteer import law_names
from legalgraph.text.citations import find_citations
from legalgraph.text.reading import read

_WORDS = ["court", "held", "that", "statute", "applies", "where", "notice", "was", "given", "and", "no", "party", "objected", "in", "time"]
_REPORTERS = ("U.S.", "F.3d", "F. Supp. 2d", "S. Ct.", "Cal. 4th", "N.E.2d")
_PARAGRAPH = (
    "{n}. Cơ quan, tổ chức, cá nhân thử nghiệm phải lập hồ sơ theo quy định tại khoản {k} Điều {d} Nghị định số {s}/2031/NĐ-CP "
    "ngày 02 tháng 3 năm 2031 của Chính phủ về thử nghiệm và gửi về cơ quan quản lý trong thời hạn {k} ngày kể từ ngày nhận đủ hồ sơ; "
    "việc thử nghiệm được thực hiện theo kế hoạch đã được phê duyệt, bảo đảm an toàn cho người và thiết bị trong suốt thời gian thử nghiệm."
)


def invented(size: int) -> str:
    """An invented decree of about `size` characters."""
    chance, parts, length, article = random.Random(size), [], 0, 0
    while length < size:
        article += 1
        lines = [f"Điều {article}. Thử nghiệm loại {article}"]
        lines += [_PARAGRAPH.format(n=n, k=chance.randint(1, 9), d=chance.randint(1, 60), s=chance.randint(1, 400)) for n in range(1, 7)]
        parts.append("\n".join(lines))
        length += len(parts[-1]) + 1
    return "\n".join(parts)


def corpus_texts(corpus: Path) -> list[str]:
    """Every text of the development corpus."""
    texts = []
    with (corpus / "congbao" / "documents.jsonl").open(encoding="utf-8") as lines:
        texts += [json.loads(line)["text"] for line in lines]
    with (corpus / "phapdien" / "documents.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            articles = json.loads(line)["articles"]
            texts.append("\n".join(f"Điều {a['dieu']}. {a['heading']}\n{a['text']}" for a in articles))
    return texts


def english(size: int, citations: int) -> str:
    """English words with American case citations, as many in all."""
    chance = random.Random(7)
    between = max(1, size // max(1, citations))
    parts: list[str] = []
    for _ in range(citations):
        words, length = [], 0
        while length < between - 28:
            words.append(chance.choice(_WORDS))
            length += len(words[-1]) + 1
        volume, page, year = chance.randint(1, 600), chance.randint(1, 999), chance.randint(1950, 2020)
        cited = f"Roe v. Wade, {volume} {chance.choice(_REPORTERS)} {page} ({year})."
        parts.append(" ".join(words) + f" {cited}\n")
    return "".join(parts)


def best(work: Callable[[], object], rounds: int = 3) -> float:
    """Seconds of the fastest round."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)


def speeds(texts: Sequence[str]) -> dict[str, float]:
    """Millions of characters a second for citations alone and for the whole reading."""
    names, size = law_names(), sum(map(len, texts))
    return {
        "citations_mchars_per_s": round(size / best(lambda: [find_citations(t, names) for t in texts]) / 1e6, 2),
        "reading_mchars_per_s": round(size / best(lambda: [read(t, names) for t in texts], 2) / 1e6, 2),
    }


def eyecite_speed(size: int, citations: int) -> dict[str, float] | None:
    """Megabytes a second of eyecite's `get_citations`; None where it is not installed."""
    try:
        from eyecite import get_citations
    except ImportError:
        return None
    text = english(size, citations)
    pieces = [text[at : at + 50_000] for at in range(0, len(text), 50_000)]
    found = sum(len(get_citations(piece)) for piece in pieces)
    seconds = best(lambda: [get_citations(piece) for piece in pieces], 2)
    return {"mbytes_per_s": round(len(text.encode()) / seconds / 1e6, 2), "found": found, "citations": citations}


def growth(sizes: Sequence[int]) -> dict[str, float]:
    """Seconds for a million characters of one document, at several lengths."""
    names = law_names()
    told = {}
    for size in sizes:
        text = invented(size)
        told[f"{size / 1e6:g} M"] = round(best(partial(read, text, names), 1) / len(text) * 1e6, 3)
    return told


def _read_size(text: str) -> int:
    return len(read(text, law_names()).text)


def _read_all(pool: ProcessPoolExecutor, texts: Sequence[str]) -> None:
    # The longest first, so that no process is left with one at the end.
    list(pool.map(_read_size, sorted(texts, key=len, reverse=True), chunksize=1))


def cores(texts: Sequence[str]) -> float:
    """How many times faster two processes read the texts than one."""
    taken = {}
    for workers in (1, 2):
        with ProcessPoolExecutor(workers, mp_context=get_context("forkserver")) as pool:
            list(pool.map(_read_size, texts[: workers * 4], chunksize=1))
            taken[workers] = best(partial(_read_all, pool, texts), 2)
    return round(taken[1] / taken[2], 2)


def main() -> None:
    """Print all figures."""
    command = argparse.ArgumentParser(description=__doc__)
    command.add_argument("corpus", type=Path, nargs="?", default=os.environ.get("LEGALGRAPH_CORPUS"))
    command.add_argument("--json", action="store_true")
    given = command.parse_args()
    texts = corpus_texts(Path(given.corpus)) if given.corpus else [invented(200_000) for _ in range(40)]
    size, names = sum(map(len, texts)), law_names()
    for text in texts:
        read(text, names)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sample = texts[::4]
    density = sum(len(find_citations(t, names)) for t in sample) / sum(map(len, sample))
    told = {
        "characters": size,
        "peak_memory_mib": memory,
        **speeds(sample),
        "citations_per_1000_characters": round(density * 1000, 2),
        "eyecite": eyecite_speed(1_000_000, int(density * 1_000_000)),
        "seconds_per_million_characters": growth((1_000_000, 4_000_000, 30_000_000)),
        "two_processes_times_one": cores(sample),
    }
    json.dump(told, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
