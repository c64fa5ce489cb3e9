"""PDF files with a text layer: lines in reading order, page heads and stamps out, footnotes set apart; scans refused."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from math import hypot, pi
from typing import TYPE_CHECKING, Any

from legalgraph.errors import SourceError
from legalgraph.model.reading import Diagnostic, Origin, SourceDocument
from legalgraph.sources.legacy import is_legacy, of_font
from legalgraph.sources.lines import Lines
from legalgraph.sources.pdf_letters import GUESSED, Letter, joined_across
from legalgraph.sources.pdf_pages import Line, Page, arrange
from legalgraph.sources.pdf_tables import THIN, Box

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

MEDIA_TYPE = "application/pdf"
MOST_PAGES = 5_000
MOST_CHARACTERS_A_PAGE = 200_000
MOST_DRAWN = 20_000
# Fewer characters than these on a page that holds a picture are a stamp on a scan.
_A_FEW = 120
# Places further from a page than this are no places; the comparison also fails for what is no number.
_FAR = 100_000.0
_WHITE = 250  # of 255
# A hyphen at the end of a line comes as this control character.
_HYPHEN = 2
# Between these all characters mean what they are.
_BLANK, _NO_MORE = 0x20, 0xD800
_MOST_FONT_NAME = 64
# A text layer with more than this part of characters without a meaning says nothing.
_MEANINGLESS = 0.3
_NO_LETTER = re.compile("[\x01-\x08\x0e-\x1f\ue000-\uf8ff\ufffd]")
_FEW_MARKED = 0.03  # of Vietnamese text about a quarter are letters with marks
_MARKED = re.compile("[\u00c0-\u01b0\u1ea0-\u1ef9]")
_ENDS = (".", ";", "”", ":")


def read_pdf(data: bytes, name: str) -> Iterator[SourceDocument]:
    """Read a PDF. Raises SourceError when it is broken, locked or a scan."""
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document = PdfDocument(data)
    except PdfiumError as error:
        raise SourceError(f"{name}: {_reason(str(error))}") from error
    try:
        count = len(document)
        if not 0 < count <= MOST_PAGES:
            raise SourceError(f"{name}: {count:,} pages; from 1 to {MOST_PAGES:,} are read")
        pages = list(_pages(document, name, count))
    except PdfiumError as error:
        raise SourceError(f"{name}: broken in the middle ({error}); fetch it again") from error
    finally:
        document.close()
    yield _written(pages, data, name)


def _reason(told: str) -> str:
    if "password" in told.lower():
        return "locked with a password; save it without"
    if "security" in told.lower():
        return "protected in a way that is not known here; save it without protection"
    return f"broken or cut off ({told}); fetch it again"


def _pages(document: "PdfDocument", name: str, count: int) -> Iterator[Page]:
    """The pages with text; scans among them as pages without lines. Raises SourceError when nearly all are scans."""
    scans: list[int] = []
    without_meaning = False
    for number in range(1, count + 1):
        page = document[number - 1]
        try:
            read = _page(page, number, name)
        finally:
            page.close()
        words = "".join(line.words for line in read.lines)
        meaningless = len(_NO_LETTER.findall(words))
        if (read.characters < _A_FEW and read.pictures) or meaningless > max(_MEANINGLESS * len(words), 20):
            scans.append(number)
            read = replace(read, lines=(), characters=0, pictures=max(read.pictures, 1))
            without_meaning = without_meaning or meaningless > 20
        yield read
    if len(scans) > 0.8 * count and without_meaning:
        raise SourceError(
            f"{name}: its text layer says nothing: the characters have no meaning ({len(scans)} of {count} pages); "
            "recognise the text anew, for instance with: ocrmypdf --force-ocr -l vie IN.pdf OUT.pdf"
        )
    if len(scans) > 0.8 * count:
        raise SourceError(
            f"{name}: a scan without a text layer ({len(scans)} of {count} pages are pictures); "
            "recognise the text first, for instance with: ocrmypdf -l vie IN.pdf OUT.pdf"
        )


def _page(page: "PdfPage", number: int, name: str) -> Page:
    from pypdfium2 import raw

    width, height = page.get_size()
    text = page.get_textpage()
    try:
        count = text.count_chars()
        if count > MOST_CHARACTERS_A_PAGE:
            raise SourceError(f"{name}: page {number}: {count:,} characters are more than a page can have")
        # Characters are told in the page's own axes, its size as it is shown.
        across, down = (height, width) if page.get_rotation() in (90, 270) else (width, height)
        turned = _quarter(text, range(0, count, 17))
        letters = list(_letters(text, count, turned, across, down))
    finally:
        text.close()
    pictures = sum(1 for _ in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=2))
    if turned in (1, 3):
        width, height = down, across
    else:
        width, height = across, down
    return arrange(number, width, height, letters, pictures, list(_drawn(page, turned, across, down)))


def _drawn(page: "PdfPage", turned: int, width: float, height: float) -> Iterator[Box]:
    """The boxes of what is drawn on a page, as it is read upright; among them are the rules of tables.

    What is only filled, and no rule, is the ground of a cell; it counts where there are no rules.
    """
    from ctypes import byref, c_int

    from pypdfium2 import PdfiumError, raw

    boxes: list[tuple[Box, bool]] = []
    filled, outlined = c_int(), c_int()
    for drawn in islice(page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH,), max_depth=2), MOST_DRAWN):
        try:
            left, bottom, right, top = drawn.get_bounds()
        except PdfiumError:
            continue
        raw.FPDFPath_GetDrawMode(drawn, byref(filled), byref(outlined))
        if all(-_FAR < place < _FAR for place in (left, bottom, right, top)):
            boxes.append(((left, bottom, right, top), bool(outlined.value) or min(right - left, top - bottom) <= THIN))
    ruled = any(rule for _, rule in boxes)
    for (left, bottom, right, top), rule in boxes:
        if ruled and not rule:
            continue
        if turned == 1:
            yield height - top, width - right, height - bottom, width - left
        elif turned == 2:
            yield width - right, bottom, width - left, top
        elif turned == 3:
            yield bottom, left, top, right
        else:
            yield left, height - top, right, height - bottom


def _letters(text: Any, count: int, turned: int, width: float, height: float) -> Iterator[Letter]:
    """The characters of a page as they are read upright.

    Words that stand across (in heads of narrow columns) come as one; in the margins, and aslant (watermarks), they are left out.
    """
    from ctypes import byref, c_double

    from pypdfium2 import raw

    box, x, y, matrix = raw.FS_RECTF(), c_double(), c_double(), raw.FS_MATRIX()
    by_box, by_x, by_y, by_matrix = byref(box), byref(x), byref(y), byref(matrix)
    shown = (height, width) if turned in (1, 3) else (width, height)
    by_fonts = is_legacy(text.get_text_range(errors="ignore"))
    across: list[Letter] = []
    hidden = -1
    for at in range(count):
        code = raw.FPDFText_GetUnicode(text, at)
        letter = chr(code) if _BLANK < code < _NO_MORE and not by_fonts else _read(code, text, at, by_fonts=by_fonts)
        if letter in "\r\n" or code == 0:
            continue
        # Behind a footnote's own mark Word keeps the number it would have had, in white.
        if "0" <= letter <= "9" and at and _is_white(text, at) and (hidden == at - 1 or not _is_white(text, at - 1)):
            hidden = at
            continue
        raw.FPDFText_GetMatrix(text, at, by_matrix)
        upright = matrix.a > 0 and matrix.b == 0 and matrix.c == 0
        quarter, aslant = (0, False) if upright else _turn(raw.FPDFText_GetCharAngle(text, at))
        if aslant:
            continue
        # The loose box is as wide as the letter's advance: tight boxes leave gaps in which blanks would be seen.
        raw.FPDFText_GetLooseCharBox(text, at, by_box)
        raw.FPDFText_GetCharOrigin(text, at, by_x, by_y)
        # A font of size 1 may be drawn twelve times as large.
        size = raw.FPDFText_GetFontSize(text, at) * hypot(matrix.c, matrix.d)
        near = -_FAR < box.left < _FAR and -_FAR < box.right < _FAR and -_FAR < box.top < _FAR and -_FAR < box.bottom < _FAR
        if not (near and -_FAR < x.value < _FAR and -_FAR < y.value < _FAR and 0 <= size < _FAR):
            continue
        if turned == 3:
            found = Letter(letter, box.bottom, x.value, max(box.top, box.bottom), box.left, size)
        elif turned == 2:
            found = Letter(letter, width - box.right, y.value, max(width - box.left, width - box.right), box.bottom, size)
        elif turned == 1:
            found = Letter(letter, height - box.top, width - x.value, max(height - box.bottom, height - box.top), width - box.right, size)
        else:
            found = Letter(letter, box.left, height - y.value, max(box.right, box.left), height - box.top, size)
        if quarter == turned:
            yield found
        else:
            across.append(found)
    yield from joined_across(across, *shown)


def _is_white(text: Any, at: int) -> bool:
    from ctypes import byref, c_uint

    from pypdfium2 import raw

    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    told = raw.FPDFText_GetFillColor(text, at, byref(red), byref(green), byref(blue), byref(alpha))
    return bool(told) and min(red.value, green.value, blue.value) >= _WHITE


def _read(code: int, text: Any, at: int, *, by_fonts: bool) -> str:
    """What a character means."""
    from pypdfium2 import raw

    if code == _HYPHEN:
        return "-"
    letter = chr(code) if code < 0x110000 else "\ufffd"
    if letter == " " and raw.FPDFText_IsGenerated(text, at) == 1:
        return GUESSED
    return of_font(letter, _font(text, at)) if by_fonts else letter


def _font(text: Any, at: int) -> str:
    """The name of the font of a character."""
    from ctypes import create_string_buffer

    from pypdfium2 import raw

    name = create_string_buffer(_MOST_FONT_NAME)
    raw.FPDFText_GetFontInfo(text, at, name, _MOST_FONT_NAME, None)
    return name.value.decode("utf-8", "replace")


def _turn(angle: float) -> tuple[int, bool]:
    """By how many quarters an angle is turned, and whether it lies between two."""
    quarters = angle / (pi / 2)
    if not -_FAR < quarters < _FAR:
        return 0, True
    return round(quarters) % 4, abs(quarters - round(quarters)) > 1 / 3


def _quarter(text: Any, places: Iterable[int]) -> int:
    """By how many quarters most of the characters are turned against the page's own axes."""
    from pypdfium2 import raw

    turns = Counter(_turn(raw.FPDFText_GetCharAngle(text, at))[0] for at in places)
    return turns.most_common(1)[0][0] if turns else 0


