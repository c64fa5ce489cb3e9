"""A sentence reduced to its shape: documents, places, quotations and dates become one sign each, words stay words.

`Bãi bỏ Ⓟ của Ⓓ` is the shape of every sentence that repeals a place of a document, whatever its title says. Titles and
quotations are gone, so no verb inside them can be taken for the sentence's own.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from legalgraph.model.reading import Citation, Mention
from legalgraph.text.locators import Places
from legalgraph.text.numbers import month

DOCUMENT, SELF, PLACES, QUOTE, TIME = "ⒹⓈⓅⓆⓉ"
SIGNS = "ⒹⓈⓅⓆⓉ"

DAY_PATTERN = (
    # "ngày25 tháng 11 năm 2031", "ngày 22- tháng 01", "ngày 05.tháng 9 .năm2031", "ngày **06** tháng **6** năm **2031**": as it is printed at times.
    r"(?:ngày\s*(?:m[ồù]ng\s+)?)?(?:\*\*)?(?P<d>\d{1,2})(?:\s*[/.-]\s*(?P<m>\d{1,2})\s*[/.-]\s*|(?:\*\*)?\s*[-.,]?\s*tháng(?:\s*[.,])?(?:\s+(?:\*\*)?|(?=\d))(?P<M>\d{1,2}|[Gg]iêng|[Cc]hạp)(?:\*\*)?[\s.,-]*năm(?:\s*[.,])?(?:\s+(?:\*\*)?|(?=\d)))"
    r"(?P<y>(?:19|20)\d{2})(?!\d)(?:\*\*)?"
)
DAY = re.compile(DAY_PATTERN)
# "kể từ nhiệm kỳ Quốc hội khóa XX", "từ năm học 2035 - 2036": beginnings without a day.
TERM_PATTERN = (
    r"n(?:hiệm kỳ(?<=[Tt]ừ nhiệm kỳ) (?:(?:của )?(?:Quốc hội|Hội đồng nhân dân)(?: [^\W\d_]+){0,6}? khóa [IVXL]+|(?:19|20)\d{2} ?[-–] ?(?:19|20)\d{2})(?!\w)"
    r"|ăm học(?<=[Tt]ừ năm học) (?:19|20)\d{2} ?[-–] ?(?:19|20)\d{2}(?!\w|,? đến))"
)
_TERM = re.compile(TERM_PATTERN)
# The same without names for its parts, to stand in larger patterns more than once.
ANY_DAY = re.sub(r"\?P<\w>", "?:", DAY_PATTERN)
# Curly quotations may hold straight ones; a straight one ends where the next straight one stands.
_OPENING = re.compile(r"[“‟„\"]")
_CLOSING_OF = {'"': '"', "“": "”", "‟": "”", "„": "”"}


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of a shape: its kind, the span of the text it stands for, and what it is.

    `index` is a citation's index; `places` those of a place; `day` that of a date, or the event that a term begins with.
    """

    kind: str
    start: int
    end: int
    index: int = -1
    places: Places | None = None
    day: str | None = None


class Shape:
    """The shape of `text[start:end]`: `words` with signs in it, each sign leading back to its span."""

    __slots__ = ("_news", "_olds", "signs", "words")

    def __init__(self, text: str, start: int, end: int, signs: Sequence[Sign]) -> None:
        parts: list[str] = []
        self._news: list[int] = []
        self._olds: list[int] = []
        self.signs: dict[int, Sign] = {}
        length, place = 0, start
        for sign in signs:
            parts += (text[place : sign.start], sign.kind)
            self._news.append(length)
            self._olds.append(place)
            length += sign.start - place
            self.signs[length] = sign
            self._news.append(length)
            self._olds.append(sign.start)
            length += 1
            place = sign.end
        self._news.append(length)
        self._olds.append(place)
        parts.append(text[place:end])
        self.words = "".join(parts)

    def to_text(self, offset: int) -> int:
        """The offset in the text of a character of the shape; of a sign, where what it stands for begins."""
        piece = bisect_left(self._news, offset + 1) - 1
        if piece < 0:
            return self._olds[0]
        return self._olds[piece] + (0 if offset in self.signs else offset - self._news[piece])

    def end_in_text(self, offset: int) -> int:
        """The offset in the text behind the last character before `offset`."""
        sign = self.signs.get(offset - 1)
        return sign.end if sign else (self.to_text(offset - 1) + 1 if offset else self._olds[0])

    def between(self, start: int, end: int) -> list[Sign]:
        """The signs of a stretch of the shape, in order."""
        return [sign for place, sign in self.signs.items() if start <= place < end]


