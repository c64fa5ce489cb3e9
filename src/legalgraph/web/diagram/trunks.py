"""Trunks: links of one kind that meet at one card are drawn as one line with branches, with one label."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from legalgraph.web.diagram.parts import Link


@dataclass(frozen=True, slots=True)
class Trunk:
    """Links that share a hub, a kind and words. `outward`: the arrows stand at the members."""

    hub: str
    kind: str
    group: str
    label: str
    outward: bool
    members: tuple[str, ...]


def trunks(links: Iterable[Link], centre: str) -> list[Trunk]:
    """Bundle the links; those that touch the centre have it as hub, others the end where most of their kind meet."""
    links = list(links)
    meeting = Counter((end, link.kind, link.label) for link in links for end in (link.source, link.target))
    bundles: dict[tuple[str, bool, str, str, str], list[str]] = {}
    for link in links:
        acting, acted = (meeting[end, link.kind, link.label] for end in (link.source, link.target))
        outward = link.source == centre or (link.target != centre and acting > acted)
        hub, member = (link.source, link.target) if outward else (link.target, link.source)
        bundles.setdefault((hub, outward, link.kind, link.group, link.label), []).append(member)
    return [
        Trunk(hub, kind, group, label, outward, tuple(dict.fromkeys(members)))
        for (hub, outward, kind, group, label), members in bundles.items()
    ]


def merged(links: Iterable[Link]) -> list[Link]:
    """One link for each pair of cards and direction: it looks like the one that says most, and words it.

    A certain weaker link is worded too when the stronger one is uncertain: what is known must not hide behind what is
    inferred. It comes last: behind both, the word for an inference would seem to be about both.
    """
    between: dict[tuple[str, str], list[Link]] = {}
    for link in links:
        between.setdefault((link.source, link.target), []).append(link)
    found = []
    for group in between.values():
        best, known = telling(group)
        found.append(replace(best, label=f"{best.label}; {known.label}", spoken=f"{known.spoken} {best.spoken}") if known else best)
    return found


_FULLER = frozenset({"amends", "replaces"})
"""What says more than another act of the same look: "sửa đổi, bổ sung" than "bổ sung", "thay thế" than "làm hết hiệu lực"."""


def telling(links: Iterable[Link]) -> tuple[Link, Link | None]:
    """Of links between the same two cards: the one that says most and, if that is uncertain, the best certain one."""
    best, *rest = sorted(links, key=lambda link: (-link.strength, not link.certain, link.kind not in _FULLER, link.kind))
    return best, None if best.certain else next((link for link in rest if link.certain), None)