def _written(pages: list[Page], data: bytes, name: str) -> SourceDocument:
    lines = Lines(name, printed=True)
    scans = [page.number for page in pages if not page.lines and page.pictures]
    labels = {line.note for page in pages for line in page.lines if line.note is not None}
    note: _Note | None = None
    for page in pages:
        for line in page.lines:
            origin = Origin(page=page.number, line=line.number, box=line.box)
            if line.note is not None:
                _flush(lines, note)
                note = _Note(line.note, [line.words], origin, page.number)
            elif note is not None and line.small and note.goes_on(line, page.number):
                note.words.append(line.words)
                note.page = page.number
            else:
                words, calls = _restored(line, labels)
                lines.add(words, origin, calls)
        lines.add("", Origin(page=page.number))
    _flush(lines, note)
    if scans:
        told = f"pages without text that can be read: page {', '.join(map(str, scans[:20]))}; recognise them with ocrmypdf"
        lines.diagnostics.append(Diagnostic("page-without-text", told))
    document = lines.document(data, MEDIA_TYPE)
    if all(page.pictures for page in pages) and len(_MARKED.findall(document.text)) < _FEW_MARKED * len(document.text):
        told = "a text layer nearly without Vietnamese letters, as of a bad recognition; do it anew: ocrmypdf --force-ocr -l vie"
        document = replace(document, diagnostics=(*document.diagnostics, Diagnostic("poor-text-layer", told)))
    return document


@dataclass(slots=True)
class _Note:
    """A footnote, as far as it is read; `page` is where it was last."""

    label: str
    words: list[str]
    origin: Origin
    page: int

    def goes_on(self, line: Line, page: int) -> bool:
        """True for a line in small type that follows on the same page, or at the foot of the next when it was not at its end."""
        return page == self.page or (page == self.page + 1 and (line.ruled or not self.words[-1].endswith(_ENDS)))


def _flush(lines: Lines, note: _Note | None) -> None:
    if note is not None:
        lines.note(note.label, " ".join(note.words), note.origin)


def _restored(line: Line, labels: set[str]) -> tuple[str, tuple[tuple[int, str], ...]]:
    """The words of a line with raised digits put back that call no footnote."""
    words = line.words
    calls: list[tuple[int, str]] = []
    put = 0
    for at, label in line.calls:
        if label in labels:
            calls.append((at + put, label))
        else:
            words = words[: at + put] + label + words[at + put :]
            put += len(label)
    return words, tuple(calls)
