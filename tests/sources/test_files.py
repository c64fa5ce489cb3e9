"""What a file is, by its first bytes; archives; and that any bytes give documents or a SourceError."""

import io
import os
import re
import shutil
import unicodedata
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.wordfiles import paragraph, table, word_file, zip_file

from legalgraph.errors import SourceError
from legalgraph.model.reading import SourceDocument
from legalgraph.sources import doc, files, unpacking
from legalgraph.sources.files import ENDINGS, FORMATS, MANY, is_readable, read_bytes, read_file

WORDS = "Điều 1. Về tằm"
PAGE = f"<html><body><p>{WORDS}</p></body></html>".encode()
WORD = word_file(paragraph(WORDS))
LINE = f'{{"id": "1", "text": "{WORDS}"}}\n'.encode()


def read(data: bytes, name: str) -> list[SourceDocument]:
    return list(read_bytes(data, name))


def test_the_table_of_formats() -> None:
    assert len(FORMATS) == 10
    assert len(set(ENDINGS)) == len(ENDINGS)
    assert set(MANY) < set(ENDINGS)
    assert all(callable(form.reader()) for form in FORMATS)
    assert [is_readable(Path(name)) for name in ("a.DOCX", "b.pdf", "c.xlsx", "d")] == [True, True, False, False]


