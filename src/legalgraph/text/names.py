"""Laws by name: known names found in a text, and the one law that a name means at a day.

Nothing is guessed: where several versions of a law may be meant, or none is known, the answer is a reason.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from legalgraph.model.folding import straighten
from legalgraph.model.law import Law
from legalgraph.model.number import Number

# The next word of a name, with what may stand before it; a line may be broken between two words, and the mark of a
# footnote may be glued to the last one.
_NEXT = re.compile(r"(?:[ \t\xa0]{1,4}\n?[ \t]?|\n|(?=[,;–-]))(?:[,;–-][ \t\xa0\n]{0,3})?([^\W\d_]+|[0-9]+)")
_COMMITTEE_NEXT = re.compile(r"\s+(?:(?:ủy|uỷ)\s+ban\s+nhân\s+dân|ubnd)(?!\w)", re.IGNORECASE)
_WORDS = re.compile(r"[^\W_]+")
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
# A law begins to hold months after its signing; where the day is not known, it does so within this time (the longest
# that the gazetteer knows is 594 days).
_LONGEST_WAIT = timedelta(days=600)
_AMENDS = re.compile(r"(?:Bộ luật|Luật|Pháp lệnh) sửa đổi", re.IGNORECASE)
_SHORTENED_FROM = 3  # words: fewer initials stand for too much
_END = ""  # marks in the trie where a name ends; no word is empty

# The day of a document, or the year where no more is known of it.
Day = date | int
Words = tuple[str, ...]
Trie = dict[str, "Trie"]


class Doubt(StrEnum):
    """Why a name does not decide which law is meant."""

    UNKNOWN_NAME = "law_name_unknown"
    NO_SUCH_VERSION = "law_has_no_version_of_that_day"
    SEVERAL_VERSIONS = "law_has_several_versions"


@dataclass(frozen=True, slots=True)
class LawFound:
    """The law that is meant, or the reason why that is not known; `candidates` are those that may be."""

    law: Law | None
    doubt: Doubt | None = None
    candidates: tuple[Law, ...] = ()


@lru_cache(maxsize=8192)
def fold_word(word: str) -> str:
    """Fold case, the place of the tone mark and final y, so that uỷ is ủy and kĩ is kỹ, but giá is not gia.

    >>> fold_word("UỶ") == fold_word("ủy"), fold_word("kĩ") == fold_word("Kỹ"), fold_word("giá") == fold_word("gia")
    (True, True, False)
    """
    flat = unicodedata.normalize("NFD", straighten(word).lower())
    letters = unicodedata.normalize("NFC", "".join(c for c in flat if c not in _TONES))
    if letters.endswith("y") and letters[-2:-1] not in ("", "u", "a", "â"):
        letters = letters[:-1] + "i"
    return letters + "".join(sorted(c for c in flat if c in _TONES))


@lru_cache(maxsize=8192)
def name_words(name: str) -> Words:
    """Return the folded words of a law's name, without the type word before it ("Bộ luật", "Luật", "Pháp lệnh")."""
    words = tuple(map(fold_word, _WORDS.findall(name)))
    first = words[:2]
    if first in _TWO_WORD_HEADS:
        words = words[2:]
    elif first[:1] == _LAW:
        words = words[1:]
    return _spelled_out(words)


def _spelled_out(words: Words) -> Words:
    """Words of a name with what is often abbreviated in their place, and no "và" between a council and its committee.

    One law is called "của Hội đồng nhân dân, Ủy ban nhân dân" and "của HĐND và UBND".
    """
    given = [part for word in words for part in _SPELLED.get(word, (word,))]
    return tuple(word for at, word in enumerate(given) if word != _AND or not (tuple(given[max(0, at - 4) : at]) == _COUNCIL and tuple(given[at + 1 : at + 5]) == _COMMITTEE))


