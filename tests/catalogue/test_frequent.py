"""Words that many documents hold: what is found through their sets, and read only as far as is needed, is what the index finds."""

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from legalgraph.catalogue import ALL, Catalogue, Edge, Entry, Filters, Sort, build_catalogue
from legalgraph.catalogue import frequent as frequent_words
from legalgraph.catalogue import search as searching
from legalgraph.catalogue.bits import numbers
from legalgraph.catalogue.frequent import frequent
from legalgraph.catalogue.index import Index
from legalgraph.model.document import Document
from legalgraph.model.relation import Certainty

TITLE = "quy định chi tiết thi hành luật đất đai quyết định về nghị thông tư tài chính ủy ban nhân dân giống dâu tằm 2031 12 – §"
WORDS = TITLE.split()
TYPES = ("nd", "qd", "tt")
FILTERS = (ALL, ALL, Filters(types=("nd",)), Filters(years=((2031, 2033),)), Filters(text=True))
MANY, FEW = 10**9, 3


def documents() -> Iterator[tuple[Document, str | None]]:
    chance = random.Random(3)
    for number in range(1, 160):
        kind, year = chance.choice(TYPES), 2030 + number % 5
        title = " ".join(chance.choices(WORDS, k=chance.randint(2, 9)))
        words = " ".join(chance.choices(WORDS, k=40)) if chance.random() < 0.4 else None
        path = f"{kind}/{year}/{number}/{kind}-cp"
        yield Document(path, kind, title, number=f"{number}/{year}/{kind.upper()}-CP", signed=date(year, 1, 1 + number % 28)), words


def catalogue(path: Path) -> Catalogue:
    there = {document.path: (document, words) for document, words in documents()}
    chance, paths = random.Random(4), sorted(there)
    edges = [
        Edge(f"{number:016x}", chance.choice(paths), paths[int(len(paths) * chance.random() ** 3)], "refers", Certainty.VERIFIED)
        for number in range(300)
    ]  # fmt: skip
    build_catalogue(path, (Entry(document) for document, _ in there.values()), edges, {}, lambda path: there[path][1])
    return Catalogue(path)


def typed(chance: random.Random) -> str:
    words = chance.choices(WORDS, k=chance.randint(1, 5))
    if chance.random() < 0.3:
        words[-1] = words[-1][: chance.randint(1, len(words[-1]))]
    if chance.random() < 0.3:
        words = ["nghị định", *words]
    text = " ".join(words)
    if chance.random() < 0.15:
        text = f'"{text}"'
    return text + (f" -{chance.choice(WORDS[:-2])}" if chance.random() < 0.15 else "")


@pytest.mark.slow
def test_the_same_is_found_in_the_same_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frequent_words, "MANY", MANY)
    plain = catalogue(tmp_path / "plain")
    monkeypatch.setattr(frequent_words, "MANY", FEW)
    quick = catalogue(tmp_path / "quick")
    assert plain.select("SELECT * FROM frequent") == []
    assert len(quick.select("SELECT * FROM frequent")) > 50
    chance, found = random.Random(5), 0
    for _ in range(400):
        asked = typed(chance), 5, chance.choice((0, 0, 4, 50)), chance.choice(FILTERS), chance.choice((Sort.RELEVANCE, Sort.CITED)), True
        for weighed in (10, 1_500):
            monkeypatch.setattr(searching, "_RANKED", weighed)
            monkeypatch.setattr(searching, "_LOOKED_AT", (MANY,))
            expected = plain.search(*asked)
            for looked_at in ((1,), (8,), (40,), (1, 8, 40)):
                monkeypatch.setattr(searching, "_LOOKED_AT", looked_at)
                assert quick.search(*asked) == expected, asked
            found += bool(expected.paths)
    assert found > 400


@pytest.mark.parametrize("index", Index)
def test_sets_are_those_of_the_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, index: Index) -> None:
    monkeypatch.setattr(frequent_words, "MANY", FEW)
    monkeypatch.setattr(frequent_words, "_PENDING", 5)
    quick = catalogue(tmp_path / "quick")
    columns = "{number_folded title_folded issuer_folded}" if index is Index.WORDS else "words"
    kept = quick.select("SELECT word, begun FROM frequent WHERE part = ?", (index,))
    for word, begun in kept:
        (held,) = frequent(quick.select, index, [(word, bool(begun))]).values()
        found = quick.select(f"SELECT rowid FROM {index} WHERE {index} MATCH ?", (f'{columns} : "{word}"{" *" if begun else ""}',))
        assert numbers(held) == [number for (number,) in found]
        assert len(found) > FEW
    assert {("dinh", 0), ("dinh", 1), ("d", 1), ("2", 1)} <= set(kept)
    # Whatever more than FEW documents hold is kept.
    words = {word for (word,) in quick.select("SELECT title_folded FROM words") for word in word.split() if word.isalnum()}
    for word in words if index is Index.WORDS else ():
        ((n,),) = quick.select("SELECT count(*) FROM words WHERE words MATCH ?", (f'{columns} : "{word}"',))
        assert ((word, 0) in kept) == (n > FEW)
