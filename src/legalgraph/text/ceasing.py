"""Ends whose verb stands first: "Thôi áp dụng …", "Hết hiệu lực toàn bộ các văn bản sau:", "Không áp dụng … kể từ ngày …"."""

import re
from dataclasses import replace

from legalgraph.text.exceptions import clause_end, exception_behind
from legalgraph.text.sentences import Pending, Sentence
from legalgraph.text.since import day_of_head
from legalgraph.text.stating import state

# Documents and places, and no other words between them than those of a list: not "Không áp dụng Ⓓ cho Ⓟ Ⓓ".
_LIST = r"[ⒹⓅ](?:(?:\s|,|và\b|số\b|của\b)*[ⒹⓅ])*"
_CLOSES = r"\s*(?:[.;]|$|[,(]?\s*(?:ngoại\s+)?trừ\b)"
# What ends, ends for all and without condition: "Thôi áp dụng Ⓓ đối với hộ nuôi tằm", "… khi Ⓓ được sửa đổi" end nothing.
_ALL_OF_IT = re.compile(rf"{_LIST}{_CLOSES}")
_FROM_NOW_ON = re.compile(rf"{_LIST}\s*,?\s+(?:kể\s+)?từ\s+(?:(?P<day>Ⓣ)|ngày\s+Ⓢ[^ⒹⓅⓈⓉ;]{{0,20}}có hiệu lực(?:\s+thi hành)?){_CLOSES}")
# "Thôi áp dụng Ⓓ", "Chấm dứt hiệu lực của Ⓓ"; "Không áp dụng Ⓓ" is an end only from a day, and "Ⓢ không áp dụng Ⓓ" tells its own reach.
_CEASED = re.compile(
    r"(?:Nay\s+|(?P<own>Ⓢ)\s+(?:có hiệu lực[^ⒹⓅ;]{0,80}?(?:,|;|\bvà)\s+(?:đồng thời\s+)?)?|(?:[Kk]ể\s+)?[Tt]ừ\s+(?P<since>Ⓣ)\s*,\s*(?:nay\s+)?)?"
    r"(?:[Tt]hôi\s+(?:việc\s+)?(?:áp dụng|thi hành)|(?:[Cc]hấm dứt|[Hh]ết)\s+hiệu lực(?:\s+(?:thi hành|pháp lý))?(?:\s+(?:toàn bộ|(?P<part>một phần)))?(?:\s*,?\s+(?:kể\s+)?từ\s+(?P<then>Ⓣ)\s*,?(?=\s+(?:các|những)\s))?|[Cc]hấm dứt\s+(?:việc\s+)?(?:áp dụng|thi hành)|(?P<not>(?:[Kk]hông|[Nn]gừng)\s+áp dụng))"
    r"(?:\s+(?:của|đối với|toàn bộ|các|quy định|tại))*\s+(?:(?=[ⒹⓅ])|(?P<list>(?:những\s+)?(?:\d{1,3}(?:\s*\([^()]{1,40}\))?\s+)?(?:văn bản|quy định|[Nn]ghị quyết|[Qq]uyết định|[Nn]ghị định|[Tt]hông tư|[Cc]hỉ thị)\b[^ⒹⓈⓅⓆ:;.]*\b(?:(?:sau|dưới)(?:\s+đây)?\b[^ⒹⓈⓅⓆ:;.]*|(?:bao\s+)?gồm(?:\s+có)?\s*):\s*(?:$|(?=(?:[Cc]ác\s+)?[ⒹⓅ]))))"
)
# "Điều 2. Thẩm quyền": what stands there may be done, and is not done.
_ARTICLE = re.compile(r"^\W*Điều\s+\d+[a-zđ]?\s*[.:][^\n]*", re.MULTILINE)
_POWERS = re.compile(r"thẩm quyền|quyền hạn|nhiệm vụ|trách nhiệm", re.IGNORECASE)
_HEADING_REACH = 4000


def ceased(sentence: Sentence, begin: int) -> None:
    """State an end whose verb stands first: "Thôi áp dụng Ⓓ kể từ Ⓣ", "Chấm dứt hiệu lực của Ⓓ"."""
    words = sentence.words
    found = _CEASED.match(words, begin)
    if not found or (found["not"] and found["own"]):
        return
    told = next((name for name in ("since", "then") if found[name]), None)
    since = sentence.sign_at(found.start(told)) if told else None
    if found["list"]:
        start, end = sentence.span(begin, found.end())
        if not found["not"] and not _may_only_be_done(sentence, start):
            day = since.day if since else day_of_head(sentence, found.start("list"), found.end())
            act = Pending("repeals_part" if found["part"] else "ends", "repeals_part", start, end, effective_from=day)
            sentence.context = replace(sentence.context, pending=act)
            state(sentence, sentence.objects(found.end(), len(words)), act)
        return
    everything, from_now_on = _ALL_OF_IT.match(words, found.end()), _FROM_NOW_ON.match(words, found.end())
    if not from_now_on and (not everything or (found["not"] and not found["since"])):
        return
    clause = clause_end(words, found.end())
    start, end = sentence.span(begin, clause)
    if _may_only_be_done(sentence, start):
        return
    sign = sentence.sign_at(from_now_on.start("day")) if from_now_on and from_now_on["day"] else since
    act = Pending("ends", "repeals_part", start, end, effective_from=sign.day if sign else None)
    last = from_now_on.end() if from_now_on else everything.end() if everything else clause
    state(sentence, sentence.objects(found.end(), last), act, exception_behind(sentence, found.end(), clause), begin=sentence.span(found.end(), clause)[0])


def _may_only_be_done(sentence: Sentence, start: int) -> bool:
    """True for an item of a list ("Bộ trưởng quyết định:"), and in an article about powers and duties."""
    source = sentence.context.source
    if source is not None and source.steps[-1][0] == "diem":
        return True
    articles = [found[0] for found in _ARTICLE.finditer(sentence.text[max(0, start - _HEADING_REACH) : start])]
    return bool(articles and _POWERS.search(articles[-1]))
