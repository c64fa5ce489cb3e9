"""What a document details by a title that stood beside its text, as collections have it that give articles alone."""

import json

import pytest
from tests.conftest import TODAY

from legalgraph.library import Library, open_published
from legalgraph.model.relation import Certainty, Relation
from legalgraph.pipeline import ingest
from legalgraph.store.snapshots import Home

BODY = "Điều 1. Nuôi tằm\n1. Người nuôi tằm giữ kén khô.\n2. Kén ướt thì phơi.\nĐiều 2. Ươm tơ\nTơ được ươm trong nhà.\n"
SAYS_ITSELF = "Điều 1. Phạm vi\nThông tư này quy định chi tiết Điều 3 Nghị định số 46/2031/NĐ-CP.\nĐiều 2. Tơ\nTơ được ươm.\n"
DECREE = "nd/2031/45/nd-cp"
CASES = [
    ("Hướng dẫn thi hành một số điều của Nghị định số 45/2031/NĐ-CP ngày 02 tháng 3 năm 2031 của Chính phủ về tằm", BODY, {DECREE: ""}),
    ("Hướng dẫn thực hiện Nghị định số 45/2031/NĐ-CP", BODY, {DECREE: ""}),
    ("Quy định chi tiết và hướng dẫn thi hành khoản 6 Điều 14 của Nghị định số 45/2031/NĐ-CP về tơ", BODY, {DECREE: "dieu_14/khoan_6"}),
    ("Quy định chi tiết một số điều và biện pháp thi hành Nghị định số 45/2031/NĐ-CP và Nghị định số 46/2031/NĐ-CP của Chính phủ về tơ", BODY,
     {DECREE: "", "nd/2031/46/nd-cp": ""}),
    ("Quy định chi tiết khoản 6 Điều 14 và từ Điều 16 đến Điều 18 của Nghị định số 45/2031/NĐ-CP", BODY, {DECREE: "dieu_14/khoan_6 dieu_16..dieu_18"}),
    ("Quy định chi tiết từ Điều 16 đến Điều 18 của Nghị định số 45/2031/NĐ-CP", BODY, {DECREE: "dieu_16..dieu_18"}),
    # What is detailed there stands in the title of what is detailed here.
    ("Hướng dẫn thi hành Nghị định số 45/2031/NĐ-CP của Chính phủ quy định chi tiết Nghị quyết số 7/2030/QH19", BODY, {DECREE: ""}),
    ("Về nuôi tằm theo Nghị định số 45/2031/NĐ-CP", BODY, {}),
    ("Sửa đổi Thông tư số 5/2031/TT-BTC hướng dẫn thi hành Nghị định số 45/2031/NĐ-CP", BODY, {}),
    ("Hướng dẫn nuôi tằm tại nhà", BODY, {}),
    # The text goes before the title.
    ("Hướng dẫn thi hành Nghị định số 45/2031/NĐ-CP", SAYS_ITSELF, {"nd/2031/46/nd-cp": "dieu_3"}),
]  # fmt: skip


def places_of(relation: Relation) -> tuple[str, ...]:
    return (relation.target_provision.path,) if relation.target_provision else relation.places


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("titled")
    records = [{"number": f"{at}/2032/TT-BTC", "title": title, "text": body} for at, (title, body, _) in enumerate(CASES, 1)]
    records.append({"number": "12/VBHN-BTC", "title": CASES[1][0], "text": BODY, "type": "Văn bản hợp nhất", "issued": "2032-05-06"})
    (folder / "to.jsonl").write_text("".join(json.dumps({"id": r["number"], **r}) + "\n" for r in records), "utf-8")
    ingest([folder / "to.jsonl"], Home(folder / "home"), today=TODAY)
    return open_published(folder / "home")


@pytest.mark.parametrize(("at", "targets"), [(at, targets) for at, (_, _, targets) in enumerate(CASES, 1)])
def test_titles_beside_a_text_say_what_it_details(at: int, targets: dict[str, str], library: Library) -> None:
    title, body, _ = CASES[at - 1]
    found = [r for r in library.reader.relations_from(f"tt/2032/{at}/tt-btc") if r.kind == "details"]
    places = {target: sorted(place for r in found if r.target == target for place in places_of(r)) for target in {r.target for r in found}}
    assert {target: " ".join(named) for target, named in places.items()} == targets
    for relation in found if body == BODY else ():
        assert (relation.certainty, relation.rule) == (Certainty.INFERRED, "title")
        assert [(e.kind, e.note) for e in relation.evidence] == [("title", f"“{title}”")]


def test_a_consolidation_details_nothing(library: Library) -> None:
    document = library.reader.document("vbhn/2032/12/vbhn-btc")
    assert document is not None
    assert document.title == CASES[1][0]
    assert not [r for r in library.reader.relations_from("vbhn/2032/12/vbhn-btc") if r.kind == "details"]
