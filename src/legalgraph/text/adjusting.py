"""Decisions that adjust a plan approved before: "Phê duyệt điều chỉnh Chiến lược … đã được phê duyệt tại Quyết định số …"."""

import re

from legalgraph.text.sentences import Object, Sentence
from legalgraph.text.stating import inherit, operate

# "Phê duyệt điều chỉnh cục bộ", "Điều chỉnh, bổ sung": the verb of the decision, and of no task set to others.
_HOW = r"(?:\s*,\s*bổ sung|\s+(?:cục bộ|tổng thể|bổ sung))*"
_ADJUSTS = rf"(?:(?P<approves>Phê duyệt\s+(?:việc\s+)?)điều chỉnh|Điều chỉnh){_HOW}\s+"
# The plan, and the decision by which it holds.
_PLAN = re.compile(rf"{_ADJUSTS}[^ⒹⓅⓈⓆ;:.]{{3,300}}?\s(?:(?:đã|được)\s+)*(?:[^ⒹⓅⓈⓆ;:.,]{{0,60}}?\s)?(?:phê duyệt|thông qua)(?:,\s*ban hành)?\s+(?:tại|theo|kèm theo)\s+(?:các\s+)?(?P<what>Ⓓ)(?P<rest>.*)", re.DOTALL)
_PARTS = re.compile(rf"{_ADJUSTS}(?:(?:một số\s+)?(?:nội dung|chỉ tiêu|điều)\s+(?:của|tại|trong)\s+)?(?:các\s+)?(?P<what>(?:Ⓟ\s+(?:của\s+)?)?Ⓓ)(?P<rest>.*)", re.DOTALL)
# "Điều chỉnh tên chủ đầu tư tại khoản 1 Điều 1 Ⓓ thành Ⓠ".
_DETAIL = re.compile(rf"{_ADJUSTS}[^ⒹⓅⓈⓆ;:.]{{1,120}}?\s(?:tại|quy định tại)\s+(?:các\s+)?(?P<what>Ⓟ\s+(?:của\s+)?Ⓓ)(?P<rest>\s*(?:thành|như sau|từ\s).*)", re.DOTALL)
# What is to be adjusted in accordance with something, or until a day, is a task.
_TASK = re.compile(r"\b(?:cho phù hợp|theo hướng|nhằm|trình|báo cáo|đề xuất|trước ngày|trong (?:quý|năm|tháng))\b")
# Without "Phê duyệt", what is adjusted is told, and how: "Điều chỉnh dự án đã được phê duyệt theo Ⓓ" may name what an article is about.
_HOW_TOLD = re.compile(r"\s*,?\s*(?:như sau\b|cụ thể\b|thành\b|với\b|từ\s)")
_SAYS_HOW = re.compile(r"\bsau(?:\s+đây)?\s*$")
_ENDS = re.compile(r"\s*(?:[.,;:(]|$|\n|với|như sau|cụ thể|thành|từ\s)")
# Plans are approved by decisions, and by resolutions of councils.
_APPROVING = {"qd", "nq"}


def adjusted(sentence: Sentence, begin: int) -> bool:
    """State that a decision adjusts a plan, and so the document that approved it; false for any other sentence.

    Only a title, an article's own words and a fragment are read so: what stands in a clause or point may be a task.
    """
    source = sentence.context.source
    if source is not None and (source.steps[-1][0] != "dieu" or sentence.context.tasked is not None):
        return False
    found = next((found for pattern in (_PLAN, _PARTS, _DETAIL) if (found := pattern.match(sentence.words, begin))), None)
    if found is None or (found.re is _PARTS and not found["approves"]) or not _ENDS.match(found["rest"]) or _TASK.search(found["rest"]):
        return False
    if not found["approves"] and not _tells_how(sentence, found["rest"]):
        return False
    objects = [o for o in sentence.objects(found.start("what"), found.end("what")) if _approves(sentence, o)]
    for o in objects:
        operate(sentence, "amends", o, o.places, sentence.span(begin, found.end("what")))
    if objects:
        inherit(sentence, objects[-1:], "như sau")
    return bool(objects)


def _tells_how(sentence: Sentence, rest: str) -> bool:
    """True where words behind a plan say how it is adjusted; a title need not tell, and the heading of an article says that it will be told below."""
    source = sentence.context.source
    if source is None and not sentence.context.fragment:
        return True
    heads = source is not None and not rest.rstrip().endswith((":", ".", ";"))
    return _HOW_TOLD.match(rest) is not None and (not heads or _SAYS_HOW.search(rest) is not None)


def _approves(sentence: Sentence, o: Object) -> bool:
    target = sentence.target(o.document)
    return target is not None and target.type in _APPROVING
