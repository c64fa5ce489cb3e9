"""The national dataset ▶ documents and relations, its labels put to the test before their direction is believed.

A label of the old portal says what the *other* document is to the one whose page it stood on, and peers have read it both ways. The acting
document is the later one; so a direction is taken for a label only where that holds of nearly all its rows. What fails is not dropped:
that the two documents are related is kept, without saying how.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from legalgraph.model.document import Document, Status
from legalgraph.model.folding import fold, nfc
from legalgraph.model.identity import DocumentKey
from legalgraph.model.relation import Certainty, Relation
from legalgraph.pipeline.national_files import find_parts, noted_revision, require_metadata
from legalgraph.pipeline.progress import Meter, Progress, metered
from legalgraph.pipeline.targets import mark_of_path
from legalgraph.sources.vbpl import NO_NUMBER, Part, Refused, Row, count_rows, number_in, read_document, read_rows, revision_of

# Label, folded ▶ kind, and whether the document of the row acts on the other one.
LABELS: Mapping[str, tuple[str, bool]] = {
    "van ban can cu": ("basis", True),
    "van ban dan chieu": ("refers", True),
    "van ban lien quan khac": ("related", True),
    "van ban het hieu luc": ("ends", True),
    "van ban quy dinh het hieu luc": ("ends", False),
    "van ban bi het hieu luc 1 phan": ("ends_part", True),
    "van ban quy dinh het hieu luc 1 phan": ("ends_part", False),
    "van ban hd, qd chi tiet": ("details", False),
    "van ban duoc hd, qd chi tiet": ("details", True),
    "van ban bo sung": ("adds", False),
    "van ban duoc bo sung": ("adds", True),
    "van ban sua doi": ("amends", False),
    "van ban duoc sua doi": ("amends", True),
    "van ban dinh chi": ("suspends_enforcement", False),
    "van ban bi dinh chi": ("suspends_enforcement", True),
    "van ban dinh chi 1 phan": ("suspends_part", False),
    "van ban bi dinh chi 1 phan": ("suspends_part", True),
}
RELATED = "related"
RULE = "portal_label"
_ENOUGH = 0.99  # of the rows of a label whose two days differ
_EXAMPLES = 5


@dataclass(slots=True)
class LabelTest:
    """What the rows of one label showed. `tested` have two different days of signing; in `later` the acting side is the later one."""

    label: str
    kind: str | None
    forward: bool
    rows: int = 0
    tested: int = 0
    later: int = 0
    failed: int = 0

    @classmethod
    def of(cls, label: str) -> "LabelTest":
        """A label of which no row was seen yet."""
        kind, forward = LABELS.get(fold(label), (None, True))
        return cls(label, kind, forward)

    @property
    def direction(self) -> bool | None:
        """True when the document of the row acts, False when the other does, None when neither can be believed."""
        if self.kind is None or self.kind == RELATED:
            return None
        if self.tested == 0 or self.later >= _ENOUGH * self.tested:
            return self.forward
        return not self.forward if self.tested - self.later >= _ENOUGH * self.tested else None

    @property
    def verdict(self) -> str:
        """In a word: unknown label, no direction claimed, believed, believed the other way round, or quarantined."""
        if self.kind is None:
            return "unknown"
        if self.kind == RELATED:
            return "undirected"
        if self.direction is None:
            return "quarantined"
        return "untested" if not self.tested else "accepted" if self.direction == self.forward else "reversed"


@dataclass(slots=True)
class NationalReport:
    """What was read of the dataset, and what of it could not be believed."""

    revision: str | None = None
    rows: int = 0
    documents: int = 0
    relations: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    refused_examples: list[str] = field(default_factory=list)
    same_document: int = 0
    same_number: int = 0
    doubts: Counter[str] = field(default_factory=Counter)
    doubt_examples: dict[str, str] = field(default_factory=dict)
    statuses: Counter[str] = field(default_factory=Counter)
    relation_rows: int = 0
    dangling: int = 0
    of_refused: int = 0
    with_itself: int = 0
    repeated: int = 0
    labels: list[LabelTest] = field(default_factory=list)
    labels_elsewhere: Counter[str] = field(default_factory=Counter)
    """Labels that no row between two documents has, with the rows that have them."""


@dataclass(frozen=True)
class National:
    """The dataset as documents, by path and by its own numbers, relations, and the label of each relation by its id."""

    documents: Mapping[str, Document]
    relations: tuple[Relation, ...]
    labels: Mapping[str, str]
    by_number: Mapping[int, Document]
    report: NationalReport

    @cached_property
    def _marks(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for path in self.documents:
            found[mark_of_path(path)].append(path)
        return found

    @cached_property
    def _ends(self) -> Mapping[str, Mapping[str, list[Relation]]]:
        found: dict[str, dict[str, list[Relation]]] = defaultdict(dict)
        for relation in self.relations:
            found[relation.source].setdefault(relation.target, []).append(relation)
        return found

    def at(self, mark: str) -> Sequence[str]:
        """The paths of the documents with a shelfmark, as `mark_text` writes it."""
        return self._marks.get(mark, ())

    def acting(self, path: str) -> list[Relation]:
        """The relations in which a document acts."""
        return [relation for found in self._ends.get(path, {}).values() for relation in found]

    def between(self, source: str, target: str) -> list[tuple[Relation, str]]:
        """The relations from one document to another, each with its label."""
        return [(relation, self.labels[relation.id]) for relation in self._ends.get(source, {}).get(target, ())]

    def labelled(self) -> Iterator[tuple[Relation, str]]:
        """All relations, each with its label."""
        return ((relation, self.labels[relation.id]) for relation in self.relations)

    def of_kinds(self, kinds: Collection[str]) -> list[Relation]:
        """The relations of some kinds."""
        return [relation for relation in self.relations if relation.kind in kinds]

    def label_names(self) -> Collection[str]:
        """The labels that relations have."""
        return set(self.labels.values())


def read_national(files: Iterable[Path], day: date, progress: Progress = lambda _: None) -> National:
    """Read the dataset; `day` is the one for which statuses are checked. Raises SourceError for broken files, or for relations alone."""
    parts = find_parts(files)
    metadata, relationships = parts.get(Part.METADATA, []), parts.get(Part.RELATIONSHIPS, [])
    if not metadata:
        require_metadata(relationships, ())
        return National({}, (), {}, {}, NationalReport())
    report = NationalReport(revision=noted_revision(metadata[0].parent) or revision_of(metadata[0]))
    meter = Meter(progress, "reading the national dataset", sum(map(count_rows, (*metadata, *relationships))))
    documents, paths = _documents(metadata, report, meter)
    report.statuses = count_statuses(((d.status, d.in_force_from, d.in_force_until) for d in documents.values()), day)
    relations, labels = _relations(relationships, documents, paths, report, meter)
    report.documents, report.relations = len(documents), len(relations)
    by_number = {number: documents[path] for number, path in paths.items() if path is not None}
    return National(documents, relations, labels, by_number, report)


def _documents(files: Sequence[Path], report: NationalReport, meter: Meter) -> tuple[dict[str, Document], dict[int, str | None]]:
    """Documents by path, and the path of every number of the dataset, None for a row that no document could be made of."""
    by_path: dict[str, list[Row]] = defaultdict(list)
    paths: dict[int, str | None] = {}
    for file in files:
        for cells in metered(read_rows(file, Part.METADATA), meter):
            report.rows += 1
            try:
                row = read_document(cells)
            except Refused as refused:
                report.refused[refused.reason] += 1
                if report.refused[refused.reason] <= _EXAMPLES:
                    report.refused_examples.append(str(refused))
                if (number := number_in(cells[0])) != NO_NUMBER:
                    paths.setdefault(number, None)
                continue
            for column, value in row.doubts:
                report.doubts[column] += 1
                report.doubt_examples.setdefault(column, f"{row.id}: {value}")
            by_path[row.document.path].append(row)
    documents: dict[str, Document] = {}
    for path in sorted(by_path):
        for document, rows in told_apart(by_path[path], report):
            documents[document.path] = document
            paths.update((row.id, document.path) for row in rows)
    return documents, paths


def told_apart(rows: list[Row], report: NationalReport) -> Iterator[tuple[Document, list[Row]]]:
    """Rows of one key: the same document twice, or several documents that share a number, told apart by their days in order."""
    same: dict[tuple[date | None, str], list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda r: r.id):
        same[row.document.signed, fold(row.document.title)].append(row)
    if len({signed for signed, _ in same}) < len(same):  # one day, other words: the title was copied in two ways
        by_day: dict[date | None, list[Row]] = defaultdict(list)
        for (signed, _), group in same.items():
            by_day[signed] += group
        groups = list(by_day.values())
    else:
        groups = list(same.values())
    report.same_document += len(rows) - len(groups)
    report.same_number += len(groups) - 1
    groups.sort(key=lambda group: (group[0].document.signed or date.max, group[0].id))
    for copy, group in enumerate(groups, 1):
        document = group[0].document
        if copy > 1:
            document = replace(document, path=replace(DocumentKey.parse(document.path), copy=copy).path)
        yield document, group


def count_statuses(found: Iterable[tuple[Status | None, date | None, date | None]], day: date) -> Counter[str]:
    """Count what the dataset's own first and last days say on a day against its statuses; nothing is corrected."""
    counts: Counter[str] = Counter()
    for status, begun, ended in found:
        if status is None:
            counts["none"] += 1
        elif status in (Status.IN_FORCE, Status.PARTLY_EXPIRED) and ended and ended <= day:
            counts["in_force_after_its_end"] += 1
        elif status in (Status.IN_FORCE, Status.PARTLY_EXPIRED) and begun and begun > day:
            counts["in_force_before_its_start"] += 1
        elif status is Status.NOT_YET_IN_FORCE and begun and begun <= day:
            counts["not_yet_in_force_after_its_start"] += 1
        elif status is Status.EXPIRED and ended is None:
            counts["expired_on_no_day"] += 1
        elif status is Status.EXPIRED and ended and ended > day:
            counts["expired_before_its_end"] += 1
    return counts


