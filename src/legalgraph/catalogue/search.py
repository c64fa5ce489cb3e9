"""Search over numbers, titles, issuers and texts: SQLite FTS5, indifferent to case and diacritics.

Each document has its words twice, as written and folded. Folded words decide what is found; words typed with their marks only
raise the rank. Of texts only the folded words are indexed. FTS5's own folding leaves đ as it is, so ours is used.
"""

import re
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from legalgraph.model.document import Document
from legalgraph.model.folding import fold, nfc
from legalgraph.registry import body_label, type_label

SCHEMA = """
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
_FIND = _FOUND + "SELECT path FROM found JOIN document USING (id) ORDER BY part, rank, year DESC, path LIMIT ?3 OFFSET ?4"  # noqa: S608
_WORD = re.compile(r"\w+")
_MOST = 2**63 - 1  # the largest number SQLite takes

Select = Callable[[str, Sequence[object]], list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of hits: document paths in order of relevance, and how many there are in all."""

    total: int
    paths: tuple[str, ...]


def index_document(connection: sqlite3.Connection, number: int, document: Document, words: str | None) -> None:
    """Add a document and the words of its text to the index. Raises sqlite3.Error."""
    # The type stands with the issuer: "công" of every công văn must not outweigh a title about khuyến công.
    issuer = " ".join([type_label(document.type), *map(body_label, document.issuers), str(document.signed or "")])
    fields = [nfc(text) for text in (document.number or "", document.title, issuer)]
    connection.execute(
        "INSERT INTO words (rowid, number, title, issuer, number_folded, title_folded, issuer_folded) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (number, *(f.lower() for f in fields), *(fold(f) for f in fields)),
    )
    if words:
        connection.execute("INSERT INTO text (rowid, words) VALUES (?, ?)", (number, fold(words)))


def search(select: Select, text: str, limit: int = 20, offset: int = 0) -> Page:
    """Return the documents that hold all words typed (the last may be unfinished), best first.

    Number, title and issuer go before the text.
    """
    query = match_expression(text)
    if query is None:
        return Page(0, ())
    wanted = (query, text_expression(text))
    ((total,),) = select(_COUNT, wanted)
    rows = select(_FIND, (*wanted, min(limit, _MOST), min(offset, _MOST)))
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
