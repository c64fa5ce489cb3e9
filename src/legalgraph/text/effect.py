"""When a document, or a part of it, comes into force, applies and ends by its own words."""

import re
from dataclasses import replace
from datetime import date

from legalgraph.model.provision import Locator
from legalgraph.model.reading import Statement
from legalgraph.text.exceptions import NEXT_ACT, SAVE
from legalgraph.text.sentences import HERE, Sentence
from legalgraph.text.shapes import event

# "sau mười lăm ngày": counts that are printed in words.
_COUNTS = {
    "bảy": 7, "mười": 10, "mười lăm": 15, "hai mươi": 20, "ba mươi": 30, "bốn lăm": 45, "bốn mươi lăm": 45, "sáu mươi": 60, "chín mươi": 90,
}  # fmt: skip
_WHEN = (
    r"(?:(?:kể\s+)?từ\s+)?(?:"
    rf"(?P<after>sau\s+(?P<count>\d{{1,3}}|{'|'.join(sorted(_COUNTS, reverse=True))})(?:\s*\([^)]{{1,40}}\))?\s+ngày(?:\s*\([^)]{{1,40}}\))?\s*,?\s*(?:kể\s+)?từ\s+ngày\s+(?P<base>(?:(?!\svà\s+(?:các\s+)?[ⒹⓅ])[^,;.\nⓉ]){{0,60}}|Ⓢ[^,;.\n]{{0,40}}))"
    r"|(?:\d{1,2}\s*giờ\s+(?:\d{1,2}(?:\s*phút)?\s*,?\s+)?)?(?P<day>Ⓣ)"
    r"|năm\s+ngân sách\s+(?P<budget>(?:19|20)\d{2})(?!\d)"
    r"|(?P<signing>ngày\s+(?:ký|được\s+ký|ban hành)(?:\s+ban hành)?)"
    r"|(?P<passed>ngày\s+(?:được\s+)?(?:Quốc hội|Ủy ban Thường vụ Quốc hội|Hội đồng nhân dân)?[^,;.\n]{0,40}?thông qua)"
    r"|(?P<gazette>ngày\s+(?:được\s+)?đăng\s+[Cc]ông báo)"
    r"|(?P<event>(?:thời điểm\s+)?cùng\s+(?:thời điểm\s+)?với\s+hiệu lực(?:\s+thi hành)?\s+[^;.\nⒹⓈ]{0,40}Ⓓ|(?:cùng\s+)?(?:ngày|thời điểm)\s+[^;.\n]{0,120}?có hiệu lực(?:\s+thi hành)?|(?:ngày|thời điểm)\s+(?:các\s+)?(?:Ⓟ\s+(?:của\s+)?)?Ⓓ(?:(?:,|\s+và)\s+Ⓓ)*\s+hết hiệu lực(?:\s+thi hành)?|ngày\s+(?:Ⓢ\s+)?(?:được\s+)?công bố|sau\s+\w{1,6}\s+(?:tháng|năm)\s*,?\s+kể\s+từ\s+ngày\s+[^,;.\n]{2,60}?(?=[,;.\n]|\s+và\s|$))"
    r")"
)
_FORCE = re.compile(
    rf"(?:(?:bắt đầu\s+)?có\s+(?:hiệu\s+lực|giá trị(?=\s+(?:thi hành|áp dụng)\s))|được thi hành|(?<=Ⓢ\s)thi hành)(?:\s+(?:thi hành|áp dụng|pháp luật))?\s*:?\s*{_WHEN}"
    r"(?:\s*(?:,\s*)?(?:và\s+)?(?:được\s+)?(?:(?:thực hiện|áp dụng|có hiệu lực)\s+)?(?:cho\s+)?đến\s+(?:trước\s+)?(?:hết\s+)?(?:(?P<until>Ⓣ)|(?<=hết\s)năm\s+(?P<last>(?:19|20)\d{2})(?!\d)))?"
)
# "Điều 9. Hiệu lực thi hành: Từ ngày 01 tháng 7 năm 2034".
_HEADED = re.compile(rf"(?:Thời\s+(?:điểm|gian)\s+(?:có\s+)?|Ngày\s+có\s+)?[Hh]iệu lực(?:\s+thi hành)?\s*:\s*{_WHEN.replace('từ', '[Tt]ừ', 1).replace('kể', '[Kk]ể', 1)}\s*\.?\s*")
_ARTICLE = re.compile(r"Điều\s+\d{1,3}[a-zđ]?\s*[.:]\s*\Z")
# "áp dụng từ ngày Ⓓ có hiệu lực", "… hết hiệu lực": what another document begins.
_OTHER_BEGINS = r"(?P<event>(?:ngày|thời điểm)\s+Ⓓ\s+(?:(?:bắt đầu\s+)?có|hết) hiệu lực(?:\s+thi hành)?)"
_BUDGET = r"(?:năm|niên độ)\s+ngân sách\s+(?:năm\s+)?(?P<budget>(?:19|20)\d{2})(?!\d)"
_APPLIES = re.compile(
    r"(?:được\s+)?áp\s+dụng\s+(?:(?:(?:kể\s+)?từ|(?:cho|đối với)(?:(?!có hiệu lực)[^;.\n]){0,80}?từ)\s+(?:kỳ[^;.\n]{0,40}?)?(?:(?P<day>Ⓣ)|" + _OTHER_BEGINS + rf"|{_BUDGET})"
    rf"|(?:cho|đối với)\s+(?:các\s+)?{_BUDGET.replace('budget', 'year')})"
)
# "áp dụng cho kỳ tính thuế thu nhập từ năm 2034 trở đi", "áp dụng từ năm tính thuế 2034": which day that is hangs on the taxpayer.
_PERIOD = re.compile(
    r"áp\s+dụng\s+(?:(?:kể\s+)?từ|cho|đối với)\s+(?:các\s+)?(?P<period>(?:(?:kỳ|năm)\s+(?:tính|khai|quyết toán)\s+thuế[^;:.,\nⒹⓅⓈⓉ]{0,60}?\s(?:(?:kể\s+)?từ\s+)?(?:năm\s+)?|niên độ(?:\s+(?:kế toán|tài chính))?\s+(?:năm\s+)?|năm\s+tài chính\s+|năm\s+học\s+(?=\d{4}\s?[-–])(?:(?:19|20)\d{2}\s?[-–]\s?)?)(?:19|20)\d{2}(?!\d))(?:\s+trở\s+(?:đi|về sau))?"
)
# "… có hiệu lực thi hành trong thời hạn 02 năm kể từ Ⓣ": from that day, and as long.
_FOR_YEARS = re.compile(
    r"có\s+hiệu\s+lực(?:\s+thi hành)?\s+trong\s+(?:thời\s+(?:hạn|gian)\s+)?(?P<count>\d{1,2}|một|hai|ba|bốn|năm)(?:\s*\([^)]{1,20}\))?\s+năm\s*,?\s*(?:kể\s+)?từ\s+(?P<day>Ⓣ)"
)
_YEARS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5}
# "Ⓢ … được thực hiện trong thời hạn 05 năm kể từ ngày có hiệu lực": with the day of its entry beside it, the end is told.
_LASTS = re.compile(
    r"\s*(?:(?:được\s+)?(?:có\s+(?:hiệu\s+lực|giá\s+trị)|thực hiện|áp dụng|thi hành)(?:\s+(?:thi hành|thực hiện|áp dụng|thí điểm))?\s+trong\s+(?:thời\s+(?:hạn|gian)\s+|vòng\s+)?|(?:sẽ\s+|tự\s+)?hết\s+hiệu\s+lực(?:\s+thi hành)?\s+sau\s+|[Tt]hời\s+(?:gian|hạn)\s+(?:(?:có\s+)?hiệu\s+lực|thực hiện|áp dụng|thi hành)(?:\s+thí điểm)?(?:\s+(?:của\s+)?Ⓢ(?:\s+này)?)?\s+là\s+)(?P<term>(?P<count>\d{1,2}|một|hai|ba|bốn|năm)(?:\s*\([^)]{1,20}\))?\s+năm"
    r"(?:\s*,?\s*(?:kể\s+)?từ\s+(?:(?P<since>Ⓣ)|(?:ngày|khi|thời điểm)\s+(?:Ⓢ\s+|(?:[Nn]ghị quyết|[Qq]uyết định)\s+)?(?:(?:bắt đầu\s+)?có\s+hiệu\s+lực(?:\s+thi hành)?|được\s+thông qua|(?:được\s+)?ký(?:\s+ban hành)?|ban hành)))?)(?=\s*(?:[.;,]|$))"
)
# "Ⓢ hết hiệu lực khi Nghị định quy định chi tiết Ⓓ có hiệu lực", "… kể từ ngày Ⓓ có hiệu lực thi hành": its own end on the day of another.
_ENDS_ON_EVENT = re.compile(
    r"\s*Ⓢ\s+(?:này\s+)?(?:có hiệu lực[^ⒹⓅⓈ;:.]*?(?:,|\bvà)\s+)?(?:sẽ\s+|tự\s+)?(?:hết|chấm dứt)\s+hiệu lực(?:\s+thi hành)?\s+(?:(?:kể\s+)?từ\s+)?(?P<event>(?:khi|ngày|thời điểm)\s+(?:có\s+)?(?:các\s+)?(?:văn bản|quy định|Nghị định|Nghị quyết|Thông tư|Quyết định|Luật|Ⓓ)[^ⓈⓅⓉ;:.\n]{0,240}?"
    r"(?:có hiệu lực(?:\s+thi hành)?|hết hiệu lực(?:\s+thi hành)?|được ban hành|thay thế))(?=\s*(?:[.;]|$))"
)
_BESIDE_ENTRY = re.compile(r"(?:\s*[,;])?\s*(?:và\s+)?")
_TERM_OF_IT = re.compile(r"\s*Thời\s+(?:gian|hạn)\s[^ⒹⓅⓉ;.]{0,30}Ⓢ")
# "Ⓢ có hiệu lực đến hết Ⓣ": its end alone.
_UNTIL = re.compile(r"(?:có\s+hiệu\s+lực(?:\s+thi hành)?|được\s+(?:áp dụng|thực hiện))\s+(?:cho\s+)?đến\s+(?:trước\s+)?(?:hết\s+)?(?P<until>Ⓣ)")
# "Mức phụ cấp quy định tại Ⓟ Ⓢ được thực hiện từ Ⓣ": what is paid, not what is to be done.
_CARRIED_OUT = re.compile(r"(?:được\s+(?:tính(?:\s+hưởng)?|hưởng|chi trả)|(?:được\s+)?thực hiện)\s+(?:kể\s+)?từ\s+(?:(?P<day>Ⓣ)|" + _OTHER_BEGINS + rf"|{_BUDGET})")
_DENIED = re.compile(r"\b(?:không|chưa|thôi|ngừng)\s+(?:được\s+)?$")
_BESIDE_FORCE = re.compile(r"\s*Ⓢ\s+có\s+hiệu\s+lực[^ⒹⓅⓈ;.]*(?:,|\bvà)\s*")
# "… đến hết Ⓣ", "từ năm ngân sách 2034 đến năm 2036", "các năm ngân sách 2034-2036".
_APPLIES_UNTIL = re.compile(r"\s*,?\s*(?:cho\s+)?đến\s+(?:hết\s+)?(?P<until>Ⓣ)|(?<=\d)(?:\s*,?\s*(?:cho\s+)?đến\s+(?:hết\s+)?(?:năm\s+)?(?:ngân sách\s+)?|\s?[-–]\s?)(?P<last>(?:19|20)\d{2})(?!\d)")
_PAID = re.compile(
    r"(?:[Cc]ác\s+)?(?:[Cc]hế độ|[Mm]ức|[Cc]hính sách|[Qq]uy định|[Pp]hụ cấp|[Tt]rợ cấp|[Tt]iền lương|[Gg]iá)\b[^ⒹⓈⓉ;]{0,120}Ⓢ\s+(?:này\s+)?"
)
# "Quy định về tằm con tại Ⓢ áp dụng từ …", "… có hiệu lực từ …": some of its rules, and in what place is not said.
_SOME_RULES = re.compile(r"\s*(?:(?:[Cc]ác|[Nn]hững)\s+)?(?:[Qq]uy định|[Nn]ội dung)\s+(?:về|liên quan đến)\s[^ⒹⓈⓅⓉ;]{1,200}\s(?:tại|của|trong)\s+Ⓢ\s+(?:này\s+)?(?:được\s+)?")
_EXCEPTION = re.compile(rf"[,(]?\s*{SAVE}\s+[^;.\n]+?(?={NEXT_ACT}|[;.\n]|$)")
# "Ⓢ đã được Hội đồng nhân dân tỉnh khóa X thông qua Ⓣ và có hiệu lực …" ends resolutions of councils.
_PASSED = r"(?:\s+(?:đã\s+)?được\s+[^ⒹⓈ;]{0,160}?thông qua[^ⒹⓈ;]{0,120}?(?:,\s*|\s)(?:và\s+)?)?"
_SUBJECT = re.compile(
    rf"(?P<places>Ⓟ[^ⒹⓈⓉ;]{{0,200}}?)?Ⓢ(?:\s+này)?{_PASSED}\s*(?:,[^ⓈⒹ;]{{0,60}},\s*)?(?:sẽ\s+)?(?P<more>(?:,\s*|\s+và\s+)[^ⒹⓈ;]{{0,60}})?$"
)
# "Trừ quy định tại Ⓟ, Ⓢ có hiệu lực từ …": all but Ⓟ.
_BUT_FOR = re.compile(r"\s*(?:Ngoại t|T)rừ\s[^ⒹⓈⓉ;]*,\s*Ⓢ(?:\s+này)?\s*(?:sẽ\s+)?")
# "Ⓢ thay thế Ⓓ và có hiệu lực từ …".
_BEHIND_ACT = re.compile(r"(?P<places>(?!))?Ⓢ\s+(?:này\s+)?(?P<more>)(?:thay thế|thay cho|bãi bỏ|hủy bỏ|huỷ bỏ|sửa đổi|bổ sung|hướng dẫn)\s(?:(?!\b(?:đã|được|mà)\b)[^;.:\n])*?(?:,\s*|\s)và\s+$")
# "Khoản 3 Điều 1 có hiệu lực từ …": a place that names no document is the speaking one's.
# So are "Các quy định về phân cấp tại Phụ lục I", "Nội dung về lá dâu quy định tại Điều 6"; not what is granted under them.
_RULES_AT = (
    r"(?:(?:(?:[Cc]ác|[Nn]hững)\s+)?(?:[Qq]uy định|[Nn]ội dung)\s+(?:(?:về|liên quan đến|đối với)\s[^ⒹⓅⓈⓉⓆ;:.\n]{1,160}?\s(?=(?:(?:được\s+)?quy định\s+)?(?:tại|của|trong|thuộc)\s))?"
    r"(?:(?:(?:được\s+)?quy định\s+)?(?:tại|của|trong|thuộc)\s+)?(?:các\s+)?|[Cc]ác\s+)?"
)
_BARE = re.compile(rf"(?:[Rr]iêng\s+(?:đối với\s+)?|(?:Ngoại t|T)rừ\s+)?(?P<places>{_RULES_AT}Ⓟ)\s*,?\s+(?P<more>)")
# "… ; riêng quy định tại Ⓟ có hiệu lực từ …", ", trừ Ⓟ có hiệu lực từ …": a place with a day of its own.
_SET_APART = re.compile(rf"[;,.]\s*(?:riêng|trừ|ngoại trừ)\s+(?:đối với\s+)?(?P<places>{_RULES_AT}Ⓟ)(?:\s+Ⓢ)?\s*,?\s+(?P<more>)$")
# "Ⓢ có hiệu lực từ Ⓣ; các Điều 5, 6 có hiệu lực từ Ⓣ".
_NEXT_OWN = re.compile(rf"\s*Ⓢ\s+(?:này\s+)?[^ⒹⓆⓈ:]*;\s*(?P<places>{_RULES_AT}Ⓟ)(?:\s+Ⓢ)?\s*,?\s+(?P<more>)")
# "Riêng mức hỗ trợ tại khoản 3 Điều 1 được áp dụng từ …", in a sentence of its own: a place of the document that speaks.
_RULE_APART = re.compile(r"\s*Riêng\s+(?:đối với\s+)?(?:(?:các|những)\s+)?(?:quy định|nội dung|mức|chế độ|chính sách|phụ cấp|trợ cấp|giá)(?!\w)(?:\s[^ⒹⓅⓈⓉⓆ;:.\n]{0,160}?)?\s(?:tại|của|trong)\s+(?:các\s+)?(?P<places>Ⓟ)(?:\s+(?:của\s+)?Ⓢ)?\s*,?\s+(?P<more>)")
# "Quy định về tằm con tại khoản 3 Điều 1 của Luật này có hiệu lực …": rules have force, whatever they are about.
_OF_RULES = re.compile(r"(?:[Rr]iêng\s+(?:đối với\s+)?)?(?:[Cc]ác\s+|[Nn]hững\s+)?(?:[Qq]uy định|[Nn]ội dung)\b")
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
    if alone := _HEADED.fullmatch(words, begin):
        if _ARTICLE.search(words, max(0, begin - 12), begin) and (date := _date(sentence, alone)):
            sentence.statements.append(Statement("in_force", HERE, *sentence.span(begin, len(words)), date=date, source=sentence.context.source, rule="own_clause"))
        return
    rest = words[begin:]
    if not any(sign in rest for sign in "ⓈⓅ") or not any(verb in rest for verb in ("hiệu", "dụng", "từ Ⓣ", "thi hành", "hời gian", "hời hạn")):
        return
    for found in _FORCE.finditer(words, begin):
        subject = (
            _SET_APART.search(words, begin, found.start())
            or _NEXT_OWN.fullmatch(words, begin, found.start())
            or _SUBJECT.search(words, begin, found.start())
            or _BARE.fullmatch(words, begin, found.start())
            or _BEHIND_ACT.match(words, begin, found.start())
        )
        of_rules = _OF_RULES.match(words, begin)
        if not subject or _SOME_RULES.fullmatch(words, begin, found.start()) or (_NO_SUBJECT.search(words, begin, subject.start()) and not of_rules):
            continue
        date = _date(sentence, found)
        if date is None:
            continue
        until = sentence.sign_at(found.start("until")) if found["until"] else None
        start, end = sentence.span(subject.start(), found.end())
        statement = Statement(
            "in_force", HERE, start, end, _places(sentence, begin, subject), date=date,
            until=until.day if until else f"{found['last']}-12-31" if found["last"] else None, exception=_exception(sentence, found.end()),
            source=sentence.context.source, rule="own_clause",
        )  # fmt: skip
        sentence.statements.append(statement)
        if not statement.provisions and not statement.until:
            _lasts(sentence, found.end(), statement.date)
    _ends(sentence, begin)
    _applies(sentence, begin)


