"""legalgraph: an open knowledge graph of Vietnamese law.

>>> import legalgraph
>>> library = legalgraph.open()                                       # doctest: +SKIP
>>> library.relate("1288/QĐ-TTg", "45/2012/NĐ-CP").direct[0].kind     # doctest: +SKIP
'basis'
"""

import os
from typing import TYPE_CHECKING

from legalgraph.errors import Ambiguous, LegalGraphError, NotFound, SourceError, StoreError

if TYPE_CHECKING:
    from legalgraph.library import Library

__all__ = ["Ambiguous", "LegalGraphError", "NotFound", "SourceError", "StoreError", "open"]
__version__ = "0.1.0"


def open(home: str | os.PathLike[str] | None = None) -> "Library":  # noqa: A001  the promised name, as in gzip.open
    """Open the current snapshot of a home folder.

    `home` defaults to LEGALGRAPH_HOME, else the platform's data folder, which is made from the packaged data when there is none.
    Raises StoreError, and NotFound where a home is named and nothing was published there.
    """
    # Query workers import this package too and must start in milliseconds.
    from legalgraph.library import open_library

    return open_library(home)
