"""Acts upon documents and parts of them that stand before the verb: end of effect, repeal, replacement, suspension."""

import re
from dataclasses import replace

from legalgraph.model.reading import Statement, Target
from legalgraph.text.ceasing import ceased
from legalgraph.text.continuing import goes_on
from legalgraph.text.durations import day_of, days_in, days_that_open, end_of, window_in_title
from legalgraph.text.exceptions import EXCEPTION, clause_end, excepted_in_subject, exception_behind, of_one, set_apart, with_exception
from legalgraph.text.phrases import WORDS, without_edited
from legalgraph.text.sentences import BRIDGE, HERE, Object, Pending, Sentence
from legalgraph.text.since import FROM_DAY, day_behind, day_that_opens
from legalgraph.text.stating import NOT_WHOLE, heads_parts, heads_rules, state
from legalgraph.text.subjects import LIST_FOLLOWS, ONLY_NAMED, first_named, is_under, verbs

_WHERE = r"(?=\s*(?:(?:kể\s+)?từ\b|,|;|:|\.|$|\n|theo\b|cùng\b|vào\b|trừ\b|ngoại trừ\b|đồng thời\b|đối với\b|sau\b|khi\s+Ⓢ|\(|Ⓣ))"
_ENDS = re.compile(
    rf"(?:đều\s+|sẽ\s+|cũng\s+)?(?:hết|chấm dứt|không còn)\s+hiệu lực(?:\s+thi hành)?(?:\s+(?:toàn bộ|một phần))?{_WHERE}"
)
# "Ⓓ nay bãi bỏ", "các Ⓓ, Ⓓ đều bãi bỏ": so until 1996.
_REPEALED = re.compile(
    r"(?:đều\s+)?(?:được|bị)\s+(?:bãi bỏ|hủy bỏ|huỷ bỏ)(?!\s+(?:theo|bởi|tại|bằng|cụm|một số|(?:trong|vào)\s+(?:đầu |cuối )?(?:năm|quý|tháng|kỳ|thời gian|giai đoạn)))|(?<!có )\b(?:nay|đều)\s+(?:bãi bỏ|hủy bỏ|huỷ bỏ)(?=\s*(?:[.;,]|$|\n))"
)
# "Phụ lục I, Phụ lục III Ⓓ được thay thế tương ứng bằng Phụ lục I, Phụ lục II ban hành kèm theo Ⓢ".
_REPLACED = re.compile(
    r"(?:được|bị)\s+(?:thay thế|thay)\s+(?:(?:hoàn toàn|toàn bộ|tương ứng|lần lượt)\s+)?(?:bởi|bằng)\s+(?:(?:các|tương ứng|lần lượt)\s+)*(?:(?:quy định|nội dung)\s+)?(?:(?:tại|của)\s+)?"
    r"(?:Ⓟ[^ⒹⓅⓈ;.]{0,30}(?:Ⓟ[^ⒹⓅⓈ;.]{0,30})?|(?:[Dd]anh mục|[Bb]ảng|[Bb]iểu|[Mm]ẫu)\b[^ⒹⓅⓈ;.]{0,100}\skèm theo\s+)?Ⓢ"
)
_SUSPENDED = re.compile(
    r"(?:(?:[Tt]ạm\s+)?(?:[Nn]gưng|[Nn]gừng|[Dd]ừng|[Đđ]ình chỉ)\s+(?:hiệu lực|(?:việc\s+)?thi hành)|[Tt]ạm\s+(?:ngưng|ngừng|dừng)\s+(?:việc\s+)?(?:áp dụng|thực hiện))(?:\s+(?:thi hành|áp dụng))?(?:\s+(?:toàn bộ|một phần))?"
    # "Lùi thời hạn áp dụng Ⓟ Ⓓ đến hết Ⓣ", "Lùi hiệu lực thi hành Ⓓ": without force until then.
    r"|\bLùi\s+(?:(?:thời\s+(?:hạn|gian|điểm)|việc|ngày)\s+)?(?:có\s+)?(?:hiệu lực|áp dụng|thực hiện|thi hành)(?:\s+thi hành)?(?:\s+của)?"
)
# Where none of these stands, none of the verbs does.
_ANY = re.compile("hiệu lực|[Tt]ạm (?:ng|d)|Lùi |ãi bỏ|hủy bỏ|huỷ bỏ|thay thế|hay bằng|thi hành|iếp tục|éo dài|ia hạn|ụng (?:cho )?đến|iện (?:cho )?đến|iữ nguyên |ẫn (?:thực hiện|áp dụng) theo|(?:[Tt]hôi|[Kk]hông|[Nn]gừng|việc) áp dụng")
# Why an end is no act of this sentence: a condition, a past, a denial, or only a word about other texts.
_NO_ACT = re.compile(
    r"\b(?:đã|khi|nếu|mà|chưa|không|đến|dự kiến|trường hợp|ngày|thời điểm|có thể|văn bản|việc)\s+(?:(?:toàn bộ\s+|các\s+)?Ⓓ\s*)?(?:đã\s+)?$", re.IGNORECASE
)
# "… được thực hiện khi quy định tại Ⓟ Ⓓ được bãi bỏ", "Trường hợp Ⓓ hết hiệu lực thì Ⓢ cũng hết hiệu lực".
_CONDITION = re.compile(r"\b(?:khi|nếu|(?<!trừ )trường hợp)\s+(?:(?:các|những)\s+)?(?:quy định\b|nội dung\b|văn bản\b|[ⒹⓅ])[^,;]*$", re.IGNORECASE)
# "Trường hợp Ⓓ bị bãi bỏ, Ⓓ hết hiệu lực", "Theo dự kiến, Ⓓ sẽ hết hiệu lực": so begins what does nothing.
_ONLY_IF = re.compile(r"\s*(?:(?:Nếu|(?:Trong\s+)?[Tt]rường hợp)\s+(?:(?:quy định|tại)\s+)*[ⒹⓅ]|(?:Theo\s+)?[Dd]ự kiến\b)[^;.]*")
# "Công bố Danh mục văn bản hết hiệu lực năm 2034, gồm:", "Công bố 05 văn bản hết hiệu lực:": news of what has ended; with a day, the second may end them.
_PUBLISHED = re.compile(r"\s*(?:Nay\s+)?[Cc]ông bố\b[^;:.ⒹⓅ]*?\b(?:(?P<list>[Dd]anh mục)\b|(?:các|những|\d{1,3})\s+(?:văn bản|thông tư|quyết định|nghị quyết|nghị định|chỉ thị)\b)[^;:.ⒹⓅ]*", re.IGNORECASE)
# "Cục Tơ kiến nghị Ủy ban nhân dân tỉnh đình chỉ …": what others are asked to do; "Theo đề nghị của Cục Tơ, …" is done.
_ASKED_OF = re.compile(r"\s*(?!(?:Theo|Xét|Căn cứ|Sau khi|Trên cơ sở)\b)[^ⒹⓅⓈ;:]*?(?<!heo )(?<!xét )\b(?:kiến nghị|đề nghị|đề xuất|yêu cầu)\b[^ⒹⓅⓈ;:]*", re.IGNORECASE)
# Between the subject and its suspension: "Đối với Ⓓ, ngưng hiệu lực …".
_SUSPENDED_SUBJECT = re.compile(r"[\s,:]*(?:(?:thì|sẽ|bị|được|nêu trên|này)[\s,]*)*")
# "Ⓓ bị đình chỉ thi hành": the document, not a licence under it.
_IS_SUSPENDED = re.compile(r"(?:Các\s+)?(?:Ⓟ[^ⒹⓅⓈ]{0,40})?Ⓓ(?:(?:,|\s+và)\s+Ⓓ)*\s+(?:sẽ\s+)?(?:bị|được)\s+")
# What may follow there: a day, an exception, the end; "bị đình chỉ thi hành nếu trái Luật", "… thì Ủy ban báo cáo" suspend nothing.
_SUSPENDED_NOW = re.compile(r"\s*(?:[.;]|$|,\s*trừ\b|(?:,\s*)?(?:kể\s+)?từ\b|(?:,\s*)?(?:cho\s+)?đến\b)(?!.*\b(?:nếu|thì|(?<!trừ )trường hợp)\b)")
# "Ngưng hiệu lực Ⓟ của Ⓓ; Ⓟ của Ⓓ kể từ …": the list goes on behind a semicolon.
_NEXT_OF_LIST = re.compile(r";\s*(?:và\s+)?(?:các\s+)?(?:Ⓟ[^ⒹⓈⓅⓉ;.:]{0,30})?Ⓓ(?=\s*(?:[;.]|$|(?:kể\s+)?từ\b|(?:cho\s+)?đến\b))")
# A suspension of all of the document above says no more than when.
_ONLY_WHEN = re.compile(r"\s*(?:[.,;]|$|(?:kể\s+)?từ\b|(?:cho\s+)?đến\b)")
_SINCE = re.compile(r"(?:[Kk]ể\s+)?[Tt]ừ\s+(?:ngày|thời điểm)\s+Ⓢ[^ⒹⓅ,;]{0,40}?hiệu lực(?:\s+thi hành)?\s*[,:]?\s*|" + FROM_DAY + r"\s*,\s*")
# "…; các quy định về thuế tại văn bản khác không phù hợp với Ⓢ được bãi bỏ": the subject is unnamed rules.
_UNNAMED = re.compile(
    r"(?P<joint>[\s,;]*(?:\bvà\s+|\bcùng\s+)?)\b(?:tất cả\s+)?(?:các|những|mọi)\s+(?:quy định|văn bản|nội dung|chế độ|luật lệ|thể lệ)(?=[^ⒹⓅ]*\b(?:trái|không phù hợp|mâu thuẫn|khác)\b)[^ⒹⓅ]*$",
    re.IGNORECASE,
)
_NEAR = 300  # a subject is not longer
# "Từ Ⓠ tại Ⓟ được bãi bỏ": the word, not the place.
_WORDS = re.compile(rf"\s*(?:[Cc]ác\s+)?{WORDS}\s+Ⓠ")
_OTHER_VERB = re.compile("hay thế|ãi bỏ|ủy bỏ|uỷ bỏ|hiệu lực|được|không")
# "Ⓓ hết hiệu lực từ Ⓣ; riêng Ⓟ hết hiệu lực từ Ⓣ": each verb has a subject of its own.
_NEXT_CLAUSE = re.compile(r"hiệu lực[^;,ⒹⓅ]*(?:[;,]|Ⓣ\s+và\b)\s*(?:riêng\b[^ⒹⓅ;,]*)?(?=[^;]{0,300}[ⒹⓅⓈ])")
# "Ⓢ có hiệu lực từ ngày Ⓓ được thông qua và Ⓓ hết hiệu lực": the first Ⓓ only says when.
_DATED_BY = re.compile(
    r"\b(?:từ|sau|cùng)\s+(?:(?:với|khi|ngày|thời điểm)\s+){1,2}(?:các\s+)?(?:Ⓟ\s+(?:của\s+)?)?Ⓓ(?:(?:,|\s+và)\s+Ⓓ)*\s+(?:(?:được|do)\s[^;,ⒹⓅⓈ]{0,80}?)?(?:thông qua|ban hành|công bố|ký|(?:bắt đầu\s+)?có hiệu lực)"
    r"[^;,ⒹⓅⓈ]{0,40}?(?:[;,]|\bvà)\s*(?:đồng thời\s+)?(?=[^;]{0,300}[ⒹⓅ])"
    r"|(?<![Kk]hi )(?<![Nn]ếu )(?<!hợp )(?<!ngày )(?<!điểm )Ⓓ\s+(?:(?:bắt đầu|vẫn|còn)\s+)*có hiệu lực[^;,ⒹⓅⓈ]{0,40}?\bvà\s+(?=(?:các\s+)?[ⒹⓅ])"
)
_ENDED_BEFORE = re.compile(r"(?:hết|chấm dứt|không còn)\s+hiệu lực[^;:]*;\s*(?=[^;]{0,300}[ⒹⓅⓈ])")
# "Ⓓ không bị bãi bỏ; Ⓓ hết hiệu lực": what is denied of one, or stays, is done to the next.
_DENIED_BEFORE = re.compile(
    r"(?<![(\w])(?:không|chưa)\s[^;(]*;\s*(?=[^;]{0,300}[ⒹⓅⓈ])"
    r"|[ⒹⓅ]\s+(?:thì\s+|sẽ\s+|hiện\s+)?(?:(?:vẫn|không|chưa)\s|được\s+giữ nguyên)[^;ⒹⓅ]{0,80}?(?:[;,]|\bvà)\s+(?=(?:các\s+|riêng\s+)?[ⒹⓅ])"
)
# "Các điều, khoản sau đây của Ⓓ hết hiệu lực: Điều 3, khoản 2 Điều 4".
_OF_PARTS = re.compile(r"\s*(?:Các|Những|Một số)\s+(?:điều|khoản|điểm|mục|chương|quy định|nội dung|phụ lục|(?:biểu )?mẫu)\b[^ⒹⓅ]*Ⓓ", re.IGNORECASE)
_OF_SOME_PARTS = re.compile(r"\s*(?:(?:thi hành|áp dụng|đối với|của)\s+)*(?:các|những|một số)\s+(?:điều|khoản|điểm|mục|chương|quy định|nội dung|phụ lục|(?:biểu )?mẫu)\b[^ⒹⓅⓈ]*Ⓓ", re.IGNORECASE)
_PARTS_BEHIND = re.compile(r"[^;:ⒹⓅ]*:\s*(?:[Cc]ác\s+)?Ⓟ\s*(?:[.;]|$)")
# "Các văn bản hết hiệu lực kể từ Ⓣ gồm:": no subject stands before the verb, the list is it.
_HEAD_OF_ENDED = re.compile(r"\s*(?:(?:Danh mục\s+)?(?:[Cc]ác|[Nn]hững)\s+)(?:[Vv]ăn bản|[Tt]hông tư|[Nn]ghị định|[Nn]ghị quyết|[Qq]uyết định|[Cc]hỉ thị|[Qq]uy định|[Đđ]iều khoản)\b[^ⒹⓅⓈⓉⓆ:;,]{0,80}")
_LISTED_FROM = re.compile(rf"\s*(?:{FROM_DAY}|(?:kể\s+)?từ\s+ngày\s+Ⓢ[^ⒹⓅⓈⓉ;:,]{{0,24}}hiệu lực(?:\s+thi hành)?)\s*,?\s*(?:(?:bao\s+)?gồm(?:\s+có)?|như sau)\s*:")


