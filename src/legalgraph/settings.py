"""Settings, read once from arguments and environment by the command line and the web application."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from platformdirs import user_data_path

from legalgraph.errors import StoreError

BASE = "https://w3id.org/legalgraph/"


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator may set; times in seconds, sizes in MiB unless the name says otherwise."""

    home: Path
    query_timeout: float = 20.0
    query_stream: float = 60.0
    query_stall: float = 5.0
    query_memory: int = 1024
    query_result: int = 256
    query_kib: int = 256
    query_depth: int = 100
    query_workers: int = 2
    query_aside: int = 6
    query_queue: int = 16
    max_age: int = 0
    """How long an answer that holds as long as the snapshot may be used again without asking."""
    metrics: str = "loopback"
    """Who may read /metrics: loopback, open or off."""
    keep_snapshots: int = 3
    endpoint: str | None = None
    """Where an engine elsewhere answers SPARQL queries; unset, the snapshots of the home folder are served."""
    endpoint_timeout: float = 10.0
    endpoint_login: Mapping[str, str] = field(default_factory=dict, repr=False)
    """What the environment says of how to sign in there."""
    base_url: str | None = None
    """Where the world reaches the site, without a slash at the end. Unset, nothing is said of addresses beyond this server:
    what a request calls itself can be made up by whoever asks."""


def public_address(text: str | None) -> str | None:
    """Return the address without a slash at the end; None for none. Raises ValueError when it is not one of a site.

    >>> public_address("https://luat.example.org/")
    'https://luat.example.org'
    """
    if not text:
        return None
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or parts.path.strip("/"):
        raise ValueError(f"{text!r} is not the address of a site, such as https://luat.example.org")
    return f"{parts.scheme}://{parts.netloc}"


def named_home(argument: str | os.PathLike[str] | None, environ: Mapping[str, str]) -> str | None:
    """Return the home that was named: the argument, else LEGALGRAPH_HOME; None where none was."""
    return os.fspath(argument) if argument else environ.get("LEGALGRAPH_HOME") or None


def home_folder(argument: str | os.PathLike[str] | None, environ: Mapping[str, str]) -> Path:
    """Return where snapshots live: the home that was named, else the platform's data folder."""
    named = named_home(argument, environ)
    try:
        return Path(named).expanduser() if named else user_data_path("legalgraph", appauthor=False)
    except RuntimeError as error:
        raise StoreError(f"the home folder {named!r} cannot be found: {error}") from error
