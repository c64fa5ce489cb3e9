"""Documents side by side: one row for each thing that can be compared, one column for each document."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from legalgraph.model.document import Document
from legalgraph.model.relation import CHANGING, ENDING, SUSPENDING, Certainty, Relation
from legalgraph.queries.relate import Answer, weight
from legalgraph.time.status import entry_into_force
from legalgraph.web.live import View
from legalgraph.web.presentation.document import StatusView, status_view
from legalgraph.web.presentation.fulltext import shortened
from legalgraph.web.presentation.relations import document_href, edge_relation
from legalgraph.web.presentation.words import Words

# Of the documents in one cell so many are named; the page of the document has all.
_NAMED = 4

_NAME = 200  # characters of the name of who signed


@dataclass(frozen=True, slots=True)
class Named:
    """A document in a cell; `inferred` is the word for a relation that is not certain."""

    name: str
    href: str
    inferred: str | None


@dataclass(frozen=True, slots=True)
class Cell:
    """What one document has in a row: words, a status or other documents. All empty: not known, or none."""

    text: str | None = None
    note: str | None = None
    status: StatusView | None = None
    named: tuple[Named, ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One thing compared. `empty` is what an empty cell means: not known, or nothing recorded."""

    label: str
    cells: tuple[Cell, ...]
    empty: str


def comparison(view: View, answer: Answer, words: Words, day: date) -> tuple[Row, ...]:
    """Compare the documents that were asked about."""
    acts = [[*map(edge_relation, view.catalogue.edges_out(document.path)), *_acted_on(answer, document)] for document in answer.asked]
    others = view.reader.documents({end for found in acts for relation in found for end in (relation.source, relation.target)})
    documents = {**others, **answer.documents}
    return (*_facts(view, answer, documents, words, day), *_relations(answer.asked, acts, documents, words))


def _acted_on(answer: Answer, document: Document) -> Iterable[Relation]:
    return (relation for relation in [*answer.direct, *answer.later] if relation.target == document.path)


def _facts(view: View, answer: Answer, documents: Mapping[str, Document], words: Words, day: date) -> Iterable[Row]:
    def row(label: str, cell: Callable[[Document], Cell]) -> Row:
        return Row(label, tuple(cell(document) for document in answer.asked), words.gettext("chưa rõ"))

    def status(document: Document) -> Cell:
        return Cell(status=status_view(view.status(document, day), documents, words))

    yield row(words.gettext("Loại văn bản"), lambda document: Cell(words.type(document.type)))
    yield row(words.gettext("Cơ quan ban hành"), lambda document: Cell(", ".join(words.body(code) for code in document.issuers) or None))
    yield row(words.gettext("Người ký"), lambda document: Cell(shortened(document.signer, _NAME) if document.signer else None))
    yield row(words.gettext("Ngày ký"), lambda document: Cell(words.date(document.signed) if document.signed else None))
    yield row(words.gettext("Có hiệu lực từ"), lambda document: _entry(document, words))
    if any(document.period_from or document.period_until for document in answer.asked):
        cells = tuple(Cell(_period(document, words)) for document in answer.asked)
        yield Row(words.gettext("Giai đoạn của chương trình"), cells, words.gettext("không có"))
    yield row(words.gettext("Tình trạng ngày %(day)s", day=words.date(day)), status)


def _entry(document: Document, words: Words) -> Cell:
    day, certainty = entry_into_force(document)
    if day is None:
        return Cell()
    return Cell(words.date(day), _doubt(certainty, words))


def _doubt(certainty: Certainty, words: Words) -> str | None:
    return None if certainty is Certainty.VERIFIED else words.certainty(certainty)


def _period(document: Document, words: Words) -> str | None:
    if document.period_from and document.period_until:
        return f"{document.period_from}\N{EN DASH}{document.period_until}"
    if document.period_until:
        return words.gettext("đến năm %(year)s", year=document.period_until)
    return words.gettext("từ năm %(year)s", year=document.period_from) if document.period_from else None


def _relations(
    asked: Sequence[Document], acts: Sequence[Sequence[Relation]], documents: Mapping[str, Document], words: Words
) -> Iterable[Row]:
    """A row for each way in which any of the documents stands to others."""
    rows = (
        (words.gettext("Căn cứ"), frozenset({"basis"}), True),
        (words.gettext("Thay thế, bãi bỏ"), ENDING, True),
        (words.gettext("Bị thay thế, bãi bỏ bởi"), ENDING, False),
        (words.gettext("Sửa đổi, bổ sung, bãi bỏ một phần"), CHANGING, True),
        (words.gettext("Được sửa đổi, bổ sung, bị bãi bỏ một phần bởi"), CHANGING, False),
        (words.gettext("Ngưng hiệu lực của"), SUSPENDING, True),
        (words.gettext("Bị ngưng hiệu lực bởi"), SUSPENDING, False),
        (words.gettext("Kế tiếp"), frozenset({"succeeds"}), True),
        (words.gettext("Được kế tiếp bởi"), frozenset({"succeeds"}), False),
    )
    for label, codes, acting in rows:
        cells = tuple(_cell(document, codes, acting, found, documents, words) for document, found in zip(asked, acts, strict=True))
        if any(cell.named for cell in cells):
            yield Row(label, cells, words.gettext("không ghi nhận"))


def _cell(
    document: Document, codes: frozenset[str], acting: bool, acts: Iterable[Relation], documents: Mapping[str, Document], words: Words
) -> Cell:
    best: dict[str, Relation] = {}
    for relation in sorted(acts, key=weight):
        here, other = (relation.source, relation.target) if acting else (relation.target, relation.source)
        if relation.kind in codes and here == document.path and other in documents:
            best.setdefault(other, relation)
    named = [
        Named(words.name(documents[other]), document_href(other), _doubt(relation.certainty, words))
        for other, relation in sorted(best.items(), key=lambda item: (documents[item[0]].signed or date.max, item[0]))
    ]
    return Cell(named=tuple(named[:_NAMED]), left_out=max(0, len(named) - _NAMED))
