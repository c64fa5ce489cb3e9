"""Names of laws in running text: where the name ends that begins behind "Luật", "Bộ luật" or "Pháp lệnh".

Known names are taken at their longest. Others are read as far as grammar carries: to the number or day that stands at the
end of a name, or over the words that a name can be made of.
"""

import re

from legalgraph.text.names import LawNames, Words, fold_word
from legalgraph.text.numbers import BLANK, day_after, number_at, year_after

_WORD = re.compile(r"[ \t\xa0]{1,4}\n?([^\W\d_]+|[0-9]+(?=[ \t\xa0]+luật))(?![\w/])|\n([^\W\d_]+)(?![\w/])")
_COMMA = re.compile(r"[ \t\xa0]?,[ \t\xa0]{0,3}(?!Luật|Bộ|Pháp|Nghị)([^\W\d_]+)")
_AMENDING = re.compile(
    rf"{BLANK}(?:[Ss]ửa{BLANK}đổi(?:[ \t]?,|{BLANK}và)?(?:{BLANK}bổ{BLANK}sung)?|[Bb]ổ{BLANK}sung)"
    rf"(?:{BLANK}một{BLANK}số{BLANK}(?:điều|khoản|điểm|nội{BLANK}dung))?(?:{BLANK}(?:các{BLANK})?[Đđ]iều{BLANK}[\w, ]{{1,60}}?(?={BLANK}của))?(?:{BLANK}của)?(?!\w)",
    re.IGNORECASE,
)
_TAGGED_LAW = re.compile(r"(?:[ \t](?:các|và))?[ \t\n]{0,3}<[^<>\n]{1,40}>[ \t\n]{0,3}(?=[BLPblp])")
_LAW_WORD = re.compile(rf"{BLANK}(?:các{BLANK})?(Bộ{BLANK}luật|Luật|Pháp{BLANK}lệnh)(?!\w)", re.IGNORECASE)
_MORE = re.compile(rf"(?:[ \t]?,{BLANK}|{BLANK}và{BLANK})(?:Bộ{BLANK}luật|Luật|Pháp{BLANK}lệnh)(?!\w)")
_NUMBER_SOON = re.compile(
    r"[ \t\xa0\n](?:[Ss]ố[ \t\xa0\n]{0,3}:?[ \t\xa0\n]{0,3})?[0-9]{1,4}[ \t]?(?:/[ \t]?(?:19|20)[0-9]{2}[ \t]?/[ \t]?(?:PL-|NQ-|L-)?(?:QH|UBTVQH|CTN)|-[ \t]?L[-/]?CTN|[ \t]?L/CTN)"
)
_DAY_SOON = re.compile(r"[ \t\xa0\n](?:ngày[ \t\xa0\n]{1,4}[0-9]{1,2}[ \t\xa0\n]{0,2}(?:tháng|[/.-])|năm[ \t\xa0\n]{1,4}(?:19|20)[0-9]{2})")
# What no name goes over to reach its number; nor other documents, nor clauses.
_WALL = re.compile(
    r"[;:()“”\"…<>]|\.[ \t\n]|\n\n|\b(?:Căn cứ|[Nn]ghị định|[Tt]hông tư|[Qq]uyết định|[Nn]ghị quyết|Luật|Bộ luật|Pháp lệnh|[Đđ]iều [0-9]|khoản [0-9]|này|quy định tại|có hiệu lực|được)\b"
)
_AMENDING_WALL = re.compile(r"[;:()“”\"…<>]|\.[ \t\n]|\n\n|\b(?:Căn cứ|Hiến pháp|[Nn]ghị định|[Tt]hông tư|[Qq]uyết định|[Nn]ghị quyết|này|có hiệu lực|ngày [0-9])\b")
_CLAUSE_WALL = re.compile(
    r"[;:()“”\"…<>,]|\.[ \t\n]|\n|\b(?:quy định|ban hành|thông qua|sửa đổi|thay thế|áp dụng|thực hiện|kể từ|trước|đến|từ|vào|hoặc|mà|thì|nếu|khi|sau|theo|của)\b"
)
_FAR, _NEAR = 320, 140
_FIRST_WALL_WORDS = frozenset(map(fold_word, ("ban", "thực", "sửa")))
# Words that end a name of which nothing is known: they begin the rest of the sentence.
_AFTER_NAMES = frozenset(map(fold_word, """
    này được thì có hoặc hay của do đã đang sẽ phải không để bởi theo trong về nêu trên dưới hiện mới cũ khi nếu là như từ nhằm cho bằng
    sau trước đến còn chưa cũng số năm ngày các những một mà nhưng vì nên thuộc bị cần chỉ trừ tương kèm cùng mỗi lần kể mọi đó đây đối
    với nói khác làm tại vào pháp
    """.split()))  # fmt: skip
