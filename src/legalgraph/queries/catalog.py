"""The fixed queries, kept as .rq files beside this module. Parameters are bound as terms by the engine."""

from functools import cache
from importlib.resources import files


@cache
def query(name: str) -> str:
    """Return the text of a query. Raises FileNotFoundError for a name that does not exist."""
    return files("legalgraph.queries").joinpath("rq", f"{name}.rq").read_text("utf-8")
