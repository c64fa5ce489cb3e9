"""Short names that a text gives to what it cites: "(sau đây gọi là Thông tư số 12)"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_GAP = r"[ \t\xa0\n]{1,4}"
_MAY = r"[ \t\xa0\n]{0,4}"
_CALLED = re.compile(
    rf"(?:gọi|viết)(?:{_GAP}(?:chung|tắt|chung{_GAP}tắt))?(?:{_GAP}là"
    rf"|{_MAY}:){_MAY}(?P<open>[“\"‘']?){_MAY}(?P<alias>[^\n;(){{}}”\"’']{{2,160}})"
)
_PHRASE = re.compile(
    "(?:Thông tư|Nghị định|Nghị quyết|Quyết định|Chỉ thị|Bộ luật|Luật|Pháp lệnh|Hiến pháp|Sắc lệnh)(?!\\w)".replace(" ", _GAP)
)


@dataclass(frozen=True, slots=True)
class Alias:
    """Words that stand for a document from here on; `bracket` is where the remark that says so begins."""

    bracket: int
    start: int
    end: int
    words: str


def find_aliases(text: str) -> Iterator[Alias]:
    """Yield what a text calls documents for short, where that is a phrase for a document ("Nghị định 45")."""
    for found in _CALLED.finditer(text):
        alias = found["alias"].rstrip(" \t\n,.")
        if not _PHRASE.match(alias):
            continue
        bracket = text.rfind("(", max(0, found.start() - 60), found.start())
        start = found.start("alias")
        yield Alias(bracket if bracket >= 0 else found.start(), start, start + len(alias), alias)
