"""Datasets in several files, cut anew under other names: which texts of an older cut are told again, or gone.

`train-00000-of-00002.parquet` and `train-00003-of-00004.parquet` are of two cuts of one dataset; a record is known by its id in either.
"""

import re
from collections import defaultdict
from collections.abc import Collection
from collections.abc import Set as AbstractSet

_SHARD = re.compile(r"(?P<stem>.+)-(?P<part>[0-9]{5})-of-(?P<total>[0-9]{5})(?P<ending>\.[a-z]+)")
_PLACE = re.compile(r"0\.[0-9]+(?:~[0-9]+)?")  # what a record without an id is called by


def is_shard(file: str) -> bool:
    """Whether a file goes by the name of one of several of a dataset."""
    return _SHARD.fullmatch(file) is not None


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


def left_behind(held: Collection[str], given: Collection[str], whole: Collection[str]) -> list[str]:
    """The names of texts held of older cuts of a dataset of which all files of a new one are among those that were read `whole`.

    Many datasets call their files `train-…`: a cut of which no record has an id of those `given` is of another dataset, and stays. Where
    records have no ids, the name of the file alone tells.
    """
    parts: dict[tuple[str, int], set[int]] = defaultdict(set)
    for file in whole:
        if cut := _SHARD.fullmatch(file):
            parts[cut["stem"] + cut["ending"], int(cut["total"])].add(int(cut["part"]))
    complete = {dataset: total for (dataset, total), there in parts.items() if there == {*range(total)}}
    now, cuts = _by_cut(given), _by_cut(held)
    return [
        name
        for (dataset, total), older in cuts.items()
        if complete.get(dataset, total) != total and _may_be_one({*older.values()}, {*now[dataset, complete[dataset]].values()})
        for name in older
    ]


def _by_cut(names: Collection[str]) -> dict[tuple[str, int], dict[str, str]]:
    """The names of texts of each cut, with the ids of their records."""
    found: dict[tuple[str, int], dict[str, str]] = defaultdict(dict)
    for name in names:
        dataset, total, own = _record(name)
        found[dataset, total][name] = own
    return found


def _may_be_one(older: AbstractSet[str], newer: AbstractSet[str]) -> bool:
    """Whether cuts with these ids of records, empty for none, may be of one dataset."""
    older, newer = older - {""}, newer - {""}
    return not older or not newer or bool(older & newer)


def _record(name: str) -> tuple[str, int, str]:
    """The dataset of a text, in how many files it is cut, and the id of its record; empty and 0 for a text of no such file."""
    file, _, own = name.partition("#")
    cut = _SHARD.fullmatch(file)
    if not cut:
        return "", 0, ""
    return cut["stem"] + cut["ending"], int(cut["total"]), "" if _PLACE.fullmatch(own) else own
