"""What pages hold: text that cannot turn the page, pile up or break XML."""

import pytest

from legalgraph.web.display import displayed, holds_an_endless_word


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Nghị định 45/2012/NĐ-CP", "Nghị định 45/2012/NĐ-CP"),
        ("Nghi\u0323 đi\u0323nh\tvê\u0300\n", "Nghi\u0323 đi\u0323nh\tvê\u0300\n"),
        ("a\u202eb\u2066c\u2069", "a\u2060b\u2060c\u2060"),
        ("a\u200fb\u200e", "a\u200fb\u200e"),
        ("a\x00b\x1b\ufffe", "a\ufffdb\ufffd\ufffd"),
        ("V" + "\u0310" * 400 + "ề", "V" + "\u0310" * 4 + "ề"),
        ("قانون", "قانون"),
    ],
)
def test_text(written: str, shown: str) -> None:
    assert displayed(written) == shown


@pytest.mark.parametrize(
    ("page", "endless"),
    [
        ("", False),
        ("W" * 999, False),
        ("W" * 1000, True),
        ("tằm " * 2000, False),
        ("tằm\n" * 2000, False),
        ("tằm " * 2000 + "W" * 1999 + " tằm" * 2000, True),
        (("W" * 998 + " ") * 20, False),
        ("tằm " * 2000 + "W" * 1000, True),
    ],
)
def test_endless_words_are_found(page: str, endless: bool) -> None:
    assert holds_an_endless_word(page) is endless
