"""How well texts are made readable and taken apart: metadata, sequences of articles, footnotes, speed.

    python -m bench.quality_structure CORPUS [--json FILE] [--list]

CORPUS (or the environment variable LEGALGRAPH_CORPUS) is a folder with `congbao/documents.jsonl`,
`congbao/consolidation_footnotes.jsonl` and `phapdien/documents.jsonl`; it is not part of this repository. Exits with 1
when a figure is below its target. `--list` names the documents that differ.
"""

import argparse
import json
import os
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from legalgraph.errors import InvalidIdentifier
from legalgraph.model.number import Number
from legalgraph.model.reading import Flow, Metadata, Unit
from legalgraph.text.layout import flow
from legalgraph.text.metadata import metadata
from legalgraph.text.structure import articles, structure

TARGETS = {"number where printed": 0.99, "date where printed": 0.99, "gazette articles": 0.995, "codified articles": 0.995,
           "footnotes": 0.95}  # fmt: skip
_LEAVES = {"quoted", "notes", "phuluc", "mau"}


@dataclass
class Tally:
    """Right and all, and what differed."""

    right: int = 0
    all: int = 0
    different: list[str] = field(default_factory=list)

    def add(self, right: bool, what: str) -> None:
        self.all += 1
        self.right += right
        if not right:
            self.different.append(what)


@dataclass(frozen=True)
class Read:
    """One text with all that was read from it."""

    record: dict[str, Any]
    text: Flow
    tree: Unit
    metadata: Metadata


