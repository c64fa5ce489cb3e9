"""From what day on an act holds: "kể từ ngày …" before or behind its verb, in the head of a list, or behind one of its objects."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from legalgraph.text.sentences import Object, Pending, Sentence
from legalgraph.text.shapes import DAY_PATTERN, TERM_PATTERN, event, read_day

_MOMENT = r"(?:(?:thời điểm|hết|\d{1,2}\s*giờ(?:\s*\d{1,2}(?:\s*phút)?)?\s*,?)\s+)?"
# "từ Ⓣ", "kể từ 0 giờ Ⓣ", "bắt đầu từ Ⓣ trở đi"; the first letter may be a capital.
FROM_DAY = rf"(?:(?:[Kk]ể|[Bb]ắt đầu(?:\s+kể)?)\s+)?[Tt]ừ\s+{_MOMENT}Ⓣ(?:\s+trở\s+đi)?"
_BEHIND = re.compile(rf"\s*(?:(?:thi hành|toàn bộ)\s+)?(?:(?:kể\s+)?từ|sau|vào)?\s*{_MOMENT}Ⓣ")
_OPENS = re.compile(rf"\s*{FROM_DAY}\s*(?:,|(?=[ⒹⓅ]|(?:các|những|toàn bộ)\s))")
# Not "Ⓢ có hiệu lực từ Ⓣ, thay thế Ⓓ": so the day is that of the speaking document.
# "Từ Ⓣ, bãi bỏ Ⓓ và thay thế Ⓓ": the day is that of both.
_BEFORE = re.compile(rf"(?:^|[.,;:)\n]\s*){FROM_DAY}\s*(?:,?\s*(?:[Nn]ay\s+)?|,\s*(?:nay\s+)?(?:bãi bỏ|hủy bỏ|huỷ bỏ|thay thế)\s[^;.:ⓈⓉⓆ]*(?:,|\bvà)\s+(?:đồng thời\s+)?)$")
_BEFORE_REACH = 400
_AFTER = re.compile(rf"\s*,?\s*{FROM_DAY}\s*(?:[.;,]|$)")
# "sau đây từ Ⓣ, gồm:": the day stands at the end of what heads a list.
_IN_HEAD = re.compile(rf"(?P<what>(?:[^ⒹⓅⓈⓆⓉ:;]*?[^ⒹⓅⓈⓆⓉ:;\s])??)\s*+(?:,\s*+)?\(?(?P<from>{FROM_DAY})\)?(?:\s*,?\s*(?:như sau|sau đây|dưới đây|sau|(?:bao\s+)?gồm(?:\s+có)?))?\s*(?::|$)")
_HEADS = re.compile(r"\b(?:sau|đây|văn bản|pháp luật|[Tt]hông tư|[Nn]ghị định|[Nn]ghị quyết|[Qq]uyết định|[Cc]hỉ thị|[Ll]uật|[Pp]háp lệnh|điều|khoản|điểm)$")
# "Bãi bỏ các Quyết định ban hành từ Ⓣ:": since when they hold, not since when they do not.
_OF_OTHERS = re.compile(
    r"\b(?:ban hành|hiệu lực|áp dụng|thực hiện|thi hành|công bố|thông qua|phát sinh|ký|cấp|nộp|thu|chi|tính|hưởng|nhận|hoạt động|lập|trả|đóng|làm việc)$"
)
_OWN = re.compile(
    r"(?:\s+(?:này|nêu trên|nói trên))?(?:\s*\([^()]{0,160}\))?\s*,?\s*\(?\s*(?P<from>(?:kể\s+)?từ\s+"
    rf"{_MOMENT})(?:{DAY_PATTERN}|(?P<term>{TERM_PATTERN}))(?:\s+trở\s+đi)?(?=\s*(?:[.;,:)]|$|và\b|cùng\b|như sau\b|đồng thời\b|trừ\b|ngoại trừ\b))(?!\s*,?\s*(?:cho\s+)?đến\b)"
)
# "Kể từ ngày 01 tháng 7 năm 2034:" alone above items.
_ALONE = re.compile(rf"\s*{FROM_DAY}\s*:\s*")
_STARTING = {"repeals", "ends", "replaces"}


def day_behind(sentence: Sentence, start: int, end: int) -> str | None:
    """The day of "kể từ ngày 01 tháng 7 năm 2025" that directly follows a verb."""
    return _day(sentence, _BEHIND.match(sentence.words, start, end))


def day_that_opens(sentence: Sentence, begin: int, verb: int) -> str | None:
    """The day of "Kể từ ngày 01 tháng 7 năm 2025," that a sentence begins with."""
    return _day(sentence, _OPENS.match(sentence.words, begin, verb))


def day_after(sentence: Sentence, start: int, end: int) -> str | None:
    """The day of "…, kể từ ngày 01 tháng 7 năm 2025." that ends a clause."""
    return _day(sentence, _AFTER.match(sentence.words, start, end))


def day_alone(sentence: Sentence, begin: int) -> str | None:
    """The day of a line "Kể từ ngày 01 tháng 7 năm 2034:" from which what the items below say holds."""
    return _day(sentence, _ALONE.fullmatch(sentence.words, begin))


def day_of_instruction(sentence: Sentence, verb: re.Match[str], end: int) -> str | None:
    """The day that holds for all an instruction names: before its verb, directly behind it, or at the end of the head of its list."""
    words = sentence.words
    if "Ⓣ" in verb[0]:
        return _day(sentence, verb)
    before = _BEFORE.search(words, max(0, verb.start() - _BEFORE_REACH), verb.start())
    return _day(sentence, before) if before else day_of_head(sentence, verb.end(), end)


def day_of_head(sentence: Sentence, start: int, end: int) -> str | None:
    """The day at the end of what heads a list: "các văn bản sau đây kể từ ngày …:"."""
    head = _IN_HEAD.match(sentence.words, start, end)
    if head and (_HEADS.search(head["what"]) or ("kể" in head["from"] and not _OF_OTHERS.search(head["what"]))):
        return _day(sentence, head)
    return None


def days_of(sentence: Sentence, objects: Sequence[Object], act: Pending) -> list[str | None]:
    """The day from which an act holds for each of its objects.

    A day behind one holds for those before it, back to the last that has another: "Bãi bỏ Ⓓ, Ⓓ từ Ⓣ và Ⓓ từ Ⓣ".
    """
    days, first = [act.effective_from] * len(objects), 0
    if act.kind not in _STARTING:
        return days
    last = sentence.shape.end_in_text(len(sentence.words))
    for at, o in enumerate(objects, 1):
        if (found := _OWN.match(sentence.text, o.end, max(o.end, last))) and (day := event(found["term"]) if found["term"] else read_day(found)):
            days[first:at] = [_of_hour(day, found["from"])] * (at - first)
            first = at
    return days


def _day(sentence: Sentence, found: re.Match[str] | None) -> str | None:
    """The last day in a match of the shape."""
    sign = sentence.sign_at(found.start() + found[0].rfind("Ⓣ")) if found else None
    return _of_hour(sign.day, found[0]) if found and sign and sign.day else None


def _of_hour(day: str, words: str) -> str:
    """The day; where one ends ("từ 24 giờ ngày …"), the next begins."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat() if day[0].isdigit() and re.search(r"\b24\s*giờ", words) else day
