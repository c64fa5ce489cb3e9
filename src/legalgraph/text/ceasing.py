"""Ends whose verb stands first: "Thôi áp dụng …", "Chấm dứt hiệu lực của …", "Không áp dụng … kể từ ngày …"."""

import re

from legalgraph.text.exceptions import clause_end, exception_behind
from legalgraph.text.sentences import Pending, Sentence
from legalgraph.text.stating import state

_ALL_OF_IT = re.compile(r"[ⒹⓅ](?:[^ⒹⓅⓈⓉ;.:\n]{0,40}[ⒹⓅ])*\s*(?:[.;]|$)")
# "Thôi áp dụng Ⓓ", "Chấm dứt hiệu lực của Ⓓ"; "Không áp dụng Ⓓ" is an end only from a day, and for all.
_CEASED = re.compile(
    r"(?:Nay\s+|Ⓢ\s+|(?:[Kk]ể\s+)?[Tt]ừ\s+(?P<since>Ⓣ)\s*,\s*(?:nay\s+)?)?(?:[Tt]hôi\s+(?:việc\s+)?(?:áp dụng|thi hành)|[Cc]hấm dứt\s+(?:hiệu lực(?:\s+thi hành)?|(?:việc\s+)?(?:áp dụng|thi hành))|(?P<not>[Kk]hông\s+áp dụng|[Nn]gừng\s+áp dụng))"
    r"(?:\s+(?:của|đối với|toàn bộ|các|quy định|tại))*\s+(?=[ⒹⓅ])"
)
_SINCE_BEHIND = re.compile(r"(?:kể\s+)?từ\s+(Ⓣ)\s*(?:[.,;]|$)")
_FROM_NOW_ON = re.compile(r"[ⒹⓅ](?:[^ⒹⓅⓈⓉ;.:\n]{0,40}[ⒹⓅ])*\s*,?\s+(?:kể\s+)?từ\s+(?:Ⓣ|ngày\s+Ⓢ[^ⒹⓅⓈⓉ;]{0,20}có hiệu lực(?:\s+thi hành)?)\s*(?:[.;]|$)")


def ceased(sentence: Sentence, begin: int) -> None:
    """State an end whose verb stands first: "Thôi áp dụng Ⓓ kể từ Ⓣ", "Chấm dứt hiệu lực của Ⓓ"."""
    words = sentence.words
    found = _CEASED.match(words, begin)
    if not found or (found["not"] and not (_ALL_OF_IT if found["since"] else _FROM_NOW_ON).match(words, found.end())):
        return
    clause = clause_end(words, found.end())
    since = _SINCE_BEHIND.search(words, found.end(), clause)
    sign = sentence.sign_at(since.start(1) if since else found.start("since")) if since or found["since"] else None
    act = Pending("ends", "repeals_part", *sentence.span(begin, clause), effective_from=sign.day if sign else None)
    state(sentence, sentence.objects(found.end(), clause), act, exception_behind(sentence, found.end(), clause), begin=sentence.span(found.end(), clause)[0])
