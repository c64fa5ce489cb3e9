"""What a document issues, and is called by its kind: "Quy chế … ban hành kèm theo Quyết định số … (sau đây gọi là Quy chế)"."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from legalgraph.model.reading import Citation, Mention
from legalgraph.text.aliases import Alias

# What a document does little more than to issue, with articles or parts of its own.
RULES = r"(?:Quy chế|Điều lệ|Nội quy|Quy tắc|Quy định|Quy trình|Chương trình|Kế hoạch|Chiến lược|Đề án)"
_CALLED = re.compile(rf"\(\s?sau\s+đây\s+(?:được\s+)?(?:gọi|viết)(?:\s+(?:chung|tắt))?\s+là:?\s+[“\"]?(?P<what>{RULES})[”\"]?\s?\)")
_REACH = 400
# "Điều 9 Quy chế;", "Mục III của Chương trình thì": nothing goes on to say which one is meant.
_MENTIONED = r"(?:[Đđ]iều|[Mm]ục|[Cc]hương|[Pp]hần)\s(?:\d{{1,3}}[a-zđ]?|[IVXLC]{{1,6}})\s(?:của\s|tại\s)?(?P<what>{what})(?=\s*(?:[.,;:)\n]|\Z)|\s(?:và|hoặc|thì|được|để|phải|khi|thực hiện|có|do|nêu trên)\s)"
_ISSUING = r"(?<!\w){what}(?!\w)[^.;:\n]{{0,260}}?\sban\s+hành\s+(?:kèm\s+)?theo\s+\Z"


def issued_names(text: str, found: Sequence[Citation]) -> Iterator[tuple[Alias, list[Citation]]]:
    """Yield the names that a text gives to what documents issue, each with its mentions behind places, the first where it is explained."""
    explained = list(_CALLED.finditer(text))
    times = Counter(called["what"] for called in explained)
    for called in explained:
        what = called["what"]
        document = next((c for c in reversed(found) if c.end <= called.start()), None) if times[what] == 1 else None
        if document is None or document.number is None or called.start() - document.end > _REACH:
            continue
        if not re.search(_ISSUING.format(what=what), text[max(0, document.start - _REACH) : document.start]):
            continue
        mentions = re.compile(_MENTIONED.format(what=what)).finditer(text, called.end())
        spans = [called.span("what"), *(mention.span("what") for mention in mentions)]
        if len(spans) > 1:
            yield (
                Alias(called.start(), *spans[0], what),
                [Citation(start, end, text[start:end], document.type, Mention.ALIAS) for start, end in spans],
            )
