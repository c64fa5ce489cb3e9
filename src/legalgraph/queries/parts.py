"""All of a graph read in parts: engines elsewhere cut long answers off, or take too long to give them whole."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import batched
from pathlib import Path
from typing import IO, TypeVar

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from legalgraph.errors import StoreError
from legalgraph.queries.catalog import query
from legalgraph.rdf.mapping import iri_of
from legalgraph.rdf.texts import expression_of
from legalgraph.rdf.vocab import local_name
from legalgraph.store.engine import Engine, Node, Row

_PAGE = 5000  # paths asked for at once
_NODES = 200  # nodes named in one query
_TEXTS = 20
_AT_ONCE = 4  # queries sent to the engine at the same time
_T = TypeVar("_T")
