"""What a text merely cites: documents that no act uses, and places of its own."""

from collections.abc import Sequence

from legalgraph.model.provision import Locator
from legalgraph.model.reading import Citation, Mention, Statement, Target
from legalgraph.text.effect import here
from legalgraph.text.homes import Homes
from legalgraph.text.locators import RANK, Places
from legalgraph.text.sentences import HERE, target_of


def references(
    citations: Sequence[Citation], places: Sequence[Places], used: set[int], homes: Homes, *, fragment: bool
) -> list[Statement]:
    """What is merely cited: every mention of another document that no act uses, and every place of the own text."""
    found: list[Statement] = []
    bound: set[int] = set()
    for index, cited in enumerate(citations):
        if cited.places_start is not None:
            bound.add(cited.places_start)
        own = cited.mention is Mention.SELF
        if index in used or (own and not cited.places):
            continue
        where = homes.source(cited.start)
        named = tuple(here(p, where) for p in cited.places)
        start = cited.start if cited.places_start is None else cited.places_start
        found.append(
            Statement("refers", HERE if own else target_of(citations, index), start, cited.end, named, source=where, rule="cited")
        )
    for expression in places:
        if expression.start in bound:
            continue
        where = homes.source(expression.start)
        meant = expression.places if fragment else [p for place in expression.places if (p := _meant(place, where, homes))]
        named = tuple(p for p in (here(p, where) for p in meant) if _is_whole(p) or fragment)
        if named:
            target = Target(context=True) if fragment else HERE
            found.append(Statement("refers", target, expression.start, expression.end, named, source=where, rule="place_alone"))
    return found


def _meant(place: Locator, where: Locator | None, homes: Homes) -> Locator | None:
    if any(label == "này" for _, label in place.steps):
        return place
    meant = homes.of(place, where)
    return None if meant == where else meant  # "Nơi nhận: Như Điều 3" at the end of Điều 3


def _is_whole(place: Locator) -> bool:
    """True for a place that can be found: no "này" is left in it, and it does not begin below its article."""
    return all(label != "này" for _, label in place.steps) and RANK.get(place.steps[0][0], 0) <= RANK["dieu"]
