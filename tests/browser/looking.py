"""The installed Chromium, the pages that are looked at, and the sizes and tastes they are looked at with."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Browser, ViewportSize, sync_playwright

ROOT = Path(__file__).parents[2]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"

DECREE = "nd/2012/45/nd-cp"
PROGRAMME = "qd/2014/1288/qd-ttg"
NEXT_PROGRAMME = "qd/2020/1881/qd-ttg"
QUERY = "SELECT%20%3Fd%20%3Fn%20WHERE%20%7B%20%3Fd%20%3Chttp%3A%2F%2Fdata.europa.eu%2Feli%2Fontology%23id_local%3E%20%3Fn%20%7D%20LIMIT%2020"


def example(name: str) -> str:
    """The address that runs one of the examples of the SPARQL page."""
    return "/sparql?" + urlencode({"query": files("legalgraph.web").joinpath("examples", f"{name}.rq").read_text("utf-8")})


PAGES: Mapping[str, str] = {
    "home": "/",
    "search": "/tim-kiem?q=khuyen+cong",
    "search-nothing": "/tim-kiem?q=xyzzy",
    "search-browse": "/tim-kiem?loai=nd&nam=2010-2019",
    "search-near": "/tim-kiem?q=45/2013/N%C4%90-CP",
    "search-narrow": "/tim-kiem?q=khuyen+cong&loai=pl&nam=1990",
    "decree": f"/eli/vn/{DECREE}",
    "decree-day": f"/eli/vn/{DECREE}?ngay=2011-01-01",
    "decree-wrong-day": f"/eli/vn/{DECREE}?ngay=hom-qua",
    "programme": f"/eli/vn/{PROGRAMME}",
    "circular": "/eli/vn/tt/2018/28/tt-btc",
    "circular-ended-with-its-decree": "/eli/vn/tt/2017/15/tt-bct",
    "provision": f"/eli/vn/{DECREE}/dieu_2/khoan_1",
    "relate": f"/quan-he?vb={PROGRAMME}&vb={DECREE}",
    "relate-programmes": f"/quan-he?vb={NEXT_PROGRAMME}&vb={PROGRAMME}",
    "relate-three": f"/quan-he?vb=nd/2004/134/nd-cp&vb={DECREE}&vb=nd/2025/235/nd-cp&ngay=2015-06-30",
    "relate-form": "/quan-he",
    "relate-ambiguous": "/quan-he?vb=26%2F2014&vb=45%2F2012",
    "relate-unknown": "/quan-he?vb=9999%2F1900&vb=45%2F2012",
    "lucdo": f"/luoc-do/{DECREE}",
    "lucdo-steps": f"/luoc-do/{DECREE}?buoc=2&so=20",
    "lucdo-day": f"/luoc-do/{DECREE}?nhom=huong-dan&ngay=2015-01-01&xep=ngay",
    "lucdo-nothing": f"/luoc-do/{PROGRAMME}?nhom=thay-the",
    "explore-form": "/kham-pha",
    "explore": f"/kham-pha?vb={DECREE}&chon={DECREE}",
    "explore-path": f"/kham-pha?vb={DECREE}&quan-he=basis&quan-he=replaces&tu={NEXT_PROGRAMME}&den={DECREE}",
    "explore-unknown": f"/kham-pha?vb={DECREE}&them=9999%2F1900",
    "sparql": "/sparql",
    "sparql-result": f"/sparql?query={QUERY}",
    "sparql-error": "/sparql?query=SELECT%20%3Fx%20WHERE%20%7B%20%3Fx%20eli%3Anumber%20%3Fy%20%7D",
    "sparql-bars": example("by_type"),
    "sparql-years": example("by_year"),
    "sparql-graph": example("chain_graph"),
    "sparql-star": example("subgraph"),
    "sparql-yes": example("replaces_or_not"),
    "statistics": "/thong-ke",
    "about": "/gioi-thieu",
    "api": "/api",
    "terms": "/vocabulary/relation",
    "not-found": "/khong-co",
}
TEXT_DECREE = "nd/2031/901/nd-cp"
TEXT_AMENDMENT = "nd/2034/12/nd-cp"
# Over the invented documents that have a full text.
TEXT_PAGES: Mapping[str, str] = {
    "text": f"/van-ban/{TEXT_DECREE}",
    "text-search": "/tim-kiem?q=nuoi+tam",
    "text-amendment": f"/van-ban/{TEXT_AMENDMENT}",
    "text-span": f"/van-ban/{TEXT_AMENDMENT}?tai=728-793#tai",
    "text-document": f"/eli/vn/{TEXT_AMENDMENT}",
    "text-statistics": "/thong-ke",
    "text-place": f"/eli/vn/{TEXT_DECREE}/dieu_2/khoan_1",
    "text-changed": f"/eli/vn/{TEXT_DECREE}",
}
DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}


def chromium() -> str:
    """The installed browser: CHROMIUM, else the first of the usual names on the PATH. Raises FileNotFoundError."""
    for name in (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"):
        if name and (found := shutil.which(name)):
            return found
    raise FileNotFoundError("no Chromium: install it (Debian: apt-get install chromium), or set CHROMIUM=/path/to/it")


@contextmanager
def browsing() -> Iterator[Browser]:
    """A headless browser that fetches nothing by itself."""
    quiet = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=quiet)
        try:
            yield browser
        finally:
            browser.close()