def _ends(sentence: Sentence, begin: int) -> None:
    """Find what the sentence says of an end alone ("Ⓢ có hiệu lực đến hết Ⓣ"), or of a number of years."""
    words, source = sentence.words, sentence.context.source
    if (found := _FOR_YEARS.search(words, begin)) and (subject := _SUBJECT.search(words, begin, found.start())):
        sign = sentence.sign_at(found.start("day"))
        if sign and sign.day and sign.day[0].isdigit() and subject.start() == begin:
            span = sentence.span(begin, found.end())
            sentence.statements.append(Statement("in_force", HERE, *span, date=sign.day, until=_years_later(sign.day, found["count"]), source=source, rule="own_clause"))
    if _TERM_OF_IT.match(words, begin):
        _lasts(sentence, begin, None)
    elif (subject := re.compile(r"\s*Ⓢ\s+(?:này\s+)?").match(words, begin)) and not any(s.kind == "in_force" for s in sentence.statements):
        _lasts(sentence, subject.end(), None)
    if found := _ENDS_ON_EVENT.match(words, begin):
        span = sentence.span(begin, found.end())
        sentence.statements.append(Statement("self_expiry", HERE, *span, until=_event(sentence, found, "event"), source=source, rule="own_end"))
    if (found := _UNTIL.search(words, begin)) and re.fullmatch(r"\s*Ⓢ\s+(?:này\s+)?", words[begin : found.start()]):
        sign = sentence.sign_at(found.start("until"))
        if sign and sign.day:
            sentence.statements.append(Statement("self_expiry", HERE, *sentence.span(begin, found.end()), until=sign.day, source=source, rule="own_end"))


