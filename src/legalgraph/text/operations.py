"""Instructions that begin with their verb: amend, add, repeal, replace, rename, and edits of single phrases."""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from legalgraph.model.provision import Locator
from legalgraph.text.adding import ADDED, INTO_LIST, insert_place, passive_addition, place_added
from legalgraph.text.adjusting import adjusted
from legalgraph.text.annexlists import announced, in_annex
from legalgraph.text.bracketed import bracketed
from legalgraph.text.corrections import NO_VERB, correct_faulty, correct_printed
from legalgraph.text.exceptions import with_exception
from legalgraph.text.itemlists import named_in_list
from legalgraph.text.phrases import EDITS_TOO, PHRASE, deleted, phrases, substituted
from legalgraph.text.renaming import holder, rename, without_name
from legalgraph.text.sentences import BRIDGE, Pending, Sentence, blank, filled
from legalgraph.text.shapes import DOCUMENT, QUOTE
from legalgraph.text.since import FROM_DAY, day_after, day_of_instruction, days_of
from legalgraph.text.stating import ROWS, acted_upon, annex_of_rows, heads_parts, heads_rules, inherit, operate, quoted, state
from legalgraph.text.tasks import is_task

_ALSO = r"(?:\s*,?\s*(?:và\s+)?(?:bổ sung|bãi bỏ|thay thế|sửa đổi|ban hành mới|thay đổi|hủy bỏ|đính chính))*"
# "Bãi bỏ từ Ⓣ các văn bản sau:": the day between the verb and what it is done to.
_AT_DAY = rf"(?:\s*,?\s+{FROM_DAY}\s*,?(?=\s))?"
# "từ, cụm từ, dấu chấm phẩy tại …": what is edited in many places, told below.
_WORDS_AND_MARKS = r"(?:cụm\s+từ|từ ngữ|từ|dấu(?:\s+(?:chấm phẩy|hai chấm|chấm|phẩy))?)"
_WORDS_AT = r"\s+(?=(?:tại|của|trong|vào|như|sau(?!\s*:?\s*Ⓠ)|ở)\b)"
_SOME_WORDS = rf"(?:một số|các)\s+{_WORDS_AND_MARKS}(?:(?:\s*,|\s+và)\s+{_WORDS_AND_MARKS}){{0,8}}{_WORDS_AT}"
_VERBS = (
    ("several", r"(?:[Tt]hay thế|[Bb]ãi bỏ|[Bb]ổ sung|[Bb]ỏ|[Hh]ủy bỏ|[Hh]uỷ bỏ)(?:\s*(?:,|và)\s*(?:và\s+)?(?:sửa đổi|thay thế|bãi bỏ|bổ sung|bỏ|hủy bỏ|huỷ bỏ))+\s+(?:" + _SOME_WORDS + r"|(?=(?:một số|các)\s+(?:cụm\s+từ|từ|điều|khoản|điểm|nội dung|quy định)\b))"),
    ("phrases", rf"(?:[Tt]hay(?:\s+thế)?|[Bb]ãi bỏ|[Bb]ỏ|[Bb]ổ sung|[Ss]ửa đổi)\s+(?:{_SOME_WORDS}|{_WORDS_AND_MARKS}(?:(?:\s*,|\s+và)\s+{_WORDS_AND_MARKS}){{1,8}}{_WORDS_AT})"),
    ("delete", rf"(?:[Bb]ãi bỏ|[Bb]ỏ|[Hh]ủy bỏ|[Hh]uỷ bỏ|[Ll]ược bỏ|[Xx]óa bỏ|[Xx]oá bỏ)\s+(?:{PHRASE}|(?=Ⓠ(?:\s*(?:,|và)\s*Ⓠ){{0,8}}\s+(?:tại|ở|trong)\s+(?:các\s+)?Ⓟ))"),
    ("substitute", rf"(?:[Tt]hay(?:\s+thế)?|[Ss]ửa đổi|[Ss]ửa|[Đđ]iều chỉnh|[Tt]hay đổi|[Đđ]ổi(?:\s+tên(?=\s+cụm))?|[Ss]ửa đổi,\s*bổ sung)\s+(?:{PHRASE}|(?=Ⓠ\s*(?:bằng|thành)\s(?![^;.\n]*\b(?:trên|(?<!kèm )theo)\s)))"),
    ("insert", rf"(?:[Bb]ổ sung(?:\s+thêm)?|[Tt]hêm)\s+{PHRASE}"),
    ("rename", r"(?:[Ss]ửa đổi|[Tt]hay thế|[Tt]hay đổi|[Ss]ửa|[Đđ]ổi|[Đđ]iều chỉnh)(?:\s*,\s*bổ sung|\s+lại)?\s+(?:tên gọi|tên|tiêu đề)(?:\s+của)?(?!\s+(?:các\s+)?(?:cụm\s+từ|từ)\b)(?:\s+(?P<named>[Đđ]iều|[Kk]hoản|[Mm]ục|[Cc]hương)(?=\s*(?:và\b|,)))?"),
    ("amend_named", r"(?:[Ss]ửa đổi|[Tt]hay thế)(?:\s*,\s*bổ sung|\s+tương ứng|\s+lần lượt)?\s+(?=Ⓟ)|[Tt]hay\s+(?=(?:các\s+)?Ⓟ[^ⓅⓈⓆ;.:\n]{0,40}\s(?:bằng|thành)\s)"),
    ("name", r"(?:[Đđ]ổi|[Tt]hay đổi|[Ss]ửa|[Đđ]iều chỉnh)(?:\s+lại)?\s+(?=Ⓟ)"),
    ("amend", rf"(?:[Ss]ửa đổi|[Đđ]iều chỉnh){_ALSO}"),
    ("add", r"[Bb]ổ sung(?:\s+thêm)?|[Tt]hêm(?=\s+(?:vào\s+)?(?:các\s+)?Ⓟ(?![^;\n]*\btheo\s+(?:các\s+)?[ⓅⒹ]))"),
    ("repeal", r"[Bb]ỏ\s+(?=(?:các\s+)?Ⓟ)|(?:[Tt]hu hồi(?:\s*,\s*|\s+và\s+))?(?:[Bb]ãi bỏ|[Hh]ủy bỏ|[Hh]uỷ bỏ)(?:\s+hiệu lực(?:\s+(?:thi hành|pháp lý))?(?:\s+của)?)?" + _AT_DAY),
    ("replace", r"[Tt]hay thế(?:\s+cho)?" + _AT_DAY + r"|[Tt]hay\s+cho(?=\s+(?:các\s+)?Ⓓ)"),
    ("correct", r"[Đđ]ính chính"),
)  # fmt: skip
# "Đổi tên và sửa đổi Điều 8".
_AND_MORE = re.compile(r"\s+và\s+(?:sửa đổi|bổ sung)\b")
_SIGN = re.compile("[ⒹⓈⓅⓆ]")
# Where none of these stands, no verb does.
_ANY = re.compile("ửa|ọc (?:lại )?là|ổ sung|ãi bỏ|ủy bỏ|uỷ bỏ|hay|hêm |ỏ |ính chính|iều chỉnh|ổi (?:các )?(?:cụm|từ|tên|tiêu|Ⓟ)|ược đổi")
_VERB = re.compile(r"(?<!\w)(?=[BbSsTtHhLlXxĐđ])(?:" + "|".join(rf"(?P<{name}>{pattern})" for name, pattern in _VERBS) + ")")
# A verb counts where an instruction may begin: at the start, behind the speaking document, or behind another instruction.
_STARTS = re.compile(r"(?:(?:Ⓢ|(?:[Bb]ản\s+)?(?:Quy chế|Quy định|Điều lệ|Nội quy)(?=\s+này\b))\s*(?:này\s+)?(?:(?:đã\s+)?được\s+[^ⒹⓅⓈ;]{0,160}?thông qua[^ⒹⓅⓈ;]{0,120}?(?:,|;|\bvà)\s*)?(?:có hiệu lực[^ⒹⓅ;]*?(?:và|,|;|(?<=[Ⓣý])\s)\s*)?(?:đồng thời\s+)?(?:sẽ\s+|được\s+ban hành\s+)?|hiệu lực[^ⒹⓅ;]*?(?:,|;|và|:)\s*(?:đồng thời\s+)?|(?:^|[.;,]\s*)Ⓢ\s*(?:này\s+)?có hiệu lực[^ⒹⓅ;]*?\(\s*|(?<!ác )(?<!hững )(?<!một )(?:(?<![:;,(] )\bquyết định|\bquyết nghị|\bquyết định(?=:)):?\s*|Quyết (?:định|nghị):\s*|QUYẾT (?:ĐỊNH|NGHỊ):?\s*|(?<![ⒹⓅ]\s)[Nn]ay\s+|^(?:(?:Thống nhất|Nhất trí)\s+thông qua\s+(?:việc\s+)?|Thông qua\s+việc\s+)|^(?:Các\s+)?[Qq]uy định\s+(?:tại|của|trong)\s+(?:thông tư|nghị định|nghị quyết|quyết định)\s+này\s+(?=$)|" + FROM_DAY + r"\s*,\s*(?:[Nn]ay\s+)?|^" + FROM_DAY + r"\s+(?:[Nn]ay\s+)?)$")
# "Ⓓ có hiệu lực từ Ⓣ, thay thế Ⓓ": what another document does; "Kể từ ngày Ⓓ có hiệu lực, bãi bỏ Ⓓ" only says when.
_OTHER_STARTS = re.compile(r"(?<!ngày )(?<!điểm )(?<!khi )Ⓓ\s+(?:(?:này|đã|sẽ|chính thức|bắt đầu)\s+)*(?:có\s+)?hiệu lực[^ⒹⓅⓈ;]*$")
# "Ban hành kèm theo Ⓢ Danh mục tơ thay thế Danh mục … kèm theo Ⓓ".
_ISSUES = re.compile(r"\s*(?:Nay\s+b|B)an hành[^ⒹⓈ;:]{0,160}(?:Ⓢ[^ⒹⓈ;:]{0,160})?$")
# "Bộ Công Thương đính chính Điều 4 Ⓓ": the body that issued it speaks; "Bộ Công Thương có trách nhiệm đính chính …" is a task.
_BODY_CORRECTS = re.compile(r"\s*(?:(?:Do|Vì|Để)\s[^ⒹⓅⓈⓆ;:.]{0,160}?,\s*)?(?P<body>(?:Bộ|Ủy ban|Uỷ ban|UBND|Hội đồng nhân dân|Ngân hàng Nhà nước|Thanh tra Chính phủ|Văn phòng)\b(?:(?!\b(?:có|phải|sẽ|cần|đề nghị|giao|trình|chủ trì|trách nhiệm|xem xét|để|việc|đã|được|không|kiểm tra|yêu cầu)\b)[^ⒹⓅⓈⓆ;:.]){0,80}\s)")
# Small words that names of bodies have side by side: "Ủy ban nhân dân tỉnh …", "Phát triển nông thôn", "Giao thông vận tải".
_OF_NAMES = {"nhân", "dân", "tỉnh", "thành", "phố", "huyện", "quận", "xã", "phường", "nông", "thôn", "vận", "tải", "và", "ban", "xin"}
_AT_ONCE = re.compile(r"\s*Đồng thời\s*,?\s+")  # "… Đồng thời, bãi bỏ Ⓓ"; "Đồng thời sửa đổi … cho phù hợp" is a task
# "Viện Tơ thực hiện theo quy định tại Ⓢ; đồng thời bãi bỏ Ⓟ và …"; of those who have to do it, it is a task.
_THEN_TOO = re.compile(r"(?:(?!\b(?:trách nhiệm|rà soát|trình|giao|chủ trì|đề nghị|phải|ban hành)\b)[^ⓆⓈ;:.])*\bquy định\s+(?:tại|của)\s+Ⓢ\s*;\s*đồng thời\s+")
_NAMES_IT = re.compile(r"\s+(?:các\s+)?[ⓅⒹ]")
# "Tại khoản 2 Điều 5, thay cụm từ …": where, before what.
_FRONTED = re.compile(r"(?:[Tt]ại|Ở|Trong|Đối với)\s+(?:các\s+)?(?:Ⓟ[^ⒹⓈⓆ;:.\n]{0,40}?(?:Ⓓ\s*)?[,:]?\s*(?=(?:thay|sửa|bãi|bỏ|bổ|hủy|huỷ|lược|xóa|xoá|đính)\b)|Ⓓ\s*[,:]\s*(?=(?:thay|sửa|bãi|bỏ|bổ|hủy|huỷ|lược|xóa|xoá|đính)\b|(?:các\s+)?(?:cụm\s+từ|từ)\s+Ⓠ))")
# A row of a plan: what is to be drafted, by whom, until when.
_ABOUT = re.compile(r"(?:^|\s)(?:[Vv]ề\s+việc|^Về)\s+$")
# "sửa đổi, bổ sung điểm a khoản này", "bổ sung điểm c vào Điều này".
_POINTS_BACK = re.compile(r"\s*(?:thêm\s+)?(?:Ⓟ\s+vào\s+(?:cuối\s+|sau\s+)?)?(?P<several>các\s+)?(?P<here>Ⓟ)(?=\s*(?:như sau|thành|[:;.,]|$|Ⓠ|\n))")
_NEAR = 300  # so far before a verb stands what lets it begin an instruction
_BRACKETS = re.compile(r"\([^()]*\)")
# "Bổ sung khoản 3a Điều 4 Ⓓ (bổ sung Điều 28a Ⓓ)": the brackets say what the new words themselves do to a document that Ⓓ amends.
_WHAT_IT_DOES = re.compile(r"(?<=[ⒹⓅ])\s*\(\s*(?:sửa đổi|bổ sung|bãi bỏ|thay thế)(?:\s*,\s*(?:bổ sung|bãi bỏ|thay thế))?\s+(?!(?:tại|bởi|theo)\b)[^()Ⓢ]*Ⓓ[^()Ⓢ]*\)")
_OF_SOME = re.compile(r"\s*(?:các\s+|những\s+|một số\s+|một phần\s+|toàn bộ\s+|\d{1,3}\s+)*(?:quy định|nội dung|thủ tục|mẫu|biểu|cụm|điều|khoản|điểm|dòng|phần|công thức|bảng|danh mục|văn bản|từ ngữ|phụ lục|Bảng|Biểu|Sơ đồ|Hình|Công thức)\b")
# "Bãi bỏ văn bản theo quy định tại Ⓟ Ⓓ", "… trái pháp luật quy định tại Ⓟ", "Bãi bỏ văn bản là việc …": rules about repealing. But rules
# "về phí theo Ⓟ Ⓓ", and what of them is "trái pháp luật", may go.
_TEXTS = r"^\s*(?:(?:một phần|toàn bộ|các|những|hoặc)\s+)*văn bản\b[^;:]*?\s"
_RULED_BY = re.compile(
    r"(?!\s*(?:(?:các|những|toàn bộ|một số)\s+)*quy định\s+(?:về|liên quan)\s(?![^:]*\btheo\s+(?:các\s+)?quy định\b))"
    r"[^:]*(?<!kèm )(?<!hành )(?<!bố )\btheo\s+(?:(?:đúng\s+)?(?:các\s+)?quy định\s+(?:(?:tại|của|trong)\s+)?)?(?:các\s+)?$"
    rf"|[^:]*\btrái\s+pháp luật\s+(?:do|của)\b|{_TEXTS}trái\s+(?:với\s+)?(?:quy định\s+(?:của\s+)?)?pháp luật\b|{_TEXTS}(?:áp dụng|thực hiện|tiến hành)\s+(?:khi|trong)\b"
    r"|^\s*[^;:]{0,80}?\slà\s+việc\b"
)
# "thay thế Quy chế thi ban hành kèm theo Ⓓ": what a document does nothing but issue stands for it.
_ISSUED_WITH = re.compile(r"\s*:?\s*(?:toàn bộ\s+)?(?:(?:[Bb]ản\s+)?(?:Quy chế|Quy định|Điều lệ|Nội quy)|bản quy định|quy chế|điều lệ|nội quy)\b[^;:.ⒹⓅⓈⓆⓉ]{0,200}?(?:kèm|ban hành)\s+theo\s*(?:các\s+)?")
# "thay thế Danh mục tơ ban hành kèm theo Ⓓ": what may be one of many things a document issues is a part of it.
_LIST_ISSUED_WITH = re.compile(
    r"\s*(?:(?:các|toàn bộ)\s+)*(?:[Dd]anh mục|[Bb]ảng|[Bb]iểu|[Mm]ẫu|[Hh]ệ thống|[Đđ]ịnh mức|[Cc]hương trình|[Qq]uy trình|[Qq]uy chuẩn|[Tt]iêu chuẩn)\b[^;:.ⒹⓅⓈⓆⓉ]{0,200}?(?:ban hành\s+|đính\s+)?kèm\s+theo\s*"
)
# "Sửa đổi một số quy định của Ⓓ nhằm …", "… theo hướng …": what a later document is to do.
_INTENDED = re.compile(r"[ⒹⓅ]\s*,?\s*(?:nhằm|theo hướng|là cần thiết)\b")
# "… bãi bỏ Ⓓ nếu trái với Ⓢ"; but of "Ⓓ quy định việc hỗ trợ nếu …" the condition is in the title.
_CONDITION = re.compile(r"[ⒹⓅ](?:(?!\b(?:quy định|về|hướng dẫn|ban hành)\b)[^ⒹⓅ;.:\n]){0,60}\b(?:nếu|khi\s+(?:không còn|cần thiết))\b")
# "… thay thế các quy định trái với Ⓓ", "bãi bỏ văn bản của cấp dưới trái với Ⓓ": Ⓓ is what they are measured by.
_AGAINST = re.compile(r"[^ⒹⓅ;.:]{0,300}\b(?:trái|không phù hợp|mâu thuẫn)\s+với\s+(?:(?:các|quy định|tại|của)\s+)*[ⒹⓅ]")
# What is to be done until a day is a task.
_DEADLINE = re.compile(r"\btrước\s+Ⓣ|\btrước\s+ngày\b|\btrong\s+(?:quý|tháng|năm)\b")
# "Sửa đổi, bổ sung Danh mục thuốc ban hành kèm theo Ⓓ".
_NAMED_ANNEX = re.compile(r"\s*(?:(?:một số\s+)?(?:định mức|đơn giá|danh mục|bảng|biểu|mức|quy trình|quy chuẩn|tiêu chuẩn|chương trình|kế hoạch|đề án|quy chế|quy định|điều lệ)\b|[A-ZĐ])[^;:.ⒹⓅⓈⓆⓉ]{0,200}?(?:ban hành\s+)?kèm\s+theo\s*")
_JOINED = re.compile(r"(?:[;,:.]\s*|\bvà\s+|;\s*đồng thời\s+|\bđồng thời\s+|\n\s*|[a-zđ\d]\)\s*|[-+]\s*)$")
# "Đính chính sai sót về kỹ thuật trình bày tại Ⓟ Ⓓ".
_FAULTS = re.compile(r"\s*(?:các\s+|một số\s+|những\s+)?(?:sai sót|lỗi|nhầm lẫn|sơ suất)\b(?:(?!\b(?:theo|trong|trên|của|cho|hồ sơ|giấy)\b)[^ⒹⓅⓈⓆ;:.]){0,80}?\s(?:tại|của|trong|ở)\s+(?:các\s+)?")
# "Sửa đổi, bổ sung một số điều của các Nghị định sau:"; "như sau:" brings the new words of one document.
_DOCUMENTS_FOLLOW = re.compile(r"[^ⒹⓅⓈⓆ:]*\b(?:Nghị định|Nghị quyết|Thông tư|Quyết định|[Ll]uật|Pháp lệnh|[Vv]ăn bản)\b[^ⒹⓅⓈⓆ:]*(?<!như) sau(?:\s+đây)?\s*:\s*")
# "Sửa đổi, bổ sung một số điều của các Nghị định về tơ": each item below names its own.
_SEVERAL_DOCUMENTS = re.compile(r"[^ⒹⓅⓈⓆ]*\b(?:các|một số|những)\s+(?:Nghị định|Nghị quyết|Thông tư|Quyết định|[Ll]uật|Pháp lệnh|[Vv]ăn bản)\b[^ⒹⓅⓈⓆ]*")
_LIST_FOLLOWS = re.compile(r":\s*$")
# "Sửa đổi khoản 2 Điều 5 như sau: Hộ nuôi tằm theo Ⓓ được …": new words without marks of quotation; what they cite is not amended.
_WORDED_AS = re.compile(r"như sau\s*:(?=\s+[^\sⓆ])")
_WORDING = {"amend", "amend_named", "add"}
# "Bãi bỏ các điều, khoản sau đây của Ⓓ:", "… một số quy định của Ⓓ như sau:": the items below are places of it.
_PARTS_FOLLOW = re.compile(r"\s+(?:các|những|một số)\s+(?:điều|khoản|điểm|quy định|nội dung|phụ lục|(?:biểu )?mẫu)\b[^ⒹⓅⓈⓆ;:]*\s(?:của|tại)\s+(?:các\s+)?Ⓓ[^ⒹⓅⓈⓆ;:]*:\s*")
_PART_TOLD = re.compile(r"\s+(?:một phần|một số (?:điều|khoản|điểm|nội dung|quy định))[^ⒹⓅⓈⓆ;:]*Ⓓ[^ⒹⓅⓈⓆ;:]*:\s*")
# "Bãi bỏ một số nội dung quy định tại Ⓟ Ⓓ như sau:": the items below say what of these places falls.
_SOME_OF_PLACES = re.compile(r"\s+(?:một phần|một số (?:nội dung|quy định)|(?:các|những) nội dung)\b[^ⒹⓅⓈⓆ;:]*Ⓟ[^ⓈⓆ;:]*:\s*")
_WITH = re.compile(r"\s(?:bằng|thành)\s")
# "Sửa đổi các điều, khoản sau đây của Ⓓ:"; below "… một số điều của Ⓓ như sau:" each item says what it does.
_PARTS_LISTED = re.compile(r"\s+(?:các|những|một số)\s+(?:điều|khoản|điểm|quy định|nội dung)\b[^ⒹⓅⓈⓆ;:]*(?<!như) sau(?:\s+đây)?\s+(?:của|tại)\s+Ⓓ\s*:\s*")
_SINCE = re.compile(r"(?:[Kk]ể\s+)?[Tt]ừ\s+(?:ngày|thời điểm)\s+Ⓢ[^ⒹⓅ,;]{0,40}?hiệu lực(?:\s+thi hành)?\s*,\s*|" + FROM_DAY + r"\s*,\s*")
# "Cụm từ Ⓠ tại Ⓟ Ⓓ được đính chính thành Ⓠ", "Tại Ⓟ: cụm từ Ⓠ được đính chính thành cụm từ Ⓠ".
_CORRECTED = re.compile(
    r"(?:(?:Tại\s+)?Ⓟ(?:\s+(?:của\s+)?Ⓓ)?\s*[,:]\s*)?(?:[Cc]ác\s+)?(?:[Cc]ụm từ|[Tt]ừ|[Nn]ội dung|[Ss]ố)?\s*Ⓠ(?:\s*(?:tại|của|trong)\s+Ⓟ(?:\s+(?:của\s+)?Ⓓ)?)?\s*(?:được\s+)?(?:nay\s+)?đính chính\s+(?:lại\s+)?(?:thành|là)\b"
    r"|Ⓟ(?:\s+(?:của\s+)?Ⓓ)?\s*(?:được\s+)?(?:nay\s+)?đính chính\s+(?:lại\s+)?(?:thành|là|như sau)\b"
)
_AMENDED = re.compile(r"được\s+(?:sửa đổi(?:\s*,?\s*(?:và\s+)?bổ sung)?|bổ sung|thay thế|sửa(?:\s+lại)?|đổi(?P<name>\s+tên)?)\s*(?:lại\s+)?(?:như sau|thành|bằng)?\s*(?=:|như|;|\.|$|Ⓠ|\n|(?:theo|tại)\s[^ⒹⓆ;.\n]{0,60}Ⓢ)|(?<=[ⒹⓅ])\s+(?:nay\s+)?(?:sửa đổi(?:\s*,?\s*(?:và\s+)?bổ sung)?|sửa(?:\s+lại)?)\s+(?:là|thành|như sau)\s*(?=:|Ⓠ|$|\n)")


