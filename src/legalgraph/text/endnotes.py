"""Notes at the end of a text in one paragraph a line, as portals give them: "[1] Khoản này được …", called by "[1]"."""

import re

from legalgraph.model.offsets import OffsetMap
from legalgraph.model.reading import Note
from legalgraph.text.weaving import Weaver

RULE = "-----"
_NOTE = re.compile(r"(?:\n|\A)\[([0-9]{1,3})\][ ]?(?=\S)")
_RULED = re.compile(r"\n[-_]{3,}[ ]*\Z")
# Of the notes, so many must be called in the text.
_CALLED = 0.8


def endnotes(text: str) -> tuple[str, OffsetMap, tuple[Note, ...]] | None:
    """Take the marks out of the text and put its notes one a line behind a ruled line; None when it has no such notes."""
    starts = _last_run(text)
    if not starts:
        return None
    begin = starts[0].start()
    marks: list[tuple[int, str]] = []
    place = 0
    for found in starts:
        label = found[1]
        at = text.find(f"[{label}]", place, begin)
        if at >= 0:
            marks.append((at, label))
            place = at + len(label) + 2
    if len(marks) < len(starts) * _CALLED:
        return None
    weaver = Weaver(text)
    called: dict[str, int] = {}
    place = 0
    for at, label in marks:
        weaver.take(place, at)
        called[label] = weaver.length
        place = at + len(label) + 2
    ruled = _RULED.search(text, place, begin)
    weaver.take(place, ruled.start() if ruled else begin)
    weaver.put("\n" + RULE, begin)
    notes: list[Note] = []
    for index, found in enumerate(starts):
        end = starts[index + 1].start() if index + 1 < len(starts) else len(text)
        label = found[1]
        weaver.put(f"\n[{label}] ", found.start())
        start = weaver.length
        for line in re.finditer(r"[^\n]+", text[found.end() : end]):
            if line.start():
                weaver.put(" ", found.end() + line.start() - 1)
            weaver.take(found.end() + line.start(), found.end() + line.end())
        notes.append(Note(label, start, weaver.length, called.get(label)))
    woven, back = weaver.done()
    return woven, back, tuple(notes)


def _last_run(text: str) -> list[re.Match[str]]:
    """The lines numbered 1, 2, 3 … of which the last are the last of the text."""
    run: list[re.Match[str]] = []
    for found in _NOTE.finditer(text):
        number = int(found[1])
        if number == 1:
            run = [found]
        elif run and number == len(run) + 1:
            run.append(found)
    return run if run and run[0].start() > 0 else []
