"""Issuers that a text names once for several documents: "Quyết định số A, Quyết định số B của Ủy ban nhân dân tỉnh Lào Cai".

Provinces number their documents alike, so a number without its issuer names none. An issuer is shared only within one list: by
the members before the first that has it, and by the items below a heading that names it ("… các Quyết định sau đây của …:").
What names its own issuer keeps it, and where a list has several issuers nobody is given one that may be another's.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from legalgraph.model.folding import fold
from legalgraph.model.reading import Citation, Mention
from legalgraph.text.numbers import BLANK

_JOINT = re.compile(rf"(?:{BLANK})?(?:,(?:{BLANK}và)?|(?<=\s)và){BLANK}(?:các{BLANK})?(?:số{BLANK})?")
_SHARED_BODY = rf"(?:[Cc]hủ tịch{BLANK})?(?:(?:[ỦủUu][Yy]|[Uu][Ỷỷ]) ban nhân dân|UBND|[Hh]ội đồng nhân dân|HĐND)(?!\w)"
# Words of a heading: its dot of "TP." ends no sentence.
_WORD = r"(?:[^:;.\n“”\"]|(?<=TP)\.|(?<=Tp)\.)"
_HEADED = re.compile(rf"\b(?:của|do){BLANK}(?P<issuer>{_SHARED_BODY}{_WORD}{{0,180}})[:\n]")
# "…, gồm", "… sau đây", "… ban hành": what a heading goes on to say behind the issuer.
_TAIL = re.compile(r"(?:[\s,]+(?:đã|ban hành|trước đây|sau đây|sau|dưới đây|bao|gồm|như|cụ thể|có))+\s*$")
_SEVERAL = re.compile(
    rf"\b(?:[Cc]ác|[Nn]hững|[Tt]oàn bộ|[0-9]{{1,3}}(?:{BLANK}\([^()\n]{{1,40}}\))?){BLANK}"
    r"(?:[Qq]uyết định|[Nn]ghị quyết|[Cc]hỉ thị|[Vv]ăn bản)(?!\w)"
)
_SENTENCE = re.compile(r"[;\n]|\.\s(?=[^a-zđ])")
_LABEL = re.compile(r"[ \t\xa0]{0,8}(?:(?P<number>\d{1,3}(?:\.\d{1,3})*[.)])|(?P<letter>[a-zđ]\d?\))|(?P<dash>[-–+•]))?[ \t\xa0]{0,8}(?:(?:[Tt]oàn bộ|[Cc]ác)[ \t\xa0])*")
_NEXT = re.compile(rf"[;,]?{BLANK}(?:và{BLANK})?(?:các{BLANK})?")
_BACK, _LINE = 240, 1500


def with_shared_issuers(text: str, citations: Sequence[Citation]) -> list[Citation]:
    """Return the citations, each that shares the issuer of its list with it."""
    given = list(citations)
    for chain in _chains(text, given):
        _share_backwards(given, chain)
    starts = [cited.start for cited in given]
    for found in _HEADED.finditer(text):
        issuer = _issuer_of_heading(text, found, starts)
        if issuer:
            for index in _items(text, found.start(), found.end(), given, starts):
                if _can_be_of(given[index], issuer):
                    given[index] = replace(given[index], issuer=issuer)
    return given


def _chains(text: str, citations: Sequence[Citation]) -> Iterator[list[int]]:
    """The documents named in one list, joined by commas and "và", in order; each list once."""
    chain: list[int] = []
    for index, cited in enumerate(citations):
        if cited.within is not None:
            continue
        if chain and not _JOINT.fullmatch(text, _end(citations[chain[-1]]), cited.start):
            yield chain
            chain = []
        chain.append(index)
    if chain:
        yield chain


def _end(cited: Citation) -> int:
    return max(cited.end, cited.extent)


def _share_backwards(citations: list[Citation], chain: Sequence[int]) -> None:
    """Give the members before the first that has an issuer this issuer, back to one that has a title or another symbol."""
    at = next((at for at, index in enumerate(chain) if citations[index].issuer), 0)
    giver = citations[chain[at]]
    for index in reversed(chain[:at]):
        cited = citations[index]
        if cited.title or cited.mention is not Mention.NUMBERED or giver.number is None or cited.number is None:
            return
        if (cited.type, cited.number.symbol_slug) != (giver.type, giver.number.symbol_slug):
            return
        citations[index] = replace(cited, issuer=giver.issuer)


def _issuer_of_heading(text: str, found: re.Match[str], starts: Sequence[int]) -> str | None:
    """The issuer of all that a heading announces; None where the words speak of one document, or cite one."""
    before = text[max(0, found.start() - _BACK) : found.start()]
    cuts = [cut.end() for cut in _SENTENCE.finditer(before)]
    begin = found.start() - len(before) + (cuts[-1] if cuts else 0)
    if found[0].endswith("\n") and not text.startswith("Điều ", begin):
        return None  # only the heading of an article ends so
    cites = bisect_left(starts, begin) != bisect_left(starts, found.end())
    if cites or not _SEVERAL.search(text, begin, found.start()):
        return None
    return _TAIL.sub("", found["issuer"])


def _items(text: str, heading: int, place: int, citations: Sequence[Citation], starts: Sequence[int]) -> Iterator[int]:
    """The documents without an issuer of their own at the heads of the items of a list, while its items go on."""
    outer, inner = _kind(text, text.rfind("\n", 0, heading) + 1), ""
    while place < len(text):
        line = text.find("\n", place)
        line = len(text) if line < 0 else line
        label = _LABEL.match(text, place)
        at = bisect_left(starts, label.end()) if label else len(starts)
        heads = label is not None and at < len(starts) and starts[at] == label.end() and citations[at].within is None
        kind = _kind(text, place)
        if text[place - 1] == ":":  # the rest of the heading's own line
            if not heads and text[place:line].strip():
                return
        elif (kind and kind == outer) or (inner and heads and kind != inner) or (not kind and text[max(0, place - 8) : place].rstrip()[-1:] not in (":", ";", ",")) or (not heads and not (kind and text[place:line].rstrip().endswith(":") and bisect_left(starts, line) == at and not _HEADED.search(text, place, line))):
            return
        else:
            inner = kind if heads else ""
        if heads:
            chain, at = _of_item(text, at, line, citations)
            yield from chain
        place = line + 1


def _kind(text: str, place: int) -> str:
    found = _LABEL.match(text, place)
    return (found.lastgroup or "") if found else ""


def _of_item(text: str, at: int, line: int, citations: Sequence[Citation]) -> tuple[list[int], int]:
    """The documents that an item lists; none where one of them has an issuer of its own."""
    chain = [at]
    for index in range(at + 1, len(citations)):
        cited, last = citations[index], citations[chain[-1]]
        if cited.start >= line or (cited.within is None and not _NEXT.fullmatch(text, _end(last), cited.start)):
            break
        if cited.within is None:
            chain.append(index)
    return ([] if any(citations[index].issuer for index in chain) else chain), chain[-1]


def _can_be_of(cited: Citation, issuer: str) -> bool:
    """True when a number is that of the body named: a committee's or its chairman's, or a council's."""
    if cited.mention is not Mention.NUMBERED or cited.number is None:
        return False
    parts = {re.sub(r"\d+$", "", part) for part in cited.number.symbol_slug.split("-")}
    council = fold(issuer).startswith(("hoi dong", "hdnd"))
    return cited.number.is_local and bool(parts & ({"hdnd", "hd"} if council else {"ubnd", "ub", "ubt", "ctubnd", "ctub"}))
