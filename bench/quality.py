"""Every figure of quality in one table, each beside its target. Run: `make bench-quality CORPUS=DIR`.

DIR, or the environment variable LEGALGRAPH_CORPUS, is a folder with `corpus/` (texts and gold), `domain/` (cases) and
`tools/` (the scorers); it is not part of this repository. Exits with 1 when a figure is below its target.
"""

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

_EXTRACT = f"{Path(sys.executable).parent / 'legalgraph'} extract --jsonl"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: what was measured, on what, and the least it should be; None where as much as can be is wanted."""

    what: str
    value: float
    target: float | None = None

    @property
    def met(self) -> bool:
        """False when the figure is below its target."""
        return self.target is None or self.value >= self.target


def printed(*command: str | Path) -> str:
    """What a program prints. Ends the run when it fails."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, encoding="utf-8", check=False)
    if not done.stdout.strip():
        sys.exit(f"{' '.join(map(str, command))} failed: {done.stderr[-600:]}")
    return done.stdout


def taken(pattern: str, text: str) -> tuple[float, ...]:
    """The numbers a pattern finds. Ends the run when it finds none."""
    found = re.search(pattern, text)
    if not found:
        sys.exit(f"no {pattern!r} in: {text[-600:]}")
    return tuple(float(group) for group in found.groups())


def sentences(folder: Path) -> Iterator[Figure]:
    """Reference spans of VNLegalText."""
    gold = folder / "corpus" / "vnlegaltext" / "dev.jsonl"
    text = printed(sys.executable, folder / "tools" / "score_vnlegaltext.py", gold, "--command", _EXTRACT)
    yield Figure("citations, start and type (F1)", taken(r"(?m)^micro +[\d.]+ +[\d.]+ +([\d.]+)", text)[0], 0.985)
    yield Figure("citations, exact (F1)", taken(r"micro exact +\S+ +\S+ +(\S+) ", text)[0], 0.96)


def cases(folder: Path) -> Iterator[Figure]:
    """Relations of the tricky sentences."""
    text = printed(sys.executable, folder / "tools" / "score_cases.py", folder / "domain" / "cases-dev.jsonl", "--command", _EXTRACT)
    recall, precision = taken(r"recall (\S+)  precision of acts (\S+)", text)
    yield Figure("relations, recall", recall, 0.97)
    yield Figure("relations, precision of acts", precision, 0.98)


def codification(folder: Path) -> Iterator[Figure]:
    """Links of the codification's editors found by reading either side."""
    text = printed(sys.executable, folder / "tools" / "score_phapdien.py", folder / "corpus" / "phapdien", "--command", _EXTRACT)
    yield Figure("links of the codification", taken(r"found \d+ \((\S+)\)", text)[0])


def consolidations(folder: Path) -> Iterator[Figure]:
    """Title blocks and footnotes of consolidations."""
    told = json.loads(printed(sys.executable, "-m", "bench.quality_consolidations", folder / "corpus"))
    yield Figure("consolidations, base and amenders", told["headers"]["recall"], 0.98)
    yield Figure("consolidations, footnote ▶ instruction", told["footnotes"]["share"], 0.95)


def structure(folder: Path) -> Iterator[Figure]:
    """Metadata and sequences of articles."""
    text = printed(sys.executable, "-m", "bench.quality_structure", folder / "corpus")
    for line in text.splitlines():
        found = re.match(r"(.+?) +\d+ of +\d+ +(\S+)(?: +\(at least (\S+)\))?$", line)
        if found:
            yield Figure(f"structure, {found[1].strip()}", float(found[2]), float(found[3]) if found[3] else None)


PARTS: tuple[Callable[[Path], Iterator[Figure]], ...] = (sentences, cases, codification, consolidations, structure)


def main() -> None:
    """Print the table."""
    command = argparse.ArgumentParser(description=__doc__)
    command.add_argument("folder", type=Path, nargs="?", default=os.environ.get("LEGALGRAPH_CORPUS"))
    given = command.parse_args()
    if not given.folder or not (Path(given.folder) / "tools").is_dir():
        command.error("name the folder with corpus/, domain/ and tools/, or set LEGALGRAPH_CORPUS")
    failed = False
    for part in PARTS:
        for figure in part(Path(given.folder)):
            failed |= not figure.met
            wanted = f"≥ {figure.target:g}" if figure.target else ""
            print(f"{figure.what:44}{figure.value:8.4f}  {wanted:9}{'' if figure.met else 'below'}".rstrip(), flush=True)
    sys.exit(failed)


if __name__ == "__main__":
    main()
