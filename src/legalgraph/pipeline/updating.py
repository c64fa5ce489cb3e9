"""Texts ▶ statements: those of all texts, or those that go and come when some texts change, while all others stay as they are.

What a text states is a function of its reading and of the answers to its questions. So those texts are stated again that changed, and
those that asked what has another answer now; each is stated as it was before, too, and the difference is what changes. What several
texts state stays as long as one of them does.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Quad, Store

from legalgraph.model.document import Document
from legalgraph.pipeline.collection import text_of
from legalgraph.pipeline.ledger import Ledger
from legalgraph.pipeline.progress import Meter, Progress, metered
from legalgraph.pipeline.publication import BY_STRENGTH
from legalgraph.pipeline.report import Report
from legalgraph.pipeline.stating import Share, Told, World, cited_quads, ends_of, questions
from legalgraph.pipeline.succession import without_circles
from legalgraph.rdf.vocab import graph

_ALWAYS, _MOST = 20, 0.3  # texts, and of all texts: when more are to be stated again, all are


class Unfit(Exception):
    """The change cannot be told from what is there: all must be stated anew."""


@dataclass(slots=True)
class Change:
    """Statements that go and that come."""

    removed: set[Quad] = field(default_factory=set)
    added: set[Quad] = field(default_factory=set)

    def swap(self, before: Iterable[Quad], after: Iterable[Quad]) -> None:
        """Take note that some statements were made before and others are now."""
        old, new = set(before), set(after)
        self.removed |= old - new
        self.added |= new - old


def all_statements(world: World, ledger: Ledger, report: Report, progress: Progress) -> Iterator[Quad]:
    """State all texts, one in memory at a time, then what several say together; the ledger, which is empty, is written."""
    for text in metered(world.texts.values(), Meter(progress, "joining documents", len(world.texts))):
        told = world.tell(text)
        if told is None:
            report.failed.append((text.name, "what was read from it is damaged; ingest the file again"))
            continue
        yield from told.own
        yield from told.related
        ledger.add(text, told.share)
    quads, places, counted = world.succeeding(without_circles(ledger.succession(), world.curated.relations))
    yield from quads
    yield from cited_quads(*ledger.cited())
    yield from world.named({*ledger.places(), *places})
    ledger.count(report)
    report.add(counted)


def former(ledger: Ledger, world: World, folder: Path, national: Mapping[int, Document]) -> World:
    """The world as the ledger knows it; `folder` has its readings, `national` is as for `Collection.texts`. Raises Unfit."""
    texts = []
    for path, (name, kept) in sorted(ledger.texts().items()):
        text = world.texts.get(path)
        if text is None or (text.name, text.kept.name) != (name, kept):
            text = text_of(name, folder / kept, national)
        if text is None or text.path != path:
            raise Unfit(f"{folder / kept} is damaged")
        texts.append(text)
    return world.other(texts)


def changes(before: World, after: World, ledger: Ledger, report: Report, progress: Progress) -> Change:
    """What changes from one world to the other; the ledger is brought up to date. Raises Unfit when all should be stated anew."""
    progress("finding what a change bears on")
    moved = {path for path in before.texts.keys() | after.texts.keys() if before.texts.get(path) != after.texts.get(path)}
    asked = [question for path in sorted(moved) for question in questions(path, before, after)]
    touched = moved | ledger.asking(asked)
    if len(touched) > max(_ALWAYS, _MOST * len(after.texts)):
        raise Unfit(f"{len(touched)} texts are to be stated again")
    return _Restating(before, after, ledger, progress).run(touched, moved, report)


class _Restating:
    """States texts as they were and as they are."""

    def __init__(self, before: World, after: World, ledger: Ledger, progress: Progress) -> None:
        self._before, self._after, self._ledger, self._progress = before, after, ledger, progress
        self._change = Change()
        self._now: dict[str, Share] = {}
        # What several may state: what was stated before, and what is stated now by those touched and by those that share with them.
        self._was, self._is = set[Quad](), set[Quad]()

    def run(self, touched: set[str], moved: set[str], report: Report) -> Change:
        shares = self._restate(touched)
        replaced = without_circles(self._ledger.succession(), self._before.curated.relations)
        old_quads, old_places, _ = self._before.succeeding(replaced)
        cited = {row[0] for share in shares for row in share.noted} | {path for share in shares for path in share.bare}
        placed = {path for share in shares for path, _ in share.places} | moved
        cited_before, places_before = self._ledger.cited(cited), {*self._ledger.places(placed), *old_places}
        self._enter(touched)
        replacing = without_circles(self._ledger.succession(), self._after.curated.relations)
        new_quads, new_places, counted = self._after.succeeding(replacing)
        self._was.update(old_quads, cited_quads(*cited_before), self._before.named(places_before))
        self._is.update(new_quads, cited_quads(*self._ledger.cited(cited)), self._after.named({*self._ledger.places(placed), *new_places}))
        ends = {end for share in shares for end in share.ends} | {ends_of(r) for r in {*replaced} ^ {*replacing}}
        for path in sorted(self._ledger.relating(ends) - touched):
            self._is.update(self._told(self._after, path).related)
        self._change.swap(self._was, self._is)
        self._change.removed -= self._is | self._change.added
        self._ledger.count(report)
        report.add(counted)
        return self._change

    def _restate(self, touched: set[str]) -> list[Share]:
        """State what was touched, as it was and as it is now."""
        shares = []
        for path in metered(sorted(touched), Meter(self._progress, "stating what changed", len(touched))):
            was, now = (self._told(world, path) if path in world.texts else None for world in (self._before, self._after))
            self._change.swap(was.own if was else (), now.own if now else ())
            self._was.update(was.related if was else ())
            self._is.update(now.related if now else ())
            shares += [told.share for told in (was, now) if told]
            if now:
                self._now[path] = now.share
        return shares

    @staticmethod
    def _told(world: World, path: str) -> Told:
        told = world.tell(world.texts[path])
        if told is None:
            raise Unfit(f"what was read from {world.texts[path].name} is damaged")
        return told

    def _enter(self, touched: set[str]) -> None:
        self._ledger.remove(touched)
        for path, share in self._now.items():
            self._ledger.add(self._after.texts[path], share)


def carry_out(store: Store, change: Change) -> Change:
    """Make a change in a store; what was done is returned. A triple that a stronger graph states is not stated again."""
    stronger = [graph(name) for name in BY_STRENGTH[: BY_STRENGTH.index("portal")]]
    removed = {quad for quad in change.removed if quad in store}
    added = {
        quad for quad in change.added
        if quad not in store and not any(Quad(quad.subject, quad.predicate, quad.object, place) in store for place in stronger)
    }  # fmt: skip
    for quad in removed:
        store.remove(quad)
    store.extend(added)
    return Change(removed, added)
