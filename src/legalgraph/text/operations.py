"""Instructions that begin with their verb: amend, add, repeal, replace, rename, and edits of single phrases."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from legalgraph.model.provision import Locator
from legalgraph.model.reading import Statement, Target
from legalgraph.text.acts import state
from legalgraph.text.locators import RANK
from legalgraph.text.sentences import Object, Pending, Sentence, complete
from legalgraph.text.shapes import QUOTE

_PHRASE = r"(?:các\s+|những\s+|một số\s+)?(?:cụm\s+từ|từ|chữ|nội dung|đoạn|cụm|số|dấu|tên gọi)(?:\s+(?:cụm từ|sau|là))?\s*:?\s*(?=Ⓠ)"
_ALSO = r"(?:\s*,?\s*(?:và\s+)?(?:bổ sung|bãi bỏ|thay thế|sửa đổi|ban hành mới|thay đổi|hủy bỏ|đính chính))*"
_VERBS = (
    ("delete", rf"(?:[Bb]ãi bỏ|[Bb]ỏ|[Hh]ủy bỏ|[Hh]uỷ bỏ|[Ll]ược bỏ|[Xx]óa bỏ|[Xx]oá bỏ)\s+{_PHRASE}"),
    ("substitute", rf"(?:[Tt]hay(?:\s+thế)?|[Ss]ửa đổi|[Ss]ửa|[Đđ]iều chỉnh|[Tt]hay đổi|[Ss]ửa đổi,\s*bổ sung)\s+{_PHRASE}"),
    ("insert", rf"[Bb]ổ sung\s+(?:thêm\s+)?{_PHRASE}"),
    ("rename", r"(?:[Ss]ửa đổi|[Tt]hay thế|[Ss]ửa)(?:\s*,\s*bổ sung)?\s+(?:tên|tiêu đề|tên gọi)(?:\s+của)?(?:\s+(?:[Đđ]iều|[Kk]hoản|[Mm]ục|[Cc]hương)(?=\s+(?:và|,)))?"),
    ("amend_named", r"(?:[Ss]ửa đổi|[Tt]hay thế)(?:\s*,\s*bổ sung)?\s+(?=Ⓟ)"),
    ("amend", rf"[Ss]ửa đổi{_ALSO}"),
    ("add", r"[Bb]ổ sung(?:\s+thêm)?"),
    ("repeal", r"(?:[Bb]ãi bỏ|[Hh]ủy bỏ|[Hh]uỷ bỏ)(?:\s+hiệu lực(?:\s+thi hành)?(?:\s+của)?)?"),
    ("replace", r"[Tt]hay thế(?:\s+cho)?"),
    ("correct", r"[Đđ]ính chính"),
)  # fmt: skip
_SIGN = re.compile("[ⒹⓈⓅⓆ]")
# Where none of these stands, no verb does.
_ANY = re.compile("ửa|ổ sung|ãi bỏ|ủy bỏ|uỷ bỏ|hay|ỏ |ính chính|iều chỉnh")
_VERB = re.compile("|".join(rf"(?P<{name}>{pattern})" for name, pattern in _VERBS))
# A verb counts where an instruction may begin: at the start, behind the speaking document, or behind another instruction.
_STARTS = re.compile(r"(?:^|Ⓢ\s*(?:này\s+)?(?:có hiệu lực[^ⒹⓅ;]*?(?:và|,|;)\s*)?(?:sẽ\s+|được\s+ban hành\s+)?|hiệu lực[^ⒹⓅ;]*?(?:,|;|và|:)\s*|[Qq]uyết định:?\s*|[Nn]ay\s+)$")
_ABOUT = re.compile(r"(?:.*\s)?[Vv]ề\s+việc\s+|Về\s+", re.DOTALL)
# Words that may stand between the verb of an instruction and what it is done to.
_BRIDGE = re.compile(
    r"[\s:,(“\"-]*(?:(?:toàn bộ|các|những|một số|một phần|một|nội dung|quy định|cụm từ|tên|phụ lục|biểu mẫu|danh mục|văn bản|quy phạm|pháp luật|thi hành|hiệu lực|kèm theo|ban hành"
    r"|sau đây|liên tịch|mở đầu|cụm|từ|số|điều|khoản|điểm|mẫu|tại|của|trong|cho|và|vào|ngay|sau|trước|cuối|đầu|đoạn|là|như|bảng|phần|chương|mục|tiết|thêm|mới|liên quan|đến|hoặc"
    r"|thông tư|nghị định|nghị quyết|quyết định|luật|pháp lệnh|Thông tư|Nghị định|Nghị quyết|Quyết định|Luật|đối với|ở|\d+|[a-zđ]|[,;/()-])[\s:,;]+)*$"
)
_OF_SOME = re.compile(r"\s*(?:các\s+|những\s+|một số\s+|một phần\s+|toàn bộ\s+)*(?:quy định|nội dung|thủ tục|mẫu|biểu|cụm|điều|khoản|điểm|dòng|phần|công thức|bảng|danh mục|văn bản|từ ngữ|phụ lục)\b")
_JOINED = re.compile(r"(?:[;,:.]\s*|\bvà\s+|;\s*đồng thời\s+|\bđồng thời\s+|\n\s*|[a-zđ]\)\s*|[-+]\s*)$")
_NO_VERB = re.compile(r"(?:\bđược|\bbị|\bđã|\bviệc|\bvề|\bkhi|\bsự|\bcần|\bphải|\bđể|\bhồ sơ|\bnội dung|\btrường hợp|\bcó|\bcủa|\btheo|\btừ)\s+$")
_ADDED_AT_END = re.compile(r"\s*(?:đoạn\s+(?:cuối\s+)?|nội dung\s+|quy định\s+)?vào\s+(?:cuối|đầu|sau|trước)\s*(?=Ⓟ)")
_ANCHOR = re.compile(r"(?:vào\s+)?(?:ngay\s+)?(?P<where>sau|trước)\s+(?=Ⓟ)|vào\s+(?:cuối|đầu)\s+(?=Ⓟ)|vào\s+(?=Ⓟ)")
_SOME = re.compile(r"một số|một phần|(?:quy định|nội dung)\s+(?:về|liên quan|tại|của|trong)")
_LIST_FOLLOWS = re.compile(r":\s*$")
_WITH = re.compile(r"\s(?:bằng|thành)\s")
_SUBSTITUTED = re.compile(
    r"(?:[Cc]ụm từ|[Tt]ừ|[Nn]ội dung)\s+Ⓠ[^ⓆⒹ;]*?(?:Ⓓ[^ⓆⒹ;]*?)?được\s+(?:thay thế|thay|sửa đổi|sửa)\s+(?:bằng|thành)\s+(?:cụm từ|từ|nội dung)?\s*Ⓠ"
)
_AMENDED = re.compile(r"được\s+(?:sửa đổi(?:\s*,?\s*(?:và\s+)?bổ sung)?|bổ sung|thay thế|sửa)\s*(?:như sau|thành|bằng)?\s*(?=:|như|;|\.|$|Ⓠ|\n)")


def instructions(sentence: Sentence, begin: int, *, title: bool = False) -> None:
    """Find the instructions of a sentence, in order, each with the objects up to the next; a title may say "Về việc …"."""
    words = sentence.words
    if not _ANY.search(words, begin):
        return
    found = _positions(words, begin, title=title)
    for at, verb in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(words)
        name = verb.lastgroup or ""
        _HANDLERS[name](sentence, verb, end)
    if not found:
        _passive_amendments(sentence, begin)


def _positions(words: str, begin: int, *, title: bool) -> list[re.Match[str]]:
    found: list[re.Match[str]] = []
    for verb in _VERB.finditer(words, begin):
        before = words[begin : verb.start()]
        if not before and verb[0][0].islower() and not title:
            continue  # the middle of a sentence whose beginning is not here
        opens = _STARTS.search(before) or (_ABOUT.fullmatch(before) and (title or before.startswith("Về")))
        if (opens or (found and _JOINED.search(before) and not _NO_VERB.search(before))) and _reaches(words, verb):
            found.append(verb)
    return found


def _reaches(words: str, verb: re.Match[str]) -> bool:
    """True when what follows the verb is its object: a place or document after small words, or part of one, or a list."""
    if words[verb.end() : verb.end() + 1] == QUOTE or verb[0].endswith(("Điều", "điều")):
        return True
    sign = _SIGN.search(words, verb.end())
    if sign is None:
        return True
    gap = words[verb.end() : sign.start()]
    return bool(_BRIDGE.match(gap)) or (verb[0][0].isupper() and bool(_OF_SOME.match(gap))) or gap.rstrip().endswith(":")


def _add(sentence: Sentence, kind: str, o: Object, places: Sequence[Locator], span: tuple[int, int], **more: object) -> None:
    """State one operation upon the document of an object, or of the heading."""
    target = sentence.target(o.document)
    if target is None:
        if not sentence.context.fragment:
            return
        target = Target(context=True)
    if sentence.withholds(places, *span):
        return
    if o.document:
        sentence.used.add(o.document.index)
    statement = Statement(kind, target, span[0], span[1], tuple(places), source=sentence.context.source, rule=f"instruction_{kind}")
    sentence.statements.append(replace(statement, **more))  # type: ignore[arg-type]


def _filled(sentence: Sentence, objects: Sequence[Object], at: int, end: int) -> tuple[Locator, ...]:
    """The places of an object, each with its article: the next one named in the sentence, else the inherited one."""
    further = [p for o in objects[at + 1 :] for p in o.places]
    further += [p for o in sentence.objects(end, len(sentence.words)) for p in o.places]
    own = objects[at].places
    return tuple(complete(p, (*own[number + 1 :], *own, *further), sentence.context.steps) for number, p in enumerate(own))


def _phrases(sentence: Sentence, verb: re.Match[str], end: int) -> None:
    """Edits of phrases: the places may stand before, between or behind the quoted words."""
    name = verb.lastgroup or ""
    kind = {"delete": "deletes_phrase", "insert": "inserts_phrase", "substitute": "substitutes_phrase"}[name]
    quotes = [s for s in sentence.shape.between(verb.end(), end) if s.kind == QUOTE]
    objects = sentence.objects(verb.end(), end) or _later_places(sentence, end)
    old, new = _old_and_new(name, quotes)
    span = sentence.span(verb.start(), end)
    if not objects:
        objects = [Object(None, (), *span)] if sentence.context.steps or sentence.context.document else []
    for at, o in enumerate(objects):
        places = _filled(sentence, objects, at, end)
        if not places and sentence.context.steps and o.document is None:
            places = (Locator(sentence.context.steps),)
        _add(sentence, kind, o, places, span, old_words=old, new_words=new)


def _later_places(sentence: Sentence, start: int) -> list[Object]:
    """Of "thay cụm từ A bằng B, bỏ cụm từ C tại khoản 2": the places behind a later instruction hold for this one."""
    return sentence.objects(start, len(sentence.words))[:1]


def _old_and_new(name: str, quotes: Sequence[object]) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    spans = [(q.start, q.end) for q in quotes]  # type: ignore[attr-defined]
    first = spans[0] if spans else None
    second = spans[1] if len(spans) > 1 else None
    if name == "delete":
        return first, None
    return (None, first) if name == "insert" else (first, second)


def _rename(sentence: Sentence, verb: re.Match[str], end: int) -> None:
    objects = sentence.objects(verb.end(), end)
    if not objects or not objects[0].places:
        # "Sửa đổi tên Điều và bổ sung khoản 4 Điều 9": the article is named further on.
        later = sentence.objects(end, len(sentence.words))
        articles = [p for o in later for p in o.places if p.steps[0][0] == "dieu"]
        if not articles:
            return
        objects = [replace(later[0], places=(Locator(articles[0].steps[:1]),))]
    span = sentence.span(verb.start(), end)
    for at, o in enumerate(objects):
        _add(sentence, "renames", o, [_without_name(p) for p in _filled(sentence, objects, at, end)], span)


def _without_name(place: Locator) -> Locator:
    return replace(place, steps=place.steps[:-1]) if place.steps[-1][0] == "ten" and len(place.steps) > 1 else place


def _amend_named(sentence: Sentence, verb: re.Match[str], end: int) -> None:
    """ "Sửa đổi tên Điều 5", "Thay thế Phụ lục I … bằng …", else the words of places are amended."""
    objects = sentence.objects(verb.end(), end)
    first = objects[0].places[0] if objects and objects[0].places else None
    if first and first.steps[-1][0] == "ten":
        _rename(sentence, verb, end)
    elif verb[0].lower().startswith("thay"):
        _replace(sentence, verb, end)
    else:
        _amend(sentence, verb, end)


def _amend(sentence: Sentence, verb: re.Match[str], end: int) -> None:
    words = sentence.words
    cut_off = _WITH.search(words, verb.end(), end)
    objects = sentence.objects(verb.end(), cut_off.start() if cut_off else end)
    span = sentence.span(verb.start(), end)
    # "Sửa đổi, bổ sung một số điều như sau:" names neither place nor document: the heading above does.
    for at, o in enumerate(objects):
        _add(sentence, "amends", o, _filled(sentence, objects, at, end), span, new_words=_quoted(sentence, verb.end(), end))
    _inherit(sentence, objects, words[verb.start() : end])


def _inherit(sentence: Sentence, objects: Sequence[Object], words: str) -> None:
    """What the items below an instruction inherit: its document, and its place when it is one."""
    document = next((o.document for o in objects if o.document), None)
    target = sentence.target(document) if document else sentence.context.document
    places = [p for o in objects for p in o.places]
    steps = complete(places[0], (), sentence.context.steps).steps if len(places) == 1 else (() if document else sentence.context.steps)
    if document or places or "như sau" in words:
        sentence.context = replace(sentence.context, document=target, steps=steps, instructing=True, pending=None)


def _quoted(sentence: Sentence, start: int, end: int) -> tuple[int, int] | None:
    quote = next((s for s in sentence.shape.between(start, end) if s.kind == QUOTE), None)
    return (quote.start, quote.end) if quote else None


def _insert_place(sentence: Sentence, verb: re.Match[str], end: int) -> None:
    """ "Bổ sung khoản 6 vào sau khoản 5 Điều 10": what is added is khoản 6, where it goes is its anchor."""
    words = sentence.words
    span = sentence.span(verb.start(), end)
    quoted = _quoted(sentence, verb.end(), end)
    at_end = _ADDED_AT_END.match(words, verb.end(), end)
    anchor = None if at_end else _ANCHOR.search(words, verb.end(), end)
    if at_end or anchor is None:
        objects = sentence.objects(verb.end(), end)
        for at, o in enumerate(objects):
            _add(sentence, "adds", o, _filled(sentence, objects, at, end), span, new_words=quoted,
                 anchor=" ".join(at_end[0].split()) if at_end else None)  # fmt: skip
        _inherit(sentence, objects, words[verb.start() : end])
        return
    added, around = sentence.objects(verb.end(), anchor.start()), sentence.objects(anchor.end(), end)
    document = next((o for o in (*around, *added) if o.document), around[0] if around else None)
    beside = [p for o in around for p in o.places]
    where = f"{anchor['where'] or 'into'} {beside[0].notation}" if beside else None
    where = where.replace("sau ", "after ", 1).replace("trước ", "before ", 1) if where else None
    own = [p for o in added for p in o.places]
    if not own and beside:  # "Bổ sung đoạn sau vào khoản 2"
        own, beside = beside, []
    inside = not anchor["where"]
    places = [_beside(p, own[n + 1 :], beside, sentence, inside=inside) for n, p in enumerate(own)]
    if document and places:
        _add(sentence, "adds", replace(document, places=()), places, span, anchor=where, new_words=quoted)
        _inherit(sentence, [document] if document.document else [], words[verb.start() : end])


def _beside(
    place: Locator, following: Sequence[Locator], beside: Sequence[Locator], sentence: Sentence, *, inside: bool
) -> Locator:
    """An added place has the head of the place it stands beside: khoản 6 sau khoản 5 Điều 10 is Điều 10 khoản 6."""
    heads = beside if inside else [replace(p, steps=p.steps[:-1]) for p in beside if len(p.steps) > 1]
    return complete(place, (*following, *(heads or beside)), sentence.context.steps)


def _repeal(sentence: Sentence, verb: re.Match[str], end: int) -> None:
    words = sentence.words
    objects = sentence.objects(verb.end(), end)
    span = sentence.span(verb.start(), end)
    act = Pending("repeals", "repeals_part", *span, effective_from=_since(sentence, verb.end(), end))
    if re.match(r"\s*một phần[^ⒹⓅ]*(?:tại|theo)\s+Ⓟ(?:\s+ban hành)?\s*(?:kèm theo\s+)?Ⓢ", words[verb.end() : end]):
        _listed_in_annex(sentence, verb, end)
        return
    if objects:
        state(sentence, objects, act, in_part=bool(_SOME.search(words, verb.end(), _first_sign(sentence, verb.end(), end))))
        if _LIST_FOLLOWS.search(words):
            _inherit(sentence, objects, words[verb.start() : end])
    elif _LIST_FOLLOWS.search(words) or "sau" in words[verb.end() : end]:
        sentence.context = replace(sentence.context, pending=act)


def _since(sentence: Sentence, start: int, end: int) -> str | None:
    """The day of "kể từ ngày …" in an instruction."""
    found = re.compile(r"từ\s+(Ⓣ)").search(sentence.words, start, end)
    sign = sentence.sign_at(found.start(1)) if found else None
    return sign.day if sign else None


def _first_sign(sentence: Sentence, start: int, end: int) -> int:
    return next((at for at in range(start, end) if sentence.words[at] in "ⒹⓅ"), end)


def _listed_in_annex(sentence: Sentence, verb: re.Match[str], end: int) -> None:
    """Parts of documents that an annex of the speaking document lists: the annex is all that is said here."""
    annex = next(s.places for s in sentence.shape.between(verb.end(), end) if s.places)
    steps = annex.places[0].steps
    start, stop = sentence.span(verb.start(), end)
    sentence.statements.append(
        Statement("repeals_part", Target(title="see annex"), start, stop, (Locator((("annex:" + steps[0][0], steps[0][1]),)),),
                  source=sentence.context.source, rule="listed_in_annex")  # fmt: skip
    )


def _replace(sentence: Sentence, verb: re.Match[str], end: int) -> None:
    words = sentence.words
    cut_off = _WITH.search(words, verb.end(), end)
    objects = sentence.objects(verb.end(), cut_off.start() if cut_off else end)
    act = Pending("replaces", "replaces_part", *sentence.span(verb.start(), end))
    if objects and (objects[0].document or objects[0].places):
        state(sentence, objects, act)
        if not cut_off or "như sau" in words[verb.end() : end]:
            _inherit(sentence, [o for o in objects if o.places], "")
    elif _LIST_FOLLOWS.search(words):
        sentence.context = replace(sentence.context, pending=act)


def _correct(sentence: Sentence, verb: re.Match[str], end: int) -> None:
    objects = sentence.objects(verb.end(), end)
    act = Pending("corrects", "corrects", *sentence.span(verb.start(), end))
    state(sentence, objects, act)
    _inherit(sentence, objects, "")


def _passive_amendments(sentence: Sentence, begin: int) -> None:
    """ "Khoản 1 Điều 18 của Luật Z được sửa đổi, bổ sung như sau:", "Cụm từ A tại … được thay thế bằng cụm từ B"."""
    words = sentence.words
    for found in _SUBSTITUTED.finditer(words, begin):
        objects = sentence.objects(found.start(), found.end()) or sentence.objects(found.end(), len(words))
        quotes = [s for s in sentence.shape.between(found.start(), found.end()) if s.kind == QUOTE]
        old, new = _old_and_new("substitute", quotes)
        for at, o in enumerate(objects):
            places = _filled(sentence, objects, at, len(words))
            _add(sentence, "substitutes_phrase", o, places, sentence.span(found.start(), found.end()), old_words=old, new_words=new)
        return
    found_one = _AMENDED.search(words, begin)
    if not found_one or _NO_VERB.search(words[begin : found_one.start()]):
        return
    objects = sentence.objects(begin, found_one.start())
    if not objects or not re.match(r"(?:Các\s+|các\s+|Tên\s+)?[ⒹⓅ]", words[begin:]):
        return
    span = sentence.span(begin, found_one.end())
    for at, o in enumerate(objects):
        _add(sentence, "amends", o, _filled(sentence, objects, at, found_one.end()), span)
    _inherit(sentence, objects, "như sau")


_HANDLERS: dict[str, Callable[[Sentence, re.Match[str], int], None]] = {
    "delete": _phrases, "substitute": _phrases, "insert": _phrases, "rename": _rename, "amend_named": _amend_named,
    "amend": _amend, "add": _insert_place, "repeal": _repeal, "replace": _replace, "correct": _correct,
}  # fmt: skip
