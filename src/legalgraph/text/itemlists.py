"""Headings of articles that do something to what their items name: "Điều 1. Bãi bỏ các quyết định"."""

import re
from collections.abc import Sequence

from legalgraph.model.reading import Citation, Unit
from legalgraph.text.locators import Places
from legalgraph.text.sentences import Pending, Sentence
from legalgraph.text.shapes import Shape, signs_of
from legalgraph.text.since import FROM_DAY

_HEADING = re.compile(
    r"(?:(?P<repeals>bãi bỏ|h(?:ủy|uỷ) bỏ)|thay thế)\s+(?:toàn bộ\s+)?(?:(?:các|những|một số|\d+(?:\s*\([^()]*\))?)\s+)?"
    r"(?:quyết định|nghị quyết|thông tư|nghị định|chỉ thị|văn bản)(?!\w)[^ⒹⓈⓅⓆ:;.]*",
    re.IGNORECASE,
)
_JOINT = r"\s*(?:[,;]\s*(?:và\s+)?|và\s+)(?:các\s+)?"
_ITEM = re.compile(rf"\s*(?:\d{{1,3}}[a-zđ]?\.|[a-zđ]\d?\)|[-–+•])\s*(?:[Cc]ác\s+)?Ⓓ(?:{_JOINT}Ⓓ)*(?:\s*\([^()ⒹⓈⓅⓆ]*\))?(?:\s*,?\s*{FROM_DAY})?\s*[.;,]?\s*(?:và)?\s*(?:\./\.)?\s*")
# "1. Luật Tằm tang số …: sửa đổi khoản 2 Điều 17; bãi bỏ Điều 26" in a list of laws that a heading amends; of "Ⓓ: sửa đổi Ⓓ" the words are a title.
_NAMED_IN_LIST = re.compile(
    r"(?:(?:Tại|Đối với|Trong)\s+)?(?:Ⓟ\s+(?:của\s+)?)?Ⓓ(?:[ \t]|\(\s*\))*(?::|\s[-–]\s)\s*(?=(?:(?P<other>sửa đổi|bổ sung|thay|đính chính|đổi)|bãi bỏ|bỏ|hủy bỏ|huỷ bỏ|lược bỏ)[\s,])(?![^\n]*Ⓓ)", re.IGNORECASE
)
# "Điều 2. Nghị định số …: bãi bỏ khoản 4 Điều 84; bổ sung Điều 84a": an article of its own.
_ARTICLE = re.compile(r"(?:^|\n)\s*Điều\s+\d{1,3}[a-zđ]?\s*[.:]\s*\Z")
_ITEMS = {"khoan", "diem", "tiet"}


def announced_by_heading(text: str, article: Unit, citations: Sequence[Citation], places: Sequence[Places]) -> Pending | None:
    """The act that the heading of an article does to what its items name; None where the article says anything else itself."""
    lead = text[article.start : article.lead].strip()
    if article.kind != "dieu" or article.heading is None or "\n" in lead or not article.children:
        return None
    begin = article.start + lead.rfind(article.heading)
    words = Shape(text, begin, article.lead, signs_of(text, begin, article.lead, citations, places)).words
    found = _HEADING.fullmatch(words.strip())
    if found is None or not all(_only_names(text, item, citations, places) for item in article.children):
        return None
    kinds = ("repeals", "repeals_part") if found["repeals"] else ("replaces", "replaces_part")
    return Pending(*kinds, begin, begin + len(article.heading))


def named_in_list(sentence: Sentence, begin: int) -> re.Match[str] | None:
    """The name that begins an item which says itself what is done to its places, where the heading of the list amends or repeals."""
    act = sentence.context.pending.kind if sentence.context.pending else None
    if act is None and _ARTICLE.search(sentence.words, 0, begin):
        return _NAMED_IN_LIST.match(sentence.words, begin)
    if act not in ("amends", "repeals", "repeals_part") and not (act is None and sentence.context.instructing):
        return None
    found = _NAMED_IN_LIST.match(sentence.words, begin)
    return None if found and found["other"] and act in ("repeals", "repeals_part") else found


def _only_names(text: str, item: Unit, citations: Sequence[Citation], places: Sequence[Places]) -> bool:
    """True for an item that names documents and says nothing of them."""
    if item.kind not in _ITEMS or item.children:
        return False
    return bool(_ITEM.fullmatch(Shape(text, item.start, item.end, signs_of(text, item.start, item.end, citations, places)).words))
