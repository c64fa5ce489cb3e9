"""Titles, names and people, from a grammar of the country's own; the dice of a document decide."""

from collections.abc import Sequence
from datetime import date

from bench.country.fields import FIELDS
from bench.country.kinds import FIRST_YEAR, area_name, issuer_name
from bench.country.making import Act, Country, Doc, repeals_only

_ACTIONS = {
    "nd": ("quy định về", "về quản lý", "về khuyến khích phát triển", "quy định điều kiện đối với", "về xử lý vi phạm liên quan đến"),
    "ttg": ("về việc phê duyệt kế hoạch phát triển", "về một số biện pháp đối với", "ban hành quy chế về", "về việc hỗ trợ"),
    "bo": ("hướng dẫn việc quản lý", "quy định mẫu sổ về", "quy định kỹ thuật đối với", "về chế độ báo cáo đối với",
           "hướng dẫn việc ghi chép về", "quy định trình tự đăng ký"),
    "hdnd": ("về mức hỗ trợ đối với", "về việc thông qua danh mục", "quy định mức chi cho", "về kế hoạch hằng năm đối với"),
    "ubnd": ("ban hành quy định về", "về việc phân công quản lý", "quy định mức thu đối với", "về việc phê duyệt danh mục",
             "ban hành bảng giá về", "về việc sắp xếp lại"),
    "ct": ("về việc tăng cường kiểm tra", "về việc chấn chỉnh", "về đẩy mạnh phong trào bảo vệ"),
}  # fmt: skip
_SCOPES = ("", "", "", "", "đối với hộ làm nghề", "tại vùng bãi ngang", "trong mùa mưa", "đối với cơ sở nhỏ", "ở khu dân cư mới", "theo vụ")
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lò", "Vi", "Nông", "Thạch")
_MIDDLE = ("Văn", "Thị", "Đức", "Minh", "Hữu", "Ngọc", "Xuân", "Thanh", "Quang", "Thu")
_GIVEN = ("Bưởi", "Cam", "Đào", "Gạo", "Lúa", "Mận", "Mơ", "Ngô", "Sen", "Súng", "Tre", "Trúc", "Vải", "Xoan", "Mít", "Chanh")


def chosen(words: Sequence[str], dice: int, place: int) -> str:
    """One of the words; each place reads other bits of the dice."""
    return words[(dice >> 5 * place) % len(words)]


def vietnamese(day: date) -> str:
    """A day as texts print it: 05 tháng 3 năm 2010."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d} tháng {month} năm {day.year}"


def subject(doc: Doc) -> str:
    """What the document is about."""
    return FIELDS[doc.field].subjects[doc.subject]


def upper(words: str) -> str:
    """The words with a capital at the start."""
    return words[:1].upper() + words[1:]


def issuer_names(doc: Doc) -> list[str]:
    """Who signed, as they were called then."""
    return [issuer_name(code, doc.signed.year, doc.dice) for code in doc.issuers]


def issuers(doc: Doc) -> str:
    """Who signed, as texts say it."""
    return ", ".join(issuer_names(doc))


def topic(country: Country, doc: Doc) -> str:
    """What stands behind the number: "về quản lý chợ phiên"."""
    # What the document is there for comes first among its acts.
    role, target = next(iter(country.acts(doc.index)), (Act.BASED, 0))
    if role in (Act.AMENDS, Act.ENDS_PART, Act.SUSPENDS, Act.SUSPENDS_PART):
        verb = {
            Act.AMENDS: "sửa đổi, bổ sung một số điều của",
            Act.ENDS_PART: "bãi bỏ một số điều của",
            Act.SUSPENDS: "đình chỉ việc thi hành",
            Act.SUSPENDS_PART: "đình chỉ việc thi hành một số điều của",
        }[role]
        return f"{verb} {full_name(country, country.docs[target])}"
    if role is Act.ENDS and repeals_only(doc):
        return f"về việc bãi bỏ {full_name(country, country.docs[target])}"
    if role is Act.DETAILS and doc.kind.rank < 10 and country.docs[target].kind.rank <= 3:
        return f"quy định chi tiết một số điều của {law_name(country, country.docs[target])}"
    action = chosen(_ACTIONS["ct" if doc.kind.type == "ct" else doc.kind.line if doc.kind.line in _ACTIONS else "nd"], doc.dice, 0)
    words = [action, subject(doc), chosen(_SCOPES, doc.dice, 1)]
    if doc.area:
        words.append(f"trên địa bàn {area_name(doc.area)}")
    if (doc.dice >> 12) % 5 == 0:
        words.append(f"giai đoạn {doc.signed.year} - {doc.signed.year + 5}")
    return " ".join(word for word in words if word)


def law_name(country: Country, doc: Doc) -> str:
    """What a law or ordinance is called: "Luật Chợ phiên"; of others the full name."""
    if doc.kind.code not in ("luat", "pl"):
        return full_name(country, doc)
    role = next(iter(country.acts(doc.index)), None)
    if role and role[0] not in (Act.BASED, Act.REFERS, Act.RELATED, Act.DETAILS, Act.ENDS):
        return f"{doc.kind.label} {topic(country, doc)}"
    return f"{doc.kind.label} {upper(subject(doc))}"


def title(country: Country, doc: Doc) -> str:
    """The title the dataset gives."""
    return law_name(country, doc) if doc.kind.code in ("luat", "pl") else upper(topic(country, doc))


def short_name(doc: Doc) -> str:
    """Type, number and day: "Nghị định số 12/2010/NĐ-CP ngày 05 tháng 3 năm 2010"."""
    number = f" số {doc.number}" if doc.number else ""
    return f"{doc.kind.label}{number} ngày {vietnamese(doc.signed)}"


def full_name(country: Country, doc: Doc) -> str:
    """How recitals name a document: laws by name and number, others with issuer and topic."""
    if doc.kind.code in ("luat", "pl"):
        return f"{law_name(country, doc)} số {doc.number} ngày {vietnamese(doc.signed)}"
    return f"{short_name(doc)} của {issuers(doc)} {topic(country, doc)}"


def signer(doc: Doc) -> str:
    """Who signed: one person for five years."""
    dice = sum(ord(letter) * 31**place for place, letter in enumerate("".join(doc.issuers))) + (doc.signed.year - FIRST_YEAR) // 5 * 977
    return f"{chosen(_FAMILY, dice, 0)} {chosen(_MIDDLE, dice, 1)} {chosen(_GIVEN, dice, 2)}"


def office(doc: Doc) -> str:
    """The office of who signed."""
    if doc.kind.line in ("luat", "nq-qh", "pl"):
        return "Chủ tịch Quốc hội"
    if doc.kind.line in ("nd", "ttg"):
        return "Thủ tướng"
    if doc.kind.line == "hdnd":
        return "Chủ tịch"
    deputy = (doc.dice >> 20) % 3
    head = "Chủ tịch" if doc.kind.line == "ubnd" else "Bộ trưởng"
    return head if deputy else ("Phó Chủ tịch" if doc.kind.line == "ubnd" else "Thứ trưởng")
