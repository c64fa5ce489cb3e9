"""A coverage-guided fuzzer over the reader of PDFs: pages that are made up, then damaged, give documents or a SourceError.

Bytes at random hardly ever are a PDF; here most inputs are one, with words, rules, operators and numbers out of all bounds.
Needs atheris (`pip install --group fuzz`). Run:
`python -m bench.fuzz_pdf -max_total_time=300 -timeout=20 -len_control=0 -max_len=2000`; arguments are libFuzzer's. A failing
input is written to a file and printed; `python -m bench.fuzz_pdf FILE` runs it again.
"""

import importlib.util
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import atheris

from bench.fuzz_sources import check
from legalgraph.errors import SourceError
from legalgraph.sources.pdf import read_pdf

_WORDS = (
    "CHÍNH PHỦ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Số: 901/2031/NĐ-CP", "NGHỊ ĐỊNH", "Nơi nhận:",
    "CÔNG BÁO/Số 12 + 13/Ngày 10-3-2031", "Người ký: Cổng tin", "Thời gian ký: 10.03.2031 09:00:00 +07:00", "Điều 1. Phạm vi", "1", "12",
    "m2", "[1] Khoản này", "TM. CHÍNH PHỦ", "...........", " ", "NghÞ ®Þnh cña ChÝnh phñ", "\ue001\ue002\ue003", "\ufffd", "e\u0301\u0323",
    "TT-", "\u0301", "\U0001d400", "\u202e", "\x02", "\ufffe",
)  # fmt: skip
_PLACES = (0.0, 40.0, 80.0, 84.0, 120.0, 297.0, 330.0, 500.0, 570.0, 740.0, 760.0, 830.0, -1e4, 1e6, 1e30, 3e38)
_SIZES = (13.0, 11.0, 9.0, 7.0, 6.0, 0.0, 0.001, -12.0, 400.0, 1e20)
_RAW = (
    "q", "Q", "BT", "ET", "/F1 12 Tf", "1 0 0 1 80 700 Tm", "0 12 -12 0 80 700 Tm", "0.7 0.7 -0.7 0.7 100 300 Tm", "<0001000200030004> Tj",
    "[<0001> -9e9 <0002> 300 <0003>] TJ", "1 1 1 rg", "0 g", "3 Tr", "0 Tr", "50 Tz", "-50 Tz", "9e9 Tc", "40 Tw", "7 Ts", "T*", "14 TL",
    "80 100 400 0.5 re f", "80 100 0.5 400 re f", "80 100 400 300 re S", "0 0 m 500 0 l S", "1e38 1e38 -1e38 2e38 re S", "W n", "/Im1 Do",
    "100 0 0 100 0 0 cm", "0 1 -1 0 0 0 cm", "0 0 0 0 0 0 cm", "1e20 0 0 1e20 0 0 cm", "/X BMC", "EMC", "/Fm9 Do", "BI ID EI", "sh", "((((",
)  # fmt: skip
# What is exchanged for something else in the finished file.
_OBJECTS = (
    (b"/Rotate 0", b"/Rotate 90"), (b"/Rotate 0", b"/Rotate 45"), (b"/Rotate 0", b"/Rotate -270"), (b"/Count ", b"/Count 9"),
    (b"0 0 595 842", b"0 0 0 0"), (b"0 0 595 842", b"595 842 0 0"), (b"0 0 595 842", b"0 0 1e9 1e9"), (b"0 0 595 842", b"-9 -9 1 1"),
    (b"/Identity-H", b"/WinAnsiEncoding"), (b"/DW 500", b"/DW -500"), (b"/DW 500", b"/DW 99999999"), (b"/ToUnicode ", b"/ToUnicodf "),
    (b"/Kids [", b"/Kids [2 0 R "), (b"/Parent 2 0 R", b"/Parent 4 0 R"), (b"/Contents ", b"/Contents 9"), (b"xref", b"xxxx"),
    (b"<</", b"<<<</"), (b"/Length ", b"/Length 99"), (b"/Type0", b"/Type3"), (b"/CIDFontType2", b"/CIDFontType0"),
    (b"/Encoding", b"/Encrypt 1 0 R /E"),
    (b"/Size ", b"/Encrypt << /Filter /Standard /V 2 /R 3 >> /Size "), (b"endobj", b""), (b"/Width 1", b"/Width 99999999"),
    (b"/MediaBox", b"/UserUnit 1e9 /MediaBox"), (b"/MediaBox", b"/CropBox [9 9 9 9] /MediaBox"),
)  # fmt: skip


def _maker() -> Any:
    """The maker of PDFs that the tests use; folders of tests are no packages."""
    path = Path(__file__).parents[1] / "tests" / "sources" / "pdfs.py"
    spec = importlib.util.spec_from_file_location("pdfs", path)
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    sys.modules["pdfs"] = made
    spec.loader.exec_module(made)
    return made


PDFS = _maker()


