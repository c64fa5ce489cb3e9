"""Names of laws in running text: where the name ends that begins behind "Luật", "Bộ luật" or "Pháp lệnh".

Known names are taken at their longest. Others are read as far as grammar carries: to the number or day that stands at the
end of a name, or over the words that a name can be made of.
"""

import re

from legalgraph.text.names import LawNames, Words, fold_word
from legalgraph.text.numbers import BLANK, day_after, number_at, year_after

_WORD = re.compile(r"[ \t\xa0]{1,4}\n?([^\W\d_]+|[0-9]+(?=[ \t\xa0]+luật))(?![\w/])|\n([^\W\d_]+)(?![\w/])")
_COMMA = re.compile(r"[ \t\xa0]?,[ \t\xa0]{0,3}([^\W\d_]+)")
_AMENDING = re.compile(
    rf"{BLANK}[Ss]ửa{BLANK}đổi(?:[ \t]?,|{BLANK}và)?(?:{BLANK}bổ{BLANK}sung)?"
    rf"(?:{BLANK}một{BLANK}số{BLANK}(?:điều|khoản|điểm|nội{BLANK}dung))?(?:{BLANK}(?:các{BLANK})?[Đđ]iều{BLANK}[\w, ]{{1,60}}?(?={BLANK}của))?(?:{BLANK}của)?(?!\w)",
    re.IGNORECASE,
)
_LAW_WORD = re.compile(rf"{BLANK}(?:các{BLANK})?(Bộ{BLANK}luật|Luật|Pháp{BLANK}lệnh)(?!\w)", re.IGNORECASE)
_MORE = re.compile(rf"(?:[ \t]?,{BLANK}|{BLANK}và{BLANK})(?:Bộ{BLANK}luật|Luật|Pháp{BLANK}lệnh)(?!\w)")
_NUMBER_SOON = re.compile(
    r"[ \t\xa0\n](?:[Ss]ố[ \t\xa0\n]{0,3}:?[ \t\xa0\n]{0,3})?[0-9]{1,4}[ \t]?(?:/[ \t]?(?:19|20)[0-9]{2}[ \t]?/[ \t]?(?:PL-|NQ-|L-)?(?:QH|UBTVQH|CTN)|-[ \t]?L[-/]?CTN|[ \t]?L/CTN)"
)
_DAY_SOON = re.compile(r"[ \t\xa0\n](?:ngày[ \t\xa0\n]{1,4}[0-9]{1,2}[ \t\xa0\n]{0,2}(?:tháng|[/.-])|năm[ \t\xa0\n]{1,4}(?:19|20)[0-9]{2})")
# What no name goes over to reach its number; nor other documents, nor clauses.
_WALL = re.compile(
    r"[;:()“”\"…<>]|\.[ \t\n]|\n\n|\b(?:[Nn]ghị định|[Tt]hông tư|[Qq]uyết định|[Nn]ghị quyết|Luật|Bộ luật|Pháp lệnh|[Đđ]iều [0-9]|khoản [0-9]|này|quy định tại|có hiệu lực|được)\b"
)
_AMENDING_WALL = re.compile(r"[;:()“”\"…<>]|\.[ \t\n]|\n\n|\b(?:[Nn]ghị định|[Tt]hông tư|[Qq]uyết định|[Nn]ghị quyết|này|có hiệu lực|ngày [0-9])\b")
_CLAUSE_WALL = re.compile(
    r"[;:()“”\"…<>,]|\.[ \t\n]|\n|\b(?:quy định|ban hành|thông qua|sửa đổi|thay thế|áp dụng|thực hiện|kể từ|trước|đến|từ|vào|hoặc|mà|thì|nếu|khi|sau|theo|của)\b"
)
_FAR, _NEAR = 320, 140
_FIRST_WALL_WORDS = frozenset(map(fold_word, ("ban", "thực", "sửa")))
# Words that end a name of which nothing is known: verbs, prepositions and what else begins the rest of a sentence.
_AFTER_NAMES = frozenset(map(fold_word, """
    này quy được thì có và hoặc hay của do đã đang sẽ phải không để bởi tại theo trong ngoài về đối nêu trên dưới hiện mới cũ khi
    nếu là như từ nhằm cho bằng sau trước đến còn chưa vào cũng số năm ngày các những một mà nhưng vì nên thuộc bao gồm yêu hướng áp
    bị cần chỉ trừ tương chuyên liên khác nước quốc kèm cùng mỗi trường người cơ căn bảo giao sửa ban thay hết bãi điều khoản chương
    quá lần việc kể mọi tức cụ đó đây sư gia định pháp thi ở
    """.split()))  # fmt: skip
# First words of names that go on behind a comma: "Luật Phòng, chống …", "Luật Quản lý, sử dụng …".
_TWO_VERBS = frozenset(
    tuple(map(fold_word, words.split()))
    for words in (
        "phòng", "quản lý", "thi đua", "khiếu nại", "ký kết", "xuất cảnh", "nhập cảnh", "xuất khẩu", "khám bệnh", "thi hành", "bưu chính",
        "trưng mua", "tín ngưỡng", "hòa giải", "hiến", "bảo vệ", "phổ biến", "thể dục", "an toàn", "tài nguyên", "hôn nhân", "cán bộ",
        "hành nghề y", "bảo quản", "thực hành tiết kiệm",
    )
)  # fmt: skip