def instructions(sentence: Sentence, begin: int, *, title: bool = False) -> None:
    """Find the instructions of a sentence, in order, each with the objects up to the next; a title may say "Về việc …"."""
    words = sentence.words
    if not _ANY.search(words, begin) or is_task(words, begin):
        return
    if ("đính chính" in words and correct_faulty(sentence, begin)) or (QUOTE in words and correct_printed(sentence, begin)):
        return
    if ("(" in words and bracketed(sentence, begin)) or ("iều chỉnh" in words and adjusted(sentence, begin)):
        return
    for what in _WHAT_IT_DOES.finditer(words, begin):
        blank(sentence, *what.span())
        words = sentence.words
    if fronted := _FRONTED.match(words, begin) or named_in_list(sentence, begin):
        sentence.fronted = tuple(sentence.objects(begin, fronted.end()))
        begin = fronted.end()
    found = _positions(sentence, begin, title=title)
    for at, verb in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(words)
        name = verb.lastgroup or ""
        if name in _WORDING and (wording := _WORDED_AS.search(words, verb.end(), end)):
            end = wording.end()
        if len(found) > 1:
            # "Bãi bỏ Ⓓ, trừ Ⓟ; sửa đổi Ⓟ Ⓓ": each instruction has the exceptions that stand in it.
            if at:
                _point_back(sentence, found[at - 1], verb, end)
            sentence.excepted = next((what for place, what in reversed(sentence.exceptions) if verb.start() <= place < end), None)
        _HANDLERS[name](sentence, verb, end)
    if not found:
        _passive_amendments(sentence, begin)


