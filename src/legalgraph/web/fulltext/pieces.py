"""Pieces of a page: stored words, what the page adds to them, and elements around both.

Only `markup` makes HTML, and it escapes every word and every attribute: no text can become markup.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from markupsafe import Markup, escape

Attributes: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Element:
    """An element with a name and attributes written in this package. `added` when its words are not the text's own."""

    name: str
    attributes: Attributes = ()
    children: tuple["Piece", ...] = ()
    added: bool = False


Piece: TypeAlias = "str | Element"
VOID = frozenset({"br", "wbr"})


def stored_words(pieces: Iterable[Piece]) -> str:
    """The words of the text in the pieces, without what the page has added."""
    said: list[str] = []
    _collect(pieces, said)
    return "".join(said)


def _collect(pieces: Iterable[Piece], said: list[str]) -> None:
    for piece in pieces:
        if isinstance(piece, str):
            said.append(piece)
        elif not piece.added:
            _collect(piece.children, said)


def markup(pieces: Iterable[Piece]) -> Markup:
    """The pieces as HTML."""
    written: list[str] = []
    _write(pieces, written)
    return Markup("".join(written))  # noqa: S704  every word in it went through escape


def _write(pieces: Iterable[Piece], written: list[str]) -> None:
    for piece in pieces:
        if isinstance(piece, str):
            # A parser of HTML turns a bare carriage return into a line feed.
            written.append(str(escape(piece)).replace("\r", "&#13;"))
            continue
        attributes = "".join([f' {name}="{escape(value)}"' for name, value in piece.attributes])
        if piece.name in VOID:
            written.append(f"<{piece.name}{attributes}>")
            continue
        written.append(f"<{piece.name}{attributes}>")
        _write(piece.children, written)
        written.append(f"</{piece.name}>")