def _years_later(day: str, count: str) -> str:
    """The last day of a term of years: the first does not count, so it is the same day of the last year (Bộ luật Dân sự 2015, Articles 147 and 148)."""
    years, first = _YEARS.get(count) or int(count), date.fromisoformat(day)
    return first.replace(year=first.year + years, day=min(first.day, 28) if first.month == 2 else first.day).isoformat()


def _lasts(sentence: Sentence, begin: int, since: str | None) -> None:
    """State the end that a number of years sets, behind the own entry into force or behind the subject: "… và được thực hiện trong 05 năm"."""
    beside = _BESIDE_ENTRY.match(sentence.words, begin)
    found = _LASTS.match(sentence.words, beside.end()) if beside else None
    if found is None:
        return
    sign = sentence.sign_at(found.start("since")) if found["since"] else None
    first = sign.day if sign else since
    until = _years_later(first, found["count"]) if first and first[0].isdigit() else _event(sentence, found, "term")
    sentence.statements.append(Statement("self_expiry", HERE, *sentence.span(found.start(), found.end()), until=until, source=sentence.context.source, rule="own_end"))


def _places(sentence: Sentence, begin: int, subject: re.Match[str]) -> tuple[Locator, ...]:
    """The places before the subject: "Các điều … của Nghị định này"; only those that belong to it, not what it repeals."""
    left = subject.start("places") if subject["places"] else subject.start()
    first = sentence.words.find("Ⓟ", begin, subject.end())
    if subject.re is _BEHIND_ACT or (subject.re is _SUBJECT and first >= 0 and _BUT_FOR.fullmatch(sentence.words, begin, subject.end())):
        return ()
    if first < 0 or subject.re is _NEXT_OWN or any(sign in sentence.words[first : max(first, left)] for sign in "ⒹⓈⓉ"):
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
    if found["budget"]:
        return _budget_year(found["budget"])
    if found["day"]:
        sign = sentence.sign_at(found.start("day"))
        return sign.day if sign else None
    if found["after"]:
        if "hiệu lực" in found["base"]:
            return _event(sentence, found, "after")
        base = "gazette_date" if "công báo" in found["base"].lower() else "sign_date"
        return f"{base}+{_COUNTS.get(found['count']) or int(found['count'])}d"
    if found["signing"]:
        return "sign_date"
    if found["passed"]:  # "từ ngày Luật Tằm tang được Quốc hội thông qua" is the day of another document
        return _event(sentence, found, "passed") if "Ⓓ" in found["passed"] else "sign_date"
    if found["gazette"]:
        return "gazette_date"
    return _event(sentence, found, "event") if found["event"] else None