def _point_back(sentence: Sentence, before: re.Match[str], verb: re.Match[str], end: int) -> None:
    """Give "khoản này" the place that the instruction before it names: "Thay cụm từ A bằng B tại Ⓟ Ⓓ và sửa đổi khoản này như sau:"."""
    here = _POINTS_BACK.match(sentence.words, verb.end(), end)
    place = here.start("here") if here else -1
    sign = sentence.sign_at(place)
    if here is None or sign is None or sign.places is None or not all("này" in dict(p.steps).values() for p in sign.places.places):
        return
    objects = sentence.objects(before.end(), verb.start())
    named = next(((o, filled(sentence, objects, at, verb.start())) for at, o in reversed(list(enumerate(objects))) if o.places), None)
    if named is None:
        return
    meant: list[Locator] = []
    for p in sign.places.places:
        holders = list(dict.fromkeys(holder(whole, p.steps[0][0]) for whole in named[1]))
        if len(holders) > 1 and not here["several"]:
            return
        meant += (replace(p, steps=holder.steps + p.steps[1:]) for holder in holders if holder)
    if meant and all(p.steps[0][0] == "dieu" for p in meant):
        sentence.shape.signs[place] = replace(sign, places=replace(sign.places, places=tuple(meant)))
        inherit(sentence, [replace(named[0], places=())] if named[0].document else [], "")


