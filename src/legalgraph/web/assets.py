"""The built front end: which files a page links. Without a build the pages are unadorned, never broken."""

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from markupsafe import Markup

DIST = Path(__file__).parent / "static"
"""Where the build hook puts the files; every name there carries a hash of the content, so it may be cached for ever."""

BASE = "/static/"
"""The path under which the application serves DIST."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the front end: its script, and with `main` the styles of all pages and their icons."""

    script: str
    first: str | None
    style: str | None
    icons: Mapping[str, str]


@cache
def manifest() -> dict[str, Entry]:
    """Return the entries by name; empty when the front end has not been built."""
    file = DIST / "manifest.json"
    if not file.is_file():
        return {}
    written = json.loads(file.read_text("utf-8"))
    return {name: Entry(entry["script"], entry.get("first"), entry.get("style"), entry["icons"]) for name, entry in written.items()}


def is_built() -> bool:
    """Whether pages get styles and scripts."""
    return bool(manifest())


def picture(name: str) -> str | None:
    """The path of a picture of the site: `small` (the icon as PNG) or `card` (1200 x 630, for previews of links)."""
    files = manifest().get("main")
    return BASE + files.icons[name] if files and name in files.icons else None


@cache
def first_styles() -> str:
    """The styles written into every page, so that its first screen waits for no other file; empty without a build."""
    files = manifest().get("main")
    return (DIST / files.first).read_text("utf-8").strip() if files and files.first else ""


@cache
def first_styles_hash() -> str | None:
    """What a policy names to let `first_styles`, and no other styles in the page, apply: `sha256-…`."""
    styles = first_styles()
    return "sha256-" + b64encode(sha256(styles.encode()).digest()).decode() if styles else None


def head() -> Markup:
    """The styles of the first screen, and the icons: for the head of every page."""
    files = manifest().get("main")
    if files is None:
        return Markup("")
    icons = {
        "small": Markup('<link rel="icon" type="image/png" sizes="32x32" href="{}">'),
        "icon": Markup('<link rel="icon" type="image/svg+xml" href="{}">'),
        "touch": Markup('<link rel="apple-touch-icon" href="{}">'),
    }
    linked = [icon.format(BASE + files.icons[name]) for name, icon in icons.items() if name in files.icons]
    return Markup("\n").join([Markup(f"<style>{first_styles()}</style>"), *linked])  # noqa: S704  the build wrote it


def styles() -> Markup:
    """All other styles. In the body a link holds up what follows it and nothing before: it stands where a first screen ends."""
    files = manifest().get("main")
    return Markup('<link rel="stylesheet" href="{}">').format(BASE + files.style) if files and files.style else Markup("")


def script(entry: str) -> Markup:
    """The script of an entry, for the end of the body: `main` for every page, `sparql` and `explorer` for theirs."""
    files = manifest().get(entry)
    return Markup('<script type="module" src="{}"></script>').format(BASE + files.script) if files else Markup("")
