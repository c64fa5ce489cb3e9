"""Laws called by their initials: "Bộ luật Tố tụng hình sự (sau đây viết tắt là BLTTHS)", then "Điều 5 BLTTHS"."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from legalgraph.model.reading import Citation, Mention

_CALLED = re.compile(r"(?:gọi|viết)\s{1,4}tắt\s{0,4}(?:\s(?:là|bằng)|:)\s{0,4}[“\"‘']?\s{0,2}(?P<initials>[A-ZĐ]{3,10})(?![\w/-])")
_LAWS = ("luat", "bo-luat", "pl")
_REACH = 600  # so far before the remark the law is named
_MOST = 20  # a text explains no more of them


def with_initials(text: str, found: Sequence[Citation]) -> Sequence[Citation]:
    """Add the later mentions of laws by initials that the text itself explains, and that are the initials of the law's name."""
    if "tắt" not in text:
        return found
    laws: dict[str, tuple[int, Citation]] = {}
    named = [citation for citation in found if citation.type in _LAWS and citation.name]
    for called in _CALLED.finditer(text):
        before = bisect_right(named, called.start(), key=lambda citation: citation.end)
        law = named[before - 1] if before and len(laws) < _MOST else None
        if law and called.start() - law.end < _REACH and _initials_of(law.name or "") == called["initials"]:
            laws.setdefault(called["initials"], (called.start("initials"), law))
    if not laws:
        return found
    merged = list(found)
    for mention in re.finditer(rf"(?<![\w/-])(?:{'|'.join(laws)})(?![\w/-])", text):
        first, law = laws[mention[0]]
        if mention.start() >= first:
            merged.append(Citation(mention.start(), mention.end(), mention[0], law.type, Mention.NAMED, year=law.year, name=law.name))
    kept: list[Citation] = []
    for citation in sorted(merged, key=lambda c: c.start):
        if not kept or citation.start >= kept[-1].end:
            kept.append(citation)
    return kept


def _initials_of(name: str) -> str:
    return "".join(word[0] for word in re.findall(r"\w+", name)).upper()
