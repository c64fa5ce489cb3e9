"""The making of the country, document by document through the years: who signs what, and what it rests on, changes and ends.

Who is cited much is cited more: every field has an urn with one ball for each document and one for each citation of it.
"""

from array import array
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import IntEnum
from itertools import accumulate
from random import Random

from bench.country.fields import FIELDS
from bench.country.kinds import AREAS, FIRST_YEAR, KIND, KINDS, Kind, area_then
from bench.country.options import Options, Quirks


class Act(IntEnum):
    """What the later document does to the earlier one."""

    BASED = 0
    REFERS = 1
    RELATED = 2
    DETAILS = 3
    AMENDS = 4
    ADDS = 5
    ENDS = 6
    ENDS_PART = 7
    SUSPENDS = 8
    SUSPENDS_PART = 9


@dataclass(frozen=True, slots=True)
class Doc:
    """One document. `field` and `subject` are places in FIELDS; `dice` decides what its words are."""

    index: int
    kind: Kind
    field: int
    subject: int
    area: str | None
    issuers: tuple[str, ...]
    number: str | None
    signed: date
    in_force: date
    articles: int
    dice: int


@dataclass(slots=True)
class Country:
    """All documents in order of signing, and for each what it does to earlier ones."""

    options: Options
    docs: list[Doc] = field(default_factory=list)
    ended: dict[int, int] = field(default_factory=dict)
    changed: dict[int, int] = field(default_factory=dict)
    suspended: dict[int, int] = field(default_factory=dict)
    _starts: "array[int]" = field(default_factory=lambda: array("L", [0]))
    _targets: "array[int]" = field(default_factory=lambda: array("L"))
    _acts: "array[int]" = field(default_factory=lambda: array("B"))

    def add_acts(self, acts: dict[tuple[Act, int], None]) -> None:
        """Say what the document added last does."""
        for act, target in acts:
            self._acts.append(act)
            self._targets.append(target)
        self._starts.append(len(self._targets))

    def acts(self, index: int) -> list[tuple[Act, int]]:
        """What a document does to earlier ones."""
        places = range(self._starts[index], self._starts[index + 1])
        return [(Act(self._acts[place]), self._targets[place]) for place in places]

    def end_of(self, index: int) -> date | None:
        """The day from which a document no longer holds, if another one ends it."""
        return self.docs[self.ended[index]].in_force if index in self.ended else None


def make(options: Options) -> Country:
    """Make the country. The same options make the same one."""
    builder = _Builder(options)
    for signed, kind, founding in _calendar(Random(f"calendar {options.seed}"), options):
        builder.sign(signed, kind, founding)
    return builder.country


