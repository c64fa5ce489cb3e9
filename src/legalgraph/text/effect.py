"""When a document, or a part of it, comes into force, applies and ends by its own words."""

import re
from dataclasses import replace

from legalgraph.model.provision import Locator
from legalgraph.model.reading import Statement
from legalgraph.text.sentences import HERE, Sentence

_WHEN = (
    r"(?:(?:kể\s+)?từ\s+)?(?:"
    r"(?P<after>sau\s+(?P<count>\d{1,3})(?:\s*\([^)]{1,40}\))?\s+ngày\s*,?\s*(?:kể\s+)?từ\s+ngày\s+(?P<base>[^,;.\nⓉ]{0,60}|Ⓢ[^,;.\n]{0,40}))"
    r"|(?P<day>Ⓣ)"
    r"|(?P<signing>ngày\s+(?:ký|được\s+ký|ban hành)(?:\s+ban hành)?)"
    r"|(?P<passed>ngày\s+(?:được\s+)?(?:Quốc hội|Ủy ban Thường vụ Quốc hội|Hội đồng nhân dân)?[^,;.\n]{0,40}?thông qua)"
    r"|(?P<gazette>ngày\s+(?:được\s+)?đăng\s+Công báo)"
    r"|(?P<event>(?:cùng\s+)?(?:ngày|thời điểm)\s+[^;.\n]{0,120}?có hiệu lực(?:\s+thi hành)?)"
    r")"
)
_FORCE = re.compile(
    rf"(?:(?:bắt đầu\s+)?có\s+hiệu\s+lực|được thi hành)(?:\s+(?:thi hành|áp dụng|pháp luật))?\s*:?\s*{_WHEN}"
    r"(?:\s*(?:,\s*)?(?:và\s+)?(?:được\s+)?(?:(?:thực hiện|áp dụng|có hiệu lực)\s+)?(?:cho\s+)?đến\s+(?P<until_before>trước\s+)?(?:hết\s+)?(?P<until>Ⓣ))?"
)
_APPLIES = re.compile(r"(?:được\s+)?áp\s+dụng\s+(?:(?:kể\s+)?từ|(?:cho|đối với)(?:(?!có hiệu lực)[^;.\n]){0,80}?từ)\s+(?:kỳ[^;.\n]{0,40}?)?(?P<day>Ⓣ)")
_EXCEPTION = re.compile(r"[,(]?\s*\b(?:ngoại trừ|trừ)\s+[^;.\n]+")
_SUBJECT = re.compile(r"(?P<places>Ⓟ[^ⒹⓈ;]{0,200}?)?Ⓢ(?:\s+này)?\s*(?:,[^ⓈⒹ;]{0,60},\s*)?(?:sẽ\s+)?(?P<more>(?:,\s*|\s+và\s+)[^ⒹⓈ;]{0,60})?$")
# "Khoản 3 Điều 1 có hiệu lực từ …": a place that names no document is the speaking one's.
_BARE = re.compile(r"(?P<places>(?:(?:[Cc]ác\s+)?[Qq]uy định\s+(?:tại\s+)?(?:các\s+)?|[Cc]ác\s+)?Ⓟ)\s+(?P<more>)")
# "Quy định về tằm con tại khoản 3 Điều 1 của Luật này có hiệu lực …": rules have force, whatever they are about.
_OF_RULES = re.compile(r"(?:[Cc]ác\s+|[Nn]hững\s+)?(?:[Qq]uy định|[Nn]ội dung)\b")
# "Giấy phép cấp theo Thông tư này có hiệu lực từ ngày ký": what has force is not the document; "quy định tại Điều 5" is of it.
_NO_SUBJECT = re.compile(r"(?:theo|bởi|ngày|thời điểm|khi|sau|trước|(?<!định )(?<!dung )(?:của|tại|trong))\s*(?:các\s+)?$")
# "Trường hợp các văn bản dẫn chiếu … được sửa đổi … thì áp dụng theo văn bản mới": names no document.
_DYNAMIC = re.compile(r"(?:[Tt]rường hợp|[Kk]hi|[Nn]ếu)[^.;\n]{0,120}?(?:văn bản|quy định)[^.;\n]{0,160}?(?:dẫn chiếu|viện dẫn)[^.;\n]{0,200}?(?:sửa đổi|thay thế|bãi bỏ|bổ sung)[^.;\n]{0,200}?(?:thì|được)[^.;\n]{0,60}?(?:áp dụng|thực hiện|theo)")


def is_dynamic_reference(words: str) -> bool:
    """True for the clause that makes all references follow later changes; it acts upon nothing."""
    return ("dẫn chiếu" in words or "viện dẫn" in words) and bool(_DYNAMIC.search(words))


