"""Words that thousands of names or texts hold: which documents those are, found when the catalogue is made.

The index gives the documents it finds one by one; those that hold a frequent word are read from here at once.
"""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from legalgraph.catalogue.bits import bits, packed_bits, unpacked_bits
from legalgraph.catalogue.columns import Select
from legalgraph.catalogue.index import SEARCHED, Index

# `begun` is 1 for the documents with a word that begins so, 0 for those with the word itself.
SCHEMA = """
CREATE TABLE frequent (part TEXT NOT NULL, word TEXT NOT NULL, begun INTEGER NOT NULL, documents BLOB NOT NULL,
  PRIMARY KEY (part, word, begun)) WITHOUT ROWID;
"""
MANY = 2_000
"""Documents up to which the index is asked for those that hold a word."""
_PENDING = 100_000
_VOCABULARY = {
    Index.WORDS: "SELECT term, sum(doc) FROM vocabulary WHERE col IN ('number_folded', 'title_folded', 'issuer_folded') GROUP BY term",
    Index.TEXT: "SELECT term, doc FROM vocabulary",
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
    connection.execute(f"CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, {index}, 'col')")
    counts: list[tuple[str, int]] = sorted(connection.execute(_VOCABULARY[index]))
    connection.execute("DROP TABLE temp.vocabulary")
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
            query = f"SELECT rowid FROM {index} WHERE {index} MATCH ?"  # noqa: S608
            numbers = [number for (number,) in connection.execute(query, (f'{SEARCHED[index]} : "{word}"',))]
            documents = bits(numbers) if n > MANY else 0
            for beginning in begun:
                beginning.add(numbers, documents)
            if documents:
                yield word, False, documents


def frequent(select: Select, index: Index, words: Collection[tuple[str, bool]]) -> dict[tuple[str, bool], int]:
    """The documents that hold each of the words that are frequent; a word may be but the beginning of one."""
    marks = ", ".join(["(?, ?)"] * len(words))
    query = f"SELECT word, begun, documents FROM frequent WHERE part = ? AND (word, begun) IN (VALUES {marks})"  # noqa: S608
    rows = select(query, [index, *(value for pair in words for value in pair)]) if words else []
    return {(word, bool(begun)): unpacked_bits(documents) for word, begun, documents in rows}
