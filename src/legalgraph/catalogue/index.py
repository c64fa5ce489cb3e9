"""The search index: SQLite FTS5, indifferent to case and diacritics.

Each document has its words twice, as written and folded. Folded words decide what is found; words typed with their marks only
raise the rank. Of texts only the folded words are indexed. FTS5's own folding leaves đ as it is, so ours is used.
"""

import re
import sqlite3
from collections.abc import Sequence
from enum import StrEnum
from hashlib import sha256

from legalgraph.errors import InvalidIdentifier
from legalgraph.model.document import Document
from legalgraph.model.folding import fold, nfc
from legalgraph.model.number import Number
from legalgraph.registry import body_label, type_label

SCHEMA = """
CREATE VIRTUAL TABLE words USING fts5(
  number, title, issuer, number_folded, title_folded, issuer_folded, tokenize = 'unicode61 remove_diacritics 0', prefix = '1 2 3');
CREATE VIRTUAL TABLE text USING fts5(words, content = '', tokenize = 'unicode61 remove_diacritics 0');
"""


WORDS = "words (rowid, number, title, issuer, number_folded, title_folded, issuer_folded)"
"""The table of names with its columns."""


class Index(StrEnum):
    """The tables of the index: of names (numbers, titles, types and issuers), and of texts."""

    WORDS = "words"
    TEXT = "text"


SEARCHED = {Index.WORDS: "{number_folded title_folded issuer_folded}", Index.TEXT: "{words}"}
"""The columns of each that decide what is found."""
# Weight of each column: a number that fits says more than a word of the title, marks typed right a little more.
RANK = "bm25(words, 2.0, 1.0, 0.5, 12.0, 4.0, 1.0)"
_WORD = re.compile(r"\w+")


def index_document(connection: sqlite3.Connection, number: int, document: Document, words: str | None) -> None:
    """Add a document and the words of its text to the index. Raises sqlite3.Error."""
    # The type stands with the issuer: "công" of every công văn must not outweigh a title about khuyến công.
    issuer = " ".join([type_label(document.type), *map(body_label, document.issuers), str(document.signed or "")])
    fields = [nfc(text) for text in (document.number or "", document.title, issuer)]
    values = (number, *(f.lower() for f in fields), *(fold(f) for f in fields))
    connection.execute(f"INSERT INTO {WORDS} VALUES (?, ?, ?, ?, ?, ?, ?)", values)  # noqa: S608
    index_text(connection, number, words)


def index_text(connection: sqlite3.Connection, number: int, words: str | None) -> None:
    """Add the words of a text to the index. Raises sqlite3.Error."""
    if words:
        connection.execute("INSERT INTO text (rowid, words) VALUES (?, ?)", (number, fold(words)))


def unindex_text(connection: sqlite3.Connection, number: int, words: str | None) -> None:
    """Take the words of a text out of the index; they must be those that were added. Raises sqlite3.Error."""
    if words:
        connection.execute("INSERT INTO text (text, rowid, words) VALUES ('delete', ?, ?)", (number, fold(words)))


def title_sum(words: Sequence[str]) -> int:
    """A number that stands for the folded words of a whole title: others have another one, as far as 63 bits go."""
    return int.from_bytes(sha256(" ".join(words).encode()).digest()[:8], "big") >> 1


def title_of(document: Document) -> int:
    """The number of the title of a document, by the words that the index knows."""
    return title_sum(_words(document.title))


BEGINNING = 40
"""Letters of a title by which it is found as somebody begins to type it."""


def beginning_of(document: Document) -> str:
    """The first letters of the title of a document, folded, its words by single spaces."""
    return " ".join(_words(document.title))[:BEGINNING]


def _words(title: str) -> list[str]:
    return _WORD.findall(fold(title))


def ordinal_of(document: Document) -> str | None:
    """The ordinal in the number of a document or of a citation: `45` of 45/2012/NĐ-CP."""
    if document.identified and document.number:
        return document.key.ordinal
    try:
        return Number.parse(document.number or "").ordinal_slug
    except InvalidIdentifier:
        return None
