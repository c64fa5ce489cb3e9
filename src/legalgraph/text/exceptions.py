"""What an act does not act upon: "trừ Điều 5", of all that an instruction names or of one document in brackets."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from legalgraph.model.reading import Target
from legalgraph.text.locators import RANK, excepted_within
from legalgraph.text.sentences import Object, Pending, Sentence, blank, same_document
from legalgraph.text.shapes import DOCUMENT, PLACES

# "Ⓢ có hiệu lực từ Ⓣ, trừ quy định tại Ⓟ và thay thế Ⓓ": the exception ends where the next act begins; no act are the
# further verbs of "trừ quy định bị sửa đổi, bãi bỏ tại Ⓓ", "trừ Ⓟ về sửa đổi và bãi bỏ một số điều của Ⓓ".
_OTHER_VERBS = "".join(rf"(?<!{verb})" for verb in ("sửa đổi", "bổ sung", "cấp mới", "thay thế", "bãi bỏ", "hủy bỏ", "huỷ bỏ", "đình chỉ"))
NEXT_ACT = rf"(?<!\s){_OTHER_VERBS}\s*(?:,\s*(?:và\s+)?|\bvà\s+)(?:đồng thời\s+)?(?:thay thế|bãi bỏ|hủy bỏ|huỷ bỏ)\s(?!\s*(?:tại|bởi|theo|bằng)\b)"
# ", trừ Ⓟ Ⓓ", "(trừ Ⓟ)": not "khấu trừ", "loại trừ".
_EXCEPTED = re.compile(
    r"\(\s*(?:ngoại\s+)?trừ\s[^()\n]*\)|(?:,\s*(?:ngoại\s+)?|\sngoại\s+|(?<=[ⒹⓅⓉ])\s+)trừ\s+(?:(?:các\s+)?(?:trường hợp|quy định|nội dung|điều|khoản|điểm)\b|(?:các\s+)?Ⓟ|Ⓓ)"
    rf"[^;:.\n]*?(?={NEXT_ACT}|[;:.\n]|$)"
)
# "Điều 5, trừ khoản 1, của Ⓓ", "Điều 5, trừ khoản 1 Điều 5 Ⓓ": the document is that of all places.
_BEFORE_DOCUMENT = re.compile(r",?\s*(?:ngoại\s+)?trừ\s+(?:các\s+)?Ⓟ\s*,?\s*(?:(?:của|tại)\s+)?(?=Ⓓ)")
_APART_IN_BRACKETS = re.compile(r"Ⓓ\s{0,3}(?P<what>\(\s*(?:ngoại\s+)?trừ\s(?:(?!hiệu lực|áp dụng)[^()\n])*\))(?=\s*(?:[,;]|và\b|(?:đã|sẽ|đều|bị|được|hết|không còn)\s|[.;]|$))")
_BEHIND_PLACES = re.compile(r"(?<=Ⓟ)\s*\((?:ngoại\s+)?trừ\s[^()\n]*\)")
_WITHIN_PLACES = re.compile(r"\(((?:ngoại )?trừ [^()]+)\)")
# Where "trừ" excepts, it opens a clause, stands behind what it is taken from, or before rules; no exception is "thuốc trừ sâu", "khấu trừ các khoản".
_TAKEN_OFF = "".join(rf"(?<!\b{word} )" for word in ("bù", "khấu", "loại", "miễn", "giảm", "cấn", "đối", "trích", "phòng", "diệt", "thuốc"))
_RULES = r"(?:(?:các|những|một số|toàn bộ)\s+)?(?:trường hợp|quy định|nội dung|văn bản|điều|khoản|điểm|mục|chương|phần|phụ lục|[ⒹⓅⓈ])"
SAVE = rf"(?:\bngoại trừ|(?:(?<![^\n])|(?<=[,;(ⒹⓅⓈⓉ])|(?<=[,;(ⒹⓅⓈⓉ]\s))trừ\b|{_TAKEN_OFF}\btrừ(?=\s+{_RULES}))"
EXCEPTION = re.compile(rf"[,(]?\s*{SAVE}\s+(?:trường hợp\s+|các\s+trường hợp\s+)?[^;.:\n]+(?::(?!\s*(?:[Cc]ác\s+)?Ⓓ)[^;.:\n]*)*")
_FAR = 2000  # so far before an exception stands what it is made from
# What is excepted by the speaking document, or by what another has changed, may be of any document.
_OF_ALL = re.compile(r"Ⓢ|\b(?:trường hợp|đã|được|bị|sửa đổi|bổ sung|thay thế|bãi bỏ)\b[^ⒹⓅ]*[ⒹⓅ]")
_OWN_FORCE = re.compile(r"Ⓢ[^ⒹⓅ;]{0,40}có hiệu lực[^ⒹⓅ;]*$")


@contextmanager
def without_exceptions(sentence: Sentence, begin: int) -> Iterator[None]:
    """Take what is excepted out of the shape for a while: "Điều 13 (trừ điểm b khoản 1 Điều 13)" acts upon Điều 13 alone."""
    given = sentence.words
    set_apart(sentence, begin)
    for found in _EXCEPTED.finditer(sentence.words, begin):
        last = found.end()
        if not _OWN_FORCE.search(given, begin, found.start()):
            clause = max(begin, given.rfind(";", begin, found.start()), found.start() - _FAR)
            last = _document_of_all(sentence, clause, found) or last
            start, end = sentence.span(found.start(), last)
            what = sentence.text[start:end].strip(",;() \n").removesuffix(" của").rstrip(",")
            acted_upon = sentence.objects(clause, found.start()) or sentence.objects(last, len(sentence.words))
            if of_one(sentence, acted_upon, found.start(), last, what):
                sentence.excepted = what
                sentence.exception_of[what] = _documents_of(sentence, found.start(), last)
                sentence.exceptions.append((found.start(), what))
        blank(sentence, found.start(), last)
    for at, what in _within_places(sentence, begin, len(given)):
        sentence.excepted = what
        sentence.exceptions.append((at, what))
    yield
    sentence.words, sentence.excepted = given, None
    sentence.exceptions.clear()


def _document_of_all(sentence: Sentence, clause: int, found: re.Match[str]) -> int | None:
    """Where the document stands behind an exception that is also that of the places before it; None where it is of the exception alone."""
    between = _BEFORE_DOCUMENT.match(sentence.words, found.start(), found.end())
    sign = sentence.sign_at(sentence.words.find(PLACES, found.start(), between.end())) if between else None
    objects = sentence.objects(clause, found.start()) if sign else []
    if between is None or sign is None or sign.places is None or not objects or DOCUMENT in sentence.words[clause : found.start()]:
        return None
    named = [p.steps for o in objects for p in o.places]
    of_them = all(RANK[p.steps[0][0]] > RANK["dieu"] or any(p.steps[: len(steps)] == steps for steps in named) for p in sign.places.places)
    return between.end() if of_them else None


def _within_places(sentence: Sentence, begin: int, end: int) -> Iterator[tuple[int, str]]:
    """What is excepted within one expression of places, "các khoản 1 (trừ điểm c), 2 và 3 Điều 5", with its place in the shape."""
    for at, sign in sentence.shape.signs.items():
        if begin <= at < end and sign.places and sentence.words[at] == PLACES:
            yield from ((at, found[1]) for found in _WITHIN_PLACES.finditer(sentence.text, sign.start, sign.end))
            yield from ((at, found["what"]) for found in excepted_within(sentence.text, sign.start, sign.end))


def excepted_in_subject(sentence: Sentence, begin: int, verb: int) -> str | None:
    """What is excepted in brackets behind places before a verb ("Khoản 1 (trừ điểm a), khoản 2 Điều 5 hết hiệu lực"); it leaves the shape."""
    said = [what for _, what in _within_places(sentence, begin, verb)]
    for found in _BEHIND_PLACES.finditer(sentence.words, begin, verb):
        start, end = sentence.span(found.start(), found.end())
        said.append(sentence.text[start:end].strip("() \n"))
        blank(sentence, found.start(), found.end())
    return "; ".join(said) or None


def set_apart(sentence: Sentence, begin: int) -> None:
    """Take out of the shape what is excepted in brackets behind a document, and keep it for that document alone."""
    for found in _APART_IN_BRACKETS.finditer(sentence.words, begin):
        sign = sentence.sign_at(found.start())
        if sign is not None:
            start, end = sentence.span(found.start("what"), found.end("what"))
            sentence.apart[sign.index] = sentence.text[start:end].strip("() \n")
            blank(sentence, found.start("what"), found.end("what"))


def of_one(sentence: Sentence, objects: Sequence[Object], start: int, end: int, exception: str | None) -> str | None:
    """What is excepted from all objects; what names the document it is of ("Ⓓ, Ⓓ hết hiệu lực, trừ Ⓟ Ⓓ", "Bãi bỏ Ⓓ, Ⓓ, trừ Ⓟ Ⓓ") is kept for that one."""
    named = _named(sentence, start, end)
    own = [o.document for o in objects if o.document and (t := sentence.target(o.document)) and any(same_document(t, other) for other in named)]
    if exception is None or not own:
        return exception
    sentence.apart |= {document.index: exception for document in own}
    return None


def exception_behind(sentence: Sentence, start: int, end: int) -> str | None:
    """What is excepted, in the text's words."""
    found = EXCEPTION.search(sentence.words, start, end)
    if not found:
        return None
    a, b = sentence.span(found.start(), found.end())
    what = sentence.text[a:b].lstrip(",( ").rstrip(") ")
    sentence.exception_of[what.rstrip(": ")] = _documents_of(sentence, found.start(), found.end())
    return what


def with_exception(sentence: Sentence, act: Pending, exception: str | None) -> Pending:
    """An act upon what is listed below its heading, with what the heading excepts."""
    told = (exception or "").rstrip(": ")
    return replace(act, exception=told or None, exception_of=sentence.exception_of.get(told, ()))


def _documents_of(sentence: Sentence, start: int, end: int) -> tuple[Target, ...]:
    """The documents that an exception is of, "trừ Điều 4 Ⓓ"; none when it is of all that an act is done to, "trừ nội dung đã sửa đổi tại Ⓓ"."""
    return () if _OF_ALL.search(sentence.words, start, end) else _named(sentence, start, end)


def _named(sentence: Sentence, start: int, end: int) -> tuple[Target, ...]:
    return tuple(t for o in sentence.objects(start, end) if o.document and (t := sentence.target(o.document)))


def clause_end(words: str, start: int) -> int:
    """Where the clause ends in which something stands."""
    found = re.compile(r"[;\n]|\.(?:\s|$)").search(words, start)
    return found.start() if found else len(words)
