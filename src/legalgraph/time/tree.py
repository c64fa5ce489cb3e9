"""The words of a text as a tree of its units that can be changed: put in, taken out, worded anew.

Who changed what stays with the words. A tree belongs to who made it, and is not shared.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from legalgraph.model.provision import label_order
from legalgraph.model.text import UnitRow

# What a unit begins with: "Điều 5.", "2.", "a)".
BEGINS = re.compile(r"\W*(?:(?P<dieu>Điều)\s+(?P<article>\d+[a-zđ]*)\W*|(?P<khoan>\d{1,3}[a-zđ]{0,2})[.)]\s+|(?P<diem>[a-zđ]\d?)\)\s*)")
_INNER = {
    "dieu": ("khoan", re.compile(r"(?m)^[ \t]*(?P<label>\d{1,3}[a-zđ]{0,2})\.(?=[ \t])")),
    "khoan": ("diem", re.compile(r"(?m)^[ \t]*(?P<label>[a-zđ]\d?)\)(?=[ \t])")),
}


@dataclass(slots=True)
class Words:
    """Words of a unit that stand in none of its parts; `by` is the relation that put them there, None for the text's own."""

    said: str
    by: str | None = None


@dataclass(slots=True)
class Node:
    """A unit, or the whole text (whose path is empty): words and units in their order. `gone` is the relation that took it out."""

    path: str
    kind: str
    label: str
    parts: "list[Words | Node]" = field(default_factory=list)
    gone: str | None = None

    def words(self) -> Iterator[Words]:
        """All words in it, in their order."""
        for part in self.parts:
            if isinstance(part, Words):
                yield part
            else:
                yield from part.words()

    @property
    def said(self) -> str:
        """The words in one."""
        return "".join(words.said for words in self.words())

    def nodes(self) -> "Iterator[Node]":
        """It and all units in it, from the outside in."""
        yield self
        for part in self.parts:
            if isinstance(part, Node):
                yield from part.nodes()


class Tree:
    """The units of a text, or of the part of it between two offsets, by their paths."""

    def __init__(self, text: str, units: Iterable[UnitRow], start: int = 0, end: int | None = None) -> None:
        self.root = Node("", "document", "")
        self._fill(text, sorted(units, key=lambda u: (u.start, -u.end)), start, len(text) if end is None else end)
        self.by_path = {node.path: node for node in self.root.nodes()}

    def _fill(self, text: str, units: Sequence[UnitRow], start: int, end: int) -> None:
        open_units: list[tuple[Node, int]] = [(self.root, end)]
        at = start

        def close(until: int) -> None:
            nonlocal at
            while len(open_units) > 1 and open_units[-1][1] <= until:
                node, stop = open_units.pop()
                at = _add(node, text, at, stop)

        for unit in units:
            if unit.start < start or unit.end > end or unit.start >= unit.end:
                continue
            close(unit.start)
            if unit.end > open_units[-1][1]:  # crosses the unit it begins in
                continue
            at = _add(open_units[-1][0], text, at, unit.start)
            node = Node(unit.path, unit.kind, unit.label)
            open_units[-1][0].parts.append(node)
            open_units.append((node, unit.end))
        close(end)
        _add(self.root, text, at, end)

    def said(self, path: str) -> str:
        """The words of a unit; none where there is no such unit."""
        node = self.by_path.get(path) if path else None
        return node.said.strip() if node else ""

    def holder(self, node: Node) -> Node:
        """What a unit stands in."""
        return next(holder for holder in self.by_path.values() if any(part is node for part in holder.parts))

    def word(self, node: Node, words: str, by: str, kept: str = "") -> None:
        """Give a unit other words, behind those of its own that are kept; units in the new words are found by their numbers."""
        said = node.said
        self._forget(node)
        node.parts = [*([Words(kept)] if kept else []), *planted(node, words + said[len(said.rstrip()) :], by)]
        self.by_path.update((inner.path, inner) for inner in node.nodes())

    def take_out(self, node: Node, by: str, instead: str) -> None:
        """Leave a unit its number, and say what has become of it."""
        said = node.said
        begins = BEGINS.match(said)
        self._forget(node)
        number = said[: begins.end()].rstrip() + " " if begins else ""
        node.parts = [Words(number), Words(instead, by), Words(said[len(said.rstrip()) :] or "\n")]
        node.gone = by

    def put_in(self, holder: Node, node: Node, place: int) -> None:
        """Make a new unit a part of another one."""
        before = holder.parts[place - 1] if place else None
        said = before.said if before else ""
        if said and not said.endswith("\n"):
            holder.parts.insert(place, Words("\n", next(iter(node.words())).by))
            place += 1
        holder.parts.insert(place, node)
        self.by_path.update((inner.path, inner) for inner in node.nodes())

    def _forget(self, node: Node) -> None:
        for inner in node.nodes():
            if inner is not node:
                self.by_path.pop(inner.path, None)


def _add(node: Node, text: str, start: int, end: int) -> int:
    if start < end:
        node.parts.append(Words(text[start:end]))
    return max(start, end)


def planted(node: Node, words: str, by: str) -> list[Words | Node]:
    """The new words of a unit with the units in them: clauses of an article, points of a clause, each number once and in order."""
    kind, begins = _INNER.get(node.kind, ("", None))
    found = list(begins.finditer(words)) if begins else []
    labels = [match["label"] for match in found]
    if not found or len(labels) != len(set(labels)) or labels != sorted(labels, key=label_order):
        return [Words(words, by)]
    parts: list[Words | Node] = [Words(words[: found[0].start()], by)] if found[0].start() else []
    ends = [*(match.start() for match in found[1:]), len(words)]
    for match, end in zip(found, ends, strict=True):
        inner = Node(f"{node.path}/{kind}_{match['label'].replace('đ', 'dd')}", kind, match["label"])
        inner.parts = planted(inner, words[match.start() : end], by)
        parts.append(inner)
    return parts
