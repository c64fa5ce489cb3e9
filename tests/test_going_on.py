"""The status of a document that another one replaces and lets go on: for parts of it, or only for what was begun before."""

import json
from datetime import date
from pathlib import Path

import pytest
from tests.conftest import TODAY

from legalgraph.library import open_published
from legalgraph.model.document import Status
from legalgraph.pipeline import ingest
from legalgraph.store.snapshots import Home

REPLACED = "nd/2020/901/nd-cp"
TEXT = (
    "CHÍNH PHỦ\n-------\nSố: {number}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n---------------\n"
    "Hà Nội, ngày {day}\nNGHỊ ĐỊNH\nVề nuôi tằm\nCăn cứ Luật Tằm tang số 21/2018/QH19;\nChính phủ ban hành Nghị định về nuôi tằm.\n"
    "Điều 1. Phạm vi\nNghị định này quy định về nuôi tằm.\nĐiều 2. Hiệu lực\n{effect}\n"
)
REPLACES = "1. Nghị định này có hiệu lực từ ngày 01 tháng 7 năm 2024 và thay thế Nghị định số 901/2020/NĐ-CP."
BEFORE = "đã tiếp nhận trước ngày Nghị định này có hiệu lực"


@pytest.mark.parametrize(("clause", "status"), [
    ("", Status.EXPIRED),
    (f"\n2. Hồ sơ {BEFORE} thì tiếp tục giải quyết theo quy định tại Điều 2 Nghị định số 901/2020/NĐ-CP.", Status.EXPIRED),
    (f"\n2. Dự án {BEFORE} được tiếp tục thực hiện theo Nghị định số 901/2020/NĐ-CP đến hết ngày 31/12/2032.", Status.EXPIRED),
    (f"\n2. Hồ sơ {BEFORE} thì thực hiện theo Điều 2 Nghị định số 901/2020/NĐ-CP.", Status.EXPIRED),
    ("\n2. Điều 2 Nghị định số 901/2020/NĐ-CP tiếp tục có hiệu lực đến hết ngày 31 tháng 12 năm 2032.", Status.PARTLY_EXPIRED),
])  # fmt: skip
def test_what_was_begun_before_keeps_no_part_in_force(clause: str, status: Status, tmp_path: Path) -> None:
    texts = (
        ("901/2020/NĐ-CP", "02 tháng 3 năm 2020", "Nghị định này có hiệu lực từ ngày 01 tháng 5 năm 2020."),
        ("12/2024/NĐ-CP", "05 tháng 6 năm 2024", REPLACES + clause),
    )
    lines = (json.dumps({"id": number, "text": TEXT.format(number=number, day=day, effect=effect)}) for number, day, effect in texts)
    (tmp_path / "to.jsonl").write_text("\n".join(lines), "utf-8")
    ingest([tmp_path / "to.jsonl"], Home(tmp_path / "home"), today=TODAY)
    reader = open_published(tmp_path / "home").reader
    assert reader.status(REPLACED, date(2024, 8, 1)).status is status
    assert len([r for r in reader.relations_of(REPLACED) if r.kind == "continues"]) == bool(clause)
