"""Fonts of a Word file's words: their own, else those of their style; asked where letters depend on the font."""

from dataclasses import dataclass, field

from lxml import etree

from legalgraph.sources.legacy import of_font
from legalgraph.sources.numbering import W, properties, value

_MOST_BASES = 20


@dataclass(slots=True)
class Fonts:
    """The fonts of styles. `asked` is false for a file without a font of the old kind."""

    asked: bool = False
    default: str = ""
    styles: dict[str, str] = field(default_factory=dict)
    bases: dict[str, str] = field(default_factory=dict)

    def letters(self, words: str, run: etree._Element | None, paragraph: etree._Element) -> str:
        """The letters that the words of a run show."""
        if not self.asked or run is None:
            return words
        own = properties(run, "rPr")
        styled = (value(own, "rStyle"), value(properties(paragraph, "pPr"), "pStyle"))
        font = _named(own) or next((font for style in styled if style and (font := self._of(style))), self.default)
        return of_font(words, font)

    def _of(self, style: str) -> str:
        at: str | None = style
        for _ in range(_MOST_BASES):
            if at is None or at in self.styles:
                break
            at = self.bases.get(at)
        return self.styles.get(at or "", "")


def read_fonts(document: bytes, styles: etree._Element | None) -> Fonts:
    """The fonts of `styles.xml`; `document` are the bytes of the text, which may name others."""
    found = Fonts(asked=b'".Vn' in document)
    if styles is None:
        return found
    for style in styles.iter(f"{W}style"):
        identifier = style.get(f"{W}styleId") or ""
        if font := _named(style.find(f"{W}rPr")):
            found.styles[identifier] = font
        if base := value(style, "basedOn"):
            found.bases[identifier] = base
        if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
            found.default = font
    found.default = found.default or _named(styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
    found.asked = found.asked or any(font.startswith(".Vn") for font in (found.default, *found.styles.values()))
    return found


def _named(properties: etree._Element | None) -> str:
    fonts = None if properties is None else properties.find(f"{W}rFonts")
    return "" if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or ""
