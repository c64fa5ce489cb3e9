"""What the address of a search page asks for, and the addresses that ask for a little more or less."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from urllib.parse import quote_plus

from legalgraph.catalogue import Filters, Sort, read_years

PAGE = "/tim-kiem"
MOST_TYPED = 300  # characters of a search that are looked at
LAST_PAGE = 500
_MOST_VALUES, _LONGEST = 20, 120
SORTS: Mapping[str, Sort] = {"lien-quan": Sort.RELEVANCE, "moi-nhat": Sort.NEWEST, "cu-nhat": Sort.OLDEST, "nhac-nhieu": Sort.CITED}
"""What an order is called in addresses."""

# Facet ▶ its name in addresses.
NAMES: Mapping[str, str] = {
    "type": "loai", "issuer": "co-quan", "year": "nam", "status": "tinh-trang", "subject": "linh-vuc", "text": "toan-van",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """The words, the values of each facet by its name, the day of the status, the order, the page.

    `unread` are parameters whose values mean nothing, with these, as the address gives them: what is asked for is the rest.
    """

    typed: str = ""
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    day: date | None = None
    sort: Sort | None = None
    number: int = 1
    unread: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, items: Iterable[tuple[str, str]]) -> "Asked":
        """Read the parameters of an address; those that are not known are passed over."""
        given: dict[str, list[str]] = {}
        for name, value in items:
            given.setdefault(name, []).append(value)
        values = {facet: _values(given.get(name, ())) for facet, name in NAMES.items()}
        years = values["year"]
        values["year"] = tuple(value for value in years if read_years(value))
        asked_day, asked_sort = given.get("ngay", [""])[-1].strip(), given.get("sap", [""])[-1].strip()
        day, sort = _day(asked_day), SORTS.get(asked_sort)
        unread = [(NAMES["year"], value) for value in years if value not in values["year"]]
        unread += [("ngay", asked_day[:_LONGEST])] if asked_day and day is None else []
        unread += [("sap", asked_sort[:_LONGEST])] if asked_sort and sort is None else []
        values["text"] = values["text"][:1] if values["text"][:1] == ("1",) else ()
        number = given.get("trang", ["1"])[-1]
        return cls(
            typed=given.get("q", [""])[-1].strip()[:MOST_TYPED],
            values=tuple((facet, chosen) for facet, chosen in values.items() if chosen),
            day=day,
            sort=sort,
            number=_page(number),
            unread=tuple(unread),
        )

    @property
    def order(self) -> Sort:
        """The order: by relevance where there are words, else the newest first."""
        if self.sort is None or (self.sort is Sort.RELEVANCE and not self.typed):
            return Sort.RELEVANCE if self.typed else Sort.NEWEST
        return self.sort

    def chosen(self, facet: str) -> tuple[str, ...]:
        """The values chosen of a facet."""
        return dict(self.values).get(facet, ())

    def filters(self, today: date) -> Filters:
        """The same for the catalogue."""
        return Filters(
            types=self.chosen("type"),
            issuers=self.chosen("issuer"),
            years=tuple(years for value in self.chosen("year") if (years := read_years(value))),
            statuses=self.chosen("status"),
            subjects=self.chosen("subject"),
            text=bool(self.chosen("text")),
            day=self.day or today,
            today=today,
        )

    def switched(self, facet: str, value: str) -> "Asked":
        """With a value more, or without it when it was chosen; always the first page."""
        chosen = self.chosen(facet)
        return self.having(facet, tuple(v for v in chosen if v != value) if value in chosen else (*chosen, value))

    def switching(self, facet: str) -> Callable[[str], str]:
        """The addresses of `switched` for values of one facet: a page has hundreds, which differ in one parameter."""
        chosen, own = self.chosen(facet), NAMES[facet]
        later = [*list(NAMES.values())[list(NAMES).index(facet) + 1 :], "ngay", "sap"]
        said = [(name, f"{name}={_quoted(value)}") for name, value in replace(self, number=1).parameters()]
        before = "".join(f"{part}&" for name, part in said if name not in later)
        after = "".join(f"&{part}" for name, part in said if name in later)

        def address(value: str) -> str:
            return self.switched(facet, value).href if value in chosen else f"{PAGE}?{before}{own}={_quoted(value)}{after}"

        return address

    def having(self, facet: str, chosen: tuple[str, ...]) -> "Asked":
        """With these values of a facet and no others."""
        values = {**dict(self.values), facet: chosen}
        return replace(self, values=tuple((name, values[name]) for name in NAMES if values.get(name)), number=1)

    def open(self) -> "Asked":
        """The words alone."""
        return Asked(self.typed)

    def page(self, number: int) -> "Asked":
        """Another page of the same."""
        return replace(self, number=number)

    def sorted(self, sort: Sort) -> "Asked":
        """The same in another order."""
        return replace(self, sort=sort, number=1)

    def words(self, typed: str) -> "Asked":
        """Other words with the same filters."""
        return replace(self, typed=typed, number=1)

    def parameters(self, without: Sequence[str] = ()) -> list[tuple[str, str]]:
        """The parameters of the address, but for some; those that say what holds anyway are left out."""
        said = [("q", self.typed)] if self.typed else []
        said += [(NAMES[facet], value) for facet, chosen in self.values for value in chosen]
        said += [("ngay", self.day.isoformat())] if self.day else []
        said += [("sap", name) for name, sort in SORTS.items() if sort is self.sort]
        said += [("trang", str(self.number))] if self.number > 1 else []
        return [(name, value) for name, value in said if name not in without]

    @property
    def href(self) -> str:
        """The address."""
        query = "&".join(f"{name}={_quoted(value)}" for name, value in self.parameters())
        return f"{PAGE}?{query}" if query else PAGE


@lru_cache(4096)
def _quoted(value: str) -> str:
    """A value for an address; a page has the same ones in hundreds of addresses."""
    return quote_plus(value, safe="/", errors="replace")


def _values(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.strip()[:_LONGEST] for value in given if value.strip()))[:_MOST_VALUES]


def _page(value: str) -> int:
    if not value.isascii() or not value.isdigit() or not value.strip("0"):
        return 1
    return min(int(value[:20]), LAST_PAGE)


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if len(value) == 10 else None
    except ValueError:
        return None
