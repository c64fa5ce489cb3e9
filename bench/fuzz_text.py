"""A coverage-guided fuzzer over the reading of texts: never an exception, every span true, every tree whole.

Needs atheris (`pip install --group fuzz`). Run: `python -m bench.fuzz_text -max_total_time=120`; other arguments are
libFuzzer's. A failing input is written to a file and printed.
"""

import sys

import atheris

with atheris.instrument_imports(include=["legalgraph.text", "legalgraph.model"]):
    from legalgraph.extraction.gazetteer import law_names
    from legalgraph.model.reading import Reading, Unit
    from legalgraph.text.reading import read

# Pieces of which documents are made: the fuzzer chooses and joins them, and writes bytes of its own between.
_PIECES = (
    "Điều 1. ", "Điều 5a. ", "\n1. ", "\na) ", "\nđ) ", "\n- ", "Chương I\n", "Mục 2\n", "Phụ lục II\n", "Căn cứ ",
    "Nghị định số 999/2031/NĐ-CP", " ngày 02 tháng 3 năm 2031", " của Chính phủ", " về thử nghiệm",
    "Thông tư số 5/2030/TT-BTC", "Luật Thử nghiệm", "Luật số 9/2030/QH20", "Nghị định này",
    " có hiệu lực thi hành kể từ ngày ", " hết hiệu lực", "Bãi bỏ ", "Sửa đổi, bổ sung ", "Thay thế cụm từ ", "“",
    "”", '"', "khoản 2 Điều 5", "điểm a, b và c ", " như sau:", ";", ". ", "\n", "\r\n", "\f",
    "CÔNG BÁO/Số 1 + 2/Ngày 01-02-2031\n", "\n12 \n", "Người ký: ", "Số: 1/VBHN-BTC", "XÁC THỰC VĂN BẢN HỢP NHẤT",
    "đã được sửa đổi, bổ sung bởi ", "(sau đây gọi là ", ")", "được sửa đổi theo quy định tại ", " và ", ", ",
    "từ Điều 1 đến Điều 9", "./.", "Nơi nhận:\n",
)  # fmt: skip


def text_of(data: bytes) -> str:
    """A text of pieces and of what the fuzzer writes itself."""
    source = atheris.FuzzedDataProvider(data)
    parts: list[str] = []
    while source.remaining_bytes() > 0 and len(parts) < 400:
        choice = source.ConsumeIntInRange(0, len(_PIECES) + 7)
        parts.append(_PIECES[choice] if choice < len(_PIECES) else source.ConsumeUnicodeNoSurrogates(source.ConsumeIntInRange(0, 12)))
    return "".join(parts)


def check(reading: Reading) -> None:
    """Every promise of a reading. Raises AssertionError."""
    text = reading.text
    for cited in reading.citations:
        assert text[cited.start : cited.end] == cited.quote, cited
        assert cited.start < cited.end <= max(cited.extent, cited.end) <= len(text), cited
    for said in reading.statements:
        assert 0 <= said.start < said.end <= len(text), said
    assert words(reading.tree, text) == text
    for start in range(0, len(text), max(1, len(text) // 16)):
        reading.back.to_old(start)


def words(unit: Unit, text: str) -> str:
    """The text of a unit, put together from its lead and its children."""
    assert unit.start <= unit.lead <= unit.end, unit
    return text[unit.start : unit.lead] + "".join(words(child, text) for child in unit.children)


def once(data: bytes) -> None:
    """Read one text."""
    text = text_of(data)
    check(read(text, law_names()))


if __name__ == "__main__":
    law_names()
    atheris.Setup(sys.argv, once)
    atheris.Fuzz()
