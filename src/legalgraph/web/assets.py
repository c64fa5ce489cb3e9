"""The built front end: which files a page links. Without a build the pages are unadorned, never broken."""

import json
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
    icon: str | None


@cache
def manifest() -> dict[str, Entry]:
    """Return the entries by name; empty when the front end has not been built."""
    file = DIST / "manifest.json"
    if not file.is_file():
        return {}
    written = json.loads(file.read_text("utf-8"))
    return {
        name: Entry(entry["script"], tuple(entry["styles"]), tuple(entry["preload"]), entry["icon"])
        for name, entry in written.items()
    }


def is_built() -> bool:
    """Whether pages get styles and scripts."""
    return bool(manifest())


def tags(entry: str) -> Markup:
    """Return the `<link>` and `<script>` elements of an entry: `main` for every page, `sparql` and `explorer` for theirs."""
    files = manifest().get(entry)
    if files is None:
        return Markup("")
    font = Markup('<link rel="preload" as="font" type="font/woff2" href="{}" crossorigin>')
    style = Markup('<link rel="stylesheet" href="{}">')
    icon = Markup('<link rel="icon" type="image/svg+xml" href="{}">')
    script = Markup('<script type="module" src="{}"></script>')
    return Markup("\n").join(
        [
            *(font.format(BASE + name) for name in files.preload),
            *(style.format(BASE + name) for name in files.styles),
            *([icon.format(BASE + files.icon)] if files.icon else []),
            script.format(BASE + files.script),
        ]
    )
