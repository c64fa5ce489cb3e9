"""What becomes of statements that tell one thing twice, several edits at once, or only some of what stands at a place."""

from datetime import date
from pathlib import Path

import pytest

from legalgraph.library import open_published
from legalgraph.model.provision import Provision
from legalgraph.pipeline import ingest
from legalgraph.pipeline.telling import exception_of_each
from legalgraph.store.snapshots import Home

TEXT = """CHÍNH PHỦ
Số: 905/2033/NĐ-CP
Hà Nội, ngày 02 tháng 3 năm 2033
NGHỊ ĐỊNH
Sửa đổi, bổ sung một số điều của Nghị định số 999/2031/NĐ-CP ngày 02 tháng 3 năm 2031 của Chính phủ về nghề dệt lụa
Điều 1. Sửa đổi, bổ sung một số điều của Nghị định số 999/2031/NĐ-CP ngày 02 tháng 3 năm 2031
{items}
Điều 2. Nghị định này có hiệu lực từ ngày 15 tháng 4 năm 2033.
"""
ITEMS = [
    # One relation for each phrase in each place.
    (
        "1. Bỏ các cụm từ “tơ”, “kén” và “nong” tại khoản 1 Điều 3, Điều 4.",
        {("deletes_phrase", place, words, None) for place in ("dieu_3/khoan_1", "dieu_4") for words in ("“tơ”", "“kén”", "“nong”")},
    ),
    (
        "1. Thay cụm từ “tơ” bằng cụm từ “lụa”, cụm từ “kén” bằng cụm từ “tằm” tại Điều 4.",
        {("substitutes_phrase", "dieu_4", "“tơ”", "“lụa”"), ("substitutes_phrase", "dieu_4", "“kén”", "“tằm”")},
    ),
    # New words of a whole place tell of the phrases in it as well; new words of another place do not.
    (
        "1. Bỏ cụm từ “tơ” tại khoản 8 Điều 4 và sửa đổi khoản này như sau:\n“8. Hộ dệt lụa đóng phí.”.",
        {("amends", "dieu_4/khoan_8", None, "“8. Hộ dệt lụa đóng phí.”.")},
    ),
    (
        "1. Bỏ cụm từ “tơ” tại khoản 8 Điều 4.\n2. Sửa đổi khoản 9 Điều 4 như sau:\n“9. Hộ dệt lụa đóng phí.”.",
        {("deletes_phrase", "dieu_4/khoan_8", "“tơ”", None), ("amends", "dieu_4/khoan_9", None, "“9. Hộ dệt lụa đóng phí.”.")},
    ),
    # The heading says no more than the words below it.
    (
        "1. Sửa đổi, bổ sung khoản 2 Điều 4 như sau:\nThay thế cụm từ “tơ” bằng cụm từ “lụa”.",
        {("substitutes_phrase", "dieu_4/khoan_2", "“tơ”", "“lụa”")},
    ),
    (
        "1. Bãi bỏ Điều 8 và sửa đổi Điều 9 như sau:\na) Bãi bỏ Điều 8;\nb) Bãi bỏ khoản 2 Điều 9.",
        {("repeals_part", "dieu_8", None, None), ("amends", "dieu_9", None, None), ("repeals_part", "dieu_9/khoan_2", None, None)},
    ),
    (
        "1. Sửa đổi, bổ sung Phụ lục như sau:\nThay thế Phụ lục ban hành kèm theo Nghị định số 999/2031/NĐ-CP bằng Phụ lục ban hành kèm theo Nghị định này.",
        {("replaces_annex", "phuluc", None, None)},
    ),
    # Only some of what stands at the places falls.
    (
        "1. Bãi bỏ Điều 5; quy định về kén tại Điều 6, khoản 2 Điều 7.",
        {("repeals_part", "dieu_5", None, None), ("amends", "dieu_6", None, None), ("amends", "dieu_7/khoan_2", None, None)},
    ),
]


def _ingested(folder: Path, items: str) -> list[tuple[str, str, str | None, str | None, str | None]]:
    paper = folder / "905_2033_ND-CP.txt"
    paper.write_text(TEXT.format(items=items), "utf-8")
    ingest([paper], Home(folder / "home"), today=date(2033, 6, 1))
    said = open_published(folder / "home").reader.relations_from("nd/2033/905/nd-cp")
    return [
        (r.kind, r.target_provision.path if r.target_provision else " ".join(r.places), r.operation.old_text if r.operation else None, r.operation.new_text if r.operation else None, r.exception)
        for r in said
        if r.source_provision and (r.target_provision or r.places)
    ]


@pytest.mark.parametrize(("items", "expected"), ITEMS, ids=range(len(ITEMS)))
def test_each_change_is_told_once(items: str, expected: set[tuple[str, str, str | None, str | None]], tmp_path: Path) -> None:
    found = _ingested(tmp_path, items)
    assert sorted(map(repr, (one[:4] for one in found))) == sorted(map(repr, expected))


def test_an_exception_stays_with_the_place_it_is_of(tmp_path: Path) -> None:
    found = _ingested(tmp_path, "1. Bãi bỏ Điều 5, Điều 13 (trừ điểm b khoản 1 Điều 13) và Điều 16.")
    assert {(place, exception) for _, place, _, _, exception in found} == {
        ("dieu_5", None), ("dieu_13", "trừ điểm b khoản 1 Điều 13"), ("dieu_16", None),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("exception", "of"),
    [
        ("trừ điểm b khoản 1 Điều 13", {"dieu_13"}),
        ("ngoại trừ các khoản 1, 2 Điều 13", {"dieu_13"}),
        ("trừ khoản 1 Điều 5 và khoản 2 Điều 13", {"dieu_5", "dieu_13"}),
        # Of all the places: what is in none of them, is told with more words, or says no article.
        ("trừ khoản 1 Điều 7", {"dieu_5", "dieu_13"}),
        ("trừ khoản 1", {"dieu_5", "dieu_13"}),
        ("trừ trường hợp quy định tại khoản 2 Điều 13 Nghị định này", {"dieu_5", "dieu_13"}),
        ("trừ khoản 1 Điều 13 về kén", {"dieu_5", "dieu_13"}),
        (None, set()),
    ],
)
def test_whose_an_exception_is(exception: str | None, of: set[str]) -> None:
    places = [Provision.parse("dieu_5"), Provision.parse("dieu_13")]
    assert exception_of_each(exception, places) == {place: exception if place.path in of else None for place in places}
