"""Figures about how far the data reach: what is known of documents, which citations lead somewhere, what is missing."""

from legalgraph.model.document import Document
from legalgraph.model.relation import Certainty
from legalgraph.queries.reader import Statistics
from legalgraph.web.diagram.bars import Point
from legalgraph.web.presentation.document import field_name
from legalgraph.web.presentation.figures.figure import (
    DRAWN,
    Cell,
    Figure,
    bars_of,
    number_cell,
    part_words,
    percent,
    shortened,
    whole_of,
)
from legalgraph.web.presentation.figures.reach import Counted, counted_points, counted_rows
from legalgraph.web.presentation.relations import document_href
from legalgraph.web.presentation.words import Words

_LED = ("present", "absent")


def coverage_figures(statistics: Statistics, words: Words) -> list[Figure]:
    """The figures, without those of which nothing is known."""
    made = (
        _standing(dict(statistics.by_standing), words),
        _mentions(dict(statistics.by_mention), words),
        _reasons(dict(statistics.by_mention), words),
        _wanted(statistics.wanted, words),
        _unnamed(statistics, words),
        _certainty(dict(statistics.by_certainty), words),
        _disputes(statistics, words),
    )
    return [figure for figure in made if figure is not None]


def _standing(by_standing: dict[str, int], words: Words) -> Figure | None:
    told = (
        ("p-1", "text", words.gettext("có toàn văn"), words.gettext("đã đọc cả văn bản")),
        ("p-2", "facts", words.gettext("chỉ có dữ kiện"), words.gettext("biết số, ngày, tên, cơ quan từ bảng hoặc từ bộ dữ liệu quốc gia")),
        ("p-3", "cited", words.gettext("chỉ biết qua viện dẫn"), words.gettext("văn bản khác dẫn đến, chưa có nguồn nào riêng")),
    )
    parts = [(look, label, by_standing.get(code, 0), meaning) for look, code, label, meaning in told]
    total = sum(n for _, _, n, _ in parts)
    if not total:
        return None
    picture, keys = whole_of(parts, words)
    return Figure(
        code="do-phu",
        title=words.gettext("Biết đến đâu"),
        says=words.ngettext(
            "Có toàn văn của %(text)s trong %(n)s văn bản.", "Có toàn văn của %(text)s trong %(n)s văn bản.",
            total, text=words.number(by_standing.get("text", 0)),
        ),
        columns=(words.gettext("Văn bản"), words.gettext("Số văn bản"), words.gettext("Tỷ lệ")),
        rows=tuple((Cell(label), number_cell(n, words), Cell(percent(n, total, words))) for _, label, n, _ in parts),
        keys=keys,
        picture=picture,
    )  # fmt: skip


def _mentions(by_mention: dict[str, int], words: Words) -> Figure | None:
    total = sum(by_mention.values())
    if not total:
        return None
    present, absent = (by_mention.get(code, 0) for code in _LED)
    parts = [
        ("p-1", words.gettext("dẫn đến văn bản có trong dữ liệu"), present, ""),
        ("p-2", words.gettext("nhận ra văn bản, nhưng dữ liệu chưa có"), absent, ""),
        ("p-4", words.gettext("chưa nhận ra văn bản nào"), total - present - absent, ""),
    ]
    picture, keys = whole_of(parts, words)
    return Figure(
        code="vien-dan",
        title=words.gettext("Viện dẫn trong toàn văn"),
        says=words.ngettext(
            "%(share)s trong %(n)s lượt viện dẫn đã được nhận ra là văn bản nào.",
            "%(share)s trong %(n)s lượt viện dẫn đã được nhận ra là văn bản nào.",
            total, share=part_words(present + absent, total, words),
        ),
        columns=(words.gettext("Viện dẫn"), words.gettext("Số lượt"), words.gettext("Tỷ lệ")),
        rows=tuple((Cell(label), number_cell(n, words), Cell(percent(n, total, words))) for _, label, n, _ in parts),
        keys=keys,
        note=words.gettext("Viện dẫn chưa nhận ra được giữ nguyên lời, không đoán."),
        picture=picture,
    )  # fmt: skip


