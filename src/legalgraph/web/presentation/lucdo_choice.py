"""What a reader chose to see in the lược đồ, in the address of the page and out of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from legalgraph.model.relation import Group
from legalgraph.web.presentation.neighbourhood import MOST_HOPS, Wanted

SIZES = (20, 40, 80)
SORTS = ("quan-he", "van-ban", "ngay", "cap")
SLUGS = {
    Group.REPLACES: "thay-the",
    Group.AMENDS: "sua-doi",
    Group.SUCCEEDS: "ke-tiep",
    Group.DETAILS: "huong-dan",
    Group.CONSOLIDATES: "hop-nhat",
    Group.BASIS: "can-cu",
    Group.REFERS: "dan-chieu",
}
_GROUPS = {slug: group for group, slug in SLUGS.items()}
_DEFAULT_SIZE = 40


@dataclass(frozen=True, slots=True)
class Choice:
    """The state of the page. No groups means all; no day means today; `wrong_day` is what was typed that is no day."""

    hops: int = 1
    groups: frozenset[Group] = frozenset()
    day: date | None = None
    boxes: int = _DEFAULT_SIZE
    sort: str = SORTS[0]
    wrong_day: str | None = None

    @classmethod
    def read(cls, buoc: str, nhom: Iterable[str], ngay: str, so: str, xep: str, trong: str = "") -> "Choice":
        """Take the values of the address; what cannot be understood is as if it were not there, but a wrong day is told.

        `trong` are the groups that were there to choose from: all of them means no choice.
        """
        hops = int(buoc) if buoc in {str(n) for n in range(1, MOST_HOPS + 1)} else 1
        chosen = set(nhom)
        groups = frozenset[Group]() if chosen >= set(trong.split() or [""]) else _groups(chosen)
        boxes = int(so) if so in map(str, SIZES) else _DEFAULT_SIZE
        day, wrong = None, None
        if typed := ngay.strip():
            try:
                day = date.fromisoformat(typed)
            except ValueError:
                wrong = typed[:40]
        return cls(hops, groups, day, boxes, xep if xep in SORTS else SORTS[0], wrong)

    @property
    def wanted(self) -> Wanted:
        """What to look for."""
        return Wanted(self.hops, self.groups, self.day, self.boxes)

    @property
    def query(self) -> str:
        """The choice as the query of an address, with its question mark; empty when nothing was chosen."""
        chosen: list[tuple[str, str | int]] = []
        if self.hops != 1:
            chosen.append(("buoc", self.hops))
        chosen += [("nhom", slug) for group, slug in SLUGS.items() if group in self.groups]
        if self.day:
            chosen.append(("ngay", self.day.isoformat()))
        if self.boxes != _DEFAULT_SIZE:
            chosen.append(("so", self.boxes))
        if self.sort != SORTS[0]:
            chosen.append(("xep", self.sort))
        return f"?{urlencode(chosen)}" if chosen else ""

    def sorted_by(self, sort: str) -> "Choice":
        """The same choice with the list in another order."""
        return replace(self, sort=sort)


def _groups(slugs: Iterable[str]) -> frozenset[Group]:
    return frozenset(_GROUPS[slug] for slug in slugs if slug in _GROUPS)
