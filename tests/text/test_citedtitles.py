"""Titles of documents that are known by citation alone: where they end, and on which the citing texts agree."""

import pytest
from tests.text.tellings import NAMES

from legalgraph.model.document import UNKNOWN_TITLE
from legalgraph.model.number import Number
from legalgraph.model.reading import Citation, Mention
from legalgraph.pipeline.targets import CitedDocuments
from legalgraph.text.citedtitles import settled_title
from legalgraph.text.reading import read

# What the sentence says behind a title.
RUNS_ON = [
    ("về nuôi tằm", " hoặc văn bản quy phạm pháp luật sửa đổi, bổ sung hoặc thay thế Nghị định"),
    ("về nuôi tằm", " và các văn bản thay thế"),
    ("quy định về nhãn tơ", " được phép sử dụng đến hết ngày 30 tháng 6 năm 2037"),
    ("quy định tiêu chuẩn các ngạch công chức tơ lụa", " có hiệu lực thi hành, tốt nghiệp trình độ cao đẳng"),
    ("quy định chi tiết thi hành Luật Tơ lụa", " có hiệu lực thi hành hoặc theo quy định tại các văn bản khác"),
    ("quy định về phòng bệnh tằm", " là căn cứ để xác định thiệt hại"),
    ("về việc hướng dẫn vệ sinh nhà tằm", " được tiếp tục sử dụng sau ngày Thông tư"),
    ("về tiêu chuẩn ngạch kiểm tơ viên", ", nay được bổ nhiệm vào chức danh nghề nghiệp kiểm tơ"),
    ("về chính sách trồng dâu giai đoạn 2037-2045", r" (\*sau đây gọi là Quyết định 147/2037/QĐ-TTg\*)"),
    ("về quản lý tơ", " (dưới đây gọi tắt là Nghị định số 12)"),
    ("sửa đổi Quy chế về trại tằm", " ban hành kèm"),
]  # fmt: skip
# Titles that have like words of their own.
WHOLE = [
    "về chế độ đối với thợ dệt không có thân nhân phải trực tiếp nuôi dưỡng và thợ được cử đi học nghề",
    "ban hành Danh mục giống tằm phải công bố tiêu chuẩn",
    "ban hành Danh mục thức ăn cho tằm được phép lưu hành tại Việt Nam",
    "về chế độ đối với thợ dệt đã hoàn thành nhiệm vụ",
    "về kéo dài thí điểm nuôi tằm cho đến hết năm 2040",
    "về xử lý việc xảy ra trước khi Luật Tơ lụa có hiệu lực và tháo gỡ khó khăn",
    "quy định chi tiết một số điều của Luật Người nuôi tằm",
    "về lao động là người giúp việc trong trại tằm",
    "quy định mức lương làm cơ sở dự toán gói thầu dệt",
    "về việc đính chính",
    "về chữ ký số",
    "quy định về trung tâm dữ liệu tơ lụa (giai đoạn 2)",
    "quy định loại máy dệt phải thực hiện kiểm định",
    "về số hóa hồ sơ thợ dệt",
    "số hóa hồ sơ thợ dệt",
    "về trợ cấp đối với thợ dệt đã được cử đi học",
    "về chế độ của người phải thi hành án tơ lụa",
]
# The end may be before these words, or not.
MAY_RUN_ON = [
    "về hoạt động ươm tơ và se tơ phải nộp phí thẩm định", "về giảm thuế tơ lụa phải nộp của năm 2031",
    "quy định chi tiết Luật Tơ lụa về mua bán tơ với nước ngoài mới được phép nhập khẩu (trực tiếp hoặc ủy thác)",
    "quy định trình tự kiểm dịch tằm, sản phẩm từ tằm đã được in ấn được phép sử dụng đến hết ngày 30 tháng 6 năm 2037",
    "hướng dẫn nghĩa vụ của người bán tơ tại Việt Nam được ký kết", "quy định chi tiết Luật Phí nuôi tằm được để lại 90% số phí thu được",
    "quy định tiêu chuẩn các ngạch viên chức ươm tơ và đã được tập huấn về nghề", "về nuôi tằm đã nộp bản",
    "về xử lý khung cửi bị tịch thu và được xác lập quyền sở hữu của làng", "về việc thành lập Quỹ Tơ lụa cho đến hết thời hạn ủy thác cho vay",
    "về phân cấp quản lý của Bộ Tơ lụa và Dệt may Người nước ngoài đề nghị cấp giấy phép phải nộp hồ sơ",
    "ban hành Quy chế xét tặng danh hiệu Người dệt lụa giỏi", "về trợ cấp ưu đãi Người có công với nghề tơ", "về tổ chức cuộc thi Theo dấu con tằm",
    "về đơn vị mới được thành lập ở vùng dâu",
]  # fmt: skip
# What was cut short by a line or a place: no title.
CUT_SHORT = [
    "sửa đổi, bổ", "quy định về mẫu", "quy định tại khoản 1", "sửa đổi, bổ sung hoặc thay thế", "sửa đổi, bổ sung một số điều",
    "hướng dẫn thực hiện Quyết định số", "sửa đổi, bổ sung Điều 10", "quy định của Hội", "quy định về nhiệm vụ và tổ chức của",
]  # fmt: skip


@pytest.mark.parametrize(("title", "behind"), RUNS_ON)
def test_titles_end_where_the_sentence_goes_on(title: str, behind: str) -> None:
    assert settled_title(title + behind.replace("\\", "")) == title
    assert settled_title(title + behind) == title
    assert settled_title(title) == title


@pytest.mark.parametrize("title", WHOLE)
def test_titles_keep_their_own_words(title: str) -> None:
    assert settled_title(title) == title


@pytest.mark.parametrize("said", MAY_RUN_ON)
def test_a_title_that_may_end_earlier_is_not_known(said: str) -> None:
    assert settled_title(said) is None


@pytest.mark.parametrize("said", CUT_SHORT)
def test_what_is_cut_short_is_no_title(said: str) -> None:
    assert settled_title(said) is None


@pytest.mark.parametrize("remark", ["(*sau đây gọi là Nghị định 45*)", "(dưới đây gọi tắt là Nghị định 45)"])
def test_what_it_is_called_further_on_is_no_title(remark: str) -> None:
    cited = read(f"theo Nghị định số 45/2031/NĐ-CP của Chính phủ về nuôi tằm {remark} thì trả.", NAMES).citations[0]
    assert cited.title == "về nuôi tằm"


@pytest.mark.parametrize(("titles", "agreed"), [
    (["về nuôi tằm"] * 2 + ["về nuôi tằm ở miền núi"], "Về nuôi tằm"),
    (["về nuôi tằm", "về nuôi tằm ở miền núi"], "Về nuôi tằm"),
    (["về nuôi tằm", "về nuôi Tằm", "về ươm tơ", "về ươm tơ"], "Về nuôi Tằm"),
    (["về nuôi tằm", "về nuôi tằm ở miền núi", "về nuôi tằm ở miền núi"], "Về nuôi tằm ở miền núi"),
    ([], UNKNOWN_TITLE),
])  # fmt: skip
def test_the_title_is_the_one_most_agree_on(titles: list[str], agreed: str) -> None:
    cited, number = CitedDocuments(), Number.parse("45/2031/NĐ-CP")
    cited.count("nd/2031/45/nd-cp", "", "", 0)
    citation = Citation(0, 0, str(number), "nd", Mention.NUMBERED, number)
    for title in titles:
        cited.note("nd/2031/45/nd-cp", citation, number, None, title)
    (document,) = cited.documents()
    assert document.title == agreed
