"""Where the packaged tables and the ontology are, in a wheel or in a source checkout."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from legalgraph.errors import StoreError


@cache
def folder(name: str) -> Path:
    """Return the folder `data` or `ontology`. Raises StoreError when the installation lacks it."""
    packaged = Path(str(files("legalgraph"))) / "resources" / name
    checkout = Path(__file__).resolve().parents[2] / name
    for place in (packaged, checkout):
        if place.is_dir():
            return place
    raise StoreError(f"the packaged folder {name!r} is missing: reinstall legalgraph")
