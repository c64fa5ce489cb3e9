"""Where the noun phrase of a citation ends: issuer and title behind the number ("… của Chính phủ về khuyến công")."""

import re
from dataclasses import dataclass

from legalgraph.text.numbers import BLANK, PrintedDay, day_after

# Titles seldom have more; without an end in sight the title is not read further.
_LONGEST = 900
_OF = re.compile(rf"[ \t]?,?{BLANK}của{BLANK}(?=[^\W\d_])")
_BODY = (
    r"Thủ tướng Chính phủ|Thủ tướng|Chính phủ|Quốc hội|[ỦU][ỷyỶY]? ?ban Thường vụ Quốc hội|Chủ tịch nước"
    r"|Hội đồng (?:Bộ trưởng|Chính phủ|Nhà nước|[Tt]hẩm phán|[Nn]hân dân)|(?:liên )?(?:Bộ|bộ)\b|Bộ trưởng|Thống đốc|Tổng|Chánh án|Viện trưởng"
    r"|Ban|Chủ nhiệm|Chủ tịch|Giám đốc|Cục|Kiểm toán|Ngân hàng|Tòa án|Toà án|Viện|Văn phòng|Đảng|Thanh tra|Trung ương|[ỦU][ỷyỷủ]? ?ban|Ủy ban|Uỷ ban|Thành|Tỉnh|Sở|liên ngành"
)
# A title begins with what the document does.
_DOES = (
    r"quy định|quy đinh|qui định|về|hướng dẫn|sửa đổi|bổ sung|ban hành|bãi bỏ|phê duyệt|phê chuẩn|ngưng hiệu lực|tạm ngưng|thay thế|đính chính|công bố|điều chỉnh"
    r"|thông qua|hợp nhất|xử phạt|thành lập|tổ chức|chi tiết|giao|cho phép|gia hạn|kéo dài|triển khai|thực hiện|thi hành|tiếp tục|giảm|miễn|quản lý|chấn chỉnh|tăng cường|đẩy mạnh"
    r"|kiểm tra|phân cấp|phân công|xác định|đề án|chương trình|chiến lược|điều lệ|quy chế|kèm theo|nâng|chuyển|áp dụng|giải thích|giải quyết|hỗ trợ|khung|danh mục|bảo đảm|một số|trong|nhiệm vụ|đề xuất|trình|thẩm tra"
)
_ISSUER = re.compile(rf"{_BODY}")
_ISSUER_END = re.compile(
    rf"[;:()“”\"\n\[\]]|\.(?=\s|$)|(?<=[\s,])(?:{_DOES}|ngày|số|đã|được|và {_DOES}|hết hiệu lực|có hiệu lực|tại|theo|thì|là|này|khi|để|như|có|trừ|thay|thế)(?!\w)"
    r"|,(?=\s*(?:khoản|điểm|Điều|điều|Nghị|Thông|Quyết|Luật|Bộ luật|Pháp|số|các|cơ|tổ|doanh|người|trường))"
    r"|(?<=\s)và(?=\s+(?:Nghị|Thông tư|Quyết định|Luật|Pháp lệnh|các|khoản|điểm|Điều|số))|(?<=\s)(?:hoặc|phải|không)(?!\w)"
)
_TITLE = re.compile(rf"[ \t]?,?{BLANK}(?:đã{BLANK})?(?:{_DOES})(?!\w)", re.IGNORECASE)
_TYPE_WORD = r"(?:Nghị định|Nghị quyết|Thông tư|Quyết định|Chỉ thị|Pháp lệnh|Bộ luật|Luật|Lệnh|Sắc lệnh|Văn bản hợp nhất)"
_STOP = re.compile(
    r"(?P<open>[(\[“‘])|(?P<close>[)\]”’])|(?P<quote>\")|(?P<hard>[;:\n]|\.(?=[\s\"”)]|$)|\./)"
    r"|(?<=[\s,])(?P<phrase>như sau|hết hiệu lực|không còn hiệu lực|tiếp tục (?:có hiệu lực|được|thực hiện)|có hiệu lực(?: thi hành)? (?:kể )?từ|kể từ ngày|kể từ thời điểm"
    r"|(?:đã |vừa )?được (?:sửa đổi|bổ sung|thay thế|bãi bỏ|đính chính|hợp nhất|ban hành|quy định|áp dụng|thực hiện|cụ thể)|đã (?:sửa đổi|bổ sung|ban hành)"
    r"|bị (?:bãi bỏ|thay thế|sửa đổi)|thì|sau đây|trừ (?:trường hợp|quy định|khoản|điểm|Điều|các)|ngoại trừ|và các văn bản|và các quy định|và quy định|và pháp luật|nhưng|nếu|này)(?!\w)"
    r"|(?P<place>(?:,|(?<=\s)và|(?<=\s)hoặc)\s+(?:(?:các |từ )?(?:khoản|điểm|Điều|điều|tiết|Mục|Chương|Phụ lục|Mẫu số) ?(?:số )?[0-9a-zđIVX]{1,4}\b))"
    rf"|(?P<next>(?:,|(?<=\s)và|(?<=\s)hoặc|(?<=\s)tại|(?<=\s)theo)\s+(?:các\s+)?{_TYPE_WORD}(?=\s+(?:liên tịch\s+)?(?:số\s*)?[0-9]))"
    r"|(?P<member>(?:,|(?<=\s)và)\s+số\s*[0-9])"
)
_ACTS = re.compile(r"sửa đổi|bổ sung|bãi bỏ|thay thế|đính chính|hướng dẫn|thi hành|ngưng hiệu lực|hợp nhất|chi tiết", re.IGNORECASE)
_CLOSING = {"(": ")", "[": "]", "“": "”", "‘": "’"}


