"""Places that head a line, a row or the name of a file, and refer to nothing: "Mẫu số 06. Đề cương", "Điều 11;" in a table."""

import re
from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence

from legalgraph.model.reading import Citation, Mention
from legalgraph.text.homes import ATTACHED, Homes
from legalgraph.text.letters import CAPITAL, SMALL
from legalgraph.text.locators import RANK, Places

# What is matched as a whole from the beginning of a line on, so that it ends at once in a long one.
_LINE_HEAD = re.compile(r"[\s*#|“\"]*")
# "Mẫu biểu số 02. Báo cáo".
_LONGER = re.compile(r"[\s*#|]*(?:Mẫu|Phụ)\s+")
# A heading whose line break was lost: "… được tố cáo.Chương XLII⏎ĐIỀU KHOẢN", "quy định như sau: Điều 3. Hiệu lực".
_GLUED = re.compile(r"[.;:)”*]\s?[“\"]?\Z")
_CAPITALS = re.compile(rf"\s*\n[\s*]*[{CAPITAL}]{{2,}}(?![{SMALL}])")
_INTRODUCED = re.compile(r"[:.]\s*[“\"]?\s*\Z")
# "11 Mẫu số 11 Quyết định …": a row of the list of forms.
_ROW_HEAD = re.compile(r"[\s*|]*\d{1,3}\s+")
# The line before goes on here.
_GOES_ON = re.compile(r"(?:[,(]|(?<!\w)(?:tại|theo|và|hoặc|hay|của|trong|thuộc|các|là|với|từ|đến|định))\Z")
_TITLE = re.compile(r"\.?\d{0,3}(?:\s*(?:\n|\Z|[:.–—\-(*])|\s+[A-ZĐÁÀẢÃẠÂĂÊÔƠƯÝ“\"])")
_ARTICLE_TITLE = re.compile(r"\d{0,3}\.\s*\**\s*[A-ZĐÁÀẢÃẠÂĂÊÔƠƯÝ]")
_LEADERS = re.compile(r"[^\n]{0,200}?\.{5}")
_FILE = re.compile(r"[^\n;]{0,200}?\.(?:docx?|xlsx?|pdf|rar|zip|rtf)(?!\w)")
_TITLED = frozenset({"mau", "phuluc", "phan", "chuong", "muc", "tieumuc"})
# Behind the name of a document in a table, and a row that looks like the heading of an article.
_ENDS_LINE = re.compile(r"[ \t.;:|]*\n")
_NUMBER_OF_ROW = re.compile(r"[\s|*–+-]*(?:(?:\d{1,4}|[IVXLC]{1,6}|[a-zđ])\s?[.)|]?[\s|*–+-]*)?")
_OTHER_ROW = re.compile(r"(?>[ \t|*–-]*)(?:Điều \d{1,3}[a-zđ]?)?[ \t;.|]*\n")
# What stands in a line of places beside them.
_BESIDE = re.compile(r"(?:[\s,;.\-–+|*()]|(?:và|hoặc|của|các|từ)(?!\w))*")
_MARKED = re.compile(r"\s*[-–+]")


