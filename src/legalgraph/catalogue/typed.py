"""What a person typed into a search box, as expressions of SQLite FTS5. Nothing typed is taken for syntax of FTS5.

Words in quotes stand beside each other, a word after a minus must not occur, and the last word may be unfinished.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from legalgraph.catalogue.index import SEARCHED, Index
from legalgraph.model.folding import fold, nfc
from legalgraph.model.spelling import WIDER_TYPES
from legalgraph.registry import abbreviated_words, type_names

_WORD = re.compile(r"\w+")
_PARTS = re.compile(r'["“”„]([^"“”„]*)["“”„]|(?<!\S)-(\w[^\s"“”„]*)|([^\s"“”„]+)')
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_MOST = 32  # words
_BEFORE = ((), ("ve",), ("ve", "viec"), ("luat",), ("bo", "luat"), ("phap", "lenh"))  # with which titles begin
_BOOSTED = 12  # words of which pairs and marks are looked at


@dataclass(frozen=True, slots=True)
class Typed:
    """The words typed, in lower case and with their marks. `parts` must all occur, those of several words as they stand.

    For a part that is a well-known abbreviation what it stands for does as well: `short` has these parts and their words.
    """

    parts: tuple[tuple[str, ...], ...]
    without: tuple[str, ...] = ()
    unfinished: bool = True
    short: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """All words that must occur, in their order."""
        return tuple(word for part in self.parts for word in part)

    def all_words(self) -> str:
        """An expression that holds where all parts occur and no word that must not."""
        begun = [""] * (len(self.parts) - 1) + [" *" if self.unfinished else ""]
        wanted = " AND ".join(map(self._either, self.parts, begun))
        unwanted = " OR ".join(_phrase([fold(word)]) for word in self.without)
        return f"(({wanted}) NOT ({unwanted}))" if unwanted else f"({wanted})"

    def _either(self, part: tuple[str, ...], begun: str) -> str:
        said, meant = _phrase(map(fold, part)) + begun, dict(self.short).get(part)
        return f"({said} OR {_phrase(map(fold, meant))})" if meant else said

    def spelled_out(self) -> "Typed":
        """The same with what the abbreviations stand for in their place."""
        meant = dict(self.short)
        return replace(self, parts=tuple(meant.get(part, part) for part in self.parts), short=())

    def within(self, index: Index) -> str:
        """The same for the columns of an index that decide what is found."""
        return f"{SEARCHED[index]} : {self.all_words()}"

    def names(self) -> str:
        """An expression for the index of names: number, title, type and issuer."""
        return self.within(Index.WORDS)

    def ranked(self) -> str:
        """As `names`, and it ranks higher what has the marks as typed and the words beside each other as typed."""
        words = self.words[:_BOOSTED]
        pairs = list(pairwise(words))
        marked = [word for word in words if fold(word) != word]
        raises = [f"{{title_folded}} : {_phrase(map(fold, pair))}" for pair in pairs]
        raises += [f"{{number title issuer}} : {_phrase([word])}" for word in marked]
        raises += [f"{{title}} : {_phrase(pair)}" for pair in pairs if any(word in marked for word in pair)]
        return f"({self.names()} AND ({' OR '.join(raises)})) OR {self.names()}" if raises else self.names()

    def titles(self, folded: bool = True) -> list[tuple[str, ...]]:
        """What may be meant as a title: all words, and those without a type before and a year behind."""
        plain = tuple(map(fold, self.words))
        words, end = plain if folded else self.words, len(plain)
        while end > 1 and (_YEAR.fullmatch(plain[end - 1]) or (plain[end - 1] == "nam" and end < len(plain))):
            end -= 1
        begin, _ = self._type(end)
        spelled = self.spelled_out().titles(folded) if self.short else []
        return list(dict.fromkeys([words, words[:end], words[begin:end], *spelled]))

    def whole_titles(self) -> list[tuple[str, ...]]:
        """Folded titles that are no more than what was typed: of "đất đai" also "Luật Đất đai", and "Về đất đai" of a decree."""
        return list(dict.fromkeys((*before, *title) for title in self.titles() for before in _BEFORE))

    def types(self) -> tuple[str, ...]:
        """The codes of the types that may be meant by a type typed first; none when none was."""
        _, code = self._type(len(self.words))
        return WIDER_TYPES.get(code, (code,)) if code else ()

    def type_words(self) -> int:
        """How many of the first parts are a type: 2 of "nghị định 45"."""
        count, _ = self._type(len(self.words))
        return count if all(len(part) == 1 for part in self.parts[:count]) else 0

    def _type(self, end: int) -> tuple[int, str | None]:
        plain = tuple(map(fold, self.words[:5]))
        for count in range(min(4, end - 1), 0, -1):
            if code := type_names().get(" ".join(plain[:count])):
                return count, code
        return 0, None

    def marked(self) -> bool:
        """True when some word was typed with marks."""
        return any(fold(word) != word for word in self.words)


def read_typed(text: str) -> Typed | None:
    """Read what was typed; None when it holds no word.

    >>> read_typed('"Khuyến công" -tỉnh 2012').parts
    (('khuyến', 'công'), ('2012',))
    """
    parts: list[tuple[str, ...]] = []
    without: list[str] = []
    short: dict[tuple[str, ...], tuple[str, ...]] = {}
    unfinished, after_digit = True, False
    for found in _PARTS.finditer(nfc(text).lower()[:4000]):
        quoted, minus, plain = found.groups()
        unfinished = quoted is None
        if quoted is not None:
            parts.append(tuple(_WORD.findall(quoted)))
        # "1288/QĐ -TTg" is a number with a stray space.
        elif minus and parts and not after_digit:
            without += _WORD.findall(minus)
        else:
            words = _WORD.findall(plain or minus)
            parts += [(word,) for word in words]
            # In 595/QĐ-BHXH it belongs to a number.
            if len(words) == 1 and (meant := abbreviated_words().get(fold(words[0]))):
                short[words[0],] = meant
        after_digit = any(c.isdigit() for c in found[0])
    parts = [part for part in parts if part][:_MOST]
    return Typed(tuple(part[:_MOST] for part in parts), tuple(without[:_MOST]), unfinished, tuple(short.items())) if parts else None


def title_expression(titles: Iterable[Sequence[str]], column: str = "title_folded") -> str:
    """An expression for titles that hold one of these as a whole."""
    return " OR ".join(f"{{{column}}} : {_phrase(title)}" for title in titles)


def number_expression(typed: Typed) -> str:
    """An expression for numbers that hold all words typed, the last perhaps unfinished."""
    return f"{{number_folded}} : {typed.all_words()}"


def number_expressions(phrases: Iterable[Sequence[str]]) -> tuple[str, str]:
    """Expressions for names and for texts that hold one of these folded numbers as adjacent words."""
    said = " OR ".join(_phrase(phrase) for phrase in phrases)
    return f"{{number_folded title_folded}} : ({said})", said


def beginning_expression(typed: Typed) -> str:
    """An expression for titles that begin with what was typed so far."""
    return f"{{title_folded}} : ^ {_phrase(map(fold, typed.words))} *"


def text_phrase(typed: Typed) -> str:
    """An expression for texts that hold the words beside each other as typed."""
    return _phrase(map(fold, typed.words))


def _phrase(words: Iterable[str]) -> str:
    return f'"{" ".join(words)}"'
