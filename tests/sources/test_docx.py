"""Word files: order, tables, headers, lists, notes, changes."""

import io

import docx
import pytest
from tests.sources.wordfiles import DECLARATION, NAMESPACES, table, word_file, zip_file
from tests.sources.wordfiles import paragraph as p
from tests.sources.wordfiles import run as r

from legalgraph.errors import SourceError
from legalgraph.model.reading import Origin, SourceDocument
from legalgraph.sources.docx import MEDIA_TYPE, read_docx
from legalgraph.text.reading import read as read_text


def read(body: str, **parts: str) -> SourceDocument:
    (document,) = read_docx(word_file(body, **parts), "x.docx")
    return document


def lines(body: str, **parts: str) -> list[str]:
    return read(body, **parts).text.splitlines()


HEADER = table(
    (p("CHÍNH PHỦ") + p("_____") + p("Số: 999/2031/NĐ-CP"), p("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + p("Độc lập - Tự do - Hạnh phúc") + p("Hà Nội, ngày 02 tháng 3 năm 2031")),
)
SIGNATURE = table((p("Nơi nhận:") + p("- Như Điều 3;") + p("- Lưu: VT."), p("TM. CHÍNH PHỦ") + p("THỦ TƯỚNG") + p("Nguyễn Văn Tằm")))
SUPER = '<w:vertAlign w:val="superscript"/>'

CASES = {
    "words in order": (p("Một") + p(r("Ha") + r("i")) + p("Ba"), ["Một", "Hai", "Ba"]),
    "header by column": (HEADER, ["CHÍNH PHỦ", "", "Số: 999/2031/NĐ-CP", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Hà Nội, ngày 02 tháng 3 năm 2031"]),
    "header in two rows": (
        table((p("BỘ TƠ"), p("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + p("Độc lập - Tự do - Hạnh phúc")), (p("Số: 1/2031/TT-BT"), p("Hà Nội, ngày 01 tháng 02 năm 2031"))),
        ["BỘ TƠ", "Số: 1/2031/TT-BT", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Hà Nội, ngày 01 tháng 02 năm 2031"],
    ),
    "header by tabs": (p(r("CHÍNH PHỦ") + "<w:r><w:tab/></w:r>" + r("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")), ["CHÍNH PHỦ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]),
    "signature by column": (SIGNATURE, ["Nơi nhận:", "- Như Điều 3;", "- Lưu: VT.", "TM. CHÍNH PHỦ", "THỦ TƯỚNG", "Nguyễn Văn Tằm"]),
    "rows of values": (table(("STT", "Tên", "Số"), ("1", p("Kén") + p("vàng"), ""), ("", "Tơ", "5")), ["STT | Tên | Số", "1 | Kén vàng", " | Tơ | 5"]),
    "merged cells are said once": (
        table((f"<w:tcPr><w:vMerge w:val='restart'/></w:tcPr>{p('Nhóm')}", "a", "1"), (f"<w:tcPr><w:vMerge/></w:tcPr>{p('cũ')}", "b", "2")),
        ["Nhóm | a | 1", " | b | 2"],
    ),
    "table in a table": (table(("Một", table(("x", "y")) + p(""))), ["Một | x | y"]),
    "one cell a row is a paragraph": (table((p("Điều 1.") + p("1. Một"),)), ["Điều 1.", "1. Một"]),
    "deleted and inserted": (p("<w:del><w:r><w:delText>cũ</w:delText></w:r></w:del><w:ins>" + r("mới") + "</w:ins>"), ["mới"]),
    "moved": (p("<w:moveFrom>" + r("đây") + "</w:moveFrom>" + r("kia") + "<w:moveTo>" + r(" đó") + "</w:moveTo>"), ["kia đó"]),
    "deleted end of a paragraph": (p(r("Một"), "<w:rPr><w:del/></w:rPr>") + p(r(" hai")), ["Một hai"]),
    "deleted row": ("<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>" + p("cũ") + "</w:tc></w:tr><w:tr><w:tc>" + p("mới") + "</w:tc></w:tr></w:tbl>", ["mới"]),
    "hidden": (p(r("thấy") + r("ẩn", "<w:vanish/>") + r("!", '<w:vanish w:val="0"/>')), ["thấy!"]),
    "fields": (p('<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r>' + r("7") + "<w:fldSimple>" + r("8") + "</w:fldSimple>"), ["78"]),
    "links, tags, controls": (p("<w:hyperlink>" + r("a") + "</w:hyperlink><w:smartTag>" + r("b") + "</w:smartTag><w:sdt><w:sdtContent>" + r("c") + "</w:sdtContent></w:sdt>"), ["abc"]),
    "blocks in a control": ("<w:sdt><w:sdtPr/><w:sdtContent>" + p("a") + table(("b", "c")) + "</w:sdtContent></w:sdt>", ["a", "b | c"]),
    "breaks": (p(r("Một") + "<w:r><w:br/></w:r>" + r("hai") + "<w:r><w:noBreakHyphen/><w:softHyphen/></w:r>" + r("ba")), ["Một", "hai-ba"]),
    "a text box is read once": (
        p("<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>" + p("hộp") + "</w:txbxContent></mc:Choice><mc:Fallback><v:textbox><w:txbxContent>"
          + p("hộp") + "</w:txbxContent></v:textbox></mc:Fallback></mc:AlternateContent></w:r>" + r("lời")), ["lời", "hộp"]),
    "formula": (p(r("S = ") + "<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>"), ["S = a+b"]),
    "raised unit": (p(r("10 m") + r("2", SUPER)), ["10 m2"]),
    "typed notes": (p(r("Khoản này") + r("1", SUPER) + r(" có 5 m") + r("1", SUPER)) + p(r("1", SUPER) + r("Ghi chú.")), ["Khoản này[1] có 5 m1", "[1] Ghi chú."]),
    "blank paragraphs": (p("a") + p("") + p(" ") + p("") + p("b"), ["a", "", "b"]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), CASES.values(), ids=CASES)
def test_body(body: str, expected: list[str]) -> None:
    assert lines(body) == expected


def numbered(number: int, depth: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'


def level(depth: int, form: str, words: str, start: int = 1, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{words}"/></w:lvl>'


LISTS = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "decimal", "Điều %1.")
    + level(1, "decimal", "%1.%2.")
    + level(2, "lowerLetter", "%3)")
    + level(3, "bullet", "\uf0b7")
    + "</w:abstractNum>"
    + '<w:abstractNum w:abstractNumId="1">'
    + level(0, "upperRoman", "%1", 4, '<w:suff w:val="nothing"/>')
    + level(1, "decimal", "%1.%2", 1, "<w:isLgl/>")
    + "</w:abstractNum>"
    + '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
    + '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
    + '<w:num w:numId="4"><w:abstractNumId w:val="1"/></w:num>'
)
STYLES = (
    '<w:style w:styleId="Article"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:styleId="Heir"><w:basedOn w:val="Article"/></w:style>'
    '<w:style w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style>'
)


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([(1, 0), (1, 1), (1, 2), (1, 2), (1, 1), (1, 0), (1, 1)], ["Điều 1.", "1.1.", "a)", "b)", "1.2.", "Điều 2.", "2.1."]),
        ([(1, 0), (2, 0), (1, 0)], ["Điều 1.", "Điều 2.", "Điều 3."]),
        ([(1, 0), (3, 0), (3, 0)], ["Điều 1.", "Điều 7.", "Điều 8."]),
        ([(1, 3), (0, 0), (9, 0)], ["-", "", ""]),
        ([(4, 0), (4, 1), (4, 0)], ["IV", "4.1", "V"]),
    ],
)
def test_lists_count_as_word_counts(places: list[tuple[int, int]], expected: list[str]) -> None:
    body = "".join(p("x", numbered(*place)) for place in places)
    assert [line.removesuffix("x").rstrip() for line in lines(body, numbering=LISTS)] == expected


def test_lists_by_style() -> None:
    body = "".join(p(name, f'<w:pStyle w:val="{name}"/>') for name in ("Article", "Heir", "Loop"))
    off = p("off", '<w:pStyle w:val="Article"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert lines(body + off, numbering=LISTS, styles=STYLES) == ["Điều 1. Article", "Điều 2. Heir", "Loop", "off"]


NOTES = '<w:footnote w:id="0" w:type="separator"/>' + "".join(
    f'<w:footnote w:id="{n}">{p("<w:r><w:footnoteRef/></w:r>" + r(f" Chú thích {n}."))}{p("Dòng hai.")}</w:footnote>' for n in (1, 2)
)


def test_notes_are_set_apart() -> None:
    body = p(r("Khoản này ") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + r("được   sửa") + '<w:r><w:footnoteReference w:id="1"/></w:r>')
    body += table(("a", p(r("b") + '<w:r><w:endnoteReference w:id="5"/></w:r>')))
    document = read(body, footnotes=NOTES, endnotes=f'<w:endnote w:id="5">{p("Cuối.")}</w:endnote>')
    assert document.text.splitlines() == [
        "Khoản này được sửa", "a | b", "[1] Chú thích 2. Dòng hai.", "[2] Chú thích 1. Dòng hai.", "[i] Cuối.",
    ]  # fmt: skip
    assert document.note_calls == ((10, "1"), (18, "2"), (24, "i"))
    assert document.notes_start == document.text.index("[1]")
    assert [note.called for note in read_text(document.text, None, None, document.notes_start, document.note_calls).notes] == [10, 18, 24]


def test_places_lead_back() -> None:
    document = read(p("Một") + table(("a", "b"), ("c", "d")) + p("Hai"))
    assert document.origins[:4] == (
        (0, Origin(part="paragraph 1")), (4, Origin(line=1, part="table 1")), (10, Origin(line=2, part="table 1")), (16, Origin(part="paragraph 6")),
    )  # fmt: skip
    assert (document.media_type, len(document.digest)) == (MEDIA_TYPE, 64)


def test_a_file_that_a_library_writes() -> None:
    made = docx.Document()
    made.add_heading("Điều 1. Phạm vi", 1)
    made.add_paragraph("Nghị định này quy định về tằm.")
    grid = made.add_table(2, 2)
    for cell, words in zip((c for row in grid.rows for c in row.cells), ("STT", "Tên", "1", "Kén"), strict=True):
        cell.text = words
    out = io.BytesIO()
    made.save(out)
    (document,) = read_docx(out.getvalue(), "x.docx")
    assert document.text.splitlines() == ["Điều 1. Phạm vi", "Nghị định này quy định về tằm.", "STT | Tên", "1 | Kén"]


def test_a_whole_decree_is_made_sense_of() -> None:
    body = HEADER + p("NGHỊ ĐỊNH") + p("Về nuôi tằm") + p("Căn cứ Luật Tằm tơ ngày 01 tháng 01 năm 2030;") + p("Chính phủ ban hành Nghị định về nuôi tằm.")
    body += p("Điều 1. Phạm vi") + p("1. Một.") + p("Điều 2. Hiệu lực") + p("Nghị định này có hiệu lực từ ngày 01 tháng 5 năm 2031.") + SIGNATURE
    meta = read_text(read(body).text).metadata
    assert (str(meta.number), str(meta.issued), meta.title, meta.signer) == ("999/2031/NĐ-CP", "2031-03-02", "Về nuôi tằm", "Nguyễn Văn Tằm")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (p(""), "no text"),
        ("<w:p>", "broken"),
        (p("&x;"), "broken"),
        ("<w:sdt>" * 3000 + "</w:sdt>" * 3000, "broken"),
    ],
)
def test_what_is_refused(body: str, words: str) -> None:
    with pytest.raises(SourceError, match=rf"x\.docx.*{words}"):
        read(body)


def test_entities_are_refused() -> None:
    bomb = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    for encoding in ("utf-8", "utf-16"):
        declared = DECLARATION.replace("UTF-8", encoding)
        words = f"{declared}{bomb}<w:document {NAMESPACES}><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
        data = zip_file({"word/document.xml": words.encode(encoding)})
        with pytest.raises(SourceError, match="declares"):
            next(read_docx(data, "x.docx"))
