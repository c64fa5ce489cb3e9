"""Plain text files: NFC, one line end, lines and pages as places; what is no text is named."""

import pytest

from legalgraph.errors import SourceError
from legalgraph.model.reading import Origin, SourceDocument
from legalgraph.sources.plain import read_plain

WORDS = "Nghị định số 901/2031/NĐ-CP\nvề tằm\n"


def read(data: bytes) -> SourceDocument:
    (document,) = read_plain(data, "x.txt")
    return document


@pytest.mark.parametrize(
    "data",
    [
        WORDS.encode(),
        b"\xef\xbb\xbf" + WORDS.encode(),
        WORDS.encode("utf-16"),
        b"\xfe\xff" + WORDS.encode("utf-16-be"),
        WORDS.replace("\n", "\r\n").encode(),
        WORDS.replace("\n", "\r").encode(),
        WORDS.replace("\n", "\u2028").encode(),
        WORDS.replace("ị", "i\u0323").encode(),
        WORDS.replace("về", "v\x07ề\x1b").encode(),
    ],
)
def test_forms_of_one_text_are_one_text(data: bytes) -> None:
    document = read(data)
    assert (document.text, document.media_type, document.name) == (WORDS, "text/plain", "x.txt")
    assert document.origins == ((0, Origin(line=1)), (28, Origin(line=2)), (35, Origin(line=3)))


def test_a_form_feed_begins_a_page() -> None:
    document = read("một\n\fhai\nba".encode())
    assert document.text == "một\n\fhai\nba"
    assert document.origins == ((0, Origin(page=1, line=1)), (4, Origin(page=2, line=2)), (9, Origin(page=2, line=3)))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"abc\xff", "x.txt, byte 3: not UTF-8 text"),
        (b"\xff\xfea", "x.txt, byte 2: not UTF-16 text"),
        (b"ab\0c", "x.txt, character 2: a NUL"),
        (b" \n ", "x.txt: there is no text"),
    ],
)
def test_what_is_no_text_is_refused_with_the_place(data: bytes, words: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(data)
    assert str(caught.value).startswith(words)
