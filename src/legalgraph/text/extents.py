"""Where the noun phrase of a citation ends: issuer and title behind the number ("… của Chính phủ về khuyến công")."""

import re
from dataclasses import dataclass

from legalgraph.text.numbers import BLANK, PrintedDay, day_after

# Titles seldom have more; without an end in sight the title is not read further.
_LONGEST, _LONGEST_ISSUER = 900, 160
_OF = re.compile(rf"[ \t]?,?{BLANK}của{BLANK}(?=[^\W\d_])")
_BODY = re.compile(
    "Thủ tướng|Chính phủ|Quốc hội|Chủ tịch|Hội đồng|(?:liên )?(?:Bộ|bộ)(?!\\w)|Bộ trưởng|Liên|Thống đốc|Tổng|Chánh án|Viện|Ban"
    "|Chủ nhiệm|Giám đốc|Cục|Kiểm toán|Ngân hàng|Tòa án|Toà án|Văn phòng|Đảng|Thanh tra|Trung ương|Ủy ban|Uỷ ban|Ủy Ban|UBND(?!\\w)|HĐND(?!\\w)|Thành|Tỉnh|Sở"
    "|liên ngành"
)
# A title begins with what the document does.
_DOES = (
    "quy định|quy đinh|qui định|về|hướng dẫn|sửa đổi|bổ sung|ban hành|bãi bỏ|phê duyệt|phê chuẩn|ngưng hiệu lực|tạm ngưng|thay thế"
    "|đính chính"
    "|công bố|điều chỉnh|thông qua|hợp nhất|xử phạt|thành lập|tổ chức|chi tiết|giao|cho phép|gia hạn|kéo dài|triển khai|thực hiện|thi hành"
    "|tiếp tục(?! (?:được|có hiệu lực))|giảm|miễn|quản lý|chấn chỉnh|tăng cường|đẩy mạnh|kiểm tra|phân cấp|phân công|xác định|đề án"
    "|chương trình"
    "|ấn định|công nhận|chiến lược|điều lệ|quy chế|kèm theo|nâng|chuyển|áp dụng|giải thích|giải quyết|hỗ trợ|khung|danh mục|bảo đảm|một số|trong|nhiệm vụ"
    "|đề xuất"
    "|trình|thẩm tra|hủy bỏ|huỷ bỏ|việc"
)
# "… của Chính phủ và mục 3 Phần I Nghị quyết số …": small letters are those of a place only before a number.
_LARGER_PLACE = r"(?:[Mm]ục|[Pp]hần|[Cc]hương|[Pp]hụ lục|[Bb]iểu mẫu|[Mm]ẫu|[Bb]iểu|[Bb]ảng) (?:số )?(?:[IVX]{1,5}|[0-9]{1,3}[a-zđ]?)(?![\w/])"
_ISSUER_END = re.compile(
    # The dot of "UBND TP. Hồ Chí Minh" ends nothing.
    r"[;:()“”\"\n\[\]]|(?<!\bTP)(?<!\bTp)(?<!\bT\.P)\.(?=\s|$)"
    rf"|(?<=[\s,])(?:{_DOES}|Sửa đổi|Bổ sung|Bãi bỏ|Quy định|Hướng dẫn|Ban hành|Về việc|ngày|số|đã|được|tiếp tục|hết hiệu lực|chấm dứt|vẫn|đồng thời|có hiệu lực|tại|theo|thì|là|này|khi|để|như|có|trừ|thay|thế|hoặc|phải"
    rf"|không|kể từ|cho|đến|bị|đều|nay|trước|sau|xong|hoàn thành|dự kiến|gửi|vào|từ)(?!\w)"
    r"|,(?=\s*(?:khoản|điểm|Điều|điều|Nghị|Thông|Quyết|Chỉ thị|Luật|Bộ luật|Pháp|Sắc lệnh|Công văn|số|các|cơ|tổ|doanh|người|trường))"
    r"|(?<=\s)và(?=\s+(?:Nghị|Thông tư|Quyết định|Chỉ thị|Luật|Bộ luật|Pháp lệnh|Sắc lệnh|Công văn|các|toàn bộ|khoản|điểm|Điều|số))"
    rf"|(?:,|(?<=\s)và)(?=\s+{_LARGER_PLACE})"
)
_TITLE = re.compile(rf"{BLANK}(?=(?:{_DOES})(?!\w))|[ \t]?,{BLANK}(?=về(?!\w))", re.IGNORECASE)
# Directly behind a number these may be verbs of the sentence: "trình tự theo Nghị định số … thực hiện như sau".
_SENTENCE = re.compile(
    r"(?:sửa đổi|bổ sung)(?:,? (?:và )?bổ sung)?(?: một số (?:điều|nội dung|quy định))? bởi(?!\w)|"
    r"(?:thực hiện|áp dụng|giao|chuyển|kiểm tra|tổ chức|trình|trong|nhiệm vụ|xác định|thành lập|tiếp tục|một số|quản lý|giải quyết|hỗ trợ"
    r"|bảo đảm)(?!\w)"
)
# "theo Nghị định số …⏎Trong thời hạn 05 ngày", "… thông qua Cổng dịch vụ công", "… kèm theo bản sao": the sentence again, on whatever line.
_NEVER_TITLE = re.compile(r"trong (?:thời hạn|thời gian|vòng)(?!\w)|thông qua (?:hệ thống|cổng|dịch vụ|hình thức|mạng|phương thức|môi trường)(?!\w)|kèm theo(?!\w)", re.IGNORECASE)
_INSTRUCTS = re.compile("Sửa đổi|Bổ sung|Thay thế|Bãi bỏ")
_AMENDING_HEADING = re.compile(r"(?:^|\n)[ \t]*Điều \d{1,3}[a-zđ]?[.:][ \t]*(?:Sửa đổi|Bổ sung|Thay thế|Bãi bỏ)[^\n]*\Z")
_TYPE_WORD = "(?:Nghị định|Nghị quyết|Thông tư|Quyết định|Chỉ thị|Pháp lệnh|Bộ luật|Luật|Lệnh|Sắc lệnh|Văn bản hợp nhất)"
# "… về nuôi tằm hoặc Thông tư này", "… về nuôi tằm trước ngày Nghị định này có hiệu lực": the document that speaks is of no title.
_SELF_BEHIND = re.compile(
    rf"(?:\s*,)?(?:\s+(?:và|hoặc|hay|cùng với|từ trước ngày|trước (?:ngày|khi|thời điểm)|(?:kể )?từ (?:ngày|khi|thời điểm)|(?:được )?quy định (?:tại|trong|của)"
    rf"|theo(?: quy định (?:của|tại))?|tại|của|trong|các|(?:ban hành )?kèm theo))+\s+{_TYPE_WORD}\Z"
)
# The cell of a table behind a title; and the day of issue, as the codification gives it there.
_DATE_CELL = re.compile(r"(?<!ngày)\s+[0-9]{1,2}/[0-9]{1,2}/(?:19|20)[0-9]{2}\Z")
_ISSUED_ON = re.compile(r"\s+ban hành(?= ngày [0-9]{1,2}/[0-9]{1,2}/(?:19|20)[0-9]{2}\Z)")
# "quy định chi tiết khoản 3 Điều 37 và Điều 39 của Luật …": the places of one document, which comes behind them.
_PLACE_BEFORE = re.compile(r"(?:khoản|điểm|Điều|điều|[Mm]ục|[Pp]hần|[Cc]hương) [0-9a-zđIVX]{1,4}\s?\Z")
_PLACES_OF = re.compile(rf"(?:(?:,|\s*(?:và|hoặc)(?=\s)|\s)\s*(?:các )?(?:khoản|điểm|Điều|điều|[Mm]ục|[Pp]hần|[Cc]hương) [0-9a-zđA-Z]{{1,4}}(?!\w)(?:,? (?:và )?[0-9]{{1,3}})*|,? (?:và )?(?:bãi bỏ|sửa đổi(?:, bổ sung)?|bổ sung)(?= (?:các )?(?:khoản|điểm|Điều|điều) ))+\s+(?:[^.;:\n]{{1,120}}?\s(?:ban hành )?kèm theo\s+)?(?:của\s+)?(?:các\s+)?{_TYPE_WORD}(?!\w| này)")
# What may end a title: a bracket or mark, a clause that says something of the document, a place in another document, or
# the next document of a list.
_STOP = re.compile(
    r"(?P<open>[(\[“‘])|(?P<close>[)\]”’])|(?P<quote>\")|(?P<mark>[;:]|\.(?=[\s\"”)]|$)|\./)|(?P<line>\n)"
    r"|(?<=[\s,])(?:(?P<clause>"
    r"như sau|hết hiệu lực|không còn hiệu lực|chấm dứt hiệu lực(?: thi hành)?(?=\s*(?:[.;,]|$|(?:kể )?từ ngày))|vẫn (?:tiếp tục )?(?:còn |có |giữ nguyên )hiệu lực|(?:tạm )?ngưng hiệu lực (?:thi hành |áp dụng )?(?:từ|kể|cho)|tiếp tục (?:có hiệu lực|được"
    r"|thực hiện)|có hiệu lực(?: thi hành)? (?:(?:kể )?từ|(?:cho )?đến)(?! ngày [^,.;\n]{1,30} của (?:Luật|Bộ luật|Pháp lệnh) )"
    r"|kể từ (?:ngày|thời điểm)|cho đến (?:khi|ngày) [^;.\n]{1,160}?hiệu lực|(?:đã |vừa )?[Đđ]ược (?:sửa đổi|bổ sung|thay thế|bãi bỏ|đính chính|hợp nhất|ban hành|quy định|áp dụng"
    r"|thực hiện|cụ thể)"
    r"|(?:sửa đổi|bổ sung)(?:,? (?:và )?bổ sung)?(?: một số (?:điều|nội dung|quy định))? bởi|được (?:kéo dài|gia hạn) (?:thêm )?(?:thời (?:hạn|gian) )?(?:áp dụng|thực hiện|thi hành|hiệu lực)|(?:đều|nay) (?:được |bị )?(?:bãi bỏ|hủy bỏ|huỷ bỏ|hết hiệu lực)"
    r"|đã (?:sửa đổi|bổ sung|ban hành)|bị (?:bãi bỏ|hủy bỏ|huỷ bỏ|thay thế|sửa đổi|(?:đình chỉ|tạm ngưng)(?: việc)?(?: thi hành| áp dụng| hiệu lực)?(?=\s*(?:[.;,]|(?:kể )?từ|(?:cho )?đến|$)))|(?<!việc )tiếp tục áp dụng(?=\s*(?:[.;,]|(?:kể )?từ|(?:cho )?đến|$))|thì|sau đây|trừ (?:trường hợp|quy định|khoản|điểm|Điều|các)|ngoại trừ"
    r"|(?:có (?:một số )?|do )sai sót|do (?:sơ suất|nhầm lẫn|lỗi (?:kỹ thuật|đánh máy|soạn thảo|in ấn|chế bản))|nay (?:xin )?(?:được )?đính chính|phải (?:đáp ứng|tuân thủ)|có căn cứ|Căn cứ|(?<=,\s)(?:[Ll]iên )?(?:Bộ|Tổng cục|Ngân hàng|Ban|Thanh tra|Ủy ban|Uỷ ban) [^,;.:()\n]{1,120}? hướng dẫn [^;.:()\n]{0,120}?như sau|và (?:các văn bản|các quy định|quy định|pháp luật)|nhưng|nếu|này)(?!\w))"
    r"|(?P<place>(?:,|(?<=\s)(?:và|hoặc))\s+(?:các |từ )?(?:[Kk]hoản|[Đđ]iểm|Điều|điều|[Tt]iết|Mục|Chương|Phụ lục"
    rf"|Mẫu số) ?(?:số )?[0-9a-zđIVX]{{1,4}}\b|(?:,|(?<=\s)(?:và|hoặc))\s+(?:các )?{_LARGER_PLACE}(?=[^.;:\n]{{0,160}}?\s{_TYPE_WORD}\s+(?:liên tịch\s+)?(?:số\s*)?[0-9]))"
    rf"|(?P<next>(?:,|(?<=\s)(?:và|hoặc|tại|theo))\s+(?:các\s+)?(?:{_TYPE_WORD}|Công văn)(?=\s+(?:liên tịch\s+)?(?:số\s*)?[0-9]))"
    r"|(?P<member>(?:,|(?<=\s)và)\s+số\s*[0-9])"
)
# "(sau đây gọi là …)", "(Thông tư số 69/2031/TT-BTC)": what the document is called further on.
# "(Điều 5, khoản 2 Điều 7)" behind a title, where a clause ends: of the document, what is acted upon. Annexes in brackets may be the title's own.
_ITS_PLACES = (
    r"\(\s*(?:(?:gồm|cụ thể|một phần|phần|tại)[\s:]+)?(?>(?:(?:[Cc]ác|và|hoặc|[Đđ]iểm|[Kk]hoản|[Đđ]iều|[Cc]hương|[Mm]ục|[Tt]iết|[0-9]{1,3}[a-zđ]?|[a-zđ][0-9]?|[IVX]{1,6})(?![\w/])[\s,;]*){2,40})\)"
    r"(?=\s*(?:[.;]|\Z|(?:,|và\b)\s*(?:và\s+)?(?:các\s+|toàn bộ\s+)?(?:Nghị|Thông tư|Quyết định|Chỉ thị|Luật|Bộ luật|Pháp lệnh|số|[Đđ]iều|[Kk]hoản|[Đđ]iểm|[Cc]hương|Phụ lục|Mẫu)\b"
    r"|,?\s*(?:như sau|hết|bị|được|đều|kể từ|đến|cho)\b))"
)
_REMARK = re.compile(rf"{_ITS_PLACES}|" + r"[(\[][\s*\\_]*(?:(?:Nghị định|Nghị quyết|Thông tư|Quyết định|Chỉ thị)\s+(?:liên tịch\s+)?số\s+[^\s()]{3,40}\)|sau đây|dưới đây gọi|gọi|viết|đã được|được|sửa đổi|có hiệu lực|từ ngày|nếu có|(?:ngoại )?trừ (?:các |quy định|nội dung|[Đđ]iều|khoản|điểm|Chương|Mục|Phụ lục|Mẫu))")
# "… về tơ lụa; nuôi tằm; trồng dâu được sửa đổi, bổ sung bởi Nghị định số …": fields go on behind a semicolon, up to the past of the document.
_MORE_FIELDS = re.compile(
    r"(?:;\s+(?!(?:nghị định|nghị quyết|thông tư|quyết định|luật|bộ luật|pháp lệnh|hiệp định|điều|khoản|điểm|quy|danh mục|mẫu|văn bản|phụ lục|các|những|hồ sơ|trường hợp|đồng thời|riêng)(?!\w))"
    r"(?=[^\W\dA-ZĐÀ-ÝĂƠƯ_])(?:(?!\b(?:này|đã|được|bị|phải|thì|theo|tại|Nghị|Thông|Quyết|Luật|Pháp)\b)[^;:.()“”\"\n0-9]){2,120}){1,6}"
    r"(?=\s(?:đã )?được (?:sửa đổi|bổ sung)[^;.\n0-9]{0,60}\s(?:bởi|theo|tại)\s[^;.\n]{0,60}(?:Luật|Nghị định|Thông tư|Quyết định)\s+số\s)"
)
# "về việc công bố thủ tục hành chính được sửa đổi, bổ sung, bị bãi bỏ", "công bố danh mục văn bản hết hiệu lực": of what is published, not
# of the document; but "… bị bãi bỏ theo Quyết định …", "… hết hiệu lực kể từ ngày …" is said of it.
_CHANGED = r"(?:mới|được|bị|ban hành|sửa đổi|bổ sung|thay thế|bãi bỏ|hủy bỏ|huỷ bỏ|chuẩn hóa|chuẩn hoá|hoặc|và)"
_PUBLISHES = re.compile(
    r"(?:về )?(?:việc )?công bố\s[^.;:\n]{0,160}?(?:thủ tục(?: hành chính)?|TTHC|văn bản(?: quy phạm pháp luật)?|danh mục|chế độ báo cáo)"
    rf"(?>(?:[\s,]+(?:{_CHANGED}|hết hiệu lực|ngưng hiệu lực|toàn bộ|một phần)(?!\w))*)[\s,]*\Z", re.IGNORECASE
)
_OF_PUBLISHED = re.compile(rf"(?:(?:được|bị)(?>(?:[\s,]+{_CHANGED}(?!\w))+)|(?:hết|ngưng) hiệu lực(?: toàn bộ| một phần)?)(?!\s*(?:bởi|theo|tại|bằng|(?:kể )?từ|thi hành|như sau|:))")
_ACTS = re.compile("sửa đổi|bổ sung|bãi bỏ|thay thế|đính chính|hướng dẫn|thi hành|ngưng hiệu lực|hợp nhất|chi tiết", re.IGNORECASE)
_HOLDS_NUMBER = re.compile(r"[0-9]/(?:[0-9]{4}/)?[A-ZĐ]")
_CLOSING = {"(": ")", "[": "]", "“": "”", "‘": "’"}
_BARE = ("quy định", "ban hành", "bổ sung", "sửa đổi", "về", "việc", "trong")