def name_end(text: str, place: int, type: str, names: LawNames, capital: bool) -> int | None:
    """Return where the name ends that begins at the place, behind the type word, its number or day not included; None if none does."""
    amending = _AMENDING.match(text, place)
    if amending is not None:
        return _amending_end(text, amending.end(), names)
    known = names.longest_at(text, place, type)
    if known is not None and (capital or text[place:known].strip()[:1].isupper()):
        # A longer name may be meant of which only the beginning is known.
        if number_at(text, known) or day_after(text, known) or year_after(text, known):
            return known
        longer = _numbered_end(text, place, _WALL, _NEAR)
        return longer if longer is not None and longer > known and _is_name(text, known, longer) else known
    if not capital:
        return None
    return _numbered_end(text, place, _WALL, _FAR) or _dated_end(text, place) or _worded_end(text, place)


def _is_name(text: str, start: int, end: int) -> bool:
    """True when the words between a known name and a number can belong to the name."""
    return "," not in text[start:end] and not re.search(r"\b(?:và|hoặc|hay|theo)\b", text[start:end])


def _numbered_end(text: str, place: int, wall: re.Pattern[str], reach: int) -> int | None:
    """The end of a name that has its number at the end, with nothing between that no name holds."""
    found = _NUMBER_SOON.search(text, place, place + reach)
    if found is None or found.start() == place or wall.search(text, place + 1, found.start()):
        return None
    return found.start()


def _dated_end(text: str, place: int) -> int | None:
    found = _DAY_SOON.search(text, place, place + _NEAR)
    if found is None or found.start() == place or _WALL.search(text, place + 1, found.start()):
        return None
    first = _WORD.match(text, place)
    begin = first.end() if first and fold_word(first[1] or first[2]) in _FIRST_WALL_WORDS else place + 1
    words = text[place : found.start()]
    about = words.lstrip().startswith("về ")
    return None if _CLAUSE_WALL.search(text, begin, found.start()) and not about else found.start()


def _worded_end(text: str, place: int) -> int | None:
    """The end of a name of which nothing is known: capitalised first word, then words up to one that names do not hold."""
    first = _WORD.match(text, place)
    if first is None or not (first[1] or first[2])[0].isupper():
        return None
    words: Words = (fold_word(first[1] or first[2]),)
    at = first.end()
    while len(words) < 16:
        found = _WORD.match(text, at)
        if found is not None:
            word = found[1] or found[2]
            folded = fold_word(word)
            if folded == _AND:
                further = _WORD.match(text, found.end())
                if further is None or not (further[1] or further[2])[0].isupper() or _LAW_WORD.match(text, found.end()):
                    break
            elif folded in _AFTER_NAMES and not word[0].isupper():
                break
        elif words in _TWO_VERBS and (found := _COMMA.match(text, at)):
            folded = fold_word(found[1])
        else:
            break
        words += (folded,)
        at = found.end()
    return at


_AND = fold_word("và")


def _amending_end(text: str, place: int, names: LawNames) -> int | None:
    """The end of the name of an amending law: at its number or day, else behind the law it amends."""
    end = _numbered_end(text, place, _AMENDING_WALL, _FAR)
    if end is not None:
        return end
    law = _LAW_WORD.match(text, place)
    if law is None:
        return _dated_end(text, place) or _group_end(text, place)
    while law is not None:
        capital = law[1][0].isupper()
        found = name_end(text, law.end(), "pl" if law[1][0] in "Pp" else "luat", names, capital) if not _AMENDING.match(text, law.end()) else None
        if found is None:
            return None if not capital else law.end() if number_at(text, law.end()) else None
        end = found
        if day_after(text, end) or year_after(text, end) or not _MORE.match(text, end):
            break
        # "của Luật A, Luật B ngày …" is one law, "của Luật A và Luật B" may be two: the day tells.
        law = _LAW_WORD.search(text, end, end + 12)
        if law is None or not _DAY_SOON.search(text, law.end(), law.end() + _NEAR):
            break
    return end


_GROUP = re.compile(rf"{BLANK}(?:các|[0-9]{{1,3}}){BLANK}luật(?:{BLANK}(?:có{BLANK})?liên{BLANK}quan{BLANK}đến|{BLANK}về)(?:{BLANK}[^\W\d_]+){{1,8}}?(?=[ \t]?[,.;()]|{BLANK}(?:ngày|năm|số|và)\b|$)", re.IGNORECASE)


def _group_end(text: str, place: int) -> int | None:
    found = _GROUP.match(text, place)
    return found.end() if found else None


_CONSTITUTION = re.compile(rf"(?:{BLANK}(?:[Nn]ước{BLANK})?(?:Cộng{BLANK}[Hh](?:òa|oà){BLANK}[Xx]ã{BLANK}[Hh]ội{BLANK}[Cc]hủ{BLANK}[Nn]ghĩa{BLANK}Việt{BLANK}Nam|Việt{BLANK}Nam(?:{BLANK}[Dd]ân{BLANK}[Cc]hủ{BLANK}[Cc]ộng{BLANK}[Hh](?:òa|oà))?))?")


def constitution_end(text: str, place: int) -> int | None:
    """Return where the name of a constitution ends, its year not included; it may be the word alone."""
    found = _CONSTITUTION.match(text, place)
    return found.end() if found else place
