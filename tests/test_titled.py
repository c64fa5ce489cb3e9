"""What a document details, amends or repeals by a title that stood beside its text, as collections have it that give articles alone."""

import json
from datetime import date
from pathlib import Path

import pytest
from tests.conftest import TODAY

from legalgraph.library import Library, open_published
from legalgraph.model.relation import Certainty, Group, Relation, kind
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

# A text from which the articles are gone that change others.
REST = "Điều 3. Điều khoản thi hành\nThông tư này có hiệu lực từ ngày 01 tháng 7 năm 2032.\n"
TELLS = "Điều 1. Bãi bỏ Điều 7 Thông tư số 5/2031/TT-BTC.\n" + REST
REPORTS = REST + "Hồ sơ đã nộp tiếp tục thực hiện theo Thông tư số 5/2031/TT-BTC.\n"
FIRST = 101
FIVE, SIX, LAW = "tt/2031/5/tt-btc", "tt/2031/6/tt-btc", "luat/2015/79/qh13"
ACTS_OF_TITLES: list[tuple[str, str, set[tuple[str, str, str]]]] = [
    ("Sửa đổi, bổ sung một số điều của Thông tư số 5/2031/TT-BTC ngày 02 tháng 3 năm 2031 của Bộ trưởng Bộ Tài chính về tơ", REST, {("amends", FIVE, "")}),
    ("Về việc sửa đổi Thông tư số 5/2031/TT-BTC về tơ", REST, {("amends", FIVE, "")}),
    ("Thông tư sửa đổi, bổ sung Thông tư số 5/2031/TT-BTC về tơ", REST, {("amends", FIVE, "")}),
    ("Thông tư số 104/2032/TT-BTC sửa đổi Thông tư 5/2031/TT-BTC", REST, {("amends", FIVE, "")}),
    ("Quy định sửa đổi, bổ sung một số điều của Quy chế nuôi tằm ban hành kèm theo Thông tư số 5/2031/TT-BTC", REST, {("amends", FIVE, "")}),
    ("Hướng dẫn sửa đổi, bổ sung Thông tư số 5/2031/TT-BTC về tơ", REST, {("amends", FIVE, "")}),
    ("SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA THÔNG TƯ SỐ 5/2031/TT-BTC NGÀY 02 THÁNG 3 NĂM 2031 CỦA BỘ TRƯỞNG BỘ TÀI CHÍNH VỀ TƠ", REST, {("amends", FIVE, "")}),
    ("Sửa đổi, bổ sung khoản 2 Điều 5 và từ Điều 7 đến Điều 9 Thông tư số 5/2031/TT-BTC", REST,
     {("amends", FIVE, "dieu_5/khoan_2"), ("amends", FIVE, "dieu_7..dieu_9")}),
    ("Sửa đổi Phụ lục II ban hành kèm theo Thông tư số 5/2031/TT-BTC", REST, {("amends", FIVE, "phuluc_ii")}),
    ("Bổ sung Điều 5a vào Thông tư số 5/2031/TT-BTC", REST, {("adds", FIVE, "dieu_5a")}),
    ("Sửa đổi, bổ sung một số điều của Thông tư số 5/2031/TT-BTC về tơ, Thông tư số 6/2031/TT-BTC về kén", REST, {("amends", FIVE, ""), ("amends", SIX, "")}),
    ("Sửa đổi Điều 2 Thông tư số 5/2031/TT-BTC và bãi bỏ Thông tư số 6/2031/TT-BTC", REST, {("amends", FIVE, "dieu_2"), ("repeals", SIX, "")}),
    ("Bãi bỏ Thông tư số 5/2031/TT-BTC về tơ", REST, {("repeals", FIVE, "")}),
    ("Bãi bỏ một phần Thông tư số 5/2031/TT-BTC", REST, {("repeals_part", FIVE, "")}),
    ("Bãi bỏ một số quy định tại Thông tư số 5/2031/TT-BTC và Thông tư số 6/2031/TT-BTC", REST, {("repeals_part", FIVE, ""), ("repeals_part", SIX, "")}),
    ("Thay thế Thông tư số 5/2031/TT-BTC", REST, {("replaces", FIVE, "")}),
    ("Thay thế Phụ lục I của Thông tư số 5/2031/TT-BTC", REST, {("replaces_annex", FIVE, "phuluc_i")}),
    ("Đính chính Thông tư số 5/2031/TT-BTC", REST, {("corrects", FIVE, "")}),
    # What another did to it is history, and what stands in the title of the one amended is its own.
    ("Sửa đổi Thông tư số 5/2031/TT-BTC đã được sửa đổi bởi Thông tư số 6/2031/TT-BTC", REST, {("amends", FIVE, "")}),
    ("Sửa đổi Thông tư số 5/2031/TT-BTC sửa đổi, bổ sung một số điều của Thông tư số 6/2031/TT-BTC", REST, {("amends", FIVE, "")}),
    ("Về nuôi tằm, sửa đổi Thông tư số 5/2031/TT-BTC", REST, set()),
    ("Thông tư số 7/2030/TT-BTC sửa đổi Thông tư số 5/2031/TT-BTC", REST, set()),
    # Not the document named is changed.
    ("Bãi bỏ một số văn bản ban hành theo Thông tư số 5/2031/TT-BTC", REST, set()),
    ("Sửa đổi, bổ sung một số quy định về tơ theo khoản 2 Điều 5 Thông tư số 5/2031/TT-BTC", REST, set()),
    ("Sửa đổi, bổ sung một số điều của các Thông tư hướng dẫn Nghị định số 45/2031/NĐ-CP", REST, set()),
    # A circular amends neither a decree nor a law, and nothing amends what is later.
    ("Sửa đổi, bổ sung một số điều của Nghị định số 45/2031/NĐ-CP", REST, set()),
    ("Sửa đổi, bổ sung Thông tư số 9/2033/TT-BTC ngày 02 tháng 3 năm 2033", REST, set()),
    # The word of the text stands, where it tells what is done to the document named, and not where it tells something else.
    ("Sửa đổi, bổ sung một số điều của Thông tư số 5/2031/TT-BTC", TELLS, {("repeals_part", FIVE, "dieu_7")}),
    ("Sửa đổi, bổ sung một số điều của Thông tư số 6/2031/TT-BTC", TELLS, {("repeals_part", FIVE, "dieu_7"), ("amends", SIX, "")}),
    ("Sửa đổi, bổ sung một số điều của Thông tư số 5/2031/TT-BTC", REPORTS, {("amends", FIVE, "")}),
]  # fmt: skip
OF_OTHER_TYPES: list[tuple[str, str, str, set[tuple[str, str, str]]]] = [
    ("45/2032/QH19", "Luật", "Luật sửa đổi, bổ sung một số điều của Luật Thú y", {("amends", LAW, "")}),
    ("46/2032/QH19", "Luật", "SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA LUẬT THÚ Y", {("amends", LAW, "")}),
    ("901/QĐ-BTC", "Quyết định", "Đính chính Thông tư số 5/2031/TT-BTC", {("corrects", FIVE, "")}),
    ("902/TTr-BTC", "Tờ trình", "Sửa đổi, bổ sung một số điều của Thông tư số 5/2031/TT-BTC", set()),
    ("13/VBHN-BTC", "Văn bản hợp nhất", "Sửa đổi, bổ sung một số điều của Thông tư số 5/2031/TT-BTC", set()),
]


