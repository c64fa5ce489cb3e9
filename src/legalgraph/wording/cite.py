"""How to cite a document: as Vietnamese lawyers do, and as BibTeX. Both are made of known facts; what is not known is left out."""

from datetime import date

from legalgraph.model.document import Document
from legalgraph.model.provision import Provision
from legalgraph.registry import areas, body_label, type_label
from legalgraph.wording import name

# Titles that begin with one of these go on in the sentence with a small letter; any other first word may be a name.
_OPENERS = frozenset(
    """
    về quy sửa hướng phê ban bãi thay đính công bổ ngưng triển điều kéo tiếp giao thành tổ quyết chấm tăng thực đẩy hợp
    """.split()  # noqa: SIM905
)
_LAWS = ("luat", "bo-luat", "pl")
_SPECIAL = str.maketrans(
    {c: f"\\{c}" for c in "&%$#_{}"} | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)


def legal_citation(document: Document, provision: Provision | None = None) -> str:
    """The citation in full, as Decree 30/2020/NĐ-CP asks for at the first mention; a place stands before it, small to large.

    A law is cited by its name: "Luật Đầu tư số 61/2020/QH14 ngày 17 tháng 6 năm 2020".
    """
    place = f"{provision.words('vi')} " if provision else ""
    label = type_label(document.type)
    title = " ".join(document.title.split())
    by_name = document.type in _LAWS and title.lower().startswith(label.lower())
    head = title if by_name else label
    number = f" số {document.number}" if document.number else ""
    day = f" {_day(document.signed)}" if document.signed else ""
    if by_name:
        return f"{place}{head}{number}{day}"
    issuers = " và ".join(filter(None, (", ".join(_issuers(document)[:-1]), *_issuers(document)[-1:])))
    by = f" của {issuers}" if issuers else ""
    about = f" {_continued(title, label)}" if title else ""
    return f"{place}{head}{number}{day}{by}{about}"


def bibtex(document: Document) -> str:
    """The document as a BibTeX entry whose key is its path."""
    title = " ".join(document.title.split())
    issuers = " and ".join(f"{{{_escaped(issuer)}}}" for issuer in _issuers(document))
    fields = [
        ("title", f"{{{_escaped(f'{name(document)}: {title}' if document.number and title else name(document))}}}"),
        ("author", issuers),
        ("date", document.signed.isoformat() if document.signed else ""),
        ("year", str(document.signed.year if document.signed else document.year or "")),
        ("number", _escaped(document.number or "")),
        ("url", document.iri),
        ("langid", "vietnamese"),
    ]
    lines = [f"  {field} = {{{value}}}," for field, value in fields if value]
    return "\n".join([f"@misc{{{document.path.replace('/', '-').replace('~', '-')},", *lines, "}"])


def _issuers(document: Document) -> list[str]:
    bodies = [body_label(code) for code in document.issuers]
    area = areas().get(document.area or "")
    # "Ủy ban nhân dân" alone is one of sixty-three.
    return [f"{body} {area.vi}" if area and area.vi not in body else body for body in bodies]


def _day(day: date) -> str:
    """Days below 10 and the months 1 and 2 with a zero, as Decree 30/2020/NĐ-CP writes them."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def _continued(title: str, label: str) -> str:
    """The title as it goes on after the issuer; the type is not said twice."""
    if title.lower().startswith(label.lower() + " "):
        title = title[len(label) + 1 :]
    first = title.split(" ", 1)[0]
    return title[:1].lower() + title[1:] if first.lower() in _OPENERS and not first.isupper() else title


def _escaped(text: str) -> str:
    return text.translate(_SPECIAL)