def _positions(sentence: Sentence, begin: int, *, title: bool) -> list[re.Match[str]]:
    found: list[re.Match[str]] = []
    words = sentence.words
    for verb in _VERB.finditer(words, begin):
        if verb.start() == begin:
            # A small letter: the middle of a sentence whose beginning is not here.
            opens = verb[0][0].isupper() or title or bool(sentence.fronted)
            about = None
        else:
            near = words[max(begin, verb.start() - _NEAR) : verb.start()]
            about = _ABOUT.search(near) if title or words.startswith("Về", begin) else None
            opens = bool((_STARTS.search(near) and not _OTHER_STARTS.search(near)) or about or (verb[0].startswith("thay thế") and _ISSUES.match(near)) or (_speaks_for_itself(verb, near) and not _DEADLINE.search(words, verb.end())))
            opens = opens or bool(found and _JOINED.search(near[-40:]) and not NO_VERB.search(near[-40:]))
        if opens and _reaches(sentence, verb, about=about is not None):
            found.append(verb)
    return found


def _speaks_for_itself(verb: re.Match[str], near: str) -> bool:
    """True behind "Đồng thời," and for a correction that begins with the body that issued what it corrects."""
    body = _BODY_CORRECTS.fullmatch(near) if verb.lastgroup == "correct" else None
    if body is None:
        goes_on = _AT_ONCE.fullmatch(near) or (_THEN_TOO.fullmatch(near) and _NAMES_IT.match(verb.string, verb.end()))
        return verb[0].startswith(("bãi bỏ", "thay thế")) and bool(goes_on)
    # "Bộ Tằm tang rà soát, đính chính …": two small words in a row are a verb, no part of a name.
    small = [word[0].islower() and word not in _OF_NAMES for word in re.findall(r"\w+", body["body"])]
    return not any(pair == (True, True) for pair in pairwise(small))