def passive_acts(sentence: Sentence, begin: int) -> None:
    """Find the acts whose objects stand before the verb: "X hết hiệu lực", "X bị bãi bỏ", "X tiếp tục áp dụng"."""
    if not _ANY.search(sentence.words, begin):
        return
    set_apart(sentence, begin)
    for pattern, kind, part in ((_ENDS, "ends", "repeals_part"), (_REPEALED, "repeals", "repeals_part"),
                                (_REPLACED, "replaces", "replaces_part")):  # fmt: skip
        for found in verbs(pattern, sentence.words, begin):
            _end_of(sentence, begin, found, kind, part)
    for found in verbs(_SUSPENDED, sentence.words, begin):
        _suspension(sentence, begin, found)
    goes_on(sentence, begin)
    ceased(sentence, begin)


def _end_of(sentence: Sentence, begin: int, found: re.Match[str], kind: str, part: str) -> None:
    words = sentence.words
    left = _subject(words, begin, found.start())
    own = left > begin and words.rfind("Ⓢ", begin, left) >= 0 and not _SINCE.match(words, begin, left)
    last = found.start()
    if unnamed := _UNNAMED.search(words, max(left, last - _NEAR), last):
        # "Ⓓ và những quy định trái với Ⓢ hết hiệu lực": Ⓓ goes with them when it begins the clause, and is all there is.
        last = unnamed.start()
        first = first_named(words, left, last)
        if first == last or not BRIDGE.match(words[left:first].lower()) or _OTHER_VERB.search(words, left, last):
            return
    before = words[left:last]
    named = "Ⓓ" in before or "Ⓟ" in before
    if _CONDITION.search(before) or "trái với" in before or _WORDS.match(words, left) or (_NO_ACT.search(words[begin : found.start()]) and not _heads_list(words, left, found)) or _ONLY_IF.fullmatch(words, begin, found.start()) or _is_news(sentence, begin, found) or is_under(words, left, first_named(words, left, found.start())):
        return
    if not named and (re.search(r"Ⓢ\s*(?:này\s+)?$", before) or (own and not before.strip())):
        _own_end(sentence, found)
        return
    if "một phần" in found[0] or heads_parts(words, left, found.start()):
        kind = "amends" if part == "replaces_part" else part
    clause = clause_end(words, found.end())
    start, end = sentence.span(left, clause)
    day = day_behind(sentence, found.end(), clause) or day_that_opens(sentence, begin, found.start())
    act = Pending(kind, part, start, end, effective_from=day, of_rules=not named and heads_rules(words, left, found.start()))
    in_subject = excepted_in_subject(sentence, left, last)
    objects = without_edited(sentence, sentence.objects(left, last), left, last) if named else []
    if objects and (earlier := words.rfind("Ⓓ", begin, left)) >= 0:
        objects = [o if o.document else replace(o, document=sentence.sign_at(earlier)) for o in objects]
    if len(objects) == 1 and not objects[0].places and (listed := _PARTS_BEHIND.match(words, found.end())) and _OF_PARTS.match(before):
        objects = [replace(objects[0], places=tuple(p for o in sentence.objects(found.end(), listed.end()) for p in o.places))]
    if not objects and (colon := words.find(":", found.end())) >= 0:
        objects = sentence.objects(colon, len(words))
    if objects:
        exception = of_one(sentence, objects, found.end(), clause, exception_behind(sentence, found.end(), clause)) or in_subject
        state(sentence, objects, act, exception, begin=sentence.span(left, found.start())[0])
        if words.rstrip().endswith(":") and _OF_PARTS.fullmatch(before.rstrip()):
            sentence.context = replace(sentence.context, document=sentence.target(objects[0].document), steps=(), pending=act)
    elif LIST_FOLLOWS.search(words):
        sentence.context = replace(sentence.context, pending=with_exception(sentence, act, exception_behind(sentence, found.end(), clause) or in_subject))


