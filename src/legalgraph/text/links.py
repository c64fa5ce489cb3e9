"""What the citations of one text have to do with each other: which stands in whose title, and which are the same document."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from legalgraph.model.reading import Citation, Mention
from legalgraph.model.spelling import WIDER_TYPES
from legalgraph.text.aliases import Alias
from legalgraph.text.extents import extent_after
from legalgraph.text.heads import Head
from legalgraph.text.issued import issued_names
from legalgraph.text.names import name_words
from legalgraph.text.numbers import BLANK
from legalgraph.text.sharing import with_shared_issuers

# An alias stands behind the title of what it is for.
_ALIAS_REACH, _ALIAS_CITATIONS = 1500, 40
_ALIAS_BEGINS = 9  # letters by which aliases are looked up: fewer than any of three words has
_MANY = 12
# "khoản 2 Điều 5 Nghị định nêu trên": the one cited last, where no other of its type stands near.
_ABOVE = re.compile(rf"{BLANK}(?:đã{BLANK})?(?:nêu|nói){BLANK}(?:ở{BLANK})?trên(?!\w)")
_COUNTED = re.compile(r"(?:[Cc]ác|[Nn]hững|[Mm]ột số|[Hh]ai|[Bb]a|[Bb]ốn|[Nn]ăm|(?<![0-9])0[2-9]|và|hoặc|,)\s+\Z")
_ABOVE_REACH = 1500
_ARTICLE_OF = re.compile(r"[Đđ]iều\s\d{1,3}[a-zđ]?\s(?:của\s)?\Z")
_CLOSES = re.compile(r"[”\"’']?\s?\)(?!\s*này)")
_ALONE = re.compile(r"\s*[.,;:)\n]|\s(?!này|số|nêu|nói|trên|năm|ngày|sửa|về|của)[a-zđàáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]")
K = TypeVar("K")
V = TypeVar("V")
_SERIES = {"bo-luat": "luat"}


def linked(text: str, found: Sequence[Citation], heads: Sequence[Head], aliases: Sequence[Alias]) -> tuple[Citation, ...]:
    """Return the citations with extent, issuer, title, `within` and `same_as`, and with the later mentions of aliases."""
    if aliases:
        found = _with_alias_mentions(text, found, heads, aliases)
    for alias, mentions in list(issued_names(text, found)) if "sau đây" in text else ():
        found, aliases = _merged(found, mentions), (*aliases, alias)
    found = _with_those_above(text, found, heads)
    phrases = with_shared_issuers(text, _phrases(text, found))
    return tuple(_Same(phrases, aliases).linked())


def _with_alias_mentions(text: str, found: Sequence[Citation], heads: Sequence[Head], aliases: Sequence[Alias]) -> list[Citation]:
    """Add the mentions that only an alias explains ("Nghị định Tằm tang"), wherever a type word has no citation yet."""
    taken = {c.start for c in found}
    known: dict[str, list[Alias]] = {}
    for alias in sorted({a.words: a for a in reversed(aliases)}.values(), key=lambda a: -len(a.words)):
        if len(alias.words.split()) > 2:
            _add(known, alias.words[:_ALIAS_BEGINS], alias)
    more = _bare(text, heads, aliases, taken)
    if not known and not more:
        return list(found)
    for head in heads:
        if head.start in taken:
            continue
        for alias in known.get(text[head.start : head.start + _ALIAS_BEGINS], ()):
            end = head.start + len(alias.words)
            if head.start >= alias.start and text.startswith(alias.words, head.start) and not text[end : end + 1].isalnum():
                more.append(Citation(head.start, end, alias.words, head.type, Mention.ALIAS, name=alias.words))
                break
    if not more:
        return list(found)
    return _merged(found, more)


def _bare(text: str, heads: Sequence[Head], aliases: Sequence[Alias], taken: set[int]) -> list[Citation]:
    """The mentions of what is called by its type alone, "(sau đây gọi là Luật)": behind an article, "Điều 16 của Luật"."""
    short = [alias for alias in aliases if len(alias.words.split()) < 3 and _CLOSES.match(text, alias.end)]
    times = Counter(alias.words for alias in short)
    called = {alias.words: alias.start for alias in short if times[alias.words] == 1}  # of two laws called "Luật" either may be meant
    found = [
        Citation(head.start, head.end, text[head.start : head.end], head.type, Mention.ALIAS)
        for head in heads
        if called and head.capital and head.start not in taken and (since := called.get(text[head.start : head.end])) is not None
        and (head.start == since or (head.start > since and _ARTICLE_OF.search(text, max(0, head.start - 24), head.start) and _ALONE.match(text, head.end)))
    ]  # fmt: skip
    used = {cited.quote for cited in found if cited.start != called[cited.quote]}
    return [cited for cited in found if cited.quote in used]


def _with_those_above(text: str, found: Sequence[Citation], heads: Sequence[Head]) -> list[Citation]:
    """Add the mentions that point back to what was cited before: "Nghị định nêu trên"; "hai Nghị định nêu trên" are not one."""
    taken = {c.start for c in found}
    more = [
        Citation(head.start, said.end(), text[head.start : said.end()], head.type, Mention.ALIAS)
        for head in heads
        if head.capital and head.start not in taken and (said := _ABOVE.match(text, head.end))
        and not _COUNTED.search(text, max(0, head.start - 12), head.start)
    ]  # fmt: skip
    return _merged(found, more) if more else list(found)


def _merged(found: Sequence[Citation], more: Sequence[Citation]) -> list[Citation]:
    merged: list[Citation] = []
    for citation in sorted([*found, *more], key=lambda c: c.start):
        if not merged or citation.start >= merged[-1].end:
            merged.append(citation)
    return merged


def _phrases(text: str, found: Sequence[Citation]) -> list[Citation]:
    """Read what follows each citation, and see which stand inside the title of another."""
    phrases: list[Citation] = []
    open_ones: list[tuple[int, int]] = []  # (index, end) of those whose title is not over
    for index, citation in enumerate(found):
        while open_ones and open_ones[-1][1] <= citation.start:
            open_ones.pop()
        within, limit = open_ones[-1] if open_ones else (None, None)
        if citation.mention is Mention.SELF:
            phrases.append(replace(citation, extent=citation.end, within=within))
            continue
        extent = extent_after(text, citation.end, citation.name is not None, limit)
        day = None if citation.issued or citation.day_unreadable else extent.day
        # "Nghị định số 45/2012/NĐ-CP của Chính phủ ngày 21 tháng 5 năm 2012" is one reference, its day included.
        end = day.end if day and citation.number and citation.name is None else citation.end
        day = day or (None if citation.issued or citation.day_unreadable else extent.day_behind)
        phrases.append(
            replace(
                citation,
                end=end,
                quote=text[citation.start : end],
                extent=extent.end,
                issuer=extent.issuer,
                title=extent.title,
                within=within,
                issued=day.day if day else citation.issued,
                day_unreadable=citation.day_unreadable or (day is not None and day.day is None),
            )
        )
        open_ones.append((index, extent.end))
    return phrases


def _series(type: str) -> str:
    return _SERIES.get(type, type)


class _Same:
    """Joins each mention to the first of the same document, where one is told and none contradicts."""

    def __init__(self, citations: Sequence[Citation], aliases: Sequence[Alias]) -> None:
        self.citations = citations
        self.aliases = {alias.start: alias for alias in aliases}
        self.by_number: dict[tuple[str, str], list[int]] = {}
        self.by_ordinal: dict[tuple[str, str], list[int]] = {}
        self.by_name: dict[tuple[str, tuple[str, ...]], list[int]] = {}
        self.by_year: dict[tuple[str, int | None], list[int]] = {}
        self.named_by_alias: dict[tuple[str, str], int] = {}

    def linked(self) -> list[Citation]:
        done: list[Citation] = []
        for index, citation in enumerate(self.citations):
            alias = self.aliases.get(citation.start)
            if citation.mention is Mention.ALIAS and _ABOVE.search(citation.quote):
                done.append(replace(citation, same_as=self._above(done, citation)))
                continue
            same = self._introduced(done, citation, alias) if alias else None
            key = (citation.type, _alias_words(citation))
            if same is not None:
                self.named_by_alias[key] = same
                mention = Mention.ALIAS if citation.mention is not Mention.NUMBERED else citation.mention
                done.append(replace(citation, mention=mention, same_as=same))
                continue
            if key in self.named_by_alias and citation.mention is not Mention.NUMBERED:
                done.append(replace(citation, mention=Mention.ALIAS, same_as=self.named_by_alias[key]))
                continue
            same = self._earlier(citation)
            done.append(replace(citation, same_as=same))
            self._remember(index, citation, same)
        return done

    def _introduced(self, done: Sequence[Citation], citation: Citation, alias: Alias) -> int | None:
        """The citation before the bracket in which an alias is given: that of the same ordinal, else the phrase that ends there."""
        nested: int | None = None
        named = self._of_that_name(done, citation, alias)
        if named is not None:
            return named
        for index in range(len(done) - 1, max(-1, len(done) - 1 - _ALIAS_CITATIONS), -1):
            other = done[index]
            if other.start < alias.bracket - _ALIAS_REACH:
                break
            if other.end > alias.bracket or other.mention is Mention.SELF or not _may_be_called(other, citation):
                continue
            root = index if other.same_as is None else other.same_as
            if other.within is None:
                return root
            nested = root if nested is None else nested
        return nested

    def _above(self, done: Sequence[Citation], citation: Citation) -> int | None:
        """The document of its type that was cited before it; None when several may be meant."""
        roots: set[int] = set()
        for index in range(len(done) - 1, max(-1, len(done) - 1 - _ALIAS_CITATIONS), -1):
            other = done[index]
            if other.end < citation.start - _ABOVE_REACH:
                break
            like = _series(other.type) == _series(citation.type) or other.type in WIDER_TYPES.get(citation.type, ())
            if like and other.mention is not Mention.SELF:
                roots.add(index if other.same_as is None else other.same_as)
        return roots.pop() if len(roots) == 1 else None

    def _of_that_name(self, done: Sequence[Citation], citation: Citation, alias: Alias) -> int | None:
        """The law before the bracket that has the alias for its name: not one that amended it, which stands nearer."""
        if citation.name is None:
            return None
        words = name_words(citation.name)
        for index in range(len(done) - 1, max(-1, len(done) - 1 - _ALIAS_CITATIONS), -1):
            other = done[index]
            if other.start < alias.bracket - _ALIAS_REACH:
                return None
            whole = other.number is not None or other.issued is not None
            if other.end <= alias.bracket and other.name is not None and whole and name_words(other.name) == words:
                return index if other.same_as is None else other.same_as
        return None

    def _earlier(self, citation: Citation) -> int | None:
        series, number = _series(citation.type), citation.number
        if citation.mention is Mention.SELF:
            return None
        if citation.mention is Mention.SHORT and number is not None:
            known = self.by_ordinal.get((series, number.ordinal_slug), [])
            fit = [i for i in known if (n := self.citations[i].number) and number.year in (None, n.year, _year(self.citations[i]))]
        elif number is not None:
            fit = self.by_number.get((series, number.folded), [])
            if not number.is_central and citation.issuer:
                # Provinces and districts number their documents alike.
                fit = [i for i in fit if self.citations[i].issuer in (None, citation.issuer)]
            if number.year is None:
                # A number without a year comes again every year: the day decides.
                fit = [i for i in fit if self.citations[i].issued is not None or citation.issued is None]
        elif citation.name is not None:
            if citation.within is not None and _year(self.citations[citation.within]) is not None:
                return None  # in the title of another document: the law of that document's day, perhaps an older one
            known = self.by_name.get((series, name_words(citation.name)), [])
            fit = [i for i in known if citation.year in (None, _year(self.citations[i]))]
        elif citation.issued is None and citation.year is None:
            return None
        else:  # "Pháp lệnh năm 2003"
            fit = self.by_year.get((series, _year(citation)), [])
        fit = [i for i in fit if citation.issued is None or self.citations[i].issued in (None, citation.issued)]
        return fit[0] if len(fit) == 1 else None

    def _remember(self, index: int, citation: Citation, same: int | None) -> None:
        series, number = _series(citation.type), citation.number
        if same is not None or citation.mention in (Mention.SELF, Mention.ALIAS):
            return
        if number is not None and citation.mention is Mention.NUMBERED:
            _add(self.by_number, (series, number.folded), index)
            _add(self.by_ordinal, (series, number.ordinal_slug), index)
        if citation.name is not None and (number is not None or citation.issued is not None or citation.year is not None):
            _add(self.by_name, (series, name_words(citation.name)), index)
            _add(self.by_year, (series, _year(citation)), index)


def _add(index: dict[K, list[V]], key: K, value: V) -> None:
    """Keep a value under its key; a key that has so many already decides nothing any more."""
    values = index.setdefault(key, [])
    if len(values) < _MANY:
        values.append(value)


def _may_be_called(citation: Citation, alias: Citation) -> bool:
    """True when an alias of this kind may stand for a citation."""
    if alias.number is not None:
        number = citation.number
        return number is not None and number.ordinal_slug == alias.number.ordinal_slug and alias.number.year in (None, _year(citation))
    return _series(citation.type) == _series(alias.type)


def _year(citation: Citation) -> int | None:
    if citation.number is not None and citation.number.year is not None:
        return citation.number.year
    return citation.issued.year if citation.issued else citation.year


def _alias_words(citation: Citation) -> str:
    return " ".join(citation.quote.split()).lower()
