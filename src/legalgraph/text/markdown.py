"""The marks of Markdown, which much of what was taken from pages carries: the words stay, the marks go."""

import re
from collections.abc import Iterator

from legalgraph.model.offsets import OffsetMap, rewrite

# "[45/2031/NĐ-CP](https://… "title")"; a picture, or the call of a footnote, has no words worth keeping.
_LINK = re.compile(
    r"!\[[^\[\]\n]{0,300}\]\([^()\s]{0,2000}\)|\[\d{1,4}\]\([^()\s]{0,2000}#_ftn(?:ref)?\d+\)"
    r"|\[(?P<words>[^\[\]\n]{1,600})\]\((?:https?:|mailto:|[/#.])[^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,2000})?(?:\s\"[^\"\n]{0,300}\")?\)"
)
_STRONG = re.compile(r"(?<!\*)(?P<mark>\*\*|\*\*\*)(?=[^\s*])(?P<words>[^*\n]{1,2000})(?<!\s)(?P=mark)(?!\*)")
_HEADING = re.compile(r"(?<![^\n])#{1,6}[ \t]+(?=\S)")
_ESCAPE = re.compile(r"\\(?=[.\-*_#\[\]()+!>`])")


def unlinked(text: str) -> tuple[str, OffsetMap]:
    """Return the text with the words of links alone, with the way back: texts taken from pages have links whatever they are.

    >>> unlinked("theo [45/2031/NĐ-CP](https://example.org/45)")[0]
    'theo 45/2031/NĐ-CP'
    """
    return rewrite(text, _edits(_LINK, text)) if "](" in text else (text, OffsetMap())


def unmarked(text: str) -> tuple[str, OffsetMap]:
    """Return a Markdown text without strong marks, marks of headings and escapes, with the way back.

    >>> unmarked("# **Điều 1.** Tằm")[0]
    'Điều 1. Tằm'
    """
    back = OffsetMap()
    for pattern in (_STRONG, _HEADING, _ESCAPE):
        text, step = rewrite(text, _edits(pattern, text))
        back = step.after(back)
    return text, back


def _edits(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int, str]]:
    """Everything of each match but its words."""
    for match in pattern.finditer(text):
        kept = "words" in pattern.groupindex and match["words"] is not None
        start, end = match.span("words") if kept else (match.end(), match.end())
        yield match.start(), start, ""
        if end < match.end():
            yield end, match.end(), ""