def _is_news(sentence: Sentence, begin: int, verb: re.Match[str]) -> bool:
    """True where an end is only published, as that of documents which have ended."""
    published = _PUBLISHED.fullmatch(sentence.words, begin, verb.start())
    return published is not None and bool(published["list"] or not day_behind(sentence, verb.end(), len(sentence.words)))


def _heads_list(words: str, left: int, verb: re.Match[str]) -> bool:
    """True for "Các văn bản hết hiệu lực kể từ Ⓣ gồm:" with what ends below."""
    return bool(_LISTED_FROM.match(words, verb.end()) and _HEAD_OF_ENDED.fullmatch(words, left, verb.start()))


def _subject(words: str, begin: int, verb: int) -> int:
    """Where the subject of a verb begins: behind "Kể từ ngày Ⓢ có hiệu lực," and behind the own entry into force."""
    since = _SINCE.match(words, begin, verb)
    left = since.end() if since else begin
    own = re.compile(r"Ⓢ\s+có hiệu lực[^;ⒹⓅ]*?(?:[;,]|\bvà)\s+").search(words, left, verb)
    left = own.end() if own else left
    clauses = [found.end() for pattern in (_NEXT_CLAUSE, _ENDED_BEFORE, _DENIED_BEFORE, _DATED_BY) for found in pattern.finditer(words, left, verb)]
    return max(clauses, default=left)


