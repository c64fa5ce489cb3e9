"""Folding for matching: case, marks and đ go, look-alikes become what they look like; order is that of dictionaries."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legalgraph.model.folding import fold, nfc, sort_key, straighten

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
LETTERS = {nfc(vowel + tone) for vowel in VOWELS for tone in TONES} | set("đbcghklmnpqrstvxd")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Nghị định về Khuyến công", "nghi dinh ve khuyen cong"), ("ĐẤT ĐAI", "dat dai"), ("đường", "duong"),
        ("Nð-CP", "nd-cp"), ("NÐ-CP", "nd-cp"), ("NƉ-CP", "nd-cp"), ("BТС", "btc"), ("uỷ ban", "uy ban"), ("ủy ban", "uy ban"),
        ("hoá", "hoa"), ("hóa", "hoa"), ("Quy\u0301", "quy"), ("a–b—c−d‑e", "a-b-c-d-e"), ("a⁄b∕c／d", "a/b/c/d"),
        ("a\u200bb\u00adc\ufeffd\u2060e\u200df", "abcdef"), ("", ""), ("Straße", "strasse"),
    ],
)  # fmt: skip
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_every_vietnamese_letter_folds_to_ascii_from_both_normal_forms() -> None:
    assert len(LETTERS) == 12 * 6 + 17
    for letter in LETTERS:
        for form in (letter, letter.upper()):
            assert fold(form) == fold(unicodedata.normalize("NFD", form))
            assert fold(form).isascii()
            assert len(fold(form)) == 1


@given(st.text())
def test_folding_is_stable(text: str) -> None:
    once = fold(text)
    assert fold(nfc(text)) == once
    assert fold(unicodedata.normalize("NFD", text)) == once
    assert straighten(straighten(text)) == straighten(text)


@given(st.text("aàảãáạăằâầbcdđeèêềghiìklmnoòôồơờpqrstuùưừvxyỳ ", max_size=20))
def test_case_does_not_matter(text: str) -> None:
    assert fold(text.upper()) == fold(text) == fold(text.title())


def test_order_of_dictionaries() -> None:
    words = ["a", "à", "ả", "ã", "á", "ạ", "ai", "ăn", "ân", "ba", "da", "dâu", "đa", "đâu", "e", "ê", "ga", "tam", "tàm", "tằm", "tâm", "xa", "y"]
    for seed in range(20):
        shuffled = random.Random(seed).sample(words, len(words))
        assert sorted(shuffled, key=sort_key) == words


@given(st.text(max_size=30))
def test_any_text_can_be_sorted(text: str) -> None:
    assert sort_key(text) == sort_key(text)
    assert min([text, "đ", "1", ""], key=sort_key) == ""