def _reaches(sentence: Sentence, verb: re.Match[str], *, about: bool) -> bool:
    """True when what follows the verb is its object: a place or document after small words, or part of one, or a list.

    `about` for a verb behind "Về việc".
    """
    words = sentence.words
    if words[verb.end() : verb.end() + 1] == QUOTE or verb[0].endswith(("Điều", "điều")):
        return True
    sign = _SIGN.search(words, verb.end())
    if sign is None or ((rows := ROWS.match(words, verb.end())) and _VERB.match(words, rows.end())):
        return True
    gap = words[verb.end() : sign.start()]
    if verb.lastgroup in ("repeal", "replace") and sign[0] == DOCUMENT and (_ISSUED_WITH.fullmatch(gap) or _LIST_ISSUED_WITH.fullmatch(gap)):
        return True
    if verb.lastgroup in ("amend", "add") and sign[0] == DOCUMENT and _NAMED_ANNEX.fullmatch(gap):
        return True
    if verb.lastgroup == "add" and sign[0] == DOCUMENT and INTO_LIST.fullmatch(gap):
        return True
    if verb.lastgroup == "repeal" and in_annex(sentence, verb, len(words)):
        return True
    if verb.lastgroup == "rename":
        return bool(BRIDGE.match(gap.lower()) or _AND_MORE.match(gap))
    if BRIDGE.match(gap.lower()) or gap.rstrip().endswith(":") or (verb.lastgroup == "correct" and _FAULTS.fullmatch(gap)):
        return True
    if verb[0].lower().startswith("điều chỉnh"):
        return False
    # "Bãi bỏ các quy định về tơ đã được thay thế tại Ⓟ Ⓓ": Ⓓ is where they were replaced.
    return (verb[0][0].isupper() or about or "Ⓢ" in words[: verb.start()]) and bool(_OF_SOME.match(gap)) and not _RULED_BY.match(gap) and "được" not in _BRACKETS.sub("", gap)


