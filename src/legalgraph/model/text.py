"""The text of a document as it is stored: its units under their paths, its footnotes, the file it came from.

All offsets are code points of the stored text.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from legalgraph.errors import InvalidIdentifier
from legalgraph.model.provision import GROUPS, UNITS, Provision
from legalgraph.model.reading import Unit


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One part of a text. `path` is its place under the document (`dieu_5/khoan_2`), `parent` that of the part it is in.

    `kind` is a unit of `provision.UNITS`, `label` the number ("5a", "đ", "II"); `parent` is None for what stands
    directly in the document. `order` counts from 1 among the parts of one parent. A parent comes before its children.
    """

    path: str
    kind: str
    label: str
    heading: str | None
    start: int
    end: int
    parent: str | None
    order: int


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A footnote: its mark, the span of its words, and where the text calls it."""

    label: str
    start: int
    end: int
    called: int | None


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The file a text was read from; `digest` is the SHA-256 of its bytes in hexadecimal."""

    name: str
    media_type: str
    digest: str


_NO_PROVISIONS = frozenset({"header", "title", "recitals", "signature", "recipients", "notes", "note", "quoted"})


def unit_rows(tree: Unit) -> Iterator[UnitRow]:
    """Give the provisions of a text, each with a path of its own: one that is there already gets `x2`, `x3`.

    >>> dieu = Unit("dieu", "5a", 0, 9, 0, children=(Unit("diem", "đ", 2, 9, 0),))
    >>> [row.path for row in unit_rows(Unit("document", "", 0, 9, 0, children=(dieu,)))]
    ['dieu_5a', 'dieu_5a/diem_dd']
    """
    taken: set[str] = set()
    orders: dict[str | None, int] = {}
    # Unit, parent's path, path the chapters below join to, path the articles below join to.
    stack: list[tuple[Unit, str | None, str, str]] = [(tree, None, "", "")]
    while stack:
        unit, parent, group, home = stack.pop()
        if unit.kind in _NO_PROVISIONS:
            continue
        if unit.kind in UNITS:
            order = orders[parent] = orders.get(parent, 0) + 1
            under = group if unit.kind in GROUPS else home
            path = _path(unit, under, order, taken)
            if path is None:
                continue
            yield UnitRow(path, unit.kind, _label(path.rpartition("/")[2]), unit.heading, unit.start, unit.end, parent, order)
            parent = group = path
            if unit.kind not in GROUPS:
                home = path
        stack += [(child, parent, group, home) for child in reversed(unit.children)]


def _path(unit: Unit, under: str, order: int, taken: set[str]) -> str | None:
    label = unit.label.strip().strip("().") or str(order)
    step = _step(unit.kind, label)
    if step is None:
        return None
    path = wanted = f"{under}/{step}" if under else step
    copy = 1
    while path in taken:
        copy += 1
        path = f"{wanted}x{copy}"
    taken.add(path)
    return path


@lru_cache(1 << 12)
def _step(kind: str, label: str) -> str | None:
    try:
        return Provision.parse(f"{kind}_{label}").path
    except InvalidIdentifier:
        return None


@lru_cache(1 << 12)
def _label(step: str) -> str:
    return Provision.parse(step).label
