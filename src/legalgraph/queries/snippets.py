"""The words of a text around those that were searched for, and the provision they stand in.

All offsets are code points of the stored text, which is NFC.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from pyoxigraph import Literal, NamedNode

from legalgraph.catalogue import Typed
from legalgraph.errors import InvalidIdentifier
from legalgraph.model.folding import fold
from legalgraph.model.provision import Provision
from legalgraph.rdf.mapping import iri_of
from legalgraph.rdf.texts import expression_of
from legalgraph.rdf.vocab import term
from legalgraph.store.engine import Engine

_BEFORE, _AFTER = 90, 170  # characters shown around the first word that was searched for
_WINDOW = 160  # in which words that do not stand beside each other are sought
_LOOKED_AT = 40_000  # characters of one text in which words are sought that do not stand there as typed
_MOST = 8  # words
_ARTICLE = re.compile(r"^[ \t]*Điều[ \t]+(\d+[a-zđ]?)\b", re.MULTILINE)
_CLAUSE = re.compile(r"^[ \t]*(\d+[a-zđ]?)\.[ \t]", re.MULTILINE)
# Where an article ends; some texts lack the line end before the heading of a chapter.
_BORDER = re.compile(
    r"^[ \t]*(?P<article>Điều)[ \t]+\d+[a-zđ]?\b|(?:^[ \t]*|(?<=[.;:]))(?:Chương|Mục)[ \t]+(?:[IVXLC]+|\d+)\b", re.MULTILINE
)
# Articles of what is attached count from 1 again.
_ROOTS = ("", "kem-theo_1/", "kem-theo_2/")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a text: what stands before, between and behind the words found, which are every second of `pieces`.

    The words found first reach from `start` to `end`. `place` is the provision they stand in, where the text has one.
    """

    start: int
    end: int
    pieces: tuple[str, ...]
    place: Provision | None = None


def snippets(engine: Engine, paths: Iterable[str], typed: Typed, number: tuple[str, ...] = ()) -> dict[str, Snippet]:
    """The best piece of each of the texts that hold the words. One query for all texts and one for all places.

    `number` are the words of a whole number that was typed: where they stand beside each other comes first.
    """
    texts = _texts(engine, paths)
    found = {path: spans for path, text in texts.items() if (spans := _numbered(text, number) or _best(text, typed) or _meant(text, typed))}
    places = _places(engine, {path: (texts[path], spans[0][0]) for path, spans in found.items()})
    return {path: _snippet(texts[path], spans, places.get(path)) for path, spans in found.items()}


def _texts(engine: Engine, paths: Iterable[str]) -> dict[str, str]:
    by_node = {expression_of(path).value: path for path in paths}
    if not by_node:
        return {}
    nodes = " ".join(f"<{iri}>" for iri in by_node)
    rows = engine.select(f"SELECT ?version ?words WHERE {{ VALUES ?version {{ {nodes} }} ?version lg:text ?words }}")
    return {by_node[_value(row["version"])]: _value(row["words"]) for row in rows}


Spans = list[tuple[int, int]]


def _numbered(text: str, number: tuple[str, ...]) -> Spans:
    # A "/" before belongs to a date, as in 21/5/2012.
    found = re.search(rf"(?<![\w/])0?{_spelled(number)}\b", text) if number else None
    return [found.span()] if found else []


def _meant(text: str, typed: Typed) -> Spans:
    return _best(text, typed.spelled_out()) if typed.short else []


def _best(text: str, typed: Typed) -> Spans:
    """The places of the words that show best what was searched for: together as typed, else many of them near each other."""
    words = typed.words[:_MOST]
    lowered = text.lower()
    # Letters that grow when they are lowered would shift every place.
    if len(lowered) == len(text) and (at := _as_typed(lowered, " ".join(words))) is not None:
        return [at]
    if len(words) > 1 and (found := _pattern(tuple(map(fold, words))).search(text, 0, _LOOKED_AT)):
        return [found.span()]
    return _near(text, [tuple(map(fold, part)) for part in typed.parts[:_MOST]])


def _as_typed(text: str, words: str) -> tuple[int, int] | None:
    at = text.find(words)
    while at >= 0:
        end = at + len(words)
        if not (at and text[at - 1].isalnum()) and not text[end : end + 1].isalnum():
            return at, end
        at = text.find(words, at + 1)
    return None


def _near(text: str, parts: Sequence[tuple[str, ...]]) -> Spans:
    """The first place with all parts near each other, else that with the most; nothing when less than half are together."""
    pattern = _any(tuple(dict.fromkeys(parts)))
    borders = [found.start() for found in _BORDER.finditer(text, 0, _LOOKED_AT)]
    many = len(set(parts))
    window: list[tuple[int, int, int]] = []
    best: list[tuple[int, int, int]] = []
    most = 0
    for found in pattern.finditer(text, 0, _LOOKED_AT):
        article = bisect_right(borders, found.start())
        window = [p for p in window if found.start() - p[0] < _WINDOW and bisect_right(borders, p[0]) == article]
        window.append((*found.span(), found.lastindex or 0))
        different = len({number for _, _, number in window})
        if different > most:
            most, best = different, list(window)
        if most == many:
            break
    return [(start, end) for start, end, _ in best] if 2 * most >= many else []


