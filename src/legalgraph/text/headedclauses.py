"""Clauses behind a colon that each say what becomes of places of the document before it: "Ⓓ: khoản 3 Điều 52 được sửa đổi thành Ⓠ; khoản 4 Điều 56 được bãi bỏ"."""

import re
from collections.abc import Iterator
from dataclasses import replace

from legalgraph.text.acts import passive_acts
from legalgraph.text.operations import instructions
from legalgraph.text.sentences import Sentence

_CHANGED = r"(?:được|bị)\s+(?:sửa|bổ sung|bãi bỏ|thay|hủy bỏ|huỷ bỏ|bỏ\b|đổi|đính chính)"
_PASSIVE = rf"(?:(?:[Cc]ác\s+)?(?:[Cc]ụm từ|[Tt]ừ)\s+Ⓠ\s+(?:tại|của|trong)\s+)?(?:(?:[Cc]ác|[Tt]ên)\s+)?Ⓟ(?:(?:,|;|\s+và)\s+(?:các\s+)?Ⓟ)*\s+{_CHANGED}"
_ACTIVE = r"[Ss]au\s+Ⓟ\s*,?\s+bổ sung\s|[Tt]ại\s+(?:các\s+)?Ⓟ\s*,?\s+(?:bỏ|bãi bỏ|thay|bổ sung|sửa đổi)\s"
_HEAD = re.compile(rf"\s*(?:(?:Tại|Đối với|Trong)\s+)?(?P<document>Ⓓ)(?:[ \t]|\(\s*\))*:\s*(?={_PASSIVE}|{_ACTIVE})")
# A clause ends at a semicolon behind its verb: "Điều 8; khoản 2 Điều 9 bị bãi bỏ" is one.
_NEXT = re.compile(rf";\s*(?:và\s+)?(?=[^;]*(?:{_CHANGED}|\b(?:bỏ|bãi bỏ|thay|bổ sung|sửa đổi)\s))")
_VERB = re.compile(r"\b(?:được|bị|bỏ|thay|bổ sung|sửa đổi)\s")


def headed_clauses(sentence: Sentence, begin: int) -> bool:
    """State what each clause does to the document that heads them all; false where there are none, or they do nothing."""
    before = len(sentence.statements)
    for clause, start in _clauses(sentence, begin):
        instructions(clause, start)
        passive_acts(clause, start)
        sentence.statements += clause.statements
        sentence.used |= {said.target.citation for said in clause.statements if said.target.citation is not None}
    return len(sentence.statements) > before


def _clauses(sentence: Sentence, begin: int) -> Iterator[tuple[Sentence, int]]:
    """Yield each clause with where it begins, as a sentence of its own."""
    head = _HEAD.match(sentence.words, begin)
    if head is None:
        return
    document = sentence.target(sentence.sign_at(head.start("document")))
    context = replace(sentence.context, document=document, steps=(), pending=None, instructing=True)
    place = head.end()
    while place < len(sentence.words):
        verb = _VERB.search(sentence.words, place)
        following = _NEXT.search(sentence.words, verb.end()) if verb else None
        end = following.start() if following else len(sentence.words)
        yield Sentence(sentence.text, sentence.shape, sentence.words[:end], sentence.citations, context), place
        place = following.end() if following else end
