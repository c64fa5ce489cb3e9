"""Corrections that say first what has faults: "Do sơ suất, Ⓓ có sai sót về kỹ thuật trình bày, nay đính chính như sau"."""

import re
from dataclasses import replace

from legalgraph.text.sentences import Pending, Sentence
from legalgraph.text.stating import inherit, state

NO_VERB = re.compile(r"(?:\bđược|\bbị|\bđã|\bviệc|\bvề|\bkhi|\bsự|\bcần|\bphải|\bđể|\bhồ sơ|\bnội dung|\btrường hợp|\bcó|\bcủa|\btheo|\btừ)\s+$")
_FAULTS = (
    r"(?:(?:Do|Vì|Trong|Qua)\b[^ⒹⓅⓈⓆ;:]{0,160}?,\s*)?(?:(?:[Mm]ột số|[Cc]ác)\s+(?:nội dung|chi tiết|điểm)\s+|[Nn]ội dung\s+)?(?:(?:[Tt]ại|[Tt]rong|của)\s+)?(?:các\s+)?(?P<what>[ⒹⓅ][^ⓈⓆ;:.]{0,120}?)"
    r"(?:\s(?:có|bị|còn|phát hiện)\s+(?:một số\s+|các\s+)?(?:sai sót|lỗi|nhầm lẫn|sơ suất|thiếu sót)|(?:\s*,)?\s+(?:do|vì)\s+(?:sai sót|lỗi|nhầm lẫn|sơ suất)|\schưa chính xác)\b(?P<where>(?:(?!\bthì\b)[^ⓈⓆⒹ;:.]){0,120}?)"
)
_NOW = r"(?:[A-ZĐỦ](?:(?!\b(?:có|phải|sẽ|trách nhiệm|giao|đề nghị)\b)[^ⒹⓅⓈⓆ;:.]){0,80}?\s)?(?:xin\s+)?(?:được\s+)?đính chính\s+(?:lại\s+)?(?:như sau|nội dung|là\b|thành\b|Ⓠ)"
_FAULTY = re.compile(rf"{_FAULTS}\s*[,;]\s*(?:nay\s+(?=xin|được|đính|[A-ZĐỦ])|(?=(?:Bộ|Ủy ban|Uỷ ban|Văn phòng|Ngân hàng|Thanh tra|Hội đồng|UBND)\b)){_NOW}")
# "Tại Ⓟ Ⓓ có sai sót về kỹ thuật trình bày. Bộ Tơ tằm xin đính chính như sau": the sentence before says what.
_SAID_BEFORE = re.compile(rf"{_FAULTS}\s*\.\s*")
_THEN = re.compile(rf"(?:(?:Nay|Do đó|Do vậy|Vì vậy)\s*,?\s+)?(?:nay\s+)?{_NOW}|Đính chính\s+(?:lại\s+)?(?:như sau|nội dung)")
# "Tại Ⓟ Ⓓ đã in: Ⓠ; nay sửa lại là: Ⓠ": what was printed, and what is to be read. "ghi là Ⓠ, nay sửa thành Ⓠ" amends.
_PRINTED = re.compile(
    r"(?:(?:[Tt]ại|[Tt]rong)\s+)?(?:(?:[Tt]rang|[Dd]òng)\s+[^ⒹⓅⓈⓆ;:.]{1,60}?,\s*(?:tại\s+)?)?(?:các\s+)?(?P<what>[ⒹⓅ][^ⓈⓆ;:.]{0,160}?)(?:\s*,)?"
    r"\s+(?:có\s+|đã\s+|được\s+)*(?:(?P<print>in)|ghi|viết|trình bày|đánh máy)(?P<wrong>\s+(?:nhầm|sai|thiếu))?(?:\s+(?:là|thành))?\s*:?\s*Ⓠ\s*[,;.]?"
    r"\s*(?:[Nn]ay\s+)?(?:[Xx]in\s+)?(?:được\s+)?(?:[Ss]ửa|[Cc]hữa|(?P<read>[Đđ]ính chính|[Đđ]ọc))(?:\s+lại)?\s+(?:cho đúng\s+)?(?:là|thành)\s*:?\s*Ⓠ"
)
# "Tại Ⓟ Ⓓ đã in: Ⓠ; nay sửa lại là: Ⓠ": what was printed, and what is to be read. "ghi là Ⓠ, nay sửa thành Ⓠ" amends.
_PRINTED = re.compile(
    r"(?:(?:[Tt]ại|[Tt]rong)\s+)?(?:(?:[Tt]rang|[Dd]òng)\s+[^ⒹⓅⓈⓆ;:.]{1,60}?,\s*(?:tại\s+)?)?(?:các\s+)?(?P<what>[ⒹⓅ][^ⓈⓆ;:.]{0,160}?)(?:\s*,)?"
    r"\s+(?:có\s+|đã\s+|được\s+){0,3}(?:(?P<print>in)|ghi|viết|trình bày|đánh máy)(?P<wrong>\s+(?:nhầm|sai|thiếu))?(?:\s+(?:là|thành))?\s*:?\s*Ⓠ\s*[,;.]?"
    r"\s*(?:[Nn]ay\s+)?(?:[Xx]in\s+)?(?:được\s+)?(?:[Ss]ửa|[Cc]hữa|(?P<read>[Đđ]ính chính|[Đđ]ọc))(?:\s+lại)?\s+(?:cho đúng\s+)?(?:là|thành)\s*:?\s*Ⓠ"
)
_SENTENCE = re.compile(r"(?:[.;:]\s|\n)\s*")
_REACH = 600


def correct_faulty(sentence: Sentence, begin: int) -> bool:
    """State the correction of what is said to have faults, in the sentence or in the one before it; false for anything else."""
    first = begin
    found = _FAULTY.match(sentence.words, begin)
    if found is None and (then := _THEN.match(sentence.words, begin)):
        first = _sentence_before(sentence.words, begin)
        said = _SAID_BEFORE.fullmatch(sentence.words, first, begin)
        found, last = said, then.end()
    else:
        last = found.end() if found else begin
    objects = sentence.objects(found.start("what"), found.end("what")) if found else []
    if found is None or not objects or NO_VERB.search(sentence.words[first : found.start("what")]):
        return False
    where = sentence.objects(found.start("where"), found.end("where"))
    if len(objects) == len(where) == 1 and not objects[0].places:
        objects = [replace(objects[0], places=where[0].places)]
    state(sentence, objects, Pending("corrects", "corrects", *sentence.span(first, last)))
    inherit(sentence, objects, "")
    return True


def correct_printed(sentence: Sentence, begin: int) -> bool:
    """State the correction of words that were printed wrong; false for anything else."""
    found = _PRINTED.match(sentence.words, begin)
    objects = sentence.objects(found.start("what"), found.end("what")) if found and (found["print"] or found["wrong"] or found["read"]) else []
    if found is None or not objects:
        return False
    if len(objects) == 2 and not objects[0].places and objects[1].document is None:
        objects = [replace(objects[0], places=objects[1].places)]  # "Ⓓ, tại Ⓟ, in là Ⓠ"
    state(sentence, objects, Pending("corrects", "corrects", *sentence.span(begin, found.end())))
    return True


def _sentence_before(words: str, begin: int) -> int:
    """Where the sentence before another begins, behind its label."""
    stop = len(words[:begin].rstrip()) - 1
    return max((found.end() for found in _SENTENCE.finditer(words, max(0, stop - _REACH), max(0, stop))), default=max(0, stop - _REACH))
