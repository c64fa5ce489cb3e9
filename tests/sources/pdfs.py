"""PDF files made by hand: words at places, rules, pictures, turned pages. Letters need no font: a map tells what each code means."""

from dataclasses import dataclass, field

WIDTH, HEIGHT = 595, 842
_ADVANCE = 500  # of every letter, in thousandths of its size


@dataclass
class Sheet:
    """One page: words as (left, baseline from the top, size, text), rules as (left, top, right, bottom).

    `upwards` are words that stand across the page; with `scaled` the type has size 1 and is drawn larger.
    """

    words: list[tuple[float, float, float, str]] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    upwards: list[tuple[float, float, float, str]] = field(default_factory=list)
    picture: bool = False
    turned: int = 0
    scaled: bool = False
    raw: str = ""

    def write(self, text: str, left: float = 80, top: float = 100, size: float = 13) -> "Sheet":
        """Put lines below each other."""
        for number, line in enumerate(text.split("\n")):
            self.words.append((left, top + number * size * 1.4, size, line))
        return self


def width(text: str, size: float) -> float:
    """How wide a text is on these pages."""
    return len(text) * _ADVANCE / 1000 * size


def pdf(*sheets: Sheet, typeface: str = "Made") -> bytes:
    """The bytes of a PDF with these pages."""
    letters = sorted({letter for sheet in sheets for *_, text in (*sheet.words, *sheet.upwards) for letter in text})
    codes = {letter: number + 1 for number, letter in enumerate(letters)}
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    font = _fonts(objects, codes, typeface)
    picture = _add(objects, _stream(b"\xff\x00\x80", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceRGB /BitsPerComponent 8"))
    pages = []
    for sheet in sheets:
        content = _add(objects, _stream(_content(sheet, codes).encode(), ""))
        pages.append(_add(objects, (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Rotate {sheet.turned} /Contents {content} 0 R "
            f"/Resources << /Font << /F1 {font} 0 R >> /XObject << /Im1 {picture} 0 R >> >> >>"
        ).encode()))  # fmt: skip
    objects[1] = f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{page} 0 R' for page in pages)}] >>".encode()
    return _joined(objects)


def _fonts(objects: list[bytes], codes: dict[str, int], typeface: str) -> int:
    lines = "\n".join(f"<{code:04x}> <{letter.encode('utf-16-be').hex()}>" for letter, code in codes.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Made def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange {len(codes)} beginbfchar\n{lines}\nendbfchar endcmap end end"
    )
    to_unicode = _add(objects, _stream(cmap.encode(), ""))
    descriptor = _add(objects, f"<< /Type /FontDescriptor /FontName /{typeface} /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 >>".encode())
    inner = _add(objects, (
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{typeface} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
        f"/DW {_ADVANCE} /FontDescriptor {descriptor} 0 R >>"
    ).encode())  # fmt: skip
    return _add(objects, (
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{typeface} /Encoding /Identity-H /DescendantFonts [{inner} 0 R] /ToUnicode {to_unicode} 0 R >>"
    ).encode())  # fmt: skip


def _content(sheet: Sheet, codes: dict[str, int]) -> str:
    parts = [f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /Im1 Do Q"] if sheet.picture else []
    for left, top, right, bottom in sheet.rules:
        parts.append(f"{left} {HEIGHT - bottom} {right - left} {bottom - top} re f")
    for upwards, words in ((False, sheet.words), (True, sheet.upwards)):
        for left, top, size, text in words:
            shown = "".join(f"{codes[letter]:04x}" for letter in text)
            # On a page shown turned by 90 degrees the words are drawn upwards, so that they are read upright.
            x, y = (top, left) if sheet.turned == 90 else (left, HEIGHT - top)
            font, scale = (1.0, size) if sheet.scaled else (size, 1.0)
            matrix = f"0 {scale} {-scale} 0" if upwards or sheet.turned == 90 else f"{scale} 0 0 {scale}"
            parts.append(f"BT /F1 {font} Tf {matrix} {x} {y} Tm <{shown}> Tj ET")
    parts.append(sheet.raw)
    return "\n".join(parts)


def _stream(data: bytes, more: str) -> bytes:
    return f"<< {more} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def _add(objects: list[bytes], body: bytes) -> int:
    objects.append(body)
    return len(objects)


def _joined(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    return bytes(out + f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())
