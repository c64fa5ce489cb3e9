"""Where the sentences of a shape begin and end, and where their words begin behind a label."""

import re
from collections.abc import Iterator

_ENUMERATOR = r"(?:\d{1,3}[a-zđ]?(?:\.\d{1,3})*[.)]\s+|[a-zđ]\d?\)\s*|\([a-z0-9]{1,4}\)\s*|[-+•–]\s*)"
# "2- Bãi bỏ …", "b/ Bãi bỏ …", "I- …", "Điều 2.- …": so until 1996. Amid a line these may be ranges or fractions.
_OLD_ENUMERATOR = r"(?:\d{1,3}|[a-zđ]|[A-H](?!\s))(?:\s?[-–/]|\s?[./)][-–])\s+(?=[^\W\d_]|[ⒹⓈⓅ])"
_LABELS = re.compile(
    rf"\s*(?:[IVX]{{1,5}}(?:\.|\s?[-–/]|\.\s?[-–])\s+)?(?:(?:Điều|ĐIỀU)\s+(?:\d+[a-zđ]?\d*(?:[.:]?|[.:]?\s?[-–])\s+|[Tt]hứ\s(?:[\w ]{{2,12}})[.:]\s*))?(?:{_OLD_ENUMERATOR})?{_ENUMERATOR}*"
)
_OLD_LABEL = re.compile(rf"(?:^|\n)\s*(?:[IVX]{{1,5}}(?:\s?[-–/]|\.\s?[-–])\s+|{_OLD_ENUMERATOR.partition('(?=')[0]})$")
_END = re.compile(rf"(?<=[.\n])\s+(?=[^a-zđ\s])|\n|(?<=[;:,.])\s+(?={_ENUMERATOR}\s*\S)")
# "NGHỊ ĐỊNH SỬA ĐỔI, BỔ SUNG …": a title in one line with the word for its type.
_TYPE_IN_TITLE = re.compile(
    r"\s*(?:nghị định|nghị quyết|thông tư|quyết định|chỉ thị)(?:\s+liên tịch)?\s+(?=(?:sửa đổi|bổ sung|bãi bỏ|hủy bỏ|huỷ bỏ|thay thế|đính chính|ngưng|tạm ngưng)\b)", re.IGNORECASE
)
# "Bãi bỏ⏎Quyết định số …", "thay thế⏎Ⓓ": a verb alone asks for the line below; "Bãi bỏ Điều 2, Điều 3⏎Ⓓ" too, for the document of its places.
_ASKS = re.compile(r"(?:^|[\n.;:)]\s*|\bvà\s+|Ⓢ\s+)(?:[Bb]ãi bỏ|[Hh]ủy bỏ|[Hh]uỷ bỏ|[Tt]hay thế|[Đđ]ính chính)(?:\s+(?:toàn bộ|một phần))?[ \t]*$")
_ASKS_WHOSE = re.compile(r"(?:^|[\n.;:)]\s*)Bãi bỏ\s+(?:các\s+)?Ⓟ(?:[\s,;]*(?:và\s+)?Ⓟ)*(?:\s+(?:của|tại))?[ \t]*$")
_ITEM = re.compile(r"[a-zđ]{1,2}\d?\)|[a-zđ](?:\s?[-–/]|\s?[./)][-–])\s")
_NUMBER_BEFORE = re.compile(r"(?:^|[\s;:])(?:\d{1,3}[a-zđ]?|[a-zđ]|[IVX]+)\.$")


def cut(words: str, *, broken: bool = True, title: bool = False) -> Iterator[tuple[int, int, int]]:
    """Yield the sentences of a shape: start, where its words begin behind the label, and end.

    `broken` when a line may go on in the next, which then begins with a small letter; of a `title` the words begin behind its type.
    """
    place = 0
    for found in _END.finditer(words, 0, len(words.rstrip())):
        if _NUMBER_BEFORE.search(words[max(place, found.start() - 8) : found.start()]):
            continue
        if broken and found[0][0] == "\n" and words[found.end() : found.end() + 1].islower() and not _ITEM.match(words, found.end()):
            continue
        if found[0] == "\n" and words[found.end() : found.end() + 1] in ("Ⓓ", "Ⓟ") and _ASKS.search(words, max(place, found.start() - 40), found.start()):
            continue
        if found[0] == "\n" and words[found.end() : found.end() + 1] == "Ⓓ" and _ASKS_WHOSE.search(words, max(place, found.start() - 40), found.start()):
            continue
        if words[place : found.start()].strip():
            yield place, _begin(words, place, found.start(), title=title), found.start()
        place = found.end()
    if words[place:].strip():
        yield place, _begin(words, place, len(words), title=title), len(words)


def numbered_of_old(words: str, begin: int) -> bool:
    """True for a sentence whose label is written as until 1996, "2-", "b/", "I-": an item of the body, wherever it stands."""
    return _OLD_LABEL.search(words[max(0, begin - 12) : begin]) is not None


def _begin(words: str, start: int, end: int, *, title: bool) -> int:
    found = (_TYPE_IN_TITLE if title else _LABELS).match(words, start, end) or _LABELS.match(words, start, end)
    return found.end() if found else start
