"""Acts upon documents and parts of them: end of effect, repeal, replacement, suspension, correction, continuation."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

from legalgraph.model.reading import Statement, Target
from legalgraph.text.ceasing import ceased
from legalgraph.text.durations import UNTIL_BEFORE, day_of, days_in, days_that_open, end_of, last_day_in, window_in_title
from legalgraph.text.exceptions import EXCEPTION, clause_end, excepted_in_subject, exception_behind, of_one, set_apart
from legalgraph.text.sentences import BRIDGE, HERE, Object, Pending, Sentence
from legalgraph.text.since import FROM_DAY, day_behind, day_that_opens
from legalgraph.text.stating import NOT_WHOLE, state

_WHERE = r"(?=\s*(?:(?:kể\s+)?từ\b|,|;|:|\.|$|\n|theo\b|cùng\b|vào\b|trừ\b|ngoại trừ\b|đồng thời\b|đối với\b|sau\b|khi\s+Ⓢ|\(|Ⓣ))"
_ENDS = re.compile(
    rf"(?:đều\s+|sẽ\s+|cũng\s+)?(?:hết|chấm dứt|không còn)\s+hiệu lực(?:\s+thi hành)?(?:\s+(?:toàn bộ|một phần))?{_WHERE}"
)
# "Ⓓ nay bãi bỏ", "các Ⓓ, Ⓓ đều bãi bỏ": so until 1996.
_REPEALED = re.compile(
    r"(?:đều\s+)?(?:được|bị)\s+(?:bãi bỏ|hủy bỏ|huỷ bỏ)(?!\s+(?:theo|bởi|tại|bằng|cụm|một số))|(?<!có )\b(?:nay|đều)\s+(?:bãi bỏ|hủy bỏ|huỷ bỏ)(?=\s*(?:[.;,]|$|\n))"
)
# "Phụ lục I, Phụ lục III Ⓓ được thay thế tương ứng bằng Phụ lục I, Phụ lục II ban hành kèm theo Ⓢ".
_REPLACED = re.compile(
    r"(?:được|bị)\s+(?:thay thế|thay)\s+(?:(?:hoàn toàn|toàn bộ|tương ứng|lần lượt)\s+)?(?:bởi|bằng)\s+(?:(?:các|tương ứng|lần lượt)\s+)*(?:(?:quy định|nội dung)\s+)?(?:(?:tại|của)\s+)?"
    r"(?:Ⓟ[^ⒹⓅⓈ;.]{0,30}(?:Ⓟ[^ⒹⓅⓈ;.]{0,30})?|(?:[Dd]anh mục|[Bb]ảng|[Bb]iểu|[Mm]ẫu)\b[^ⒹⓅⓈ;.]{0,100}\skèm theo\s+)?Ⓢ"
)
_SUSPENDED = re.compile(
    r"(?:(?:[Tt]ạm\s+)?(?:[Nn]gưng|[Nn]gừng|[Dd]ừng|[Đđ]ình chỉ)\s+(?:hiệu lực|(?:việc\s+)?thi hành)|[Tt]ạm\s+(?:ngưng|ngừng|dừng)\s+(?:việc\s+)?(?:áp dụng|thực hiện))(?:\s+(?:thi hành|áp dụng))?(?:\s+(?:toàn bộ|một phần))?"
    # "Lùi thời hạn áp dụng Ⓟ Ⓓ đến hết Ⓣ", "Lùi hiệu lực thi hành Ⓓ": without force until then.
    r"|\bLùi\s+(?:(?:thời\s+(?:hạn|gian|điểm)|việc|ngày)\s+)?(?:có\s+)?(?:hiệu lực|áp dụng|thực hiện|thi hành)(?:\s+thi hành)?(?:\s+của)?"
)
_CONTINUED = re.compile(
    r"(?:(?:có hiệu lực(?:\s+thi hành)?|(?P<still>được\s+(?:áp dụng|thực hiện)))(?=\s+(?:cho\s+)?đến\s)|vẫn\s+(?:còn\s+|được\s+)?(?:có\s+)?(?:hiệu lực|áp dụng)(?:\s+thi hành)?(?=[^;.\n:]{0,40}:\s*$)|(?P<yet>vẫn\s+(?:còn\s+|có\s+|giữ nguyên\s+)hiệu lực(?:\s+thi hành)?(?=\s*(?:[.;,]|$|(?:cho\s+)?đến\b)))"
    r"|(?:vẫn\s+)?(?:được\s+)?tiếp tục\s+(?:được\s+)?(?:(?P<force>có hiệu lực)|thực hiện|áp dụng|thi hành|(?P<settled>(?:xem xét\s*,\s*)?(?:giải quyết|xử lý|chi trả|thanh toán)(?=\s+theo\s)))(?:\s+thi hành)?|Tiếp tục áp dụng(?=\s+(?:các\s+)?[ⒹⓅ])|(?P<kept>vẫn\s+được\s+(?:áp dụng|thực hiện|thi hành))(?=\s*(?:[.;,]|$)))"
    r"(?P<by>\s+(?:theo|quy định|các quy định|đúng quy định)\s[^Ⓓ;.\n]{0,80}|(?<=iếp tục áp dụng)\s+(?:các\s+)?(?=Ⓓ|Ⓟ[^ⒹⓅⓈ;.\n]{0,40}Ⓓ))?"
)
# "Từ ngày Ⓢ có hiệu lực đến hết Ⓣ, các văn bản sau đây" before "vẫn có hiệu lực:".
_CONTINUED_LIST = re.compile(r"(?:[^ⒹⓅ:;]*,\s*)?\s*(?:[Cc]ác|[Nn]hững)\s+(?:[Vv]ăn bản|[Tt]hông tư|[Nn]ghị định|[Qq]uyết định|[Qq]uy định)\b[^ⒹⓅⓈ:;,]*\s(?:sau|dưới)(?:\s+đây)?\s+")
_LAST_DAY = re.compile(r"đến\s+(?:hết\s+)?(Ⓣ)")
# "Kéo dài thời hạn áp dụng Ⓓ đến hết Ⓣ", "Tiếp tục thực hiện Ⓓ cho đến khi …"; "gia hạn thời hạn nộp thuế theo Ⓓ" is of another thing.
_PROLONGED = re.compile(
    r"(?:(?:Ⓢ|[Cc]ho phép|[Tt]hống nhất|[Nn]ay|[Vv]ề việc|Về)\s+)?(?:(?:[Tt]iếp tục\s+)?(?:[Kk]éo dài|[Gg]ia hạn)(?:\s+thêm)?\s+(?:(?:thời hạn|thời gian|việc)\s+)?"
    r"(?:(?P<not>(?:tạm\s+)?ng[ưừ]ng\s+hiệu lực)|(?:có\s+)?hiệu lực|áp dụng|thực hiện|thi hành)|[Tt]iếp tục\s+(?:thực hiện|áp dụng|thi hành))"
    r"(?:\s+(?:thi hành|áp dụng|của|đối với|quy định|quy định tại|các|một số|toàn bộ|mức thu|(?:cơ chế\s*,\s*)?chính sách|cơ chế|đặc thù|thí điểm|nội dung|chế độ|tại))*\s+(?=[ⒹⓅ])"
)
_PROLONGED_SUBJECT = re.compile(
    r"(?:[Cc]ác\s+)?(?=[ⒹⓅ])[^Ⓢ;]{0,80}?được\s+(?:tiếp tục\s+)?(?:kéo dài|gia hạn)(?:\s+thêm)?\s+(?:thời\s+(?:hạn|gian)\s+)?(?:(?:có\s+)?hiệu lực|áp dụng|thực hiện|thi hành)(?:\s+thi hành)?|"
    r"[Tt]hời\s+(?:hạn|gian)\s+(?:(?P<not>(?:tạm\s+)?ng[ưừ]ng\s+hiệu lực)|(?:có\s+)?hiệu lực|áp dụng|thực hiện|thi hành)\s[^ⒹⓅⓈⓉ;]{0,60}(?=[ⒹⓅ])[^Ⓢ;]*?được\s+(?:kéo dài|gia hạn)(?:\s+thêm)?"
)
_DENIED = re.compile(r"\b(?:không|chưa)\s+được\b")
_PROLONGED_LIST = re.compile(r"Ⓓ(?:(?:,|\s+và)\s+(?:số\s+)?Ⓓ)+(?=\s+(?:cho\s+)?(?:đến|sang)\s)")
# Where none of these stands, none of the verbs does.
_ANY = re.compile("hiệu lực|[Tt]ạm (?:ng|d)|Lùi |ãi bỏ|hủy bỏ|huỷ bỏ|thay thế|hay bằng|thi hành|iếp tục|éo dài|ia hạn|ụng (?:cho )?đến|iện (?:cho )?đến|(?:[Tt]hôi|[Kk]hông|[Nn]gừng|việc) áp dụng")
# Why an end is no act of this sentence: a condition, a past, a denial, or only a word about other texts.
_NO_ACT = re.compile(
    r"\b(?:đã|khi|nếu|mà|chưa|không|đến|dự kiến|trường hợp|ngày|thời điểm|có thể|văn bản|việc)\s+(?:(?:toàn bộ\s+|các\s+)?Ⓓ\s*)?(?:đã\s+)?$", re.IGNORECASE
)
# "… được thực hiện khi quy định tại Ⓟ Ⓓ được bãi bỏ", "Trường hợp Ⓓ hết hiệu lực thì Ⓢ cũng hết hiệu lực".
_CONDITION = re.compile(r"\b(?:khi|nếu|(?<!trừ )trường hợp)\s+(?:(?:các|những)\s+)?(?:quy định\b|nội dung\b|văn bản\b|[ⒹⓅ])[^,;]*$", re.IGNORECASE)
# "Trường hợp Ⓓ bị bãi bỏ, Ⓓ hết hiệu lực", "Theo dự kiến, Ⓓ sẽ hết hiệu lực": so begins what does nothing.
_ONLY_IF = re.compile(r"\s*(?:(?:Nếu|(?:Trong\s+)?[Tt]rường hợp)\s+(?:(?:quy định|tại)\s+)*[ⒹⓅ]|(?:Theo\s+)?[Dd]ự kiến\b)[^;.]*")
# "về việc ngưng hiệu lực": the verb is named, not done.
_ONLY_NAMED = re.compile(r"(?:để|nội dung|quy định|bãi bỏ|hủy bỏ|huỷ bỏ|thời gian|thời hạn|việc|về|lệnh|quyết định|bị|hết|được|phải)\s+$", re.IGNORECASE)
# Between the subject and its suspension: "Đối với Ⓓ, ngưng hiệu lực …".
_SUSPENDED_SUBJECT = re.compile(r"[\s,:]*(?:(?:thì|sẽ|bị|được|nêu trên|này)[\s,]*)*")
# "Ⓓ bị đình chỉ thi hành": the document, not a licence under it.
_IS_SUSPENDED = re.compile(r"(?:Các\s+)?(?:Ⓟ[^ⒹⓅⓈ]{0,40})?Ⓓ(?:(?:,|\s+và)\s+Ⓓ)*\s+(?:sẽ\s+)?(?:bị|được)\s+")
# What may follow there: a day, an exception, the end; "bị đình chỉ thi hành nếu trái Luật", "… thì Ủy ban báo cáo" suspend nothing.
_SUSPENDED_NOW = re.compile(r"\s*(?:[.;]|$|,\s*trừ\b|(?:,\s*)?(?:kể\s+)?từ\b|(?:,\s*)?(?:cho\s+)?đến\b)(?!.*\b(?:nếu|thì|(?<!trừ )trường hợp)\b)")
# "Ngưng hiệu lực Ⓟ của Ⓓ; Ⓟ của Ⓓ kể từ …": the list goes on behind a semicolon.
_NEXT_OF_LIST = re.compile(r";\s*(?:và\s+)?(?:các\s+)?(?:Ⓟ[^ⒹⓈⓅⓉ;.:]{0,30})?Ⓓ(?=\s*(?:[;.]|$|(?:kể\s+)?từ\b|(?:cho\s+)?đến\b))")
# A suspension of all of the document above says no more than when.
_ONLY_WHEN = re.compile(r"\s*(?:[.,;]|$|(?:kể\s+)?từ\b|(?:cho\s+)?đến\b)")
# "Các dự án đã được phê duyệt trước ngày Ⓓ có hiệu lực …": what goes on is a project, not the document.
_CASES = re.compile(r"\b(?:không|đã|đang|trước|người|dự án|hồ sơ|hợp đồng|trường hợp|cơ quan|tổ chức)\b", re.IGNORECASE)
# "theo quy định của pháp luật ban hành trước ngày Ⓓ có hiệu lực": Ⓓ is not what goes on to apply.
# "kể từ thời điểm Ⓓ có hiệu lực đến thời điểm đề nghị": a span of time.
_TIME_SPAN = re.compile(r"\b(?:từ|trước|sau)\s+(?:khi|ngày|thời\s+(?:điểm|gian))\s+(?:Ⓟ\s+(?:của\s+)?)?Ⓓ\s*$", re.IGNORECASE)
# "Bộ Tơ đề nghị tiếp tục áp dụng Ⓓ": who asks for it decides nothing.
_ASKED = re.compile(r"\b(?:đề nghị|kiến nghị|đề xuất|yêu cầu|chỉ đạo)\b(?:(?!\b(?:thì|nhưng|được)\b)[^;.,]){0,60}$", re.IGNORECASE)
_GOES_NOT_ON = re.compile(r"\b(?:không|chưa)\s+(?:được\s+)?$")
_NOT_BY = re.compile(r"\b(?:ngày|trước|pháp luật|khi|nếu)\b")
_NAMED = re.compile("[ⒹⓅ]")
# "… Ⓓ, trừ Ⓟ tiếp tục có hiệu lực": Ⓟ of Ⓓ goes on, not Ⓓ.
_PART_OF_IT = re.compile(r"Ⓓ[^ⒹⓅⓈ]{0,80}\b(?:trừ|riêng)\s+(?:(?:các|quy định|tại)\s+)*Ⓟ\s*$")
# "Ⓓ hết hiệu lực kể từ ngày Ⓢ có hiệu lực, trừ Ⓟ tiếp tục có hiệu lực": Ⓟ of what ends.
_PART_OF_ENDED = re.compile(r"Ⓓ[^ⒹⓅ;.:]*?\bhết hiệu lực\b[^ⒹⓅ;.:]*,\s*(?:ngoại\s+)?trừ\s+(?:(?:các|quy định|tại)\s+)*Ⓟ\s*$")
# What was begun under rules that go on for it: "đã tiếp nhận trước ngày Ⓢ có hiệu lực".
_BEFORE = re.compile(r"\btrước\s+(?:khi|(?:ngày|thời điểm)\s)\s*(?:Ⓢ|Ⓣ|có hiệu lực)|\b(?:khi|đến ngày|thời điểm)\s+Ⓢ[^ⒹⓅ;]*hiệu lực")
# "Các nội dung khác của Ⓓ không sửa đổi, bổ sung tại Ⓢ vẫn giữ nguyên hiệu lực".
# So do "Các quy định của Ⓓ không trái với Ⓢ", "Những nội dung không trái với Ⓢ tại Ⓓ".
_UNCHANGED = r"(?:không|chưa)\s+(?:được\s+|bị\s+)?(?:sửa đổi|điều chỉnh|thay đổi|bãi bỏ|thay thế|trái|mâu thuẫn)\b"
_UNTOUCHED = re.compile(
    rf"(?:(?:Trong\s+(?:khi|thời gian)|(?:Cho\s+đ|Đ)ến\s+khi)\s[^ⒹⓅⓈ,;.:]{{1,80}},\s*)?(?:(?:[Cc]ác|[Nn]hững)\s+)?(?:[Nn]ội dung|[Qq]uy định|[Đđ]iều khoản)(?:\s+(?:khác|còn lại))?(?:[^ⒹⓅⓈ;.:]{{0,60}}:?\s*Ⓓ(?:(?:\s*,|\s+và)\s+(?:các\s+)?Ⓓ)*(?:\s+(?:mà|nếu))?\s+{_UNCHANGED}[^ⒹⓅ;.:]{{0,80}}"
    rf"|(?:\s+mà)?\s+{_UNCHANGED}[^ⒹⓅ;.:]{{0,60}}Ⓢ\s+(?:tại|của|trong)\s+(?:các\s+)?Ⓓ(?:(?:\s*,|\s+và)\s+(?:các\s+)?Ⓓ)*\s+)(?:thì\s+)?"
)
_RULES = re.compile(r"\s*(?:(?:[Nn]hững|[Cc]ác)\s+)?(?:[Nn]ội dung|[Qq]uy định|[Đđ]iều khoản)\b")
# What is prolonged without an end behind it has one that was taken for its title: "kéo dài … Ⓓ về nuôi tằm đến hết năm 2031".
_YEAR_IN_TITLE = re.compile(r"\sđến\s+hết\s+năm\s+((?:19|20)\d{2})\s*$")
_LONGER = re.compile(r"[Kk]éo dài|[Gg]ia hạn")
_SINCE = re.compile(r"(?:[Kk]ể\s+)?[Tt]ừ\s+(?:ngày|thời điểm)\s+Ⓢ[^ⒹⓅ,;]{0,40}?hiệu lực(?:\s+thi hành)?\s*[,:]?\s*|" + FROM_DAY + r"\s*,\s*")
# "…; các quy định về thuế tại văn bản khác không phù hợp với Ⓢ được bãi bỏ": the subject is unnamed rules.
_UNNAMED = re.compile(
    r"(?P<joint>[\s,;]*(?:\bvà\s+|\bcùng\s+)?)\b(?:tất cả\s+)?(?:các|những|mọi)\s+(?:quy định|văn bản|nội dung|chế độ)(?=[^ⒹⓅ]*\b(?:trái|không phù hợp|mâu thuẫn|khác)\b)[^ⒹⓅ]*$",
    re.IGNORECASE,
)
_NEAR = 300  # a subject is not longer
# "Từ Ⓠ tại Ⓟ được bãi bỏ": the word, not the place.
_WORDS = re.compile(r"\s*(?:[Cc]ác\s+)?(?:[Cc]ụm từ|[Tt]ừ|[Nn]ội dung)\s+Ⓠ")
_OTHER_VERB = re.compile("hay thế|ãi bỏ|ủy bỏ|uỷ bỏ|hiệu lực|được|không")
# "Ⓓ hết hiệu lực từ Ⓣ; riêng Ⓟ hết hiệu lực từ Ⓣ": each verb has a subject of its own.
_NEXT_CLAUSE = re.compile(r"hiệu lực[^;,ⒹⓅ]*(?:[;,]|Ⓣ\s+và\b)\s*(?:riêng\b[^ⒹⓅ;,]*)?(?=[^;]{0,300}[ⒹⓅⓈ])")
# "Ⓢ có hiệu lực từ ngày Ⓓ được thông qua và Ⓓ hết hiệu lực": the first Ⓓ only says when.
_DATED_BY = re.compile(
    r"\b(?:từ|sau|cùng)\s+(?:(?:với|khi|ngày|thời điểm)\s+){1,2}(?:các\s+)?(?:Ⓟ\s+(?:của\s+)?)?Ⓓ(?:(?:,|\s+và)\s+Ⓓ)*\s+(?:(?:được|do)\s[^;,ⒹⓅⓈ]{0,80}?)?(?:thông qua|ban hành|công bố|ký|(?:bắt đầu\s+)?có hiệu lực)"
    r"[^;,ⒹⓅⓈ]{0,40}?(?:[;,]|\bvà)\s*(?:đồng thời\s+)?(?=[^;]{0,300}[ⒹⓅ])"
    r"|(?<![Kk]hi )(?<![Nn]ếu )(?<!hợp )(?<!ngày )(?<!điểm )Ⓓ\s+(?:(?:bắt đầu|vẫn|còn)\s+)*có hiệu lực[^;,ⒹⓅⓈ]{0,40}?\bvà\s+(?=(?:các\s+)?[ⒹⓅ])"
)
_ENDED_BEFORE = re.compile(r"(?:hết|chấm dứt|không còn)\s+hiệu lực[^;:]*;\s*(?=[^;]{0,300}[ⒹⓅⓈ])")
# "Ⓓ không bị bãi bỏ; Ⓓ hết hiệu lực": what is denied of one, or stays, is done to the next.
_DENIED_BEFORE = re.compile(
    r"(?<![(\w])(?:không|chưa)\s[^;(]*;\s*(?=[^;]{0,300}[ⒹⓅⓈ])"
    r"|[ⒹⓅ]\s+(?:thì\s+|sẽ\s+|hiện\s+)?(?:(?:vẫn|không|chưa)\s|được\s+giữ nguyên)[^;ⒹⓅ]{0,80}?(?:[;,]|\bvà)\s+(?=(?:các\s+|riêng\s+)?[ⒹⓅ])"
)
_OTHER_CLAUSE = re.compile(r"(?:hiệu lực|ãi bỏ|thay thế)[^;]*;\s*")
# "Giấy phép cấp theo Ⓓ hết hiệu lực": the document is not what ends.
_UNDER = re.compile(r"\b(?:theo|căn cứ)\s+(?:(?:các\s+)?quy định\s+)?(?:(?:của|tại|về)\s+)?(?:các\s+)?(?:(?:bảng|biểu|sơ đồ)\s+(?:số\s+)?\d{1,3}\s+(?:(?:của|tại)\s+)?)?$", re.IGNORECASE)
# But "Quy chế ban hành kèm theo Ⓓ hết hiệu lực": it is, or a part of it is.
_ISSUED_WITH = re.compile(r"\b(?:kèm|ban hành)\s+theo\s+(?:các\s+)?$")
# "Các điều, khoản sau đây của Ⓓ hết hiệu lực: Điều 3, khoản 2 Điều 4".
_OF_PARTS = re.compile(r"\s*(?:Các|Những|Một số)\s+(?:điều|khoản|điểm|mục|chương|quy định|nội dung|phụ lục|(?:biểu )?mẫu)\b[^ⒹⓅ]*Ⓓ", re.IGNORECASE)
_OF_SOME_PARTS = re.compile(r"\s*(?:(?:thi hành|áp dụng|đối với|của)\s+)*(?:các|những|một số)\s+(?:điều|khoản|điểm|mục|chương|quy định|nội dung|phụ lục|(?:biểu )?mẫu)\b[^ⒹⓅⓈ]*Ⓓ", re.IGNORECASE)
_PARTS_BEHIND = re.compile(r"[^;:ⒹⓅ]*:\s*(?:[Cc]ác\s+)?Ⓟ\s*(?:[.;]|$)")
# Between a subject and its verb: few words, or the documents that go with it.
_SUBJECT_TAIL = re.compile(r"[^,;:Ⓢ]{0,45}|,?\s*và (?:các )?(?:văn bản|quy định)[^Ⓓ]{0,90}|\s*,?\s*thì\s*")
_OTHER_SUBJECT = re.compile(r"\b(?:đã|đang|nếu|mà|người|cơ quan|tổ chức|hộ|doanh nghiệp|phải|không|việc|có|để|khi)\b")
_MOST_VERBS = 50
# "Các văn bản hết hiệu lực kể từ Ⓣ gồm:": no subject stands before the verb, the list is it.
_HEAD_OF_ENDED = re.compile(r"\s*(?:(?:Danh mục\s+)?(?:[Cc]ác|[Nn]hững)\s+)(?:[Vv]ăn bản|[Tt]hông tư|[Nn]ghị định|[Nn]ghị quyết|[Qq]uyết định|[Cc]hỉ thị|[Qq]uy định|[Đđ]iều khoản)\b[^ⒹⓅⓈⓉⓆ:;,]{0,80}")
_LISTED_FROM = re.compile(rf"\s*(?:{FROM_DAY}|(?:kể\s+)?từ\s+ngày\s+Ⓢ[^ⒹⓅⓈⓉ;:,]{{0,24}}hiệu lực(?:\s+thi hành)?)\s*,?\s*(?:(?:bao\s+)?gồm(?:\s+có)?|như sau)\s*:")
_LIST_FOLLOWS = re.compile(r"\b(?:sau|sau đây|dưới đây|gồm|như sau)\b[^:]*:\s*$|:\s*$")


def passive_acts(sentence: Sentence, begin: int) -> None:
    """Find the acts whose objects stand before the verb: "X hết hiệu lực", "X bị bãi bỏ", "X tiếp tục áp dụng"."""
    if not _ANY.search(sentence.words, begin):
        return
    set_apart(sentence, begin)
    for pattern, kind, part in ((_ENDS, "ends", "repeals_part"), (_REPEALED, "repeals", "repeals_part"),
                                (_REPLACED, "replaces", "replaces_part")):  # fmt: skip
        for found in _verbs(pattern, sentence.words, begin):
            _end_of(sentence, begin, found, kind, part)
    for found in _verbs(_SUSPENDED, sentence.words, begin):
        _suspension(sentence, begin, found)
    for found in _verbs(_CONTINUED, sentence.words, begin):
        _continuation(sentence, begin, found)
    _prolongation(sentence, begin)
    ceased(sentence, begin)


def _verbs(pattern: re.Pattern[str], words: str, begin: int) -> Iterable[re.Match[str]]:
    """The verbs of one kind in a sentence; of one that is nothing else, the first: what stands around each is looked through anew."""
    return islice(pattern.finditer(words, begin), _MOST_VERBS)


def _end_of(sentence: Sentence, begin: int, found: re.Match[str], kind: str, part: str) -> None:
    words = sentence.words
    left = _subject(words, begin, found.start())
    own = left > begin and words.rfind("Ⓢ", begin, left) >= 0 and not _SINCE.match(words, begin, left)
    last = found.start()
    if unnamed := _UNNAMED.search(words, max(left, last - _NEAR), last):
        # "Ⓓ và những quy định trái với Ⓢ hết hiệu lực": Ⓓ goes with them when it begins the clause, and is all there is.
        last = unnamed.start()
        first = _first(words, left, last)
        if first == last or not BRIDGE.match(words[left:first].lower()) or _OTHER_VERB.search(words, left, last):
            return
    before = words[left:last]
    named = "Ⓓ" in before or "Ⓟ" in before
    if _CONDITION.search(before) or "trái với" in before or (kind == "repeals" and _WORDS.match(words, left)) or (_NO_ACT.search(words[begin : found.start()]) and not _heads_list(words, left, found)) or _ONLY_IF.fullmatch(words, begin, found.start()) or _is_under(words, left, _first(words, left, found.start())):
        return
    if not named and (re.search(r"Ⓢ\s*(?:này\s+)?$", before) or (own and not before.strip())):
        _own_end(sentence, found)
        return
    if "một phần" in found[0]:
        kind = part
    clause = clause_end(words, found.end())
    start, end = sentence.span(left, clause)
    day = day_behind(sentence, found.end(), clause) or day_that_opens(sentence, begin, found.start())
    act = Pending(kind, part, start, end, effective_from=day)
    in_subject = excepted_in_subject(sentence, left, last)
    objects = sentence.objects(left, last) if named else []
    if objects and (earlier := words.rfind("Ⓓ", begin, left)) >= 0:
        objects = [o if o.document else replace(o, document=sentence.sign_at(earlier)) for o in objects]
    if len(objects) == 1 and not objects[0].places and (listed := _PARTS_BEHIND.match(words, found.end())) and _OF_PARTS.match(before):
        objects = [replace(objects[0], places=tuple(p for o in sentence.objects(found.end(), listed.end()) for p in o.places))]
    if not objects and (colon := words.find(":", found.end())) >= 0:
        objects = sentence.objects(colon, len(words))
    if objects:
        exception = of_one(sentence, objects, found.end(), clause, exception_behind(sentence, found.end(), clause)) or in_subject
        state(sentence, objects, act, exception, begin=sentence.span(left, found.start())[0])
        if words.rstrip().endswith(":") and _OF_PARTS.fullmatch(before.rstrip()):
            sentence.context = replace(sentence.context, document=sentence.target(objects[0].document), steps=(), pending=act)
    elif _LIST_FOLLOWS.search(words):
        sentence.context = replace(sentence.context, pending=act)


def _heads_list(words: str, left: int, verb: re.Match[str]) -> bool:
    """True for "Các văn bản hết hiệu lực kể từ Ⓣ gồm:" with what ends below."""
    return bool(_LISTED_FROM.match(words, verb.end()) and _HEAD_OF_ENDED.fullmatch(words, left, verb.start()))


def _is_under(words: str, left: int, first: int) -> bool:
    """True when what stands before a document is done under it, and not issued with it."""
    return bool(_UNDER.search(words, left, first)) and not _ISSUED_WITH.search(words, left, first)


def _subject(words: str, begin: int, verb: int) -> int:
    """Where the subject of a verb begins: behind "Kể từ ngày Ⓢ có hiệu lực," and behind the own entry into force."""
    since = _SINCE.match(words, begin, verb)
    left = since.end() if since else begin
    own = re.compile(r"Ⓢ\s+có hiệu lực[^;ⒹⓅ]*?(?:[;,]|\bvà)\s+").search(words, left, verb)
    left = own.end() if own else left
    clauses = [found.end() for pattern in (_NEXT_CLAUSE, _ENDED_BEFORE, _DENIED_BEFORE, _DATED_BY) for found in pattern.finditer(words, left, verb)]
    return max(clauses, default=left)


def _own_end(sentence: Sentence, found: re.Match[str]) -> None:
    day = day_behind(sentence, found.end(), clause_end(sentence.words, found.end()))
    if day:
        start, end = sentence.span(max(0, found.start() - 1), clause_end(sentence.words, found.end()))
        sentence.statements.append(
            Statement("self_expiry", HERE, start, end, date=day, source=sentence.context.source, rule="own_end")
        )


def _suspension(sentence: Sentence, begin: int, found: re.Match[str]) -> None:
    """State a suspension: "Ngưng hiệu lực Ⓓ từ Ⓣ đến Ⓣ", "Ⓓ ngưng hiệu lực …", "… đối với các văn bản sau:"."""
    words = sentence.words
    clause = clause_end(words, found.end())
    while (more := _NEXT_OF_LIST.match(words, clause)) and not days_in(sentence, found.end(), clause):
        clause = clause_end(words, more.end())
    if ":" in words[found.end() : clause + 1]:
        clause = len(words)
    before = words[begin : found.start()]
    if _IS_SUSPENDED.fullmatch(before):
        if not _SUSPENDED_NOW.match(words, found.end(), clause):
            return
    elif _NO_ACT.search(before) or _ONLY_NAMED.search(before):
        return
    part_unsaid = "một phần" in words[found.start() : found.end() + 10] and "Ⓟ" not in words[begin:clause]
    if part_unsaid and not _LIST_FOLLOWS.search(words):
        return
    days = days_in(sentence, found.end(), clause)
    excepted = EXCEPTION.search(words, found.end(), clause)
    objects = _suspended(sentence, begin, found, days, excepted.start() if excepted else clause)
    told = days or days_that_open(sentence, begin, found.start())
    since, until = day_of(sentence, told, "from"), end_of(sentence, told)
    if objects and not told:
        since, until = window_in_title(sentence, objects[-1])
    act = Pending(NOT_WHOLE if part_unsaid else "suspends", "suspends", *sentence.span(begin, clause), effective_from=since, until=until)
    exception = exception_behind(sentence, found.end(), clause)
    if objects:
        _suspend(sentence, found.end(), objects, act, exception)
    elif _LIST_FOLLOWS.search(words):
        sentence.context = replace(sentence.context, pending=act)
    elif sentence.context.document is not None and not before.strip() and _ONLY_WHEN.match(words, found.end()):
        _whole_inherited(sentence, act, exception)


def _suspend(sentence: Sentence, verb: int, objects: list[Object], act: Pending, exception: str | None) -> None:
    """State a suspension; of "các khoản sau đây của Ⓓ" the items below say which, and without them it is not all of Ⓓ."""
    if len(objects) > 1 or objects[0].places or not _OF_SOME_PARTS.match(sentence.words, verb):
        state(sentence, objects, act, exception)
    elif sentence.words.rstrip().endswith(":"):
        sentence.context = replace(sentence.context, document=sentence.target(objects[0].document), steps=(), pending=act)


def _suspended(sentence: Sentence, begin: int, found: re.Match[str], days: re.Match[str] | None, last: int) -> list[Object]:
    """What is suspended: the subject of the verb, else what follows the days, else what stands between verb and days."""
    words = sentence.words
    first = _first(words, begin, found.start())
    if first < found.start():
        ends = max(words.rfind(sign, begin, found.start()) for sign in "ⒹⓅ") + 1
        near = BRIDGE.match(words[begin:first].lower()) and _SUSPENDED_SUBJECT.fullmatch(words, ends, found.start())
        return sentence.objects(begin, found.start()) if near else []
    for start, end in ((days.end() if days else found.end(), last), (found.end(), min(days.start(), last) if days else last)):
        first = _first(words, start, end)
        if first < end and BRIDGE.match(words[start:first]):
            return _of_named_before(sentence, found.end(), days, sentence.objects(start, end))
    return []


def _of_named_before(sentence: Sentence, verb: int, days: re.Match[str] | None, objects: list[Object]) -> list[Object]:
    """Give places behind the days the document before them: "Ngưng hiệu lực các quy định sau tại Ⓓ đến hết Ⓣ: khoản 7 Điều 1"."""
    words = sentence.words
    last = days.start() if days else verb
    first = _first(words, verb, last)
    named = sentence.objects(verb, last) if first < last and BRIDGE.match(words[verb:first]) else []
    if len(named) != 1 or named[0].document is None or named[0].places or any(o.document for o in objects):
        return objects
    return [replace(o, document=named[0].document) for o in objects]


def _first(words: str, start: int, end: int) -> int:
    """Where the first document or place of a stretch stands; its end when it has none."""
    found = _NAMED.search(words, start, end)
    return found.start() if found else end


def _whole_inherited(sentence: Sentence, act: Pending, exception: str | None) -> None:
    """An act upon all of the document of the heading: "a) Ngưng hiệu lực thi hành từ ngày … đến ngày …"."""
    target = sentence.context.document or Target(context=True)
    sentence.statements.append(
        Statement(
            act.kind, target, act.start, act.end, effective_from=act.effective_from, until=act.until,
            exception=exception, source=sentence.context.source, rule=f"formula_{act.kind}",
        )
    )  # fmt: skip


def _is_subject(words: str, left: int, verb: int) -> bool:
    """True when the document named last before a verb is what the verb is said of."""
    last = max(words.rfind(sign, left, verb) for sign in "ⒹⓅ")
    between = words[last + 1 : verb] if last >= 0 else ","
    return bool(_SUBJECT_TAIL.fullmatch(between)) and not _OTHER_SUBJECT.search(between)


def _continuation(sentence: Sentence, begin: int, found: re.Match[str]) -> None:
    words = sentence.words
    clause = clause_end(words, found.end())
    if _ONLY_NAMED.search(words, begin, found.start()) or _GOES_NOT_ON.search(words, begin, found.start()):
        return
    if found[0].startswith("tiếp tục áp dụng ") and _ASKED.search(words, begin, found.start()):
        return
    if found[0].startswith("có hiệu lực") and _TIME_SPAN.search(words, begin, found.start()):
        return
    if found["by"] and not found["force"]:
        # "… được tiếp tục thực hiện theo X": what follows is the document that goes on to apply.
        first = _first(words, found.start("by"), clause)
        objects = [] if _NOT_BY.search(words, found.start("by"), first) else sentence.objects(found.start("by"), clause)
        # "Hồ sơ đã nhận trước ngày Ⓢ có hiệu lực thì tiếp tục được giải quyết theo Ⓓ": by rules that would no longer hold.
        if found["settled"] and not _by_older_rules(sentence, begin, found, clause, objects):
            objects = []
    elif not found["by"] and _UNTOUCHED.fullmatch(words, begin, found.start()):
        objects = sentence.objects(begin, found.start())
    elif found["kept"]:
        return
    else:
        # "Trong thời gian … theo quy định tại Ⓟ Ⓢ, Ⓓ tiếp tục có hiệu lực": the subject stands behind the circumstance.
        own = words.rfind("Ⓢ", begin, found.start())
        comma = words.find(",", own, found.start()) if own >= 0 else -1
        left = comma + 1 if comma >= 0 else begin
        # "Ⓟ Ⓓ hết hiệu lực từ Ⓣ; Ⓟ Ⓓ tiếp tục có hiệu lực": what ends is not what goes on.
        earlier = [c.end() for c in _OTHER_CLAUSE.finditer(words, left, found.start()) if "Ⓓ" in words[c.end() : found.start()]]
        left = earlier[-1] if earlier else left
        first = _first(words, left, found.start())
        # "trừ Ⓟ Ⓓ được áp dụng đến hết Ⓣ"; but of "Mức hỗ trợ tại Ⓓ được thực hiện đến …" a rule goes on, not the document.
        near = not (found["still"] or found["yet"]) or BRIDGE.match(re.sub(r"^\s*trừ\s", "", words[left:first].lower())) or (found["yet"] and _RULES.match(words, left))
        subject = near and _is_subject(words, left, found.start()) and not _is_under(words, left, first) and not _CASES.search(words, left, first)
        objects = sentence.objects(left, found.start()) if subject else []
        if len(objects) > 1 and objects[-1].document is None and _PART_OF_IT.search(words, left, found.start()):
            objects = [replace(objects[-1], document=objects[-2].document)]
        elif objects and objects[0].document is None and (ended := _PART_OF_ENDED.search(words, begin, found.start())) and "Ⓓ" not in words[begin : ended.start()]:
            objects = [replace(objects[0], document=sentence.sign_at(ended.start()))]
    if not objects or all(o.document is None for o in objects):
        _continued_list(sentence, begin, found)
        return
    days = days_in(sentence, found.end(), clause)
    before = None if days else UNTIL_BEFORE.match(words, begin, found.start())
    # "Tiếp tục áp dụng Ⓓ về nuôi tằm đến hết ngày 31 tháng 12 năm 2035": the day was taken for the end of the title.
    in_title = window_in_title(sentence, objects[-1])[1] if not days and found[0].startswith("Tiếp tục áp dụng") else None
    act = Pending(
        "continues", "continues", *sentence.span(begin, clause),
        effective_from=day_of(sentence, days, "from"), until=end_of(sentence, days or before) or in_title,
    )  # fmt: skip
    state(sentence, [o for o in objects if o.document], act, exception_behind(sentence, found.end(), clause))


def _by_older_rules(sentence: Sentence, begin: int, found: re.Match[str], clause: int, by: Sequence[Object]) -> bool:
    """True when what was begun before is to be settled by numbered documents, and not by the speaking one beside them."""
    targets = [sentence.target(o.document) for o in by if o.document]
    excepted = EXCEPTION.search(sentence.words, found.start("by"), clause)
    speaks = "Ⓢ" in sentence.words[found.start("by") : excepted.start() if excepted else clause]
    return bool(_BEFORE.search(sentence.words, begin, found.start())) and not speaks and all(t is not None and t.number is not None for t in targets)


def _continued_list(sentence: Sentence, begin: int, found: re.Match[str]) -> None:
    """Keep the act of "Đến hết Ⓣ, các văn bản sau đây vẫn có hiệu lực:" for the items below."""
    words = sentence.words
    if not _LIST_FOLLOWS.search(words) or not _CONTINUED_LIST.fullmatch(words, begin, found.start()):
        return
    day = _LAST_DAY.search(words, begin, found.start())
    until = sentence.sign_at(day.start(1)) if day else None
    act = Pending("continues", "continues", *sentence.span(begin, len(words)), until=until.day if until else None)
    sentence.context = replace(sentence.context, pending=act)


def _prolongation(sentence: Sentence, begin: int) -> None:
    """State that a document goes on to apply, or stays suspended, longer than was said; nothing without an end."""
    words = sentence.words
    found = _PROLONGED.match(words, begin) or _PROLONGED_SUBJECT.match(words, begin)
    if not found or _DENIED.search(words, begin, found.end()):
        return
    clause = clause_end(words, found.end())
    first = _first(words, begin, clause)
    listed = _PROLONGED_LIST.match(words, first, clause) if found.re is _PROLONGED else None
    objects = sentence.objects(first, listed.end() if listed else found.end() if found.re is _PROLONGED_SUBJECT else clause)
    objects = objects if listed or found.re is _PROLONGED_SUBJECT else [o for o in objects if o.document][:1]
    days = last_day_in(sentence, first, clause)
    until = end_of(sentence, days) or (window_in_title(sentence, objects[-1])[1] if objects else None)
    if objects and not until and (year := _YEAR_IN_TITLE.search(sentence.text, objects[-1].start, objects[-1].end)) and _LONGER.search(words, begin, found.end()):
        until = f"{year[1]}-12-31"
    kind = "suspends" if found.groupdict().get("not") else "continues"
    told = {s.target.citation for s in sentence.statements if s.kind == kind}
    objects = [o for o in objects if o.document is None or o.document.index not in told]
    if objects and until:
        state(sentence, objects, Pending(kind, kind, *sentence.span(begin, clause), until=until))