def _phrases_follow(sentence: Sentence, verb: re.Match[str], end: int) -> None:
    """Keep the document of "Thay thế một số cụm từ tại Ⓓ như sau:": the items below say which phrases."""
    inherit(sentence, sentence.objects(verb.end(), end), sentence.words[verb.start() : end])


def _several(sentence: Sentence, verb: re.Match[str], end: int) -> None:
    """Read "Thay thế, bãi bỏ một số điều, khoản của Ⓓ": the items below say which; of phrases, nothing more is said."""
    said = sentence.words[verb.start() : end]
    (_phrases_follow if re.search(r"\btừ\b", said) else _amend)(sentence, verb, end)


def _amend_named(sentence: Sentence, verb: re.Match[str], end: int) -> None:
    """Read "Sửa đổi Ⓟ": a name ("tên Điều 5"), an annex that another replaces, else the words of places."""
    objects = sentence.objects(verb.end(), end)
    first = objects[0].places[0] if objects and objects[0].places else None
    if first and first.steps[-1][0] == "ten":
        rename(sentence, verb, end)
    elif verb[0].lower().startswith("thay"):
        _replace(sentence, verb, end)
    else:
        _amend(sentence, verb, end)


def _name(sentence: Sentence, verb: re.Match[str], end: int) -> None:
    """Read "Đổi tên Điều 5 thành"; "Đổi khoản 5 thành khoản 6" numbers anew, of which nothing is stated."""
    objects = sentence.objects(verb.end(), end)
    named = bool(objects and objects[0].places) and objects[0].places[0].steps[-1][0] == "ten"
    if named:
        rename(sentence, verb, end)
    elif verb[0].startswith(("Điều chỉnh", "điều chỉnh")):
        _amend(sentence, verb, end)


