"""Figures about the documents there are: by type, issuer, year, rank, and their status today."""

from collections.abc import Iterable, Mapping
from datetime import date

from legalgraph.model.document import Status
from legalgraph.queries.reader import Statistics
from legalgraph.web.diagram import bars
from legalgraph.web.diagram.bars import Point
from legalgraph.web.diagram.shares import Part, Whole, shares
from legalgraph.web.presentation.figures.figure import (
    DRAWN,
    Cell,
    Figure,
    Key,
    bars_of,
    drawn,
    lowered,
    number_cell,
    part_words,
    percent,
    search_href,
)
from legalgraph.web.presentation.lanes import lane_name
from legalgraph.web.presentation.words import Words

StatusCounts = Mapping[str, Mapping[Status, int]]
# In the order in which the parts of a bar are drawn: first what is in force, last what is not known.
_STATUSES = (
    Status.IN_FORCE, Status.PARTLY_EXPIRED, Status.NOT_YET_IN_FORCE, Status.PARTLY_SUSPENDED, Status.SUSPENDED,
    Status.NO_LONGER_SUITABLE, Status.EXPIRED, Status.UNKNOWN,
)  # fmt: skip
_FIRST_YEAR = 1945  # what has a year before was printed wrongly, and would make the picture all gap


def document_figures(statistics: Statistics, statuses: StatusCounts, today: date, words: Words) -> list[Figure]:
    """The figures, without those of which nothing is known."""
    total = sum(n for _, n in statistics.by_type)
    made = (
        _types(statistics.by_type, total, words),
        _issuers(statistics.by_issuer, statistics.issued.get("known", 0), total, words),
        _years(statistics.by_year, total, words),
        _ranks(statistics.by_rank, total, words),
        _statuses(statistics.by_type, statuses, today, words),
    )
    return [figure for figure in made if figure is not None]


def _types(by_type: list[tuple[str, int]], total: int, words: Words) -> Figure | None:
    if not by_type:
        return None
    code, most = by_type[0]
    href = {code: search_href(loai=code) for code, _ in by_type}
    return Figure(
        code="loai",
        title=words.gettext("Loại văn bản"),
        says=words.gettext("%(share)s số văn bản là %(type)s.", share=part_words(most, total, words), type=lowered(words.type(code))),
        columns=(words.gettext("Loại văn bản"), words.gettext("Số văn bản"), words.gettext("Tỷ lệ")),
        rows=tuple(
            (Cell(words.type(code), href[code]), number_cell(n, words), Cell(percent(n, total, words))) for code, n in by_type
        ),
        left_out=max(0, len(by_type) - DRAWN),
        picture=bars_of([Point(words.type(code), n, words.number(n), href[code]) for code, n in by_type]),
    )


def _issuers(by_issuer: list[tuple[str, int]], known: int, total: int, words: Words) -> Figure | None:
    if not by_issuer:
        return None
    code, most = by_issuer[0]
    href = {code: search_href(co_quan=code) for code, _ in by_issuer}
    note = words.gettext("Văn bản liên tịch được tính cho mỗi cơ quan cùng ký.")
    if total > known:
        note += " " + words.ngettext(
            "Còn %(n)s văn bản chưa rõ cơ quan ban hành.", "Còn %(n)s văn bản chưa rõ cơ quan ban hành.", total - known
        )
    return Figure(
        code="co-quan",
        title=words.gettext("Cơ quan ban hành"),
        says=words.ngettext(
            "%(body)s ban hành nhiều nhất: %(most)s trong %(n)s văn bản đã biết cơ quan.",
            "%(body)s ban hành nhiều nhất: %(most)s trong %(n)s văn bản đã biết cơ quan.",
            known, body=words.listed_body(code), most=words.number(most),
        ),
        columns=(words.gettext("Cơ quan"), words.gettext("Số văn bản")),
        rows=tuple((Cell(words.listed_body(code), href[code]), number_cell(n, words)) for code, n in by_issuer),
        note=note,
        left_out=max(0, len(by_issuer) - DRAWN),
        picture=bars_of([Point(words.listed_body(code), n, words.number(n), href[code]) for code, n in by_issuer]),
    )  # fmt: skip


