"""What a page puts around its words: running heads, page numbers, signature stamps, ruled lines.

Everything here keeps the length of the text: furniture is blanked, so offsets stay true.
"""

import re
from collections.abc import Sequence

from legalgraph.text.paragraphs import Line

_HEAD = re.compile(
    r"[ \t]*CÔNG BÁO[ ]?/[ ]?Số[^\n]{0,80}/[ \t]*Ngày[ \t]*[0-9]{1,2}[ \t]*[-/][ \t]*[0-9]{1,2}[ \t]*[-/][ \t]*[0-9]{4}[ \t]*(?=\n|$)"
)
_NUMBER_BEFORE = re.compile(r"(?:^|\n)[ \t]*([0-9]{1,4})[ \t]*\n(?:[ \t]*\n){0,12}$")
_NUMBER_AFTER = re.compile(r"\n(?:[ \t]*\n){0,4}[ \t]*([0-9]{1,4})[ \t]*(?=\n|$)")
# "Người ký: CỔNG … \nEmail: …\nThời gian ký: 07.01.2025 16:32:41 +07:00" and "Ký bởi: … Ngày ký: 2026-06-02 … +07:00".
_STAMP = re.compile(r"(?:Người ký|Ký bởi)[ \t]*:(?:[^\n]{0,200}\n){0,5}?[^\n]{0,160}?[+-][0-9]{2}:?[0-9]{2}(?![0-9])")
_CONTINUED = re.compile(r"\((?:Xem tiếp|Tiếp theo|Xem tiếp theo)\s+Công báo\s[^()]{0,80}\)")
_RULE = re.compile(r"(?<![^\n])[ \t]*[-_=—–─*]{3,}(?:[ \t]+[-_=—–─*]{3,})*[ \t]*(?![^\n])")
_VISIBLE = re.compile(r"[^\n]")
_LONE_NUMBER = re.compile(r"(?<![^\n\f])[ \t]*(?:[-–][ ]?)?([0-9]{1,4})(?:[ ]?[-–])?[ \t]*(?![^\n\f])")
_SHORTEST_PAGE, _LONGEST_PAGE, _FIRST_NUMBERED, _FEWEST_PAGES = 600, 8000, 3, 3
_INDENT = 120  # a head is not set in further
_PAGE = "\f"
_BLANK = "\v"  # a blank to every reader, and yet no blank that was printed


def is_printed(text: str) -> bool:
    """True when a text has a running head of the Gazette or a stamp of signing: words that only a page has."""
    if "CÔNG BÁO" in text and _heads(text):
        return True
    return ("Người ký" in text or "Ký bởi" in text) and bool(_STAMP.search(text))


def blank_furniture(text: str) -> str:
    r"""Return the text with what is page furniture replaced by blanks, as long as before; a form feed where a page begins.

    >>> blank_furniture("hết\n12\nCÔNG BÁO/Số 3/Ngày 01-02-2031\ntrang").split()
    ['hết', 'trang']
    """
    spans = [(start, end, True) for start, end in _heads(text) or _lone_numbers(text)]
    if "ký:" in text or "Ký bởi" in text:
        spans += [(m.start(), m.end(), False) for m in _STAMP.finditer(text)]
    if "Công báo" in text:
        spans += [(m.start(), m.end(), False) for m in _CONTINUED.finditer(text)]
    if any(three in text for three in ("---", "___", "===", "———", "–––", "───", "***")):
        spans += [(m.start(), m.end(), False) for m in _RULE.finditer(text)]
    if not spans:
        return text
    parts: list[str] = []
    place = 0
    for start, end, page in sorted(spans):
        if start < place:
            continue
        parts.append(text[place:start])
        blank = _VISIBLE.sub(_BLANK, text[start:end])
        parts.append(_PAGE + blank[1:] if page and not blank.startswith("\n") else blank)
        place = end
    parts.append(text[place:])
    return "".join(parts)


