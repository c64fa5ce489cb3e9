"""The rows of the dataset: documents and relations as the portal's tables give them, with the faults such tables have."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bench.country.fields import FIELDS
from bench.country.kinds import area_name, portal_name
from bench.country.making import Act, Country, Doc
from bench.country.words import chosen, office, signer, title, upper

# What the page of the acting document calls the other one, and what that one's page calls the acting one. Labels describe the other.
LABELS: dict[Act, tuple[str, str | None]] = {
    Act.BASED: ("Văn bản căn cứ", None),
    Act.REFERS: ("Văn bản dẫn chiếu", None),
    Act.RELATED: ("Văn bản liên quan khác", "Văn bản liên quan khác"),
    Act.DETAILS: ("Văn bản được HD, QĐ chi tiết", "Văn bản HD, QĐ chi tiết"),
    Act.AMENDS: ("Văn bản được sửa đổi", "Văn bản sửa đổi"),
    Act.ADDS: ("Văn bản được bổ sung", "Văn bản bổ sung"),
    Act.ENDS: ("Văn bản hết hiệu lực", "Văn bản quy định hết hiệu lực"),
    Act.ENDS_PART: ("Văn bản bị hết hiệu lực 1 phần", "Văn bản quy định hết hiệu lực 1 phần"),
    Act.SUSPENDS: ("Văn bản bị đình chỉ", "Văn bản đình chỉ"),
    Act.SUSPENDS_PART: ("Văn bản bị đình chỉ 1 phần", "Văn bản đình chỉ 1 phần"),
}
ALL_LABELS = sorted({label for pair in LABELS.values() for label in pair if label})
UNKNOWN_LABELS = ("Văn bản được hợp nhất", "Văn bản đính chính", "VB liên thông")
IN_FORCE, ENDED, PARTLY_ENDED = "Còn hiệu lực", "Hết hiệu lực toàn bộ", "Hết hiệu lực một phần"
NOT_YET, SUSPENDED, UNSUITABLE = "Chưa có hiệu lực", "Ngưng hiệu lực", "Không còn phù hợp"
STATUSES = (IN_FORCE, ENDED, PARTLY_ENDED, NOT_YET, SUSPENDED, UNSUITABLE, "")
METADATA = (
    "title", "so_ky_hieu", "ngay_ban_hanh", "loai_van_ban", "ngay_co_hieu_luc", "ngay_het_hieu_luc", "nguon_thu_thap",
    "ngay_dang_cong_bao", "nganh", "linh_vuc", "co_quan_ban_hanh", "chuc_danh", "nguoi_ky", "pham_vi", "thong_tin_ap_dung",
    "tinh_trang_hieu_luc",
)  # fmt: skip
_FIRST_ID = 1_000


@dataclass(frozen=True, slots=True)
class Every:
    """One in so many, evenly, so that what is wanted at all is there in a small country too."""

    step: int
    offset: int

    @classmethod
    def of(cls, rng: Random, share: float, count: int) -> "Every":
        """The share of `count` things; one at least when share is above 0."""
        step = min(max(1, count), round(1 / share)) if share else 0
        return cls(step, rng.randrange(step) if step else 0)

    def hits(self, place: int) -> bool:
        """Whether the thing at this place is one of them."""
        return self.step > 0 and place % self.step == self.offset


@dataclass(frozen=True, slots=True)
class Faults:
    """Which documents, by their place in the table, are given wrongly."""

    hidden: Every
    empty: Every
    impossible: Every
    contradicting: Every

    @classmethod
    def of(cls, country: Country) -> "Faults":
        """The faults that the options ask for."""
        rng, quirks, count = Random(f"faults {country.options.seed}"), country.options.quirks, country.options.documents
        shares = (quirks.no_metadata, quirks.empty_dates, quirks.impossible_dates, quirks.contradicting)
        return cls(*(Every.of(rng, share, count) for share in shares))


def ids(country: Country) -> list[int]:
    """The id of each document: they follow the days of signing only roughly, and have gaps."""
    count, rng = len(country.docs), Random(f"ids {country.options.seed}")
    places = sorted(range(count), key=[place + rng.gauss(0, count / 20) for place in range(count)].__getitem__)
    given = [0] * count
    for place, id in zip(places, sorted(rng.sample(range(_FIRST_ID, _FIRST_ID + 2 * count), count)), strict=True):
        given[place] = id
    return given


def published(doc: Doc) -> date | None:
    """The day in the Gazette; most local documents are in none."""
    if doc.area and doc.dice % 4:
        return None
    return doc.signed + timedelta(8 + doc.dice % 20)


def status(country: Country, doc: Doc) -> str:
    """The status on the country's day, as it follows from what happened."""
    today, docs = country.options.today, country.docs
    end, changed, halted = country.end_of(doc.index), country.changed.get(doc.index), country.suspended.get(doc.index)
    if end and end <= today:
        return ENDED
    if doc.in_force > today:
        return NOT_YET
    if halted is not None and docs[halted].in_force <= today:
        return SUSPENDED
    if changed is not None and docs[changed].in_force <= today:
        return PARTLY_ENDED
    if doc.kind.rank > 5 and doc.signed.year < 2000 and doc.dice % 12 == 0:
        return UNSUITABLE
    return "" if doc.dice % 50 == 1 else IN_FORCE