_LOWERED_SIGNS = str.maketrans(SIGNS.lower(), SIGNS)


def lowered(words: str) -> str:
    """The words of a shape in small letters, its signs as they are; of the same length."""
    small = words.lower()
    return small.translate(_LOWERED_SIGNS) if len(small) == len(words) else words


def read_day(found: re.Match[str]) -> str | None:
    """The ISO date of a match of the day pattern; None when no calendar has it."""
    try:
        return date(int(found["y"]), month(found["m"] or found["M"]), int(found["d"])).isoformat()
    except ValueError:
        return None


def event(words: str) -> str:
    """What begins or ends something on no day that is told, in the form of a day."""
    return f"event: {' '.join(words.split())}"


def quotations(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans of quotations, marks included; one that is never closed ends with its line."""
    spans: list[tuple[int, int]] = []
    place = start
    while found := _OPENING.search(text, place, end):
        closing = _CLOSING_OF[found[0]]
        close = text.find(closing, found.end(), end)
        if close < 0 and closing != '"':
            close = text.find('"', found.end(), end)
        if close < 0:
            line = text.find("\n", found.end(), end)
            spans.append((found.start(), line if line >= 0 else end))
        else:
            # “A “B” C “D” E”: as many closing marks as opening ones.
            inner = text.count(found[0], found.end(), close) if closing != '"' else 0
            while inner:
                further = text.find(closing, close + 1, end)
                if further < 0 or "\n" in text[close:further]:
                    break
                inner += text.count(found[0], close, further) - 1
                close = further
            spans.append((found.start(), close + 1))
        place = spans[-1][1]
    return spans


def signs_of(
    text: str,
    start: int,
    end: int,
    citations: Sequence[Citation],
    places: Sequence[Places],
    quotes: Sequence[tuple[int, int]] | None = None,
) -> list[Sign]:
    """The signs of a stretch of text: quotations first, then documents with their titles, then places and days.

    `citations` and `places` are those of the whole text, in order; what stands within another is left out.
    """
    signs: list[Sign] = [Sign(QUOTE, a, b) for a, b in (quotations(text, start, end) if quotes is None else quotes)]
    first = bisect_left(citations, start, key=lambda c: c.start)
    for index in range(first, len(citations)):
        cited = citations[index]
        if cited.start >= end:
            break
        if cited.within is None:
            kind = SELF if cited.mention is Mention.SELF else DOCUMENT
            signs.append(Sign(kind, cited.start, min(max(cited.end, cited.extent), end), index))
    first = bisect_left(places, start, key=lambda p: p.start)
    for at in range(first, len(places)):
        if places[at].start >= end:
            break
        signs.append(Sign(PLACES, places[at].start, min(places[at].end, end), places=places[at]))
    signs.extend(Sign(TIME, found.start(), found.end(), day=read_day(found)) for found in DAY.finditer(text, start, end))
    if any(text.find(word, start, end) >= 0 for word in ("từ nhiệm kỳ", "từ năm học", "Từ nhiệm kỳ", "Từ năm học")):
        signs.extend(Sign(TIME, found.start(), found.end(), day=event(found[0])) for found in _TERM.finditer(text, start, end))
    return _outermost(signs)


def _outermost(signs: list[Sign]) -> list[Sign]:
    """In order of place, without those that begin inside another: of two that begin together the longer stays."""
    order = {QUOTE: 0, DOCUMENT: 1, SELF: 1, PLACES: 2, TIME: 3}
    kept: list[Sign] = []
    for sign in sorted(signs, key=lambda s: (s.start, order[s.kind], -s.end)):
        if kept and sign.start < kept[-1].end:
            continue
        kept.append(sign)
    return kept
