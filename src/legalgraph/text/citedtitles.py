"""What of the words behind a citation is the title of the document: sentences go on behind titles without a mark.

"… Nghị định số 45/2031/NĐ-CP quy định chi tiết Luật Tơ lụa có hiệu lực thi hành" has an end of its title that only the verb shows. A title
is given to others to copy, so what may be cut short or run on is no title.
"""

import re

_TYPE = "(?:Nghị định|Nghị quyết|Thông tư|Thông tư liên tịch|Quyết định|Chỉ thị|Pháp lệnh|Bộ luật|Luật)"
# What is said of a document or of what it is about, and by no title.
_RUNS_ON = re.compile(
    r"[\s,]*\([\s*\\_]*(?:sau đây|dưới đây|sau này|gọi (?:tắt|chung|là)|viết tắt|kèm theo)"
    r"|(?<=[\s,])(?:(?:và|hoặc) (?:các |những )?văn bản (?:quy phạm pháp luật |pháp luật )?(?:được )?(?:sửa đổi|bổ sung|thay thế)"
    r"|hoặc (?:theo quy định|trên (?:Cổng|Trang))"
    r"|(?:đã )?được (?:in ấn|tập huấn|để lại|trích|lồng ghép|chi (?:các|một số|cho))|được (?:ký kết|ký hiệu)\Z|và (?:đã )?được"
    r"|được tiếp tục (?:sử dụng|thực hiện|áp dụng)(?= (?:sau|đến|cho|theo|trước|kể)|\Z)"
    r"|được phép sử dụng (?:đến|cho đến)|đã (?:in(?: ấn)?|nộp bản)|nay (?:được|là|do|thuộc)|mới được (?:phép|nhập khẩu|xuất khẩu|hưởng)"
    r"|là (?:căn cứ|cơ sở) (?:để|cho|xác định)|là thời điểm|trong các quy định (?:dưới đây|sau đây)|sau ngày(?= " + _TYPE + r"\Z))(?!\w)",
    re.IGNORECASE,
)
# The same words stand in a title that tells of days or duties: those before them tell.
_IN_FORCE = re.compile(r"(?<=[\s,])có hiệu lực(?: thi hành)?(?=\s*(?:[,;]|(?:hoặc|và|thì|đến|cho)\b|\Z))")
_UNTIL = re.compile(r"(?<=[\s,])cho đến (?:hết|khi|ngày|thời điểm)\b")
_MUST = re.compile(r"(?<=[\s,])phải (?:nộp|thực hiện|bảo đảm|xuất trình|có)\b")
_TELLS_DAYS = re.compile(r"\b(?:khi|ngày|trước|sau) ")
_TELLS_TIME = re.compile(r"\b(?:kéo dài|gia hạn|tạm|thời hạn|thời gian|giai đoạn|áp dụng|thí điểm|từ)\b", re.IGNORECASE)
_TELLS_DUTIES = re.compile(r"\b(?:danh mục|đối tượng|trường hợp|diện|mức|khoản|hàng hóa|sản phẩm|người|năm|không|thuế)\b", re.IGNORECASE)
_GUARDED = ((_IN_FORCE, _TELLS_DAYS), (_UNTIL, _TELLS_TIME), (_MUST, _TELLS_DUTIES))
# "… của Bộ Tơ lụa và Dệt may Người nước ngoài đề nghị …": a line that was lost. Names go on with capitals ("Luật Người cao tuổi").
_NEXT_SENTENCE = re.compile(
    r"(?<=\s)(?!(?:vì|cho|của|với|các|là|luật|lệnh|hội|quỹ)\b)[^\W\d_A-ZĐÀ-ÝĂƠƯẠ-Ỹ][^\W\d_]*(?P<end>\s+)"
    r"(?=(?:Người|Trong|Trường hợp|Nếu|Khi|Đối với|Căn cứ|Ngoài ra|Theo)\s+[^\W\d_A-ZĐ])"
)
_ATTACHED = re.compile(r"[\s,]+(?:ban hành )?kèm\Z")
_UNFINISHED = re.compile(
    rf"(?:^|\s)(?:hoặc|và|của|tại|theo|các|để|với|cho|từ|đến|đối|là|bổ|một số|mẫu|những|khi|(?:khoản|Điều|điểm)(?: [0-9a-zđ]{{1,4}})?|{_TYPE}(?: liên tịch)?(?: số)?)\Z"
)
_SAYS_NOTHING = re.compile(
    r"(?:(?:sửa đổi|bổ sung|thay thế|bãi bỏ|hoặc|và|một số|điều|nội dung|quy định|của|về|việc)[\s,]*)+\Z|(?:quy định (?:tại|của|nêu|ở)|của|số)\s", re.IGNORECASE
)


def settled_title(said: str) -> str | None:
    """Return the title without what the sentence says behind it; None where its end is not to be told.

    >>> settled_title("về nuôi tằm là căn cứ để xác định thiệt hại")
    'về nuôi tằm'
    >>> settled_title("sửa đổi, bổ sung hoặc thay thế") is None
    True
    """
    title = said[: min(_ends(said))].rstrip(" ,;(\n")
    title = _ATTACHED.sub("", title).removesuffix(" và").removesuffix(" hoặc").rstrip(" ,")
    return None if not title or _UNFINISHED.search(title) or _SAYS_NOTHING.match(title) else title


def _ends(said: str) -> list[int]:
    behind, sentence = _RUNS_ON.search(said), _NEXT_SENTENCE.search(said)
    ends = [len(said), *([behind.start()] if behind else ()), *([sentence.start("end")] if sentence else ())]
    for pattern, telling in _GUARDED:
        found = pattern.search(said)
        if found and not telling.search(said, 0, found.start()):
            ends.append(found.start())
    return ends
