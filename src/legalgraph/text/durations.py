"""From when until when an act holds: "từ ngày … đến hết ngày …", "cho đến khi … có hiệu lực"."""

import re

from legalgraph.text.exceptions import SAVE
from legalgraph.text.sentences import Object, Sentence
from legalgraph.text.shapes import ANY_DAY, DAY, event, read_day

_WINDOW = re.compile(rf"(?:(?:kể\s+)?từ\s+{ANY_DAY}\s*,?\s*)?(?:cho\s+)?đến\s+(?:hết\s+|trước\s+)*{ANY_DAY}\s*$")
_DAYS = re.compile(
    r"(?:(?:kể\s+)?từ\s+(?P<from>Ⓣ))?\s*,?\s*(?:(?:(?:cho\s+)?đến|sang)\s+(?:hết\s+|trước\s+)*(?P<to>Ⓣ)"
    r"|(?:cho\s+)?đến\s+hết\s+năm\s+(?P<year>(?:19|20)\d{2})(?!\d)"
    rf"|(?:cho\s+)?đến\s+(?:khi|thời điểm|ngày)\s+(?P<event>[^;.\n:]+?)(?=\s+(?:đối với\b|{SAVE}\b)|[;.\n:]|$))?"
)
# "Cho đến khi có văn bản thay thế, Ⓓ tiếp tục có hiệu lực".
UNTIL_BEFORE = re.compile(r"(?:Cho\s+đến|Đến)\s+(?:hết\s+(?P<to>Ⓣ)|hết\s+năm\s+(?P<year>(?:19|20)\d{2})|(?:khi|thời điểm|ngày)\s+(?P<event>[^ⒹⓅⓈⓉ;.\n:,]+))\s*,\s*")
# "Từ Ⓣ đến hết Ⓣ, ngưng hiệu lực Ⓓ".
_OPENS = re.compile(r"\s*(?:(?:[Kk]ể\s+)?[Tt]ừ\s+(?P<from>Ⓣ)\s*,?\s*)?(?:[Cc]ho\s+)?[Đđ]ến\s+(?:hết\s+|trước\s+)*(?P<to>Ⓣ)\s*,\s*")


def days_that_open(sentence: Sentence, begin: int, verb: int) -> re.Match[str] | None:
    """The stretch of time that a sentence begins with, before its verb."""
    return _OPENS.match(sentence.words, begin, verb)


def days_in(sentence: Sentence, start: int, end: int) -> re.Match[str] | None:
    """The first stretch of time that a part of a shape tells."""
    return next((days for days in _DAYS.finditer(sentence.words, start, end) if any(days.groups())), None)


def last_day_in(sentence: Sentence, start: int, end: int) -> re.Match[str] | None:
    """The first stretch of time there that has an end."""
    return next((days for days in _DAYS.finditer(sentence.words, start, end) if days["to"] or days["year"] or days["event"]), None)


def window_in_title(sentence: Sentence, last: Object) -> tuple[str | None, str | None]:
    """The days of a suspension that were taken for the end of its object's title: "… về nuôi tằm từ ngày … đến ngày …"."""
    found = _WINDOW.search(sentence.text, last.start, last.end)
    if not found:
        return None, None
    days = [read_day(day) for day in DAY.finditer(found[0])]
    return (days[0], days[1]) if len(days) == 2 else (None, days[0] if days else None)


def end_of(sentence: Sentence, days: re.Match[str] | None) -> str | None:
    """The last day of a stretch of time, or the event that ends it."""
    if days and days.groupdict().get("year"):
        return f"{days['year']}-12-31"
    return day_of(sentence, days, "to") or _event(sentence, days)


def day_of(sentence: Sentence, days: re.Match[str] | None, group: str) -> str | None:
    """The day that a stretch of time names in a group."""
    sign = sentence.sign_at(days.start(group)) if days and days[group] else None
    return sign.day if sign else None


def _event(sentence: Sentence, days: re.Match[str] | None) -> str | None:
    """An end that is an event; that of one numbered document is said in a fixed form: "38/2013/QH13 expires"."""
    if not days or not days.groupdict().get("event"):
        return None
    signs = sentence.shape.between(days.start("event"), days.end("event"))
    what = days["event"]
    if len(signs) == 1 and signs[0].kind == "Ⓓ":
        target = sentence.target(signs[0])
        if target and target.number and "hết hiệu lực" in what:
            return f"{target.number} expires"
        if target and target.number and "có hiệu lực" in what:
            return f"{target.number} in force"
    a, b = sentence.span(days.start("event"), days.end("event"))
    return event(sentence.text[a:b])