def _lone_numbers(text: str) -> list[tuple[int, int]]:
    """Numbers on lines of their own that count the pages of a text without running heads: 2, 3, 4 …, a page's length apart."""
    chains: dict[int, list[tuple[int, int]]] = {}
    best: list[tuple[int, int]] = []
    for found in _LONE_NUMBER.finditer(text):
        number = int(found[1])
        chain = chains.get(number - 1, [])
        if chain and _SHORTEST_PAGE <= found.start(1) - chain[-1][1] <= _LONGEST_PAGE:
            # The chain goes on under its new number; it is never two.
            chain.append(found.span())
            chains[number] = chains.pop(number - 1)
        elif number <= _FIRST_NUMBERED and number not in chains:
            chains[number] = chain = [found.span()]
        if len(chain) > len(best):
            best = chain
    return best if len(best) >= _FEWEST_PAGES and len(best) * _LONGEST_PAGE > len(text) else []


def _heads(text: str) -> list[tuple[int, int]]:
    """The running heads of the Gazette with the page number that stands before or after each."""
    found: list[tuple[int, int]] = []
    place, last = text.find("CÔNG BÁO"), None
    while place >= 0:
        begin = text.rfind("\n", max(0, place - _INDENT), place) + 1
        head = _HEAD.match(text, begin) if begin or place <= _INDENT else None
        if head:
            start, end = head.span()
            before = _NUMBER_BEFORE.search(text, max(0, start - 60), start)
            after = _NUMBER_AFTER.match(text, end)
            numbers = [int(m[1]) if m else None for m in (before, after)]
            # On left pages the number stands before the head, on right ones behind; a cell of a table may stand at the other side.
            first = numbers[0] is not None and (numbers[1] is None or last is None or numbers[0] == last + 1 or numbers[1] != last + 1)
            if first and before:
                start, last = before.start(1), numbers[0]
                # Some pages print their number twice or three times.
                while (again := _NUMBER_BEFORE.search(text, max(0, start - 60), start)) and int(again[1]) == last:
                    start = again.start(1)
                if after and numbers[1] == last:
                    end = after.end(1)
            elif after:
                end, last = after.end(1), numbers[1]
            found.append((start, end))
        place = text.find("CÔNG BÁO", place + 1)
    return found


_MOTTO = re.compile(r"CỘNG H[OÒ][AÀ] XÃ HỘI CHỦ NGHĨA VIỆT NAM")
_OF_HEADER = re.compile(r"Độc lập|CỘNG H|(?:Luật |Nghị quyết |Pháp lệnh )?[Ss]ố\s*:|[^\n]{2,30}, ngày|VĂN BẢN ")
_OF_TYPE = re.compile(
    r"(?:NGHỊ ĐỊNH|NGHỊ QUYẾT|QUYẾT ĐỊNH|THÔNG TƯ|THÔNG TƯ LIÊN TỊCH|CHỈ THỊ|LUẬT|BỘ LUẬT|PHÁP LỆNH|LỆNH|KẾ HOẠCH|CÔNG ĐIỆN)"
)
_FIRST_PAGE = 80


def header_first(lines: Sequence[Line]) -> list[Line]:
    """Put the header of a document before its title; some files give it at the foot of the first page, as drawn last."""
    first_page = next((row for row, line in enumerate(lines) if line.page and row), len(lines))
    rows = range(min(first_page, _FIRST_PAGE))
    title = next((row for row in rows if _OF_TYPE.fullmatch(lines[row].words)), None)
    motto = next((row for row in rows if _MOTTO.match(lines[row].words)), None)
    if title is None or motto is None or motto < title:
        return list(lines)
    begin, end = motto, motto + 1
    while begin > title + 1 and (lines[begin - 1].words.isupper() or _OF_HEADER.match(lines[begin - 1].words)):
        begin -= 1
    while end < len(rows) and _OF_HEADER.match(lines[end].words):
        end += 1
    return [*lines[begin:end], *lines[:begin], *lines[end:]]
