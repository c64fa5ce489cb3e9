"""Letters of the fonts that Vietnam wrote with before Unicode (TCVN 5712, "ABC": .VnTime and its kin) ▶ Unicode.

Such a text has `NghÞ ®Þnh` where it shows `Nghị định`. Each letter becomes one letter, so places in the text stay.
"""

import re
import unicodedata

from legalgraph.model.reading import Diagnostic

_LOWER = (
    "µà¸á¶ả·ã¹ạ¨ă»ằ¾ắ¼ẳ½ẵÆặ©âÇầÊấÈẩÉẫËậ®đÌèÐéÎẻÏẽÑẹªêÒềÕếÓểÔễÖệ×ìÝíØỉÜĩÞịßòãóáỏâõäọ«ôåồèốæổçỗéộ¬ơêờíớëởìỡîợ"  # noqa: RUF001
    "ïùóúñủòũôụ\xadưõừøứö\u1eed÷ữùựúỳýýûỷüỹþỵ"
)
_UPPER = "¡Ă¢Â§Đ£Ê¤Ô¥Ơ¦Ư"
_TABLE = {ord(old): new for pairs in (_LOWER, _UPPER) for old, new in zip(pairs[::2], pairs[1::2], strict=True)}
# Signs, not letters, in any other text; here they stand inside words.
_SIGNS = re.compile("(?<=[A-Za-z])[µ¸¶·¹¨»¾¼½©®ª«¬\xad]|[µ¸¶·¹¨»¾¼½©®ª«¬\xad](?=[a-z])")  # noqa: RUF001
_MODERN = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
_LETTER = re.compile("[A-Za-z]")
_FONT = re.compile(r"(?:[A-Z]{6}\+)?\.?Vn[A-Z]")
_SAMPLE = 200_000


def is_legacy(text: str) -> bool:
    """True for a text in the letters of those fonts.

    >>> is_legacy("Céng hßa x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc, nghÞ ®Þnh cña ChÝnh phñ vÒ t»m t¬")
    True
    """
    sample = text[:_SAMPLE]
    signs = len(_SIGNS.findall(sample))
    return signs >= 4 and signs > 0.02 * len(_LETTER.findall(sample)) and len(_MODERN.findall(sample)) < 0.2 * signs


def modern(text: str, *, capitals: bool = False) -> str:
    """Return the letters that such a text shows; of a font of `capitals` all in capitals.

    >>> modern("NghÞ ®Þnh"), modern("nghÞ ®Þnh", capitals=True)
    ('Nghị định', 'NGHỊ ĐỊNH')
    """
    shown = text.translate(_TABLE)
    return shown.upper() if capitals else shown


def shown(text: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """Return a text in modern letters, and a word on it where it was not."""
    if not is_legacy(text):
        return text, ()
    changed = modern(text)
    if not unicodedata.is_normalized("NFC", changed):  # accents besides: it is no such text
        return text, ()
    told = "written in the letters of a font before Unicode (TCVN3); headings in capitals may have come in small letters"
    return changed, (Diagnostic("legacy-letters", told),)


def of_font(text: str, font: str) -> str:
    """Return the letters that a text shows in a font: those of `.VnTime` are others, those of `.VnTimeH` also capitals."""
    return modern(text, capitals=font.rstrip("0123456789").endswith("H")) if _FONT.match(font) else text
