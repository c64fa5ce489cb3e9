"""Which home a command is about."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from legalgraph.cli.terminal import clear_line, progress_line, tell
from legalgraph.settings import home_folder

if TYPE_CHECKING:
    from legalgraph.library import Library
    from legalgraph.store.snapshots import Home, Snapshot


def home_of(context: click.Context) -> Path:
    """The folder of the home, which need not be there."""
    return home_folder(context.obj["home"], os.environ)


def reading_home_of(context: click.Context) -> "Home":
    """The home to read from. Raises NoHome when it was named and is not there."""
    from legalgraph.library import reading_home

    return reading_home(context.obj["home"], os.environ)


def library_of(context: click.Context) -> "Library":
    """The current snapshot of the home to read from, open. Raises NoHome and StoreError."""
    from legalgraph.library import open_library

    return open_library(context.obj["home"], progress_line(), _tell_of_newer_data)


def _tell_of_newer_data() -> None:
    words = "newer data came with legalgraph and are taken in first; with many texts that takes minutes (`serve --as-is` leaves it)"
    tell(words)


def make_home(home: "Home") -> "Snapshot":
    """The current snapshot of a home, made from the packaged data where there is none. Raises StoreError."""
    from legalgraph.pipeline import ensure_snapshot

    there = home.is_there()
    try:
        snapshot = ensure_snapshot(home, progress_line(), _tell_of_newer_data)
    finally:
        clear_line()
    if not there:
        tell(f"made a home in {home.folder}")  # the name may be mistyped
    return snapshot