def _amend(sentence: Sentence, verb: re.Match[str], end: int) -> None:
    words = sentence.words
    cut_off = _WITH.search(words, verb.end(), end)
    objects = acted_upon(sentence, verb.end(), cut_off.start() if cut_off else end) or annex_of_rows(sentence, verb.end(), end)
    span = sentence.span(verb.start(), end)
    if _INTENDED.search(words, verb.end(), end):
        return
    # "Sửa đổi, bổ sung một số điều như sau:" names neither place nor document: the heading above does.
    for at, o in enumerate(objects):
        operate(sentence, "amends", o, filled(sentence, objects, at, end), span, new_words=quoted(sentence, verb.end(), end))
    inherit(sentence, objects, words[verb.start() : end])
    if verb[0][0] in "Ss" and (_PARTS_LISTED if objects else _DOCUMENTS_FOLLOW).fullmatch(words, verb.end(), end):
        sentence.context = replace(sentence.context, pending=Pending("amends", "amends", *span))
    elif not objects and verb[0][0] in "Ss" and _SEVERAL_DOCUMENTS.fullmatch(words, verb.end(), end):
        sentence.context = replace(sentence.context, instructing=True)


def _repeal(sentence: Sentence, verb: re.Match[str], end: int) -> None:
    words = sentence.words
    if edits := EDITS_TOO.search(words, verb.end(), end):
        deleted(sentence, edits.end(), end)
        end = edits.start()
    objects = acted_upon(sentence, verb.end(), end)
    # "Bãi bỏ khoản 2; sửa đổi khoản 3 Điều 8": both are of that article, unless the heading names one.
    if not any(unit == "dieu" for unit, _ in sentence.steps):
        objects = [replace(o, places=filled(sentence, objects, at, end)) if o.places and o.document is None else o for at, o in enumerate(objects)]
    if _CONDITION.search(words, verb.end(), end) or _AGAINST.match(words, verb.end(), end):
        return
    span = sentence.span(verb.start(), end)
    act = with_exception(sentence, Pending("repeals", "repeals_part", *span, effective_from=day_of_instruction(sentence, verb, end)), sentence.excepted)
    if annex := in_annex(sentence, verb, end):
        sentence.announced.append(announced(sentence, annex, "repeals", span, act.effective_from or day_after(sentence, annex.end(), end)))
        return
    if objects:
        # "bãi bỏ một phần Ⓓ như sau: bãi bỏ Ⓟ": of which part, the next instruction says.
        told = _PART_TOLD.fullmatch(words, verb.end(), end) is not None and end < len(words)
        some = _SOME_OF_PLACES.fullmatch(words, verb.end(), end) is not None
        if not (told or some):
            state(sentence, objects, act, begin=sentence.span(verb.end(), end)[0])
        if told or _LIST_FOLLOWS.search(words):
            inherit(sentence, objects, words[verb.start() : end])
            if some or _PARTS_FOLLOW.fullmatch(words, verb.end(), end):
                sentence.context = replace(sentence.context, pending=replace(act, effective_from=days_of(sentence, objects, act)[-1]))
    elif _LIST_FOLLOWS.search(words) or "sau" in words[verb.end() : end]:
        _pending(sentence, verb, end, act)


