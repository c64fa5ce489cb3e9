"""How well consolidations are read: what they join, and which instruction each footnote names.

Gold: `congbao/consolidation_headers.jsonl` and `congbao/consolidation_footnotes.jsonl` of the corpus folder.
Run: `python -m bench.quality_consolidations CORPUS [--errors N]`.
"""

import argparse
import json
import re
from collections import defaultdict
from pathlib import Path

from legalgraph.errors import InvalidIdentifier
from legalgraph.extraction.gazetteer import law_names
from legalgraph.model.number import Number
from legalgraph.model.reading import Reading
from legalgraph.text.locators import read_places
from legalgraph.text.reading import read
from legalgraph.text.resolve import number_of


def folded(number: object) -> str:
    """A số hiệu as a key equal for all its spellings."""
    try:
        return Number.parse(str(number)).folded
    except InvalidIdentifier:
        return str(number)


def readings(corpus: Path, wanted: set[str]) -> dict[str, Reading]:
    """The readings of the documents that the gold speaks of."""
    found = {}
    with (corpus / "congbao" / "documents.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            if document["id"] in wanted:
                found[document["id"]] = read(document["text"], law_names())
    return found


def gold(path: Path) -> dict[str, list[dict[str, str]]]:
    """The rows of a gold file by document."""
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    for line in path.read_text("utf-8").splitlines():
        if line.strip():
            row = json.loads(line)
            rows[row["doc"]].append(row)
    return rows


def named(reading: Reading, kind: str, role: str | None = None) -> set[str]:
    """The folded numbers of the targets of statements of a kind."""
    numbers = set()
    for said in reading.statements:
        if said.kind == kind and role in (None, said.role) and said.target.citation is not None:
            cited = reading.citations[said.target.citation]
            number = said.target.number or number_of(cited, reading.citations, law_names(), reading.metadata.issued)
            if number:
                numbers.add(number.folded)
    return numbers


def headers(corpus: Path, errors: int) -> dict[str, float | int]:
    """Base and amending documents of each consolidation: found, wanted, and those found that are not in the gold."""
    rows = gold(corpus / "congbao" / "consolidation_headers.jsonl")
    read_ones = readings(corpus, set(rows))
    found = wanted = extra = 0
    for document, expected in rows.items():
        have = named(read_ones[document], "consolidates")
        base = named(read_ones[document], "consolidates", "base")
        want = {(folded(r["target"]), "base" in r["relation"]) for r in expected if r["relation"].startswith("hợp nhất")}
        hits = {(n, is_base) for n, is_base in want if n in (base if is_base else have)}
        more = have - {n for n, _ in want}
        found, wanted, extra = found + len(hits), wanted + len(want), extra + len(more)
        if (hits != want or more) and errors > 0:
            errors -= 1
            print(document, "missed", sorted(want - hits), "more", sorted(more))
    return {"consolidations": len(rows), "wanted": wanted, "found": found, "recall": round(found / wanted, 4), "not_in_gold": extra}


def footnotes(corpus: Path, errors: int) -> dict[str, float | int]:
    """Each footnote's instruction: the amending document and the provision of it."""
    rows = gold(corpus / "congbao" / "consolidation_footnotes.jsonl")
    read_ones = readings(corpus, set(rows))
    found = wanted = 0
    for document, expected in rows.items():
        reading = read_ones[document]
        have = set()
        for said in reading.statements:
            if said.kind != "amended_by" or said.target.citation is None:
                continue
            number = said.target.number or number_of(reading.citations[said.target.citation], reading.citations, law_names())
            have |= {(number.folded if number else "", p.notation) for p in said.provisions}
        for row in expected:
            places = read_places(re.sub(r"\s+", " ", row["amending_provision"]))
            wanted += 1
            if any((folded(row["amending"]), p.notation) in have for p in places):
                found += 1
            elif errors > 0:
                errors -= 1
                print(document, row["footnote"], row["amending_provision"], row["amending"])
    return {"footnotes": wanted, "found": found, "share": round(found / wanted, 4)}


def main() -> None:
    """Print both figures as one JSON object."""
    command = argparse.ArgumentParser(description=__doc__)
    command.add_argument("corpus", type=Path)
    command.add_argument("--errors", type=int, default=0)
    given = command.parse_args()
    print(json.dumps({"headers": headers(given.corpus, given.errors), "footnotes": footnotes(given.corpus, given.errors)}, indent=2))


if __name__ == "__main__":
    main()
