"""Names of laws in running text: where the name ends that begins behind "Luật", "Bộ luật" or "Pháp lệnh".

Known names are taken at their longest. Others are read as far as grammar carries: to the number or day that stands at the
end of a name, or over the words that a name can be made of.
"""

import re

from legalgraph.text.letters import SMALL
from legalgraph.text.names import LawNames, Words, fold_word
from legalgraph.text.numbers import BLANK, day_after, number_at, year_after


def _blanks(pattern: str) -> str:
    """Let every blank of a pattern be a broken line as well."""
    return pattern.replace(" ", BLANK)


def _folded(*phrases: str) -> frozenset[Words]:
    return frozenset(tuple(map(fold_word, phrase.split())) for phrase in phrases)


_WORD = re.compile(r"[ \t\xa0]{1,4}\n?([^\W\d_]+|[0-9]+(?=[ \t\xa0]+luật))(?![^\W\d]|/)|\n([^\W\d_]+)(?![^\W\d]|/)")
_COMMA = re.compile(r"[ \t\xa0]?,[ \t\xa0]{0,3}(?!Luật|Bộ|Pháp|Nghị)([^\W\d_]+)")
# "sửa đổi, bổ sung một số điều của": after it the names of other laws belong to the name.
_AMENDING = re.compile(
    _blanks(
        r" (?:sửa đổi(?:[\x20\t]?,| và)?(?: bổ sung)?|bổ sung)(?: một số (?:điều|khoản|điểm|nội dung))?"
        r"(?: và (?:các )?Phụ lục(?: [^\W\d_]+){0,12}?(?= của (?:Luật|Bộ luật|Pháp lệnh)(?!\w)))?"
        r"(?: (?:các )?điều [\w,\x20\t\xa0]{1,120}?(?: và (?:các )?Phụ lục [\w,\x20\t\xa0\n]{1,160}?)?(?= của| (?:Luật|Bộ luật|Pháp lệnh)(?!\w)))?(?: của)?(?!\w)"
    ),
    re.IGNORECASE,
)
_LAW_WORD = re.compile(_blanks(r" (?:các )?(Bộ luật|Luật|Pháp lệnh)(?!\w)"), re.IGNORECASE)
_MORE = re.compile(_blanks(r"(?:[\x20\t]?, | và )(?:(?:các )?[Đđ]iều [0-9]{1,3}[a-zđ]?(?:(?:,| và) [0-9]{1,3}[a-zđ]?){0,6}(?: của)? )?(?:Bộ luật|Luật|Pháp lệnh)(?!\w)"))
_GROUP = re.compile(
    _blanks(
        r" (?:các|[0-9]{1,3}) luật(?:(?: có)? liên quan đến| về)(?: [^\W\d_]+){1,8}?(?=[\x20\t]?[,.;()]| (?:ngày|năm|số|và)\b|$)"
    ),
    re.IGNORECASE,
)
# "của Luật A số 1/2030/QH19, Luật B số 2/2030/QH19 và Luật C số 3/2030/QH19": a title that gives each law it amends its number. Of two, the
# number behind them says so.
_WITH_NUMBER = r" (?:Bộ luật|Luật|Pháp lệnh)(?: (?!(?:Luật|Bộ luật|Pháp lệnh|số|ngày|năm)(?!\w))[^\W\d_]+,?){1,14} số:? ?[0-9]{1,4}/(?:19|20)[0-9]{2}/(?:PL-)?(?:QH|UBTVQH)[0-9]{1,2}"
_NUMBERED_LAWS = re.compile(_blanks(rf"{_WITH_NUMBER}(?:(?:[\x20\t]?,| và){_WITH_NUMBER}){{2,}}|{_WITH_NUMBER}(?:[\x20\t]?,| và){_WITH_NUMBER}(?= số [0-9])"))
_TAGGED_LAW = re.compile(r"(?:[ \t](?:các|và))?[ \t\n]{0,3}<[^<>\n]{1,40}>[ \t\n]{0,3}(?=[BLPblp])")
_NUMBER_SOON = re.compile(
    r"[ \t\xa0\n](?:[Ss]ố[ \t\xa0\n]{0,3}:?[ \t\xa0\n]{0,3})?[0-9]{1,4}[ \t]?"
    r"(?:/[ \t]?(?:19|20)[0-9]{2}[ \t]?/[ \t]?(?:PL-|NQ-|L-)?(?:QH|UBTVQH|CTN)|-[ \t]?L(?:[-/]?CTN|CT/HĐNN)|[ \t]?L/CTN)"
)
_DAY_SOON = re.compile(_blanks(r"[\x20\t\xa0\n](?:ngày [0-9]{1,2}[\x20\t\xa0\n]{0,2}(?:tháng|[/.-])|năm (?:19|20)[0-9]{2})"))
# "Luật Đất đai (sửa đổi) ngày …": the remark stands between a name and its number or day.
REVISED = re.compile(_blanks(r" \([Ss]ửa đổi(?:, bổ sung)?\)"))
# "Pháp lệnh Thuế tằm, tơ ngày …": the name goes on behind its comma; "Luật Tằm tang, công bố ngày …" is over there.
_BEHIND_COMMA = re.compile(rf",[ \t\xa0]{{1,3}}([{SMALL}]+(?:[ \t\xa0][{SMALL}]+){{0,3}})")
_CLAUSE_BEGINS = frozenset(map(fold_word, ("công", "ký", "chậm", "muộn", "đề", "lập", "trình", "gửi", "họp", "nộp", "giao", "nay", "tính", "chấm", "hết", "và")))
# What no name goes over to reach its number: marks, other documents, clauses.
_MARK = r"[;:()“”\"…<>]|\.[ \t\n]|\n\n"
_OTHERS = "Căn cứ|[Nn]ghị định|[Tt]hông tư|[Qq]uyết định|[Nn]ghị quyết|này|có hiệu lực"
_WALL = re.compile(rf"{_MARK}|\b(?:{_OTHERS}|Luật|Bộ luật|Pháp lệnh|[Đđ]iều [0-9]|khoản [0-9]|quy định tại|được)\b")
_AMENDING_WALL = re.compile(rf"{_MARK}|\b(?:{_OTHERS}|Hiến pháp|ngày [0-9])\b")
_CLAUSE_WALL = re.compile(
    rf"{_MARK}|[\n,]|\b(?:quy định|ban hành|thông qua|công bố(?=\s+ngày)|sửa đổi|thay thế|áp dụng|thực hiện|kể từ|trước|đến|từ|vào|hoặc|mà|thì|nếu|khi|sau"
    rf"|theo|của)\b"
)
_LIST_WALL = re.compile(rf"{_MARK}|\n|\b(?:{_OTHERS}|Hiến pháp|quy định tại|được|theo quy|Điều [0-9]|khoản [0-9])\b")
# "Luật … của Hội đồng nhân dân, Ủy ban nhân dân" is another law than the one called so without them; no such body issues laws.
_OF_LOCAL_BODIES = re.compile(_blanks(r" của (?:Hội đồng nhân dân|HĐND)(?:(?:[\x20\t]?,| và) (?:Ủy ban nhân dân|Uỷ ban nhân dân|UBND))?(?!\w)"), re.IGNORECASE)
_FAR, _NEAR, _LIST = 320, 140, 700
_LONGEST = 16  # words
_AND = fold_word("và")
_VERBS_OF_NAMES = _folded("ban", "thực", "sửa")  # Luật Ban hành …, Luật Thực hành …
# Words that end a name of which nothing is known: they begin the rest of the sentence.
_AFTER_NAMES = frozenset(map(fold_word, (
    "này", "được", "thì", "có", "hoặc", "hay", "của", "do", "đã", "đang", "sẽ", "phải", "không", "để", "bởi", "theo", "trong", "về", "nêu",
    "trên", "dưới", "hiện", "mới", "cũ", "khi", "nếu", "là", "như", "từ", "nhằm", "cho", "bằng", "sau", "trước", "đến", "còn", "chưa", "cũng",
    "số", "năm", "ngày", "các", "những", "một", "mà", "nhưng", "vì", "nên", "thuộc", "bị", "cần", "chỉ", "trừ", "tương", "kèm", "cùng", "mỗi",
    "lần", "kể", "mọi", "đó", "đây", "đối", "với", "nói", "khác", "làm", "tại", "vào", "pháp",
)))  # fmt: skip
# Words that do so together with the next one.
_PAIRS_AFTER_NAMES = _folded(
    "quy định", "qui định", "áp dụng", "hướng dẫn", "sửa đổi", "thay thế", "bãi bỏ", "bao gồm", "yêu cầu", "liên quan", "hết hiệu",
    "cụ thể", "ban hành", "ngoài ra", "chuyên ngành", "căn cứ", "trường hợp", "cơ quan", "người nộp", "tức là", "thực hiện", "bảo đảm",
)  # fmt: skip
# Where those words belong to the name all the same.
_PAIRS_OF_NAMES = _folded(
    "hàng không", "dân số", "đổi số", "trong nước", "việc làm", "tại việt", "luật sư", "luật pháp", "tư pháp", "hiến pháp", "thực hiện",
    "dự bị", "mắc phải", "hại của", "phạm pháp",
)
# First words of names that go on behind a comma: "Luật Phòng, chống …", "Luật Quản lý, sử dụng …".
_TWO_VERBS = _folded(
    "phòng", "quản lý", "thi đua", "khiếu nại", "ký kết", "xuất cảnh", "nhập cảnh", "xuất khẩu", "thuế xuất khẩu", "khám bệnh",
    "thi hành", "bưu chính", "trưng mua", "tín ngưỡng", "hòa giải", "hiến", "bảo vệ", "phổ biến", "thể dục", "an toàn", "tài nguyên",
    "hôn nhân", "thuế nhà", "phục hồi", "cán bộ", "hành nghề y", "bảo quản", "thực hành tiết kiệm", "trật tự", "phí", "án phí", "sĩ quan", "quân nhân chuyên nghiệp",
)  # fmt: skip
# "Luật phòng, chống các bệnh truyền nhiễm", "Luật phòng, chống HIV/AIDS": against what, is of the name, however it begins.
_PREVENTS = tuple(map(fold_word, ("phòng", "chống")))
_DISEASE = re.compile(_blanks(r" HIV/AIDS(?!\w)"))
# Behind these type words of everyday speech: luật sư, luật gia, pháp lệ.
_PEOPLE = frozenset(map(fold_word, ("sư", "gia")))
_NO_NAMES = frozenset(map(fold_word, ("tục", "pháp", "lệ", "quy", "dẫn", "chơi", "khoa", "gồm", "nộp", "lập")))
_NO_NAME_PAIRS = _folded("mới nhất", "cơ bản", "kinh tế", "quốc tế", "sửa đổi", "bổ sung")
# Before these no name goes on.
_BREAK = re.compile(
    _blanks(
        r" (?:và )?(?:các )?(?:Căn cứ|Nghị |Thông tư|Quyết định|Điều |Khoản |Điểm |Chương |Mục |Phần |Luật (?!sư)|Bộ luật|Pháp lệnh "
        r"|Phụ lục|Quy định)"
    )
)
# "và phát triển rừng." belongs to the name when it ends there; what goes on is the sentence.
_LAST_PART = re.compile(
    _blanks(
        r" (?!(?:các|quy|pháp|những|văn|hướng|theo|khoản|điểm|điều|nghị|thông|quyết|luật|bộ|của|có|được|phải|không|nội|một|giao|thực"
        r"|trong|tại"
        r"|báo|xử|đề|chịu|chính)(?!\w))[^\W\d_]+(?: [^\W\d_]+){1,4}?"
        r"(?=[\x20\t]?(?:[.;,()]|$|\n)| (?:số|ngày|năm|và|đã|được|thì|có|của|về|quy định|để)(?!\w))"
    )
)
_CONSTITUTION = re.compile(
    _blanks(
        r"(?: (?:[Nn]ước )?(?:Cộng [Hh](?:òa|oà) [Xx]ã [Hh]ội [Cc]hủ [Nn]ghĩa Việt Nam|Việt Nam(?: [Dd]ân [Cc]hủ [Cc]ộng [Hh](?:òa|oà))?))?"
    )
)


