"""What the relations of one text tell twice: in a heading and below it, or as an edit of words and as new words of all the place.

And whose an exception is: "Điều 7, Điều 13 (trừ điểm b khoản 1 Điều 13)" leaves out nothing of Điều 7.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from legalgraph.model.provision import Provision
from legalgraph.model.relation import Relation
from legalgraph.text.locators import find_places

_EDITS = frozenset({"substitutes_phrase", "deletes_phrase", "inserts_phrase"})
# What says more of a place than that it is amended.
_EXACT = _EDITS | {"replaces_annex"}
_FROM_HEADINGS = _EXACT | {"amends", "repeals_part"}
_SAVE = re.compile(r"(?:ngoại )?trừ (?:các )?")


def told_once(relations: Mapping[str, Relation]) -> dict[str, Relation]:
    """Return the relations by their identities without those that others tell better; these get the evidence.

    Of one place in another document the heading "Sửa đổi khoản 2" goes where the words below it say how, "Bãi bỏ Chương VIII" where an
    item says it again, and "bỏ cụm từ A tại khoản 8" where the same words go on to give all of khoản 8 anew.
    """
    of_place: dict[tuple[str, Provision | None, tuple[str, ...]], list[Relation]] = {}
    for one in relations.values():
        if one.kind in _FROM_HEADINGS and one.source_provision and (one.target_provision or one.places):
            of_place.setdefault((one.target, one.target_provision, one.places), []).append(one)
    kept = dict(relations)
    for group in of_place.values():
        for one in group:
            better = next((other for other in group if other is not one and other.id in kept and _tells_better(other, one)), None)
            if better is not None:
                del kept[one.id]
                kept[better.id] = replace(kept[better.id], evidence=tuple(dict.fromkeys((*kept[better.id].evidence, *one.evidence))))
    return kept


def _tells_better(other: Relation, one: Relation) -> bool:
    """True where what one relation tells of a place is all in the other, which stands in the same part of the text or below it."""
    above, below = one.source_provision, other.source_provision
    if above is None or below is None or below.steps[: len(above.steps)] != above.steps or one.exception != other.exception:
        return False
    deeper = above != below
    if one.kind in _EDITS:
        return not deeper and other.kind == "amends" and _has_new_words(other)
    if _has_new_words(one):
        return False
    return (one.kind == "amends" and other.kind in _EXACT) or (deeper and one.kind == other.kind)


def _has_new_words(relation: Relation) -> bool:
    return relation.operation is not None and relation.operation.new_text is not None


def exception_of_each(exception: str | None, provisions: Sequence[Provision]) -> dict[Provision, str | None]:
    """What is excepted from each of the places of an act: all of it, unless it names places that are parts of some of them alone."""
    parts = [(part, _holders(part, provisions)) for part in exception.split("; ")] if exception else []
    return {place: "; ".join(part for part, holders in parts if not holders or place in holders) or None for place in provisions}


def _holders(exception: str, provisions: Iterable[Provision]) -> list[Provision]:
    """The places that what is excepted is in; none where it says more than "trừ điểm b khoản 1 Điều 13", or is in one that is not there."""
    opened = _SAVE.match(exception)
    found = next(find_places(exception, opened.end()), None) if opened else None
    if opened is None or found is None or found.start != opened.end() or found.end != len(exception.rstrip()):
        return []
    provisions = list(provisions)
    holders: list[Provision] = []
    for part in found.places:
        own = [place for place in provisions if part.provision and part.provision.steps[: len(place.steps)] == place.steps]
        if not own:
            return []
        holders += own
    return holders
