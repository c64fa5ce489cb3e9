"""Pictures of every kind of page, to be looked at: `python -m tests.browser.screenshots [NAME…]`.

Both languages, desktop and phone, light and dark, into the folder `screenshots`, which git ignores.
"""

import sys
import tempfile
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Literal

from tests.browser.looking import DESKTOP, PAGES, PHONE, ROOT, TEXT_PAGES, browsing
from tests.conftest import TAM_TANG, TODAY, VAN_BAN
from tests.web.serving import serving

from legalgraph import clock
from legalgraph.pipeline import ensure_snapshot, ingest
from legalgraph.store.snapshots import Home

SHAPES = {"desktop": DESKTOP, "phone": PHONE}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def main(names: Sequence[str]) -> None:
    """Take the pictures of the pages named, or of all."""
    target = ROOT / "screenshots"
    target.mkdir(exist_ok=True)
    chosen = names or [*PAGES, *TEXT_PAGES]
    with tempfile.TemporaryDirectory() as folder, browsing() as browser:
        home, texts_home = Home(Path(folder) / "packaged"), Home(Path(folder) / "texts")
        ensure_snapshot(home)
        ingest([TAM_TANG, VAN_BAN], texts_home, today=TODAY)
        with serving(home.folder, clock.today()) as site, serving(texts_home.folder) as texts_site:
            addresses = {name: site + path for name, path in PAGES.items()} | {name: texts_site + path for name, path in TEXT_PAGES.items()}
            for language, (shape, size), scheme in product(("vi", "en"), SHAPES.items(), SCHEMES):
                context = browser.new_context(viewport=size, locale=language, color_scheme=scheme)
                page = context.new_page()
                for name in chosen:
                    answer = page.goto(addresses[name])
                    if answer is None or answer.status >= 500:
                        raise SystemExit(f"{addresses[name]} is broken: there is nothing to look at")
                    page.wait_for_load_state("networkidle")
                    page.screenshot(path=target / f"{name}-{language}-{shape}-{scheme}.png", full_page=True)
                context.close()
    sys.stdout.write(f"{len(chosen) * 8} pictures in {target}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