def reason_words(code: str, words: Words) -> str:
    """Why a citation leads to no document; a reason that is not worded keeps its code."""
    told = {
        "number_without_year_or_day": words.gettext("số hiệu không kèm năm hay ngày"),
        "number_of_a_province": words.gettext("số hiệu của địa phương, không nêu tỉnh, thành phố nào"),
        "issuer_not_known": words.gettext("ký hiệu cơ quan chưa có trong danh mục"),
        "day_unreadable": words.gettext("ngày được in không có trên lịch"),
        "day_contradicts": words.gettext("ngày được dẫn khác ngày của văn bản mang số hiệu đó"),
        "year_contradicts_number": words.gettext("số hiệu của khóa Quốc hội không khớp năm"),
        "type_contradicts_number": words.gettext("loại văn bản được dẫn không khớp số hiệu"),
        "short_number": words.gettext("số hiệu viết tắt, thiếu phần ký hiệu"),
        "several_documents": words.gettext("nhiều văn bản cùng khớp lời dẫn"),
        "alias_not_resolved": words.gettext("tên gọi tắt không rõ chỉ văn bản nào"),
        "no_number": words.gettext("không có số hiệu"),
        "law_name_unknown": words.gettext("tên luật chưa có trong danh mục"),
        "law_has_no_version_of_that_day": words.gettext("không có luật mang tên này vào năm hoặc ngày được dẫn"),
        "law_has_several_versions": words.gettext("nhiều luật cùng tên qua các thời kỳ, lời dẫn không nói luật nào"),
    }
    return told.get(code, code)


def _reasons(by_mention: dict[str, int], words: Words) -> Figure | None:
    reasons = sorted(((code, n) for code, n in by_mention.items() if code not in _LED and n), key=lambda item: (-item[1], item[0]))
    if not reasons:
        return None
    code, most = reasons[0]
    total = sum(n for _, n in reasons)
    return Figure(
        code="vi-sao",
        title=words.gettext("Vì sao chưa nhận ra"),
        says=words.gettext(
            "Lý do thường gặp nhất: %(reason)s (%(share)s).", reason=reason_words(code, words), share=percent(most, total, words)
        ),
        columns=(words.gettext("Lý do"), words.gettext("Số lượt")),
        rows=tuple((Cell(reason_words(code, words)), number_cell(n, words)) for code, n in reasons),
        picture=bars_of([Point(reason_words(code, words), n, words.number(n)) for code, n in reasons]),
    )


def _wanted(counted: Counted, words: Words) -> Figure | None:
    if not counted:
        return None
    document, n = counted[0]
    return Figure(
        code="con-thieu",
        title=words.gettext("Văn bản còn thiếu"),
        says=words.ngettext(
            "Thiếu nhất là %(name)s: %(n)s văn bản dẫn đến mà dữ liệu chưa có.",
            "Thiếu nhất là %(name)s: %(n)s văn bản dẫn đến mà dữ liệu chưa có.",
            n, name=lowered_type(document, words),
        ),
        columns=(words.gettext("Văn bản"), words.gettext("Tên theo lời dẫn"), words.gettext("Số văn bản dẫn đến")),
        rows=counted_rows(counted, words),
        note=words.gettext("Nạp thêm những văn bản này thì được lợi nhiều nhất."),
        picture=bars_of(counted_points(counted, words)),
    )  # fmt: skip


def lowered_type(document: Document, words: Words) -> str:
    """The name of a document inside a sentence: "thông tư 39/2014/TT-BTC"."""
    name = words.name(document)
    return name[:1].lower() + name[1:] if words.language == "vi" else name


