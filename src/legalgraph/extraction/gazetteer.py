"""The laws known by name: apart from what reads texts, as who only looks up a citation needs no reader."""

from functools import cache

from legalgraph.registry import laws
from legalgraph.text.names import LawNames


@cache
def law_names() -> LawNames:
    """The laws of the packaged gazetteer, ready to be recognised by name."""
    return LawNames(laws())