def effects(sentence: Sentence, begin: int) -> None:
    """Find what the sentence says of the force of the document that speaks."""
    words = sentence.words
    if not any(sign in words[begin:] for sign in "ⓈⓅ") or ("hiệu" not in words[begin:] and "dụng" not in words[begin:]):
        return
    for found in _FORCE.finditer(words, begin):
        subject = _SUBJECT.search(words, begin, found.start()) or _BARE.fullmatch(words, begin, found.start())
        of_rules = _OF_RULES.match(words, begin)
        if not subject or (_NO_SUBJECT.search(words, begin, subject.start()) and not of_rules):
            continue
        date = _date(sentence, found)
        if date is None:
            continue
        until = sentence.sign_at(found.start("until")) if found["until"] else None
        start, end = sentence.span(subject.start(), found.end())
        statement = Statement(
            "in_force", HERE, start, end, _places(sentence, begin, subject), date=date,
            until=until.day if until else None, exception=_exception(sentence, found.end()),
            source=sentence.context.source, rule="own_clause",
        )  # fmt: skip
        sentence.statements.append(statement)
    _applies(sentence, begin)


def _places(sentence: Sentence, begin: int, subject: re.Match[str]) -> tuple[Locator, ...]:
    """The places before the subject: "Các điều … của Nghị định này"; only those that belong to it."""
    left = subject.start("places") if subject["places"] else subject.start()
    first = sentence.words.find("Ⓟ", begin, subject.end())
    if first < 0 or any(sign in sentence.words[first : max(first, left)] for sign in "ⒹⓈⓉ"):
        first = left
    found: list[Locator] = []
    for sign in sentence.shape.between(first, subject.end()):
        if sign.kind == "Ⓟ" and sign.places and sentence.words[sentence_place(sentence, sign.start)] == "Ⓟ":
            found += (p for p in sign.places.places if p not in found)
    return tuple(here(p, sentence.context.source) for p in found)


def sentence_place(sentence: Sentence, offset: int) -> int:
    """The place in the shape of a sign that begins at an offset of the text."""
    return next(place for place, sign in sentence.shape.signs.items() if sign.start == offset)


def here(place: Locator, source: Locator | None) -> Locator:
    """Put the place where the words stand in for "này": "khoản 2 Điều này" in Điều 5 is Điều 5 khoản 2."""
    if all(label != "này" for _, label in place.steps) or source is None:
        return place
    labels = dict(source.steps)
    unit = next(unit for unit, label in place.steps if label == "này")
    steps: list[tuple[str, str]] = []
    for own, label in source.steps:
        steps.append((own, label))
        if own == unit:
            break
    else:
        return place
    if unit not in labels:
        return place
    return replace(place, steps=tuple(steps) + tuple(step for step in place.steps if step[1] != "này"))


def _date(sentence: Sentence, found: re.Match[str]) -> str | None:
    if found["day"]:
        sign = sentence.sign_at(found.start("day"))
        return sign.day if sign else None
    if found["after"]:
        base = "gazette_date" if "Công báo" in found["base"] else "sign_date"
        return f"{base}+{int(found['count'])}d"
    if found["signing"]:
        return "sign_date"
    if found["passed"]:
        return "sign_date"
    if found["gazette"]:
        return "gazette_date"
    if found["event"]:
        a, b = sentence.span(found.start("event"), found.end("event"))
        return f"event: {' '.join(sentence.text[a:b].split())}"
    return None


def _exception(sentence: Sentence, start: int) -> str | None:
    found = re.compile(r"[;\n]|\.(?:\s|$)").search(sentence.words, start)
    excepted = _EXCEPTION.search(sentence.words, start, found.start() if found else len(sentence.words))
    if not excepted:
        return None
    a, b = sentence.span(excepted.start(), excepted.end())
    return sentence.text[a:b].lstrip(",( ").rstrip(") ")


def _applies(sentence: Sentence, begin: int) -> None:
    words = sentence.words
    for found in _APPLIES.finditer(words, begin):
        before = words[begin : found.start()]
        if "Ⓢ" not in before or "Ⓓ" in before[before.rfind("Ⓢ") :]:
            continue
        sign = sentence.sign_at(found.start("day"))
        if sign and sign.day:
            start, end = sentence.span(found.start(), found.end())
            subject = _SUBJECT.search(words, begin, found.start())
            places = _places(sentence, begin, subject) if subject else ()
            sentence.statements.append(
                Statement("applies_from", HERE, start, end, places, date=sign.day, source=sentence.context.source, rule="own_clause")
            )
