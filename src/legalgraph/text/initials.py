"""Laws called by their initials: "Bộ luật Tố tụng hình sự (sau đây viết tắt là BLTTHS)", then "Điều 5 BLTTHS"."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from legalgraph.model.number import Number
from legalgraph.model.reading import Citation, Mention

_CALLED = re.compile(r"(?:gọi|viết)\s{1,4}tắt\s{0,4}(?:\s(?:là|bằng)|:)\s{0,4}[“\"‘']?\s{0,2}(?P<initials>[A-ZĐ]{3,10})(?![\w/-])")
_LAWS = ("luat", "bo-luat", "pl")
_REACH = 600  # so far before the remark the law is named
# "BLTL năm 2015", "BLTL số 16/2035/QH19", "BLTL cũ": it may be another law of that name than the one explained.
_WHICH = r"(?:\s+(?:năm\s+)?(?P<year>(?:19|20)\d\d)\b|\s+số\s+(?P<number>\d{1,3}/(?:19|20)\d\d/QH\d{1,2})\b|(?P<age>\s+(?:cũ|mới))\b)?"
# What stands before a law, not before a body of that name ("Hội LTT"): a place, a mark, or a small word.
_LEADS = re.compile(r"(?:\d[a-zđ]?\s|[\n.,;:(“\"]\s*|[Đđ]iểm [a-zđ]\s|\b(?:của|[Tt]heo|[Tt]ại|[Tt]rong|cứ|và|với|bởi|bỏ|đổi|sung|thế|hành|hiện)\s)\Z")
_MOST = 20  # a text explains no more of them


def with_initials(text: str, found: Sequence[Citation]) -> Sequence[Citation]:
    """Add the later mentions of laws by initials that the text itself explains, and that are the initials of the law's name."""
    if "tắt" not in text:
        return found
    laws: dict[str, tuple[int, Citation]] = {}
    named = [citation for citation in found if citation.type in _LAWS and citation.name]
    explained = Counter(called["initials"] for called in _CALLED.finditer(text))
    for called in _CALLED.finditer(text):
        before = bisect_right(named, called.start(), key=lambda citation: citation.end)
        law = named[before - 1] if before and len(laws) < _MOST else None
        if law and called.start() - law.end < _REACH and _initials_of(law.name or "") == called["initials"]:
            laws[called["initials"]] = (called.start("initials"), law)
    # What two things are called by stands for neither.
    laws = {initials: law for initials, law in laws.items() if explained[initials] == 1}
    if not laws:
        return found
    merged = list(found)
    for mention in re.finditer(rf"(?<![\w/-])(?P<initials>{'|'.join(laws)})(?![\w/-]){_WHICH}", text):
        first, law = laws[mention["initials"]]
        if mention.start() == first or (mention.start() > first and _LEADS.search(text, max(0, mention.start() - 12), mention.start())):
            merged.append(_cited(mention, law))
    kept: list[Citation] = []
    for citation in sorted(merged, key=lambda c: c.start):
        if not kept or citation.start >= kept[-1].end:
            kept.append(citation)
    return kept


def _cited(mention: re.Match[str], law: Citation) -> Citation:
    """The law that initials stand for: the one explained, or another of its name by the number, year or age printed behind them."""
    number = Number.parse(mention["number"]) if mention["number"] else None
    year = int(mention["year"]) if mention["year"] else None if number or mention["age"] else law.year
    name = f"{law.name} {mention['age'].strip()}" if mention["age"] else law.name
    return Citation(*mention.span(), mention[0], law.type, Mention.NUMBERED if number else Mention.NAMED, number, year=year, name=name)


def _initials_of(name: str) -> str:
    return "".join(word[0] for word in re.findall(r"\w+", name)).upper()
