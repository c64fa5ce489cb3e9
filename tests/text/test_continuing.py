"""What goes on: parts of documents, or only what was begun under them; and whose rules were the older ones."""

import pytest
from tests.text.tellings import NAMES

from legalgraph.model.provision import Provision
from legalgraph.model.relation import BEGUN_BEFORE, Relation
from legalgraph.pipeline.acts import Found
from legalgraph.text.reading import read

GOES_ON, BEGUN, OLDER = "formula_continues", "formula_begun_before", "formula_older_rules"
# sentence, the rule by which something is told to go on
SENTENCES = [
    ("Hồ sơ nuôi tằm đã tiếp nhận trước ngày Nghị định này có hiệu lực thì tiếp tục giải quyết theo quy định tại Điều 5 Nghị định số 901/2031/NĐ-CP.", BEGUN),
    ("Dự án trồng dâu đã phê duyệt trước ngày Nghị định này có hiệu lực được tiếp tục thực hiện theo Nghị định số 901/2031/NĐ-CP đến hết ngày 31/12/2032.", BEGUN),
    ("Các dự án trồng dâu đang triển khai được tiếp tục thực hiện theo Điều 5 Nghị định số 901/2031/NĐ-CP.", BEGUN),
    ("Hợp đồng ươm tơ được tiếp tục thực hiện theo Điều 5 Nghị định số 901/2031/NĐ-CP đến hết ngày 31/12/2032.", BEGUN),
    ("Thợ dệt nộp đơn trước ngày 01 tháng 7 năm 2031 được tiếp tục áp dụng Điều 5 Nghị định số 901/2031/NĐ-CP.", BEGUN),
    ("Tiếp tục áp dụng Điều 5 Nghị định số 901/2031/NĐ-CP đối với kén đã thu mua trước ngày Nghị định này có hiệu lực.", BEGUN),
    ("Kén đã thu mua trước ngày Nghị định này có hiệu lực được xử lý theo Nghị định số 901/2031/NĐ-CP.", OLDER),
    ("Mức thu phí ươm tơ tiếp tục thực hiện theo Điều 5 Nghị định số 901/2031/NĐ-CP đến trước ngày 31/12/2032.", GOES_ON),
    ("Từ thời điểm Nghị định này có hiệu lực đến hết ngày 31/12/2032, việc nuôi tằm tiếp tục thực hiện theo Điều 5 Nghị định số 901/2031/NĐ-CP.", GOES_ON),
    ("Tiếp tục áp dụng Điều 5 Nghị định số 901/2031/NĐ-CP đến hết ngày 31/12/2032.", GOES_ON),
    ("Nghị định số 901/2031/NĐ-CP hết hiệu lực; riêng Điều 4 tiếp tục có hiệu lực đến hết ngày 31/12/2032.", GOES_ON),
]  # fmt: skip
HEADER = (
    "BỘ TƠ TẰM\n-------\nSố: 5/2031/TT-BTT\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n---------------\n"
    "Hà Nội, ngày 5 tháng 6 năm 2031\nTHÔNG TƯ\nVề nuôi tằm\nCăn cứ Luật Tằm tang số 21/2030/QH19;\n"
    "Bộ trưởng Bộ Tơ Tằm ban hành Thông tư về nuôi tằm.\nĐiều 1. Phạm vi\nThông tư này quy định về nuôi tằm.\nĐiều 2. Hiệu lực\n"
)
OLDER_RULES = "{}Hợp đồng ký trước ngày Thông tư này có hiệu lực thì thực hiện theo hướng dẫn tại {} về hợp đồng."
# In a circular of the ministry BTT: what goes on, "" for nothing.
IN_A_CIRCULAR = [
    (OLDER_RULES.format("", "Thông tư số 09/2030/TT-BTT"), "09/2030/TT-BTT"),
    (OLDER_RULES.format("", "Thông tư liên tịch số 09/2030/TTLT-BTT-BXD"), "09/2030/TTLT-BTT-BXD"),
    (OLDER_RULES.format("", "Quyết định số 09/2004/QĐ-BTT"), "09/2004/QĐ-BTT"),
    (OLDER_RULES.format("", "Thông tư số 09/2030/TT-BXD"), ""),
    (OLDER_RULES.format("", "Quyết định số 09/2030/QĐ-TTg"), ""),
    (OLDER_RULES.format("1. Thông tư này thay thế Thông tư số 09/2030/TT-BXD về hợp đồng.\n2. ", "Thông tư số 09/2030/TT-BXD"), "09/2030/TT-BXD"),
    ("Các nội dung khác vẫn thực hiện theo Thông tư số 09/2030/TT-BTT.", "09/2030/TT-BTT"),
    ("Các nội dung khác không điều chỉnh tại Thông tư này vẫn thực hiện theo Thông tư số 09/2030/TT-BTT.", "09/2030/TT-BTT"),
    ("Các nội dung khác vẫn thực hiện theo Thông tư số 09/2030/TT-BXD.", ""),
    ("Các nội dung khác vẫn thực hiện theo Nghị định số 901/2030/NĐ-CP.", ""),
    ("Các quy định khác về thuế tơ vẫn áp dụng theo Luật Tằm tang.", ""),
    ("Những nội dung khác không quy định tại Thông tư này vẫn thực hiện theo Nghị định số 901/2030/NĐ-CP.", ""),
    ("Những nội dung khác không quy định tại Thông tư này vẫn thực hiện theo Thông tư số 09/2030/TT-BTT.", ""),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "rule"), SENTENCES)
def test_what_was_begun_before_is_told_from_parts_that_go_on(sentence: str, rule: str) -> None:
    assert [said.rule for said in read(sentence, NAMES).statements if said.kind == "continues"] == [rule]
    assert (rule in BEGUN_BEFORE) == (rule != GOES_ON)


@pytest.mark.parametrize(("sentence", "number"), IN_A_CIRCULAR)
def test_older_rules_are_those_of_the_same_issuer_or_of_what_is_ended(sentence: str, number: str) -> None:
    reading = read(HEADER + sentence, NAMES)
    going_on = [said for said in reading.statements if said.kind == "continues"]
    assert [str(said.target.number) for said in going_on] == ([number] if number else [])
    # Whatever is named is at least cited.
    told = {said.target.citation for said in reading.statements}
    assert {at for at, cited in enumerate(reading.citations) if cited.start > len(HEADER) and not said_of_itself(cited.quote)} <= told


def said_of_itself(quote: str) -> bool:
    return quote == "Thông tư này"


@pytest.mark.parametrize("begun_first", [True, False])
def test_a_part_that_goes_on_does_so_though_cases_are_named_too(begun_first: bool) -> None:
    place = Provision.parse("dieu_5")
    begun, whole = (Relation("nd/2034/1/nd-cp", "nd/2031/901/nd-cp", "continues", target_provision=place, rule=rule) for rule in (BEGUN, GOES_ON))
    found = Found()
    for relation in (begun, whole) if begun_first else (whole, begun):
        found.add(relation)
    assert [relation.rule for relation in found.relations.values()] == [GOES_ON]
