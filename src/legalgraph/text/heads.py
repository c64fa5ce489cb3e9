"""Type words of documents in running text: "Nghị định", "THÔNG TƯ LIÊN TỊCH", "Bộ luật"."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Each begins with letters that few other words hold, so that one search of them runs at the speed of memory.
# What follows tells the types that share the beginning apart; a line may be broken inside a type word.
_GAP = r"[ \t\xa0_]{1,4}\n?[ \t]?|[ \t]?\n[ \t]?"
_SEARCHES: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("nghị", (("quyết liên tịch", "nqlt"), ("quyết", "nq"), ("định", "nd"))),
    ("thông", (("tư liên tịch", "ttlt"), ("tư liên bộ", "ttlt"), ("tư liên ngành", "ttlt"), ("tư", "tt"), ("báo", "tb"))),
    ("quyết", (("định", "qd"),)),
    ("chỉ", (("thị", "ct"),)),
    ("luật", (("", "luat"),)),
    ("bộ luật", (("", "bo-luat"),)),
    ("pháp lệnh", (("", "pl"),)),
    ("hiến", (("pháp", "hp"),)),
    ("sắc", (("lệnh", "sl"),)),
    ("lệnh", (("", "lenh"),)),
    ("công văn", (("", "cv"),)),
    ("kế hoạch", (("", "kh"),)),
    ("tờ trình", (("", "ttr"),)),
    ("báo cáo", (("thẩm tra", "bc"), ("", "bc"))),
    ("văn bản", (("hợp nhất", "vbhn"),)),
    ("hướng dẫn", (("liên ngành", "hdln"),)),
    ("kết luận", (("", "kl-dang"),)),
)


def _spelled(rest: str) -> str:
    """The pattern of what follows the first word; the Gazette prints "liên lịch" too."""
    if not rest:
        return ""
    gap = f"(?:{_GAP})"
    return gap + rest.replace("tịch", "[tl]ịch").replace(" ", gap)


_PATTERNS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (
        re.compile(
            first.replace(" ", f"(?:{_GAP})")
            + "(?:"
            + "|".join(f"({_spelled(rest)})" for rest, _ in rests)
            + r")(?![^\W\d])"
        ),
        tuple(code for _, code in rests),
    )
    for first, rests in _SEARCHES
)


# "TT số 02/2025/TT-BTC" in tables and forms. They are no capitals of a type word: alone they name nothing.
_ABBREVIATIONS = {"NĐ": "nd", "QĐ": "qd", "TT": "tt", "NQ": "nq", "TTLT": "ttlt"}
_ABBREVIATED = re.compile("(?<![\\w/-])(?:NĐ|QĐ|TTLT|TT|NQ)(?=[ \\t\\n]{1,3}(?:số[ \\t\\n]|[0-9]))")


# "Nghi định số 60/2034/NĐ-CP", "Thong tư số 5/2035/TT-BKHCN": a mark that was lost or misread, where the number says the type.
_NUMBERED = re.compile("s[ốổ][ \t\xa0\n:]{0,4}[0-9]{1,5} ?/ ?(?:[0-9]{4} ?/ ?)?(nđ|nd|nq|qđ|qd|tt|ct)(?=-)")
_TWO_WORDS = re.compile(r"(?<![^\W\d_])[^\W\d_]{2,6}(?:[ \t\xa0]{1,4}\n?|\n)[^\W\d_]{2,4}(?=[ \t\xa0\n]{1,4}$)")
_FOLDED = {"nghi dinh": ("nđ", "nd"), "nghi quyet": ("nq",), "quyet dinh": ("qđ", "qd"), "thong tu": ("tt",), "chi thi": ("ct",)}


# "văn bản số 2703/UBND-KT", "Văn bản số 19/VBHN-VPQH": the symbol tells which, a letter of an office where it tells none.
_LETTER = re.compile("văn bản(?=[ \t\xa0\n]{1,4}số[ \t\xa0\n:]{1,4}[0-9]{1,5} ?/ ?(?:(vbhn|qđ|nq|ct|kh|ttr|bc|tb)-|[^\\W\\d_]{2,10}[ -]))")
_OF_SYMBOL = {"vbhn": "vbhn", "qđ": "qd", "nq": "nq", "ct": "ct", "kh": "kh", "ttr": "ttr", "bc": "bc", "tb": "tb"}


# "Quy định số 905-QĐ/TW" of the Party; "Quy định này" is the document that speaks where that has such a number, or in a sentence on its own
# that cites another. Elsewhere it is a text that a decision issues.
_PARTY_NUMBER = r"số[ \t\xa0\n:]{1,4}[0-9]{1,5} ?- ?q[đd] ?/ ?(?:tw|tu|đu)"
_PARTY = re.compile(rf"(?<!\w)quy(?:{_GAP})định(?=[ \t\xa0\n]{{1,4}}{_PARTY_NUMBER})")
_PARTY_CITED = re.compile(rf"(?:quy|quyết)(?:{_GAP})định[ \t\xa0\n]{{1,4}}{_PARTY_NUMBER}")
_PARTY_ITSELF = re.compile(rf"(?<!\w)quy(?:{_GAP})định(?=[ \t\xa0\n]{{1,4}}này(?!\w))")
_PARTY_HEADER = re.compile(rf"(?:\A|\n)[ \t*]*{_PARTY_NUMBER}")
_OTHERS_SPEAK = re.compile(r"\b(?:kèm theo|(?:quyết định|nghị quyết|nghị định|thông tư|chỉ thị|luật) này)\b")
_HEADER_REACH, _ALONE = 1500, 6000


@dataclass(frozen=True, slots=True)
class Head:
    """A type word in a text, and whether it begins with a capital letter."""

    start: int
    end: int
    type: str
    capital: bool


def lowered(text: str) -> str:
    """Return the text in lower case with every letter at its place, and đ where a look-alike stands."""
    low = text.lower()
    if len(low) != len(text):  # İ grows
        low = "".join(small if len(small := char.lower()) == 1 else char for char in text)
    return low.replace("ð", "đ").replace("ɖ", "đ")


def find_heads(text: str, low: str) -> Iterator[Head]:
    """Yield the type words of a text in order of place. "Luật" of "Bộ luật" is part of it, and so is that of "pháp luật"."""
    found = []
    for pattern, codes in _PATTERNS:
        for hit in pattern.finditer(low):
            start = hit.start()
            if start and (low[start - 1].isalnum() or low[start - 1] == "_"):
                continue
            if codes == ("luat",) and low.endswith(("pháp ", "kỷ "), 0, start):
                continue
            found.append((start, hit.end(), codes[(hit.lastindex or 1) - 1]))
    found += [(hit.start(), hit.end(), _ABBREVIATIONS[hit[0]]) for hit in _ABBREVIATED.finditer(text)]
    found += _misspelt(low)
    found += [(hit.start(), hit.end(), _OF_SYMBOL.get(hit[1], "cv")) for hit in _LETTER.finditer(low)]
    found += _of_the_party(low)
    found.sort()
    last = 0
    for start, end, code in found:
        if start >= last:
            last = end
            yield Head(start, end, code, text[start].isupper() and text[start:end] not in _ABBREVIATIONS)


def _of_the_party(low: str) -> Iterator[tuple[int, int, str]]:
    """The words "quy định" that name a regulation of the Party: before its number, and before "này" where such a one speaks."""
    yield from ((hit.start(), hit.end(), "qd-dang") for hit in _PARTY.finditer(low))
    alone = len(low) < _ALONE and _PARTY_CITED.search(low) and not _OTHERS_SPEAK.search(low)
    if alone or _PARTY_HEADER.search(low, 0, _HEADER_REACH):
        yield from ((hit.start(), hit.end(), "qd-dang") for hit in _PARTY_ITSELF.finditer(low))


def _misspelt(low: str) -> Iterator[tuple[int, int, str]]:
    """The type words with wrong marks directly before a number whose symbol names the same type."""
    for number in _NUMBERED.finditer(low):
        words = _TWO_WORDS.search(low, max(0, number.start() - 16), number.start())
        folded = " ".join(_without_marks(words[0]).split()) if words else ""
        if words and number[1] in _FOLDED.get(folded, ()):
            yield words.start(), words.end(), _FOLDED[folded][-1]


def _without_marks(words: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", words.replace("đ", "d")) if not unicodedata.combining(c))
