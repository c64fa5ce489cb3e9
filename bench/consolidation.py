"""How near articles, with what others changed written in, come to the official consolidations: `python -m bench.consolidation CORPUS`.

Gold: `congbao/consolidation_triples.json` of the corpus folder: a document, what amends it, and the official consolidation of both.
The three are ingested into an empty home, the changes written into the document as on the day of the consolidation's last amendment,
and each article compared with the official one, word by word (marks of footnotes aside). Told are, of the articles that the official
text has otherwise than the document was issued, how many are the same word for word (99 of 100, as both come out of PDFs), how many
nearer than before, and what was left out; and whether any other article became different.
"""

import argparse
import json
import re
import sys
import tempfile
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path

from legalgraph import clock
from legalgraph.library import Library, open_published
from legalgraph.model.text import UnitRow, unit_rows
from legalgraph.pipeline import ingest
from legalgraph.store.snapshots import Home
from legalgraph.text.reading import read
from legalgraph.time.consolidation import consolidated

_SAME, _UNTOUCHED = 0.99, 0.985
_NOTE = re.compile(r"(?<=[^\W\d])\d{1,2}(?=[\s.,;:])|\[\d+\]|\*+")


@dataclass(slots=True)
class Tally:
    """Articles that the official text has changed: in all, the same in ours, nearer than before; and others that ours spoilt."""

    changed: int = 0
    same: int = 0
    nearer: int = 0
    spoilt: int = 0


def words(text: str) -> list[str]:
    """Words and marks, without what a footnote leaves behind them."""
    return re.findall(r"\w+|[^\w\s]", _NOTE.sub(" ", text).translate({0x201C: '"', 0x201D: '"'}).lower())


def articles(text: str, units: list[UnitRow]) -> dict[str, list[str]]:
    """The words of each article by its path."""
    return {unit.path: words(text[unit.start : unit.end]) for unit in units if unit.kind == "dieu"}


def likeness(one: list[str], other: list[str]) -> float:
    """From 0 to 1."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def compare(library: Library, base: str, official: str, tally: Tally) -> None:
    """Write what is known into the base and count."""
    reader = library.reader
    issued, gold = reader.text_of(base), reader.text_of(official)
    if issued is None or gold is None:
        print(f"{official}: no text")
        return
    acts = reader.acts_on(base)
    made = consolidated(issued.text, issued.units, acts, reader.acting(acts), date.max)
    again = read(made.text)
    before, ours = articles(issued.text, list(issued.units)), articles(again.text, list(unit_rows(again.tree)))
    told = []
    for path, expected in articles(gold.text, list(gold.units)).items():
        was, now = (likeness(found.get(path, []), expected) for found in (before, ours))
        if was >= _UNTOUCHED:
            tally.spoilt += now < was
            continue
        tally.changed += 1
        tally.same += now >= _SAME
        tally.nearer += now > was
        told.append(f"{path} {was:.3f} ▶ {now:.3f}")
    left = "; ".join(f"{r.kind} {r.target_provision.path if r.target_provision else r.places} ({why})" for r, why in made.left)
    print(f"{official}: {len(made.written)} written, {len(made.left)} left {left}\n    {', '.join(told)}")


def main() -> None:
    """Read the gold, ingest each triple, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    folder = parser.parse_args().corpus / "congbao"
    records = [json.loads(line) for line in (folder / "documents.jsonl").read_text("utf-8").split("\n") if line]
    tally = Tally()
    for triple in json.loads((folder / "consolidation_triples.json").read_text("utf-8")):
        numbers = {triple["base"], *(one["number"] for one in triple["amending"])}
        wanted = [r for r in records if r["id"] == triple["vbhn_id"] or r.get("number") in numbers]
        if len(wanted) <= len(numbers):
            print(f"{triple['vbhn']}: passed over, {len(wanted)} of {len(numbers) + 1} texts are here")
            continue
        with tempfile.TemporaryDirectory(prefix="legalgraph-bench-") as place:
            (Path(place) / "documents.jsonl").write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in wanted), "utf-8")
            ingest([Path(place) / "documents.jsonl"], Home(Path(place) / "home"), today=clock.today())
            library = open_published(Path(place) / "home")
            found = [[d.path for d in library.reader.find(number) if d.signed] for number in (triple["base"], triple["vbhn"])]
            if not all(found):
                print(f"{triple['vbhn']}: a text does not say which document it is")
                continue
            compare(library, found[0][0], found[1][0], tally)
    print(
        f"of {tally.changed} articles that the official texts have otherwise {tally.same} are the same, "
        f"{tally.nearer} nearer than as issued; {tally.spoilt} others became different"
    )
    sys.exit(int(tally.spoilt > 0 or tally.changed == 0))


if __name__ == "__main__":
    main()
