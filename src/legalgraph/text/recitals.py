"""What stands before and beside the articles: legal bases, what is detailed, what a consolidation joins, its notes."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from legalgraph.model.reading import Citation, Mention, Statement
from legalgraph.text.letters import SMALL
from legalgraph.text.sentences import LAWS, Object, Sentence, target_of
from legalgraph.text.shapes import DAY_PATTERN, read_day

# "LUẬT TẰM TANG Căn cứ Hiến pháp …", "BỘ TRƯỞNG BỘ TƠ Căn cứ Nghị định …": the line break before the recital was lost.
_BASIS = re.compile(rf"\s*[-–+•]?\s*(?:(?:Ⓓ(?:\s+[{SMALL}]+){{0,4}}|[^ⒹⓈⓅⓆⓉ{SMALL}\d.;:]{{3,120}})\s+(?=Căn cứ\s+(?:vào\s+)?(?:các\s+)?(?:Ⓟ\s+)?Ⓓ))?(?:CĂN CỨ|Căn cứ|Căn\s+cứ\s+vào|Chiểu(?:\s+theo)?)\b")
# "Căn cứ Ⓟ Ⓢ, Ⓓ, các sở lập kế hoạch": a rule for others; nothing rests on itself, and no recital says what several bodies do.
_BY_OTHERS = re.compile(r"\s*[-–+•]?\s*Căn cứ\s[^;.\n]*?(?:(?<![,;]\s)Ⓢ[^ⒹⓅⓈⓉ;.\n]{0,40},\s|,\s+(?:hằng năm,\s+)?(?:các|từng|mỗi)\s+(?:[Bb]ộ|cơ quan|đơn vị|địa phương|tổ chức|doanh nghiệp|[Ss]ở|ngành|tỉnh|huyện|xã|trường)\b[^ⒹⓅⓈ;.\n]*[^ⒹⓅⓈ;,.\n]{8})")
# "Thi hành Ⓓ, Liên Bộ Tơ - Dâu hướng dẫn thực hiện như sau:".
_CARRIED_OUT = re.compile(
    r"\s*(?:Để\s+)?[Tt]hi hành\s+(?P<what>(?:Ⓟ\s+(?:của\s+)?)?Ⓓ)\s*[,;]?\s*"
    r"(?:sau khi\s[^ⒹⓅⓈⓉ;:]{1,160},\s*)?(?:[Ll]iên\s+)?(?:[Bb]ộ|[Tt]ổng cục|Ngân hàng|Ban|Thanh tra|Ủy ban|Uỷ ban|Viện|Tòa án|Toà án)\s(?:(?!\b(?:có|phải|sẽ|giao|đề nghị|yêu cầu|trách nhiệm)\b)[^ⒹⓅⓈⓉ;:.]){1,160}?\bhướng dẫn\b[^ⒹⓅⓈⓉ;:.]{0,160}?(?:như sau|:)"
)
# What stops being a basis within one paragraph: a proposal, a dossier, a request.
_NO_BASIS = re.compile(r"(?:Theo|Xét|Sau khi|Trên cơ sở|Thực hiện|theo)\s+(?:đề nghị|xem xét|ý kiến|kết luận|Tờ trình|Công văn)|Tờ trình|Báo cáo thẩm tra")
_DETAILS = re.compile(
    r"(?:[Qq]uy định\s+chi tiết|[Hh]ướng dẫn\s+(?:chi tiết\s+)?(?:về\s+)?(?:việc\s+)?(?:thi hành|thực hiện|áp dụng)|[Qq]uy định\s+(?:cụ thể\s+)?(?:về\s+)?(?:các\s+|một số\s+)?biện pháp"
    r"|(?P<bare>[Hh]ướng dẫn|[Qq]uy định\s+cụ thể)\s+(?=(?:(?:các|một số\s+(?:điều|khoản|nội dung|quy định))\s+(?:(?:của|quy định tại|tại)\s+)?)?[ⒹⓅ])|[Qq]uy định\s+(?:về\s+)?việc\s+thi hành"
    r"|[Bb]iện pháp(?:\s+để\s+tổ chức)?(?:\s*,\s*hướng dẫn)?\s+thi hành)"
)
# "Ⓢ quy định chi tiết việc nuôi tằm tại khoản 2 Điều 5; việc nuôi ong theo quy định tại khoản 3 Điều 7 Ⓓ": the places say what of Ⓓ is detailed.
_SUBJECTS_IN_PLACES = re.compile(r"(?:(?:(?!\b(?:thực hiện theo|áp dụng|trừ)\b)[^ⒹⓅⓈ:.\n]){1,250}?\s(?:tại|của)\s+(?:các\s+)?Ⓟ){1,12}\s+(?:của\s+)?Ⓓ")
# "Ⓢ quy định chi tiết nội dung Ⓓ giao tại khoản 5 Điều 13; khoản 3 Điều 22 về …".
_ASKED_FOR = re.compile(r"Ⓓ\s+(?:đã\s+|được\s+)?giao(?:\s+(?:Chính phủ|Bộ trưởng|Thủ tướng)[^ⒹⓅⓈ;,.]{0,60}?)?(?:\s+quy định(?:\s+chi tiết)?)?\s+tại\s+(?:các\s+)?(?P<places>Ⓟ(?:\s*(?:[;,]|\bvà)\s*(?:và\s+)?(?:các\s+)?Ⓟ)*)")
_GUIDES = re.compile(r"[Hh]ướng dẫn\s+(?:việc\s+)?(?:thi hành|thực hiện)")
# But "hướng dẫn chính sách tơ đối với hộ nghèo theo quy định tại Ⓓ": what stands last is by Ⓓ, not the matter.
_MATTER_UNDER = re.compile(r"\s(?:(?!\b(?:trừ|không|đối với|cho|sử dụng|được|thuộc|xác định|bằng|của|có|do)\b)[^ⒹⓅⓈ;.:]){1,250}?\s(?:theo\s+)?quy định\s+(?:tại|của)\s+(?:các\s+)?(?P<what>(?:Ⓟ\s+(?:của\s+)?)?Ⓓ(?:(?:,|\s+và)\s+(?:các\s+)?(?:Ⓟ\s+(?:của\s+)?)?Ⓓ)*)")
_ABOVE_CIRCULARS = LAWS | {"nd", "qd"}
_DENIED = re.compile(r"\b(?:không|chưa)\s+$")
# "Ⓢ hết hiệu lực khi Nghị định quy định chi tiết Ⓓ có hiệu lực": another document, to come.
_ANOTHERS = re.compile(r"\b(?:khi|ngày|thời điểm|theo)\s+(?:có\s+)?(?:các\s+)?(?:[Vv]ăn bản|[Nn]ghị định|[Nn]ghị quyết|[Tt]hông tư|[Qq]uyết định)(?:\s+(?:mới|khác|của\s[^ⒹⓅⓈ,;]{1,60}))?\s+$")
# "Hướng dẫn Điều 5 Ⓓ", without "thi hành": what the speaking document does, its title or an article's heading, no other's task.
_DOES_SO = re.compile(r"Ⓢ\s+(?:này\s+)?$")
_TITLE_TYPE = re.compile(r"\s*(?:[Tt]hông tư(?: liên tịch)?|[Nn]ghị (?:định|quyết)|[Qq]uyết định)\s+")
_HEADING = re.compile(r"\s*(?:[Vv]ề\s+)?(?:[Vv]iệc\s+)?")
_CONSOLIDATED = re.compile(r"(?:\s|,)được\s+(?:sửa đổi|bổ sung|đính chính|thay thế)[^;.\n\d]{0,60}?(?:bởi|theo)(?:\s+các\s[^:\n]{0,60})?\s*(?::|\n|(?=\s(?:Luật|Bộ luật|Nghị|Thông|Quyết|Pháp)))")
_HEAD_OF_NOTE = 60
_JOINED_FROM = re.compile(r"được hợp nhất từ[^:\n]{0,60}:")
_IN_FORCE_ON = re.compile(r"có\s+hiệu\s+lực(?:\s+thi hành)?\s+(?:kể\s+)?từ\s+" + DAY_PATTERN)
# "(Thông tư này được đính chính bởi Quyết định số …)", behind the circular it corrects.
_CORRECTED_BY = re.compile(r"được\s+đính\s+chính\s+(?:bởi|theo|tại)\s+$")
_CORRECTING = re.compile(r"(?:về\s+)?(?:việc\s+)?đính\s+chính\b", re.IGNORECASE)
_ITEM_HEAD = re.compile(r"(?:[:;.,)]\s*|(?:bởi|theo)\s+(?:các\s+)?|(?:bởi|sau|từ|\d)\s*\n\s*)(?:và\s+)?(?:\(?\d{1,2}[.)]\s*|[-–+•]\s*|[a-zđ]\)\s*)?$")
_IN_FORCE = re.compile(r"có\s+hiệu\s+lực(?:\s+thi hành)?\s+(?:kể\s+)?từ\s+(Ⓣ)")
_CHANGED_BY = (
    r"(?P<verb>được|bị)\s+(?:sửa đổi|bổ sung|bãi bỏ|thay thế|thay|đính chính|bỏ|hủy bỏ|huỷ bỏ|sửa|(?:(?<=Ⓟ được )|(?<=này được ))(?:đánh\s+(?:lại\s+số|số\s+(?:thứ tự\s+)?lại)|(?:đổi|sắp xếp)\s+(?:lại\s+)?(?:số\s+)?thứ tự))(?!\s+(?:khi|nếu)\b)[^Ⓓ;.\n]{0,200}?(?:Ⓓ[^Ⓓ;.\n]{0,60}?(?=theo\s+quy định))?"
    r"(?:(?<!kèm )theo\s+(?:quy định|nội dung)?\s*(?:tại|của)?|tại|bởi)\s*(?P<by>Ⓟ[^ⒹⓅ;.\n]{0,40}?Ⓓ|Ⓓ)"
)
_NOTE = re.compile(
    r"(?P<what>(?:[ĐK]iều|[Kk]hoản|[Đđ]iểm|[Đđ]oạn|[Tt]iết|[Mm]ục|[Cc]hương|[Pp]hụ lục|[Mm]ẫu|[Tt]ên|[Cc]ụm từ|[Tt]ừ|[Nn]ội dung|[Cc]ác|[Tt]hời hạn|[Mm]ức|[Kk]iểu|[Bb]iểu|[Dd]anh mục|[Ss]ố|Ⓟ|Ⓠ)[^Ⓓ;.\n]{0,160}?)" + _CHANGED_BY
)
# "Khoản này được sửa đổi lần thứ nhất theo … Luật A và được sửa đổi lần thứ hai theo … Luật B".
# The joint is plain: in "… theo Luật A sửa đổi Luật B đã được sửa đổi bởi Luật C" the past is that of B.
_AGAIN = re.compile(
    r"(?:\s*,?\s*có\s+hiệu\s+lực(?:\s+thi hành)?\s+(?:kể\s+)?từ\s+Ⓣ\s*\)?\s*[,;]\s*(?:và\s+)?|(?:\s*,?\s*có\s+hiệu\s+lực(?:\s+thi hành)?\s+(?:kể\s+)?từ\s+Ⓣ\s*\)?)?\s*,?\s+và\s+|\s*[,;]\s*(?=(?:được|bị)\s[^ⒹⓅ;.]{0,40}\blần\s+(?:thứ|hai|ba)))"
    r"(?:sau đó\s+|tiếp tục\s+|lại\s+)*" + _CHANGED_BY
)
# "… theo khoản 1 Điều 1 Luật A và khoản 2 Điều 1 Luật B", "…, lần thứ hai theo khoản 2 Điều 1 Luật B".
_ALSO_BY = re.compile(
    r"(?:\s*,?\s*có\s+hiệu\s+lực(?:\s+thi hành)?\s+(?:kể\s+)?từ\s+Ⓣ\s*\)?)?\s*(?:,\s*(?:và\s+)?|và\s+)(?:lần\s+(?:thứ\s+)?\w+\s+)?(?:theo\s+(?:quy định\s+|nội dung\s+)?(?:(?:tại|của)\s+)?)?(?P<by>Ⓟ[^ⒹⓅ;.\n]{0,40}?Ⓓ)"
)
_MOST_AGAIN = 8
_MARK = re.compile(r"[\W\d]*(?:(?:Điều|Khoản|Điểm)\s+)?")  # what may stand before the words of a note: its number
# "… gửi hồ sơ đề nghị  29 Cụm từ Ⓠ được bãi bỏ theo …": a note of a page that a portal put into the line it stands below.
_IN_LINE = re.compile(r"(?<=\S)(?<!\bcó)(?<!\blà)(?<!\bgồm)\s+[1-9]\d{0,2}\s+(?=[ĐKMPTCN]|Ⓟ)")
_ACTION = (
    ("deletes_phrase", r"(?:[Cc]ụm từ|[Tt]ừ|[Nn]ội dung)[^Ⓓ]{0,80}(?:được|bị)\s+(?:bãi bỏ|bỏ|hủy bỏ)"),
    ("substitutes_phrase", r"(?:[Cc]ụm từ|[Tt]ừ|[Nn]ội dung)[^Ⓓ]{0,80}được\s+(?:thay|sửa)"),
    ("inserts_phrase", r"(?:[Cc]ụm từ|[Tt]ừ)[^Ⓓ]{0,80}được\s+bổ sung"),
    ("inserts_phrase", r"được\s+bổ sung\s+(?:thêm\s+)?(?:các\s+)?(?:cụm\s+)?từ"), ("deletes_phrase", r"(?:được|bị)\s+(?:bãi bỏ|bỏ)\s+(?:các\s+)?(?:cụm\s+)?từ"),
    ("substitutes_phrase", r"được\s+(?:thay thế|thay|sửa đổi)\s+(?:các\s+)?(?:cụm\s+)?từ"), ("renames", r"[Tt]ên[^Ⓓ]{0,60}được"),
    ("repeals_part", r"(?:được|bị)\s+(?:bãi bỏ|hủy bỏ|huỷ bỏ)"), ("adds", r"được\s+bổ sung"),
    ("replaces_annex", r"(?:[Pp]hụ lục|[Mm]ẫu)[^Ⓓ]{0,60}được\s+thay"), ("corrects", r"được\s+đính chính"),
)  # fmt: skip


def is_basis(words: str, begin: int) -> bool:
    """True for a sentence that says what the document rests on, or what it was made to carry out."""
    return bool(_BASIS.match(words, begin) and not _BY_OTHERS.match(words, begin)) or bool(_CARRIED_OUT.match(words, begin))


def bases(sentence: Sentence, begin: int) -> None:
    """Every document named after "Căn cứ", up to a proposal or a dossier; "Thi hành Ⓓ, Bộ Tơ hướng dẫn như sau:" gives the details of one."""
    words = sentence.words
    if carried_out := _CARRIED_OUT.match(words, begin):
        _each(sentence, "details", _above_circulars(sentence, sentence.objects(begin, carried_out.end("what"))), "recital")
        return
    stop = _NO_BASIS.search(words, begin)
    head = _BASIS.match(words, begin)
    begin = head.end() if head else begin
    _each(sentence, "basis", sentence.objects(begin, stop.start() if stop else len(words)), "recital")


def details(sentence: Sentence, begin: int, *, title: bool = False) -> None:
    """Read "quy định chi tiết một số điều của X": in a title, or in the article that says what the document is for."""
    words = sentence.words
    for found in _DETAILS.finditer(words, begin):
        before = words[begin : found.start()]
        if not title and not re.search(r"Ⓢ[^Ⓓ]*$|^\s*(?:(?:[Vv]ề\s+)?(?:việc\s+)?[Bb]an hành\s+|và\s+)?$", before):
            continue
        if _DENIED.search(before) or _ANOTHERS.search(before) or (found["bare"] and not (_DOES_SO.search(before) or _heads(sentence, before, title=title))):
            continue
        stop = re.search(r"[;.\n]|\b(?:ngoại\s+)?trừ\b|\bkhông áp dụng\b|\bsau khi\b|\bvề việc\b|\btheo quy định\b|\btheo\b", words[found.end() :])
        end = found.end() + stop.start() if stop else len(words)
        if "chi tiết" in found[0] and (places := _SUBJECTS_IN_PLACES.match(words, found.end())):
            end = max(end, places.end())
        objects = [o for o in sentence.objects(found.end(), end) if o.document] or _carried_out_under(sentence, before, found)
        _each(sentence, "details", _given(sentence, objects), "title" if title else "scope")
        return


def _given(sentence: Sentence, objects: list[Object]) -> list[Object]:
    """The one law whose details are told, with the places by which it asks for them: "Ⓓ giao tại khoản 5 Điều 13; khoản 3 Điều 22 về tơ"."""
    sign = objects[0].document if len(objects) == 1 and not objects[0].places else None
    given = _ASKED_FOR.match(sentence.words, sentence.place_of(sign)) if sign else None
    if given is None:
        return objects
    places = tuple(p for at in sentence.shape.between(given.start("places"), given.end()) if at.places for p in at.places.places)
    return [replace(objects[0], places=places)]


def _carried_out_under(sentence: Sentence, before: str, found: re.Match[str]) -> list[Object]:
    """What a circular guides the carrying out of, told behind the matter: "Ⓢ hướng dẫn thực hiện chế độ tơ theo quy định tại Ⓓ"."""
    under = _MATTER_UNDER.match(sentence.words, found.end()) if _GUIDES.match(found[0]) and _DOES_SO.search(before) else None
    return _above_circulars(sentence, sentence.objects(under.start("what"), under.end())) if under else []


def _above_circulars(sentence: Sentence, objects: Sequence[Object]) -> list[Object]:
    """The objects that may ask for details: no directive or plan does."""
    return [o for o in objects if (target := sentence.target(o.document)) and target.type in _ABOVE_CIRCULARS]


def _heads(sentence: Sentence, before: str, *, title: bool) -> bool:
    """True when nothing but the type ("Thông tư") stands before, in a title or the heading of an article."""
    source = sentence.context.source
    typed = _TITLE_TYPE.match(before) if title else None
    return _HEADING.fullmatch(before, typed.end() if typed else 0) is not None and (source is None or source.steps[-1][0] == "dieu")


def _each(sentence: Sentence, kind: str, objects: list[Object], rule: str) -> None:
    seen: set[int] = set()
    for o in objects:
        target = sentence.target(o.document)
        if o.document is None or target is None or o.document.index in seen:
            continue
        seen.add(o.document.index)
        sentence.used.add(o.document.index)
        sentence.statements.append(
            Statement(kind, target, o.start, o.end, o.places, source=sentence.context.source, rule=rule)
        )


def consolidated(text: str, citations: Sequence[Citation], start: int, end: int, heading: str = "") -> list[Statement]:
    """Read the title block of a consolidation (Pháp lệnh 01/2012/UBTVQH13, Article 12).

    It names the base, "được sửa đổi, bổ sung bởi:", and the amending documents, with the days they came into force.
    """
    found = _CONSOLIDATED.search(text, start, end)
    since = _JOINED_FROM.search(text, start, end)
    if since and since.start() - start < _HEAD_OF_NOTE:
        found = None  # what a note lists may have been changed itself
    if not found and not since:
        return []
    first = bisect_left(citations, start, key=lambda c: c.start)
    block = [(i, c) for i, c in enumerate(citations[first:], first) if c.start < end and c.mention is not Mention.SELF]
    if found:
        base = _base(text, [pair for pair in block if pair[1].start < found.start()], heading)
        joined = [pair for pair in block if pair[1].start >= found.start() and (_heads_item(text, pair[1]) or _corrects(text, pair[1]))]
    else:
        items = [pair for pair in block if _heads_item(text, pair[1]) or _corrects(text, pair[1])]
        base, joined = (items[0] if items else None), items[1:]
    statements = [_joined(text, citations, base, "base", joined[0][1].start if joined else end)] if base else []
    joined = _later_ones(base, joined)
    for place, (index, cited) in enumerate(joined):
        role = "correcting" if _corrects(text, cited) or _CORRECTING.match(cited.title or "") else "amending"
        following = joined[place + 1][1].start if place + 1 < len(joined) else end
        statements.append(_joined(text, citations, (index, cited), role, following))
    return statements


def _joined(text: str, citations: Sequence[Citation], pair: tuple[int, Citation], role: str, following: int) -> Statement:
    index, cited = pair
    day = next((read_day(m) for m in _IN_FORCE_ON.finditer(text, cited.end, following)), None)
    return Statement("consolidates", target_of(citations, index), cited.start, cited.end, date=day, role=role, rule="title_block")


def _base(text: str, before: Sequence[tuple[int, Citation]], heading: str) -> tuple[int, Citation] | None:
    """Return the document a title block begins with.

    It is that of its first line; where lines were lost, the first of the kind the heading names ("THÔNG TƯ"), else the
    first with a day.
    """
    outer = [pair for pair in before if pair[1].within is None and pair[1].number is not None]
    at_line = [pair for pair in outer if pair[1].start == 0 or text[: pair[1].start].rstrip(" ")[-1:] in ("\n", "")]
    alike = [pair for pair in before if heading and pair[1].issued and pair[1].quote.upper().startswith(f"{heading} SỐ")]
    dated = [pair for pair in outer if pair[1].issued]
    return next(iter(at_line or alike or dated or outer), None)


def with_note(joined: list[Statement], text: str, citations: Sequence[Citation], start: int, end: int) -> list[Statement]:
    """What a title block joins, with the corrections that only the first note names; the note instead of a block that joins nothing."""
    noted = consolidated(text, citations, start, end)
    if len(joined) < 2:
        return noted or joined
    known = {said.target.number for said in joined}
    return joined + [said for said in noted if said.role == "correcting" and said.target.number not in known]


def _later_ones(base: tuple[int, Citation] | None, joined: Sequence[tuple[int, Citation]]) -> list[tuple[int, Citation]]:
    """Each document once, and none that is as old as the base: an amending title names the base and its like again."""
    first: dict[object, int] = {}
    issued = base[1].issued if base else None
    for at, (_, cited) in enumerate(joined):
        if not (issued and cited.issued and cited.issued <= issued):
            first.setdefault((cited.type, str(cited.number)) if cited.number else at, at)
    return [joined[at] for at in first.values()]


def _corrects(text: str, cited: Citation) -> bool:
    """True for a decision that is named as the correction of what stands before."""
    return cited.within is None and bool(_CORRECTED_BY.search(text, max(0, cited.start - 40), cited.start))


def _heads_item(text: str, cited: Citation) -> bool:
    """True for a document that an item of its own is about, not one in the second line of another's title."""
    return cited.within is None and bool(_ITEM_HEAD.search(text, max(0, cited.start - 16), cited.start))


