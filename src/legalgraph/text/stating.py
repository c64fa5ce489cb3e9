"""What is said of the objects of an act: of places, of the whole document, or of some of it; and of whose document."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from legalgraph.model.provision import Locator
from legalgraph.model.reading import Statement, Target
from legalgraph.model.relation import ENDING
from legalgraph.text.locators import RANK, find_places
from legalgraph.text.sentences import Object, Pending, Sentence, complete, same_document
from legalgraph.text.shapes import PLACES, QUOTE, Sign
from legalgraph.text.since import days_of

_ANNEXES = {"phuluc", "mau"}
_ENDED = ENDING | {"repeals_part"}
_IN_PART = re.compile(r"một phần|một số (?!(?:các )?(?:[Vv]ăn bản|[Tt]hông tư|[Nn]ghị|[Qq]uyết định|[Cc]hỉ thị|[Pp]háp lệnh|[Ll]uật|[Bb]ộ luật)(?!\w))|(?:[Cc]ác|[Nn]hững) (?:điều|khoản|điểm|mục|chương|phụ lục|(?:biểu )?mẫu|(?:cụm )?từ)\b|(?:quy định|nội dung)\s+(?:sau(?:\s+đây)?\s+)?(?:về|liên quan|có liên quan|tại|của|trong)|(?:Quy định|Nội dung|(?<!toàn bộ )nội dung)\s[^;]*\s(?:tại|của|trong)\s*$|(?:Quy định|Nội dung)\s+(?:về|liên quan)\s[^;]*\s(?:tại|trong)\s+(?:[Dd]anh mục|[Bb]iểu|[Bb]ảng)\s[^;]*\stheo\s*$|\b(?:thủ tục|danh mục|định mức|mức|chế độ|chính sách|phí|[Bb]ảng|[Bb]iểu|[Ss]ơ đồ)\b[^;]*\s(?:tại|trong)\s*(?:các\s*)?$|(?:(?:các|những|toàn bộ|\d{1,3})\s+|(?<=bỏ )|(?<=thế ))thủ tục\b[^;]*\stheo\s+(?:các\s+)?$"
    r"|\b(?:[Bb]ảng|[Bb]iểu|[Ss]ơ đồ|[Hh]ình)\s(?:số\s)?(?:\d{1,3}|[IVX]{1,4})(?!\w)[^;]*$")
# "Bảng 2 về giống tằm của Ⓓ", "Biểu phí Ⓓ".
_THING_OF_IT = re.compile(r"[\s,]*(?:(?:các|những|toàn bộ|một số|và|nội dung|quy định|tại)\s+)*(?:[Bb]ảng|[Bb]iểu|[Ss]ơ đồ|[Hh]ình|[Cc]ông thức)(?!\w)[^;:]*$")
# "toàn bộ nội dung quy định tại Ⓓ": all of it.
_EVERYTHING = re.compile(r"\btoàn bộ\s+(?:(?:các|những)\s+)?(?:nội dung|quy định)(?:\s+(?:đã\s+)?(?:được\s+)?quy định)?\s+(?:tại|của|trong)\s+(?:các\s+)?$", re.IGNORECASE)
# "quy định về tơ tại Ⓟ", "nội dung kiểm tra tại Ⓟ", "các quy định về tơ tại các điều sau của Ⓓ: Ⓟ": the rules about one thing, not all that
# stands at the place; "quy định tại Ⓟ" is all, "quy định sau tại Ⓟ:" what is listed below.
_ABOUT = r"(?:(?:có\s+)?(?:về|liên quan|đối với|áp dụng)(?!\w)|(?<=ội dung )(?!(?:sau|này|nêu|đã|được|trên|chi tiết|quy định|tại|của|trong|ngưng|tạm ngưng|đình chỉ)(?!\w))\w)"
_RULES_AT_PLACE = re.compile(
    rf"(?:[Qq]uy\s+định|[Nn]ội\s+dung)\s+{_ABOUT}[^ⒹⓅⓈⓆ;:\n]*\s(?:tại|trong|của)\s*(?P<list>[^ⒹⓅⓈⓆ;:\n]{{0,60}}(?:Ⓓ\s*)?:\s*)?(?:(?:các|những|toàn bộ)\s+)?$"
    r"|(?:[Qq]uy\s+định|[Nn]ội\s+dung)\s+sau(?:\s+đây)?\s+(?:tại|của|trong)\s+(?:các\s+)?$"
)
# "Bãi bỏ khoản 2 Điều 5 Ⓓ đối với các quy định về tơ".
_AS_TO_RULES = re.compile(r"\s*,?\s*(?:đối với|về|ở|tại)\s+(?:phần\s+)?(?:(?:các|những)\s+)?(?:quy\s+định|nội\s+dung)\s+(?:có\s+)?(?:về|liên quan)(?!\w)")
# What ties a place to the one before it in a list of such.
_NEXT_PLACE = re.compile(r"(?:Ⓟ|(?:Ⓟ\s*(?:(?:của|tại|(?:ban hành\s+)?kèm theo)\s+)?)?Ⓓ)\s*(?P<joint>,|;|\bvà|[,;]\s*và|\bhoặc)\s+(?:(?:tại|các|của)\s+)*$")
# "Bãi bỏ các quy định về tơ tại:", "Nội dung về tơ tại các điều, khoản sau đây hết hiệu lực:": of the places below it is the rules about tơ.
# "Bãi bỏ một số quy định về tơ tại các văn bản sau:" heads the rules themselves.
_HEADS_RULES = re.compile(
    rf"(?!.*\b(?:một số|toàn bộ)\b)[^ⒹⓅⓈⓆ;:]*?(?:[Qq]uy\s+định|[Nn]ội\s+dung)\s+{_ABOUT}[^ⒹⓅⓈⓆ;:]*\s(?:tại|trong)\s*(?:(?:các|những)\s+(?:điều|khoản|điểm)\b[^ⒹⓅⓈⓆ;:]{{0,60}})?(?::|,?\s*$)"
)
# "số thứ tự 12 khoản 1", "câu cuối khoản 2", "một phần Điều 5": some of a place, for which it has no name.
_SOME_OF_PLACE = re.compile(r"(?:(?P<line>\b(?:(?P<procedure>[Tt]hủ tục(?:\s+hành chính)?(?=\s+số\s+\d)|[Tt]hủ tục(?:\s[^ⒹⓅⓈ;:.]{1,80})?\s(?:số thứ tự|STT))|số thứ tự|STT|[Dd]òng|[Cc]ột|[Cc]âu|[Gg]ạch đầu dòng))(?:\s(?:(?:thứ|số|cuối|nhất|hai|ba|tư|năm|cùng|và)(?!\w)|\d{1,3}[a-zđ]?(?!\w))|,){0,12}|\bmột phần(?: nội dung)?(?: quy định)?|\bmột số nội dung(?: quy định)?)\s*(?:(?:của|tại|thuộc|trong)\s+)?(?P<several>các\s+)?$")
_HAS_ARTICLE = re.compile(r"(?:(?!\bvà\b)[^,;])*?\b(?:điều|phụ lục|mẫu)\b", re.IGNORECASE)
_WITH_IT = re.compile(r"(?:kèm|ban hành)\s+theo\s*$")
_ALL_OF_IT = re.compile(r"\b(?:quy chế|bản quy định|Quy định|điều lệ|nội quy)\b|\b(?:Quy chế|Bản quy định|Điều lệ|Nội quy)\b")
_ISSUING = re.compile(r"(?:về\s+)?(?:việc\s+)?ban hành\b", re.IGNORECASE)
_DOCUMENTS_BELOW = r"(?:(?:(?:các|những)\s+)?(?:\d{1,3}\s+)?(?:[Vv]ăn bản|[Nn]ghị định|[Nn]ghị quyết|[Tt]hông tư|[Qq]uyết định|[Cc]hỉ thị)\b[^;:ⒹⓅⓈⓆ]{0,60})?"
_RULES_ABOUT = re.compile(rf"(?:(?:[Qq]uy định|[Nn]ội dung)\s+(?:có\s+)?(?:về|liên quan)\b|(?<!toàn bộ )[Nn]ội dung\s+(?!tại\b|của\b|trong\b|quy định\b))[^;]*\b(?:tại|của|trong)\s*(?:{_DOCUMENTS_BELOW}\s*:\s*)?(?:các\s+)?$")
# "… một phần các văn bản sau:", "… các quy định về tơ tại các Thông tư sau:": of the documents listed below, some is meant.
# "Bãi bỏ các quy định tại các văn bản sau:" heads lists of whole documents as well.
_SOME = r"(?:một phần|một số (?:điều|khoản|điểm|nội dung|quy định|phần|chương|mục|(?:biểu )?mẫu|phụ lục))"
# "một số quy định tại Ⓓ, Ⓓ và Ⓓ": of each some, up to a semicolon or "toàn bộ".
_SOME_OF = re.compile(rf"{_SOME}\s+(?:(?:được\s+)?quy định\s+)?(?:của|tại|trong)\s+(?:các\s+)?$|một phần\s+(?:của\s+)?(?:các\s+)?$", re.IGNORECASE)
_SOME_OF_NEXT = re.compile(r"(?!.*\b(?:toàn bộ|bãi bỏ|hủy bỏ|huỷ bỏ|thay thế|hết hiệu lực)\b)[^;:\n]*(?:,|\bvà|\bhoặc)\s*(?:các\s+)?", re.IGNORECASE)
# "các Thông tư sửa đổi một số điều của Thông tư về tơ sau đây:" heads a list of whole documents, whatever these are about.
_WHOLE_ONES = (
    r"(?i:\s*(?:(?:của|đối với|thi hành|hiệu lực|áp dụng)\s+)*(?:các|những|một số|\d{1,3}(?:\s*\([^()]{1,40}\))?)\s+(?:các\s+)?"
    r"(?:văn bản|nghị định|nghị quyết|thông tư|quyết định|chỉ thị)(?!\w)(?![^;:]*\bmột phần\s*(?:(?:như )?sau(?: đây)?\s*)?(?:[:;]|$)))"
)
_HEADS_WHOLE = re.compile(rf"{_WHOLE_ONES}[^;:]*(?::|\bgồm(?:\s+có)?)\s*(?:các\s+)?$")
# "Bãi bỏ các văn bản sau: quy định về tơ tại Ⓓ; Ⓓ": behind a semicolon of a list of documents, or with "toàn bộ", the next is whole again.
_LISTS_WHOLE = re.compile(rf"{_WHOLE_ONES}[^;:]*(?::|\bgồm(?:\s+có)?\s)")
_WHOLE_AGAIN, _ALL_AGAIN = re.compile(r"[^;\n]*;\s*(?:và\s+)?(?:các\s+)?\Z"), re.compile(r"[^;\n]*[;,]\s*(?:và\s+)?toàn bộ\s+(?:các\s+)?\Z")
_HEADS_PARTS = re.compile(
    rf"(?!{_WHOLE_ONES})(?!.*\b(?:toàn bộ|văn bản và)\b)[^ⒹⓅⓈⓆ;:]*?(?:\b{_SOME}\b[^ⒹⓅⓈⓆ;:]*|\b(?:[Qq]uy định|[Nn]ội dung)\s+(?:(?:có|quy định)\s+)?(?:về|liên quan)\b[^ⒹⓅⓈⓆ;:]*\s(?:tại|trong)\s*{_DOCUMENTS_BELOW}"
    rf"|\b(?:thủ tục|danh mục|định mức|mức|chế độ|chính sách|lệ phí|phí|[Bb]ảng|[Bb]iểu|[Mm]ẫu)\b[^ⒹⓅⓈⓆ;:]*\s(?:tại|trong)\s+(?=(?:các|những)\s){_DOCUMENTS_BELOW})\s*(?::|,?\s*$)"
)
# "các văn bản quy định chi tiết", "các Thông tư hướng dẫn thi hành một số điều của" before a document or place: those act or end, not it.
_DETAILING = re.compile(
    r"(?:(?:[Vv]ăn bản|[Qq]uy định|[Tt]hông tư(?: liên tịch)?|[Nn]ghị định|[Qq]uyết định|[Nn]ghị quyết)(?:\s+(?!tại\b|của\b|trong\b)[^\W\d]+){0,8}?\s+"
    r"(?:(?:quy định\s+)?chi tiết|hướng dẫn)(?:\s*(?:,|và|\s)\s*hướng dẫn)?|[Cc]ác\s+văn bản\s+(?:đã\s+)?(?:sửa đổi|bổ sung)(?:\s*,\s*(?:bổ sung|thay thế))*)"
    r"(?:\s+(?:việc\s+)?(?:thi hành|thực hiện|áp dụng))?(?:\s+(?:một số|các)\s+(?:điều|quy định|nội dung)(?:\s+của)?)?\s+(?:các\s+)?$"
)
# "phần “Ghi chú” tại Ⓟ như sau", "cột “Tên tơ” của Ⓟ": the quotation names what gets new words.
_NAMED_PART = re.compile(r"(?<!\w)(?:[Pp]hần|[Mm]ục|[Cc]ột|[Dd]òng|[Tt]iêu đề|[Cc]hỉ tiêu|[Đđ]oạn|[Pp]hụ lục|[Mm]ẫu|[Bb]iểu|[Bb]ảng|[Nn]ội dung|[Cc]hú thích|[Đđ]iểm|[Kk]hoản|[Ⓟ])\s*$")
_ITS_PLACE = re.compile(r"[^Ⓠ;\n]{0,160}?(?:(?:như sau|\sthành)\b|:\s*Ⓠ)")
# "Điều 9 được quy định tại khoản 63 Điều 1 Ⓓ": no article is in another, so one of a document that amends gives the other its words.
_HAS_NUMBER = re.compile(r"[Đđ]iều\s+\d")
_LAID_DOWN_AT = r"\s+(?:đã\s+)?(?:được\s+)?(?:quy định|nêu)\s+(?:tại|trong)\s+(?:các\s+)?(?:(?:[Kk]hoản|[Đđ]iểm)\s[^.;:\n]{1,80}?\s)?[Đđ]iều\s+\d"
_WORDED_AT = re.compile(rf"{_LAID_DOWN_AT}{{1,3}}[a-zđ]?\s+(?:(?:của|tại)\s+)?")
_WORDED_AT_ONE = re.compile(rf"[Đđ]iều\s+\d{{1,3}}[a-zđ]?{_LAID_DOWN_AT}")
_NOUN_REACH = 120
_RULES_REACH = 240
# "số thứ tự 12, 14", "dòng 3 và dòng 5" before the next instruction, which names the annex of them all.
ROWS = re.compile(r"\s*(?:các\s+)?(?:số thứ tự|STT|dòng)(?:(?:\s*,\s*|\s+)(?:\d{1,3}[a-zđ]?|số thứ tự|STT|dòng|số)\b|\s+và(?=\s+(?:\d|số|STT|dòng)))+\s*(?:,|;|và)?\s+")
# Between what heads a list and its first place.
_COLON = re.compile(r"\s*(?:,?\s*(?:bao\s+)?gồm|,?\s*cụ thể(?:\s+(?:là|như sau))?|như sau)?\s*:\s*(?:(?:[Tt]ại|[Tt]rong)\s+)?(?:[Cc]ác\s+)?")
_LIST_OF_PLACE = re.compile(rf"Ⓟ(?:\s+sau(?:\s+đây)?)?(?:\s*(?:của\s+|tại\s+|(?:ban hành\s+)?kèm\s+theo\s+)?(?P<document>Ⓓ))?{_COLON.pattern}Ⓟ(?!\s*(?:của\s+)?Ⓓ)")
# "Bãi bỏ quy định chi tiết Ⓟ của Thông tư": rules in these are their own.
_HOLDS_RULES = {"tt", "ttlt", "qd"}
# The kind of an act upon places alone: "Ngưng hiệu lực một phần các văn bản sau:".
NOT_WHOLE = "suspends_part"


def state(sentence: Sentence, objects: Sequence[Object], act: Pending, exception: str | None = None, *, begin: int | None = None) -> None:
    """State an act for each of its objects: upon the places named, else upon the whole document, or upon some of it.

    `begin` is where in the text the words about the objects begin: "các quy định về tơ tại Ⓓ" is some of a document.
    """
    objects = _headed(sentence, _without_amending(sentence, objects))
    following = [place for o in objects for place in o.places]
    some_of = False
    vague, of_whole = False, begin is not None and bool(_LISTS_WHOLE.match(sentence.text, begin, act.end))
    detailed: Object | None = None
    for o, day in zip(objects, days_of(sentence, objects, act), strict=True):
        following = following[len(o.places) :]
        everything = begin is not None and _is_all(sentence, begin, o)
        some = begin is not None and not everything and (_IN_PART.search(sentence.text, begin, o.start) is not None or _THING_OF_IT.match(sentence.text, begin, o.start) is not None or _does_more(sentence, begin, o))
        # "quy định về tơ tại Ⓓ, Ⓓ": what is said of rules about one thing holds for all of the list.
        again = begin is not None and ((of_whole and _WHOLE_AGAIN.match(sentence.text, begin, o.start)) or _ALL_AGAIN.match(sentence.text, begin, o.start))
        vague = not everything and ((vague and not again) or (begin is not None and not o.places and _RULES_ABOUT.search(sentence.text, begin, o.start) is not None))
        some_of = begin is not None and not o.places and (
            _SOME_OF.search(sentence.text, begin, o.start) is not None or (some_of and _SOME_OF_NEXT.fullmatch(sentence.text, begin, o.start) is not None)
        )
        some = some or some_of or vague or _words_it(sentence, o)
        begin = None if begin is None else _behind_past(sentence, o.end)
        places = tuple(complete(p, (*o.places[at + 1 :], *o.places, *following), sentence.steps) for at, p in enumerate(o.places))
        # "các văn bản hướng dẫn thi hành Ⓓ, Ⓓ": what is said of one holds for those of its type that go on the list.
        if _is_detailed(sentence, o) or (detailed and _goes_on(sentence, detailed, o)):
            detailed = o
            continue
        detailed = None
        if (not places and o.document is None) or (target := owner(sentence, o)) is None or sentence.withholds(places, o.start, o.end):
            continue
        kind = act.kind_of_part if places or some else act.kind
        if kind == NOT_WHOLE:
            continue
        if kind == "replaces_part":
            kind = "replaces_annex" if places and all(p.steps[0][0] in _ANNEXES for p in places) else "amends"
        said = Statement(
            kind, target, min(act.start, o.start), max(act.end, o.end), places, effective_from=day, until=act.until,
            exception=_excepted(sentence, o, exception) or _of_heading(act, target), source=sentence.context.source, rule=f"formula_{act.kind}",
        )  # fmt: skip
        sentence.statements += _of_named_parts(sentence, o, said, of_rules=act.of_rules)


def _of_named_parts(sentence: Sentence, o: Object, said: Statement, *, of_rules: bool) -> list[Statement]:
    """A repeal of places, without those of which only some falls that has no name: "số thứ tự 4 khoản 1 Điều 5" amends khoản 1.

    Of "quy định về tơ tại Điều 5", "Điều 5 đối với quy định về tơ" it is told that it is of Điều 5 in part; `of_rules` where a heading says so.
    """
    if said.kind != "repeals_part" or not said.provisions:
        return [said]
    named = {at: s for at, s in sentence.shape.signs.items() if o.start <= s.start < o.end and sentence.words[at : at + 1] == PLACES}
    signs = list(named.values())
    unnamed = [steps for s in signs for steps in _some_of(sentence, s)]
    rules = [p.steps for at, s in named.items() if s.places and _is_of_rules(sentence, at) for p in s.places.places]
    some = tuple(p for p in said.provisions if any(p.steps[-len(steps) :] == steps for steps in unnamed))
    rest = tuple(p for p in said.provisions if p not in some)
    of_some = [replace(said, provisions=()) if _names_procedures(sentence, signs) else replace(said, kind="amends", provisions=some)] if some else []
    in_part = rest if of_rules or _AS_TO_RULES.match(sentence.text, o.end) else tuple(p for p in rest if any(p.steps[-len(steps) :] == steps for steps in rules))
    return [*of_some, *([replace(said, provisions=rest, in_part=in_part)] if rest else [])]


def _is_of_rules(sentence: Sentence, at: int) -> bool:
    """True for a sign of a place before which it is said that only rules about one thing are meant, of it or of the list it is in."""
    closed = False  # a semicolon stands between, which closes all but a list behind a colon
    while at >= 0:
        begin = max(0, at - _RULES_REACH)
        if rules := _RULES_AT_PLACE.search(sentence.words, begin, at):
            return not closed or rules["list"] is not None
        before = _NEXT_PLACE.search(sentence.words, begin, at)
        closed = closed or (before is not None and ";" in before["joint"])
        at = before.start() if before else -1
    return False


def _words_it(sentence: Sentence, o: Object) -> bool:
    """True for a document that is named as that which words what is meant, and is not acted upon as a whole."""
    return o.document is not None and not o.places and _WORDED_AT_ONE.search(sentence.text, o.start, o.document.start) is not None


def _names_procedures(sentence: Sentence, signs: Sequence[Sign]) -> bool:
    """True for "thủ tục hành chính có số thứ tự 3 mục I phần A": a procedure is repealed, a part of the document without a place of its own."""
    found = _SOME_OF_PLACE.search(sentence.text, max(0, signs[0].start - _NOUN_REACH), signs[0].start) if signs else None
    return bool(found and found["procedure"])


def _some_of(sentence: Sentence, sign: Sign) -> list[tuple[tuple[str, str], ...]]:
    """Of which places of an expression it is only some that is meant.

    "một phần" may be of all its places of one kind, a line only of those up to the first article: "dòng 4 khoản 2 Điều 7, khoản 3 Điều 8".
    """
    found = _SOME_OF_PLACE.search(sentence.text, max(0, sign.start - _NOUN_REACH), sign.start)
    if found is None or sign.places is None:
        return []
    first, *others = [p.steps for p in sign.places.places]
    of_one = found["line"] and not found["several"]
    if of_one and _HAS_ARTICLE.match(sentence.text, sign.start, sign.end):
        return [first]
    return [first, *takewhile(lambda steps: steps[-1][0] == first[-1][0] and not (of_one and steps[:-1] != first[:-1]), others)]


def _is_all(sentence: Sentence, begin: int, o: Object) -> bool:
    """True where the words before an object say that it is all of it that is meant, or whole documents that are listed."""
    return bool(_EVERYTHING.search(sentence.text, begin, o.start) or _HEADS_WHOLE.match(sentence.text, begin, o.start))


def _of_heading(act: Pending, target: Target) -> str | None:
    """What the heading of a list excepts from what is done to one document of it."""
    return act.exception if not act.exception_of or any(same_document(target, one) for one in act.exception_of) else None


def _without_amending(sentence: Sentence, objects: Sequence[Object]) -> list[Object]:
    """The objects of a stretch, of "khoản 2 Điều 9 được quy định tại khoản 63 Điều 1 Ⓓ" as what they are: khoản 63 is not acted upon, it words khoản 2.

    khoản 2 is of the document above, which Ⓓ amends; where none is given, some of Ⓓ is meant that has no place of its own.
    """
    found: list[Object] = []
    for o in objects:
        before = found[-1] if found else None
        if before and before.document is None and o.document and _HAS_NUMBER.search(sentence.text, before.start, before.end) and _WORDED_AT.fullmatch(sentence.text, before.end, o.document.start):
            above, amends = sentence.context.document, sentence.target(o.document)
            if above is None or amends is None or same_document(above, amends):
                found[-1] = replace(o, places=(), start=before.start)
        elif o.document and o.places and _WORDED_AT_ONE.search(sentence.text, o.start, o.document.start):
            found.append(replace(o, places=()))
        else:
            found.append(o)
    return found


def heads_parts(words: str, start: int, end: int) -> bool:
    """True for the words of a heading by which it is not all of the documents listed below that is acted upon."""
    return _HEADS_PARTS.match(words, start, end) is not None


def heads_rules(words: str, start: int, end: int) -> bool:
    """True for the words of a heading by which only the rules about one thing fall at the places listed below."""
    return _HEADS_RULES.match(words, start, end) is not None


def _behind_past(sentence: Sentence, end: int) -> int:
    """Where the words about the next object begin: behind what is reported as past of the one before ("… sửa đổi một số điều theo Ⓓ")."""
    return max((s.end for s in sentence.statements if s.kind == "history" and s.start < end < s.end), default=end)


def acted_upon(sentence: Sentence, start: int, end: int) -> list[Object]:
    """The objects of a stretch, with places listed behind a colon as those of what stands before it: "các khoản sau đây của Điều 5 Ⓓ: khoản 1, khoản 3"."""
    found = _LIST_OF_PLACE.search(sentence.words, start, end)
    head, listed = (sentence.sign_at(found.start()), sentence.sign_at(found.end() - 1)) if found else (None, None)
    if found is None or head is None or head.places is None or len(head.places.places) != 1 or listed is None or listed.places is None:
        return _headed(sentence, sentence.objects(start, end))
    of, places = head.places.places[0], listed.places.places
    if of.steps[-1][1] not in ("", "*"):
        if any(RANK[p.steps[0][0]] <= RANK[of.steps[-1][0]] for p in places):
            return _headed(sentence, sentence.objects(start, end))
        places = tuple(complete(p, (), of.steps) for p in places)
    o = Object(sentence.sign_at(found.start("document")) if found["document"] else None, tuple(places), head.start, listed.end)
    return [*sentence.objects(start, found.start()), o, *acted_upon(sentence, found.end(), end)]


def annex_of_rows(sentence: Sentence, start: int, end: int) -> list[Object]:
    """The annex whose rows are named in a stretch, as what follows names it; nothing for other words."""
    later = sentence.objects(end, len(sentence.words)) if ROWS.fullmatch(sentence.words, start, end) else []
    return later[:1] if later and later[0].places and all(p.steps[0][0] in _ANNEXES for p in later[0].places) else []


def _headed(sentence: Sentence, objects: Sequence[Object]) -> list[Object]:
    """The objects, with the places of "Ⓓ: Điều 5, Điều 6" as those of the document before the colon.

    A semicolon closes a group: of "Ⓓ: Điều 5; Điều 6 Ⓓ; Điều 7" only Điều 6 is of the other document.
    """
    found: list[Object] = []
    heading = -1  # where in `found` the document stands whose places are listed
    for o in objects:
        head = found[-1] if found else None
        heads = head and head.document and not head.places and o.places and _COLON.fullmatch(sentence.text, _behind_past(sentence, head.end), o.start)
        if heads:
            heading = len(found) - 1
        if heads and head and o.document is None:
            found[-1] = replace(o, document=head.document, start=head.start)
        elif heads and head and o.document and sentence.text[o.end : o.end + 3].lstrip().startswith(":"):  # the document behind heads places of its own
            found[-1:] = [replace(o, document=head.document, start=head.start, end=o.document.start), replace(o, places=(), start=o.document.start)]
        elif heading >= 0 and o.places and o.document and (closed := sentence.text.rfind(";", o.start, o.document.start)) >= 0:
            found[heading] = _with_places(found[heading], _places_in(sentence, o.start, closed))
            found.append(replace(o, places=_places_in(sentence, closed, o.document.start), start=closed + 1))
        elif heading >= 0 and o.document is None and sentence.text[max(0, o.start - 8) : o.start].rstrip().endswith(";"):
            found[heading] = _with_places(found[heading], o.places)
        else:
            found.append(o)
    return found


def _with_places(o: Object, places: Sequence[Locator]) -> Object:
    return replace(o, places=(*o.places, *(p for p in places if p not in o.places)))


def _places_in(sentence: Sentence, start: int, end: int) -> tuple[Locator, ...]:
    return tuple(p for found in find_places(sentence.text, start, end) for p in found.places)


def _excepted(sentence: Sentence, o: Object, exception: str | None) -> str | None:
    """What is excepted from an act upon an object; what is excepted from a document alone is of no other."""
    own = sentence.apart.get(o.document.index) if o.document else None
    return own or exception or sentence.excepted


def _does_more(sentence: Sentence, begin: int, o: Object) -> bool:
    """True for "Điều lệ quỹ ban hành kèm theo Ⓓ" of a document that does more than to issue it: it founds the fund, has forms."""
    if o.document is None or not _WITH_IT.search(sentence.text, begin, o.start):
        return False
    title = sentence.citations[o.document.index].title
    return bool(title and not _ISSUING.match(title)) or not _ALL_OF_IT.search(sentence.text, begin, o.start)


def owner(sentence: Sentence, o: Object) -> Target | None:
    """The document of an object: its own, else that of the heading; in a fragment the caller's.

    None when there is none, or when the object is what details or changes it: "các văn bản hướng dẫn thi hành Ⓓ hết hiệu lực".
    """
    fronted = sentence.fronted[0].document if sentence.fronted else None
    target = sentence.target(o.document or fronted)
    if _is_detailed(sentence, o):
        return None
    if target is None:
        return Target(context=True) if sentence.context.fragment else None
    if named := o.document or fronted:
        sentence.used.add(named.index)
    return target


def _is_detailed(sentence: Sentence, o: Object) -> bool:
    """True for an object whose details are meant, "các văn bản hướng dẫn thi hành Ⓓ"; not for rules that a circular or decision holds itself."""
    found = _DETAILING.search(sentence.text, max(0, o.start - _NOUN_REACH), o.start)
    if found is None:
        return False
    target = sentence.target(o.document) if o.places and found[0][0] in "Qq" and found[0][1:].startswith("uy định") else None
    return target is None or target.type not in _HOLDS_RULES


def _goes_on(sentence: Sentence, before: Object, o: Object) -> bool:
    """True when an object goes on the list of the one before it, with a document of the same type."""
    one, other = sentence.target(before.document), sentence.target(o.document)
    return one is not None and other is not None and one.type == other.type and not re.search(r"[;\n]", sentence.text[before.end : o.start])


def operate(sentence: Sentence, kind: str, o: Object, places: Sequence[Locator], span: tuple[int, int], **more: object) -> None:
    """State one operation upon the document of an object, or of the heading."""
    target = owner(sentence, o)
    if target is None or sentence.withholds(places, *span):
        return
    statement = Statement(kind, target, span[0], span[1], tuple(places), exception=_excepted(sentence, o, None), source=sentence.context.source, rule=f"instruction_{kind}")
    sentence.statements.append(replace(statement, **more))  # type: ignore[arg-type]


def inherit(sentence: Sentence, objects: Sequence[Object], words: str) -> None:
    """What the items below an instruction inherit: its document, and its place when it is one."""
    document = next((o.document for o in objects if o.document), None)
    target = sentence.target(document) if document else sentence.context.document
    places = [p for o in objects for p in o.places]
    steps = complete(places[0], (), sentence.context.steps).steps if len(places) == 1 else (() if document else sentence.context.steps)
    if document or places or "như sau" in words:
        sentence.context = replace(sentence.context, document=target, steps=steps, instructing=True, pending=None)


def quoted(sentence: Sentence, start: int, end: int) -> tuple[int, int] | None:
    """The first quotation of a stretch that is no name, "phần Ⓠ tại Ⓟ như sau: Ⓠ": the new words."""
    for at in (place for place, sign in sentence.shape.signs.items() if start <= place < end and sign.kind == QUOTE and sentence.words[place] == QUOTE):
        if not (_NAMED_PART.search(sentence.words, max(start, at - _NOUN_REACH), at) and _ITS_PLACE.match(sentence.words, at + 1, len(sentence.words))):
            sign = sentence.shape.signs[at]
            return sign.start, sign.end
    return None


def distinct(said: Sequence[Statement]) -> list[Statement]:
    """Without what a sentence tells twice of one document.

    Of what it repeals, no continuation: those are words of its title. Of ends told again ("… sau đây hết hiệu lực: Ⓓ; Ⓓ hết hiệu lực từ Ⓣ") the one with a day.
    """
    gone = {s.target.citation for s in said if s.kind == "repeals"} - {None}
    told: dict[tuple[object, ...], Statement] = {}
    for s in said:
        if s.kind == "continues" and not s.provisions and s.target.citation in gone:
            continue
        key = (s.kind, s.target.citation, s.provisions) if s.kind in _ENDED and s.target.citation is not None else (id(s),)
        if key not in told or (s.effective_from and not told[key].effective_from):
            told[key] = s
    return list(told.values())
