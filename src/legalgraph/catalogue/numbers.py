"""Documents by their number, in any spelling, and numbers like one that nobody has."""

import re
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from functools import cache
from heapq import nsmallest

from legalgraph.catalogue.columns import Select
from legalgraph.catalogue.records import unpacked
from legalgraph.errors import InvalidIdentifier
from legalgraph.model.document import Document
from legalgraph.model.folding import fold
from legalgraph.model.identity import DocumentKey, is_citation
from legalgraph.model.number import Number
from legalgraph.model.spelling import Spelling, read_spelling
from legalgraph.registry import searched_area_names, type_names

_DIGITS = "0123456789"
_MONTHS = 12


def meant(select: Select, spelling: Spelling, looked_at: int = -1) -> list[tuple[int, Document]]:
    """The documents and citations whose number agrees with what was typed, those that most others mention first.

    Among the first `looked_at` with its ordinal, its year and its symbol; among all when that is negative.
    """
    # Thousands of documents have the number 12: most are passed over unread.
    conditions, given = _besides_ordinal(spelling)
    where = "".join(f" AND {condition}" for condition in conditions)
    rows = select(
        f"SELECT id, record FROM document WHERE ordinal = ? AND identified = 1{where} "  # noqa: S608
        "UNION ALL SELECT id, record FROM document WHERE ordinal = ? AND identified = 0 ORDER BY id LIMIT ?",
        [spelling.ordinal, *given, spelling.ordinal, looked_at],
    )
    return [(number, document) for number, record in rows if answers(document := unpacked(record), spelling)]


def _besides_ordinal(spelling: Spelling) -> tuple[list[str], list[str | int]]:
    """What rows must agree with of a year and a symbol that were typed, as conditions and their values."""
    given: list[tuple[str, str | int]] = []
    if spelling.year is not None:
        given.append(("year = ?", spelling.year))
    if spelling.symbol is not None:
        given.append(("instr(path, ?)", f"/{spelling.symbol}"))
    return [condition for condition, _ in given], [value for _, value in given]


def spelled(text: str) -> Spelling | None:
    """What a person typed as a number, with the types and areas of the tables; None when it holds none."""
    return read_spelling(text, type_names(), searched_area_names())


def answers(document: Document, spelling: Spelling) -> bool:
    """Whether nothing that was typed disagrees with the document or citation."""
    if document.identified:
        return bool(document.number) and spelling.matches(document.key, document.signed)
    if not is_citation(document.path) or document.number is None:
        return False
    try:
        number = Number.parse(document.number)
    except InvalidIdentifier:
        return False
    year_fits = spelling.year is None or (number.year or document.year) in (None, spelling.year)
    ordinal_fits = number.ordinal_slug == spelling.ordinal
    return ordinal_fits and year_fits and spelling.symbol_fits(number.series_slug) and spelling.type_fits(document.type)


def answering(select: Select, text: str, named: int, looked_at: int = -1) -> list[int]:
    """The documents that answer to the number typed; among the set `named` alone when it is a number among other words.

    See `meant` for `looked_at`.
    """
    if not any(c.isdigit() for c in text):
        return []
    spelling = spelled(text)
    if spelling is None:
        return []
    found = meant(select, spelling, looked_at)
    held = [number for number, document in found if document.identified] or [number for number, _ in found]
    if tells(text, spelling):
        return held
    return [number for number in held if named >> number & 1]


def tells(text: str, spelling: Spelling) -> bool:
    """Whether a document is meant by the number: "15 ngày nghỉ" and "thuế 2013" hold one, but mean none by it."""
    if spelling.symbol is not None or (spelling.year is not None and spelling.ordinal != str(spelling.year)):
        return True
    words = re.findall(r"\w+", fold(text))
    return len(words) == 1 or (spelling.type is not None and len(words) <= 4)


def only_number(text: str) -> Spelling | None:
    """The number typed, when it has a year or a symbol and nothing else was typed but its type, its day and such."""
    spelling = spelled(text)
    if spelling is None or not tells(text, spelling) or (spelling.symbol is None and spelling.year is None):
        return None
    known = {"so", "hieu", "ngay", "thang", "nam", *re.findall(r"\w+", (spelling.symbol or "").replace("-", " "))}
    known |= {word for name, code in type_names().items() if code == spelling.type for word in name.split()}
    words = re.findall(r"[a-z]+(?=[0-9])|\w+", fold(text).replace("&", ""))
    return spelling if all(word in known or word[0].isdigit() for word in words) else None


def number_words(text: str) -> tuple[str, ...]:
    """The folded words of a whole number as they stand beside each other in texts; none when more was typed."""
    spelling = only_number(text)
    if spelling is None:
        return ()
    year = (str(spelling.year),) if spelling.year else ()
    return (*re.findall(r"\w+", spelling.ordinal), *year, *re.findall(r"[^\W_]+", spelling.symbol or ""))


