"""Text as a file gives it ▶ text as it reads: NFC, paragraphs whole, page furniture out, footnotes at the end."""

import re
import unicodedata
from collections.abc import Iterator

from legalgraph.model.offsets import OffsetMap, rewrite
from legalgraph.model.reading import Diagnostic, Flow, Note
from legalgraph.text.endnotes import RULE, endnotes
from legalgraph.text.footnotes import Footnotes, Mark, find_footnotes
from legalgraph.text.markdown import unlinked, unmarked
from legalgraph.text.pages import blank_furniture, header_first, is_printed
from legalgraph.text.paragraphs import Line, begins, looks_wrapped, printed_lines, widths
from legalgraph.text.weaving import Weaver

# Pieces that can be normalised alone: a letter that never joins to the left, and all that may join to it.
_UNSAFE = re.compile(r"[\x00-\u02ff\u1e00-\u1eff\u2010-\u2044]?[^\x00-\u02ff\u1e00-\u1eff\u2010-\u2044]+")
_ODD_BLANKS = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_ODD_HYPHENS = "\u2010\u2011"  # Word's hyphens that do not break: "901/2031/NĐ‑CP"
# Other alphabets' letters that look like Đ and đ: so old files print "Ðiều 5", "901/2031/NÐ-CP".
_ODD_LETTERS = {"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ"}
_INVISIBLE = ("\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff")
_EDITS = re.compile(
    r"(?P<end>[ \t]*\r\n?)|[ \t]+(?=\n|\Z)|(?:(?<=\n)|\A)[ \t]+|(?P<run>[ \t]{2,})|[\u00ad\u200b\u200c\u200d\u2060\ufeff]+"
)


def flow(
    text: str, notes_start: int | None = None, note_calls: tuple[tuple[int, str], ...] = (), *, printed: bool = False,
    markdown: bool = False,
) -> Flow:  # fmt: skip
    """Make a text readable. Text that already is comes back as it was.

    `notes_start` and `note_calls` are footnotes the reader of the file set apart, as in `SourceDocument`. `printed` for a
    text whose lines are known to be those of paper; else its lines tell. `markdown` for one known to have such marks.
    """
    clean, back = _composed(text)
    if markdown:
        clean, step = unmarked(clean)
        back = step.after(back)
    if notes_start is not None:
        calls = [(back.to_new(at), label) for at, label in note_calls]
        return _with_given(clean, back, back.to_new(notes_start), calls, printed=printed)
    if printed or is_printed(clean) or looks_wrapped(clean):
        return _from_paper(clean, back)
    tidy, step = _tidied(clean)
    if "\n[1]" in tidy and (ended := endnotes(tidy)):
        return Flow(ended[0], ended[1].after(step).after(back), ended[2])
    return Flow(tidy, step.after(back))


def _composed(text: str) -> tuple[str, OffsetMap]:
    """NFC, ordinary letters, blanks and hyphens, links as their words, with the way back."""
    back = OffsetMap()
    if not unicodedata.is_normalized("NFC", text):
        edits = ((m.start(), m[0], unicodedata.normalize("NFC", m[0])) for m in _UNSAFE.finditer(text))
        text, back = rewrite(text, (_narrowed(start, old, new) for start, old, new in edits if old != new))
    for blank in _ODD_BLANKS:
        if blank in text:
            text = text.replace(blank, " ")
    for hyphen in _ODD_HYPHENS:
        if hyphen in text:
            text = text.replace(hyphen, "-")
    for odd, letter in _ODD_LETTERS.items():
        if odd in text:
            text = text.replace(odd, letter)
    text, step = unlinked(text)
    return text, step.after(back)


def _narrowed(start: int, old: str, new: str) -> tuple[int, int, str]:
    """An edit without what is the same at its ends."""
    begin, most = 0, min(len(old), len(new))
    while begin < most and old[begin] == new[begin]:
        begin += 1
    end = 0
    while end < most - begin and old[-1 - end] == new[-1 - end]:
        end += 1
    return start + begin, start + len(old) - end, new[begin : len(new) - end]


def _tidied(text: str) -> tuple[str, OffsetMap]:
    """Blanks in excess, carriage returns and invisible characters out."""
    if not any(sign in text for sign in ("  ", " \n", "\n ", "\r", "\t", *_INVISIBLE)) and text[:1] != " " and text[-1:] != " ":
        return text, OffsetMap()
    found = {match.start(): match for sign in (*_DIRT, *_INVISIBLE) for match in _edits_at(text, sign)}
    for match in (_EDITS.match(text), _EDITS.search(text, len(text.rstrip(" \t")))):
        if match:
            found[match.start()] = match
    return rewrite(text, ((start, found[start].end(), _instead(found[start])) for start in sorted(found)))


_DIRT = ("  ", " \n", "\n ", "\n\t", "\t ", " \t", "\t\t", "\t\n", "\r")


def _edits_at(text: str, sign: str) -> Iterator[re.Match[str]]:
    """The edits about each place where a sign of something in excess stands; found by the sign, as most of a text is clean."""
    place = text.find(sign)
    while place >= 0:
        start = place + 1 if sign[0] == "\n" else place
        if sign[0] in " \t\r":
            while start and text[start - 1] in " \t":
                start -= 1
        match = _EDITS.match(text, start)
        if match:
            yield match
        place = text.find(sign, max(place + 1, match.end() - 1 if match else 0))


