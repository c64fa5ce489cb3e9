"""The state of the explorer, which is its address and nothing else: what is opened, filtered, chosen, and how it is shown."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from legalgraph.model.relation import kinds
from legalgraph.queries.exploring import Filters

PATH = "/kham-pha"
MOST_OPENED = 60
FEW, MANY = 40, 500
"""How many documents around each opened one are shown at first, and at most."""
ORDERS = ("nam", "ten", "tinh-trang", "dan")
_LONGEST = 300
# What a button or a link does to the state: it is done, and the address becomes that of the new state.
_ACTIONS = ("mo", "dong", "bo-di", "tra-lai")


@dataclass(frozen=True, slots=True)
class State:
    """One state. `opened` documents are shown with those around them; `start` and `goal` are the ends of a path.

    `order` is one of ORDERS, with "-" before it for the reverse; empty for the order of importance. `clustered` arranges the
    picture by relations instead of years.
    """

    opened: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    day: date | None = None
    start: str = ""
    goal: str = ""
    chosen: str = ""
    limit: int = FEW
    everything: bool = False
    order: str = ""
    page: int = 1
    clustered: bool = False

    @classmethod
    def parse(cls, query: Iterable[tuple[str, str]]) -> "State":
        """Read an address. What says nothing is passed over, so any address is one of the explorer."""
        said: dict[str, list[str]] = {}
        for name, value in query:
            if value := value.strip()[:_LONGEST]:
                said.setdefault(name, []).append(value)
        many = {name: tuple(dict.fromkeys(said.get(name, ()))) for name in ("vb", "bo", "quan-he", "loai", "co-quan")}
        last = {name: values[-1] for name, values in said.items()}
        state = cls(
            opened=many["vb"][:MOST_OPENED],
            without=tuple(path for path in many["bo"] if path not in many["vb"])[:MOST_OPENED],
            kinds=tuple(code for code in many["quan-he"] if code in kinds()),
            types=many["loai"],
            issuers=many["co-quan"],
            since=_number(last.get("tu-nam"), 1, 9999),
            until=_number(last.get("den-nam"), 1, 9999),
            day=_day(last.get("ngay")),
            start=last.get("tu", "") if "bo-duong" not in last else "",
            goal=last.get("den", "") if "bo-duong" not in last else "",
            chosen=last.get("chon", ""),
            limit=_number(last.get("so"), 1, MANY) or FEW,
            everything="het" in last,
            order=order if (order := last.get("xep", "")).removeprefix("-") in ORDERS else "",
            page=_number(last.get("trang"), 1, 100) or 1,
            clustered=last.get("bo-cuc") == "cum",
        )
        for action in _ACTIONS:
            for path in said.get(action, ()):
                state = state.acted(action, path)
        return state

    def acted(self, action: str, path: str) -> "State":
        """Open (`mo`), close (`dong`), remove (`bo-di`) or bring back (`tra-lai`) a document."""
        kept = tuple(other for other in self.opened if other != path)
        hidden = tuple(other for other in self.without if other != path)
        if action == "mo":
            opened = self.opened if path in self.opened else (*self.opened, path)[-MOST_OPENED:]
            return replace(self, opened=opened, without=hidden, chosen=path)
        if action == "dong":
            return replace(self, opened=kept)
        if action == "bo-di":
            return replace(self, opened=kept, without=(*hidden, path)[-MOST_OPENED:], chosen="" if self.chosen == path else self.chosen)
        return replace(self, without=hidden)

    @property
    def filters(self) -> Filters:
        """What the relations and documents are filtered by."""
        return Filters(frozenset(self.kinds), frozenset(self.types), frozenset(self.issuers), self.since, self.until)

    @property
    def filtered(self) -> bool:
        """True when something is filtered."""
        return self.filters != Filters()

    def pairs(self, but: Collection[str] = ()) -> list[tuple[str, str]]:
        """The state as names and values of an address, in one order, `but` those of some names."""
        said: list[tuple[str, str | int | None]] = [
            *(("vb", path) for path in self.opened),
            *(("bo", path) for path in self.without),
            *(("quan-he", code) for code in self.kinds),
            *(("loai", code) for code in self.types),
            *(("co-quan", code) for code in self.issuers),
            ("tu-nam", self.since),
            ("den-nam", self.until),
            ("ngay", self.day.isoformat() if self.day else None),
            ("tu", self.start),
            ("den", self.goal),
            ("so", self.limit if self.limit != FEW else None),
            ("het", 1 if self.everything else None),
            ("bo-cuc", "cum" if self.clustered else None),
            ("xep", self.order),
            ("trang", self.page if self.page > 1 else None),
            ("chon", self.chosen),
        ]
        return [(name, str(value)) for name, value in said if value and name not in but]

    @property
    def query(self) -> str:
        """The state as the query of an address."""
        return urlencode(self.pairs(), safe="/")

    @property
    def href(self) -> str:
        """The address of this state."""
        return f"{PATH}?{self.query}" if self.query else PATH

    def but(self, **changes: object) -> "State":
        """The state with changes, on the first page of its list."""
        return replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]


def _number(text: str | None, least: int, most: int) -> int | None:
    if text is None or not (text.isascii() and text.isdigit() and len(text) < 8):
        return None
    return min(max(int(text), least), most)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
