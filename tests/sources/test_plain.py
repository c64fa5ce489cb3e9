"""Plain text files: NFC, one line end, a digest of what is kept; unreadable ones are named."""

import os
from pathlib import Path

import pytest

from legalgraph.errors import SourceError
from legalgraph.sources import plain
from legalgraph.sources.plain import read_text


def test_forms_of_one_text_are_one_text(tmp_path: Path) -> None:
    words = "Nghị định số 901/2031/NĐ-CP\nvề tằm\n"
    forms = {
        "a.txt": words.encode(),
        "b.txt": b"\xef\xbb\xbf" + words.encode(),
        "c.txt": words.replace("\n", "\r\n").encode(),
        "d.md": words.replace("ị", "i\u0323").encode(),
    }
    for name, data in forms.items():
        (tmp_path / name).write_bytes(data)
    texts = [read_text(tmp_path / name) for name in forms]
    assert {text.text for text in texts} == {words}
    assert len({text.digest for text in texts}) == 1
    assert [text.name for text in texts] == list(forms)
    assert texts[0].path == f"text/{texts[0].digest}"


def test_the_name_is_nfc_and_can_be_stored(tmp_path: Path) -> None:
    (tmp_path / "ba\u0301o.txt").write_text("x", "utf-8")
    assert read_text(tmp_path / "ba\u0301o.txt").name == "báo.txt"
    strange = tmp_path / os.fsdecode(b"b\xe1o.txt")
    strange.write_text("x", "utf-8")
    assert read_text(strange).name == "b?o.txt"


@pytest.mark.parametrize(
    ("data", "words"), [(b"abc\xff", "byte 3: not UTF-8"), (b"\xff\xfea\x00", "byte 0: not UTF-8"), (b"ab\0c", "character 2: a NUL")]
)
def test_what_is_no_text_is_refused_with_the_place(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        read_text(path)
    assert str(path) in str(caught.value)
    assert words in str(caught.value)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="No such file"):
        read_text(tmp_path / "none.txt")
    with pytest.raises(SourceError, match="Is a directory"):
        read_text(tmp_path)


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(plain._MOST_BYTES + 1)
    with pytest.raises(SourceError, match=r"32 MiB.*split it"):
        read_text(path)
    path.write_bytes(b"")
    assert read_text(path).text == ""
