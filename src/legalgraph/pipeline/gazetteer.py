"""The laws of the packaged gazetteer, ready to be recognised by name and to be resolved."""

from functools import cache

from legalgraph.registry import laws
from legalgraph.text.names import LawNames


@cache
def law_names() -> LawNames:
    """The laws of the packaged gazetteer."""
    return LawNames(laws())
