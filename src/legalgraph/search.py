"""Search over numbers, titles, issuers and texts: SQLite FTS5 beside the snapshot, indifferent to case and diacritics.

Each document has its words twice, as written and folded. Folded words decide what is found; words typed with their marks only
raise the rank. Of texts only the folded words are indexed. FTS5's own folding leaves đ as it is, so ours is used.
"""

import re
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from legalgraph.errors import StoreError
from legalgraph.model.document import Document
from legalgraph.model.folding import fold, nfc
from legalgraph.registry import body_label, type_label

_SCHEMA = """
CREATE TABLE document (rowid INTEGER PRIMARY KEY, path TEXT UNIQUE NOT NULL, year INTEGER);
CREATE VIRTUAL TABLE words USING fts5(
  number, title, issuer, number_folded, title_folded, issuer_folded, tokenize = 'unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE text USING fts5(words, content = '', tokenize = 'unicode61 remove_diacritics 0');
"""
# Weight of each column: a number that fits says more than a word of the title, marks typed right a little more.
# Documents that hold the words only in their text come after all that are called so.
_FOUND = """
WITH called AS MATERIALIZED (
  SELECT rowid AS id, bm25(words, 2.0, 1.0, 0.5, 12.0, 4.0, 1.0) AS rank FROM words WHERE words MATCH ?1
), saying AS MATERIALIZED (
  SELECT rowid AS id, bm25(text) AS rank FROM text WHERE text MATCH ?2
), found AS (
  SELECT id, 0 AS part, rank FROM called
  UNION ALL SELECT id, 1, rank FROM saying WHERE id NOT IN (SELECT id FROM called)
)
"""
# Nothing of what people type stands in these.
_COUNT = _FOUND + "SELECT count(*) FROM found"  # noqa: S608
_FIND = _FOUND + "SELECT path FROM found JOIN document ON rowid = id ORDER BY part, rank, year DESC, path LIMIT ?3 OFFSET ?4"  # noqa: S608
_WORD = re.compile(r"\w+")
_MOST = 2**63 - 1  # the largest number SQLite takes


@dataclass(frozen=True, slots=True)
class Page:
    """One page of hits: document paths in order of relevance, and how many there are in all."""

    total: int
    paths: tuple[str, ...]


def build_index(path: Path, documents: Iterable[Document], words_of: Callable[[str], str | None] = lambda _: None) -> None:
    """Write a new index, replacing the file; `words_of` gives the text of a path. Raises StoreError when it cannot be written."""
    path.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.executescript(_SCHEMA)
            for row, document in enumerate(documents, 1):
                # The type stands with the issuer: "công" of every công văn must not outweigh a title about khuyến công.
                issuer = " ".join([type_label(document.type), *map(body_label, document.issuers), str(document.signed or "")])
                fields = [nfc(text) for text in (document.number or "", document.title, issuer)]
                connection.execute("INSERT INTO document VALUES (?, ?, ?)", (row, document.path, document.year))
                connection.execute(
                    "INSERT INTO words (rowid, number, title, issuer, number_folded, title_folded, issuer_folded) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (row, *(f.lower() for f in fields), *(fold(f) for f in fields)),
                )
                if words := words_of(document.path):
                    connection.execute("INSERT INTO text (rowid, words) VALUES (?, ?)", (row, fold(words)))
    except sqlite3.Error as error:
        raise StoreError(f"the search index {path} cannot be written: {error}") from error


class SearchIndex:
    """Reads an index. Opens the file for each search, so that any thread may ask."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def search(self, text: str, limit: int = 20, offset: int = 0) -> Page:
        """Return the documents that hold all words typed (the last may be unfinished), best first.

        Number, title and issuer go before the text.
        """
        query = match_expression(text)
        if query is None:
            return Page(0, ())
        try:
            connection = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
            try:
                wanted = (query, text_expression(text))
                (total,) = connection.execute(_COUNT, wanted).fetchone()
                rows = connection.execute(_FIND, (*wanted, min(limit, _MOST), min(offset, _MOST))).fetchall()
            finally:
                connection.close()
        except sqlite3.Error as error:
            raise StoreError(f"the search index {self.path} cannot be read: {error}") from error
        return Page(int(total), tuple(path for (path,) in rows))


def text_expression(text: str) -> str:
    """Return the FTS5 expression that finds what a person typed in texts: all words, without marks."""
    words = _WORD.findall(nfc(text).lower())[:32]
    return " AND ".join(f'"{fold(word)}"' for word in words) + " *"


def match_expression(text: str) -> str | None:
    """Return the FTS5 expression for what a person typed; None when it holds no word.

    >>> match_expression("45/2012")
    '{number_folded title_folded issuer_folded} : ("45" AND "2012" *)'
    """
    words = _WORD.findall(nfc(text).lower())[:32]
    if not words:
        return None
    wanted = " AND ".join(f'"{fold(word)}"' for word in words) + " *"
    folded = f"{{number_folded title_folded issuer_folded}} : ({wanted})"
    if all(fold(word) == word for word in words):
        return folded
    marked = " OR ".join(f'"{word}"' for word in words if fold(word) != word)
    return f"({folded} AND {{number title issuer}} : ({marked})) OR {folded}"
