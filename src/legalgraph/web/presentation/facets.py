"""The facets beside search results: each value is a link that adds it or takes it away."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import groupby

from legalgraph.catalogue import Counts, Sort
from legalgraph.model.document import Status
from legalgraph.model.folding import sort_key
from legalgraph.registry import bodies
from legalgraph.web.presentation.asked import NAMES, SORTS, Asked
from legalgraph.web.presentation.words import Words

_SHOWN = 8  # values before those that must be opened
# Each body of each province is offered.
_MOST = defaultdict(lambda: 200, issuer=400)
_SINGLE_YEARS = 12  # more of them come in tens


_by_name = lru_cache(1024)(sort_key)  # the same names on every page


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet: how many documents it gives, where choosing it (or not any more) leads. `inner` are parts of it."""

    label: str
    count: int | None
    href: str
    chosen: bool
    vietnamese: bool = False
    inner: tuple["Value", ...] = ()


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet: the values shown at once, those that can be opened, and, apart from them, the bodies of provinces by name."""

    name: str
    title: str
    values: tuple[Value, ...]
    more: tuple[Value, ...]
    local: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """One way to sort the results."""

    label: str
    href: str
    chosen: bool


def facets_of(asked: Asked, counts: Counts, words: Words) -> tuple[Facet, ...]:
    """The facets that tell the documents found apart, or of which something is chosen."""
    found = (_facet(asked, name, counts.get(name, []), words) for name in NAMES)
    return tuple(facet for facet in found if facet.values)


def _facet(asked: Asked, name: str, counted: Sequence[tuple[str, int]], words: Words) -> Facet:
    known = dict(counted)
    chosen = asked.chosen(name)
    if name == "text":
        counted = [(value, n) for value, n in counted if n]
    listed: Sequence[str] = ()
    if name == "year":
        values = list(_years(asked, counted, words))
    else:
        # What is chosen and gives nothing must still be there to be taken away.
        listed = [*(value for value in chosen), *(value for value, _ in counted if value not in chosen)][: _MOST[name]]
        values = list(_values(asked, name, [(value, known.get(value, 0)) for value in listed], words))
    if len(values) < 2 and not chosen and name not in ("text", "subject"):
        values = []
    shown = max(_SHOWN, len(chosen))
    # One more is not worth opening.
    shown = len(values) if len(values) == shown + 1 else shown
    facet = Facet(name, facet_title(name, words), tuple(values[:shown]), tuple(values[shown:]))
    return _with_places(facet, listed[shown:], words) if name == "issuer" and facet.more else facet


def _with_places(facet: Facet, codes: Sequence[str], words: Words) -> Facet:
    """The facet with the bodies of provinces taken out of what can be opened: in two hundred of them one looks for a name."""
    known = bodies()
    area = {code: body.area for code in codes if (body := known.get(code)) and body.area}
    value = dict(zip(codes, facet.more, strict=True))
    local = sorted(area, key=lambda code: (_by_name(words.area(area[code] or "")), value[code].label))
    more = tuple(value[code] for code in codes if code not in area)
    return replace(facet, more=more, local=tuple(value[code] for code in local))


def _values(asked: Asked, name: str, counted: Iterable[tuple[str, int]], words: Words) -> Iterator[Value]:
    chosen, address, vietnamese = asked.chosen(name), asked.switching(name), words.language != "vi" and name == "subject"
    for value, count in counted:
        yield Value(value_label(name, value, words, asked.day), count, address(value), value in chosen, vietnamese)


def _years(asked: Asked, counted: Sequence[tuple[str, int]], words: Words) -> Iterable[Value]:
    """Single years, the latest first; many come in tens, and the ten that is chosen shows its years."""
    chosen = asked.chosen("year")
    latest = sorted(counted, key=lambda item: item[0], reverse=True)
    if len(latest) <= _SINGLE_YEARS:
        yield from _values(asked, "year", [*((v, 0) for v in chosen if v not in dict(counted)), *latest], words)
        return
    tens = [(ten, list(years)) for ten, years in groupby(latest, key=lambda item: item[0][:3])]
    known = {f"{ten}0-{ten}9" for ten, _ in tens} | {value for value, _ in latest}
    yield from _values(asked, "year", ((value, 0) for value in chosen if value not in known), words)
    for ten, years in tens:
        span = f"{ten}0-{ten}9"
        opened = span in chosen or any(value in chosen for value, _ in years)
        # Choosing a year inside takes the place of the ten.
        inner = tuple(
            Value(value, n, asked.having("year", _instead(chosen, value, span)).href, value in chosen) for value, n in years if opened
        )
        whole = asked.having("year", _instead(chosen, span, *(value for value, _ in years)))
        yield Value(span.replace("-", "\N{EN DASH}"), sum(n for _, n in years), whole.href, span in chosen, inner=inner)


def _instead(chosen: Sequence[str], value: str, *others: str) -> tuple[str, ...]:
    """The values chosen with one switched, and without those it contains or is contained in."""
    rest = tuple(v for v in chosen if v != value and v not in others)
    return rest if value in chosen else (*rest, value)


def chips_of(asked: Asked, words: Words) -> tuple[Value, ...]:
    """What was chosen, each with the address without it."""
    chips = []
    for name, value in ((name, value) for name, chosen in asked.values for value in chosen):
        label = value_label(name, value, words, asked.day)
        said = label if name == "text" else f"{facet_title(name, words)}: {label}"
        chips.append(Value(said, None, asked.switched(name, value).href, chosen=True))
    return tuple(chips)


def orders_of(asked: Asked, words: Words) -> tuple[Order, ...]:
    """The ways to sort; by relevance only where there are words."""
    labels = {
        Sort.RELEVANCE: words.gettext("liên quan nhất"),
        Sort.NEWEST: words.gettext("mới nhất"),
        Sort.OLDEST: words.gettext("cũ nhất"),
        Sort.CITED: words.gettext("được nhắc đến nhiều nhất"),
    }
    offered = [sort for sort in SORTS.values() if sort is not Sort.RELEVANCE or asked.typed]
    return tuple(Order(labels[sort], asked.sorted(sort).href, sort is asked.order) for sort in offered)


def facet_title(name: str, words: Words) -> str:
    """What a facet is called."""
    titles = {
        "type": words.gettext("Loại văn bản"),
        "issuer": words.gettext("Cơ quan ban hành"),
        "year": words.gettext("Năm"),
        "status": words.gettext("Tình trạng"),
        "subject": words.gettext("Lĩnh vực"),
        "text": words.gettext("Lời văn"),
    }
    return titles[name]


def value_label(name: str, value: str, words: Words, day: date | None = None) -> str:
    """What a value is called; an unknown one keeps its code. On a chosen `day` some of what is not in force is not issued yet."""
    if name == "type":
        return words.type(value)
    if name == "issuer":
        return words.listed_body(value)
    if name == "status" and value == Status.NOT_YET_IN_FORCE and day:
        return words.gettext("%(status)s, hoặc chưa ban hành", status=words.status(Status.NOT_YET_IN_FORCE))
    if name == "status":
        return words.status(Status(value)) if value in set(Status) else value
    if name == "text":
        return words.gettext("Có toàn văn")
    return value.replace("-", "\N{EN DASH}") if name == "year" else value
