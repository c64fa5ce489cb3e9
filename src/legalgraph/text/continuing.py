"""Documents and parts of them that go on to apply, and terms that are prolonged."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from legalgraph.model.reading import Citation, Mention, Metadata, Statement, Target
from legalgraph.model.relation import CHANGING, ENDING
from legalgraph.text.durations import UNTIL_BEFORE, day_of, days_in, end_of, last_day_in, window_in_title
from legalgraph.text.exceptions import EXCEPTION, clause_end, exception_behind
from legalgraph.text.sentences import BRIDGE, Object, Pending, Sentence
from legalgraph.text.shapes import SELF
from legalgraph.text.stating import state
from legalgraph.text.subjects import LIST_FOLLOWS, ONLY_NAMED, first_named, is_under, verbs

_CONTINUED = re.compile(
    r"(?:(?:có hiệu lực(?:\s+thi hành)?|(?P<still>được\s+(?:áp dụng|thực hiện)))(?=\s+(?:cho\s+)?đến\s)|vẫn\s+(?:còn\s+|được\s+)?(?:có\s+)?(?:hiệu lực|áp dụng)(?:\s+thi hành)?(?=[^;.\n:]{0,40}:\s*$)|(?P<yet>vẫn\s+(?:còn\s+|có\s+|giữ nguyên\s+)hiệu lực(?:\s+thi hành)?(?=\s*(?:[.;,]|$|(?:cho\s+)?đến\b)))"
    r"|(?:vẫn\s+)?(?:được\s+)?tiếp tục\s+(?:được\s+)?(?:(?P<force>có hiệu lực)|thực hiện|áp dụng|thi hành|(?P<settled>(?:xem xét\s*,\s*)?(?:giải quyết|xử lý|chi trả|thanh toán)(?=\s+theo\s)))(?:\s+thi hành)?|Tiếp tục áp dụng(?=\s+(?:các\s+)?[ⒹⓅ])|(?:thì|được)\s+(?:vẫn\s+)?(?:được\s+)?(?P<older>(?:thực hiện|áp dụng|giải quyết|xử lý)(?=\s+theo\s))|(?P<kept>vẫn\s+được\s+(?:áp dụng|thực hiện|thi hành))(?=\s*(?:[.;,]|$)))"
    r"(?P<by>\s+(?:theo|quy định|các quy định|đúng quy định)\s[^Ⓓ;.\n]{0,80}|(?<=iếp tục áp dụng)\s+(?:các\s+)?(?=Ⓓ|Ⓟ[^ⒹⓅⓈ;.\n]{0,40}Ⓓ))?"
)
# "Từ ngày Ⓢ có hiệu lực đến hết Ⓣ, các văn bản sau đây" before "vẫn có hiệu lực:".
_CONTINUED_LIST = re.compile(r"(?:[^ⒹⓅ:;]*,\s*)?\s*(?:[Cc]ác|[Nn]hững)\s+(?:[Vv]ăn bản|[Tt]hông tư|[Nn]ghị định|[Qq]uyết định|[Qq]uy định)\b[^ⒹⓅⓈ:;,]*\s(?:sau|dưới)(?:\s+đây)?\s+")
_LAST_DAY = re.compile(r"đến\s+(?:hết\s+)?(Ⓣ)")
# "Kéo dài thời hạn áp dụng Ⓓ đến hết Ⓣ", "Tiếp tục thực hiện Ⓓ cho đến khi …"; "gia hạn thời hạn nộp thuế theo Ⓓ" is of another thing.
_PROLONGED = re.compile(
    r"(?:(?:Ⓢ|[Cc]ho phép|[Tt]hống nhất|[Nn]ay|[Vv]ề việc|Về)\s+)?(?:(?:[Tt]iếp tục\s+)?(?:[Kk]éo dài|[Gg]ia hạn)(?:\s+thêm)?\s+(?:(?:thời hạn|thời gian|việc)\s+)?"
    r"(?:(?P<not>(?:tạm\s+)?ng[ưừ]ng\s+hiệu lực)|(?:có\s+)?hiệu lực|áp dụng|thực hiện|thi hành)|[Tt]iếp tục\s+(?:thực hiện|áp dụng|thi hành))"
    r"(?:\s+(?:thi hành|áp dụng|của|đối với|quy định|quy định tại|các|một số|toàn bộ|mức thu|(?:cơ chế\s*,\s*)?chính sách|cơ chế|đặc thù|thí điểm|nội dung|chế độ|tại))*\s+(?=[ⒹⓅ])"
)
_PROLONGED_SUBJECT = re.compile(
    r"(?:[Cc]ác\s+)?(?=[ⒹⓅ])[^Ⓢ;]{0,80}?được\s+(?:tiếp tục\s+)?(?:kéo dài|gia hạn)(?:\s+thêm)?\s+(?:thời\s+(?:hạn|gian)\s+)?(?:(?:có\s+)?hiệu lực|áp dụng|thực hiện|thi hành)(?:\s+thi hành)?|"
    r"[Tt]hời\s+(?:hạn|gian)\s+(?:(?P<not>(?:tạm\s+)?ng[ưừ]ng\s+hiệu lực)|(?:có\s+)?hiệu lực|áp dụng|thực hiện|thi hành)\s[^ⒹⓅⓈⓉ;]{0,60}(?=[ⒹⓅ])[^Ⓢ;]*?được\s+(?:kéo dài|gia hạn)(?:\s+thêm)?"
)
_DENIED = re.compile(r"\b(?:không|chưa)\s+được\b")
_PROLONGED_LIST = re.compile(r"Ⓓ(?:(?:,|\s+và)\s+(?:số\s+)?Ⓓ)+(?=\s+(?:cho\s+)?(?:đến|sang)\s)")
# "Các dự án đã được phê duyệt trước ngày Ⓓ có hiệu lực …": what goes on is a project, not the document.
_CASES = re.compile(r"\b(?:không|đã|đang|trước|người|dự án|hồ sơ|hợp đồng|trường hợp|cơ quan|tổ chức)\b", re.IGNORECASE)
# "kể từ thời điểm Ⓓ có hiệu lực đến thời điểm đề nghị": a span of time.
_TIME_SPAN = re.compile(r"\b(?:từ|trước|sau)\s+(?:khi|ngày|thời\s+(?:điểm|gian))\s+(?:Ⓟ\s+(?:của\s+)?)?Ⓓ\s*$", re.IGNORECASE)
# "Bộ Tơ đề nghị tiếp tục áp dụng Ⓓ": who asks for it decides nothing.
_ASKED = re.compile(r"\b(?:đề nghị|kiến nghị|đề xuất|yêu cầu|chỉ đạo)\b(?:(?!\b(?:thì|nhưng|được)\b)[^;.,]){0,60}$", re.IGNORECASE)
_GOES_NOT_ON = re.compile(r"\b(?:không|chưa)\s+(?:được\s+)?$")
# "theo quy định của pháp luật ban hành trước ngày Ⓓ có hiệu lực": Ⓓ is not what goes on to apply.
_NOT_BY = re.compile(r"\b(?:ngày|trước|pháp luật|khi|nếu)\b")
# "… Ⓓ, trừ Ⓟ tiếp tục có hiệu lực": Ⓟ of Ⓓ goes on, not Ⓓ.
_PART_OF_IT = re.compile(r"Ⓓ[^ⒹⓅⓈ]{0,80}\b(?:trừ|riêng)\s+(?:(?:các|quy định|tại)\s+)*Ⓟ\s*$")
# "Ⓓ hết hiệu lực kể từ ngày Ⓢ có hiệu lực, trừ Ⓟ tiếp tục có hiệu lực": Ⓟ of what ends.
_PART_OF_ENDED = re.compile(r"Ⓓ[^ⒹⓅ;.:]*?\bhết hiệu lực\b[^ⒹⓅ;.:]*,\s*(?:ngoại\s+)?trừ\s+(?:(?:các|quy định|tại)\s+)*Ⓟ\s*$")
# What was begun under rules that go on for it: "đã tiếp nhận trước ngày Ⓢ có hiệu lực".
_BEFORE = re.compile(r"\btrước\s+(?:khi|(?:ngày|thời điểm)\s)\s*(?:Ⓢ|Ⓣ|có hiệu lực)|\b(?:khi|đến ngày|thời điểm)\s+Ⓢ[^ⒹⓅ;]*hiệu lực")
# Cases, told before the verb or behind it: "Dự án đã phê duyệt … tiếp tục thực hiện theo Ⓓ", "… đối với hồ sơ nộp trước ngày Ⓢ có hiệu lực".
_OF_CASES = re.compile(
    r"(?<!đến )\btrước\s+(?:(?:khi|ngày|thời điểm)\b|Ⓣ)|\b(?:đã|đang)\s|\b(?:khi|đến ngày|(?<![Tt]ừ )thời điểm)\s+Ⓢ[^ⒹⓅ;]*hiệu lực"
    r"|^[\s,;]*(?:Đối với\s+)?(?:(?:[Cc]ác|[Nn]hững|[Mm]ọi)\s+)?(?:[Dd]ự án|[Hh]ồ sơ|[Hh]ợp đồng|[Vv]ụ việc|[Vv]ụ án|[Gg]ói thầu|[Đđ]ề tài|[Gg]iấy phép)\b"
)
_FOR_CASES = re.compile(r"\b(?:đối với|cho)\s[^;.]*?(?:(?<!đến )\btrước\s+(?:(?:khi|ngày|thời điểm)\b|Ⓣ)|\bđã\s)")
# What a ministry made its rules by: before circulars also by decisions.
_RULES_OF_MINISTRIES = {"tt", "ttlt", "qd"}
# Documents of these types have one issuer, or stand above all that is told of them.
_OF_ONE_ISSUER = {"hp", "luat", "bo-luat", "pl", "nd"}
# What is left is done under another document: that is said of any law in force, if not by the rank of the one that speaks.
_LEFT_TO = "formula_left_to"
# Without "tiếp tục", only what was begun before the speaking document came into force goes by older rules.
_BEFORE_OWN = re.compile(r"(?<!đến )\btrước\s+(?:khi|ngày|thời điểm)\s+Ⓢ\s+(?:(?:bắt đầu\s+)?có\s+)?hiệu lực")
# "Các nội dung khác của Ⓓ không sửa đổi, bổ sung tại Ⓢ vẫn giữ nguyên hiệu lực".
# So do "Các quy định của Ⓓ không trái với Ⓢ", "Những nội dung không trái với Ⓢ tại Ⓓ".
_UNCHANGED = r"(?:không|chưa)\s+(?:được\s+|bị\s+)?(?:sửa đổi|điều chỉnh|thay đổi|bãi bỏ|thay thế|trái|mâu thuẫn)\b"
_UNTOUCHED = re.compile(
    rf"(?:(?:Trong\s+(?:khi|thời gian)|(?:Cho\s+đ|Đ)ến\s+khi)\s[^ⒹⓅⓈ,;.:]{{1,80}},\s*)?(?:(?:[Cc]ác|[Nn]hững)\s+)?(?:[Nn]ội dung|[Qq]uy định|[Đđ]iều khoản)(?:\s+(?:khác|còn lại))?(?:[^ⒹⓅⓈ;.:]{{0,60}}:?\s*Ⓓ(?:(?:\s*,|\s+và)\s+(?:các\s+)?Ⓓ)*(?:\s+(?:mà|nếu))?\s+{_UNCHANGED}[^ⒹⓅ;.:]{{0,80}}"
    rf"|(?:\s+mà)?\s+{_UNCHANGED}[^ⒹⓅ;.:]{{0,60}}Ⓢ\s+(?:tại|của|trong)\s+(?:các\s+)?Ⓓ(?:(?:\s*,|\s+và)\s+(?:các\s+)?Ⓓ)*\s+)(?:thì\s+)?"
)
# "Các nội dung khác (vẫn) giữ nguyên theo Ⓓ", "Các nội dung còn lại vẫn thực hiện theo Ⓓ".
# "Những nội dung khác không quy định tại Ⓢ vẫn thực hiện theo Ⓓ" leaves nothing as it was.
_KEPT = re.compile(
    r"(?:[Cc]ác|[Nn]hững)\s+(?:nội dung|quy định|điều khoản|phần|chỉ tiêu)\s+(?:khác|còn lại)\b"
    rf"(?:(?:[^ⒹⓅⓉ;.:]{{0,100}}?\s|\s)(?:(?:vẫn|thì|được)\s+)*giữ nguyên(?:\s+(?:hiệu lực|nội dung))?"
    rf"|(?P<left>(?:\s[^ⒹⓅⓉⓈ;.:]{{0,100}}?)?(?:\s{_UNCHANGED}[^ⒹⓅⓉⓈ;.:]{{0,60}}Ⓢ)?\s+(?:thì\s+)?vẫn\s+(?:được\s+)?(?:thực hiện|áp dụng)))\s+(?:theo|như)\s+(?:(?:đúng\s+)?(?:quy định|nội dung)\s+)?(?:(?:tại|của|trong)\s+)?(?:các\s+)?(?P<by>(?:Ⓟ\s+(?:của\s+)?)?Ⓓ)"
)
# "Các quy định về tơ theo Ⓓ được tiếp tục áp dụng": the rules are those of Ⓓ.
_RULES_UNDER = re.compile(r"\s*(?:[Cc]ác|[Nn]hững)\s+quy định\s+(?:về|liên quan đến)\s[^ⒹⓅⓈⓉ;.:]{1,160}?\stheo\s+(?:quy định\s+(?:của|tại)\s+)?(?:các\s+)?$")
_RULES = re.compile(r"\s*(?:(?:[Nn]hững|[Cc]ác)\s+)?(?:[Nn]ội dung|[Qq]uy định|[Đđ]iều khoản)\b")
# What is prolonged without an end behind it has one that was taken for its title: "kéo dài … Ⓓ về nuôi tằm đến hết năm 2031".
_YEAR_IN_TITLE = re.compile(r"\sđến\s+hết\s+năm\s+((?:19|20)\d{2})\s*$")
_LONGER = re.compile(r"[Kk]éo dài|[Gg]ia hạn")
_OTHER_CLAUSE = re.compile(r"(?:hiệu lực|ãi bỏ|thay thế|ửa đổi|iều chỉnh)[^;]*;\s*")
# Between a subject and its verb: few words, or the documents that go with it.
_SUBJECT_TAIL = re.compile(r"[^,;:Ⓢ]{0,45}|,?\s*và (?:các )?(?:văn bản|quy định)[^Ⓓ]{0,90}|\s*,?\s*thì\s*")
_OTHER_SUBJECT = re.compile(r"\b(?:đã|đang|nếu|mà|người|cơ quan|tổ chức|hộ|doanh nghiệp|phải|không|việc|có|để|khi)\b")


def goes_on(sentence: Sentence, begin: int) -> None:
    """Find what goes on to apply: "Ⓓ tiếp tục có hiệu lực", "kéo dài thời hạn áp dụng Ⓓ đến hết Ⓣ"."""
    for found in verbs(_CONTINUED, sentence.words, begin):
        _continuation(sentence, begin, found)
    if kept := _KEPT.match(sentence.words, begin):
        act = Pending("continues", "continues", *sentence.span(begin, kept.end()))
        _state(sentence, sentence.objects(kept.start("by"), kept.end()), act, rule=_LEFT_TO if kept["left"] else None)
    _prolongation(sentence, begin)


def _is_subject(words: str, left: int, verb: int) -> bool:
    """True when the document named last before a verb is what the verb is said of."""
    last = max(words.rfind(sign, left, verb) for sign in "ⒹⓅ")
    between = words[last + 1 : verb] if last >= 0 else ","
    return bool(_SUBJECT_TAIL.fullmatch(between)) and not _OTHER_SUBJECT.search(between)


def _continuation(sentence: Sentence, begin: int, found: re.Match[str]) -> None:
    words = sentence.words
    clause = clause_end(words, found.end())
    if ONLY_NAMED.search(words, begin, found.start()) or _GOES_NOT_ON.search(words, begin, found.start()):
        return
    if found[0].startswith("tiếp tục áp dụng ") and _ASKED.search(words, begin, found.start()):
        return
    if found[0].startswith("có hiệu lực") and _TIME_SPAN.search(words, begin, found.start()):
        return
    if found["by"] and not found["force"]:
        # "… được tiếp tục thực hiện theo X": what follows is the document that goes on to apply.
        first = first_named(words, found.start("by"), clause)
        objects = [] if _NOT_BY.search(words, found.start("by"), first) else sentence.objects(found.start("by"), clause)
        # "Hồ sơ đã nhận trước ngày Ⓢ có hiệu lực thì tiếp tục được giải quyết theo Ⓓ": by rules that would no longer hold.
        if (found["settled"] or found["older"]) and not _by_older_rules(sentence, begin, found, clause, objects):
            objects = []
    elif not found["by"] and _UNTOUCHED.fullmatch(words, begin, found.start()):
        objects = sentence.objects(begin, found.start())
    elif found["kept"]:
        return
    else:
        # "Trong thời gian … theo quy định tại Ⓟ Ⓢ, Ⓓ tiếp tục có hiệu lực": the subject stands behind the circumstance.
        own = words.rfind("Ⓢ", begin, found.start())
        comma = words.find(",", own, found.start()) if own >= 0 else -1
        left = comma + 1 if comma >= 0 else begin
        # "Ⓟ Ⓓ hết hiệu lực từ Ⓣ; Ⓟ Ⓓ tiếp tục có hiệu lực": what ends is not what goes on.
        earlier = [c.end() for c in _OTHER_CLAUSE.finditer(words, left, found.start()) if "Ⓓ" in words[c.end() : found.start()]]
        left = earlier[-1] if earlier else left
        first = first_named(words, left, found.start())
        # "trừ Ⓟ Ⓓ được áp dụng đến hết Ⓣ"; but of "Mức hỗ trợ tại Ⓓ được thực hiện đến …" a rule goes on, not the document.
        near = not (found["still"] or found["yet"]) or BRIDGE.match(re.sub(r"^\s*trừ\s", "", words[left:first].lower())) or (found["yet"] and _RULES.match(words, left))
        subject = near and _is_subject(words, left, found.start()) and (not is_under(words, left, first) or _RULES_UNDER.match(words, left, first)) and not _CASES.search(words, left, first)
        objects = sentence.objects(left, found.start()) if subject else []
        if len(objects) > 1 and objects[-1].document is None and _PART_OF_IT.search(words, left, found.start()):
            objects = [replace(objects[-1], document=objects[-2].document)]
        elif objects and objects[0].document is None and (ended := _PART_OF_ENDED.search(words, begin, found.start())) and "Ⓓ" not in words[begin : ended.start()]:
            objects = [replace(objects[0], document=sentence.sign_at(ended.start()))]
    if not objects or all(o.document is None for o in objects):
        _continued_list(sentence, begin, found)
        return
    days = days_in(sentence, found.end(), clause)
    before = None if days else UNTIL_BEFORE.match(words, begin, found.start())
    # "Tiếp tục áp dụng Ⓓ về nuôi tằm đến hết ngày 31 tháng 12 năm 2035": the day was taken for the end of the title.
    in_title = window_in_title(sentence, objects[-1])[1] if not days and found[0].startswith("Tiếp tục áp dụng") else None
    act = Pending(
        "continues", "continues", *sentence.span(begin, clause),
        effective_from=day_of(sentence, days, "from"), until=end_of(sentence, days or before) or in_title,
    )  # fmt: skip
    rule = "formula_older_rules" if found["older"] else "formula_begun_before" if _is_of_cases(words, begin, found, clause) else None
    _state(sentence, [o for o in objects if o.document], act, exception_behind(sentence, found.end(), clause), rule=rule)


def _is_of_cases(words: str, begin: int, found: re.Match[str], clause: int) -> bool:
    """True where what goes on is what was begun before, by the rules named: for all else these need not go on."""
    if not found["by"] or found["force"]:
        return False
    left = max(begin, words.rfind(";", begin, found.start()) + 1)
    return bool(_OF_CASES.search(words[left : found.start()]) or _FOR_CASES.search(words, found.end(), clause))


def _state(sentence: Sentence, objects: Sequence[Object], act: Pending, exception: str | None = None, *, rule: str | None) -> None:
    """State what goes on, by a rule of its own if one is given."""
    before = len(sentence.statements)
    state(sentence, objects, act, exception)
    if rule:
        sentence.statements[before:] = [replace(said, rule=rule) for said in sentence.statements[before:]]


def without_rules_of_others(said: Iterable[Statement], citations: Sequence[Citation], own: Metadata, *, fragment: bool) -> list[Statement]:
    """Without what is only told to be done under a document in force.

    The rules before those of a document, and those it leaves as they are, were made by documents of its kind and issuer, or are such as
    it ends or changes. Of a fragment the issuer is not known.
    """
    said = list(said)
    acted_upon = {_mark(s.target) for s in said if s.kind in ENDING | CHANGING}
    kept = []
    for s in said:
        if s.rule == _LEFT_TO:
            types = {own.type} if own.type else {c.type for c in citations if c.mention is Mention.SELF and s.start <= c.start < s.end}
            if not any(_of_one_kind(s.target.type, type) for type in types):
                continue
        if s.rule in (_LEFT_TO, "formula_older_rules") and not fragment and _mark(s.target) not in acted_upon and not _of_one_issuer(s.target, own):
            continue
        kept.append(replace(s, rule="formula_continues") if s.rule == _LEFT_TO else s)
    return kept


def _mark(target: Target) -> tuple[str | None, str | None]:
    return target.type, target.number.folded if target.number else target.name


def _of_one_kind(type: str | None, own: str | None) -> bool:
    return type == own or {type, own} <= _RULES_OF_MINISTRIES


def _of_one_issuer(target: Target, own: Metadata) -> bool:
    if target.type in _OF_ONE_ISSUER:
        return True
    return target.number is not None and own.number is not None and not target.number.bodies.isdisjoint(own.number.bodies)


def _by_older_rules(sentence: Sentence, begin: int, found: re.Match[str], clause: int, by: Sequence[Object]) -> bool:
    """True when what was begun before is to be settled by numbered documents, and not by the speaking one beside them."""
    targets = [sentence.target(o.document) for o in by if o.document]
    excepted = EXCEPTION.search(sentence.words, found.start("by"), clause)
    speaks = "Ⓢ" in sentence.words[found.start("by") : excepted.start() if excepted else clause]
    before = _BEFORE_OWN if found["older"] else _BEFORE
    # "Hợp đồng ký trước ngày Ⓢ có hiệu lực thì thực hiện theo Luật …" may name what is in force: the rules before a circular's are a circular's.
    own = next((sentence.citations[s.index].type for s in sentence.shape.between(begin, found.start()) if s.kind == SELF), None)
    if found["older"] and not all(t is not None and _of_one_kind(t.type, own) for t in targets):
        return False
    return bool(before.search(sentence.words, begin, found.start())) and not speaks and all(t is not None and t.number is not None for t in targets)


def _continued_list(sentence: Sentence, begin: int, found: re.Match[str]) -> None:
    """Keep the act of "Đến hết Ⓣ, các văn bản sau đây vẫn có hiệu lực:" for the items below."""
    words = sentence.words
    if not LIST_FOLLOWS.search(words) or not _CONTINUED_LIST.fullmatch(words, begin, found.start()):
        return
    day = _LAST_DAY.search(words, begin, found.start())
    until = sentence.sign_at(day.start(1)) if day else None
    act = Pending("continues", "continues", *sentence.span(begin, len(words)), until=until.day if until else None)
    sentence.context = replace(sentence.context, pending=act)


def _prolongation(sentence: Sentence, begin: int) -> None:
    """State that a document goes on to apply, or stays suspended, longer than was said; nothing without an end."""
    words = sentence.words
    found = _PROLONGED.match(words, begin) or _PROLONGED_SUBJECT.match(words, begin)
    if not found or _DENIED.search(words, begin, found.end()):
        return
    clause = clause_end(words, found.end())
    first = first_named(words, begin, clause)
    listed = _PROLONGED_LIST.match(words, first, clause) if found.re is _PROLONGED else None
    objects = sentence.objects(first, listed.end() if listed else found.end() if found.re is _PROLONGED_SUBJECT else clause)
    objects = objects if listed or found.re is _PROLONGED_SUBJECT else [o for o in objects if o.document][:1]
    days = last_day_in(sentence, first, clause)
    until = end_of(sentence, days) or (window_in_title(sentence, objects[-1])[1] if objects else None)
    if objects and not until and (year := _YEAR_IN_TITLE.search(sentence.text, objects[-1].start, objects[-1].end)) and _LONGER.search(words, begin, found.end()):
        until = f"{year[1]}-12-31"
    kind = "suspends" if found.groupdict().get("not") else "continues"
    told = {s.target.citation for s in sentence.statements if s.kind == kind}
    objects = [o for o in objects if o.document is None or o.document.index not in told]
    if objects and until:
        state(sentence, objects, Pending(kind, kind, *sentence.span(begin, clause), until=until))
