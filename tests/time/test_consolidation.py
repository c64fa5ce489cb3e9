"""Changes written into a text: what each kind makes of its place, what is left and why, and that nothing else moves."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.waiting import effort
from tests.web.fulltexts import DECREE, invented

from legalgraph.model.document import Document
from legalgraph.model.provision import Provision, label_order
from legalgraph.model.relation import Certainty, Evidence, Operation, Quote, Relation
from legalgraph.model.text import UnitRow, unit_rows
from legalgraph.text.reading import read
from legalgraph.time.consolidation import Acting, consolidated
from legalgraph.time.tree import Tree
from legalgraph.time.writing import Left, new_words, replaced_by

LAW = """Điều 1. Phạm vi
Nghị định này quy định về nuôi tằm.
Điều 2. Hộ nuôi tằm
1. Hộ nuôi tằm ở xã ghi sổ lứa.
2. Hộ có năm nong được hỗ trợ:
a) Giống tằm;
b) Lá dâu;
d) Nong né.
3. Sổ lứa do xã phát.
Điều 3. Hiệu lực
Nghị định này có hiệu lực từ ngày ký.
"""
BASE, FIRST, SECOND, THIRD = "nd/2031/901/nd-cp", "nd/2034/12/nd-cp", "nd/2036/34/nd-cp", "nd/2036/40/nd-cp"
ACTS = {path: Document(path, number=path, type="nd", title="Về tằm", signed=date(2030 + year, 6, 1)) for path, year in ((FIRST, 4), (SECOND, 6), (THIRD, 6))}
ACTING = Acting(ACTS, {})
START = date(2034, 8, 1)
DAY = date(2040, 1, 1)


def units(text: str = LAW) -> tuple[str, list[UnitRow]]:
    reading = read(text)
    return reading.text, list(unit_rows(reading.tree))


def change(kind: str, place: str | None, new: str | None = None, old: str | None = None, anchor: str | None = None, source: str = FIRST) -> Relation:
    operation = Operation(kind, anchor, old, new) if new or old or anchor else None
    provision = Provision.parse(place) if place else None
    return Relation(source, BASE, kind, target_provision=provision, effective_from=START, operation=operation)


CASES: list[tuple[str, Relation, str, str]] = [
    ("a clause anew", change("amends", "dieu_2/khoan_1", "“1. Hộ nuôi tằm khai lứa.”."), "1. Hộ nuôi tằm ở xã ghi sổ lứa.", "1. Hộ nuôi tằm khai lứa."),
    ("without its number", change("amends", "dieu_2/khoan_1", "“Hộ khai lứa.”"), "1. Hộ nuôi tằm ở xã ghi sổ lứa.", "1. Hộ khai lứa."),
    ("a point anew", change("amends", "dieu_2/khoan_2/diem_b", "“b) Lá sắn;”;"), "b) Lá dâu;", "b) Lá sắn;"),
    ("an article's inside", change("amends", "dieu_1", "“Nghị định này quy định về tơ.”"), "Nghị định này quy định về nuôi tằm.", "Nghị định này quy định về tơ."),
    ("a clause taken out", change("repeals_part", "dieu_2/khoan_3"), "3. Sổ lứa do xã phát.", "3. (được bãi bỏ)"),
    ("an article taken out", change("repeals_part", "dieu_1"), "Điều 1. Phạm vi\nNghị định này quy định về nuôi tằm.", "Điều 1. (được bãi bỏ)"),
    ("a clause added", change("adds", "dieu_2/khoan_2a", "“2a. Hộ mới được vay.”", anchor="after dieu_2/khoan_2"), "d) Nong né.\n", "d) Nong né.\n2a. Hộ mới được vay.\n"),
    ("a point between others", change("adds", "dieu_2/khoan_2/diem_c", "“c) Sổ lứa;”"), "b) Lá dâu;\n", "b) Lá dâu;\nc) Sổ lứa;\n"),
    ("a point after d", change("adds", "dieu_2/khoan_2/diem_dd", "“đ) Sổ lứa.”"), "d) Nong né.\n", "d) Nong né.\nđ) Sổ lứa.\n"),
    ("an article added", change("adds", "dieu_2a", "“Điều 2a. Sổ\n1. Sổ giấy.\n2. Sổ điện tử.”", anchor="after dieu_2"), "do xã phát.\n", "do xã phát.\nĐiều 2a. Sổ\n1. Sổ giấy.\n2. Sổ điện tử.\n"),
    ("words for others", change("substitutes_phrase", "dieu_2", "“tổ nuôi tằm”", "“Hộ nuôi tằm”"), "Hộ nuôi tằm", "tổ nuôi tằm"),
    ("words taken out", change("deletes_phrase", "dieu_2/khoan_1", None, "“ở xã”"), "tằm ở xã ghi", "tằm ghi"),
    ("words put in behind", change("inserts_phrase", "dieu_2/khoan_2", "“trở lên”", anchor="after “năm nong”"), "năm nong được", "năm nong trở lên được"),
    ("words put in before", change("inserts_phrase", "dieu_2/khoan_2", "“từ”", anchor="before “năm nong”"), "có năm nong", "có từ năm nong"),
    ("a heading", change("renames", "dieu_2", "“Điều 2. Hộ và tổ nuôi tằm”"), "Điều 2. Hộ nuôi tằm", "Điều 2. Hộ và tổ nuôi tằm"),
    ("a heading without its number", change("renames", "dieu_2", "“Tổ nuôi tằm”"), "Điều 2. Hộ nuôi tằm", "Điều 2. Tổ nuôi tằm"),
]  # fmt: skip


@pytest.mark.parametrize(("told", "made", "old", "new"), CASES, ids=[case[0] for case in CASES])
def test_what_a_change_makes_of_its_place_and_of_nothing_else(told: str, made: Relation, old: str, new: str) -> None:
    text, rows = units()
    found = consolidated(text, rows, [made], ACTING, DAY)
    assert not found.left, told
    assert found.text == text.replace(old, new)
    assert {by for _, by in found.words} <= {None, made.id}
    assert [one.relation for one in found.written] == [made]


LEFT: list[tuple[str, Callable[[], Relation], Left]] = [
    ("no day", lambda: replace(change("repeals_part", "dieu_1"), effective_from=None), Left.NO_DAY),
    ("an exception", lambda: replace(change("repeals_part", "dieu_1"), exception="trừ hộ ở miền núi"), Left.LIMITED),
    ("a last day", lambda: replace(change("repeals_part", "dieu_1"), until=date(2035, 1, 1)), Left.LIMITED),
    ("no place", lambda: change("substitutes_phrase", None, "“phường”", "“xã”"), Left.NO_PLACE),
    ("a place that is not there", lambda: change("repeals_part", "dieu_9"), Left.NOT_THERE),
    ("no new words", lambda: change("amends", "dieu_1"), Left.NO_WORDS),
    ("words of another unit", lambda: change("amends", "dieu_2/khoan_2/diem_a", "“2. Hộ có:\na) Giống;”"), Left.OTHER_UNIT),
    ("words that are not there", lambda: change("substitutes_phrase", "dieu_2", "“kén tằm”", "“tơ tằm”"), Left.WORDS_NOT_THERE),
    ("part of a word is not the word", lambda: change("substitutes_phrase", "dieu_2", "“kén”", "“sổ lứ”"), Left.WORDS_NOT_THERE),
    ("a word that is part of others", lambda: change("substitutes_phrase", "dieu_2", "“phường”", "“xã”"), Left.SHORT_WORD),
    ("an anchor that is there twice", lambda: change("inserts_phrase", "dieu_2", "“mới”", anchor="after “xã”"), Left.WORDS_NOT_THERE),
    ("added though it is there", lambda: change("adds", "dieu_2/khoan_2", "“2. Hộ mới.”"), Left.NO_PLACE),
    ("added and it is there", lambda: change("adds", "dieu_2/khoan_3", "“3. Sổ lứa do xã phát.”"), Left.THERE_ALREADY),
    ("put before what it follows", lambda: change("adds", "dieu_2/khoan_1a", "“1a. Hộ mới.”", anchor="before dieu_2/khoan_1"), Left.NO_PLACE),
    ("one clause said of its article", lambda: change("amends", "dieu_2", "“2. Hộ có sáu nong.”"), Left.OTHER_UNIT),
    ("two clauses said of one", lambda: change("amends", "dieu_2/khoan_1", "“1. Một.\n2. Hai.”"), Left.OTHER_UNIT),
    ("two articles said of one", lambda: change("amends", "dieu_1", "“Điều 1. Một\nA.\nĐiều 1a. Hai\nB.”"), Left.OTHER_UNIT),
    ("the lead of a list alone", lambda: change("amends", "dieu_2/khoan_2", "“2. Hộ có sáu nong:”"), Left.LEAD_ONLY),
    ("suspended", lambda: change("suspends_part", "dieu_1"), Left.SUSPENDED),
    ("words put for none", lambda: change("substitutes_phrase", "dieu_2", None, "“nuôi tằm”"), Left.NO_WORDS),
    ("a number in place of another", lambda: change("substitutes_phrase", "dieu_2", "“5”", "“2”"), Left.SHORT_WORD),
    ("the number of a unit", lambda: change("substitutes_phrase", "dieu_2", "“Điều 5”", "“Điều 2”"), Left.WORDS_NOT_THERE),
    ("written otherwise elsewhere", lambda: change("substitutes_phrase", "dieu_2", "“sổ kén”", "“Sổ lứa”"), Left.WORDS_NOT_THERE),
    ("the heading of an article alone", lambda: change("amends", "dieu_2", "“Điều 2. Hộ và tổ nuôi tằm”"), Left.LEAD_ONLY),
    ("shortened words", lambda: change("amends", "dieu_2/khoan_2", "“2. Hộ có bảy nong:\na) Giống lai;\n…”"), Left.LEAD_ONLY),
    ("words that are kept", lambda: change("amends", "dieu_2", "“Điều 2. Hộ\n1. (giữ nguyên)\n2. Mới.”"), Left.LEAD_ONLY),
    ("inferred without words", lambda: replace(change("repeals_part", "dieu_1"), certainty=Certainty.INFERRED), Left.UNPROVED),
    ("added without its number", lambda: change("adds", "dieu_2/khoan_4", "“Hộ mới được vay.”"), Left.OTHER_UNIT),
    ("added to what has no clauses", lambda: change("adds", "dieu_3/khoan_2", "“2. Hộ mới được vay.”"), Left.NOT_THERE),
]  # fmt: skip


@pytest.mark.parametrize(("told", "made", "why"), LEFT, ids=[case[0] for case in LEFT])
def test_what_is_not_certain_is_left_and_told(told: str, made: Callable[[], Relation], why: Left) -> None:
    text, rows = units()
    relation = made()
    found = consolidated(text, rows, [relation], ACTING, DAY)
    assert found.left == ((relation, why),), told
    assert found.text == text


def test_changes_follow_each_other_by_their_days() -> None:
    text, rows = units()
    later = replace(change("amends", "dieu_2/khoan_1", "“1. Hộ ghi sổ hai lần.”", source=SECOND), effective_from=date(2036, 8, 1))
    phrase = replace(change("substitutes_phrase", "dieu_2/khoan_1", "“hai lứa”", "“hai lần”", source=THIRD), effective_from=date(2036, 9, 1))
    first = change("amends", "dieu_2/khoan_1", "“1. Hộ ghi sổ một lần.”")
    on = {day: consolidated(text, rows, [phrase, later, first], ACTING, day) for day in (START - timedelta(1), START, date(2036, 8, 1), DAY)}
    assert [found.text.split("\n")[3] for found in on.values()] == [
        "1. Hộ nuôi tằm ở xã ghi sổ lứa.", "1. Hộ ghi sổ một lần.", "1. Hộ ghi sổ hai lần.", "1. Hộ ghi sổ hai lứa.",
    ]  # fmt: skip
    assert [(one.before, one.after) for one in on[DAY].written][1] == ("1. Hộ ghi sổ một lần.", "1. Hộ ghi sổ hai lần.")


def test_clauses_of_new_words_are_places_for_later_changes() -> None:
    text, rows = units()
    whole = change("amends", "dieu_1", "“Điều 1. Phạm vi\n1. Nuôi tằm:\na) Tằm sắn;\nb) Tằm dâu.\n2. Ươm tơ.”")
    inner = replace(change("repeals_part", "dieu_1/khoan_1/diem_b", source=SECOND), effective_from=date(2036, 8, 1))
    found = consolidated(text, rows, [inner, whole], ACTING, DAY)
    assert not found.left
    assert found.text.startswith("Điều 1. Phạm vi\n1. Nuôi tằm:\na) Tằm sắn;\nb) (được bãi bỏ)\n2. Ươm tơ.\nĐiều 2.")


def test_a_range_is_taken_out_unit_by_unit() -> None:
    text, rows = units()
    gone = replace(change("repeals_part", None), places=("dieu_1..dieu_2",))
    found = consolidated(text, rows, [gone], ACTING, DAY)
    assert not found.left
    assert found.text == "Điều 1. (được bãi bỏ)\nĐiều 2. (được bãi bỏ)\nĐiều 3. Hiệu lực\nNghị định này có hiệu lực từ ngày ký.\n"
    inner = replace(change("repeals_part", None), places=("dieu_2/khoan_2..khoan_3",))
    article = next(unit for unit in rows if unit.path == "dieu_2")
    found = consolidated(text, rows, [inner, gone], ACTING, DAY, (article.start, article.end))
    assert found.text == "Điều 2. (được bãi bỏ)\n"
    forms = replace(change("repeals_part", None), places=("phuluc/mau_*",))
    assert [why for _, why in consolidated(text, rows, [forms], ACTING, DAY).left] == [Left.NO_PLACE]


def test_a_text_that_has_the_new_words_already_is_told() -> None:
    text, rows = units()
    same = change("amends", "dieu_2/khoan_3", "“3. Sổ lứa\ndo xã phát.”")
    found = consolidated(text, rows, [same], ACTING, DAY)
    assert [why for _, why in found.left] == [Left.THERE_ALREADY]
    assert found.text == text


def test_words_of_several_places_are_told_of_none() -> None:
    text, rows = units()
    both = [change("amends", f"dieu_2/khoan_{label}", "“1. Một. Hai.”") for label in (1, 3)]
    found = consolidated(text, rows, both, ACTING, DAY)
    assert {why for _, why in found.left} == {Left.OF_SEVERAL}
    assert found.text == text


def test_what_only_announces_is_neither_written_nor_left() -> None:
    text, rows = units()
    said = change("amends", "dieu_2/khoan_1", "“1. Hộ khai lứa.”")
    found = consolidated(text, rows, [change("amends", None), change("amends", "dieu_2"), said], ACTING, DAY)
    assert [one.relation for one in found.written] == [said]
    assert not found.left
    alone = consolidated(text, rows, [change("amends", None)], ACTING, DAY)
    assert [why for _, why in alone.left] == [Left.NO_PLACE]


def test_of_one_article_only_what_touches_it_counts() -> None:
    text, rows = units()
    article = next(unit for unit in rows if unit.path == "dieu_2")
    changes = [change("repeals_part", "dieu_1"), change("repeals_part", "dieu_2/khoan_3"), change("repeals_part", "dieu_9")]
    found = consolidated(text, rows, changes, ACTING, DAY, (article.start, article.end))
    assert found.text == text[article.start : article.end].replace("3. Sổ lứa do xã phát.", "3. (được bãi bỏ)")
    assert not found.left


@pytest.mark.parametrize(
    ("old", "new", "kept", "replaced"),
    [
        ("2. Hộ nuôi tằm.", "2. Hộ ươm tơ.", "", "2. Hộ nuôi tằm."),
        ("đ) Nong;", "đ) Né;", "", "đ) Nong;"),
        ("Điều 4. Sổ tằm\n1. Ghi sổ.", "Điều 4. Sổ kén\n1. Ghi.", "", "Điều 4. Sổ tằm\n1. Ghi sổ."),
        # A number or a heading that is not said again stays.
        ("2. Hộ nuôi tằm.", "Hộ ươm tơ.", "2. ", "Hộ nuôi tằm."),
        ("Điều 4. Sổ tằm\n1. Ghi sổ.", "1. Ghi sổ tằm.", "Điều 4. Sổ tằm\n", "1. Ghi sổ."),
        ("Phụ lục I\nGIỐNG TẰM", "Phụ lục I\nGIỐNG DÂU", "", "Phụ lục I\nGIỐNG TẰM"),
        # An article without a heading.
        ("Điều 4. Hộ nuôi tằm ghi sổ.\nTằm sắn thì không.", "Hộ ghi sổ.", "Điều 4. ", "Hộ nuôi tằm ghi sổ.\nTằm sắn thì không."),
    ],
)
def test_what_new_words_take_the_place_of(old: str, new: str, kept: str, replaced: str) -> None:
    assert replaced_by(old, new) == (kept, replaced)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a) Nong;", "1. Hộ có:\na) Né;"),
        ("2. Hộ nuôi tằm.", "Điều 4. Sổ tằm\n2. Hộ ươm tơ."),
        ("2. Hộ nuôi tằm.", "3. Hộ ươm tơ."),
        ("Điều 4. Sổ tằm\n1. Ghi sổ.\n2. Nộp sổ.", "2. Nộp sổ kén."),
        ("Phụ lục I\nGIỐNG TẰM", "Phụ lục II\nGIỐNG DÂU"),
    ],
)
def test_words_that_begin_as_another_unit_take_the_place_of_nothing(old: str, new: str) -> None:
    assert replaced_by(old, new) is None


def test_a_tree_holds_every_word() -> None:
    text = invented(DECREE)
    assert text
    tree = Tree(text.text, text.units)
    assert tree.root.said == text.text
    assert set(tree.by_path) == {"", *(unit.path for unit in text.units)}
    for unit in text.units:
        assert tree.by_path[unit.path].said == text.text[unit.start : unit.end]


spans = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.sampled_from(["dieu_1", "dieu_2", "dieu_1/khoan_1", "dieu_1/khoan_1/diem_a"])), max_size=8)


@given(st.text("abc \n", max_size=40), spans)
def test_a_tree_of_any_spans_holds_every_word(text: str, found: list[tuple[int, int, str]]) -> None:
    rows = [UnitRow(path, path.rpartition("/")[2].partition("_")[0], "1", None, start, end, None, 1) for start, end, path in found]
    assert Tree(text, rows).root.said == text


@given(st.permutations([relation for _, relation, _, _ in CASES]))
def test_in_any_order_of_being_told_the_words_are_the_same(changes: list[Relation]) -> None:
    text, rows = units()
    expected = consolidated(text, rows, [relation for _, relation, _, _ in CASES], ACTING, DAY)
    assert consolidated(text, rows, changes, ACTING, DAY) == expected


def test_numbers_follow_each_other_as_in_law() -> None:
    ordered = ["1", "1a", "1b", "2", "2đ", "2e", "10", "a", "c", "d", "đ", "e", "x1"]
    shuffled = [ordered[number * 5 % len(ordered)] for number in range(len(ordered))]
    assert sorted(shuffled, key=label_order) == ordered


QUALIFIED = [
    "Bãi bỏ quy định về tổ nuôi tằm tại khoản 3 Điều 2",
    "Bãi bỏ các nội dung liên quan đến đèn trong Điều 2",
    "Bãi bỏ một phần khoản 1 Điều 2",
    "Bãi bỏ Điều 3 đối với hộ ở miền núi",
    "Bãi bỏ Điều 2, trừ khoản 3",
    "Bãi bỏ khoản 3 Điều 2 về tổ nuôi tằm",
    "Bãi bỏ khoản 3 Điều 2 trong trường hợp hộ ở miền núi",
    "Bãi bỏ khoản 3 Điều 2 (phần về tổ)",
    "Bãi bỏ điều kiện về nong tại khoản 3 Điều 2",
    "Bãi bỏ thủ tục ghi sổ quy định tại khoản 3 Điều 2",
    "Bãi bỏ khoản 3 Điều 2; khoản 1 Điều 2 tiếp tục có hiệu lực",
    "Bãi bỏ khoản 3 Điều 2 kể từ ngày 01/01/2050",
    "Bãi bỏ khoản 3 Điều 2 sau ngày 31 tháng 12 năm 2049",
]


@pytest.mark.parametrize("said", QUALIFIED)
def test_what_takes_out_only_some_of_a_place_is_not_written(said: str) -> None:
    text, rows = units()
    evidence = (Evidence("text", quote=Quote(said, "", "", 0, len(said))),)
    found = consolidated(text, rows, [replace(change("repeals_part", "dieu_2/khoan_3"), evidence=evidence)], ACTING, DAY)
    assert [why for _, why in found.left] == [Left.LIMITED]


@pytest.mark.parametrize(
    "said",
    [
        "Bãi bỏ khoản 3 Điều 2 kể từ ngày 01 tháng 8 năm 2034",
        "Bãi bỏ quy định tại khoản 3 Điều 2",
        "Bãi bỏ toàn bộ nội dung tại khoản 3 Điều 2",
        "Bãi bỏ các khoản 1, 3 Điều 2 và Điều 3",
    ],
)
def test_what_takes_out_all_of_a_place_is_written(said: str) -> None:
    text, rows = units()
    evidence = (Evidence("text", quote=Quote(said, "", "", 0, len(said))),)
    assert consolidated(text, rows, [replace(change("repeals_part", "dieu_2/khoan_3"), evidence=evidence)], ACTING, DAY).written


@pytest.mark.parametrize(
    ("said", "written"),
    [("Thay thế cụm từ “Hộ nuôi tằm” bằng cụm từ “Tổ ươm tơ” tại Điều 2", True), ("Thay các cụm từ “Hộ nuôi tằm”, “Tổ ươm tơ” bằng “A”, “B”", False)],
)
def test_words_take_the_place_of_those_they_are_said_for(said: str, written: bool) -> None:
    text, rows = units()
    made = change("substitutes_phrase", "dieu_2", "“Tổ ươm tơ”", "“Hộ nuôi tằm”")
    made = replace(made, evidence=(Evidence("text", quote=Quote(said, "", "", 0, len(said))),))
    assert bool(consolidated(text, rows, [made], ACTING, DAY).written) is written


def test_acts_upon_the_chapter_of_an_article_count() -> None:
    text, rows = units("Chương I\nVIỆC NUÔI TẰM\n" + LAW.replace("Điều 3.", "Chương II\nHIỆU LỰC\nĐiều 3."))
    article = next(unit for unit in rows if unit.path == "dieu_2")
    made = [change("repeals_part", "chuong_i"), change("amends", "dieu_2/khoan_1", "“1. Hộ khai lứa.”"), change("repeals_part", "chuong_ii")]
    found = consolidated(text, rows, made, ACTING, DAY, (article.start, article.end))
    assert [(relation, why) for relation, why in found.left] == [(made[0], Left.NOT_THERE)]


def test_a_clause_that_was_taken_out_is_not_missing_when_its_points_are_too() -> None:
    text, rows = units()
    made = [change("repeals_part", "dieu_2/khoan_2"), replace(change("repeals_part", "dieu_2/khoan_2/diem_a", source=SECOND), effective_from=date(2036, 8, 1))]
    assert [why for _, why in consolidated(text, rows, made, ACTING, DAY).left] == [Left.GONE]


def test_an_added_article_may_be_meant_for_an_attached_document() -> None:
    text, rows = units()
    twice = [*rows, UnitRow("kem-theo_1/dieu_2", "dieu", "2", None, len(text), len(text), None, 1)]
    made = change("adds", "dieu_2a", "“Điều 2a. Sổ\nGhi sổ.”", anchor="after dieu_2")
    assert [why for _, why in consolidated(text, twice, [made], ACTING, DAY).left] == [Left.NO_PLACE]


def test_a_title_that_says_what_a_document_is_about_qualifies_nothing() -> None:
    text, rows = units()
    said = "Bãi bỏ khoản 3 Điều 2 Nghị định số 901/2031/NĐ-CP quy định về nuôi tằm đối với hộ ở miền núi"
    evidence = (Evidence("text", quote=Quote(said, "", "", 0, len(said))),)
    assert consolidated(text, rows, [replace(change("repeals_part", "dieu_2/khoan_3"), evidence=evidence)], ACTING, DAY).written


def change_of_effect() -> Relation:
    new = Operation("amends", None, None, "“Điều 9. Nghị định này có hiệu lực từ ngày 01 tháng 01 năm 2050.”")
    return Relation(SECOND, FIRST, "amends", target_provision=Provision.parse("dieu_9"), effective_from=START + timedelta(9), operation=new)


FATES = [
    ("repealed before it took effect", Relation(SECOND, FIRST, "repeals", effective_from=START - timedelta(9)), True),
    ("of an unknown day", Relation(SECOND, FIRST, "repeals"), True),
    ("repealed long after", Relation(SECOND, FIRST, "repeals", effective_from=START + timedelta(900)), False),
    ("its clause taken out in time", Relation(SECOND, FIRST, "repeals_part", target_provision=Provision.parse("dieu_1/khoan_2"), effective_from=START), True),
    ("its article taken out in time", Relation(SECOND, FIRST, "repeals_part", target_provision=Provision.parse("dieu_1"), effective_from=START), True),
    ("another clause taken out", Relation(SECOND, FIRST, "repeals_part", target_provision=Provision.parse("dieu_1/khoan_3"), effective_from=START), False),
    ("suspended later", Relation(SECOND, FIRST, "suspends", effective_from=START + timedelta(30)), True),
    ("only cited", Relation(SECOND, FIRST, "refers"), False),
    ("its entry into force moved", change_of_effect(), True),
]  # fmt: skip


@pytest.mark.parametrize(("told", "act", "shaken"), FATES, ids=[case[0] for case in FATES])
def test_what_befell_the_amending_document_counts(told: str, act: Relation, shaken: bool) -> None:
    text, rows = units()
    made = replace(change("repeals_part", "dieu_1"), source_provision=Provision.parse("dieu_1/khoan_2"))
    found = consolidated(text, rows, [made], Acting(ACTS, {FIRST: [act]}), DAY)
    assert [why for _, why in found.left] == ([Left.SHAKEN] if shaken else []), told


def test_an_amendment_for_a_time_is_left_once_it_is_over() -> None:
    text, rows = units()
    ends = Acting({FIRST: replace(ACTS[FIRST], in_force_until=date(2036, 1, 1))}, {})
    made = change("repeals_part", "dieu_1")
    assert consolidated(text, rows, [made], ends, date(2035, 12, 31)).written
    assert [why for _, why in consolidated(text, rows, [made], ends, date(2036, 1, 1)).left] == [Left.SHAKEN]


def test_places_that_an_attached_document_has_too_are_left() -> None:
    text, rows = units()
    twice = [*rows, UnitRow("kem-theo_1/dieu_2/khoan_1", "khoan", "1", None, len(text), len(text), None, 1)]
    made = [change("repeals_part", "dieu_2/khoan_1"), change("repeals_part", "dieu_2/khoan_3")]
    found = consolidated(text, twice, made, ACTING, DAY)
    assert [(relation, why) for relation, why in found.left] == [(made[0], Left.NO_PLACE)]


def test_a_paragraph_is_put_at_the_end_of_what_is_there() -> None:
    text, rows = units()
    made = change("adds", "dieu_2/khoan_2", "“Hộ khá được vay.”", anchor="end of dieu_2/khoan_2")
    found = consolidated(text, rows, [made], ACTING, DAY)
    assert found.text == text.replace("d) Nong né.\n", "d) Nong né.\nHộ khá được vay.\n")


def test_words_that_one_document_put_in_are_not_edited_by_it() -> None:
    text, rows = units()
    swaps = [change("substitutes_phrase", "dieu_2", "“Tổ ươm tơ”", "“Hộ nuôi tằm”"), change("substitutes_phrase", "dieu_2", "“Hộ nuôi tằm”", "“Tổ ươm tơ”")]
    found = consolidated(text, rows, swaps, ACTING, DAY)
    assert "Điều 2. Tổ ươm tơ" in found.text
    assert "Hộ nuôi tằm" not in found.text


def test_words_across_those_of_two_acts_are_left() -> None:
    text, rows = units()
    first = change("inserts_phrase", "dieu_2/khoan_1", "“giỏi”", anchor="after “Hộ nuôi”")
    second = change("substitutes_phrase", "dieu_2/khoan_1", "“tơ”", "“giỏi tằm”", source=SECOND)
    found = consolidated(text, rows, [first, second], ACTING, DAY)
    assert [why for _, why in found.left] == [Left.WORDS_NOT_THERE]


def test_the_last_lines_of_a_list_may_be_of_what_holds_it() -> None:
    text, rows = units(LAW.replace("d) Nong né.\n", "d) Nong né.\nHộ nêu tại khoản này phải có đơn.\n"))
    gone = change("repeals_part", "dieu_2/khoan_2/diem_d")
    assert [why for _, why in consolidated(text, rows, [gone], ACTING, DAY).left] == [Left.LAST_LINES]


@pytest.mark.parametrize(
    ("quoted", "bare"),
    [("“1. Ghi “sổ””.", "1. Ghi “sổ”"), ("““Hộ” là nhà.”", "“Hộ” là nhà."), ("“a) Nong;”;", "a) Nong;"), ("Ghi sổ.", "Ghi sổ."), ('"Nong"', "Nong"), ("Ghi “sổ”", "Ghi “sổ”")],
)
def test_one_pair_of_quotation_marks_is_taken_off(quoted: str, bare: str) -> None:
    assert new_words(change("amends", "dieu_1", quoted)) == bare


def test_many_changes_of_a_long_article_take_no_long_time() -> None:
    text, rows = units("Điều 1. Sổ\n" + "".join(f"{number}. Hộ nuôi tằm ghi sổ lứa thứ {number}.\n" for number in range(1, 3000)))
    many = [change("substitutes_phrase", "dieu_1", f"“lần {number}”", f"“lứa thứ {number}”") for number in range(1, 200)]

    def write(number: int) -> None:
        consolidated(text, rows, many[:number], ACTING, DAY)

    assert effort(lambda: write(200)) < 40 * effort(lambda: write(20))
