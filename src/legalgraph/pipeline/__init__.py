"""Ingest: files ▶ a new snapshot. The only place where sources meet RDF and the store; see `ingesting`.

What the package offers is fetched when it is asked for: children that read files use modules of it and need neither RDF nor the store,
which take as long to start as all they need, and so do commands that only look whether there is a snapshot.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from legalgraph.pipeline.ingesting import count_texts, ensure_snapshot, forget, ingest, packaged_data, text_names, validate
    from legalgraph.pipeline.progress import Progress
    from legalgraph.pipeline.report import Report

__all__ = ["Progress", "Report", "count_texts", "ensure_snapshot", "forget", "ingest", "packaged_data", "text_names", "validate"]

_ELSEWHERE = {"Progress": "progress", "Report": "report"}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_ELSEWHERE.get(name, 'ingesting')}"), name)
    return found
