"""The words of a text as a tree of its units that can be changed: put in, taken out, worded anew.

Who changed what stays with the words. A tree belongs to who made it, and is not shared.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from legalgraph.model.provision import label_order
from legalgraph.model.text import UnitRow

# What a unit begins with: "Điều 5.", "2.", "a)".
BEGINS = re.compile(
    r"\W*(?:(?P<dieu>Điều)\s+(?P<article>\d+[a-zđ]*)\W*|(?P<khoan>\d{1,3}[a-zđ]{0,2})[.)](?:\s+|(?=[^\W\d]))|(?P<diem>[a-zđ]\d?)\)\s*)"
)
_BEGINS_LINE = {
    "dieu": re.compile(r"(?m)^[ \t]*Điều[ \t]+(?P<label>\d{1,4}[a-zđ]{0,2})[.:]"),
    "khoan": re.compile(r"(?m)^[ \t]*(?P<label>\d{1,3}[a-zđ]{0,2})\.(?=[ \t])"),
    "diem": re.compile(r"(?m)^[ \t]*(?P<label>[a-zđ]\d?)\)(?=[ \t])"),
}
_INNER = {"dieu": "khoan", "khoan": "diem"}
_ENDS = (".", ";", ":", ",")


@dataclass(slots=True)
class Stretch:
    """Words of a unit that stand in none of its parts; `by` is the relation that put them there, None for the text's own."""

    said: str
    by: str | None = None


@dataclass(slots=True)
class Node:
    """A unit, or the whole text (whose path is empty): words and units in their order. `gone` once it was taken out.

    `closes` marks the last unit of its kind with lines behind its own first one: they may be those of what holds it.
    """

    path: str
    kind: str
    label: str
    parts: "list[Stretch | Node]" = field(default_factory=list)
    holder: "Node | None" = None
    gone: bool = False
    closes: bool = False

    def stretches(self) -> Iterator[Stretch]:
        """All words in it, in their order."""
        for part in self.parts:
            if isinstance(part, Stretch):
                yield part
            else:
                yield from part.stretches()

    @property
    def said(self) -> str:
        """The words in one."""
        return "".join(stretch.said for stretch in self.stretches())

    def nodes(self) -> "Iterator[Node]":
        """It and all units in it, from the outside in."""
        yield self
        for part in self.inner:
            yield from part.nodes()

    @property
    def inner(self) -> "list[Node]":
        """The units right in it."""
        return [part for part in self.parts if isinstance(part, Node)]


class Tree:
    """The units of a text, or of the part of it between two offsets, by their paths."""

    def __init__(self, text: str, units: Iterable[UnitRow], start: int = 0, end: int | None = None) -> None:
        self.root = Node("", "document", "")
        self._fill(text, sorted(units, key=lambda u: (u.start, -u.end)), start, len(text) if end is None else end)
        self.by_path = {node.path: node for node in self.root.nodes()}
        for node in self.root.nodes():
            last = node.holder is not None and node.holder.inner[-1] is node
            node.closes = last and node.kind in ("khoan", "diem", "tiet") and not node.inner and "\n" in node.said.strip()

    def _fill(self, text: str, units: Sequence[UnitRow], start: int, end: int) -> None:
        open_units: list[tuple[Node, int]] = [(self.root, end)]
        at = start

        def close(until: int) -> None:
            nonlocal at
            while len(open_units) > 1 and open_units[-1][1] <= until:
                node, stop = open_units.pop()
                at = _take(node, text, at, stop)

        for unit in units:
            if unit.start < start or unit.end > end or unit.start >= unit.end:
                continue
            close(unit.start)
            holder = open_units[-1][0]
            if unit.end > open_units[-1][1]:  # crosses the unit it begins in
                continue
            at = _take(holder, text, at, unit.start)
            node = Node(unit.path, unit.kind, unit.label, holder=holder)
            holder.parts.append(node)
            open_units.append((node, unit.end))
        close(end)
        _take(self.root, text, at, end)

    def said(self, path: str) -> str:
        """The words of a unit; none where there is no such unit."""
        node = self.by_path.get(path) if path else None
        return node.said.strip() if node else ""

    def word(self, node: Node, words: str, by: str, kept: str = "") -> None:
        """Give a unit other words, behind those of its own that are kept; units in the new words are found by their numbers."""
        self._forget(node)
        node.closes = False
        kept_part: list[Stretch | Node] = [Stretch(kept)] if kept else []
        node.parts = kept_part + planted(node, words + _break_behind(node), by)
        self._know(node)

    def take_out(self, node: Node, by: str, instead: str) -> None:
        """Leave a unit its number, or its first line where it has none, and say what has become of it."""
        said, behind = node.said, _break_behind(node) or "\n"
        begins = BEGINS.match(said) if node.kind in _BEGINS_LINE else None
        number = said[: begins.end()].rstrip() if begins else said.strip().partition("\n")[0]
        self._forget(node)
        node.parts = [Stretch(f"{number} "), Stretch(instead, by), Stretch(behind)]
        node.gone = True

    def append(self, node: Node, words: str, by: str) -> None:
        """Put a paragraph at the end of a unit."""
        said = node.said
        node.parts.append(Stretch(words + "\n" if said.endswith("\n") else "\n" + words, by))

    def put_behind(self, before: Node, node: Node) -> None:
        """Make a new unit the one that follows another."""
        holder = before.holder or self.root
        place = next(number for number, part in enumerate(holder.parts) if part is before) + 1
        if not before.said.endswith("\n"):
            holder.parts.insert(place, Stretch("\n", next(node.stretches()).by))
            place += 1
        node.holder = holder
        holder.parts.insert(place, node)
        self._know(node)

    def _know(self, node: Node) -> None:
        self.by_path.update((inner.path, inner) for inner in node.nodes())

    def _forget(self, node: Node) -> None:
        for inner in node.nodes():
            if inner is not node:
                self.by_path.pop(inner.path, None)


def _take(node: Node, text: str, start: int, end: int) -> int:
    if start < end:
        node.parts.append(Stretch(text[start:end]))
    return max(start, end)


def _break_behind(node: Node) -> str:
    said = node.said
    return said[len(said.rstrip()) :]


def planted(node: Node, words: str, by: str) -> list[Stretch | Node]:
    """The new words of a unit with the units in them: clauses of an article, points of a clause, each number once and in order."""
    kind = _INNER.get(node.kind, "")
    found = list(_BEGINS_LINE[kind].finditer(words)) if kind else []
    labels = [match["label"] for match in found]
    if not found or len(labels) != len(set(labels)) or labels != sorted(labels, key=label_order):
        return [Stretch(words, by)]
    parts: list[Stretch | Node] = [Stretch(words[: found[0].start()], by)] if found[0].start() else []
    ends = [*(match.start() for match in found[1:]), len(words)]
    for match, end in zip(found, ends, strict=True):
        inner = Node(f"{node.path}/{kind}_{match['label'].replace('đ', 'dd')}", kind, match["label"], holder=node)
        inner.parts = planted(inner, words[match.start() : end], by)
        parts.append(inner)
    return parts


def units_begun(kind: str, words: str) -> list[str]:
    """The numbers of the units of a kind that begin a line of some words."""
    begins = _BEGINS_LINE.get(kind)
    return [found["label"] for found in begins.finditer(words)] if begins else []


def heading_of(article: str) -> str:
    """The first line of an article where it is a heading and no sentence, with its end; empty where it is none."""
    first, line, rest = article.partition("\n")
    return first + line if rest.strip() and not first.rstrip().endswith(_ENDS) else ""