def _noted(sheet: Any, source: atheris.FuzzedDataProvider) -> None:
    """Put lines with marks of footnotes on a page, and the footnotes at its foot, more or less where they belong."""
    for number in range(source.ConsumeIntInRange(1, 3)):
        top, mark = 120 + 20 * number, source.PickValueInList(["1", "2", "12", "1"])
        sheet.write("Người nuôi tằm được hỗ trợ", top=top)
        end = 80 + PDFS.width("Người nuôi tằm được hỗ trợ", 13)
        sheet.words.append((end, top - source.PickValueInList([5, 5, 0, 9]), source.PickValueInList([7, 7, 13]), mark))
        foot = 740 + 15 * number
        sheet.words.append((80, foot - 5, source.PickValueInList([6, 6, 9]), mark))
        words = source.PickValueInList(["Khoản này được bổ sung theo quy định sau:", "Ghi rõ.", "1. Mức cao nhất là mười."])
        sheet.write(words, left=80 + source.PickValueInList([4, 9]), top=foot, size=source.PickValueInList([9, 9, 13]))
    if source.ConsumeBool():
        sheet.rules.append((80, 728, 220, 728.5))


def _ruled(sheet: Any, source: atheris.FuzzedDataProvider) -> None:
    """Put a table on a page, some of its rules missing, so that cells span rows and columns."""
    rows, columns = source.ConsumeIntInRange(1, 4), source.ConsumeIntInRange(1, 4)
    for row in range(rows + 1):
        for column in range(columns + 1):
            x, y = 80 + 100 * column, 200 + 40 * row
            missing = source.ConsumeIntInRange(0, 9)
            if column < columns and missing != 1:
                sheet.rules.append((x, y, x + 100, y + 0.5))
            if row < rows and missing != 2:
                sheet.rules.append((x, y, x + 0.5, y + 40))
            if missing > 2:
                sheet.write(source.PickValueInList(list(_WORDS)), left=x + 4, top=y + 14, size=10)


def _sheet(source: atheris.FuzzedDataProvider) -> Any:
    sheet = PDFS.Sheet(picture=source.ConsumeBool(), turned=source.PickValueInList([0, 0, 0, 90]), scaled=source.ConsumeBool())
    kind = source.ConsumeIntInRange(0, 3)
    if kind & 1:
        _noted(sheet, source)
    if kind & 2:
        _ruled(sheet, source)
    for _ in range(source.ConsumeIntInRange(0, 14)):
        left, top = source.PickValueInList(list(_PLACES)), source.PickValueInList(list(_PLACES))
        if source.ConsumeBool():
            left, top = source.ConsumeIntInRange(0, 600), source.ConsumeIntInRange(0, 850)
        words = source.PickValueInList(list(_WORDS)) if source.ConsumeBool() else source.ConsumeUnicode(source.ConsumeIntInRange(0, 9))
        words = "".join(letter for letter in words if not "\ud800" <= letter <= "\udfff")
        put = sheet.upwards if source.ConsumeIntInRange(0, 5) == 0 else sheet.words
        put.append((left, top, source.PickValueInList(list(_SIZES)), words))
    for _ in range(source.ConsumeIntInRange(0, 12)):
        left, top, long = source.ConsumeIntInRange(0, 600), source.ConsumeIntInRange(0, 850), source.PickValueInList([5, 40, 200, 500])
        sheet.rules.append((left, top, left + long, top + 0.5) if source.ConsumeBool() else (left, top, left + 0.5, top + long))
    sheet.raw = " ".join(source.PickValueInList(list(_RAW)) for _ in range(source.ConsumeIntInRange(0, 12)))
    return sheet


def made(data: bytes) -> bytes:
    """A PDF of these bytes: some pages, then, of every second one, parts exchanged and bytes damaged."""
    source = atheris.FuzzedDataProvider(data)
    damage = source.ConsumeIntInRange(0, 3)
    file = bytearray(PDFS.pdf(*(_sheet(source) for _ in range(source.ConsumeIntInRange(1, 4)))))
    for _ in range(source.ConsumeIntInRange(0, 4) if damage else 0):
        old, new = source.PickValueInList(list(_OBJECTS))
        file = file.replace(old, new, source.ConsumeIntInRange(1, 3))
    for _ in range(source.ConsumeIntInRange(0, 6) if damage > 1 else 0):
        at = source.ConsumeIntInRange(0, max(0, len(file) - 1))
        file[at : at + source.ConsumeIntInRange(0, 30 if damage > 2 else 1)] = source.ConsumeBytes(source.ConsumeIntInRange(0, 5))
    return bytes(file)


def once(data: bytes) -> None:
    """Read what is made of the bytes. Raises anything but SourceError when the reader breaks its promise."""
    with suppress(SourceError):
        for document in read_pdf(made(data), "x"):
            check(document)


if __name__ == "__main__":
    atheris.Setup(sys.argv, once)
    atheris.Fuzz()
