"""Datasets in several files, cut anew under other names: which texts of an older cut are told again, or gone.

`train-00000-of-00002.parquet` and `train-00003-of-00004.parquet` are of two cuts of one dataset; a record is known by its id in either.
"""

import re
from collections import defaultdict
from collections.abc import Collection

_SHARD = re.compile(r"(?P<stem>.+)-(?P<part>[0-9]{5})-of-(?P<total>[0-9]{5})(?P<ending>\.[a-z]+)")
_PLACE = re.compile(r"0\.[0-9]+(?:~[0-9]+)?")  # what a record without an id is called by


def told_again(held: Collection[str], given: Collection[str]) -> dict[str, str]:
    """Of the names of texts held, those of another cut whose record is among those given: each with the name it goes by now."""
    now: dict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    for name in given:
        dataset, total, own = _record(name)
        if own:
            now[dataset, own][total] = name
    found = {}
    for name in held:
        dataset, total, own = _record(name)
        there = now.get((dataset, own), {}) if own else {}
        if there and total not in there:
            found[name] = next(iter(there.values()))
    return found


def left_behind(held: Collection[str], whole: Collection[str]) -> list[str]:
    """The names of texts held of older cuts of a dataset of which all files of a new one are among those that were read `whole`."""
    parts: dict[tuple[str, int], set[int]] = defaultdict(set)
    for file in whole:
        if cut := _SHARD.fullmatch(file):
            parts[cut["stem"] + cut["ending"], int(cut["total"])].add(int(cut["part"]))
    complete = {dataset: total for (dataset, total), there in parts.items() if there == {*range(total)}}
    return [name for name in held for dataset, total, _ in [_record(name)] if complete.get(dataset, total) != total]


def _record(name: str) -> tuple[str, int, str]:
    """The dataset of a text, in how many files it is cut, and the id of its record; empty and 0 for a text of no such file."""
    file, _, own = name.partition("#")
    cut = _SHARD.fullmatch(file)
    if not cut:
        return "", 0, ""
    return cut["stem"] + cut["ending"], int(cut["total"]), "" if _PLACE.fullmatch(own) else own
