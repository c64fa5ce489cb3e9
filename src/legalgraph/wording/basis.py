"""Whether legal bases still stand, and what that means for a document, in words for lawyers."""

from collections.abc import Mapping

from legalgraph.model.document import Document, Status
from legalgraph.time.basis import Basis, Consequence, Doubt, Health, Outcome
from legalgraph.time.status import CHANGED
from legalgraph.wording import date_words, name, reason

_HEALTH = {
    Health.ALIVE: ("Còn hiệu lực", "In force"),
    Health.AMENDED: ("Hết hiệu lực một phần (bị sửa đổi hoặc bãi bỏ một phần)", "Partly no longer in force (amended or repealed in part)"),
    Health.SUSPENDED: ("Đang ngưng hiệu lực", "Suspended"),
    Health.PARTLY_SUSPENDED: ("Ngưng hiệu lực một phần", "Partly suspended"),
    Health.LAPSED: ("Đã hết hiệu lực", "No longer in force"),
    Health.NOT_YET: ("Chưa có hiệu lực", "Not yet in force"),
    Health.UNKNOWN: ("Chưa rõ", "Not known"),
}
_PARTLY_BEFORE = (
    "Hết hiệu lực một phần (không bị văn bản khác thay đổi từ khi văn bản này được ký)",
    "Partly no longer in force (not changed by others since this document was signed)",
)
_ROLES = {
    "details": ("văn bản được quy định chi tiết", "the document it lays down rules for"),
    "basis": ("căn cứ ban hành", "legal basis"),
}
_OLD_RULE = ("khoản 4 Điều 154 Luật số 80/2015/QH13", "Article 154(4) of Law 80/2015/QH13")
_NEW_RULE = ("Điều 57 Luật số 64/2025/QH15", "Article 57 of Law 64/2025/QH15")
_OUTCOMES = {
    Outcome.BASIS_ONLY: (
        "{parents} đã hết hiệu lực, nhưng chỉ là căn cứ ban hành: căn cứ hết hiệu lực không tự làm văn bản này hết hiệu lực.",
        "{parents} ended, but only as a legal basis: the end of a basis does not by itself end this document.",
    ),
    Outcome.ENDED_WITH_PARENT: (
        "Suy luận: văn bản này hết hiệu lực từ {day}, cùng với {parents} mà nó quy định chi tiết, theo {old}.",
        "Inferred: this document ended on {day} together with {parents}, for which it lays down rules, under {old}.",
    ),
    Outcome.MAY_CONTINUE: (
        ("Văn bản này có thể còn hiệu lực: {parents} mà nó quy định chi tiết hết hiệu lực từ {day}, và theo {new} văn bản "
        "quy định chi tiết tiếp tục có hiệu lực phần không trái, cho đến khi được công bố hết hiệu lực."),
        ("This document may still be in force: {parents}, for which it lays down rules, ended on {day}, and under {new} "
        "detailing documents continue so far as they are not contrary, until their expiry is announced."),
    ),
    Outcome.PARENT_AMENDED: (
        ("{parents} mà văn bản này quy định chi tiết bị sửa đổi hoặc bãi bỏ một phần, gần nhất từ {day}: theo {new} văn bản này "
        "tiếp tục có hiệu lực phần không trái với nội dung đã sửa đổi."),
        ("{parents}, for which this document lays down rules, was amended or repealed in part, most recently from {day}: under {new} this "
        "document continues so far as it is not contrary to the amended wording."),
    ),
    Outcome.OTHER_PARENT: (
        "Văn bản này còn quy định chi tiết {parents}, chưa thấy đã hết hiệu lực, nên không suy ra rằng nó hết hiệu lực.",
        "This document also lays down rules for {parents}, not known to have ended, so no end is inferred.",
    ),
    Outcome.DETAILS_UNCERTAIN: (
        "{parents} đã hết hiệu lực; việc văn bản này quy định chi tiết nó mới là suy luận, nên không kết luận gì thêm.",
        "{parents} ended; that this document lays down rules for it is only inferred, so nothing more is concluded.",
    ),
    Outcome.NOT_NORMATIVE: (
        ("{parents} đã hết hiệu lực; chưa rõ hai văn bản có đều là văn bản quy phạm pháp luật không, nên không áp dụng quy tắc về "
        "văn bản quy định chi tiết."),
        "{parents} ended; it is not known whether both are normative documents, so the rule on detailing documents is not applied.",
    ),
    Outcome.ENDED_BEFORE: (
        ("{parents} mà văn bản này quy định chi tiết được ghi là hết hiệu lực từ {day}, trước khi văn bản này được ký: cần kiểm tra lại, "
        "không kết luận gì thêm."),
        ("{parents}, for which this document lays down rules, is recorded as ended on {day}, before this document was signed: to be "
        "checked, nothing more is concluded."),
    ),
    Outcome.DAY_UNKNOWN: (
        "{parents} mà văn bản này quy định chi tiết đã hết hiệu lực, nhưng chưa rõ từ ngày nào, nên chưa biết áp dụng {old} hay {new}.",
        "{parents}, for which this document lays down rules, ended, but the day is not known, nor whether {old} or {new} applies.",
    ),
    Outcome.BEFORE_THE_RULES: (
        ("{parents} mà văn bản này quy định chi tiết hết hiệu lực từ {day}, trước khi có {old}; quy tắc áp dụng khi đó chưa được đối "
        "chiếu, nên chưa xác định."),
        ("{parents}, for which this document lays down rules, ended on {day}, before {old}; the rule of that time was not checked, so "
        "nothing is determined."),
    ),
}
_DOUBTS = {
    Doubt.CONTESTED: (
        "Cách áp dụng quy định này trên thực tế từng có ý kiến khác nhau (công văn số 1140/BTP-VĐCXDPL ngày 16/4/2021).",
        "How this rule applies was contested in practice (official letter 1140/BTP-VĐCXDPL of 16 April 2021).",
    ),
    Doubt.NOT_ANNOUNCED: (
        "Dữ liệu ở đây chưa có văn bản công bố hết hiệu lực; cần kiểm tra danh mục công bố của cơ quan ban hành.",
        "No announcement of expiry is in these data; check the lists that the issuing body publishes.",
    ),
    Doubt.TRANSITION: (
        ("Việc chấm dứt được quyết định trước hoặc đúng ngày 1/4/2025 là thời điểm chuyển tiếp giữa hai luật; áp dụng luật nào còn "
        "chưa rõ."),
        "The end was decided before or falls on 1 April 2025, when one law gave way to the other; which of the two applies is not clear.",
    ),
    Doubt.REPEALED_OUTRIGHT: (
        "Văn bản được quy định chi tiết bị bãi bỏ; điều luật được biết ở đây nói về trường hợp bị thay thế hoặc sửa đổi.",
        "The detailed document was repealed; the article as known here speaks of replacing or amending.",
    ),
    Doubt.INFERRED: (
        "Bản thân việc chấm dứt, sửa đổi nói trên do máy đọc hoặc suy luận; hãy xem bằng chứng.",
        "That end or amendment was itself read by machine or inferred; see the evidence.",
    ),
    Doubt.LATER_LAW: (
        "Luật số 87/2025/QH15 đã sửa đổi Luật số 64/2025/QH15; nội dung sửa đổi chưa được đối chiếu ở đây.",
        "Law 87/2025/QH15 amended Law 64/2025/QH15; those amendments were not checked here.",
    ),
}
_SINCE = ("sau khi văn bản này được ký: {reasons}", "since this document was signed: {reasons}")