def _snippet(text: str, spans: Spans, place: Provision | None) -> Snippet:
    first, last = spans[0], spans[-1]
    begin = max(0, first[0] - _BEFORE)
    finish = min(len(text), max(last[1] + _BEFORE, first[0] + _AFTER))
    # Whole words, no further back than the line the words stand in, and not into another article.
    begin = max(begin, text.rfind("\n", begin, first[0]) + 1)
    begin = max([begin, *(border.start() for border in _BORDER.finditer(text, begin, first[1]) if border.start() <= first[0])])
    if begin and not text[begin - 1].isspace() and not _BORDER.match(text, begin):
        begin = next((n + 1 for n in range(begin, first[0]) if text[n].isspace()), first[0])
    if border := _BORDER.search(text, last[1], finish):
        finish = border.start()
    elif finish < len(text) and not text[finish].isspace():
        finish = next((n for n in range(finish, last[1], -1) if text[n - 1].isspace()), last[1])
    pieces: list[str] = []
    at = begin
    for start, end in spans:
        if start < at:
            continue
        pieces += [text[at:start], text[start:end]]
        at = end
    told = [re.sub(r"\s*\n\s*", " ", piece) for piece in (*pieces, text[at:finish].rstrip())]
    return Snippet(first[0], first[1], tuple(told), place)


@cache
def _letters() -> Mapping[str, str]:
    """Each plain letter ▶ all letters that folding makes it of."""
    found: dict[str, set[str]] = defaultdict(set)
    for number in (*range(0x41, 0x5B), *range(0x61, 0x7B), *range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        plain = fold(chr(number))
        if len(plain) == 1:
            found[plain].add(chr(number))
    return {plain: "".join(sorted(letters)) for plain, letters in found.items()}


@lru_cache(512)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Finds folded words beside each other in a text that has its marks."""
    return re.compile(rf"\b{_spelled(words)}\b")


@lru_cache(256)
def _any(parts: tuple[tuple[str, ...], ...]) -> re.Pattern[str]:
    """Finds any of the parts; the number of the group says which."""
    return re.compile(rf"\b(?:{'|'.join(f'({_spelled(part)})' for part in parts)})\b")


def _spelled(words: tuple[str, ...]) -> str:
    letters = _letters()
    return r"[\W_]+".join("".join(f"[{re.escape(letters[c])}]" if c in letters else re.escape(c) for c in word) for word in words)


def _places(engine: Engine, hits: Mapping[str, tuple[str, int]]) -> dict[str, Provision]:
    """The provision each hit stands in. What the lines before it are called is only taken where the graph says the same."""
    asked: dict[str, tuple[str, str]] = {}
    for path, (text, at) in hits.items():
        # The heading of a chapter belongs to no article, though the one before may reach up to the next.
        borders = [b for b in _BORDER.finditer(text, max(0, at - _NEAR), _line_end(text, at)) if b.start() <= at]
        if borders and not borders[-1]["article"]:
            continue
        for unit in _guesses(text, at):
            asked[f"{iri_of(path).value}/{unit}"] = path, unit
    if not asked:
        return {}
    nodes = " ".join(f"<{iri}>" for iri in asked)
    start, end = term("lg:start").value, term("lg:end").value
    rows = engine.select(f"SELECT ?unit ?start ?end WHERE {{ VALUES ?unit {{ {nodes} }} ?unit <{start}> ?start ; <{end}> ?end }}")
    smallest: dict[str, tuple[int, Provision]] = {}
    for row in rows:
        path, unit = asked[_value(row["unit"])]
        first, last = int(_value(row["start"])), int(_value(row["end"]))
        if first <= hits[path][1] < last and last - first < smallest.get(path, (1 << 60,))[0]:
            smallest[path] = last - first, Provision.parse(unit)
    return {path: provision for path, (_, provision) in smallest.items()}


def _guesses(text: str, at: int) -> Iterable[str]:
    """Paths of the provisions that the lines before a place name, the nearest article first."""
    # A line that names the article may itself hold the words.
    until = _line_end(text, at)
    for article in _last(_ARTICLE, text, until, 3):
        clause = next(iter(_last(_CLAUSE, text, until, 1, article.end())), None)
        for root in _ROOTS:
            yield from _paths(root, article[1], clause[1] if clause else None)


def _line_end(text: str, at: int) -> int:
    line = text.find("\n", at)
    return line if line >= 0 else len(text)


def _paths(root: str, article: str, clause: str | None) -> Iterable[str]:
    for unit in (f"{root}dieu_{article}", *([f"{root}dieu_{article}/khoan_{clause}"] if clause else [])):
        try:
            yield Provision.parse(unit).path
        except InvalidIdentifier:
            continue


_NEAR = 20_000  # characters before a place in which its article is sought


def _last(pattern: re.Pattern[str], text: str, until: int, most: int, begin: int | None = None) -> Sequence[re.Match[str]]:
    start = max(0, until - _NEAR) if begin is None else begin
    return list(pattern.finditer(text, start, until))[-most:][::-1]


def _value(node: object) -> str:
    if isinstance(node, NamedNode | Literal):
        return node.value
    raise TypeError(f"{node!r} is neither an IRI nor a literal")