def _instead(found: re.Match[str]) -> str:
    if found["end"] is not None:
        return "\n"
    if found["run"] is None:
        return ""
    return "\t" if "\t" in found["run"] else " "


def _from_paper(text: str, back: OffsetMap) -> Flow:
    blank = blank_furniture(text.replace("\r\n", " \n").replace("\r", "\n").replace("\v", " "))
    lines = header_first(printed_lines(blank))
    notes = find_footnotes(lines)
    weaver = Weaver(blank)
    called = _weave(weaver, lines, notes)
    made = _append_notes(weaver, lines, notes, called)
    woven, step = weaver.done()
    return Flow(woven, step.after(back), made, notes.diagnostics)


def _weave(weaver: Weaver, lines: list[Line], notes: Footnotes) -> dict[str, int]:
    """Join the lines of the text, footnotes left out; return where each note is called."""
    called: dict[str, int] = {}
    marks: dict[int, list[Mark]] = {}
    for mark in notes.marks:
        marks.setdefault(mark.line, []).append(mark)
    wide = widths(lines)
    before: Line | None = None
    opening: Line | None = None
    for index, line in enumerate(lines):
        if index in notes.lines:
            continue
        if before is not None:
            joint = _joint(line, before, wide[index], opening)
            weaver.put(joint, before.end)
            opening = line if joint == "\n" else opening
        else:
            opening = line
        place = line.start
        for mark in marks.get(index, ()):
            _take(weaver, line, place, mark.start)
            called[mark.label] = weaver.length
            place = mark.end
        _take(weaver, line, place, line.end)
        before = line
    return called


def _joint(line: Line, before: Line, width: int, opening: Line | None) -> str:
    if begins(line, before, width, opening):
        return "\n"
    # "NĐ-" / "CP" and "2021/" / "TT-BTC" were broken inside a word; "Lao động -" / "Thương binh" was not.
    last = before.words
    return "" if last[-1] in "-/" and len(last) > 1 and last[-2].isalnum() else " "


_HIDDEN = re.compile(r"[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_GAP = re.compile(r"[ \t\v]{2,}|[\t\v]|[\u00ad\u200b\u200c\u200d\u2060\ufeff]+")
_COLUMN = re.compile(r"CỘNG H|Độc lập|[Nn]gày .{0,40}năm|Số\s*:|Luật số")


def _take(weaver: Weaver, line: Line, start: int, end: int) -> None:
    """Take a piece of a line: runs of blanks become one, columns of a header lines of their own."""
    whole = line.words
    if "  " not in whole and "\t" not in whole and "\v" not in whole and (whole.isascii() or not _HIDDEN.search(whole)):
        weaver.take(start, end)
        return
    words = line.words[start - line.start : end - line.start]
    columns = bool(_COLUMN.search(line.words))
    place = start
    for gap in _GAP.finditer(words):
        weaver.take(place, start + gap.start())
        blank = gap[0].isspace()
        weaver.put(("\n" if columns and len(gap[0]) > 3 else " ") if blank else "", start + gap.start())
        place = start + gap.end()
    weaver.take(place, end)


def _append_notes(weaver: Weaver, lines: list[Line], notes: Footnotes, called: dict[str, int]) -> tuple[Note, ...]:
    """Put the notes at the end, one a line as "[87] words"."""
    if not notes.notes:
        return ()
    made: list[Note] = []
    end = lines[-1].end
    weaver.put("\n" + RULE, end)
    for label, rows in notes.notes:
        weaver.put(f"\n[{label}] ", lines[rows[0]].start)
        start = weaver.length
        before: Line | None = None
        for row in rows:
            line = lines[row]
            if before is not None:
                weaver.put(" ", before.end)
            _take(weaver, line, line.start + notes.starts.get(row, 0), line.end)
            before = line
        made.append(Note(label, start, weaver.length, called.get(label)))
    return tuple(made)


def _with_given(text: str, back: OffsetMap, start: int, calls: list[tuple[int, str]], *, printed: bool) -> Flow:
    """A text whose footnotes the reader of the file set apart: they stay at the end, after a line."""
    body, notes = text[:start], text[start:]
    if printed or is_printed(body) or looks_wrapped(body):
        made = _from_paper(body, OffsetMap())
        main, step, doubts = made.text, made.back, made.diagnostics
    else:
        main, step = _tidied(body)
        doubts = ()
    rule = ("" if main.endswith("\n") or not main else "\n") + RULE + "\n"
    end = len(main) + len(rule)
    # The notes follow the line as they were; what is put in leads to where they began.
    joined = OffsetMap((*step.new, len(main), end), (*step.old, start, start), (*step.kept, False, True))
    at = {label: step.to_new(place) for place, label in calls}
    found = [Note(m[1], end + m.start(2), end + m.end(2), at.get(m[1])) for m in _GIVEN.finditer(notes)]
    known = {note.label for note in found}
    missing = tuple(
        Diagnostic("note-missing", f"note {label} is called and not there", place, place)
        for label, place in at.items() if label not in known
    )  # fmt: skip
    return Flow(main + rule + notes, joined.after(back), tuple(found), (*doubts, *missing))


_GIVEN = re.compile(r"(?<![^\n])\[([^\]\n]{1,12})\][ \t]*([^\n]*)")
