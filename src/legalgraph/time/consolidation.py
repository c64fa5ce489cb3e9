"""A text as others have changed it until a day: each change is written into the words where it is certain how, and else told.

No such text is official. It holds what is known: amendments that are not in the graph are not in it either.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from legalgraph.model.document import Document
from legalgraph.model.provision import WITHIN_ARTICLE, Provision, label_order, touches
from legalgraph.model.relation import CHANGING, Relation
from legalgraph.model.text import UnitRow
from legalgraph.time.tree import BEGINS, Node, Tree, Words, planted

REPEALED = "(được bãi bỏ)"
_MARKS = '“”"‟„ \t\n'
_WORDED = {"amends", "replaces_part", "replaces_annex"}
_TAKES_OUT = {"repeals_part", "ends_part"}
_WRITTEN = CHANGING | {"corrects"}
_PUT_IN = re.compile(r"\d+[a-zđ]+\d*")
_ANCHOR = re.compile(r"(after|before) [“\"](.+)[”\"]", re.DOTALL)


class Left(StrEnum):
    """Why a change is not written into the words."""

    NO_DAY = "no_day"
    NO_WORDS = "no_words"
    NO_PLACE = "no_place"
    NOT_THERE = "not_there"
    THERE_ALREADY = "there_already"
    OF_SEVERAL = "of_several"
    OTHER_UNIT = "other_unit"
    WORDS_NOT_THERE = "words_not_there"
    LIMITED = "limited"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Written:
    """A change that was written in: the words of its place before it, empty where there was none, and after it."""

    relation: Relation
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Consolidated:
    """The words in stretches, each with the relation that put it there (None for the text's own), and what became of each change."""

    words: tuple[tuple[str, str | None], ...]
    written: tuple[Written, ...]
    left: tuple[tuple[Relation, Left], ...]

    @property
    def text(self) -> str:
        """All words."""
        return "".join(words for words, _ in self.words)


def new_words(relation: Relation) -> str:
    """The words that an act puts in, without the marks of quotation around them and what stands behind these."""
    return _bare(relation.operation.new_text if relation.operation else None)


def replaced_by(old: str, new: str) -> tuple[str, str] | None:
    """What stays of the words of a unit, its number or heading where new ones have none, and what these take the place of.

    None where the new ones begin as another unit does: "1. … a) …" said of a point, "Điều 5. … 2. …" of a clause.

    >>> replaced_by("2. Hộ nuôi tằm.", "Hộ ươm tơ.")
    ('2. ', 'Hộ nuôi tằm.')
    """
    begins, other = BEGINS.match(old), BEGINS.match(new)
    if begins is None or (other and begins.groups() == other.groups()):
        return "", old
    if begins["dieu"] and not (other and other["dieu"]):
        heading, line, rest = old.partition("\n")
        return (heading + line, rest) if rest.strip() else None
    return (old[: begins.end()], old[begins.end() :]) if other is None else None


def text_on(
    text: str, units: Collection[UnitRow], changes: Iterable[Relation], acting: Mapping[str, Document], day: date
) -> Consolidated:  # fmt: skip
    """A whole text with `changes` written in, as `consolidated` does; nothing is written into one that has some of them already."""
    if inserted_unit(units) is None:
        return consolidated(text, units, changes, acting, day)
    known = tuple((relation, Left.MIXED) for relation, _ in _in_order(changes, acting, day, None))
    return Consolidated(((text, None),), (), known)


def consolidated(
    text: str, units: Iterable[UnitRow], changes: Iterable[Relation], acting: Mapping[str, Document], day: date,
    stretch: tuple[int, int] | None = None,
) -> Consolidated:  # fmt: skip
    """Write into a text, or into a stretch of it, what `changes`, with their days filled in, have changed on the day.

    `acting` are the documents that act. In a stretch (an article) only changes of places in it count.
    """
    start, end = stretch or (0, len(text))
    tree = Tree(text, units, start, end)
    within = None if stretch is None else frozenset(path for path, node in tree.by_path.items() if node.kind not in WITHIN_ARTICLE and path)
    written, left = [], []
    for relation, shared in _in_order(changes, acting, day, within):
        paths = _paths(tree, relation)
        before = _said(tree, paths)
        why = _doubt(relation, paths, shared=shared)
        for path in () if why else paths:
            why = _write(tree, relation, path)
        if why:
            left.append((relation, why))
        else:
            written.append(Written(relation, before, _said(tree, paths)))
    return Consolidated(tuple((words.said, words.by) for words in tree.root.words() if words.said), tuple(written), tuple(left))


def inserted_unit(units: Iterable[UnitRow]) -> UnitRow | None:
    """The first unit that was put in after a text was issued: Điều 7a, khoản 2b. Points have letters of their own."""
    return next((u for u in units if u.kind in ("dieu", "khoan") and _PUT_IN.fullmatch(u.label) and u.path.startswith("dieu_")), None)


def _in_order(
    changes: Iterable[Relation], acting: Mapping[str, Document], day: date, within: frozenset[str] | None
) -> Iterator[tuple[Relation, bool]]:
    """The changes as they follow each other, and whether their words are those of several places together."""
    known = [r for r in changes if r.kind in _WRITTEN and r.source in acting and (r.effective_from is None or r.effective_from <= day)]
    places: dict[tuple[str, str], set[str]] = defaultdict(set)
    for relation in known:
        if relation.target_provision and relation.operation and relation.operation.old_text is None:
            places[relation.source, relation.operation.new_text or ""].add(_path(relation))
    telling: dict[str, set[str]] = defaultdict(set)  # by each document, the places of which it says what is done to them
    for relation in known:
        if relation.operation or relation.kind in _TAKES_OUT or relation.places:
            telling[relation.source].add(_path(relation))

    def order(relation: Relation) -> tuple[object, ...]:
        signed = acting[relation.source].signed or date.max
        said = min((e.quote.start for e in relation.evidence if e.quote), default=0)
        return relation.effective_from or date.max, signed, relation.source, said, relation.kind in _TAKES_OUT, relation.id

    for relation in sorted(known, key=order):
        if _announces(relation, telling[relation.source]) or (within is not None and not _inside(relation, within)):
            continue
        words = relation.operation.new_text if relation.operation else None
        yield relation, bool(words) and len(places[relation.source, words or ""]) > 1


def _path(relation: Relation) -> str:
    return relation.target_provision.path if relation.target_provision else ""


def _announces(relation: Relation, telling: AbstractSet[str]) -> bool:
    """True for "Sửa đổi, bổ sung một số điều của …" and "… Điều 5 như sau:" where what is done to each place in it is said elsewhere."""
    if relation.operation or relation.places or relation.kind in _TAKES_OUT:
        return False
    path = _path(relation)
    return any(not path or place == path or place.startswith(f"{path}/") for place in telling)


def _inside(relation: Relation, within: frozenset[str]) -> bool:
    """Whether a change may touch an article, one of `within`: one without a place may touch all."""
    path = _path(relation)
    if not path:
        return not relation.places or any(touches(place, unit) for place in relation.places for unit in within)
    return any(path == unit or path.startswith(f"{unit}/") for unit in within)


def _paths(tree: Tree, relation: Relation) -> list[str]:
    """The units a change is about; of what is taken out, all that are in a range ("từ Điều 5 đến Điều 18")."""
    if relation.target_provision:
        return [relation.target_provision.path]
    if relation.kind not in _TAKES_OUT or not all(".." in place for place in relation.places):
        return []
    found = [path for path in tree.by_path if any(_in_range(place, path) for place in relation.places)]
    return sorted(found, key=lambda path: next(n for n, node in enumerate(tree.root.nodes()) if node.path == path))


def _in_range(place: str, path: str) -> bool:
    return path.count("/") == place.partition("..")[0].count("/") and touches(place, path)


def _said(tree: Tree, paths: Iterable[str]) -> str:
    return "\n".join(said for path in paths if (said := tree.said(path)))


def _doubt(relation: Relation, paths: Collection[str], *, shared: bool) -> Left | None:
    operation = relation.operation
    if relation.effective_from is None:
        return Left.NO_DAY
    if relation.exception or relation.condition or relation.until:
        return Left.LIMITED
    if not paths:
        return Left.NO_PLACE
    if relation.kind not in _TAKES_OUT and (operation is None or not (operation.new_text or operation.old_text)):
        return Left.NO_WORDS
    return Left.OF_SEVERAL if shared else None


def _write(tree: Tree, relation: Relation, path: str) -> Left | None:
    if relation.kind == "adds":
        return _add(tree, relation, Provision.parse(path))
    node = tree.by_path.get(path)
    if node is None or node.gone:
        return Left.NOT_THERE
    if relation.kind in _TAKES_OUT:
        tree.take_out(node, relation.id, REPEALED)
        return None
    if relation.kind in _WORDED and relation.operation and not relation.operation.old_text:
        return _word(tree, node, relation)
    if relation.kind == "renames":
        return _rename(node, relation)
    return _edit(node, relation)


def _word(tree: Tree, node: Node, relation: Relation) -> Left | None:
    new = new_words(relation)
    found = replaced_by(node.said, new)
    if found is None:
        return Left.OTHER_UNIT
    if found[1].split() == new.split():
        return Left.THERE_ALREADY
    tree.word(node, new, relation.id, found[0])
    return None


def _add(tree: Tree, relation: Relation, place: Provision) -> Left | None:
    """Put a new unit behind the last one of its kind that comes before it."""
    kind = place.steps[-1][0]
    new, there = new_words(relation), tree.by_path.get(place.path)
    begins = BEGINS.match(new)
    if there is not None and not there.gone:
        return Left.THERE_ALREADY
    if begins is None or (begins["article"] if kind == "dieu" else begins.groupdict().get(kind)) != place.label:
        return Left.OTHER_UNIT
    if there is not None:
        there.gone = None
        tree.word(there, new, relation.id)
        return None
    stem = place.path.rpartition("/")[0]
    beside = [node for path, node in tree.by_path.items() if node.kind == kind and path.rpartition("/")[0] == stem]
    before = [node for node in beside if label_order(node.label) < label_order(place.label)]
    if not before:
        return Left.NOT_THERE
    last = max(before, key=lambda node: label_order(node.label))
    holder = tree.holder(last)
    node = Node(place.path, kind, place.label)
    node.parts = planted(node, f"{new}\n", relation.id)
    tree.put_in(holder, node, next(number for number, part in enumerate(holder.parts) if part is last) + 1)
    return None


def _rename(node: Node, relation: Relation) -> Left | None:
    first = node.parts[0] if node.parts else None
    if not isinstance(first, Words) or "\n" not in first.said:
        return Left.NOT_THERE
    heading, line, rest = first.said.partition("\n")
    new, begins = new_words(relation), BEGINS.match(heading)
    if begins is None or "\n" in new:
        return Left.OTHER_UNIT
    kept = "" if BEGINS.match(new) else heading[: begins.end()]
    node.parts[:1] = [*([Words(kept, first.by)] if kept else []), Words(new, relation.id), Words(line + rest, first.by)]
    return None


def _edit(node: Node, relation: Relation) -> Left | None:
    """Put words in place of others, take them out, or put them in beside others, wherever these stand in a unit."""
    operation = relation.operation
    if operation is None:
        return Left.NO_WORDS
    old, new = _bare(operation.old_text), _bare(operation.new_text)
    if not old:
        beside = _ANCHOR.fullmatch(operation.anchor or "")
        if beside is None:
            return Left.NO_PLACE
        old = _bare(beside[2])
        pattern = _standing(old)
        if sum(len(pattern.findall(words.said)) for words in node.words()) != 1:
            return Left.WORDS_NOT_THERE
        before = beside[1] == "before"
    else:
        pattern, before = _standing(old), None
    return None if _edited(node, pattern, new, relation.id, before=before) else Left.WORDS_NOT_THERE


def _edited(node: Node, pattern: re.Pattern[str], new: str, by: str, *, before: bool | None) -> int:
    """How often something was found and edited; `before` tells on which side of it words are put in, None that they take its place."""
    times = 0
    parts: list[Words | Node] = []
    for part in node.parts:
        if isinstance(part, Node):
            times += _edited(part, pattern, new, by, before=before)
            parts.append(part)
            continue
        at = 0
        for found in pattern.finditer(part.said):
            times += 1
            stop = found.start() if before is None or before else found.end()
            parts.append(Words(part.said[at:stop], part.by))
            if new:
                parts.append(Words(new if before is None else f"{new} " if before else f" {new}", by))
            at = stop if before is not None else found.end()
            if not new:  # nothing takes its place: one space goes with it
                at += part.said[at : at + 1] == " "
        parts.append(Words(part.said[at:], part.by))
    node.parts = [part for part in parts if isinstance(part, Node) or part.said]
    return times


def _standing(words: str) -> re.Pattern[str]:
    """Finds words, whatever spaces and ends of lines are between them."""
    said = r"\s+".join(map(re.escape, words.split()))
    return re.compile(rf"(?<!\w){said}(?!\w)" if words else r"(?!)")


def _bare(words: str | None) -> str:
    said = (words or "").strip()
    closed = said.rstrip(".;, \n")
    return (closed if closed.endswith(("”", '"')) else said).strip(_MARKS)

