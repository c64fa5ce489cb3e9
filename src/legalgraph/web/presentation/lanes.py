"""Rows of the diagrams: legal rank for what has one, then what has none, by what it is."""

from legalgraph.model.document import Document
from legalgraph.model.rank import rank_of_path
from legalgraph.web.presentation.words import Words

_LOCAL_RANK = 10
_LETTERS = ("cv", "kh", "tb", "bc", "ttr", "kb")
_PARTY = ("nq-dang", "ct-dang", "kl-dang", "qd-dang")


def lane_of(document: Document, words: Words) -> tuple[int, str]:
    """The row of a document, counted from the highest rank, and its name."""
    number = _lane(document)
    return number, lane_name(number, words)


def _lane(document: Document) -> int:
    if not document.identified:
        return 50
    if document.type in _PARTY:
        return 40
    if document.type == "vbhn":
        return 45
    rank = rank_of_path(document.path)
    if document.area:
        return _LOCAL_RANK
    if rank is not None:
        return 8 if rank == 9 else min(rank, _LOCAL_RANK)
    return 35 if document.type in _LETTERS else 9


def lane_name(number: int, words: Words) -> str:
    """The name of a row."""
    names = {
        1: words.gettext("Hiến pháp"),
        2: words.gettext("Luật, nghị quyết của Quốc hội"),
        3: words.gettext("Pháp lệnh, nghị quyết của Ủy ban Thường vụ Quốc hội"),
        4: words.gettext("Văn bản của Chủ tịch nước"),
        5: words.gettext("Nghị định, nghị quyết của Chính phủ"),
        6: words.gettext("Quyết định của Thủ tướng"),
        7: words.gettext("Nghị quyết của Hội đồng Thẩm phán"),
        8: words.gettext("Thông tư"),
        10: words.gettext("Văn bản của địa phương"),
        9: words.gettext("Quyết định, chỉ thị của bộ"),
        35: words.gettext("Văn bản hành chính"),
        40: words.gettext("Văn bản của Đảng"),
        45: words.gettext("Văn bản hợp nhất"),
        50: words.gettext("Chưa xác định được văn bản"),
    }
    return names[number]