def name_end(text: str, place: int, type: str, names: LawNames, capital: bool) -> int | None:
    """Return where the name ends that begins at the place, behind the type word; None if none does.

    Number and day of the law are no part of its name. `capital` when the type word begins with a capital letter.
    """
    amending = _AMENDING.match(text, place)
    if amending is not None:
        return _amending_end(text, amending.end(), names)
    known = names.longest_at(text, place, type)
    if known is not None and (capital or text[place:known].strip()[:1].isupper()):
        # A longer name may be meant of which only the beginning is known.
        if number_at(text, known) or day_after(text, known) or year_after(text, known):
            return known
        if body := _OF_LOCAL_BODIES.match(text, known):
            return body.end()
        longer = _numbered_end(text, place, _WALL, _NEAR)
        return longer if longer is not None and longer > known and _is_of_name(text[known:longer]) else known
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


def constitution_end(text: str, place: int) -> int:
    """Return where the name of a constitution ends, its year not included; it may be the word alone."""
    found = _CONSTITUTION.match(text, place)
    return found.end() if found else place


def _is_of_name(words: str) -> bool:
    """True when the words between a known name and a number can belong to the name."""
    return "," not in words and not re.search(r"\b(?:và|hoặc|hay|theo)\b", words)


def _numbered_end(text: str, place: int, wall: re.Pattern[str], reach: int) -> int | None:
    """The end of a name that has its number at the end, with nothing between that no name holds."""
    found = _NUMBER_SOON.search(text, place, place + reach)
    end = _before_remark(text, place, found.start()) if found else place
    return None if wall.search(text, place + 1, end) or not text[place:end].strip(" ,\t\n\xa0") else end