def _unnamed(statistics: Statistics, words: Words) -> Figure | None:
    if not statistics.unnamed:
        return None
    first = statistics.unnamed[0]
    points = [
        Point(shortened(name.name), name.n, words.number(name.n), document_href(name.path), "vi") for name in statistics.unnamed
    ]
    return Figure(
        code="ten-chua-ro",
        title=words.gettext("Tên chưa rõ là văn bản nào"),
        says=words.ngettext(
            "Thường gặp nhất: “%(name)s”, trong %(n)s văn bản.", "Thường gặp nhất: “%(name)s”, trong %(n)s văn bản.",
            first.n, name=shortened(first.name),
        ),
        columns=(words.gettext("Lời trong văn bản"), words.gettext("Loại văn bản"), words.gettext("Số văn bản")),
        rows=tuple(
            (Cell(shortened(name.name), document_href(name.path), quoted=True), Cell(words.type(name.type)), number_cell(name.n, words))
            for name in statistics.unnamed
        ),
        quoted=shortened(first.name),
        note=words.gettext("Nhiều văn bản mang tên này, hoặc chưa văn bản nào trong dữ liệu mang tên này."),
        picture=bars_of(points),
    )  # fmt: skip


def _certainty(by_certainty: dict[str, int], words: Words) -> Figure | None:
    total = sum(by_certainty.values())
    if not total:
        return None
    verified, inferred = by_certainty.get("verified", 0), by_certainty.get("inferred", 0)
    seen = words.gettext("thấy trong chính văn bản hoặc trang về văn bản đó, ghi bằng tay")
    read = words.gettext("máy đọc từ toàn văn hoặc kết luận theo quy tắc; lời văn đi kèm")
    parts = [
        ("p-2", words.certainty(Certainty.VERIFIED), verified, seen),
        ("p-1", words.certainty(Certainty.INFERRED), inferred, read),
        ("p-4", words.certainty(Certainty.UNVERIFIED), total - verified - inferred, ""),
    ]
    parts = [part for part in parts if part[2]]
    picture, keys = whole_of(parts, words)
    return Figure(
        code="quan-he",
        title=words.gettext("Mức độ chắc chắn của quan hệ"),
        says=words.ngettext(
            "Trong %(n)s quan hệ, %(verified)s đã được kiểm chứng bằng tay.",
            "Trong %(n)s quan hệ, %(verified)s đã được kiểm chứng bằng tay.",
            total, verified=words.number(verified),
        ),
        columns=(words.gettext("Mức độ"), words.gettext("Số quan hệ"), words.gettext("Tỷ lệ")),
        rows=tuple((Cell(label), number_cell(n, words), Cell(percent(n, total, words))) for _, label, n, _ in parts),
        keys=keys,
        picture=picture,
    )  # fmt: skip


def _disputes(statistics: Statistics, words: Words) -> Figure | None:
    if not statistics.disputed:
        return None
    total = sum(n for _, n in statistics.by_conflict)
    rows = []
    for document in statistics.disputed:
        about = dict.fromkeys(_field(conflict.field, words) for conflict in document.conflicts)
        rows.append((Cell(words.name(document), document_href(document.path)), Cell(", ".join(about))))
    fields: dict[str, int] = {}
    for code, n in statistics.by_conflict:
        name = _field(code, words)
        fields[name] = fields.get(name, 0) + n
    points = [Point(name, n, words.number(n)) for name, n in sorted(fields.items(), key=lambda item: (-item[1], item[0]))]
    return Figure(
        code="bat-dong",
        title=words.gettext("Nguồn không thống nhất"),
        says=words.ngettext(
            "Các nguồn nói khác nhau ở %(n)s chỗ.", "Các nguồn nói khác nhau ở %(n)s chỗ.", total
        ),
        columns=(words.gettext("Văn bản"), words.gettext("Điều không thống nhất")),
        rows=tuple(rows),
        note=words.gettext("Trang của mỗi văn bản ghi cả hai nguồn và điều được chọn."),
        left_out=max(0, len(points) - DRAWN),
        picture=bars_of(points),
    )


def _field(code: str, words: Words) -> str:
    """What sources differ about; the day of a relation is named by its kind and the document acted upon."""
    return field_name(code, words) if " " not in code else words.gettext("Ngày của một quan hệ")