def metadata(country: Country, given: list[int]) -> Iterator[tuple[int | str, ...]]:
    """The rows of the table of documents in order of their ids."""
    faults = Faults.of(country)
    for place, index in enumerate(sorted(range(len(given)), key=given.__getitem__)):
        if not faults.hidden.hits(place):
            yield given[index], *_values(country, country.docs[index], faults, place)


def _values(country: Country, doc: Doc, faults: Faults, place: int) -> tuple[str, ...]:
    end, said, wrong = country.end_of(doc.index), status(country, doc), doc.dice >> 8
    if faults.contradicting.hits(place):
        said = ENDED if said == IN_FORCE else IN_FORCE
    days = {"signed": _day(doc.signed), "force": _day(doc.in_force), "end": _day(end), "published": _day(published(doc))}
    if faults.empty.hits(place):
        days["signed" if wrong % 3 == 0 else "force"] = ""
    if faults.impossible.hits(place):
        days |= {"end": _day(doc.in_force - timedelta(30))} if wrong % 2 else {"force": f"31/02/{doc.in_force.year}"}
    ending = country.ended.get(doc.index)
    number = (country.docs[ending].number if ending is not None else None) or ""
    words = {
        "title": title(country, doc),
        "so_ky_hieu": doc.number or "Không số",
        "ngay_ban_hanh": days["signed"],
        "loai_van_ban": doc.kind.label,
        "ngay_co_hieu_luc": days["force"],
        "ngay_het_hieu_luc": days["end"],
        "nguon_thu_thap": _source(doc),
        "ngay_dang_cong_bao": days["published"],
        "nganh": FIELDS[doc.field].branch,
        "linh_vuc": FIELDS[doc.field].name,
        "co_quan_ban_hanh": ", ".join(portal_name(code, doc.signed.year, doc.dice) for code in doc.issuers),
        "chuc_danh": office(doc),
        "nguoi_ky": signer(doc),
        "pham_vi": upper(area_name(doc.area)) if doc.area else "Toàn quốc",
        "thong_tin_ap_dung": f"Bị thay thế bởi văn bản số {number}" if number and doc.dice % 6 == 0 else "",
        "tinh_trang_hieu_luc": said,
    }
    return tuple(words[name] for name in METADATA)


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _source(doc: Doc) -> str:
    day = published(doc)
    if day is None:
        return chosen(("Bản chính", "Bản sao y", ""), doc.dice, 2)
    number = 1 + (day - date(day.year, 1, 1)).days * 3
    return f"Công báo số {number} + {number + 1} năm {day.year}"


def relations(country: Country, given: list[int]) -> Iterator[tuple[int, str, str]]:
    """The rows of the table of relations in order of the document whose page says them."""
    packed = sorted(_pages(country, given))
    rng, quirks, count = Random(f"rows {country.options.seed}"), country.options.quirks, len(packed)
    dangling, twice = Every.of(rng, quirks.dangling, count), Every.of(rng, quirks.duplicates, count)
    strange, backwards, seen = Every.of(rng, quirks.unknown_labels, count), Every(round(1 / (quirks.backwards_share or 1)), 0), 0
    nowhere = _FIRST_ID + 3 * len(given)
    for place, row in enumerate(packed):
        doc, label, other = row >> 40, ALL_LABELS[row >> 32 & 0xFF], row & 0xFFFFFFFF
        if label == quirks.backwards:
            if quirks.backwards_share and backwards.hits(seen):
                doc, other = other, doc
            seen += 1
        if strange.hits(place):
            label = UNKNOWN_LABELS[place // strange.step % len(UNKNOWN_LABELS)]
        if dangling.hits(place):
            other = nowhere + place
        for _ in range(2 if twice.hits(place) else 1):
            yield doc, str(other), label


def _pages(country: Country, given: list[int]) -> Iterator[int]:
    """What every page says, packed as document, label and other, so that a million rows are small and sort quickly."""
    rng = Random(f"pages {country.options.seed}")
    codes = {label: code for code, label in enumerate(ALL_LABELS)}
    for doc in country.docs:
        for act, target in country.acts(doc.index):
            own, others = LABELS[act]
            # Now and then only one of the two pages says it.
            chance = rng.random()
            if others is None or chance > 0.04:
                yield given[doc.index] << 40 | codes[own] << 32 | given[target]
            if others and chance < 0.94:
                yield given[target] << 40 | codes[others] << 32 | given[doc.index]