def _before_remark(text: str, place: int, end: int) -> int:
    """The end of a name before the remark "(sửa đổi)" that stands between it and its number or day."""
    revised = REVISED.search(text, place, end)
    return revised.start() if revised and revised.end() == end else end


def _dated_end(text: str, place: int) -> int | None:
    found = _DAY_SOON.search(text, place, place + _NEAR)
    if found is None or found.start() == place:
        return None
    end = _before_remark(text, place, found.start())
    if _WALL.search(text, place + 1, end):
        return None
    first = _WORD.match(text, place)
    begin = first.end() if first and (_folded_word(first),) in _VERBS_OF_NAMES else place + 1
    about = text[place:end].lstrip().startswith("về ")
    wall = _CLAUSE_WALL.search(text, begin, end)
    if wall and wall[0] == "," and _comma_of_name(text, wall.start(), end):
        wall = _CLAUSE_WALL.search(text, begin, wall.start())
    return None if wall and not about else end


def _comma_of_name(text: str, start: int, end: int) -> bool:
    """True for the comma of "Pháp lệnh Thuế nhà, đất": before few small words that begin no clause."""
    found = _BEHIND_COMMA.fullmatch(text, start, end)
    words = tuple(map(fold_word, found[1].split())) if found else ()
    return bool(words) and not _AFTER_NAMES.intersection(words) and words[0] not in _CLAUSE_BEGINS and words[:2] not in _PAIRS_AFTER_NAMES