# Words that do so together with the next one.
_AFTER_NAMES_TWO = frozenset(
    tuple(map(fold_word, words.split()))
    for words in (
        "quy định", "qui định", "áp dụng", "hướng dẫn", "sửa đổi", "thay thế", "bãi bỏ", "bao gồm", "yêu cầu", "liên quan", "hết hiệu", "cụ thể",
        "ban hành", "ngoài ra", "chuyên ngành", "căn cứ", "trường hợp", "cơ quan", "người nộp", "giao dịch", "tức là", "thực hiện", "bảo đảm",
    )
)  # fmt: skip
# Where those words belong to the name all the same.
_KEPT_TWO = frozenset(
    tuple(map(fold_word, words.split()))
    for words in ("hàng không", "dân số", "đổi số", "trong nước", "việc làm", "tại việt", "luật sư", "luật pháp", "tư pháp", "hiến pháp", "giao dịch", "xuất bản")
)  # fmt: skip
# First words of names that go on behind a comma: "Luật Phòng, chống …", "Luật Quản lý, sử dụng …".
_TWO_VERBS = frozenset(
    tuple(map(fold_word, words.split()))
    for words in (
        "phòng", "quản lý", "thi đua", "khiếu nại", "ký kết", "xuất cảnh", "nhập cảnh", "xuất khẩu", "thuế xuất khẩu", "khám bệnh", "thi hành",
        "bưu chính", "trưng mua", "tín ngưỡng", "hòa giải", "hiến", "bảo vệ", "phổ biến", "thể dục", "an toàn", "tài nguyên", "hôn nhân", "cán bộ",
        "hành nghề y", "bảo quản", "thực hành tiết kiệm", "phí", "án phí", "sĩ quan", "quân nhân chuyên nghiệp", "thuế nhà", "nhập cảnh, xuất cảnh",
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


def unread_amended(text: str, place: int) -> int | None:
    """Return where the law begins that is named inside the name of an amending law, when that name could not be read.

    Inside such a name nothing is cited by itself, though an annotator's tag stand in it.
    """
    amending = _AMENDING.match(text, place)
    inner = _TAGGED_LAW.match(text, amending.end()) if amending else None
    return inner.end() if inner else None


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
    """The end of a name of which nothing is known: words that a name may hold, up to one that it does not."""
    first = _WORD.match(text, place)
    if first is None or _BREAK.match(text, place):
        return None
    folded = fold_word(first[1] or first[2])
    if not (first[1] or first[2])[0].isupper():
        # "theo Luật viên chức": in mid-sentence the capital of the type word says that a name follows.
        second = _WORD.match(text, first.end())
        pair = (folded, fold_word(second[1] or second[2])) if second else (folded, "")
        if folded in _AFTER_NAMES or folded == _AND or folded in _NO_NAME or pair in _AFTER_NAMES_TWO or pair in _NO_NAME_TWO:
            return None
    words, at = (folded,), first.end()
    while len(words) < 16 and not _BREAK.match(text, at):
        found = _WORD.match(text, at)
        if found is None:
            found = _COMMA.match(text, at) if words in _TWO_VERBS else None
            if found is None:
                break
        elif _ends_name(text, words, found):
            break
        words, at = (*words, fold_word(found[1] or found[found.lastindex or 1])), found.end()
    return at


def _ends_name(text: str, words: Words, found: re.Match[str]) -> bool:
    """True when a word behind those of a name is no part of it."""
    word = found[1] or found[2]
    folded = fold_word(word)
    further = _WORD.match(text, found.end())
    if folded == _AND:
        if further is None or _BREAK.match(text, found.end()):
            return True
        # "và phát triển rừng." belongs to the name when it ends there; what goes on is the sentence.
        return not (further[1] or further[2])[0].isupper() and not _LAST_PART.match(text, found.end())
    if (words[-1], folded) in _KEPT_TWO:
        return False
    second = fold_word(further[1] or further[2]) if further else ""
    if (folded, second) in _KEPT_TWO:
        return False
    return folded in _AFTER_NAMES or (folded, second) in _AFTER_NAMES_TWO


# Before these no name goes on.
_BREAK = re.compile(
    rf"{BLANK}(?:(?:và{BLANK})?(?:các{BLANK})?(?:Căn{BLANK}cứ|Nghị{BLANK}|Thông{BLANK}tư|Quyết{BLANK}định|Điều{BLANK}|Khoản{BLANK}|Điểm{BLANK}|Chương{BLANK}|Mục{BLANK}|Phần{BLANK}"
    rf"|Luật{BLANK}(?!sư)|Bộ{BLANK}luật|Pháp{BLANK}lệnh{BLANK}|Phụ{BLANK}lục|Quy{BLANK}định|Chính{BLANK}phủ{BLANK}ban))"
)
_LAST_PART = re.compile(
    rf"{BLANK}(?!(?:các|quy|pháp|những|văn|hướng|theo|khoản|điểm|điều|nghị|thông|quyết|luật|bộ|của|có|được|phải|không|nội|một|giao|thực|trong|tại|báo|xử|đề|chịu|thông|chính)(?!\w))"
    rf"[^\W\d_]+(?:{BLANK}[^\W\d_]+){{1,4}}?(?=[ \t]?(?:[.;,()]|$|\n)|{BLANK}(?:số|ngày|năm|và|đã|được|thì|có|của|về|quy{BLANK}định|để)(?!\w))"
)
_NO_NAME = frozenset(map(fold_word, ("sư", "gia", "tục", "pháp", "lệ", "quy", "dẫn", "chơi", "khoa")))
_NO_NAME_TWO = frozenset(tuple(map(fold_word, words.split())) for words in ("thư đặt", "mới nhất", "cơ bản", "sửa đổi", "bổ sung"))
_AND = fold_word("và")


def _amending_end(text: str, place: int, names: LawNames) -> int | None:
    """The end of the name of an amending law: at its number or day, else behind the law it amends."""
    end = _numbered_end(text, place, _AMENDING_WALL, _FAR)
    if end is not None:
        return end
    law = _LAW_WORD.match(text, place)
    if (group := _GROUP.match(text, place)) is not None:
        return group.end()
    if law is None:
        return _dated_end(text, place)
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


_CONSTITUTION = re.compile(rf"(?:{BLANK}(?:[Nn]ước{BLANK})?(?:Cộng{BLANK}[Hh](?:òa|oà){BLANK}[Xx]ã{BLANK}[Hh]ội{BLANK}[Cc]hủ{BLANK}[Nn]ghĩa{BLANK}Việt{BLANK}Nam|Việt{BLANK}Nam(?:{BLANK}[Dd]ân{BLANK}[Cc]hủ{BLANK}[Cc]ộng{BLANK}[Hh](?:òa|oà))?))?")


def constitution_end(text: str, place: int) -> int | None:
    """Return where the name of a constitution ends, its year not included; it may be the word alone."""
    found = _CONSTITUTION.match(text, place)
    return found.end() if found else place
