"""Texts in the letters of fonts before Unicode, and text layers that say nothing."""

import importlib.util
import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sources.wordfiles import paragraph, run, word_file

from legalgraph.errors import SourceError
from legalgraph.model.reading import SourceDocument
from legalgraph.sources import legacy
from legalgraph.sources.files import read_bytes

_SPEC = importlib.util.spec_from_file_location("pdfs", Path(__file__).with_name("pdfs.py"))
assert _SPEC
assert _SPEC.loader
pdfs: Any = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(pdfs)

_OLD = {new: chr(old) for old, new in legacy._TABLE.items()}
WORDS = (
    "Điều 1. Nghị định này quy định việc nuôi tằm, trồng dâu và kéo kén ở vùng thử nghiệm.\n"
    "Điều 2. Bãi bỏ Thông tư số 5/2029/TT-BTC của Bộ trưởng về những mức hỗ trợ đã đặt ra.\n"
)


def old(words: str) -> str:
    return "".join(_OLD.get(letter, letter) for letter in words)


def only(data: bytes, name: str) -> SourceDocument:
    (document,) = read_bytes(data, name)
    return document


def words(document: SourceDocument) -> str:
    return "\n".join(line for line in document.text.splitlines() if line) + "\n"


def test_each_letter_has_one() -> None:
    assert len(legacy._TABLE) == 74
    letters = {unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in ("", *"\u0300\u0301\u0309\u0303\u0323")}
    assert letters - set("aeiouy") <= set(legacy._TABLE.values())


@given(st.text(st.sampled_from([*legacy._TABLE.values(), *"abc xyz 123"])))
def test_there_and_back(text: str) -> None:
    assert legacy.modern(old(text)) == text


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.txt", old(WORDS).encode()),
        ("x.txt", old(WORDS).encode("latin-1")),
        ("x.html", ("<meta charset=utf-8><p>" + old(WORDS).replace("\n", "<p>")).encode()),
        ("x.jsonl", json.dumps({"id": "1", "text": old(WORDS)}).encode()),
        ("x.docx", word_file("".join(map(paragraph, old(WORDS).splitlines())))),
        ("x.pdf", pdfs.pdf(pdfs.Sheet().write(old(WORDS), size=6))),
    ],
)
def test_old_letters_are_shown_modern(name: str, data: bytes) -> None:
    document = only(data, name)
    assert words(document) == WORDS
    assert [told.code for told in document.diagnostics] == ["legacy-letters"]


@pytest.mark.parametrize("text", ["", "Giá 5 µm ± 2 · 10° C © 2031 «tằm» ® " * 9, "élève à côté du château, où l\u2019être naïf hésite " * 9, WORDS])
def test_other_texts_stay(text: str) -> None:
    assert legacy.shown(text) == (text, ())


def test_runs_of_word_files_go_by_their_fonts() -> None:
    font = '<w:rFonts w:ascii="{}"/>'
    styles = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{font.format("Times New Roman")}</w:rPr></w:rPrDefault></w:docDefaults>'
        f'<w:style w:type="paragraph" w:styleId="A"><w:rPr>{font.format(".VnTime")}</w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    body = (
        paragraph(run(old("nghị định"), font.format(".VnTimeH")))
        + paragraph(run(old("về tằm")), '<w:pStyle w:val="B"/>')
        + paragraph(run(old("và "), font.format(".VnArial")) + run("kén tằm ®"))
    )
    document = only(word_file(body, styles=styles), "x.docx")
    assert document.text.splitlines() == ["NGHỊ ĐỊNH", "về tằm", "và kén tằm ®"]
    assert document.diagnostics == ()


def test_a_pdf_in_a_font_of_capitals() -> None:
    document = only(pdfs.pdf(pdfs.Sheet().write(old(WORDS.lower()), size=6), typeface="ABCDEF+.VnTimeH"), "x.pdf")
    assert words(document) == WORDS.upper()


def test_a_text_layer_that_says_nothing() -> None:
    sheet = pdfs.Sheet().write("".join(chr(0xE000 + n) for n in range(80)), size=6)
    with pytest.raises(SourceError, match=r"x\.pdf: its text layer says nothing.*2 of 2 pages.*--force-ocr"):
        only(pdfs.pdf(sheet, sheet), "x.pdf")
    document = only(pdfs.pdf(sheet, *(pdfs.Sheet().write(WORDS, size=6) for _ in range(2))), "x.pdf")
    assert [told.code for told in document.diagnostics] == ["page-without-text"]
    assert words(document) == WORDS * 2


def test_a_bad_recognition_is_told() -> None:
    sheet = pdfs.Sheet(picture=True).write("Dieu 1. Nghi dinh nay quy dinh viec nuoi tam, trong dau va keo ken.\n" * 3, size=6)
    assert [told.code for told in only(pdfs.pdf(sheet), "x.pdf").diagnostics] == ["poor-text-layer"]