def places_of(relation: Relation) -> tuple[str, ...]:
    return (relation.target_provision.path,) if relation.target_provision else relation.places


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("titled")
    records = [{"number": f"{at}/2032/TT-BTC", "title": title, "text": body} for at, (title, body, _) in enumerate(CASES, 1)]
    records.append({"number": "12/VBHN-BTC", "title": CASES[1][0], "text": BODY, "type": "Văn bản hợp nhất", "issued": "2032-05-06"})
    records += [
        {"number": f"{at}/2032/TT-BTC", "title": title, "text": body, "issued": "2032-05-06"}
        for at, (title, body, _) in enumerate(ACTS_OF_TITLES, FIRST)
    ]
    records += [
        {"number": number, "type": type, "title": title, "text": REST, "issued": "2032-05-06"} for number, type, title, _ in OF_OTHER_TYPES
    ]
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


def acts_of(path: str, library: Library) -> list[Relation]:
    return [r for r in library.reader.relations_from(path) if kind(r.kind).group in (Group.AMENDS, Group.REPLACES)]


def told(relations: list[Relation]) -> set[tuple[str, str, str]]:
    return {(r.kind, r.target, " ".join(places_of(r))) for r in relations}


@pytest.mark.parametrize(("at", "acts"), [(at, acts) for at, (_, _, acts) in enumerate(ACTS_OF_TITLES, FIRST)])
def test_titles_say_what_the_text_at_hand_does_not(at: int, acts: set[tuple[str, str, str]], library: Library) -> None:
    title, body, _ = ACTS_OF_TITLES[at - FIRST]
    found = acts_of(f"tt/2032/{at}/tt-btc", library)
    assert told(found) == acts
    for relation in found if body != TELLS else ():
        assert (relation.certainty, relation.rule, relation.effective_from) == (Certainty.INFERRED, "act_in_title", date(2032, 7, 1))
        assert [(e.kind, e.note) for e in relation.evidence] == [("title", f"“{title}”")]
    assert len(found) == len(acts)


@pytest.mark.parametrize(("number", "type", "acts"), [(number, type, acts) for number, type, _, acts in OF_OTHER_TYPES])
def test_titles_of_laws_and_of_what_makes_no_rules(number: str, type: str, acts: set[tuple[str, str, str]], library: Library) -> None:
    (document,) = library.reader.find(f"{type} {number}")
    assert told(acts_of(document.path, library)) == acts


def test_a_title_in_the_text_is_not_told_twice(tmp_path: Path) -> None:
    (tmp_path / "to.txt").write_text(
        "BỘ TÀI CHÍNH\nSố: 8/2032/TT-BTC\nHà Nội, ngày 06 tháng 5 năm 2032\nTHÔNG TƯ\nSửa đổi, bổ sung một số điều của Thông tư số 5/2031/TT-BTC\n"
        "Căn cứ Nghị định số 45/2031/NĐ-CP;\n" + REST, "utf-8"
    )  # fmt: skip
    ingest([tmp_path / "to.txt"], Home(tmp_path / "home"), today=TODAY)
    (relation,) = acts_of("tt/2032/8/tt-btc", open_published(tmp_path / "home"))
    assert (relation.kind, relation.target, relation.rule) == ("amends", FIVE, "instruction_amends")
