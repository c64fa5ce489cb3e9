"""Sentences of rules: who must do what, with what, when; from a grammar of the country's own."""

from random import Random

_WHO = (
    "Người phụ trách", "Chủ cơ sở", "Tổ tự quản", "Cán bộ được giao việc", "Hộ tham gia", "Người có yêu cầu",
    "Đơn vị tiếp nhận", "Ban điều hành", "Trưởng nhóm", "Cơ quan theo dõi", "Người đến liên hệ", "Bên giao việc", "Tổ kiểm đếm",
    "Người giữ sổ", "Đại diện khu dân cư",
)  # fmt: skip
_MUST = ("có trách nhiệm", "phải", "được", "cần", "không được từ chối", "chủ động", "bố trí người để", "hằng tháng phải", "thay phiên nhau")
_DO = (
    "ghi vào sổ theo dõi", "báo cho người phụ trách biết", "niêm yết tại nơi dễ thấy", "kiểm đếm và cất giữ", "lập danh sách gửi kèm",
    "đối chiếu với sổ của kỳ trước", "giải thích rõ cho người hỏi", "sắp xếp lại theo thứ tự ngày nhận", "chuyển đến đúng nơi tiếp nhận",
    "làm thẻ đánh dấu", "thu dọn trước giờ đóng cửa", "mời người biết việc cùng xem xét", "chụp ảnh hiện trạng", "trả lời bằng giấy",
)  # fmt: skip
_WHAT = (
    "những việc đã làm đối với", "các khoản liên quan đến", "hiện trạng của", "giấy tờ về", "dụng cụ dùng cho", "ý kiến của người dân về",
    "kết quả xem xét", "số lượng và chất lượng của", "thay đổi trong tuần của", "đề nghị mới về",
)  # fmt: skip
_WHEN = (
    "trong thời hạn {n} ngày làm việc kể từ ngày nhận đủ giấy tờ", "trước ngày {n} hằng tháng", "chậm nhất {n} ngày sau khi có thay đổi",
    "trong {n} ngày đầu của mỗi mùa", "ít nhất {n} lần mỗi năm", "khi có từ {n} hộ trở lên cùng yêu cầu",
    "trừ ngày mưa bão", "kể cả ngày nghỉ", "sau khi đã hỏi ý kiến tổ tự quản",
)  # fmt: skip
_WHY = (
    "để việc chung không bị chậm", "nhằm giữ cho sổ sách rõ ràng", "để người đến sau dễ tra cứu", "nhằm tránh nhầm lẫn giữa các tổ",
    "bảo đảm mọi người đều được biết", "và lưu lại một bản tại nơi làm việc", "theo mẫu kèm theo",
)  # fmt: skip
_HEADINGS = (
    "Yêu cầu đối với {}", "Cách ghi sổ về {}", "Người phụ trách {}", "Kiểm tra {}", "Việc được hỗ trợ trong {}", "Trình tự tiếp nhận về {}",
    "Kinh phí cho {}", "Quyền của hộ tham gia", "Trách nhiệm của tổ tự quản", "Hồ sơ và thời hạn", "Việc không được làm", "Khen thưởng",
)  # fmt: skip
_FIRST = ("Phạm vi điều chỉnh", "Phạm vi và đối tượng áp dụng", "Những việc được quy định về {}")
_CHAPTERS = (
    "Quy định chung", "Sổ sách và giấy tờ", "Tổ chức công việc", "Quyền và trách nhiệm", "Kiểm tra, xem xét lại", "Hỗ trợ và kinh phí",
)  # fmt: skip


def duty(rng: Random, about: str, *, short: bool = False) -> str:
    """One rule: a whole sentence, or the short words of a point."""
    # One draw of many bits is quicker than seven choices.
    dice = rng.getrandbits(60)
    words = f"{_of(_DO, dice)} {_of(_WHAT, dice >> 8)} {about}"
    if short:
        return words[:1].upper() + words[1:]
    when = _of(_WHEN, dice >> 16).format(n=2 + (dice >> 24) % 28)
    return f"{_of(_WHO, dice >> 32)} {_of(_MUST, dice >> 40)} {words} {when}, {_of(_WHY, dice >> 48)}."


def heading(rng: Random, about: str, *, first: bool) -> str:
    """The heading of an article."""
    return rng.choice(_FIRST if first else _HEADINGS).format(about)


def chapter_heading(rng: Random) -> str:
    """The heading of a chapter."""
    return rng.choice(_CHAPTERS)


def _of(words: tuple[str, ...], dice: int) -> str:
    return words[dice % len(words)]
