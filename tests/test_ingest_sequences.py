"""Whatever is added, changed and forgotten in whatever order: what a home holds is what one ingest of the same sources makes."""

import random
from datetime import timedelta
from pathlib import Path

import pytest
from pyoxigraph import Quad
from tests.catalogue.rows import rows_of
from tests.conftest import TODAY, WriteTables
from tests.national import write_dataset

from legalgraph.catalogue import updating
from legalgraph.library import open_published
from legalgraph.pipeline import Report, forget, ingest
from legalgraph.store.snapshots import Home

ACTS = (
    "Sửa đổi, bổ sung Điều 1 của Nghị định số {}.", "Bãi bỏ Nghị định số {}.", "Nghị định này thay thế Nghị định số {}.",
    "Thực hiện theo Điều 2 của Nghị định số {}.", "Bãi bỏ Điều 9 của Nghị định số {}.",
    "Bãi bỏ các Điều từ Điều 1 đến Điều 3 của Nghị định số {}.",
    "Thực hiện theo Nghị định số {} đã được sửa đổi, bổ sung theo Nghị định số {}.",
    "Thực hiện theo Quyết định số 12/QĐ-UBND và Nghị định số {}.",
)  # fmt: skip
YEARS = range(2031, 2034)
NUMBERS = range(1, 6)
OTHERS = (*NUMBERS, 77)


def text(chance: random.Random, number: int) -> str:
    """A decree that acts on others, perhaps on one that is not there, perhaps with another day than last time."""
    lines = [
        "CHÍNH PHỦ", "-------", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "---------------",
        f"Số: {named(number)}", f"Hà Nội, ngày 0{chance.choice((2, 3))} tháng 3 năm {YEARS[number % 3]}", "NGHỊ ĐỊNH", "Về nghề dệt lụa",
        f"Căn cứ Nghị định số {named(chance.choice(OTHERS))} của Chính phủ về nghề dệt lụa;", "Chính phủ ban hành Nghị định về nghề dệt lụa.",
    ]  # fmt: skip
    articles = [f"Điều {n}. {chance.choice(ACTS).format(named(chance.choice(OTHERS)), named(chance.choice(OTHERS)))}" for n in range(1, chance.randint(3, 5))]
    return "\n".join([*lines, *articles, "TM. CHÍNH PHỦ", "THỦ TƯỚNG", "Nguyễn Văn Thử"]) + "\n"


def named(number: int) -> str:
    """The printed number of a decree."""
    return f"{number}/{YEARS[number % 3]}/NĐ-CP"


def holds(home: Path) -> tuple[set[Quad], list[str], dict[str, object]]:
    """The graph, the catalogue row by row, and what was counted."""
    snapshot = Home(home).current()
    assert snapshot is not None
    counted = {name: snapshot.manifest[name] for name in ("as_of", "counts", "graphs", "mentions", "warnings")}
    return set(open_published(home).engine.quads()), rows_of(snapshot.catalogue_path), counted


def told(report: Report) -> tuple[object, ...]:
    """What a report counts in all texts, whichever were read now."""
    return (
        report.documents, report.relations, report.extracted_relations, report.resolved, report.unresolved, report.missing, report.wanted,
        report.statements, report.left_out, sorted(map(str, report.disagreements)), report.disagreed, report.compared, report.instead,
        report.national,
    )  # fmt: skip


LABELS = ("Văn bản căn cứ", "Văn bản được sửa đổi", "Văn bản bị hết hiệu lực 1 phần", "Văn bản hết hiệu lực", "Văn bản dẫn chiếu")


def dataset(chance: random.Random, folder: Path) -> Path:
    """Some of the decrees in the national dataset, perhaps with other words and days than last time."""
    numbers = chance.sample(NUMBERS, 4)
    rows = [{"id": n, "title": chance.choice(("Về nghề dệt lụa", "Về nghề lụa")), "so_ky_hieu": named(n), "loai_van_ban": "Nghị định",
             "ngay_ban_hanh": f"0{chance.choice((2, 3))}/03/{YEARS[n % 3]}", "co_quan_ban_hanh": "Chính phủ",
             "ngay_co_hieu_luc": chance.choice(("", f"01/05/{YEARS[n % 3]}")),
             "tinh_trang_hieu_luc": chance.choice(("", "Còn hiệu lực", "Chưa có hiệu lực", "Hết hiệu lực toàn bộ"))} for n in numbers]  # fmt: skip
    pairs = [chance.sample(numbers, 2) for _ in range(4)]
    return write_dataset(folder, rows, [(one, str(other), chance.choice(LABELS)) for one, other in pairs])


def facts(chance: random.Random, write_tables: WriteTables) -> Path:
    """What tables know of some of the decrees."""
    numbers = sorted(chance.sample(NUMBERS, 2), key=lambda n: (YEARS[n % 3], n))
    documents = [{"id": path(n), "number": named(n), "signed": f"{YEARS[n % 3]}-03-02"} for n in numbers]
    relations = []
    for _ in range(chance.randrange(4)):
        sure, kind = chance.random() < 0.5, chance.choice(("repeals", "refers", "amends", "adds", "replaces"))
        relations.append({
            "source": path(numbers[1]), "target": path(numbers[0]), "kind": kind, "certainty": "verified" if sure else "inferred",
            "rule": "" if sure else "thử", "source_provision": chance.choice(("", "dieu_1", "dieu_2")),
            "target_provision": chance.choice(("", "dieu_1", "dieu_2")),
        })  # fmt: skip
    chance.shuffle(relations)
    return write_tables("bang", documents=documents, relations=relations)


def path(number: int) -> str:
    """The path of a decree."""
    return f"nd/{YEARS[number % 3]}/{number}/nd-cp"


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "may_be_told"), [(1, updating._FEW), (2, 2)])
def test_any_sequence_of_changes(
    seed: int, may_be_told: int, tmp_path: Path, write_tables: WriteTables, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(updating, "_FEW", may_be_told)  # what is more makes a catalogue be written anew
    chance, home, files, day = random.Random(seed), tmp_path / "home", tmp_path / "files", TODAY
    files.mkdir()
    given: dict[str, Path] = {}
    steps: list[str] = []
    most = 0
    for step in range(9):
        present = sorted(file.name for file in files.iterdir())
        turn = chance.random() if step else 1.0
        if turn < 0.2 and present:
            gone = chance.choice(present)
            (files / gone).unlink()
            report = forget([gone], Home(home), day, steps.append)
        elif turn < 0.55:
            name = chance.choice(("national", "tables"))
            given[name] = dataset(chance, tmp_path / "national") if name == "national" else facts(chance, write_tables)
            report = ingest([given[name]], Home(home), day, steps.append)
        else:
            day += timedelta(chance.choice((0, 0, 400)))
            for number in chance.sample(NUMBERS, 2):
                (files / f"{number}.txt").write_text(text(chance, number), "utf-8")
            report = ingest([files], Home(home), day, steps.append)
        most = max(most, report.relations)
        if step % 2 or step == 8:
            anew = tmp_path / f"anew-{step}"
            whole = ingest([*given.values(), *([files] if any(files.iterdir()) else [])], Home(anew), day)
            assert holds(home) == holds(anew)
            assert told(report) == told(whole)
    assert steps.count("reading the documents back") == 1  # the first time
    assert most > 5  # there was something to be wrong about