@dataclass(frozen=True, slots=True)
class Extent:
    """The end of a noun phrase, and the parts of it that were found."""

    end: int
    issuer: str | None = None
    title: str | None = None
    day: PrintedDay | None = None
    day_behind: PrintedDay | None = None  # behind the title


def extent_after(text: str, place: int, named: bool, limit: int | None = None) -> Extent:
    """Read the issuer, a day behind it, and the title that follow a citation; `named` when the name was its title.

    Beyond `limit` nothing is read: what stands in the title of another document ends with that title.
    """
    last = len(text) if limit is None else max(limit, place)
    end, issuer, day = place, None, None
    of = _OF.match(text, place, last)
    if of is not None and _BODY.match(text, of.end(), last):
        stop = _ISSUER_END.search(text, of.end(), min(last, of.end() + _LONGEST_ISSUER))
        end = stop.start() if stop else min(of.end() + 60, last)
        issuer = text[of.end() : end].rstrip(" ,\t\n") or None
        end = of.end() + len(issuer or "")
        if issuer and issuer.endswith((" và", " hoặc")):
            # "Nghị định số … của Chính phủ và quy định của pháp luật": another thing, no title.
            issuer = issuer.rpartition(" ")[0].rstrip()
            return Extent(of.end() + len(issuer), issuer)
        day = day_after(text, end)
        end = day.end if day else end
    begin = None if named else _TITLE.match(text, end, last)
    if begin is None or _NEVER_TITLE.match(text, begin.end()) or (end == place and _SENTENCE.match(text, begin.end())) or _is_instruction(text, end, begin.end()):
        return Extent(end, issuer, None, day)
    title = text[begin.end() : _title_end(text, begin.end(), min(last, begin.end() + _LONGEST))].rstrip(" ,\t\n")
    title = title.removesuffix(" và").rstrip(" ,\t\n")  # "… về nuôi tằm và có hiệu lực từ …"
    if text.startswith(" này", begin.end() + len(title)) and (own := _SELF_BEHIND.search(title)):
        title = title[: own.start()]
    title = _DATE_CELL.sub("", title)
    if not title or title in _BARE:
        return Extent(end, issuer, None, day)
    issued = _ISSUED_ON.search(title) if limit is None and not _HOLDS_NUMBER.search(title) else None
    if issued:
        behind = day_after(text, begin.end() + issued.end())
        return Extent(begin.end() + len(title), issuer, title[: issued.start()], day, behind if day is None else None)
    return Extent(begin.end() + len(title), issuer, title, day)


