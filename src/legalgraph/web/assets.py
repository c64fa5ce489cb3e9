"""The built front end: which files a page links. Without a build the pages are unadorned, never broken."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markupsafe import Markup

DIST = Path(__file__).parent / "static"
"""Where the build hook puts the files; every name there carries a hash of the content, so it may be cached for ever."""

BASE = "/static/"
"""The path under which the application serves DIST."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the front end: the files its page links, in order."""

    script: str
    styles: tuple[str, ...]
    preload: tuple[str, ...]
    icons: Mapping[str, str]


@cache
def manifest() -> dict[str, Entry]:
    """Return the entries by name; empty when the front end has not been built."""
    file = DIST / "manifest.json"
    if not file.is_file():
        return {}
    written = json.loads(file.read_text("utf-8"))
    return {
        name: Entry(entry["script"], tuple(entry["styles"]), tuple(entry["preload"]), entry["icons"])
        for name, entry in written.items()
    }


def is_built() -> bool:
    """Whether pages get styles and scripts."""
    return bool(manifest())


def picture(name: str) -> str | None:
    """The path of a picture of the site: `small` (the icon as PNG) or `card` (1200 x 630, for previews of links)."""
    files = manifest().get("main")
    return BASE + files.icons[name] if files and name in files.icons else None


def tags(entry: str) -> Markup:
    """Return the `<link>` and `<script>` elements of an entry: `main` for every page, `sparql` and `explorer` for theirs."""
    files = manifest().get(entry)
    if files is None:
        return Markup("")
    font = Markup('<link rel="preload" as="font" type="font/woff2" href="{}" crossorigin>')
    style = Markup('<link rel="stylesheet" href="{}">')
    icons = {
        "small": Markup('<link rel="icon" type="image/png" sizes="32x32" href="{}">'),
        "icon": Markup('<link rel="icon" type="image/svg+xml" href="{}">'),
        "touch": Markup('<link rel="apple-touch-icon" href="{}">'),
    }
    script = Markup('<script type="module" src="{}"></script>')
    return Markup("\n").join(
        [
            *(font.format(BASE + name) for name in files.preload),
            *(style.format(BASE + name) for name in files.styles),
            *(icon.format(BASE + files.icons[name]) for name, icon in icons.items() if name in files.icons),
            script.format(BASE + files.script),
        ]
    )
