"""Texts ▶ statements: those of all texts, or those that go and come when some texts change, while all others stay as they are.

What a text states is a function of its reading and of the answers to its questions. So those texts are stated again that changed, and
those that asked what has another answer now; each is stated as it was before, too, and the difference is what changes. What several
texts state stays as long as one of them does.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import Quad

from legalgraph.pipeline.change import Change, Known
from legalgraph.pipeline.collection import national_number, text_of
from legalgraph.pipeline.ledger import Ledger
from legalgraph.pipeline.portal import Facts
from legalgraph.pipeline.progress import Meter, Progress, metered
from legalgraph.pipeline.report import Report
from legalgraph.pipeline.stating import Share, Told, World, cited_quads, ends_of, questions
from legalgraph.pipeline.succession import FOLLOWING, without_circles

_ALWAYS, _MOST = 20, 0.3  # how many, or what part of all, may be stated again; when it is more, everything is stated anew


class Unfit(Exception):
    """The change cannot be told from what is there: all must be stated anew."""


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
    quads, places, counted = world.succeeding(without_circles(ledger.succession(), world.facts.of_kinds(FOLLOWING)))
    yield from quads
    yield from cited_quads(*ledger.cited())
    yield from world.named({*ledger.places(), *places})
    ledger.count(report)
    report.add(counted)


def former(ledger: Ledger, now: World, facts: Facts, folder: Path) -> World:
    """The world as the ledger knows it, with what tables and the dataset knew then; `folder` has its readings. Raises Unfit."""
    texts = []
    for path, (name, kept) in sorted(ledger.texts().items()):
        text = now.texts.get(path)
        number = national_number(name)
        claimed_alike = facts.national is now.facts.national or facts.by_number.get(number) == now.facts.by_number.get(number)
        if text is None or (text.name, text.kept.name) != (name, kept) or not claimed_alike:
            text = text_of(name, folder / kept, facts.by_number)
        if text is None or text.path != path:
            raise Unfit(f"{folder / kept} is damaged")
        texts.append(text)
    return World(texts, facts)


def changes(before: World, after: World, ledger: Ledger, report: Report, progress: Progress) -> Change:
    """What changes from one world to the other; the ledger is brought up to date. Raises Unfit when all should be stated anew."""
    progress("finding what a change bears on")
    most = max(_ALWAYS, _MOST * after.facts.size)
    # Comparing takes long where nearly everything is another.
    if abs(after.facts.size - before.facts.size) > most:
        raise Unfit("too much of it changed")
    known = Known.between(before.facts, after.facts)
    moved = {path for path in before.texts.keys() | after.texts.keys() if before.texts.get(path) != after.texts.get(path)}
    asked = [question for path in sorted(moved | known.documents) for question in questions(path, before, after)]
    there = before.texts.keys() | after.texts.keys()
    touched = moved | ledger.asking(asked) | ledger.relating(map(ends_of, known.relations)) | (there & known.paths)
    if len(touched) > max(_ALWAYS, _MOST * len(after.texts)) or known.size > most:
        raise Unfit("too much of it changed")
    return _Restating(before, after, known, ledger, progress).run(touched, moved | known.paths, report)


class _Restating:
    """States texts as they were and as they are."""

    def __init__(self, before: World, after: World, known: Known, ledger: Ledger, progress: Progress) -> None:
        self._before, self._after, self._known, self._ledger, self._progress = before, after, known, ledger, progress
        self._change = Change()
        self._now: dict[str, Share] = {}
        # What several may state: what was stated before, and what is stated now by those touched and by those that share with them.
        self._was, self._is = set[Quad](), set[Quad]()

    def run(self, touched: set[str], moved: set[str], report: Report) -> Change:
        """State again what was touched; `moved` are the documents whose units may be others."""
        shares = self._restate(touched)
        replaced = without_circles(self._ledger.succession(), self._before.facts.of_kinds(FOLLOWING))
        old_quads, old_places, _ = self._before.succeeding(replaced)
        cited = {row[0] for share in shares for row in share.noted} | {path for share in shares for path in share.bare}
        placed = {path for share in shares for path, _ in share.places} | moved
        cited_before, places_before = self._ledger.cited(cited), {*self._ledger.places(placed), *old_places}
        self._enter(touched)
        replacing = without_circles(self._ledger.succession(), self._after.facts.of_kinds(FOLLOWING))
        new_quads, new_places, counted = self._after.succeeding(replacing)
        self._was.update(old_quads, cited_quads(*cited_before), self._before.named(places_before))
        self._is.update(new_quads, cited_quads(*self._ledger.cited(cited)), self._after.named({*self._ledger.places(placed), *new_places}))
        ends = {end for share in shares for end in share.ends} | {ends_of(r) for r in {*replaced} ^ {*replacing}}
        for path in sorted(self._ledger.relating(ends) - touched):
            self._is.update(self._told(self._after, path).related)
        self._swap(self._was, self._is)
        self._change.removed -= self._is | self._change.added
        self._change.join(self._known.change())
        self._ledger.count(report)
        report.add(counted)
        return self._change

    def _swap(self, before: Iterable[Quad], after: Iterable[Quad]) -> None:
        """Statements of texts before and now. When a table changed they may come forth that it stated in their place."""
        after = set(after)
        self._change.swap(before, after)
        if self._known.tables:
            self._change.added |= after

    def _restate(self, touched: set[str]) -> list[Share]:
        """State what was touched, as it was and as it is now."""
        shares = []
        for path in metered(sorted(touched), Meter(self._progress, "stating what changed", len(touched))):
            was, now = (self._told(world, path) if path in world.texts else None for world in (self._before, self._after))
            self._swap(was.own if was else (), now.own if now else ())
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
