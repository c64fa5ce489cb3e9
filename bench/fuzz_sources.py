"""A coverage-guided fuzzer over the readers of files: any bytes give documents that hold what they promise, or a SourceError.

Needs atheris (`pip install --group fuzz`). Run, for one reader at a time:
`python -m bench.fuzz_sources docx -max_total_time=120`; further arguments are libFuzzer's. A failing input is written to a
file and printed. Readers: text, html, mhtml, docx, pdf, jsonl, parquet, zip, any.
"""

import io
import sys
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress

import atheris

with atheris.instrument_imports(include=["legalgraph.sources", "legalgraph.model"]):
    from legalgraph.errors import SourceError
    from legalgraph.model.reading import SourceDocument
    from legalgraph.sources.files import DOCX, FORMATS, HTML, JSONL, MHTML, PARQUET, PDF, TEXT, ZIP, read_bytes

    for _form in FORMATS:
        _form.reader()

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_PIECES = {
    "docx": (
        "<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>", "</w:t>", "Điều 1. ", "<w:tbl>", "</w:tbl>", "<w:tr>",
        "</w:tr>", "<w:tc>", "</w:tc>",
        "<w:pPr>", "</w:pPr>", "<w:rPr>", "</w:rPr>", "<w:del>", "</w:del>", "<w:ins>", "</w:ins>", "<w:tab/>",
        "<w:br/>", "<w:vMerge/>",
        '<w:footnoteReference w:id="1"/>', '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>',
        '<w:vertAlign w:val="superscript"/>',
        '<w:gridSpan w:val="3"/>', "<w:txbxContent>", "</w:txbxContent>", "Nơi nhận:",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "1", "&amp;",
        "<w:tcPr>", "</w:tcPr>", "<w:trPr>", "</w:trPr>", "<w:sdt>", "</w:sdt>", '<w:endnoteReference w:id="1"/>', "<w:vanish/>",
    ),
    "html": (
        "<p>", "</p>", "<div>", "</div>", "<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<td colspan=2>",
        "<br>", "<pre>", "</pre>",
        "<sup>", "</sup>", "<a href='#_ftn1'>", "<a href='#_ftnref1'>", "<a href=x>", "</a>", "<ul>", "<li>", "</ul>",
        "<h1>", "<nav>",
        "<div style='display:none'>", "<script>", "</script>", "<!--", "-->", "<form>", "<meta charset=windows-1258>",
        "<title>", "</title>",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Điều 1. Phạm vi của nghị định này ở đây là", "Nơi nhận:", "PHỤ LỤC I",
        "[1]", "1", "\n", "&nbsp;",
        "Số hiệu", "<th>", "<dt>", "<b>", "</b>", "<body>", "<html>", "<svg>", "<math>", "<template>", "<select>", "<p hidden>",
    ),
}  # fmt: skip
_NUMBERING = (
    f'<w:numbering {_W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="lowerRoman"/>'
    '<w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)


def _pieced(data: bytes, kind: str) -> str:
    source = atheris.FuzzedDataProvider(data)
    pieces = _PIECES[kind]
    parts: list[str] = []
    while source.remaining_bytes() > 0 and len(parts) < 300:
        choice = source.ConsumeIntInRange(0, len(pieces) + 5)
        parts.append(pieces[choice] if choice < len(pieces) else source.ConsumeUnicodeNoSurrogates(source.ConsumeIntInRange(0, 9)))
    return "".join(parts)


def _html(data: bytes) -> bytes:
    return data[1:] if data[:1] < b"\x40" else _pieced(data, "html").encode()


def _docx(data: bytes) -> bytes:
    """A Word file with a body of pieces, mended so that most of it is well-formed; sometimes with raw bytes as a part."""
    body = data[1:]
    if data[:1] >= b"\x40":
        from lxml import etree

        pieces = f'<w:body {_W} xmlns:v="v">{_pieced(data, "docx")}</w:body>'.encode()
        tree = etree.fromstring(pieces, etree.XMLParser(recover=True))
        inner = etree.tostring(tree).decode() if tree is not None else ""
        body = f"<w:document {_W}>{inner}</w:document>".encode()
    note = f'<w:footnote w:id="1"><w:p><w:r><w:t>x</w:t></w:r></w:p></w:footnote><w:endnote w:id="1">{"x" * 9}</w:endnote>'
    parts = {"document": body, "numbering": _NUMBERING.encode()}
    parts |= {f"{kind}s": f"<w:{kind}s {_W}>{note}</w:{kind}s>".encode() for kind in ("footnote", "endnote")}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, words in parts.items():
            archive.writestr(f"word/{name}.xml", words)
    return out.getvalue()



Make = Callable[[bytes], bytes]
Reader = Callable[[bytes], Iterator[SourceDocument]]
READERS: dict[str, tuple[Make, Reader]] = {
    "text": (bytes, lambda data: TEXT.reader()(data, "x")),
    "html": (_html, lambda data: HTML.reader()(data, "x")),
    "mhtml": (bytes, lambda data: MHTML.reader()(data, "x")),
    "docx": (_docx, lambda data: DOCX.reader()(data, "x")),
    "pdf": (bytes, lambda data: PDF.reader()(data, "x")),
    "jsonl": (bytes, lambda data: JSONL.reader()(io.BytesIO(data), "x")),
    "parquet": (bytes, lambda data: PARQUET.reader()(io.BytesIO(data), "x")),
    "zip": (bytes, lambda data: ZIP.reader()(data, "x")),
    "any": (bytes, lambda data: read_bytes(data, "x")),
}


def check(document: SourceDocument) -> None:
    """Every promise of a document. Raises AssertionError."""
    text = document.text
    assert unicodedata.is_normalized("NFC", text)
    assert not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in set(text) - set("\n\t\f"))
    places = [place for place, _ in document.origins]
    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)
    assert all(0 <= place <= len(text) for place, _ in document.note_calls)
    assert document.notes_start is None or text[document.notes_start] == "["


def main(arguments: list[str]) -> None:
    """Fuzz the reader that the first argument names."""
    make, read = READERS[arguments[1] if len(arguments) > 1 else "any"]

    def once(data: bytes) -> None:
        if data.startswith((b"\xd0\xcf", b"{\\rtf")):
            return  # another program's to read
        with suppress(SourceError):
            for document in read(make(data)):
                check(document)

    atheris.Setup([arguments[0], *arguments[2:]], once)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv)
