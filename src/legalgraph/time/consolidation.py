"""A text as others have changed it until a day: each change is written into the words where it is certain how, and else told.

No such text is official. It holds what is known: amendments that are not in the graph are not in it either.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from legalgraph.model.document import Document
from legalgraph.model.provision import GROUPS, WITHIN_ARTICLE, touches
from legalgraph.model.relation import CHANGING, ENDING, SUSPENDING, Relation
from legalgraph.model.text import UnitRow
from legalgraph.time.tree import Tree
from legalgraph.time.writing import TAKES_OUT, Left, doubt, inserted_unit, path_of, write

WRITTEN_INTO = CHANGING | {"corrects"}
"""Kinds of acts that a text must have to be up to date."""

_GROUPS = tuple(f"{kind}_" for kind in GROUPS)


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


@dataclass(frozen=True, slots=True)
class Acting:
    """The documents that act, and by their paths the acts that others did to them: these may keep a change from taking effect."""

    documents: Mapping[str, Document]
    acts_on: Mapping[str, Collection[Relation]]


def text_on(text: str, units: Collection[UnitRow], changes: Iterable[Relation], acting: Acting, day: date) -> Consolidated:
    """A whole text with `changes` written in, as `consolidated` does; nothing is written into one that has some of them already."""
    if inserted_unit(units) is None:
        return consolidated(text, units, changes, acting, day)
    known = tuple((relation, Left.MIXED) for relation, _ in _in_order(changes, acting, day, None))
    return Consolidated(((text, None),), (), known)


def consolidated(
    text: str, units: Iterable[UnitRow], changes: Iterable[Relation], acting: Acting, day: date, stretch: tuple[int, int] | None = None
) -> Consolidated:
    """Write into a text, or into a stretch of it, what `changes` have changed on the day.

    `changes` are all acts upon the document, with their days filled in: what one of them means hangs on the others of its document.
    In a stretch (an article) those of places in it are written.
    """
    rows = list(units)
    start, end = stretch or (0, len(text))
    tree = Tree(text, rows, start, end)
    doubled = {path.rpartition("kem-theo_")[2].partition("/")[2] for path in (row.path for row in rows) if path.startswith("kem-theo_")}
    around = {row.path for row in rows if row.start <= start and end <= row.end}  # chapters of an article
    inside = {path for path, node in tree.by_path.items() if node.kind not in WITHIN_ARTICLE and path}
    within = None if stretch is None else frozenset(inside | around)
    written, left = [], []
    sources: dict[str, str] = {}  # of the words put in, the documents that did
    for relation, shared in _in_order(changes, acting, day, within):
        sources[relation.id] = relation.source
        paths = _paths(tree, relation)
        why = _fate(relation, acting, day) or doubt(relation, paths, doubled, shared=shared)
        before = _said(tree, paths)
        why = why or write(tree, relation, paths, {by for by, source in sources.items() if source == relation.source})
        if why:
            left.append((relation, why))
        else:
            written.append(Written(relation, before, _said(tree, paths)))
    return Consolidated(tuple((s.said, s.by) for s in tree.root.stretches() if s.said), tuple(written), tuple(left))


def _in_order(
    changes: Iterable[Relation], acting: Acting, day: date, within: frozenset[str] | None
) -> Iterator[tuple[Relation, bool]]:
    """The changes as they follow each other, and whether their words are those of several places together."""
    kinds = WRITTEN_INTO | SUSPENDING
    every = [r for r in changes if r.kind in kinds and r.source in acting.documents and r.source != r.target]
    places: dict[tuple[str, str], set[str]] = defaultdict(set)
    telling: dict[str, set[str]] = defaultdict(set)  # by each document, the places of which it says what is done to them
    for relation in every:
        whole = relation.operation and relation.operation.new_text and not relation.operation.old_text
        if whole and relation.target_provision and relation.kind != "inserts_phrase":
            places[_words(relation)].add(path_of(relation))
        if relation.operation or relation.kind in TAKES_OUT or relation.places:
            telling[relation.source].add(path_of(relation))

    def order(relation: Relation) -> tuple[object, ...]:
        signed = acting.documents[relation.source].signed or date.max
        said = min((e.quote.start for e in relation.evidence if e.quote), default=0)
        return relation.effective_from or date.max, signed, relation.source, said, relation.kind in TAKES_OUT, relation.id

    for relation in sorted((r for r in every if r.effective_from is None or r.effective_from <= day), key=order):
        if _announces(relation, telling[relation.source]) or (within is not None and not _inside(relation, within)):
            continue
        yield relation, len(places.get(_words(relation), ())) > 1


def _words(relation: Relation) -> tuple[str, str]:
    return relation.source, (relation.operation.new_text if relation.operation else None) or ""


def _announces(relation: Relation, telling: AbstractSet[str]) -> bool:
    """True for "Sửa đổi, bổ sung một số điều của …" and "… Điều 5 như sau:" where what is done to each place in it is said elsewhere."""
    if relation.operation or relation.places or relation.kind not in CHANGING or relation.kind in TAKES_OUT:
        return False
    path = path_of(relation)
    return any(not path or place == path or place.startswith(f"{path}/") for place in telling)


def _inside(relation: Relation, within: frozenset[str]) -> bool:
    """Whether a change may touch an article, one of `within`: one without a place may touch all."""
    path = path_of(relation)
    if not path:
        return not relation.places or any(touches(place, unit) for place in relation.places for unit in within)
    return any(path == unit or (path.startswith(f"{unit}/") and not unit.startswith(_GROUPS)) for unit in within)


def _paths(tree: Tree, relation: Relation) -> list[str]:
    """The units a change is about; of what is taken out, all that are in a range ("từ Điều 5 đến Điều 18") and still there."""
    if relation.target_provision:
        return [relation.target_provision.path]
    if relation.kind not in TAKES_OUT or not relation.places or not all(".." in place for place in relation.places):
        return []
    depths = {place: place.partition("..")[0].count("/") for place in relation.places}
    there = [node for node in tree.root.nodes() if node.path]
    found = [n for n in there if any(n.path.count("/") == depth and touches(place, n.path) for place, depth in depths.items())]
    return [node.path for node in found if not node.gone] or [node.path for node in found]


def _said(tree: Tree, paths: Iterable[str]) -> str:
    return "\n".join(said for path in paths if (said := tree.said(path)))


def _fate(relation: Relation, acting: Acting, day: date) -> Left | None:
    """Whether something befell the acting document, or the place in it that acts, so that its change may not have taken effect."""
    document = acting.documents[relation.source]
    if document.in_force_until and document.in_force_until <= day:
        return Left.SHAKEN
    own = relation.source_provision.path if relation.source_provision else ""
    for act in acting.acts_on.get(relation.source, ()):
        if act.kind not in ENDING | CHANGING | SUSPENDING or act.source == relation.source:
            continue
        if act.operation and "có hiệu lực" in (act.operation.new_text or ""):
            return Left.SHAKEN  # the day of taking effect was moved
        place = path_of(act)
        elsewhere = place and own and not f"{own}/".startswith(f"{place}/") and not f"{place}/".startswith(f"{own}/")
        if elsewhere or (not place and act.places and not any(touches(one, own) for one in act.places)):
            continue
        # What ends an amending document later leaves what it has changed as it is; what halts it does not.
        before = act.effective_from is None or relation.effective_from is None or act.effective_from <= relation.effective_from
        if before or (act.kind in SUSPENDING and act.effective_from and act.effective_from <= day):
            return Left.SHAKEN
    return None
