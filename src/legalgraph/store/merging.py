"""Merging the files of a store, and those of a large one so that they are compressed.

RocksDB, in which Oxigraph keeps its indexes, compresses nothing on the level it first merges fresh files to. As long as an index takes
less than 512 MB that is the last level, so `Store.optimize` makes a store of compressed files, as the loader writes them, twice as large.
An index that has become larger gets one level more, and what is merged from there to the last one is compressed. But an index whose files
all lie on the last level is left alone, so something must lie over all of them: statements that were added and removed again.
"""

import gc
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

# The engine orders its indexes by kinds of terms and hashes of IRIs, so so many lie before, between and behind all others.
_PASSING = 200
_LEAST = 3_200_000_000  # bytes of merged files, of which each of the six indexes then has more than 512 MB


def merge(folder: Path) -> None:
    """Merge the files of a closed store, which holds the same statements and graphs afterwards.

    Raises OSError and RuntimeError as the engine does. Files that were merged before are merged again, and so
    compressed, where that is possible.
    """
    large = sum(file.stat().st_size for file in folder.glob("*.sst")) >= _LEAST
    store = Store(str(folder))
    if large:
        _lie_over_all(store)
    store.optimize()
    store.flush()
    del store
    gc.collect()  # the engine lets go of the folder


def _lie_over_all(store: Store) -> None:
    """Add statements that lie before, between and behind all others in each index, and remove them."""
    for number in range(_PASSING):
        node = NamedNode(f"urn:legalgraph:passing:{number}")
        # Kinds of terms come one after the other: IRIs before literals, triples behind both.
        for term in (node, Triple(node, node, Literal(number))):
            store.add(Quad(node, node, term, node))
        store.remove_graph(node)