def _replace(sentence: Sentence, verb: re.Match[str], end: int) -> None:
    words = sentence.words
    cut_off = _WITH.search(words, verb.end(), end)
    objects = acted_upon(sentence, verb.end(), cut_off.start() if cut_off else end)
    listed = len(objects) == 1 and not objects[0].places and _LIST_ISSUED_WITH.match(words, verb.end(), end)
    act = with_exception(sentence, Pending("replaces", "replaces_annex" if listed else "replaces_part", *sentence.span(verb.start(), end), effective_from=day_of_instruction(sentence, verb, end)), sentence.excepted)
    if "như sau" in words[verb.end() :] and all(o.document is None and all(p.steps[-1][1] in ("", "*") for p in o.places) for o in objects):
        return  # "Thay thế Phụ lục, bãi bỏ một số khoản như sau:": which, the items below say
    if objects and _AGAINST.match(words, verb.end(), end):
        return
    if objects and (objects[0].document or objects[0].places):
        # "thay thế nội dung về kén quy định tại Ⓓ": some of it.
        state(sentence, objects, act, begin=sentence.span(verb.end(), end)[0])
        if not cut_off or "như sau" in words[verb.end() : end]:
            inherit(sentence, objects if _LIST_FOLLOWS.search(words) else [o for o in objects if o.places], "")
    elif _LIST_FOLLOWS.search(words):
        _pending(sentence, verb, end, act)


def _pending(sentence: Sentence, verb: re.Match[str], end: int, act: Pending) -> None:
    """Keep an act for the items below; where its heading speaks of some of the documents, it is done to no whole one."""
    if heads_parts(sentence.words, verb.end(), end):
        act = replace(act, kind="amends" if act.kind_of_part == "replaces_part" else act.kind_of_part)
    sentence.context = replace(sentence.context, pending=replace(act, of_rules=heads_rules(sentence.words, verb.end(), end)))


def _correct(sentence: Sentence, verb: re.Match[str], end: int) -> None:
    objects = acted_upon(sentence, verb.end(), end) or list(sentence.fronted)
    first = next((o.document for o in objects if o.document), None)
    # "Đính chính lỗi tại Ⓓ: … tại Ⓟ": the place is in the document named before.
    objects = [o if o.document or o is objects[0] else replace(o, document=first) for o in objects]
    act = Pending("corrects", "corrects", *sentence.span(verb.start(), end))
    state(sentence, objects, act)
    inherit(sentence, objects, "")
    if not objects and _LIST_FOLLOWS.search(sentence.words):
        sentence.context = replace(sentence.context, pending=act)


def _passive_amendments(sentence: Sentence, begin: int) -> None:
    """Read "Khoản 1 Điều 18 của Luật Z được sửa đổi, bổ sung như sau:", "Cụm từ A tại … được thay thế bằng cụm từ B"."""
    words = sentence.words
    if since := _SINCE.match(words, begin):
        begin = since.end()
    if corrected := _CORRECTED.match(words, begin):
        state(sentence, sentence.objects(begin, corrected.end()), Pending("corrects", "corrects", *sentence.span(begin, corrected.end())))
        return
    if substituted(sentence, begin):
        return
    if place_added(sentence, begin):
        return
    if added := ADDED.search(words, begin):
        passive_addition(sentence, begin, added)
        return
    found_one = _AMENDED.search(words, begin)
    if not found_one or NO_VERB.search(words[begin : found_one.start()]):
        return
    objects = sentence.objects(begin, found_one.start())
    opens = re.match(r"(?:Các\s+|các\s+|(?P<name>Tên|Tiêu đề)\s+(?:gọi\s+)?(?:của\s+)?)?[ⒹⓅ]", words[begin:])
    if not objects or not opens:
        return
    renamed = bool(opens["name"] or found_one["name"])
    span = sentence.span(begin, found_one.end())
    for at, o in enumerate(objects):
        places = filled(sentence, objects, at, found_one.end())
        named = [p for p in places if renamed or p.steps[-1][0] == "ten"]
        if named:
            operate(sentence, "renames", o, [without_name(p) for p in named], span, new_words=quoted(sentence, found_one.end(), len(words)))
        if renamed and not places:
            operate(sentence, "renames", o, (), span, new_words=quoted(sentence, found_one.end(), len(words)))
        elif not named or len(named) < len(places):
            operate(sentence, "amends", o, [p for p in places if p not in named], span)
    inherit(sentence, objects, "như sau")


_HANDLERS: dict[str, Callable[[Sentence, re.Match[str], int], None]] = {
    "several": _several, "phrases": _phrases_follow, "delete": phrases, "substitute": phrases, "insert": phrases, "rename": rename, "amend_named": _amend_named,
    "name": _name, "amend": _amend, "add": insert_place, "repeal": _repeal, "replace": _replace, "correct": _correct,
}  # fmt: skip