def _budget_year(year: str) -> str:
    """The first day of a budget year, which is that of the calendar (Luật Ngân sách nhà nước 83/2015/QH13, Article 14)."""
    return f"{year}-01-01"


def _event(sentence: Sentence, found: re.Match[str], group: str) -> str:
    a, b = sentence.span(found.start(group), found.end(group))
    return event(sentence.text[a:b])


def _exception(sentence: Sentence, start: int) -> str | None:
    found = re.compile(r"[;\n]|\.(?:\s|$)").search(sentence.words, start)
    excepted = _EXCEPTION.search(sentence.words, start, found.start() if found else len(sentence.words))
    if not excepted:
        return None
    a, b = sentence.span(excepted.start(), excepted.end())
    return sentence.text[a:b].lstrip(",( ").rstrip(") ")


def _first_day(sentence: Sentence, found: re.Match[str]) -> str | None:
    """From when on something applies: a day, the first of a budget year, or the event or period that the words name."""
    told = found.groupdict()
    if told.get("day"):
        sign = sentence.sign_at(found.start("day"))
        return sign.day if sign else None
    if year := told.get("budget") or told.get("year"):
        return _budget_year(year)
    group = next((name for name in ("event", "period") if told.get(name)), None)
    return _event(sentence, found, group) if group else None


