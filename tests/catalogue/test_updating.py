"""A catalogue brought up to date is the one that would be made anew, but for the numbers left free."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from tests.catalogue.rows import rows_of

from legalgraph.catalogue import ALL, Catalogue, Edge, Entry, Filters, Sort, build_catalogue, columns, frequent, hubs
from legalgraph.catalogue.numbering import NoRoom, renumbered, spread
from legalgraph.catalogue.updating import Update, update_catalogue
from legalgraph.model.document import Conflict, Document, Status
from legalgraph.model.relation import Certainty
from legalgraph.time.spans import Span

WORDS = ("dệt", "lụa", "nuôi", "tằm", "nuông", "thuyền", "thuế", "nghề", "đò", "ngang", "chợ", "phiên", "lồng", "bè")
KINDS = ("basis", "refers", "amends", "repeals", "ends_part", "details")


class Country:
    """Documents, their words, and relations, that change at random."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.entries: dict[str, Entry] = {}
        self.words: dict[str, str | None] = {}
        self.edges: dict[str, Edge] = {}

    def phrase(self, most: int) -> str:
        return " ".join(self.chance.choice(WORDS) for _ in range(self.chance.randint(1, most)))

    def entry(self, path: str) -> Entry:
        chance = self.chance
        signed = chance.choice((None, date(2030, 1, 2), date(2031, 3, 4), date(2032, 5, 6)))
        document = Document(path, "nd", self.phrase(4).capitalize(), signed=signed, certainty=chance.choice((Certainty.VERIFIED, Certainty.INFERRED)))
        if not document.identified:
            return Entry(document)
        number = path.split("/")
        document = replace(document, number=f"{number[2]}/{number[1]}/NĐ-CP", issuers=chance.choice(((), ("cp",), ("bct", "cp"))),
                           subjects=chance.choice(((), ("Nghề",), ("Chợ", "Nghề"))), area=chance.choice((None, "vn-45")),
                           conflicts=chance.choice(((), (Conflict("signed", "a", "b", "c", "d", "a"),))))  # fmt: skip
        return Entry(document, self.turns(), chance.random() < 0.3)

    def turns(self) -> tuple[Span, ...]:
        days = sorted(self.chance.sample(range(1, 28), self.chance.randint(1, 3)))
        return tuple(Span(date(2032, 1, day), self.chance.choice((*Status,)), Certainty.VERIFIED) for day in days)

    def edge(self) -> Edge:
        source, target = (self.chance.choice([*self.entries]) for _ in range(2))
        day = self.chance.choice((None, date(2033, 1, 1)))
        return Edge(f"{self.chance.randrange(10**9):09}", source, target, self.chance.choice(KINDS), self.chance.choice((*Certainty,)), day)

    def fill(self, many: int) -> None:
        for path in paths(self.chance, many):
            self.entries[path] = self.entry(path)
            self.words[path] = self.phrase(30) if self.chance.random() < 0.5 else None
        for _ in range(many * 3):
            edge = self.edge()
            self.edges[edge.id] = edge

    def change(self, size: int) -> Update:
        chance, told = self.chance, dict[str, Entry | None]()
        for _ in range(chance.randrange(size)):
            path = chance.choice([*self.entries]) if chance.random() < 0.6 else next(paths(chance, 1))
            if chance.random() < 0.2 and len(self.entries) > 5:
                told[path] = None
                self.entries.pop(path, None)
                self.words.pop(path, None)
            else:
                told[path] = self.entries[path] = self.entry(path)
                self.words[path] = self.phrase(30) if chance.random() < 0.5 else None
        spans = {path: self.turns() for path in chance.sample([*self.entries], 3) if self.entries[path].document.identified}
        for path, turns in spans.items():
            self.entries[path] = replace(self.entries[path], spans=turns)
            if path in told:
                told[path] = self.entries[path]
        gone = {edge.id for edge in self.edges.values() if edge.source not in self.entries or edge.target not in self.entries}
        gone |= set(chance.sample([*self.edges], chance.randrange(min(size, len(self.edges)))))
        come = [self.edge() for _ in range(chance.randrange(size))]
        come += [replace(edge, certainty=Certainty.INFERRED) for edge in map(self.edges.__getitem__, [*gone][:2])
                 if edge.source in self.entries and edge.target in self.entries]  # fmt: skip
        for relation in gone:
            del self.edges[relation]
        self.edges.update((edge.id, edge) for edge in come)
        counts = {"count": {"documents": len(self.entries)}, "mention": {"present": chance.randrange(3), "absent": chance.randrange(3)}}
        return Update(told, spans, gone, come, counts)

    def build(self, path: Path, update: Update | None = None) -> None:
        build_catalogue(path, self.entries.values(), self.edges.values(), update.counts if update else {}, self.words.get)