def health_label(basis: Basis, language: str = "vi") -> str:
    """How a legal basis stands; one that is partly in force is called so as on its own page, also where that is no news."""
    before = basis.health is Health.ALIVE and basis.status.status is Status.PARTLY_EXPIRED
    return _pick(_PARTLY_BEFORE if before else _HEALTH[basis.health], language)


def role_label(basis: Basis, language: str = "vi") -> str:
    """As what the document rests on it; what it details is named as that."""
    return _pick(_ROLES["details" if basis.detailed else "basis"], language)


def why(basis: Basis, documents: Mapping[str, Document], language: str = "vi") -> str:
    """Why it stands as it does, in one line: the deciding reasons, then what changed it since."""
    told = [reason(r, documents, language) for r in basis.status.reasons if r.code not in CHANGED or r.undated]
    if since := [reason(r, documents, language) for r in basis.since if not r.undated]:
        told.append(_pick(_SINCE, language).format(reasons="; ".join(since)))
    return "; ".join(told)


def consequence(found: Consequence, documents: Mapping[str, Document], language: str = "vi") -> str:
    """What follows for the document, with the rule applied."""
    joined = (", " if len(found.parents) > 2 else " và " if language == "vi" else " and ").join(
        name(documents[path], language) if path in documents else path for path in found.parents
    )
    return _pick(_OUTCOMES[found.outcome], language).format(
        parents=joined,
        day=date_words(found.day, language) if found.day else "?",
        old=_pick(_OLD_RULE, language),
        new=_pick(_NEW_RULE, language),
    )


def doubt(code: Doubt, language: str = "vi") -> str:
    """Why what follows is not certain."""
    return _pick(_DOUBTS[code], language)


def _pick(pair: tuple[str, str], language: str) -> str:
    return pair[0] if language == "vi" else pair[1]