def _folded_word(found: re.Match[str]) -> str:
    return fold_word(found[found.lastindex or 0])


def _worded_end(text: str, place: int) -> int | None:
    """The end of a name of which nothing is known: words that a name may hold, up to one that it does not."""
    first = _WORD.match(text, place)
    if first is None or _BREAK.match(text, place):
        return None
    word = _folded_word(first)
    if word in _PEOPLE:
        return None
    if not first[first.lastindex or 0][0].isupper():
        # "theo Luật viên chức": in mid-sentence the capital of the type word says that a name follows.
        second = _WORD.match(text, first.end())
        pair = (word, _folded_word(second) if second else "")
        if word == _AND or word in _AFTER_NAMES or word in _NO_NAMES or pair in _PAIRS_AFTER_NAMES or pair in _NO_NAME_PAIRS:
            return None
    words: Words = (word,)
    at = first.end()
    while len(words) < _LONGEST and not _BREAK.match(text, at):
        found = _WORD.match(text, at)
        if found is None and words in _TWO_VERBS:
            found = _COMMA.match(text, at)
        elif found is not None and words != _PREVENTS and _ends_name(text, words, found):
            break
        if found is None and words == _PREVENTS and (disease := _DISEASE.match(text, at)):
            return disease.end()
        if found is None:
            break
        words, at = (*words, _folded_word(found)), found.end()
    return at


def _ends_name(text: str, words: Words, found: re.Match[str]) -> bool:
    """True when a word behind those of a name is no part of it."""
    word = _folded_word(found)
    further = _WORD.match(text, found.end())
    if word == _AND:
        if further is None or _BREAK.match(text, found.end()):
            return True
        return not further[further.lastindex or 0][0].isupper() and not _LAST_PART.match(text, found.end())
    pair = (word, _folded_word(further) if further else "")
    if (words[-1], word) in _PAIRS_OF_NAMES or pair in _PAIRS_OF_NAMES:
        return False
    return word in _AFTER_NAMES or pair in _PAIRS_AFTER_NAMES


def _amending_end(text: str, place: int, names: LawNames) -> int | None:
    """The end of the name of an amending law: at its number or day, else behind the law it amends."""
    if (numbered := _NUMBERED_LAWS.match(text, place)) is not None:
        return numbered.end()
    end = _numbered_end(text, place, _AMENDING_WALL, _FAR)
    if end is not None:
        return end
    if (group := _GROUP.match(text, place)) is not None:
        return group.end()
    law = _LAW_WORD.match(text, place)
    if law is None:
        return _dated_end(text, place)
    while law is not None:
        inner = None if _AMENDING.match(text, law.end()) else _inner_end(text, law, names)
        if inner is None:
            return law.end() if law[1][0].isupper() and number_at(text, law.end()) else None
        end = inner
        more = _MORE.match(text, end)
        if day_after(text, end) or year_after(text, end) or more is None:
            break
        # "của Luật A, Luật B ngày …" is one law, "của Luật A và Luật B" may be two: the day tells.
        law = _LAW_WORD.search(text, end, more.end())
        if law is None or not _list_is_dated(text, law.end()):
            break
    return end


def _list_is_dated(text: str, place: int) -> bool:
    """True when a list of laws ends with a day: "Luật A, Luật B, … và Luật C ngày …" is the title of one law, however long."""
    found = _DAY_SOON.search(text, place, place + _LIST)
    return found is not None and (found.start() - place < _NEAR or _LIST_WALL.search(text, place, found.start()) is None)


def _inner_end(text: str, law: re.Match[str], names: LawNames) -> int | None:
    return name_end(text, law.end(), "pl" if law[1][0] in "Pp" else "luat", names, law[1][0].isupper())
