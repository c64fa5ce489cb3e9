"""English pages speak English: what is Vietnamese on them is what documents say, or is marked as Vietnamese."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import httpx
import pytest
from tests.browser.english import VIETNAMESE, Unmarked
from tests.browser.looking import PAGES, TEXT_PAGES

from legalgraph.library import open_published
from legalgraph.registry import areas, bodies, types

pytestmark = pytest.mark.browser

# A term of the trade with what it means, either way round, quoted words to type, and the heading that annexes have in texts.
DELIBERATE = re.compile(r"[\w ]+ \([a-z ]+\)|(?:Legal basis|Follows) \([^\W\d]+ [^\W\d]+\)|\([Kk]huyến công\)|[Kk]huyến công is|“[^”]*”|PHỤ LỤC")


@cache
def said_by_data(home: Path) -> tuple[str, ...]:
    """Titles, names of people and places, and what sources dispute: data, in whatever language the page is."""
    reader = open_published(home).reader
    said = {area.vi for area in areas().values()} | {body.vi for body in bodies().values()} | {the_type.vi for the_type in types().values()}
    for document in reader.documents(reader.paths()).values():
        said |= {document.title, document.signer or "", document.note or "", document.status_basis or "", *document.sources}
        said |= {text for c in document.conflicts for text in (c.value_a, c.value_b, c.source_a, c.source_b)}
    flat = {" ".join(text.split()) for text in said}
    return tuple(sorted((text for text in flat if VIETNAMESE.search(text)), key=len, reverse=True))


def words_of_ours(html: str, home: Path) -> Iterator[str]:
    """Vietnamese that neither data nor intention explains. A line of a picture is a piece of a title."""
    data = said_by_data(home)
    page = Unmarked(html)
    for text in dict.fromkeys(page.drawn):
        piece = re.sub(r"^[\d\W]+|[\d\W]+$", "", text.split("…")[0])
        if not any(piece in title for title in data) and _left(text, data):
            yield text
    yield from (text for text in dict.fromkeys(page.found) if _left(text, data))


def _left(text: str, data: tuple[str, ...]) -> bool:
    left = DELIBERATE.sub("", text)
    for title in data:
        left = left.replace(title, "")
    return VIETNAMESE.search(Unmarked.without_numbers(left)) is not None


@pytest.mark.parametrize("name", PAGES)
def test_pages_speak_english(site: str, packaged_home: Path, name: str) -> None:
    answer = httpx.get(site + PAGES[name], headers={"Accept-Language": "en", "Accept": "text/html"}, follow_redirects=True, timeout=30)
    assert answer.headers["content-language"] == "en"
    assert list(words_of_ours(answer.text, packaged_home)) == []


@pytest.mark.parametrize("name", TEXT_PAGES)
def test_pages_of_texts_speak_english(texts_site: str, texts_home: Path, name: str) -> None:
    answer = httpx.get(texts_site + TEXT_PAGES[name], headers={"Accept-Language": "en", "Accept": "text/html"}, follow_redirects=True, timeout=30)
    assert answer.headers["content-language"] == "en"
    assert list(words_of_ours(answer.text, texts_home)) == []


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<html lang="en"><p>Find documents 45/2012/NĐ-CP</p>', []),
        ('<html lang="en"><p>Tìm văn bản</p>', ["Tìm văn bản"]),
        ('<html lang="en"><p lang="vi">Tìm <b>văn bản</b></p>Đóng', ["Đóng"]),
        ('<html lang="en"><input placeholder="Số hiệu"><br>x', ["Số hiệu"]),
        ('<html lang="vi"><p>Tìm</p>', []),
        ('<html lang="en"><a aria-label="Gỡ">x</a><script>"Gỡ"</script>', ["Gỡ"]),
    ],
)
def test_what_is_found(html: str, found: list[str]) -> None:
    assert Unmarked(html).found == found
