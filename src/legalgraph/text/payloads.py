"""Quoted new wording in amending documents: paragraphs between quotation marks, which are no structure of the document.

A lost mark must not swallow what follows. So marks are counted a line at a time: inside a payload only a line that ends
with a closing mark too many ends it, and an instruction with an opening mark of its own shows that an earlier one was lost.
"""

import re
from dataclasses import dataclass

from legalgraph.model.reading import Diagnostic
from legalgraph.text.numbering import follows, number_rank

_OPEN = "“‟„"
_ANY = '“‟„"'
# So many lost marks are followed up; a text with more is no amending document.
_MOST_LOST = 32
_NEXT_ARTICLE = re.compile(r"\nĐiều ([0-9]+[a-zđ]{0,2})[.:]")
_OPENS = re.compile(rf"[{_OPEN}]")
_MARK = re.compile('[“”‟„"]')
_CLOSES = re.compile('[”"][ ]?[.;,:/]*[ ]?$|[.;,][ ]?[”"]$')
# What an acting document says before it quotes: "5. Sửa đổi, bổ sung khoản 2 Điều 5 như sau:".
_INSTRUCTION = re.compile(
    r"(?:Điều [0-9]+[a-zđ]?[.:]|[0-9]{1,3}[a-zđ]?\.|[a-zđ][0-9]?\)|-)?[ ]?[^\n]{0,400}?(?:[Ss]ửa đổi|[Bb]ổ sung|[Tt]hay thế|[Tt]hay cụm|"
    r"[Bb]ãi bỏ|[Đđ]ính chính|được thay)"
)
_STRONG = re.compile(
    r"\n(?:Điều ([0-9]+)[a-zđ]?[.:]|([0-9]{1,3})\. (?:Sửa đổi|Bổ sung|Bãi bỏ|Thay |Thay thế)|TM\. |KT\. |Nơi nhận|PHỤ LỤC|"
    r"Phụ lục [IVX0-9]+\n)"
)
_OWN = re.compile(r"(?:^|\n)(?:Điều ([0-9]+)[a-zđ]?[.:]|([0-9]{1,3})\. )")


@dataclass(frozen=True, slots=True)
class Payload:
    """New wording: from its opening mark to the end of the line that closes it."""

    start: int
    end: int


def find_payloads(text: str, end: int) -> tuple[list[Payload], list[Diagnostic]]:
    """Return the payloads of `text[:end]` in order, not nested, and where marks were lost."""
    found: list[Payload] = []
    doubts: list[Diagnostic] = []
    place = 0
    for _ in range(_MOST_LOST):
        opened = _scan(text, place, end, found, doubts)
        if opened is None:
            break
        doubts.append(_unclosed(opened))
        place = _by_numbers(text, opened, end)
        found.append(Payload(opened, place))
    return found, doubts


def _scan(text: str, place: int, end: int, found: list[Payload], doubts: list[Diagnostic]) -> int | None:
    """Collect payloads from `place` on; return where one opens that never closes."""
    opened: int | None = None
    depth = 0
    while mark := _MARK.search(text, place, end):
        line_start = max(text.rfind("\n", 0, mark.start()) + 1, place)
        place = text.find("\n", mark.start(), end)
        place = end if place < 0 else place
        line = text[line_start:place]
        if opened is not None and line[0] in _ANY and (instruction := _instruction_before(text, opened, line_start)) is not None:
            doubts.append(_unclosed(opened))
            found.append(Payload(opened, instruction - 1))
            opened = None
        if opened is not None:
            depth += _change(line)
        elif (begin := _opening(line)) is not None:
            opened = line_start + begin
            depth = 0 if _balanced_from(line, begin) else 1
        if opened is not None and depth <= 0 and not _goes_on(text, opened, place, end):
            found.append(Payload(opened, place))
            opened = None
    return opened


def _goes_on(text: str, opened: int, place: int, end: int) -> bool:
    """True when a mark that closes was one too many: the next line is the Điều that follows the one quoted, and is closed."""
    following = _NEXT_ARTICLE.match(text, place, end)
    if not following or not text.startswith("Điều ", opened + 1):
        return False
    inner = [found[1] for found in _NEXT_ARTICLE.finditer(text, opened + 1, place)]
    quoted = inner[-1] if inner else text[opened + 1 : opened + 12].split()[1].rstrip(".:")
    first, second = number_rank(quoted), number_rank(following[1])
    if first is None or second is None or len(second) < 2 or not follows(second, first):
        return False
    closing, opening = text.find("”", place, end), _OPENS.search(text, place, end)
    return closing >= 0 and (opening is None or closing < opening.start())


def _unclosed(at: int) -> Diagnostic:
    return Diagnostic("quote-unclosed", "a quotation is opened and not closed", at, at + 1)


def _opening(line: str) -> int | None:
    """Where a payload opens in a line outside of one: at its start, or behind "như sau:" and not closed in the line."""
    if line[0] in _ANY:
        return 0 if _change(line, fresh=True) > 0 or _balanced_from(line, 0) else None
    for at in (line.find(": “"), line.find(":“"), line.find(': "')):
        if at > 0:
            begin = at + 2 if line[at + 1] == " " else at + 1
            if _change(line[begin:], fresh=True) > 0:
                return begin
    return None


def _balanced_from(line: str, begin: int) -> bool:
    """True when the mark at `begin` is closed by the last one of the line, and not before."""
    rest = line[begin:].rstrip()
    if not _CLOSES.search(rest):
        return False
    depth = 0
    marks = list(_MARK.finditer(rest))
    for mark in marks[:-1]:
        sign = mark[0]
        depth += 1 if sign in _OPEN or (sign == '"' and not depth) else -1
        if depth <= 0:
            return False
    return len(marks) > 1


def _change(line: str, *, fresh: bool = False) -> int:
    """How the depth changes over a line: +1 for a payload that opens at its start, -1 for a mark that closes at its end."""
    opens = sum(line.count(sign) for sign in _OPEN)
    closes = line.count("”")
    straight = line.count('"')
    if straight % 2:
        if line[0] == '"' and fresh:
            opens += 1
        elif _CLOSES.search(line.rstrip()) and line.rstrip().rstrip(".;,:/ ").endswith('"'):
            closes += 1
    if opens > closes:
        return 1 if line[0] in _ANY else 0
    if closes > opens:
        return -1 if _CLOSES.search(line.rstrip()) else 0
    return 0


def _instruction_before(text: str, opened: int, line_start: int) -> int | None:
    """Where the paragraph before an opening mark begins, if it is an instruction that announces new wording."""
    begin = text.rfind("\n", 0, max(0, line_start - 1)) + 1
    if begin <= opened or not text[begin:line_start].rstrip().endswith(":"):
        return None
    return begin if _INSTRUCTION.match(text, begin, line_start) else None


def _by_numbers(text: str, opened: int, end: int) -> int:
    """Where a quotation that is never closed must have ended: before the next number of the acting document."""
    own_article = own_item = 0
    for found in _OWN.finditer(text, max(0, opened - 20000), opened):
        if found[1]:
            own_article, own_item = int(found[1]), 0
        else:
            own_item = int(found[2])
    inner = 0
    for found in _STRONG.finditer(text, opened, end):
        if found[1]:
            if int(found[1]) == own_article + 1 and inner != own_article:
                return found.start()
            inner = int(found[1])
        elif found[2]:
            if int(found[2]) == own_item + 1:
                return found.start()
        else:
            return found.start()
    line_end = text.find("\n", opened, end)
    return end if line_end < 0 else line_end
