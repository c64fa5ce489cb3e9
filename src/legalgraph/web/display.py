"""What data may not do to a page: turn its direction, pile marks over their neighbours, or hold what XML forbids."""

import re

from markupsafe import Markup, escape

WITH_HYPHENS = re.compile(r"[0-9]{1,5}/(?:[0-9]{4}/)?[A-ZĐ][A-ZĐ0-9]{0,12}(?:-[A-ZĐ][A-Za-zĐđ]{0,9}){1,2}")
"""A số hiệu that a browser would break at a hyphen."""
# Overrides and embeddings of direction reach beyond the words they stand in; marks of direction (U+200E, U+200F) do not.
_TURNING = "\u202a-\u202e\u2066-\u2069"
_FORBIDDEN = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_PILED = re.compile(f"({_MARK}{{4}}){_MARK}+")  # no letter of a language that pages speak has more than two
_SIGNS = re.compile(f"[{_FORBIDDEN}]")
_TURNS = re.compile(f"[{_TURNING}]")
# One set of characters: a page is passed in a seventh of the time that looking for piles takes.
_DOUBTFUL = re.compile(f"[{_TURNING}{_FORBIDDEN}{_MARK[1:-1]}]")


def displayed(page: str) -> str:
    """Return a page, or a picture, without what would break or turn it, whatever the data hold.

    What turns gives way to an invisible joiner and what is forbidden to a replacement sign, so that lengths stay; of marks piled
    on one letter four are kept.
    """
    if _DOUBTFUL.search(page) is None:
        return page
    return _PILED.sub(r"\1", _SIGNS.sub("\ufffd", _TURNS.sub("\u2060", page)))


def unbroken(text: str) -> Markup:
    """Text for a page with each số hiệu in an element of its own, which no line breaks at its hyphen.

    The element is one that no style sheet means when it says `span`: names stand where a span is a second line.

    >>> print(unbroken("Sửa Nghị định 5/2031/NĐ-CP"))
    Sửa Nghị định <bdi class="nb">5/2031/NĐ-CP</bdi>
    """
    return Markup(WITH_HYPHENS.sub(r'<bdi class="nb">\g<0></bdi>', str(escape(text))))  # noqa: S704  escaped


def holds_an_endless_word(page: str, letters: int = 1000) -> bool:
    """Whether a page holds so many letters without a space that a browser would take seconds to break them into lines."""
    at = 0
    while (end := at + letters) <= len(page):
        space = max(page.rfind(" ", at, end), page.rfind("\n", at, end))
        if space < 0:
            return True
        at = space + 1
    return False
