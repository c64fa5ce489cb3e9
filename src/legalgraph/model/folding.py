"""Folding of Vietnamese text and of look-alike characters, for matching; what people see is never folded."""

import unicodedata

# Official texts carry Cyrillic letters and the Icelandic eth in place of Latin ones.
_LOOK_ALIKES = {
    "Ð": "Đ",
    "Ɖ": "Đ",
    "ð": "đ",
    **dict(zip("АВСЕОТРНКМХІасеорхі", "ABCEOTPHKMXIaceopxi", strict=True)),  # noqa: RUF001
    **dict.fromkeys("‐‑‒–—―−﹣－", "-"),  # noqa: RUF001
    **dict.fromkeys("⁄∕／", "/"),  # noqa: RUF001
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
}


def nfc(text: str) -> str:
    """Return the text in NFC, the only form that is stored."""
    return unicodedata.normalize("NFC", text)


def straighten(text: str) -> str:
    """Return NFC text with look-alike letters, dashes and slashes mapped and invisible characters dropped.

    >>> straighten("TT-BТС")
    'TT-BTC'
    """
    straight = nfc(text)
    # A text has few different characters: to replace one after the other takes a third of looking at each place.
    for char in _LOOK_ALIKES.keys() & set(straight):
        straight = straight.replace(char, _LOOK_ALIKES[char])
    return straight


def fold(text: str) -> str:
    """Return the text without case, tone and vowel marks; đ becomes d.

    >>> fold("Nghị định về Khuyến công")
    'nghi dinh ve khuyen cong'
    """
    # đ has no decomposition, so dropping marks alone would keep it.
    flat = unicodedata.normalize("NFD", straighten(text).replace("đ", "d").replace("Đ", "D"))
    for char in filter(unicodedata.combining, set(flat)):
        flat = flat.replace(char, "")
    return flat.casefold()


_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_LETTERS = {c: i for i, c in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}


def sort_key(text: str) -> tuple[list[tuple[int, int]], list[int], str]:
    """Return a key that sorts as Vietnamese dictionaries do: letters first (đ after d), then tones."""
    letters: list[tuple[int, int]] = []
    tones: list[int] = []
    for char in nfc(text).lower():
        parts = unicodedata.normalize("NFD", char)
        base = nfc("".join(p for p in parts if p not in _TONES))
        letters.append((1, _LETTERS[base]) if base in _LETTERS else (0, ord(base[0])))
        tones.append(next((_TONES[p] for p in parts if p in _TONES), 0))
    return letters, tones, text
