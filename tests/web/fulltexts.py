"""The invented texts of tests/cases/van-ban, as pages get them, and long ones made up for size."""

from dataclasses import replace

from tests.conftest import VAN_BAN

from legalgraph.model.relation import Relation
from legalgraph.model.text import NoteRow, SourceFile, unit_rows
from legalgraph.queries.texts import CitationRow, DocumentText
from legalgraph.text.reading import read

DECREE = "nd/2031/901/nd-cp"
AMENDMENT = "nd/2034/12/nd-cp"
FILES = {DECREE: "901_2031_NĐ-CP.txt", AMENDMENT: "12_2034_NĐ-CP.txt"}
KNOWN = {"901/2031/NĐ-CP": DECREE, "77/2025/NĐ-CP": "nd/2025/77/nd-cp", "12/2034/NĐ-CP": AMENDMENT}


def text_from(path: str, words: str, name: str = "tep.txt") -> DocumentText:
    """Read words as the ingest does, with the citations of KNOWN recognised."""
    reading = read(words)
    units = tuple(unit_rows(reading.tree))
    rows = {}
    for said in reading.statements:
        number = said.target.number
        if number is None or said.target.citation is None:
            continue
        cited = reading.citations[said.target.citation]
        target = KNOWN.get(str(number))
        place = next((p for p in (locator.provision for locator in said.provisions) if p), None)
        kind = said.kind if said.kind in ("basis", "amends", "replaces", "repeals_part", "refers") else "refers"
        relation = Relation(path, target or "citation/chi-thi-tam", kind, None, place)
        row = CitationRow(cited.start, cited.end, relation.target, place.path if place else None, relation.id, kind, target is not None)
        rows[row.start, row.end, row.kind, row.target_provision] = row
    notes = tuple(NoteRow(n.label, n.start, n.end, n.called) for n in reading.notes)
    citations = tuple(sorted(rows.values(), key=lambda r: (r.start, r.end, r.kind)))
    return DocumentText(path, reading.text, units, citations, notes, SourceFile(name, "text/plain", "ab" * 32))


def invented(path: str) -> DocumentText | None:
    """The text of one of the invented decrees."""
    name = FILES.get(path)
    return text_from(path, (VAN_BAN / name).read_text("utf-8"), name) if name else None


def long_text(path: str, articles: int, size: int = 2800) -> DocumentText:
    """A decree of many articles, about `size` characters each."""
    head = (VAN_BAN / FILES[DECREE]).read_text("utf-8").partition("Chương I")[0]
    sentence = "Hộ nuôi tằm ghi sổ số {} về lá dâu, nong né và nhiệt độ buồng tằm theo Nghị định số 77/2025/NĐ-CP ngày 15 tháng 01 năm 2025.\n"
    chapters = []
    for number in range(1, articles + 1):
        if number % 20 == 1:
            chapters.append(f"Chương {'IVXLCDM'[0] * (number // 20 % 3 + 1)}\nVIỆC NUÔI TẰM LỨA {number}\n")
        lines = [f"{k}. " + sentence.format(number * 100 + k) for k in range(1, max(2, size // 140) + 1)]
        chapters.append(f"Điều {number}. Sổ tằm thứ {number}\n" + "".join(lines))
    return replace(text_from(path, head + "".join(chapters)), path=path)