def _own_end(sentence: Sentence, found: re.Match[str]) -> None:
    day = day_behind(sentence, found.end(), clause_end(sentence.words, found.end()))
    if day:
        start, end = sentence.span(max(0, found.start() - 1), clause_end(sentence.words, found.end()))
        sentence.statements.append(
            Statement("self_expiry", HERE, start, end, date=day, source=sentence.context.source, rule="own_end")
        )


def _suspension(sentence: Sentence, begin: int, found: re.Match[str]) -> None:
    """State a suspension: "Ngưng hiệu lực Ⓓ từ Ⓣ đến Ⓣ", "Ⓓ ngưng hiệu lực …", "… đối với các văn bản sau:"."""
    words = sentence.words
    clause = clause_end(words, found.end())
    while (more := _NEXT_OF_LIST.match(words, clause)) and not days_in(sentence, found.end(), clause):
        clause = clause_end(words, more.end())
    if ":" in words[found.end() : clause + 1]:
        clause = len(words)
    before = words[begin : found.start()]
    if _IS_SUSPENDED.fullmatch(before):
        if not _SUSPENDED_NOW.match(words, found.end(), clause):
            return
    elif _NO_ACT.search(before) or ONLY_NAMED.search(before) or _ASKED_OF.fullmatch(before):
        return
    part_unsaid = ("một phần" in words[found.start() : found.end() + 10] or heads_parts(words, found.end(), len(words))) and "Ⓟ" not in words[begin:clause]
    if part_unsaid and not LIST_FOLLOWS.search(words):
        return
    days = days_in(sentence, found.end(), clause)
    excepted = EXCEPTION.search(words, found.end(), clause)
    objects = _suspended(sentence, begin, found, days, excepted.start() if excepted else clause)
    told = days or days_that_open(sentence, begin, found.start())
    since, until = day_of(sentence, told, "from"), end_of(sentence, told)
    if objects and not told:
        since, until = window_in_title(sentence, objects[-1])
    act = Pending(NOT_WHOLE if part_unsaid else "suspends", "suspends", *sentence.span(begin, clause), effective_from=since, until=until)
    exception = exception_behind(sentence, found.end(), clause)
    if objects:
        _suspend(sentence, found.end(), objects, act, exception)
    elif LIST_FOLLOWS.search(words):
        sentence.context = replace(sentence.context, pending=with_exception(sentence, act, exception))
    elif sentence.context.document is not None and not before.strip() and _ONLY_WHEN.match(words, found.end()):
        _whole_inherited(sentence, act, exception)