def _last_day(sentence: Sentence, found: re.Match[str] | None) -> str | None:
    """The last day on which something applies, of a budget year its end; None where none is told."""
    if found is None or found["last"]:
        return f"{found['last']}-12-31" if found else None
    sign = sentence.sign_at(found.start("until"))
    return sign.day if sign else None


def _applies(sentence: Sentence, begin: int) -> None:
    words = sentence.words
    carried_out = (
        found for found in _CARRIED_OUT.finditer(words, begin)
        if _PAID.fullmatch(words, begin, found.start()) or words[begin : found.start()].strip() == "Ⓢ" or (found["budget"] and _BESIDE_FORCE.fullmatch(words, begin, found.start()))
    )  # fmt: skip
    for found in (*_APPLIES.finditer(words, begin), *_PERIOD.finditer(words, begin), *carried_out):
        before = words[begin : found.start()]
        if _DENIED.search(before):
            continue
        alone = None if sentence.context.instructing else _RULE_APART.fullmatch(words, begin, found.start())
        if not alone and ("Ⓢ" not in before or "Ⓓ" in before[before.rfind("Ⓢ") :]):
            continue
        apart = alone or _SET_APART.search(words, begin, found.start())
        if _SOME_RULES.fullmatch(before):
            continue
        if apart is None and "Ⓟ" in before[before.rfind("Ⓢ") :]:
            continue  # "Ⓢ có hiệu lực …, việc nuôi tằm tại Ⓟ áp dụng từ …": of what, is not said
        if day := _first_day(sentence, found):
            last = _APPLIES_UNTIL.match(words, found.end())
            until = _last_day(sentence, last)
            start, end = sentence.span(found.start(), last.end() if last else found.end())
            subject = apart or _SUBJECT.search(words, begin, found.start())
            places = _places(sentence, begin, subject) if subject else ()
            sentence.statements.append(
                Statement("applies_from", HERE, start, end, places, date=day, until=until, source=sentence.context.source, rule="own_clause")
            )