def _calendar(rng: Random, options: Options) -> Iterator[tuple[date, Kind, int | None]]:
    """The days and kinds of all documents in order; the first are the laws on which each field is founded."""
    founders = min(len(FIELDS), max(4, options.documents // 25))
    for place in range(founders):
        yield date(FIRST_YEAR, 1, 3) + timedelta(place), KIND["luat"], place
    cells = [(year, kind) for year in range(FIRST_YEAR, options.today.year + 1) for kind in KINDS]
    chosen = rng.choices(cells, [kind.share(year) for year, kind in cells], k=options.documents - founders)
    days: list[tuple[date, int]] = []
    for year, kind in chosen:
        first, last = date(year, 1, 1), min(date(year, 12, 31), options.today)
        first = max(first, date(FIRST_YEAR, 2, 1))
        span = (last - first).days
        # More is signed towards the end of a year, and little at weekends.
        day = first + timedelta(int(max(rng.random(), rng.random()) * span))
        if day.weekday() > 4 and rng.random() < 0.9 and day - timedelta(2) >= first:
            day -= timedelta(2)
        days.append((day, KINDS.index(kind)))
    days.sort()
    for day, place in days:
        yield day, KINDS[place], None


@dataclass(frozen=True, slots=True)
class _Seat:
    """Where a document belongs, before it has a number."""

    field: int
    subject: int
    area: str | None


# What a document that is not merely new does first, and the kinds that detail a higher one, with how often.
_ROLES = (Act.AMENDS, Act.ENDS, Act.ENDS_PART, Act.SUSPENDS, Act.SUSPENDS_PART)
_OFTEN = list(accumulate((0.12, 0.2, 0.04, 0.006, 0.006)))
_DETAILS = {"nd": 0.6, "tt": 0.4, "ttlt": 0.4, "qd-ttg": 0.15, "qd-bo": 0.2, "qd-ubnd": 0.14, "nq-hdnd": 0.1}
_TRIES = 6
# For so long the law on the state itself holds, on which most others rest.
_HUB_YEARS = 9


class _Builder:
    def __init__(self, options: Options) -> None:
        self.country = Country(options)
        self._quirks: Quirks = options.quirks
        self._rng, self._odd = Random(f"country {options.seed}"), Random(f"odd {options.seed}")
        self._fields = list(accumulate(row.weight for row in FIELDS))
        self._areas = sorted(AREAS)
        # A few provinces write much more than the others.
        self._busy = list(accumulate(1 + 40 / (place + 8) for place in range(len(self._areas))))
        self._rng.shuffle(self._areas)
        self._alive: dict[str, list[int]] = defaultdict(list)
        self._kin: dict[tuple[str, str | None, int], list[int]] = defaultdict(list)
        self._urns: list[list[int]] = [[] for _ in FIELDS]
        self._everywhere: list[int] = []
        self._home: dict[str | None, list[int]] = defaultdict(list)
        self._law: dict[tuple[int, int], int] = {}
        self._ordinals: dict[tuple[str, tuple[str, ...], int], int] = defaultdict(int)
        self._latest: dict[tuple[str, int], tuple[str | None, int]] = {}
        # Few documents must not all be number 1.
        self._gap = max(1.0, min(30.0, 150_000 / options.documents))
        self._unnumbered = _countdown(self._odd, options.quirks.unnumbered, options.documents)
        self._twins = _countdown(self._odd, options.quirks.twins, options.documents // 2)

    def sign(self, signed: date, kind: Kind, founding: int | None) -> None:
        """Add the next document of the country."""
        rng, index = self._rng, len(self.country.docs)
        in_force = self._in_force(kind, signed)
        role, target = (None, None) if founding is not None else self._role(kind, signed, in_force)
        seat = self._seat(kind, founding, target)
        issuers, letters = self._issuers(kind, seat, signed.year)
        number: str | None = self._number(kind, issuers, seat.area, signed.year).replace("*", letters)
        if founding is None and kind.rank > 5 and next(self._unnumbered):
            number = None
        articles = max(2, min(180, round(rng.lognormvariate(0, 0.6) * kind.articles)))
        doc = Doc(index, kind, seat.field, seat.subject, seat.area, issuers, number, signed, in_force, articles, rng.getrandbits(62))
        self.country.docs.append(doc)
        acts: dict[tuple[Act, int], None] = {}
        if role is not None and target is not None:
            self._change(acts, doc, role, target)
        self._cite(acts, doc)
        self.country.add_acts(acts)
        self._settle(doc, role)

    def _in_force(self, kind: Kind, signed: date) -> date:
        if kind.rank <= 3:
            halves = (date(signed.year + at // 2, 7 if at % 2 else 1, 1) for at in range(1, 5))
            return next(day for day in halves if (day - signed).days >= 45)
        if kind.rank == 12:
            return signed
        wait = 10 if kind.local else 45
        return signed + timedelta(self._rng.choices((0, wait, wait + self._rng.randrange(20)), (2, 6, 2))[0])

    def _role(self, kind: Kind, signed: date, in_force: date) -> tuple[Act, int] | tuple[None, None]:
        """What the document is there for, when that is not something new, and the earlier document concerned."""
        hub = self._law.get((0, 0))
        if kind.code == "luat" and hub is not None and signed.year - self.country.docs[hub].signed.year > _HUB_YEARS:
            return Act.ENDS, hub
        place, alive = bisect(_OFTEN, self._rng.random()), self._alive[kind.line]
        if place == len(_ROLES):
            return None, None
        for _ in range(_TRIES if kind.acts else 0):
            if (target := self._draw(alive)) is not None and target.signed < signed and target.in_force < in_force:
                return _ROLES[place], target.index
        return None, None

    def _draw(self, alive: list[int]) -> Doc | None:
        """One of these documents if it has not ended; those that have are thrown away when they are met."""
        if not alive:
            return None
        place = int(self._rng.random() * len(alive))
        if (found := alive[place]) not in self.country.ended:
            return self.country.docs[found]
        alive[place] = alive[-1]
        alive.pop()
        return None

    def _seat(self, kind: Kind, founding: int | None, target: int | None) -> _Seat:
        if founding is not None:
            return _Seat(founding, 0, None)
        if target is not None:
            known = self.country.docs[target]
            return _Seat(known.field, known.subject, known.area)
        place = bisect(self._fields, self._rng.random() * self._fields[-1])
        area = self._areas[bisect(self._busy, self._rng.random() * self._busy[-1])] if kind.local else None
        return _Seat(place, self._rng.randrange(len(FIELDS[place].subjects)), area)

    def _issuers(self, kind: Kind, seat: _Seat, year: int) -> tuple[tuple[str, ...], str]:
        """The codes of who signs, and the letters of ministries in the number."""
        if kind.local:
            return (f"{kind.line}-{seat.area}",), ""
        if kind.line != "bo":
            return ({"luat": "qh", "nq-qh": "qh", "pl": "ubtvqh", "nd": "cp", "ttg": "ttg"}[kind.line],), ""
        code, letters = FIELDS[seat.field].ministry(year)
        if kind.code != "ttlt":
            return (code,), letters
        others = (row.ministry(year) for row in self._rng.sample(FIELDS, 12))
        second, more = next(other for other in others if other[0] != code)
        return (code, second), f"{letters}-{more}"

    def _number(self, kind: Kind, issuers: tuple[str, ...], area: str | None, year: int) -> str:
        # Two provinces of today were one, with one register.
        area = area_then(area, year) if area else None
        series, latest = (kind.code, (area,) if area else issuers, year), self._latest.get((kind.code, year))
        ordinal = self._ordinals[series] + 1 + int(self._rng.random() * self._gap)
        if kind.local:
            # Two provinces may use one number; some do on purpose.
            if latest and latest[0] != area and latest[1] > self._ordinals[series] and next(self._twins):
                ordinal = latest[1]
            self._latest[kind.code, year] = (area, ordinal)
        self._ordinals[series] = ordinal
        return f"{ordinal:02d}{kind.symbol(year)}"

    def _change(self, acts: dict[tuple[Act, int], None], doc: Doc, role: Act, target: int) -> None:
        country = self.country
        acts[role, target] = None
        if role is Act.ENDS:
            country.ended[target] = doc.index
            kin = self._kin[doc.kind.line, doc.area, doc.field]
            for _ in range(int(self._rng.expovariate(0.6)) if doc.kind.rank > 3 else 0):
                other = self._draw(kin)
                if other is not None and other.signed < doc.signed and other.in_force < doc.in_force:
                    acts[role, other.index] = None
                    country.ended[other.index] = doc.index
            return
        if role is Act.AMENDS and self._rng.random() < 0.5:
            acts[Act.ADDS, target] = None
        kept = country.suspended if role is Act.SUSPENDS else country.changed
        kept[target] = doc.index

    def _cite(self, acts: dict[tuple[Act, int], None], doc: Doc) -> None:
        rng, kind = self._rng, doc.kind
        bases: dict[int, None] = {}
        for hub, share in ((0, 0.6 if doc.area else 0.35), (doc.field, 0.45)):
            law = self._law.get((hub, 0))
            if law is not None and rng.random() < share and self.country.docs[law].signed < doc.signed:
                bases[law] = None
        if rng.random() < _DETAILS.get(kind.code, 0):
            detailed = self._pick(self._urns[doc.field], doc, kind.rank - 1)
            if detailed is not None:
                acts[Act.DETAILS, detailed] = bases[detailed] = None
        if doc.area and rng.random() < 0.3:
            self._gather(bases, self._home[doc.area], doc)
        for _ in range(int(rng.expovariate(1 / 2.8)) if kind.rank < 12 else 1):
            self._gather(bases, self._urns[doc.field] if rng.random() < 0.75 else self._everywhere, doc)
        referred: dict[int, None] = {}
        for _ in range(int(rng.expovariate(1 / 1.8))):
            self._gather(referred, self._urns[doc.field] if rng.random() < 0.6 else self._everywhere, doc)
        related: dict[int, None] = {}
        if rng.random() < 0.4:
            self._gather(related, self._home[doc.area] if doc.area else self._urns[doc.field], doc)
        acts |= {(Act.BASED, target): None for target in bases}
        acts |= {(Act.REFERS, target): None for target in referred if target not in bases}
        acts |= {(Act.RELATED, target): None for target in related if target not in bases and target not in referred}
        for target in {**bases, **referred}:
            self._put(self.country.docs[target])

    def _gather(self, found: dict[int, None], urn: list[int], doc: Doc) -> None:
        target = self._pick(urn, doc, doc.kind.rank)
        if target is not None:
            found[target] = None

    def _pick(self, urn: list[int], doc: Doc, lowest: int) -> int | None:
        """An earlier document not below `lowest`, mostly one that still holds."""
        rng, country = self._rng, self.country
        for _ in range(_TRIES if urn else 0):
            target = country.docs[urn[int(rng.random() * len(urn))]]
            end = country.end_of(target.index)
            holds = end is None or end > doc.signed or rng.random() < 0.02
            if target.signed < doc.signed and target.kind.rank <= lowest and holds:
                return target.index
        return None

    def _put(self, doc: Doc) -> None:
        """Put a ball into the urns the document can be drawn from."""
        if doc.area:
            self._home[doc.area].append(doc.index)
        elif doc.kind.rank < 12:
            self._urns[doc.field].append(doc.index)
            self._everywhere.append(doc.index)

    def _settle(self, doc: Doc, role: Act | None) -> None:
        """Make a document one that later ones can act on. What amends is not amended itself, but repealed with its base."""
        for _ in range(4 if doc.kind.rank <= 3 else 1):
            self._put(doc)
        if role not in (None, Act.ENDS) or (role is Act.ENDS and repeals_only(doc)):
            return
        if doc.kind.acts:
            self._alive[doc.kind.line].append(doc.index)
            self._kin[doc.kind.line, doc.area, doc.field].append(doc.index)
        if doc.kind.code == "luat":
            known = self._law.get((doc.field, doc.subject))
            if known is None or known in self.country.ended:
                self._law[doc.field, doc.subject] = doc.index


def repeals_only(doc: Doc) -> bool:
    """True for a document that, where it ends another, puts nothing in its place."""
    return doc.dice % 5 == 0 and doc.kind.rank > 3


def _countdown(rng: Random, share: float, about: int) -> Iterator[bool]:
    """True for one in so many, for the first time early enough to happen among `about`."""
    step = round(1 / share) if share else 0
    at = rng.randrange(max(1, min(step, about // 4)))
    while True:
        yield bool(step) and at == 0
        at = at - 1 if at else max(0, step - 1)