def _suspend(sentence: Sentence, verb: int, objects: list[Object], act: Pending, exception: str | None) -> None:
    """State a suspension; of "các khoản sau đây của Ⓓ" the items below say which, and without them it is not all of Ⓓ."""
    if len(objects) > 1 or objects[0].places or not _OF_SOME_PARTS.match(sentence.words, verb):
        state(sentence, objects, act, exception)
    elif sentence.words.rstrip().endswith(":"):
        sentence.context = replace(sentence.context, document=sentence.target(objects[0].document), steps=(), pending=act)


def _suspended(sentence: Sentence, begin: int, found: re.Match[str], days: re.Match[str] | None, last: int) -> list[Object]:
    """What is suspended: the subject of the verb, else what follows the days, else what stands between verb and days."""
    words = sentence.words
    first = first_named(words, begin, found.start())
    if first < found.start():
        ends = max(words.rfind(sign, begin, found.start()) for sign in "ⒹⓅ") + 1
        near = BRIDGE.match(words[begin:first].lower()) and _SUSPENDED_SUBJECT.fullmatch(words, ends, found.start())
        return _parts_behind(sentence, found, days, last, sentence.objects(begin, found.start())) if near else []
    for start, end in _around_days(found, days, last):
        first = first_named(words, start, end)
        if first < end and BRIDGE.match(words[start:first]):
            return _of_named_before(sentence, found.end(), days, sentence.objects(start, end))
    return []


