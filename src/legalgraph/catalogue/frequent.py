"""Words that thousands of names or texts hold: which documents those are, found when the catalogue is made.

The index gives the documents it finds one by one; those that hold a frequent word are read from here at once.
"""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

from legalgraph.catalogue.bits import bits, packed_bits, renumbered_bits, unpacked_bits
from legalgraph.catalogue.columns import Select
from legalgraph.catalogue.index import SCHEMA as INDEX_SCHEMA
from legalgraph.catalogue.index import SEARCHED, Index, index_document
from legalgraph.model.document import Document

# `begun` is 1 for the documents with a word that begins so, 0 for those with the word itself.
SCHEMA = """
CREATE TABLE frequent (part TEXT NOT NULL, word TEXT NOT NULL, begun INTEGER NOT NULL, documents BLOB NOT NULL,
  PRIMARY KEY (part, word, begun)) WITHOUT ROWID;
"""
MANY = 2_000
"""Documents up to which the index is asked for those that hold a word."""
_PENDING = 100_000
# How many documents hold each word of an index, summed over its columns; a condition may follow.
_VOCABULARY = {
    Index.WORDS: "SELECT term, sum(doc) FROM vocabulary WHERE col IN ('number_folded', 'title_folded', 'issuer_folded'){} GROUP BY term",
    Index.TEXT: "SELECT term, doc FROM vocabulary WHERE 1{}",
}
_INSTANCES = {
    Index.WORDS: "SELECT DISTINCT doc, term FROM instances WHERE col IN ('number_folded', 'title_folded', 'issuer_folded')",
    Index.TEXT: "SELECT DISTINCT doc, term FROM instances",
}


def gather_frequent(connection: sqlite3.Connection) -> None:
    """Write the documents of words, and of beginnings of words, that more than MANY hold; the index must be whole.

    Raises sqlite3.Error.
    """
    for index in Index:
        found = ((index, word, begun, packed_bits(held)) for word, begun, held in _held(connection, index) if held.bit_count() > MANY)
        connection.executemany("INSERT INTO frequent VALUES (?, ?, ?, ?)", found)


@dataclass(slots=True)
class _Begun:
    """The documents with words that begin with some letters."""

    letters: str
    many: int = 0
    few: list[int] = field(default_factory=list)

    def add(self, numbers: list[int], documents: int) -> None:
        self.many |= documents
        self.few += [] if documents else numbers
        if len(self.few) > _PENDING:
            self.few, self.many = [], self.all()

    def all(self) -> int:
        return self.many | bits(self.few)


def _held(connection: sqlite3.Connection, index: Index) -> Iterator[tuple[str, bool, int]]:
    """Words and beginnings that may be frequent, and the documents that hold them."""
    with _vocabulary(connection, index):
        counts: list[tuple[str, int]] = sorted(connection.execute(_VOCABULARY[index].format("")))
    most = Counter[str]()
    for word, n in counts:
        most.update({word[:end]: n for end in range(1, len(word) + 1)})
    begun: list[_Begun] = []  # of the last word, the shortest first
    for word, n in (*counts, ("", 0)):
        while begun and not word.startswith(begun[-1].letters):
            ended = begun.pop()
            yield ended.letters, True, ended.all()
        ends = range(len(begun) + 1, len(word) + 1)
        begun += [_Begun(letters) for end in ends if most[letters := word[:end]] > MANY]
        if begun:
            numbers = _holding(connection, index, word)
            documents = bits(numbers) if n > MANY else 0
            for beginning in begun:
                beginning.add(numbers, documents)
            if documents:
                yield word, False, documents


def _holding(connection: sqlite3.Connection, index: Index, word: str) -> list[int]:
    query = f"SELECT rowid FROM {index} WHERE {index} MATCH ?"  # noqa: S608
    return [number for (number,) in connection.execute(query, (f'{SEARCHED[index]} : "{word}"',))]


@contextmanager
def _vocabulary(connection: sqlite3.Connection, index: Index) -> Iterator[None]:
    connection.execute(f"CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, {index}, 'col')")
    yield
    connection.execute("DROP TABLE temp.vocabulary")


