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
    r"|được tiếp tục (?:sử dụng|thực hiện|áp dụng)(?= (?:sau|đến|cho|theo|trước|kể)|\Z)"
    r"|được phép sử dụng (?:đến|cho đến)|nay (?:được|là|do|thuộc)"
    r"|là (?:căn cứ|cơ sở) (?:để|cho|xác định)|là thời điểm|trong các quy định (?:dưới đây|sau đây)|sau ngày(?= " + _TYPE + r"\Z))(?!\w)",
    re.IGNORECASE,
)
# The same words stand in a title that tells of days: those before them tell.
_IN_FORCE = re.compile(r"(?<=[\s,])có hiệu lực(?: thi hành)?(?=\s*(?:[,;]|(?:hoặc|và|thì|đến|cho)\b|\Z))")
_TELLS_DAYS = re.compile(r"\b(?:khi|ngày|trước|sau) ")
# What is said of a document, or of some that the title is about: "về nuôi tằm phải nộp phí", "đối với thợ dệt phải nuôi tằm". A title
# names whom it is about shortly before.
_SAID = re.compile(r"(?<=[\s,])(?:(?:đã|mới) )?(?:đã|phải|được)\s", re.IGNORECASE)
_OF_WHOM = re.compile(r"(?:\b(?:đối với|danh mục|loại|đối tượng|trường hợp|những|cho(?! (?:thuê|vay|phép)\b))\s[^,;]{1,60}|\b(?:người|hàng hóa|tài sản)\s)\Z", re.IGNORECASE)
# "về kéo dài thí điểm nuôi tằm cho đến hết năm 2040".
_UNTIL = re.compile(r"(?<=[\s,])cho đến (?:hết|khi|ngày|thời điểm)\b")
_TELLS_HOW_LONG = re.compile(r"\b(?:kéo dài|gia hạn|tạm|lùi)\b", re.IGNORECASE)
# "về tài sản bị tịch thu và được giao cho trường", "về nuôi tằm và được tập huấn": a second verb of the one or the other.
_SAID_TOO = re.compile(r"(?<=\s)và (?:đã )?được\s", re.IGNORECASE)
# "… của Bộ Tơ lụa và Dệt may Người nước ngoài đề nghị …": a line that was lost, if it is not "danh hiệu Người nuôi tằm giỏi".
_NEXT_SENTENCE = re.compile(
    r"(?<=\s)(?!(?:vì|cho|của|với|các|là|luật|lệnh|hội|quỹ)\b)[^\W\d_A-ZĐÀ-ÝĂƠƯẠ-Ỹ][^\W\d_]*\s+"
    r"(?=(?:Người|Trong|Trường hợp|Nếu|Khi|Đối với|Căn cứ|Ngoài ra|Theo)\s+[^\W\d_A-ZĐ])"
)
_ATTACHED = re.compile(r"[\s,]+(?:ban hành )?kèm\Z")
_UNFINISHED = re.compile(
    rf"(?:^|\s)(?:hoặc|và|của|tại|theo|các|để|với|cho|từ|đến|đối|là|bổ|một số|mẫu|những|khi|(?:khoản|Điều|điểm)(?: [0-9a-zđ]{{1,4}})?|{_TYPE}(?: liên tịch)?(?: số)?)\Z"
)
_SAYS_NOTHING = re.compile(
    r"(?:(?:sửa đổi|bổ sung|thay thế|bãi bỏ|hoặc|và|một số|điều|nội dung|quy định|của|về|việc)[\s,]*)+\Z|(?:quy định (?:tại|của|nêu|ở)|của|số(?=\s+\d))\s", re.IGNORECASE
)


def settled_title(said: str) -> str | None:
    """Return the title without what the sentence says behind it; None where it is not to be told where it ends.

    >>> settled_title("về nuôi tằm là căn cứ để xác định thiệt hại")
    'về nuôi tằm'
    >>> settled_title("sửa đổi, bổ sung hoặc thay thế") is None
    True
    """
    title = said[: min(_ends(said))].rstrip(" ,;(\n")
    title = _ATTACHED.sub("", title).removesuffix(" và").removesuffix(" hoặc").rstrip(" ,")
    return None if not title or _UNFINISHED.search(title) or _SAYS_NOTHING.match(title) or _may_run_on(title) else title


def _ends(said: str) -> list[int]:
    behind, in_force = _RUNS_ON.search(said), _IN_FORCE.search(said)
    ends = [len(said), *([behind.start()] if behind else ())]
    if in_force and not _TELLS_DAYS.search(said, 0, in_force.start()):
        ends.append(in_force.start())
    return ends


def _may_run_on(title: str) -> bool:
    """True where a sentence may go on behind a title whose end is not known."""
    if _NEXT_SENTENCE.search(title) or _SAID_TOO.search(title):
        return True
    until = _UNTIL.search(title)
    if until and not _TELLS_HOW_LONG.search(title, 0, until.start()):
        return True
    return any(not _OF_WHOM.search(title, 0, said.start()) for said in _SAID.finditer(title))