def _years(by_year: list[tuple[str, int]], total: int, words: Words) -> Figure | None:
    if not by_year:
        return None
    most_year, most = max(by_year, key=lambda item: (item[1], item[0]))
    likely = [(year, n) for year, n in by_year if int(year) >= _FIRST_YEAR] or by_year
    before = sum(n for _, n in by_year) - sum(n for _, n in likely)
    note = words.gettext("Năm trong số hiệu; không có thì năm ký.")
    if before:
        note += " " + words.ngettext(
            "Không vẽ %(n)s văn bản ghi năm trước %(year)s; bảng có đủ.", "Không vẽ %(n)s văn bản ghi năm trước %(year)s; bảng có đủ.",
            before, year=_FIRST_YEAR,
        )  # fmt: skip
    points = [Point(year, n, words.number(n)) for year, n in likely]
    return Figure(
        code="nam",
        title=words.gettext("Năm ban hành"),
        says=words.ngettext(
            "Nhiều nhất là năm %(year)s: %(n)s văn bản. Một nửa số văn bản ra đời từ năm %(median)s đến nay.",
            "Nhiều nhất là năm %(year)s: %(n)s văn bản. Một nửa số văn bản ra đời từ năm %(median)s đến nay.",
            most, year=most_year, median=_median(by_year, total),
        ),
        columns=(words.gettext("Năm"), words.gettext("Số văn bản")),
        rows=tuple((Cell(year, search_href(nam=year)), number_cell(n, words)) for year, n in by_year),
        note=note,
        picture=drawn(lambda width: bars.over_years(points, width)),
    )  # fmt: skip


def _median(by_year: list[tuple[str, int]], total: int) -> str:
    """The latest year from which on there are at least half of all."""
    later = 0
    for year, n in reversed(by_year):
        later += n
        if later * 2 >= total:
            return year
    return by_year[0][0]


def _ranks(by_rank: list[tuple[str, int]], total: int, words: Words) -> Figure | None:
    ranks: dict[int, int] = {}
    for code, n in by_rank:
        # A joint circular stands with circulars, as in the diagrams.
        number = 10 if code == "local" else 99 if code == "none" else min(8, int(code)) if int(code) < 10 else 10
        ranks[number] = ranks.get(number, 0) + n
    if not ranks:
        return None
    named = [
        (words.gettext("Không có bậc: văn bản cá biệt, hành chính, của Đảng") if number == 99 else lane_name(number, words), n)
        for number, n in sorted(ranks.items())
    ]
    laws = sum(n for number, n in ranks.items() if number <= 3)
    return Figure(
        code="bac",
        title=words.gettext("Hiệu lực pháp lý"),
        says=words.gettext(
            "%(share)s số văn bản là của Quốc hội hoặc Ủy ban Thường vụ Quốc hội.", share=part_words(laws, total, words)
        ),
        columns=(words.gettext("Bậc, từ cao xuống thấp"), words.gettext("Số văn bản"), words.gettext("Tỷ lệ")),
        rows=tuple((Cell(name), number_cell(n, words), Cell(percent(n, total, words))) for name, n in named),
        picture=bars_of([Point(name, n, words.number(n)) for name, n in named]),
    )


def _statuses(by_type: Iterable[tuple[str, int]], statuses: StatusCounts, today: date, words: Words) -> Figure | None:
    known = [(code, statuses[code]) for code, _ in by_type if code in statuses]
    if not known:
        return None
    totals = {status: sum(counts.get(status, 0) for _, counts in known) for status in _STATUSES}
    present = [status for status in _STATUSES if totals[status]]
    total, unknown = sum(totals.values()), totals[Status.UNKNOWN]
    wholes = [
        Whole(words.type(code), _parts(counts, present, words), words.number(sum(counts.values())), search_href(loai=code))
        for code, counts in known[:DRAWN]
    ]
    return Figure(
        code="hieu-luc",
        title=words.gettext("Tình trạng hiệu lực hôm nay"),
        says=words.ngettext(
            "Tính đến %(day)s, đã xác định được tình trạng của %(known)s trong %(n)s văn bản; còn hiệu lực, kể cả một phần: %(force)s.",
            "Tính đến %(day)s, đã xác định được tình trạng của %(known)s trong %(n)s văn bản; còn hiệu lực, kể cả một phần: %(force)s.",
            total, day=words.date(today), known=words.number(total - unknown),
            force=words.number(totals[Status.IN_FORCE] + totals[Status.PARTLY_EXPIRED]),
        ),
        columns=(words.gettext("Loại văn bản"), *(words.status(status) for status in present)),
        rows=tuple(
            (Cell(words.type(code), search_href(loai=code)), *(number_cell(counts.get(status, 0), words) for status in present))
            for code, counts in known
        ),
        keys=tuple(Key(f"s-{status}", words.status(status), words.number(totals[status])) for status in present),
        note=words.gettext("Chưa xác định nghĩa là chưa có nguồn nào cho biết, không bao giờ nghĩa là còn hiệu lực."),
        left_out=max(0, len(known) - DRAWN),
        picture=drawn(lambda width: shares(wholes, width)),
    )  # fmt: skip


def _parts(counts: Mapping[Status, int], present: Iterable[Status], words: Words) -> list[Part]:
    total = sum(counts.values())
    told = [(status, counts.get(status, 0)) for status in present]
    return [Part(f"s-{status}", n, percent(n, total, words), f"{words.status(status)}: {words.number(n)}") for status, n in told]
