"""Subjects and verbs of a sentence: where the first thing named stands, and what is said under a document rather than of it."""

import re
from collections.abc import Iterable
from itertools import islice

# "về việc ngưng hiệu lực": the verb is named, not done.
ONLY_NAMED = re.compile(r"(?:để|nội dung|quy định|bãi bỏ|hủy bỏ|huỷ bỏ|thời gian|thời hạn|việc|về|lệnh|quyết định|bị|hết|được|phải)\s+$", re.IGNORECASE)
_NAMED = re.compile("[ⒹⓅ]")
# "Giấy phép cấp theo Ⓓ hết hiệu lực": the document is not what ends.
_UNDER = re.compile(r"\b(?:theo|căn cứ)\s+(?:(?:các\s+)?quy định\s+)?(?:(?:của|tại|về)\s+)?(?:các\s+)?(?:(?:bảng|biểu|sơ đồ)\s+(?:số\s+)?\d{1,3}\s+(?:(?:của|tại)\s+)?)?$", re.IGNORECASE)
# But "Quy chế ban hành kèm theo Ⓓ hết hiệu lực": it is, or a part of it is.
_ISSUED_WITH = re.compile(r"\b(?:kèm|ban hành)\s+theo\s+(?:các\s+)?$")
LIST_FOLLOWS = re.compile(r"\b(?:sau|sau đây|dưới đây|gồm|như sau)\b[^:]*:\s*$|:\s*$")
_MOST_VERBS = 50


def verbs(pattern: re.Pattern[str], words: str, begin: int) -> Iterable[re.Match[str]]:
    """The verbs of one kind in a sentence; of one that is nothing else, the first: what stands around each is looked through anew."""
    return islice(pattern.finditer(words, begin), _MOST_VERBS)


def is_under(words: str, left: int, first: int) -> bool:
    """True when what stands before a document is done under it, and not issued with it."""
    return bool(_UNDER.search(words, left, first)) and not _ISSUED_WITH.search(words, left, first)


def first_named(words: str, start: int, end: int) -> int:
    """Where the first document or place of a stretch stands; its end when it has none."""
    found = _NAMED.search(words, start, end)
    return found.start() if found else end