class PlaceLines:
    """The lines of a text as far as places stand in them."""

    def __init__(self, text: str, places: list[Places], homes: Homes) -> None:
        self._text, self._homes = text, homes
        self._begins = [0, *(found.end() for found in re.finditer("\n", text))]
        self._in_line: dict[int, list[Places]] = {}
        self._alone: dict[int, bool] = {}
        for place in places:
            self._in_line.setdefault(self._line(place), []).append(place)

    def _line(self, place: Places) -> int:
        """Where the line begins in which a place stands."""
        return self._begins[bisect_right(self._begins, place.start) - 1]

    def heads(self, place: Places) -> bool:
        """True for a place that is a heading, a row, or in the name of a file."""
        text = self._text
        line = self._line(place)
        if _LINE_HEAD.fullmatch(text, line, place.start):
            return self._is_heading(place, line) or bool(_FILE.match(text, place.end)) or self._is_row(place, line)
        if self._is_row(place, line) or _LEADERS.match(text, place.end) or self._is_lost_heading(place, line):
            return True
        where = self._homes.source(place.start)
        row = _ROW_HEAD.fullmatch(text, line, place.start)
        return bool(row and where and where.steps[0][0] in ATTACHED and _titled(place) and _TITLE.match(text, place.end))

    def rows_below(self, citations: Sequence[Citation], free: Container[int], amending: Container[int]) -> Iterator[tuple[Places, int]]:
        """Yield the places in the lines below the name of a document in a table, with its citation; of those that begin at `free`.

        "3. Nghị định số 901/2031/NĐ-CP về tơ⏎Khoản 2 Điều 5⏎Điều 7". The document begins its line, or is one of those that amended it.
        """
        for index, cited in enumerate(citations):
            heads = cited.within is None and cited.mention is not Mention.SELF and (index in amending or self._begins_line(cited))
            rest = _ENDS_LINE.match(self._text, max(cited.end, cited.extent)) if heads else None
            line = rest.end() if rest else len(self._text)
            while line < len(self._text):
                named = self._in_line.get(line, ())
                if not all(self._is_row(place, line) and _is_whole(place) for place in named) or not (named or _OTHER_ROW.match(self._text, line)):
                    break
                yield from ((place, index) for place in named if place.start in free)
                further = self._text.find("\n", line) + 1
                line = further or len(self._text)

    def _begins_line(self, cited: Citation) -> bool:
        return bool(_NUMBER_OF_ROW.fullmatch(self._text, self._begins[bisect_right(self._begins, cited.start) - 1], cited.start))

    def _is_heading(self, place: Places, line: int) -> bool:
        text = self._text
        if not text[place.start].isupper() or _GOES_ON.search(text[max(0, line - 40) : line].rstrip()):
            return False
        where, last = self._homes.source(place.start), place.places[-1].steps[-1]
        if where and where.steps[-1] == last and not text[self._homes.begins(place.start) : place.start].strip('*#|“" \n'):
            return True
        if place.places[0].steps[0][0] == "dieu":
            return len(place.places) == 1 and bool(_ARTICLE_TITLE.match(text, place.end))
        return _titled(place) and bool(_TITLE.match(text, place.end) or _LEADERS.match(text, place.end))

    def _is_lost_heading(self, place: Places, line: int) -> bool:
        """True for a heading that does not begin its line, by what was lost or by a word before it."""
        text = self._text
        if len(place.places) != 1:
            return False
        if _LONGER.fullmatch(text, line, place.start):
            return bool(_TITLE.match(text, place.end))
        if place.places[0].steps[0][0] == "dieu":
            return text.startswith("Điều", place.start) and bool(_INTRODUCED.search(text, max(0, place.start - 6), place.start) and _ARTICLE_TITLE.match(text, place.end))
        return _titled(place) and bool(_GLUED.search(text, max(0, place.start - 3), place.start) and _CAPITALS.match(text, place.end))

    def _is_row(self, place: Places, line: int) -> bool:
        """True in a line of places alone, the cell of a table: of the document in the cell before."""
        if line not in self._alone:
            self._alone[line] = self._are_alone(line)
        if not self._alone[line]:
            return False
        where = self._homes.source(place.start)
        attached = where is not None and where.steps[0][0] in ATTACHED
        return attached or not (_MARKED.match(self._text, line) or _GOES_ON.search(self._text[max(0, line - 40) : line].rstrip()))

    def _are_alone(self, line: int) -> bool:
        """Whether nothing but places stands in a line."""
        text, at = self._text, line
        next_line = bisect_right(self._begins, line)
        end = self._begins[next_line] - 1 if next_line < len(self._begins) else len(text)
        for other in self._in_line[line]:
            if not _BESIDE.fullmatch(text, at, other.start):
                return False
            at = min(other.end, end)
        return bool(_BESIDE.fullmatch(text, at, end))


def _is_whole(place: Places) -> bool:
    return all(RANK.get(p.steps[0][0], 99) <= RANK["dieu"] and all(label not in ("này", "", "*") for _, label in p.steps) for p in place.places)


def _titled(place: Places) -> bool:
    return len(place.places) == 1 and all(unit in _TITLED for unit, _ in place.places[0].steps)