def _is_instruction(text: str, end: int, begin: int) -> bool:
    """True for a new line below the heading of an article that amends: "Điều 3. Sửa đổi Phụ lục … Thông tư số …⏎Thay thế Phụ lục …"."""
    return "\n" in text[end:begin] and bool(_INSTRUCTS.match(text, begin)) and bool(_AMENDING_HEADING.search(text, max(0, end - _LONGEST), end))


def _title_end(text: str, start: int, limit: int) -> int:
    """Return where the title ends that begins at a place: at the first stop outside of its own brackets and quotes."""
    closing: list[str] = []
    joined = False
    for found in _STOP.finditer(text, start, limit):
        kind, at = found.lastgroup, found.start()
        if kind == "mark" and not closing and (more := _MORE_FIELDS.match(text, at, limit)):
            return more.end()
        if kind in ("open", "close", "quote"):
            if _is_end(text, found, closing):
                return at
        elif kind == "line":
            return at
        elif closing or (kind == "clause" and (at == start or _of_published(text, start, at))) or (kind == "place" and _of_one_document(text, start, at)):
            continue
        elif kind == "next" and not joined and _is_acted_upon(text, start, found):
            joined = True
        else:
            return at
    return limit


def _is_end(text: str, found: re.Match[str], closing: list[str]) -> bool:
    """Follow brackets and quotes by `closing`, those still open; true where one closes that the title has not opened."""
    if found.lastgroup == "open":
        if _REMARK.match(text, found.start()):
            return True
        closing.append(_CLOSING[found[0]])
    elif found.lastgroup == "close":
        if not closing:
            return True
        closing.pop()
    elif '"' in closing:
        del closing[closing.index('"') :]
    elif text[found.end() : found.end() + 1].strip(" .,;)\n") == "":
        return True
    else:
        closing.append('"')
    return False


def _of_one_document(text: str, start: int, at: int) -> bool:
    """True where a title has named places and not yet their document, and names more of them: "chi tiết khoản 3 Điều 37 và Điều 39 của Luật"."""
    acts = _ACTS.search(text, start, start + 40)
    return bool(acts and _PLACE_BEFORE.search(text, start, at) and not re.search(_TYPE_WORD, text[start:at]) and _PLACES_OF.match(text, at))


def _of_published(text: str, start: int, at: int) -> bool:
    """True where a title says what becomes of the procedures or documents that it publishes."""
    return bool(_OF_PUBLISHED.match(text, at) and _PUBLISHES.match(text[start:at]))


def _is_acted_upon(text: str, start: int, found: re.Match[str]) -> bool:
    """True when the next document belongs to the title: "sửa đổi, bổ sung Nghị định số A và Nghị định số B"."""
    return found[0].startswith("và") and bool(_ACTS.match(text, start)) and bool(_HOLDS_NUMBER.search(text, start, found.start()))