class Clock:
    """Characters and seconds a step."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.characters = 0

    def read(self, record: dict[str, Any], text: str) -> Read:
        """Read a text step by step, and count the time of each."""
        begun = time.perf_counter()
        readable = flow(text)
        flowed = time.perf_counter()
        tree, _ = structure(readable.text, readable.notes)
        structured = time.perf_counter()
        meta = metadata(readable.text, tree)
        self.seconds["layout"] += flowed - begun
        self.seconds["structure"] += structured - flowed
        self.seconds["metadata"] += time.perf_counter() - structured
        self.characters += len(text)
        return Read(record, readable, tree, meta)

    def speeds(self) -> dict[str, float]:
        """Million characters a second for each step."""
        return {step: round(self.characters / 1e6 / seconds, 1) for step, seconds in self.seconds.items()}


def records(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def folded(number: str) -> str:
    """A number as a key, or as it stands where it is none."""
    try:
        return Number.parse(number).folded
    except InvalidIdentifier:
        return number


def printed(number: str, text: str) -> bool:
    """True when the document prints a number in one of its own places: at its beginning or in a closing block."""
    closing = text.rfind("VĂN BẢN HỢP NHẤT")
    own = re.sub(r"\s+", "", text[:1500] + (text[max(0, closing - 300) : closing + 300] if closing > 0 else ""))
    return re.sub(r"\s+", "", number).casefold() in own.casefold()


def judge_metadata(reads: list[Read], tallies: dict[str, Tally]) -> None:
    """Numbers and dates against those of the collection, whose numbers come from web addresses and may be wrong."""
    for read in reads:
        gold, found, name = read.record["number"], read.metadata.number, read.record["id"]
        same = found is not None and found.folded == folded(gold)
        tallies["number"].add(same, f"{name}: {gold}, read {found}")
        if printed(gold, read.text.text):
            tallies["number where printed"].add(same, f"{name}: {gold}, read {found}")
        if read.record["issued"]:
            day = str(read.metadata.issued) == read.record["issued"]
            tallies["date"].add(day, f"{name}: {read.record['issued']}, read {read.metadata.issued}")
            _, month, last = (int(part) for part in read.record["issued"].split("-"))
            if re.search(rf"ngày\s+0?{last}\s+tháng\s+0?{month}\s+năm", read.text.text):
                tallies["date where printed"].add(day, f"{name}: {read.record['issued']}, read {read.metadata.issued}")


def judge_articles(reads: list[Read], tally: Tally) -> None:
    """Each article follows the one before it, unless the text itself leaves one out."""
    for read in reads:
        last = 0
        heads = {int(n) for n in re.findall(r"(?:^|\n)\s*[“\"]?Điều\s+([0-9]+)\s*[.:]", read.text.text)}
        for unit in articles(read.tree):
            number = int(re.match(r"[0-9]+", unit.label)[0])  # type: ignore[index]
            missing = [n for n in range(last + 1, number) if n in heads]
            tally.add(number >= last and not missing, f"{read.record['id']}: Điều {unit.label} after {last}")
            last = max(last, number)


def judge_items(reads: list[Read], tally: Tally) -> None:
    """Each khoản and điểm follows the one before it in its list."""
    order = "abcdđeghiklmnopqrstuvxy"

    def walk(unit: Unit, name: str) -> None:
        last: dict[str, int] = {}
        for child in unit.children:
            if child.kind in _LEAVES:
                continue
            if child.kind in ("khoan", "diem"):
                digits = re.match(r"[0-9]+", child.label)
                number = int(digits[0]) if digits else order.find(child.label[0]) + 1
                before = last.get(child.kind, 0)
                tally.add(number in (before, before + 1), f"{name}: {unit.kind} {unit.label}, {child.kind} {child.label} after {before}")
                last[child.kind] = number
            walk(child, name)

    for read in reads:
        walk(read.tree, read.record["id"])


def judge_footnotes(reads: list[Read], gold: Path, tallies: dict[str, Tally]) -> None:
    """Of the numbers of footnotes known for each consolidation: those found, and those whose place in the text is known."""
    numbers: defaultdict[str, set[str]] = defaultdict(set)
    for record in records(gold):
        numbers[record["doc"]].add(str(record["footnote"]))
    for read in reads:
        notes = {note.label: note for note in read.text.notes}
        for label in sorted(numbers[read.record["id"]], key=int):
            tallies["footnotes"].add(label in notes, f"{read.record['id']}: {label}")
            tallies["footnotes with their place"].add(label in notes and notes[label].called is not None, f"{read.record['id']}: {label}")


def judge_codification(path: Path, clock: Clock, tallies: dict[str, Tally]) -> None:
    """The labels of the articles of each instrument, in the order of the codification."""
    for record in records(path):
        text = "\n".join(f"Điều {a['dieu']}. {a['heading']}\n{a['text']}" for a in record["articles"])
        read = clock.read(record, text)
        labels = [unit.label for unit in articles(read.tree)]
        tallies["codified articles"].add(labels == [a["dieu"] for a in record["articles"]], record["number"])
        judge_items([read], tallies["codified khoản and điểm"])


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("corpus", type=Path, nargs="?", default=os.environ.get("LEGALGRAPH_CORPUS"))
    cli.add_argument("--json", type=Path)
    cli.add_argument("--list", action="store_true")
    arguments = cli.parse_args()
    if arguments.corpus is None:
        cli.error("which corpus? Give its folder or set LEGALGRAPH_CORPUS")
    root = Path(arguments.corpus)
    root = root / "corpus" if (root / "corpus").is_dir() else root
    tallies: defaultdict[str, Tally] = defaultdict(Tally)
    gazette, codified = Clock(), Clock()
    reads = [gazette.read(record, record["text"]) for record in records(root / "congbao" / "documents.jsonl")]
    judge_metadata(reads, tallies)
    judge_articles(reads, tallies["gazette articles"])
    judge_items(reads, tallies["gazette khoản and điểm"])
    judge_footnotes(reads, root / "congbao" / "consolidation_footnotes.jsonl", tallies)
    judge_codification(root / "phapdien" / "documents.jsonl", codified, tallies)
    report(tallies, gazette, codified, arguments)


def report(tallies: dict[str, Tally], gazette: Clock, codified: Clock, arguments: argparse.Namespace) -> None:
    """Print the figures, write them, and exit with 1 when one is too low."""
    low = []
    for name, tally in tallies.items():
        share = tally.right / max(1, tally.all)
        target = TARGETS.get(name)
        low += [name] if target is not None and share < target else []
        print(f"{name:30} {tally.right:7} of {tally.all:7}  {share:.4f}" + (f"  (at least {target})" if target else ""))
        if arguments.list:
            print(*(f"    {what}" for what in tally.different[:60]), sep="\n")
    speeds = {"gazette": gazette.speeds(), "codification": codified.speeds()}
    for name, speed in speeds.items():
        print(f"million characters a second, {name}: " + ", ".join(f"{step} {value}" for step, value in speed.items()))
    if arguments.json:
        figures = {name: {"right": tally.right, "all": tally.all} for name, tally in tallies.items()}
        arguments.json.write_text(json.dumps({"figures": figures, "speed": speeds}, ensure_ascii=False, indent=1), encoding="utf-8")
    sys.exit(1 if low else 0)


if __name__ == "__main__":
    main()
