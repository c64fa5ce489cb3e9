"""The story of the home page: each sentence is made of relations, and is not told without them."""

import re
from dataclasses import replace
from datetime import date

import pytest

from legalgraph.model.document import Document
from legalgraph.model.relation import Certainty, Relation
from legalgraph.web.presentation.founding import Line, story
from legalgraph.web.presentation.words import Words

VI, EN = Words("vi"), Words("en")
OLD = Document("nd/2025/77/nd-cp", "nd", "Về nuôi tằm", "77/2025/NĐ-CP", issuers=("cp",), signed=date(2025, 1, 2))
NEW = Document("nd/2031/901/nd-cp", "nd", "Về khuyến khích nuôi tằm", "901/2031/NĐ-CP", issuers=("cp",), signed=date(2031, 3, 2))
CHANGE = Document("nd/2034/12/nd-cp", "nd", "Sửa đổi Nghị định số 901/2031/NĐ-CP", "12/2034/NĐ-CP", issuers=("cp",), signed=date(2034, 5, 1))
FIRST = Document("qd/2032/4001/qd-ttg", "qd", "Chương trình đến năm 2035", "4001/QĐ-TTg", issuers=("ttg",), signed=date(2032, 7, 10), period_until=2035)
SECOND = Document(
    "qd/2035/4002/qd-ttg", "qd", "Chương trình 2036 - 2040", "4002/QĐ-TTg", issuers=("ttg",), signed=date(2035, 9, 9), period_from=2036, period_until=2040
)  # fmt: skip
THIRD = replace(SECOND, path="qd/2040/7/qd-bct", number="7/QĐ-BCT", issuers=("bct",), signed=date(2040, 9, 9), period_from=2041, period_until=2045)
ALL = {d.path: d for d in (THIRD, SECOND, FIRST, CHANGE, NEW, OLD)}
ACTS = (
    Relation(NEW.path, OLD.path, "replaces"),
    Relation(CHANGE.path, NEW.path, "amends"),
    Relation(FIRST.path, NEW.path, "adopts_programme", certainty=Certainty.INFERRED),
    Relation(FIRST.path, NEW.path, "basis"),
    Relation(SECOND.path, NEW.path, "basis"),
    Relation(THIRD.path, NEW.path, "basis"),
    Relation(SECOND.path, FIRST.path, "succeeds"),
    Relation(THIRD.path, SECOND.path, "succeeds", certainty=Certainty.INFERRED),
)
BEGINNING = "Năm 2025, Chính phủ ban hành Nghị định 77/2025/NĐ-CP “Về nuôi tằm”."
REPLACED = "Năm 2031, Nghị định 901/2031/NĐ-CP “Về khuyến khích nuôi tằm” thay thế Nghị định 77/2025/NĐ-CP."
AMENDED = "Năm 2034, Nghị định 12/2034/NĐ-CP sửa đổi, bổ sung Nghị định 901/2031/NĐ-CP."
PROGRAMMES = (
    "Trên các nghị định ấy có 3 chương trình, mỗi chương trình cho một giai đoạn: Quyết định 4001/QĐ-TTg (2032) (đến năm 2035), "
    "Quyết định 4002/QĐ-TTg (2035) (2036–2040), Quyết định 7/QĐ-BCT (2040) (2041–2045)."
)
FOLLOWING = (
    "Chương trình sau kế tiếp chương trình trước khi giai đoạn chuyển sang; "
    "đồ thị không ghi nhận chương trình nào bị chương trình sau thay thế."
)
APPROVING = "Các chương trình trước do Thủ tướng Chính phủ phê duyệt; Quyết định 7/QĐ-BCT (2040) do Bộ Công Thương phê duyệt."


def said(lines: tuple[Line, ...]) -> list[str]:
    return [re.sub(r"<[^>]+>", "", str(line.words)) for line in lines]


def test_the_whole_story() -> None:
    lines = story(ALL, ACTS, VI)
    assert said(lines) == [BEGINNING, REPLACED, AMENDED, PROGRAMMES, FOLLOWING, APPROVING]
    assert [line.number for line in lines] == [1, 2, 3, 4, 5, 6]
    assert [bool(line.inferred) for line in lines] == [False, False, False, False, True, False]
    assert lines[1].lights == (f"{NEW.path}>{OLD.path}",)
    assert lines[3].lights == tuple(f"{d.path}>{NEW.path}" for d in (FIRST, SECOND, THIRD)), "the certain relation, not the inferred one"
    assert lines[5].documents == (FIRST.path, SECOND.path, THIRD.path)


@pytest.mark.parametrize(
    ("dropped", "missing"),
    [
        ("replaces", REPLACED),
        ("amends", AMENDED),
        ("succeeds", FOLLOWING),
    ],
)
def test_what_no_relation_supports_is_not_told(dropped: str, missing: str) -> None:
    told = said(story(ALL, [act for act in ACTS if act.kind != dropped], VI))
    assert missing not in told
    assert len(told) == 5


def test_programmes_that_do_not_all_follow_are_not_said_to() -> None:
    assert FOLLOWING not in said(story(ALL, ACTS[:-1], VI))


def test_where_one_programme_replaces_another_it_is_not_said_that_none_does() -> None:
    told = said(story(ALL, [*ACTS, Relation(SECOND.path, FIRST.path, "replaces")], VI))
    assert "Chương trình sau kế tiếp chương trình trước." in told
    assert FOLLOWING not in told


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        ((OLD, NEW), [BEGINNING[:24], REPLACED[:24]]),
        ((FIRST, NEW), ["Năm 2031, Chính phủ ban "]),
        ((FIRST, SECOND), [FOLLOWING[:24]]),
        ((OLD,), [BEGINNING[:24]]),
        ((), []),
    ],
)
def test_a_part_of_the_documents_tells_a_part_of_the_story(left: tuple[Document, ...], expected: list[str]) -> None:
    documents = {d.path: d for d in left}
    acts = [act for act in ACTS if act.source in documents and act.target in documents]
    assert [line[:24] for line in said(story(documents, acts, VI))] == expected


def test_titles_are_text_and_stay_vietnamese() -> None:
    hostile = replace(OLD, title="<script>alert(1)</script> & “tằm”")
    (first, *_) = story({**ALL, OLD.path: hostile}, ACTS, EN)
    assert '<span lang="vi">“&lt;script&gt;alert(1)&lt;/script&gt; &amp; “tằm””</span>' in first.words
    assert "<script>" not in first.words