def paths(chance: random.Random, many: int) -> Iterator[str]:
    for _ in range(many):
        letter = f"{chance.randrange(40):x}"
        yield chance.choice((f"nd/{chance.choice((2030, 2031))}/{chance.randrange(90)}/nd-cp",) * 6 + (f"citation/{letter}", f"text/{letter}"))


@contextmanager
def few_are_many(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """What is done for thousands is done for a handful."""
    with patch.context() as patched:
        patched.setattr(frequent, "MANY", 6)
        patched.setattr(hubs, "MANY", 4)
        patched.setattr(hubs, "KEPT", {hubs.Sorted.RANK: 3, hubs.Sorted.LATEST: 2})
        patched.setattr(columns, "_TURNS", 10)
        yield


@pytest.mark.parametrize("seed", range(4))
def test_any_change(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    country = Country(random.Random(seed))
    country.fill(60)
    place, anew = tmp_path / "c", tmp_path / "anew"
    with few_are_many(monkeypatch):
        country.build(place)
        for size in (2, 4, 8, 30):
            words = dict(country.words)
            update = country.change(size)
            update_catalogue(place, update, words.get, country.words.get)
            country.build(anew, update)
            assert rows_of(place) == rows_of(anew)
            assert list(answers(place)) == list(answers(anew))


def answers(place: Path) -> Iterator[object]:
    """What pages ask."""
    catalogue = Catalogue(place)
    everything = catalogue.paths()
    for text, sort in product(("", "lụa", "nghe", "nuôi tằm", "thu", "12/2030", "45"), Sort):
        yield catalogue.search(text, 500, 0, ALL, sort, count=True)
        yield catalogue.search(text, 3, 2, Filters(types=("nd",), years=((2030, 2031),), statuses=("in_force",), day=date(2032, 1, 9)), sort)
        yield catalogue.suggested(text)
    for day in (date(2031, 1, 1), date(2032, 1, 9), date(2033, 1, 1)):
        yield catalogue.statuses_by_type(day)
    for path in everything:
        yield catalogue.related(path, 2, ("repeals",)), catalogue.breadths([path]), catalogue.mentioning(path, 3)
        walk = catalogue.walk(path)
        steps = [walk.step([path], 2, len)]
        yield [(sorted(edge.id for edge in step.edges), step.total, step.groups) for step in steps]
    sets = catalogue.sets
    among = sets.fitting((), (), None, None)
    yield sets.counted("type", among), sets.counted("issuer", among), sets.most_cited(among, 9)
    yield [(one.path, one.breadth) for one in sets.least_cited(among, 9)]
    yield catalogue.most("cited"), catalogue.latest(date(2033, 1, 1)), catalogue.wanted(), catalogue.disputed(), catalogue.unnamed()
    yield sorted(path for path, _ in catalogue.addresses(1, catalogue.last()))


def test_numbers_are_left_free() -> None:
    many = [spread(place) for place in range(8_000)]
    assert renumbered(many) == many
    # One goes forward, twenty come in at one place: only some beside them give way.
    order: list[int | None] = [*many[:100], many[5_000], *many[100:5_000], *many[5_001:7_000], *[None] * 20, *many[7_000:]]
    found = renumbered(order)
    assert found == sorted(set(found))
    assert len(set(found) - set(many)) + sum(old is not None and old != new for old, new in zip(order, found, strict=True)) < 250
    with pytest.raises(NoRoom):
        renumbered([*many[4_000:], *many[:4_000]])
    with pytest.raises(NoRoom):
        renumbered(many[-100:])