Named = tuple[int, Document, str | None]
"""The number of a document, the document, and its words."""


def follow_frequent(connection: sqlite3.Connection, moved: Mapping[int, int], gone: Collection[int], come: Iterable[Named]) -> None:
    """Bring the documents of frequent words up to date; the index must be.

    `moved` are the new numbers of documents with the same words, `gone` the former numbers of those that are no more or have other words,
    `come` those that are new or have other words. Raises sqlite3.Error.
    """
    said = _said(come)
    for index in Index:
        having: dict[tuple[str, bool], list[int]] = defaultdict(list)
        for number, words in said[index].items():
            beginnings = {(word[:end], True) for word in words for end in range(1, len(word) + 1)}
            for key in (*beginnings, *((word, False) for word in words)):
                having[key].append(number)
        there = set()
        rows = connection.execute("SELECT word, begun, documents FROM frequent WHERE part = ?", (index,)).fetchall()
        for *key, documents in rows:
            word, begun = key
            found = renumbered_bits(documents, moved, gone, having.get((word, bool(begun)), ()))
            if found is not None:
                connection.execute("DELETE FROM frequent WHERE part = ? AND word = ? AND begun = ?", (index, *key))
                if unpacked_bits(found).bit_count() <= MANY:
                    continue
                connection.execute("INSERT INTO frequent VALUES (?, ?, ?, ?)", (index, *key, found))
            there.add((word, bool(begun)))
        with _vocabulary(connection, index):
            _add_frequent(connection, index, sorted({word for words in said[index].values() for word in words}), there)


def _said(come: Iterable[Named]) -> dict[Index, dict[int, set[str]]]:
    """The words of documents as the index knows them."""
    said: dict[Index, dict[int, set[str]]] = {index: defaultdict(set) for index in Index}
    with closing(sqlite3.connect(":memory:")) as aside:
        aside.executescript(INDEX_SCHEMA)
        for number, document, words in come:
            index_document(aside, number, document, words)
        for index in Index:
            aside.execute(f"CREATE VIRTUAL TABLE temp.instances USING fts5vocab(main, {index}, 'instance')")
            for number, word in aside.execute(_INSTANCES[index]):
                said[index][number].add(word)
            aside.execute("DROP TABLE temp.instances")
    return said


def _add_frequent(connection: sqlite3.Connection, index: Index, words: Iterable[str], there: set[tuple[str, bool]]) -> None:
    """Write those of the words, and of their beginnings, that have become frequent; those that are `there` are."""
    rare: set[str] = set()
    for word in words:
        for key in (*((word[:end], True) for end in range(1, len(word) + 1)), (word, False)):
            if key[0] in rare:
                break
            if key in there:
                continue
            held = _all_holding(connection, index, *key)
            if held.bit_count() > MANY:
                connection.execute("INSERT INTO frequent VALUES (?, ?, ?, ?)", (index, *key, packed_bits(held)))
                there.add(key)
            elif key[1]:
                rare.add(key[0])  # what begins with it is no more frequent


def _all_holding(connection: sqlite3.Connection, index: Index, word: str, begun: bool) -> int:
    """The documents that hold a word or beginning; none where they are too few."""
    asked = _VOCABULARY[index].format(" AND term >= ? AND term <= ?")
    counts: list[tuple[str, int]] = connection.execute(asked, (word, word + "\U0010ffff" if begun else word)).fetchall()
    if sum(n for _, n in counts) <= MANY:
        return 0
    return bits({number for term, _ in counts for number in _holding(connection, index, term)})


def frequent(select: Select, index: Index, words: Collection[tuple[str, bool]]) -> dict[tuple[str, bool], int]:
    """The documents that hold each of the words that are frequent; a word may be but the beginning of one."""
    # One by one: of a list of pairs SQLite reads every word there is.
    query = "SELECT documents FROM frequent WHERE part = ? AND word = ? AND begun = ?"
    found = ((word, begun, select(query, (index, word, begun))) for word, begun in words)
    return {(word, begun): unpacked_bits(documents) for word, begun, rows in found for (documents,) in rows}