@dataclass(frozen=True, slots=True)
class Extent:
    """The end of a noun phrase, and the parts of it that were found."""

    end: int
    issuer: str | None = None
    title: str | None = None
    day: PrintedDay | None = None


def extent_after(text: str, place: int, named: bool) -> Extent:
    """Read the issuer, a day behind it, and the title that follow a citation; `named` when the name was its title."""
    end, issuer, day = place, None, None
    of = _OF.match(text, place)
    if of is not None and _ISSUER.match(text, of.end()):
        stop = _ISSUER_END.search(text, of.end(), of.end() + 160)
        end = stop.start() if stop else min(of.end() + 60, len(text))
        end = of.end() + len(text[of.end() : end].rstrip(" ,\t\n"))
        issuer = text[of.end() : end] or None
        day = day_after(text, end)
        end = day.end if day else end
    if named:
        return Extent(end, issuer, None, day)
    begin = _TITLE.match(text, end)
    if begin is None:
        return Extent(end, issuer, None, day)
    start = end + len(begin[0]) - len(begin[0].lstrip(" ,\t\n\xa0"))
    stop_at = _title_end(text, start)
    title = text[start:stop_at].rstrip(" ,\t\n")
    return Extent(start + len(title), issuer, title or None, day)


def _title_end(text: str, start: int) -> int:
    closing: list[str] = []
    limit = min(len(text), start + _LONGEST)
    nested = 0
    for found in _STOP.finditer(text, start, limit):
        kind = found.lastgroup
        if kind == "open":
            if re.match(r"[(\[]\s*(?:sau đây|gọi|viết|đã được|được|sửa đổi|có hiệu lực|từ ngày|nếu có)", text[found.start() : found.start() + 24]):
                return found.start()
            closing.append(_CLOSING[found[0]])
        elif kind == "close":
            if not closing:
                return found.start()
            closing.pop()
        elif kind == "quote":
            if '"' not in closing:
                if text[found.end() : found.end() + 1].strip(" .,;)\n") == "":
                    return found.start()
                closing.append('"')
            else:
                del closing[closing.index('"') :]
        elif kind == "hard":
            if found[0] == "\n" or not closing:
                return found.start()
        elif closing:
            continue
        elif kind == "next":
            # "sửa đổi, bổ sung Nghị định số A và Nghị định số B": the second, too, is what the title acts upon.
            if nested or found[0].lstrip(", ").startswith(("tại", "theo")) or not _ACTS.match(text, start) or not _holds_number(text, start, found.start()):
                return found.start()
            if found[0].startswith(","):
                return found.start()
            nested += 1
        elif not (kind == "phrase" and found.start() == start):
            return found.start()
    return limit if limit == len(text) else start + _LONGEST


def _holds_number(text: str, start: int, end: int) -> bool:
    return re.search(r"[0-9]/(?:[0-9]{4}/)?[A-ZĐ]", text[start:end]) is not None