_AND = fold_word("và")
_COUNCIL, _COMMITTEE = (tuple(map(fold_word, body.split())) for body in ("hội đồng nhân dân", "ủy ban nhân dân"))
_SPELLED: dict[str, Words] = {
    "hđnd": _COUNCIL,
    "ubnd": _COMMITTEE,
    **{short: tuple(map(fold_word, words.split())) for short, words in (("qppl", "quy phạm pháp luật"), ("vbqppl", "văn bản quy phạm pháp luật"))},
}
_LAW = (fold_word("luật"),)
_TWO_WORD_HEADS = ((fold_word("bộ"), fold_word("luật")), (fold_word("pháp"), fold_word("lệnh")))


def series_of(number: Number) -> str:
    """The symbol of a number, the same for both ways to print an ordinance: 06/2013/UBTVQH13 and 06/2013/PL-UBTVQH13."""
    slug = number.series_slug
    return slug.removeprefix("pl-").removeprefix("nq-") if "ubtvqh" in slug else slug


def _family(type: str) -> str:
    """Laws and codes are one series and often called by each other's word; ordinances are another."""
    return "pl" if type == "pl" else "luat"


class LawNames:
    """The names of a gazetteer, to be found in texts and to be resolved.

    >>> LawNames(()).law_at("Luật Tằm tang", "luat").doubt
    <Doubt.UNKNOWN_NAME: 'law_name_unknown'>
    """

    def __init__(self, laws: Iterable[Law] = (), names: Iterable[tuple[str, Words]] = ()) -> None:
        """Take the laws of a gazetteer, and names (type, folded words) of which no more is known."""
        self._versions: dict[tuple[str, Words], list[Law]] = {}
        self._by_ordinal: dict[tuple[str, str], list[Law]] = {}
        self._short: dict[tuple[str, Words], set[Words]] = {}
        self._tries: dict[str, Trie] = {"luat": {}, "pl": {}}
        for law in laws:
            words = name_words(law.name)
            self._versions.setdefault((_family(law.key.type), words), []).append(law)
            self._learn(law.key.type, words)
            if not law.sure:
                continue
            self._shorten(law.key.type, words)
            self._by_ordinal.setdefault((_family(law.key.type), law.number.ordinal_slug), []).append(law)
        for type, words in names:
            self._learn(type, words)
        for versions in self._versions.values():
            versions.sort(key=_signed_from)

    def _learn(self, type: str, words: Words) -> None:
        at = self._tries[_family(type)]
        for word in words:
            at = at.setdefault(word, {})
        if words:
            at[_END] = {}

    def _shorten(self, type: str, words: Words) -> None:
        """Learn how people shorten a name: Luật NSNN, Luật Thuế GTGT."""
        for kept in (0, 1):
            if len(words) - kept >= _SHORTENED_FROM:
                short = (*words[:kept], "".join(word[0] for word in words[kept:]))
                self._short.setdefault((_family(type), short), set()).add(words)

    def knows(self, type: str, words: Words) -> bool:
        """True when a name, folded, is known."""
        at = self._tries[_family(type)]
        for word in words:
            if word not in at:
                return False
            at = at[word]
        return _END in at

    def with_names(self, names: Iterable[tuple[str, Words]]) -> "LawNames":
        """Return names that hold more names (type, folded words), of which no more is known."""
        return LawNames((law for versions in self._versions.values() for law in versions), names)

    def longest_at(self, text: str, place: int, type: str) -> int | None:
        """Return where the longest known name ends that begins at the place, behind the type word; None if none does."""
        at, end = self._tries[_family(type)], None
        while found := _NEXT.match(text, place):
            word = fold_word(found[1])
            step: Trie | None = at
            for part in _SPELLED.get(word, (word,)):
                step = step.get(part) if step is not None else None
            # Between a council and its committee names have no "và", as `name_words` gives them.
            if step is None and not (word == _AND and _COMMITTEE[0] in at and _COMMITTEE_NEXT.match(text, found.end())):
                break
            at, place = at if step is None else step, found.end()
            if step is not None and _END in at:
                end = place
        return end

    def versions(self, name: str, type: str) -> tuple[Law, ...]:
        """All laws known to have borne a name, by day of signing; the name may be shortened as "Luật NSNN" where one fits."""
        return tuple(law for law in self._called(name, type) if law.sure)

    def _called(self, name: str, type: str) -> tuple[Law, ...]:
        """The same with those that are only said to have borne it."""
        family, words = _family(type), name_words(name)
        if (family, words) not in self._versions and name[-1:].isupper():
            whole = self._short.get((family, words), set())
            words = next(iter(whole)) if len(whole) == 1 else words
        return tuple(self._versions.get((family, words), ()))

    def numbered(self, number: Number, type: str) -> Law | None:
        """Return the law of a number; of one without its symbol (58/2014) when no other law of the year has the ordinal."""
        fit = [
            law
            for law in self._by_ordinal.get((_family(type), number.ordinal_slug), ())
            if number.year in (None, law.number.year)
            and (number.year or number.symbol)
            and series_of(number) in ("", series_of(law.number))
        ]
        return fit[0] if len(fit) == 1 else None

    def law_at(self, name: str, type: str, signed: date | None = None, year: int | None = None) -> LawFound:
        """Return the law of a name that was signed on a day or in a year; without both, the only one that had the name."""
        versions = self.versions(name, type)
        if not versions:
            return LawFound(None, Doubt.UNKNOWN_NAME)
        may_be = [law for law in self._called(name, type) if _signed_on(law, signed, year)]
        fit = tuple(law for law in may_be if law.sure)
        if len(may_be) == 1 and fit:
            return LawFound(fit[0], None, fit)
        return LawFound(None, Doubt.SEVERAL_VERSIONS if fit else Doubt.NO_SUCH_VERSION, fit or versions)

    def law_meant(self, name: str, type: str, issued: Day) -> LawFound:
        """Return the law that a document means by a name alone: the version of the document's day.

        From its signing a new version may be meant, and until that one holds the old one may be: then neither is chosen.
        """
        if not self.versions(name, type):
            return LawFound(None, Doubt.UNKNOWN_NAME)
        versions = self._called(name, type)
        first, last = (date(issued, 1, 1), date(issued, 12, 31)) if isinstance(issued, int) else (issued, issued)
        may_be = []
        for law, after in zip(versions, (*versions[1:], None), strict=True):
            # A law that amends is not replaced by the next that does.
            if _signed_from(law) <= last and (after is None or _AMENDS.match(law.name) or first < _holds_at_last(after)):
                may_be.append(law)
        fit = tuple(law for law in may_be if law.sure)
        # Before the first that is known holds, an older one may be meant that is not known; unless it had another name.
        old_enough = fit and (fit[0] is not versions[0] or fit[0].replaces is not None or first >= _holds_at_last(fit[0]))
        if len(may_be) == 1 and old_enough:
            return LawFound(fit[0], None, fit)
        return LawFound(None, Doubt.SEVERAL_VERSIONS if fit else Doubt.NO_SUCH_VERSION, fit)

    def has_later(self, law: Law, issued: Day) -> bool:
        """True when a later law of that name, be it sure or not, had been signed by a day or year."""
        last = date(issued, 12, 31) if isinstance(issued, int) else issued
        versions = self._called(law.name, law.key.type)
        return law in versions and any(_signed_from(later) <= last for later in versions[versions.index(law) + 1 :])


def _signed_from(law: Law) -> date:
    return law.signed or date(law.key.year, 1, 1)


def _holds_at_last(law: Law) -> date:
    return law.in_force_from or (law.signed or date(law.key.year, 12, 31)) + _LONGEST_WAIT


def _signed_on(law: Law, signed: date | None, year: int | None) -> bool:
    if signed is not None:
        return law.signed == signed if law.signed else law.key.year == signed.year
    return year is None or (law.signed.year if law.signed else law.key.year) == year