@pytest.mark.parametrize(
    ("data", "names", "media_type"),
    [
        (WORDS.encode(), ("a.txt", "a", "a.pdf", "a.docx", "a.zip", "a.cfg"), "text/plain"),
        (WORDS.encode(), ("a.md", "A.MD"), "text/markdown"),
        (WORDS.encode("utf-16"), ("a.txt", "a"), "text/plain"),
        (PAGE, ("a.html", "a.htm", "a.txt", "a.doc", "a"), "text/html"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html>" + PAGE, ("a.html", "a.doc"), "text/html"),
        (PAGE.decode().encode("utf-16"), ("a.html", "a"), "text/html"),
        (WORD, ("a.docx", "a.doc", "a.zip", "a"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (LINE, ("a.jsonl", "a.ndjson", "a.txt"), "text/plain"),
        (b'\xef\xbb\xbf {"page": "<html>%PDF-", ' + LINE[1:], ("a.jsonl", "a.ndjson"), "text/plain"),
    ],
)
def test_what_a_file_is(data: bytes, names: tuple[str, ...], media_type: str) -> None:
    for name in names:
        (document,) = read(data, name)
        assert (document.text.strip(), document.media_type) == (WORDS, media_type), name


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.txt", "empty"),
        (b" \n", "a.txt", "empty"),
        (b"\xef\xbb\xbf", "a.txt", "empty"),
        (b"\x01\x02\xff\xfe\xfd", "a.pdf", "not PDF, as its ending says"),
        (b"\x01\x02\xff\xfe\xfd", "a.xyz", "of no kind that is read"),
        (b"\x89PNG\r\n", "a.pdf", "a picture"),
        (b"Rar!\x1a", "a.rar", "a RAR archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.xls", "Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.docx", "locked with a password"),
        (zip_file({"[Content_Types].xml": b"x", "xl/workbook.xml": b"x"}), "a.xlsx", "an office file"),
        (WORD[:300], "a.docx", "broken or cut off"),
        (WORD[:-30], "a.docx", "broken or cut off"),
        (zip_file({"word/document.xml": b"<w"}), "a.docx", "word/document.xml is broken"),
        (zip_file({}), "a.zip", "no file in it that can be read"),
        (b"PAR1" + b"x" * 40, "a.parquet", "broken or cut off"),
        (b"%PDF-1.7\n", "a.pdf", "a.pdf"),
    ],
)
def test_what_is_refused(data: bytes, name: str, words: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(data, name)
    assert str(caught.value).startswith(name)
    assert words in str(caught.value)


def test_errors_name_the_path(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"ab\xff")
    for place, words in ((path, "byte 2"), (tmp_path / "none.txt", "No such file"), (tmp_path, "Is a directory")):
        with pytest.raises(SourceError, match=rf"{re.escape(str(place))}.*{words}"):
            list(read_file(place))


def test_the_name_is_nfc_and_can_be_stored(tmp_path: Path) -> None:
    for name, shown in (("ba\u0301o.txt", "báo.txt"), (os.fsdecode(b"b\xe1o.txt"), "b?o.txt")):
        (tmp_path / name).write_text("x", "utf-8")
        assert [d.name for d in read_file(tmp_path / name)] == [shown]


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_text("x")
    with path.open("r+b") as file:
        file.truncate(files.TEXT.most_bytes + 1)
    with pytest.raises(SourceError, match=r"32 MiB.*split it"):
        list(read_file(path))


def test_archives_are_read_one_level_deep() -> None:
    data = zip_file(
        {
            "năm 2031/a.txt": WORDS.encode(), "b.docx": WORD, "c.jsonl": LINE * 2, "__MACOSX/d.txt": b"x", ".hidden/e.txt": b"x", "f.png": b"x",
        }
    )  # fmt: skip
    assert [d.name for d in read(data, "x.zip")] == ["x.zip/năm 2031/a.txt", "x.zip/b.docx", "x.zip/c.jsonl#1", "x.zip/c.jsonl#1"]


def test_what_cannot_be_read_in_an_archive_is_told_at_the_end() -> None:
    data = zip_file({"a.txt": b"\xff", "b.txt": WORDS.encode(), "d.txt": zip_file({"x.txt": b"x"}), "e.docx": WORD[:200]})
    found: list[str] = []
    with pytest.raises(SourceError, match=r"x\.zip: 3 of its files.*a\.txt, byte 0.*d\.txt: an archive in an archive.*e\.docx.*broken"):
        found.extend(document.name for document in read_bytes(data, "x.zip"))
    assert found == ["x.zip/b.txt"]


@pytest.mark.parametrize(("stored", "flags", "shown"), [("báo cáo.txt", 0, "báo cáo.txt"), ("a\\b.txt", 0, "a/b.txt")])
def test_names_that_old_archivers_wrote(stored: str, flags: int, shown: str) -> None:
    info = zipfile.ZipInfo(stored.encode().decode("cp437"))
    info.flag_bits = flags
    assert unpacking.true_name(info) == shown


def test_bombs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zip_file({"a.txt": b"0" * (8 * 1024 * 1024)})
    with pytest.raises(SourceError, match="more than 250 times"):
        read(bomb, "x.zip")
    with pytest.raises(SourceError, match="more than 250 times"):
        read(zip_file({"word/document.xml": b" " * (8 * 1024 * 1024)}), "x.docx")
    many = zip_file({f"{n}.txt": b"x" for n in range(12)})
    monkeypatch.setattr(unpacking, "MOST_FILES", 10)
    with pytest.raises(SourceError, match="12 files are more than the 10"):
        read(many, "x.zip")
    monkeypatch.setattr(unpacking, "MOST_FILES", 20)
    monkeypatch.setattr(unpacking, "MOST_UNPACKED", 11)
    with pytest.raises(SourceError, match="it unpacks to more"):
        read(many, "x.zip")


def test_an_archive_that_lies_about_its_sizes() -> None:
    data = bytearray(zip_file({"a.txt": b"0" * 1000}))
    place = data.rindex((1000).to_bytes(4, "little"))
    data[place : place + 4] = (10).to_bytes(4, "little")
    with pytest.raises(SourceError, match=r"a\.txt"):
        read(bytes(data), "x.zip")


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packings_that_give_all_at_once_are_refused(packing: int) -> None:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", packing) as archive:
        archive.writestr("a.txt", WORDS)
    with pytest.raises(SourceError, match=r"a\.txt is packed in a way that is not unpacked; pack it as an ordinary zip"):
        read(held.getvalue(), "x.zip")


def test_many_small_files_are_measured_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MANY_SMALL", 1000)
    with pytest.raises(SourceError, match="more than 250 times its size"):
        read(zip_file({f"{n}.txt": b"a" * 400_000 for n in range(20)}), "x.zip")


def test_an_entry_without_a_name() -> None:
    data = zip_file({"a": b"x", "b.txt": WORDS.encode()})
    place = data.index(b"PK\x01\x02")
    nameless = data[:place + 28] + b"\0\0" + data[place + 30 :]  # the name's length; its letter becomes part of what follows
    told(nameless, "x.zip")
    told(nameless[:place + 46] + nameless[place + 47 :], "x.zip")


def test_a_locked_archive() -> None:
    data = bytearray(zip_file({"a.txt": b"x" * 9}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    with pytest.raises(SourceError, match="locked with a password"):
        read(bytes(data), "x.zip")


def told(data: bytes, name: str) -> None:
    """Read what must give documents, or one message that names the file."""
    try:
        holds(read(data, name))
    except SourceError as error:
        message = str(error)
    else:
        message = name
    assert message.startswith(name)


SEEDS = [WORD, PAGE, LINE, WORDS.encode(), zip_file({"a.docx": WORD, "b.html": PAGE}), word_file(table(("a", "b")) + paragraph("c"), numbering="<w:num/>")]


SEEDS = [WORD, PAGE, LINE, WORDS.encode(), zip_file({"a.docx": WORD, "b.html": PAGE}), word_file(table(("a", "b")) + paragraph("c"), numbering="<w:num/>")]


def holds(documents: list[SourceDocument]) -> None:
    for document in documents:
        assert unicodedata.is_normalized("NFC", document.text)
        assert not any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t\f" for c in document.text)
        assert "\r" not in document.text
        places = [place for place, _ in document.origins]
        assert places == sorted(places)
        assert places[0] == 0
        assert places[-1] <= len(document.text)
        assert all(0 <= at <= (document.notes_start or len(document.text)) for at, _ in document.note_calls)


@settings(max_examples=200)
@given(st.binary(max_size=400), st.sampled_from(ENDINGS))
def test_any_bytes_give_documents_or_a_source_error(data: bytes, ending: str) -> None:
    if data.startswith((b"{\\rtf", b"\xd0\xcf")):
        return  # LibreOffice takes seconds
    told(data, f"x{ending}")


@settings(max_examples=200)
@given(st.data())
def test_any_damage_gives_documents_or_a_source_error(data: st.DataObject) -> None:
    damaged = bytearray(data.draw(st.sampled_from(SEEDS)))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(damaged) - 1))
        damaged[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    told(bytes(damaged), "x")


@settings(max_examples=100)
@given(st.text(max_size=300))
def test_any_words_in_a_page_and_a_text(words: str) -> None:
    told(f"<p>{words}".encode("utf-8", "surrogatepass"), "x.html")
    told(words.encode("utf-8", "surrogatepass"), "x.txt")


def test_old_word_needs_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(SourceError, match="need LibreOffice"):
        read(rb"{\rtf1 x}", "x.rtf")


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
class TestOldWord:
    RTF = rb"{\rtf1\ansi\uc1 \u272?i\u7873?u 1. V\u7873? t\u7857?m\par 1. M\u7897?t.\par}"

    def test_rtf(self) -> None:
        (document,) = read(self.RTF, "x.doc")
        assert document.text.splitlines() == ["Điều 1. Về tằm", "1. Một."]
        assert document.media_type == "application/rtf"

    def test_doc(self, tmp_path: Path) -> None:
        (tmp_path / "x.rtf").write_bytes(self.RTF)
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        doc._run(["soffice", profile, "--headless", "--convert-to", "doc", "--outdir", str(tmp_path), str(tmp_path / "x.rtf")], "x")
        data = (tmp_path / "x.doc").read_bytes()
        (document,) = read(data, "x.doc")
        assert document.text.splitlines() == ["Điều 1. Về tằm", "1. Một."]
        assert document.media_type == "application/msword"
        with pytest.raises(SourceError, match=r"LibreOffice could not convert it|no text"):
            read(data[:2000] + "WordDocument".encode("utf-16-le"), "x.doc")

    def test_time_runs_out(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(doc, "SECONDS", 0.01)
        with pytest.raises(SourceError, match="within"):
            read(self.RTF, "x.rtf")


CORPUS = os.environ.get("LEGALGRAPH_CORPUS")


@pytest.mark.skipif(not CORPUS, reason="LEGALGRAPH_CORPUS names no folder of real documents")
def test_real_files() -> None:
    for path in sorted((Path(CORPUS or "") / "corpus" / "originals").glob("*.docx")):
        (document,) = read_file(path)
        holds([document])
        assert "Điều 1." in document.text or document.text.startswith("Phụ lục")


def test_readers_take_streams_of_archives() -> None:
    (document,) = read(zip_file({"c.jsonl": LINE}), "x.zip")
    assert replace(document, name="") == replace(next(iter(files.JSONL.reader()(io.BytesIO(LINE), "c.jsonl"))), name="")