def number_phrases(select: Select, ids: Sequence[int], spelling: Spelling) -> list[tuple[str, ...]]:
    """The words, folded, that stand beside each other where one of these documents is named as it was typed.

    Of hundreds of documents they are few: where no symbol was typed, numbers go as far as the kind of document in it, `5 2012 tt`.
    """
    marks = ", ".join("?" * len(ids))
    rows = select(f"SELECT number_folded FROM words WHERE rowid IN ({marks})", list(ids))  # noqa: S608
    numbers = [tuple(re.findall(r"\w+", number)) for (number,) in rows]
    if spelling.symbol is None:
        numbers = [number[:3] if number[1:2] == (str(spelling.year),) else number for number in numbers]
    # "5/2012" alone also ends the date 21/5/2012.
    day = spelling.ordinal.isdigit() and int(spelling.ordinal) <= _MONTHS
    if spelling.symbol is None and spelling.year and not day:
        numbers.append((*re.findall(r"\w+", spelling.ordinal), str(spelling.year)))
    padded = [(word.zfill(2) if word.isdigit() else word, *rest) for word, *rest in filter(None, numbers)]
    plain = [(word.lstrip("0") or word, *rest) for word, *rest in padded]
    phrases = dict.fromkeys((*padded, *plain))
    return [phrase for phrase in phrases if not any(phrase[:end] in phrases for end in range(1, len(phrase)))]


def near(select: Select, spelling: Spelling, most: int = 5) -> list[Document]:
    """Documents whose number nearly is the one typed: of another year or type, or with one digit other; nearest first."""
    alike = cache(lambda symbol: SequenceMatcher(None, symbol, spelling.symbol or "").ratio())
    weighed: list[tuple[int, int]] = []
    for number, path in _all_but_one(select, spelling):
        weight = _distance(DocumentKey.parse(path), spelling, alike)
        if weight is not None:
            weighed.append((weight, number))
    first = [number for _, number in nsmallest(most, weighed)]
    marks = ", ".join("?" * len(first))
    found: dict[int, str] = dict(select(f"SELECT id, record FROM document WHERE id IN ({marks})", first))  # noqa: S608
    return [unpacked(found[number]) for number in first]


def _all_but_one(select: Select, spelling: Spelling) -> list[tuple[int, str]]:
    """Documents of which at most one of ordinal, year and symbol is another than was typed, by their paths.

    Thousands have the number 12, and no record of them is read.
    """
    conditions, values = _besides_ordinal(spelling)
    either = f" AND ({' OR '.join(conditions)})" if len(conditions) > 1 else ""
    query = "SELECT id, path FROM document WHERE identified = 1 AND ordinal"
    rows = select(f"{query} = ?{either}", [spelling.ordinal, *(values if either else ())])
    if variants := _variants(spelling.ordinal)[:200] if spelling.year is not None else []:
        marks, both = ", ".join("?" * len(variants)), "".join(f" AND {condition}" for condition in conditions)
        rows += select(f"{query} IN ({marks}){both}", [*variants, *values])
    return rows


def _distance(key: DocumentKey, spelling: Spelling, alike: Callable[[str], float]) -> int | None:
    """How far a key is from what was typed; None when more than one thing differs."""
    same_ordinal = key.ordinal == spelling.ordinal
    same_year = spelling.year in (None, key.year)
    same_type = spelling.type_fits(key.type) and spelling.symbol_fits(key.symbol)
    if (not same_ordinal) + (not same_year) + (not same_type) > 1:
        return None
    if not same_ordinal:
        return 40 if spelling.year is not None else None
    if not same_type:
        # A slip in the letters is nearer than another type or issuer.
        return 20 - round(10 * alike(key.symbol))
    return min(39, abs(key.year - spelling.year)) if spelling.year else 0


def _variants(ordinal: str) -> list[str]:
    """Ordinals that differ by one digit that is other, missing, too many, or has changed places with the next."""
    if not re.fullmatch(r"[0-9]{1,5}", ordinal):
        return []
    cut = [(ordinal[:n], ordinal[n:]) for n in range(len(ordinal) + 1)]
    swapped = [a + b[1] + b[0] + b[2:] for a, b in cut if len(b) > 1]
    other = [a + digit + b[1:] for a, b in cut if b for digit in _DIGITS]
    fewer = [a + b[1:] for a, b in cut if b]
    more = [a + digit + b for a, b in cut for digit in _DIGITS]
    found = dict.fromkeys(v for v in (*swapped, *other, *fewer, *more) if v and v[0] != "0")
    found.pop(ordinal, None)
    return list(found)