def _subject_in_words(sentence: Sentence, found: re.Match[str]) -> str:
    """The subject of a note, spelled out where it is a place: "Tên Điều này", "Mẫu số 02"."""
    sign = sentence.sign_at(found.start())
    return f"{sentence.text[sign.start : sign.end]}{found['what'][1:]}" if sign and sign.places else found["what"]


def _alone(sentence: Sentence, begin: int) -> Iterator[re.Match[str]]:
    """The notes of a text of which it is not known that it is one: all of the sentence, or behind their number in its line."""
    words = sentence.words
    whole = [found for found in _NOTE.finditer(words, begin) if _MARK.fullmatch(words, begin, found.start())]
    yield from whole
    for mark in () if whole else _IN_LINE.finditer(words, begin):
        found = _NOTE.match(words, mark.end())
        if found and sentence.text[sentence.span(found.start(), found.end())[0]].isupper():
            yield found


def note(sentence: Sentence, begin: int, *, alone: bool = False) -> None:
    """A footnote of a consolidation: "Khoản này được sửa đổi, bổ sung theo quy định tại khoản 29 Điều 1 của …".

    `alone` for a text of which it is not known that it is a note: see `_alone`.
    """
    words = sentence.words
    if "Ⓓ" not in words[begin:]:
        return
    last = begin
    for first in _alone(sentence, begin) if alone else _NOTE.finditer(words, begin):
        if first.start() < last:  # "… từ Ⓣ và được sửa đổi theo Ⓓ" is no note about the word "từ"
            continue
        subject, chain, verb = _subject_in_words(sentence, first), [first], first
        while len(chain) < _MOST_AGAIN and (again := _AGAIN.match(words, chain[-1].end()) or _ALSO_BY.match(words, chain[-1].end())):
            chain.append(again)
        last = chain[-1].end()
        for at, found in enumerate(chain):
            following = chain[at + 1].start("by") if at + 1 < len(chain) else len(words)
            verb = found if "verb" in found.groupdict() else verb
            _changed_by(sentence, found, subject + words[verb.start("verb") : verb.end()], following)


def _changed_by(sentence: Sentence, found: re.Match[str], said: str, following: int) -> None:
    """State one change that a note tells: by what document, how by the words `said`, and since when, told before `following`."""
    objects = [o for o in sentence.objects(found.start("by"), found.end("by")) if o.document]
    document = objects[0].document if objects else None
    target = sentence.target(document) if document else None
    if document is None or target is None or sentence.citations[document.index].mention is Mention.SELF:
        return
    action = next((kind for kind, pattern in _ACTION if re.search(pattern, said)), "amends")
    start, end = sentence.span(found.start(), found.end())
    since = _IN_FORCE.search(sentence.words, found.end(), following)
    day = sentence.sign_at(since.start(1)) if since else None
    sentence.used.add(document.index)
    sentence.statements.append(
        Statement(
            "amended_by", target, start, end, objects[0].places, effective_from=day.day if day else None,
            role=action, source=sentence.context.source, rule="consolidation_note",
        )
    )  # fmt: skip
