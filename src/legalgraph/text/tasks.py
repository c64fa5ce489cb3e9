"""What is to be done and is not done here: parts and items of plans, tasks of others, deadlines."""

import re
from dataclasses import replace

from legalgraph.model.reading import Unit
from legalgraph.text.sentences import Sentence

_TASK = re.compile(r"\b[Qq]uý\s+(?:[IV]{1,3}|[1-4])\b|(?:[Tt]hời (?:hạn|gian)|[Ll]ộ trình) (?:hoàn thành|trình|thực hiện|ban hành)\s*:|[Cc]ơ quan chủ trì|[Đđ]ơn vị chủ trì")
# "Bãi bỏ Ⓓ: trình Chính phủ tháng 11 năm 2034", "…, hoàn thành trước Ⓣ", "…; Bộ Tơ chủ trì soạn thảo": when it is to be done, and who is to do it.
_WHEN = r"(?:\b(?:tháng|quý|năm)\s+\d|\btrước\s+(?:Ⓣ|ngày|tháng|năm))"
_DUE = re.compile(
    rf"(?:[:;,(]|\s[-–])\s*(?:(?:dự kiến|và|phải|sẽ)\s+)?(?:trình\s+(?=[A-ZĐỦ]|ban hành|cấp|cơ quan)[^;.:ⒹⓅⓈ]{{0,80}}?|(?:hoàn thành|xong)\s+(?:(?:trong|vào)\s+)?){_WHEN}"
    rf"|:\s*ban hành\s+(?:(?:trong|vào)\s+)?{_WHEN}|\bdự kiến\s+(?:trình|ban hành|hoàn thành)\b"
    r"|[,;:]\s*(?:do\s+)?(?:Bộ|Sở|Cục|Vụ|Văn phòng|Thanh tra|Ngân hàng|Ủy ban|UBND)\s[^;.:ⒹⓅⓈ]{0,60}\schủ trì(?:\s*[,;.]?\s*$|[^;.]{0,80}?\s(?:trình|soạn thảo|xây dựng|tham mưu|ban hành)\b)"
)
# "Bãi bỏ Ⓓ. Cơ quan chủ trì: Sở Tơ.", "Sửa đổi Ⓓ⏎- Thời gian hoàn thành: quý IV": the sentence behind says so; "Thời gian thực hiện: từ ngày …" is a day of an act.
_TASK_BEHIND = re.compile(r"[\s.;]*(?:[-–+•*]\s*)?(?:(?:Cơ quan|Đơn vị)\s+(?:chủ trì|thực hiện|phối hợp|tham mưu|soạn thảo)[^:;.\n]{0,40}|Chủ trì[^:;.\n]{0,40}|Sản phẩm|Tiến độ|(?:Thời (?:gian|hạn)|Lộ trình)(?:\s+(?:hoàn thành|trình|ban hành|thực hiện))?)\s*:(?!\s*(?:kể\s+)?từ\b)|[\s.;]*Hoàn thành (?:trước|trong)\b")
# "Thống nhất thông qua việc sửa đổi Ⓓ theo trình tự rút gọn; giao Bộ Tơ chủ trì": what is to be done.
_PLANNED = re.compile(r"(?:(?:Thống nhất|Nhất trí)\s+t|T)hông qua\s[^\n]*?\b(?:(?<!Tờ )(?<!tờ )trình|giao|chủ trì|(?<!theo )(?<!Theo )đề nghị|đề xuất|trong năm)\b")
# "II. NHIỆM VỤ, GIẢI PHÁP": in a plan, "1. Sửa đổi Nghị định …" is to be done.
_TASKS = re.compile(r"\W*(?:(?:PHẦN|MỤC)\s+\w+\W*|[IVX]{1,5}\s*[.:]\s*)?(?:(?:CÁC|MỘT SỐ|NHỮNG)\s+)?(?:NHÓM\s+)?(?:NHIỆM VỤ|GIẢI PHÁP)\b", re.IGNORECASE)
_PLANS = {"kh", "bc", "ttr"}
_PLAN_TITLE = re.compile(r"\s*(?:CHƯƠNG TRÌNH|ĐỀ ÁN|PHƯƠNG ÁN|LỘ TRÌNH|KẾT LUẬN|KIẾN NGHỊ|DỰ THẢO(?! (?:NGHỊ|THÔNG|QUYẾT|LUẬT|BỘ LUẬT|PHÁP|CHỈ))|DANH MỤC [^\na-zđ]*(?:DỰ KIẾN|ĐỀ NGHỊ|ĐỀ XUẤT))(?![\wÀ-ỹ])[^\na-zđ]*\n")
_TASKS_FOLLOW = re.compile(r"\b(?:[Yy]êu cầu|[Gg]iao(?=\s+(?:cho\s+)?(?:các\s+)?(?:[Bb]ộ|[Ss]ở|Ủy ban|UBND|Hội đồng|Chính phủ|Chủ tịch|Thủ tướng|Ngân hàng|Thanh tra|cơ quan)\b)|[Cc]hỉ đạo|[Đđ]ề nghị|[Kk]iến nghị|đề xuất|[Pp]hân công|trách nhiệm|nhiệm vụ|chủ trì)\b[^:;ⓈⒹⓅ]{0,160}:\s*$")
# "Điều 1. Phê duyệt Kế hoạch rà soát văn bản với các nội dung sau:", "Điều 1. Danh mục văn bản cần bãi bỏ": what a plan sets out is to be done;
# "Phê duyệt điều chỉnh Kế hoạch …" may be done here.
_PLAN_FOLLOWS = re.compile(
    r"\s*(?:(?:Phê duyệt|Ban hành|Thông qua)\s+(?:kèm theo\s+Ⓢ\s+)?(?:nội dung\s+)?(?:Kế hoạch|Chương trình|Lộ trình|[Pp]hương án|Đề án|Danh mục nhiệm vụ)\b[^ⒹⓅ]*:\s*$"
    r"|(?:(?:Phê duyệt|Ban hành|Thông qua)\s+)?(?:[Dd]anh mục\s+)?(?:[Cc]ác\s+)?(?:[Vv]ăn bản|[Nn]ghị định|[Tt]hông tư|[Qq]uyết định|[Nn]ghị quyết)[^ⒹⓅⓈ:.]{0,80}?\s(?:cần|cần phải|đề nghị|dự kiến)\s+(?:được\s+)?(?:xây dựng|ban hành|sửa đổi|bổ sung|thay thế|bãi bỏ|xử lý)\b[^ⒹⓅⓈ.]*$)"
)
_NAMED = re.compile("[ⒹⓅ]")
# "2. Hiệu lực thi hành: Ⓢ có hiệu lực từ ngày ký và thay thế Ⓓ": what the document does, wherever it stands.
_SPEAKS_ITSELF = re.compile(r"(?:[^ⒹⓅⓈ;:.]{0,60}:)?\s*Ⓢ\s+(?:này\s+)?(?:có hiệu lực[^ⒹⓅ;:.]*?(?:\svà|,)\s+)?(?:thay thế|bãi bỏ)(?!\w)")