def _around_days(verb: re.Match[str], days: re.Match[str] | None, last: int) -> tuple[tuple[int, int], ...]:
    """Where what is suspended may stand behind its verb: behind the days, and before them."""
    return ((days.end() if days else verb.end(), last), (verb.end(), min(days.start(), last) if days else last))


def _parts_behind(sentence: Sentence, verb: re.Match[str], days: re.Match[str] | None, last: int, subject: list[Object]) -> list[Object]:
    """The subject, or the places of it that stand behind the verb: "Đối với Ⓓ, ngưng hiệu lực Ⓟ từ Ⓣ đến Ⓣ"."""
    if len(subject) != 1 or subject[0].document is None or subject[0].places:
        return subject
    for start, end in _around_days(verb, days, last):
        first = first_named(sentence.words, start, end)
        parts = sentence.objects(start, end) if first < end and BRIDGE.match(sentence.words[start:first]) else []
        if parts and all(o.document is None for o in parts):
            return [replace(o, document=subject[0].document) for o in parts]
    return subject


def _of_named_before(sentence: Sentence, verb: int, days: re.Match[str] | None, objects: list[Object]) -> list[Object]:
    """Give places behind the days the document before them: "Ngưng hiệu lực các quy định sau tại Ⓓ đến hết Ⓣ: khoản 7 Điều 1"."""
    words = sentence.words
    last = days.start() if days else verb
    first = first_named(words, verb, last)
    named = sentence.objects(verb, last) if first < last and BRIDGE.match(words[verb:first]) else []
    if len(named) != 1 or named[0].document is None or named[0].places or any(o.document for o in objects):
        return objects
    return [replace(o, document=named[0].document) for o in objects]


def _whole_inherited(sentence: Sentence, act: Pending, exception: str | None) -> None:
    """An act upon all of the document of the heading: "a) Ngưng hiệu lực thi hành từ ngày … đến ngày …"."""
    target = sentence.context.document or Target(context=True)
    sentence.statements.append(
        Statement(
            act.kind, target, act.start, act.end, effective_from=act.effective_from, until=act.until,
            exception=exception, source=sentence.context.source, rule=f"formula_{act.kind}",
        )
    )  # fmt: skip
