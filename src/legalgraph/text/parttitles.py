"""How far the title goes of a document of which only places are meant: "Điều 6 của A sửa đổi, bổ sung một số điều của B; C và D".

What stands behind without a place of its own, and is older than A, is what A amended. Lists of documents go from old to new, so
that an older one is seldom the next of the list; and to leave out one that was repealed is less wrong than to repeal those that A amended.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from legalgraph.model.reading import Citation, Mention
from legalgraph.text.nesting import older

_AMENDING = re.compile(r"(?:về (?:việc )?|việc )?(?:sửa đổi|bổ sung|thay thế|bãi bỏ)", re.IGNORECASE)
# "; Nghị định", ", số", "và các Thông tư", in the same paragraph.
_GOES_ON = re.compile(r"[ \xa0]*(?:[;,][ \xa0]*|\bvà )(?:và )?(?:các )?(?:(?:Nghị định|Nghị quyết|Thông tư|Quyết định|Luật) )?")


def with_whole_titles(text: str, citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """Return the citations, those `within` the title of a document of which places are named that it amended."""
    done = list(citations)
    for head, cited in enumerate(citations):
        if done[head].within is not None or not cited.places or not _AMENDING.match(cited.title or ""):
            continue
        end, nested = done[head].extent, False
        for at in range(head + 1, len(done)):
            member = done[at]
            if member.start < end:
                nested = True
                continue
            if not nested or not _is_next(text, end, cited, member):
                break
            end = max(member.end, member.extent)
            done[at] = replace(member, within=head)
        done[head] = replace(done[head], extent=max(end, done[head].extent))
    return tuple(done)


def _is_next(text: str, end: int, head: Citation, member: Citation) -> bool:
    """True for a document, older than the head and without places, that a comma, semicolon or "và" joins to its title."""
    if member.mention is Mention.SELF or member.places or member.within is not None or older(member, head) is not True:
        return False
    return _GOES_ON.fullmatch(text, end, member.start) is not None