def _relations(
    files: Sequence[Path], documents: Mapping[str, Document], paths: Mapping[int, str | None], report: NationalReport, meter: Meter
) -> tuple[tuple[Relation, ...], dict[str, str]]:
    rows = list(_pairs(files, paths, report, meter))
    signed = {path: document.signed for path, document in documents.items()}
    tests: dict[str, LabelTest] = {}
    for doc, other, label in rows:
        test = tests.get(label)
        if test is None:
            test = tests[label] = LabelTest.of(label)
        test.rows += 1
        own, its = signed[doc], signed[other]
        if own and its and own != its:
            test.tested += 1
            test.later += (own > its) == test.forward
    report.labels = sorted(tests.values(), key=lambda t: (-t.rows, t.label))
    for label in tests.keys() & report.labels_elsewhere.keys():
        del report.labels_elsewhere[label]
    relations: dict[str, Relation] = {}
    labels: dict[str, str] = {}
    for doc, other, label in rows:
        relation = relation_of(doc, other, tests[label], signed)
        if relation.id in relations:
            report.repeated += 1
        else:
            relations[relation.id], labels[relation.id] = relation, label
    return tuple(relations.values()), labels


def _pairs(files: Sequence[Path], paths: Mapping[int, str | None], report: NationalReport, meter: Meter) -> Iterator[tuple[str, str, str]]:
    """The rows whose two ends are two documents of the dataset, as paths, with the label."""
    for file in files:
        for cells in metered(read_rows(file, Part.RELATIONSHIPS), meter):
            report.relation_rows += 1
            own, its, label = number_in(cells[0]), number_in(cells[1]), label_in(cells[2])
            doc, other = paths.get(own), paths.get(its)
            if doc is not None and other is not None and doc != other:
                yield doc, other, label
                continue
            report.labels_elsewhere[label] += 1
            if own not in paths or its not in paths:
                report.dangling += 1
            elif doc is None or other is None:
                report.of_refused += 1
            else:
                report.with_itself += 1


def label_in(cell: Any) -> str:
    """The label of a row, as one line in NFC."""
    return " ".join(nfc(str(cell or "")).split())


def relation_of(doc: str, other: str, test: LabelTest, signed: Mapping[str, date | None]) -> Relation:
    """The relation that a row states of two documents, by path, once its label was put to the test; `signed` has their days."""
    direction, kind = test.direction, test.kind
    if direction is not None and kind is not None:
        acting, acted = (doc, other) if direction else (other, doc)
        first, second = signed[acted], signed[acting]
        if first is None or second is None or first <= second:
            return labelled(acting, acted, kind)
        test.failed += 1
    # Said once whatever the direction it was printed in: that the two are related is all that is known.
    source, target = sorted((doc, other), reverse=True)
    return labelled(source, target, RELATED)


def labelled(source: str, target: str, kind: str) -> Relation:
    """A relation that a label states."""
    return Relation(source, target, kind, certainty=Certainty.INFERRED, rule=RULE)
