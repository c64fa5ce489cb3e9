"""Where the packaged tables and the ontology are, in a wheel or in a source checkout, and how its optional parts are installed."""

import json
import shlex
import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources import files
from pathlib import Path
from urllib.parse import unquote, urlsplit

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


def install_line(extra: str) -> str:
    """The command that adds an optional part of legalgraph to this installation: from the clone, file or repository that it came from."""
    try:
        noted = distribution("legalgraph").read_text("direct_url.json")
    except PackageNotFoundError:
        noted = None
    return f"{shlex.quote(sys.executable)} -m pip install {requirement(extra, noted)}"


def requirement(extra: str, noted: str | None) -> str:
    """What pip is to install, quoted for a shell; `noted` is what it wrote down of where legalgraph came from (`direct_url.json`).

    >>> requirement("hub", '{"url": "file:///home/an/legalgraph", "dir_info": {}}')
    "'/home/an/legalgraph[hub]'"
    """
    origin = json.loads(noted) if noted else {}
    url = str(origin.get("url", ""))
    if url.startswith("file:"):
        # Without -e, an installation that follows its clone would no longer do so.
        editable = "-e " if origin.get("dir_info", {}).get("editable") else ""
        return editable + shlex.quote(f"{unquote(urlsplit(url).path)}[{extra}]")
    if url:
        kind = origin.get("vcs_info", {}).get("vcs")
        return shlex.quote(f"legalgraph[{extra}] @ {f'{kind}+' if kind else ''}{url}")
    return shlex.quote(f"legalgraph[{extra}]")
