"""The catalogue of a snapshot: what pages ask of many documents at once, computed when the snapshot is made.

A SQLite file beside the store with every document, its status through time, its relations without their evidence, counts, and the
search index. It says nothing that the graph does not say; it says it in microseconds, however large the graph.
"""

from legalgraph.catalogue.building import VERSION, Entry, Standing, build_catalogue
from legalgraph.catalogue.edges import Edge, Related
from legalgraph.catalogue.filters import ALL, Counts, Filters, read_years
from legalgraph.catalogue.names import Unnamed
from legalgraph.catalogue.reading import Catalogue
from legalgraph.catalogue.search import Page, Sort
from legalgraph.catalogue.typed import Typed, read_typed
from legalgraph.catalogue.walking import Walk

__all__ = [
    "ALL",
    "VERSION",
    "Catalogue",
    "Counts",
    "Edge",
    "Entry",
    "Filters",
    "Page",
    "Related",
    "Sort",
    "Standing",
    "Typed",
    "Unnamed",
    "Walk",
    "build_catalogue",
    "read_typed",
    "read_years",
]