def is_task(words: str, begin: int) -> bool:
    """True for a sentence that says who is to do what it names, or when."""
    if _TASK.search(words, begin) or _PLANNED.match(words, begin):
        return True
    due = _DUE.search(words, begin)
    before = words[begin : due.start()] if due else ""
    # What this document does is done, and new words without marks of quotation speak of others.
    return bool(_NAMED.search(before)) and "Ⓢ" not in before and "như sau" not in before


def task_behind(sentence: Sentence, begin: int) -> bool:
    """True for a sentence behind which its paragraph says who is to do it, or until when."""
    return "Ⓢ" not in sentence.words[begin:] and _TASK_BEHIND.match(sentence.text, sentence.span(begin, len(sentence.words))[1]) is not None


def is_plan(text: str, type: str | None) -> bool:
    """True for a text that sets out what is to be done, or reports what has been: by its type, or by its first line."""
    return type in _PLANS or _PLAN_TITLE.match(text) is not None


def heads_tasks(text: str, part: Unit) -> bool:
    """True for a part whose heading says that tasks stand below: what they name is to be changed, and is not changed here."""
    return part.kind in ("phan", "muc") and _TASKS.match(text, part.start, part.lead) is not None


def tasked(sentence: Sentence, first: int, begin: int) -> bool:
    """True below "Bộ Tơ có trách nhiệm:" or "Phê duyệt Kế hoạch …:": what stands there is to be done by others, up to the next unit of its kind."""
    if task_behind(sentence, begin):
        return True
    label = sentence.words[first:begin]
    kind = "dieu" if "iều" in label else "khoan" if re.match(r"\s*\d", label) else "none"
    heads = sentence.words[-4:].rstrip().endswith(":")
    plan = (heads or kind == "dieu") and _PLAN_FOLLOWS.match(sentence.words, begin) is not None
    announces = plan or (heads and sentence.context.pending is None)
    if sentence.context.tasked is None and not announces:
        return False
    heading = sentence.context.tasked
    if heading and (kind == "dieu" or (kind == heading == "khoan")):
        sentence.context = replace(sentence.context, tasked=None)
    if plan or (announces and _TASKS_FOLLOW.search(sentence.words, begin)):
        sentence.context = replace(sentence.context, tasked=kind)
    return sentence.context.tasked is not None and not _SPEAKS_ITSELF.match(sentence.words, begin)
