"""Writing XML as a stream: escaping, and characters XML cannot carry."""

import re
from codecs import getwriter
from collections.abc import Mapping
from typing import IO

from legalgraph.rdf.formats import xml_text

# Readers turn bare line ends into line feeds, and in attributes line feeds and tabs into spaces.
_IN_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_IN_ATTRIBUTE = _IN_TEXT | {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"}
_TEXT_SPECIAL = re.compile("[&<>\r]")
_ATTRIBUTE_SPECIAL = re.compile('[&<>\r"\n\t]')


class XmlWriter:
    """Writes markup and text. `replaced` counts the characters that became U+FFFD because XML cannot carry them."""

    def __init__(self, output: IO[bytes]) -> None:
        self._output = getwriter("utf-8")(output)
        self.replaced = 0
        self.markup('<?xml version="1.0" encoding="UTF-8"?>\n')

    def markup(self, text: str) -> None:
        """Write text that is XML already."""
        self._output.write(text)

    def text(self, value: object) -> str:
        """Escape a value for use between tags."""
        return _TEXT_SPECIAL.sub(lambda found: _IN_TEXT[found[0]], self._clean(value))

    def tag(self, name: str, attributes: Mapping[str, object]) -> str:
        """A start tag without its closing bracket."""
        return f"<{name}" + "".join(f' {key}="{self._quoted(value)}"' for key, value in attributes.items())

    def _quoted(self, value: object) -> str:
        return _ATTRIBUTE_SPECIAL.sub(lambda found: _IN_ATTRIBUTE[found[0]], self._clean(value))

    def _clean(self, value: object) -> str:
        text, count = xml_text(str(value))
        self.replaced += count
        return text
