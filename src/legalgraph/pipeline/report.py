"""What an ingest read, left out and found."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from legalgraph.model.document import Conflict
from legalgraph.pipeline.collection import Taken
from legalgraph.pipeline.national import NationalReport
from legalgraph.rdf.validation import Finding
from legalgraph.store.snapshots import Snapshot

_MOST_DISAGREEMENTS = 1000
_EXAMPLES = 5


class Since(StrEnum):
    """What became of something given since the ingest before."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "the same"

    @classmethod
    def of(cls, *, there: bool, changed: bool) -> "Since":
        """What became of something that was `there` before or was not."""
        return (cls.CHANGED if changed else cls.SAME) if there else cls.NEW


@dataclass(slots=True)
class Report:
    """What an ingest read, left out and found.

    `datasets` are the tables given, `since` tells what became of each since the ingest before; `national_since` is None where no national
    dataset was given. `texts` are the files read now, `kept` counts those whose words had been read before, `taken` tells what came of
    the texts in them, `failed` those that could not be read and why, `places` where those are, `instead` the files whose document another
    file says better, with its name. Of citations, `resolved` lead to a document, `unresolved` counts the reasons of the others, `missing`
    the words of them;
    `wanted` counts how often documents are cited that are not present. `statements` counts what texts say by kind, `left_out` why some
    of it became no relation. `unidentified` counts why texts that say they are documents are none that can be told from others.
    `nameless` are the names of texts that do not say they are documents.
    `forgotten` are the names of the texts taken out. `compared` counts relations by group and by who states them: the national
    dataset, the words of the document, or both. Where only the day is another than last time, nothing of texts is counted.
    `damage` tells what of the snapshot before could not be built upon, so that everything was stated anew.
    """

    datasets: list[str] = field(default_factory=list)
    since: dict[str, Since] = field(default_factory=dict)
    national_since: Since | None = None
    texts: list[str] = field(default_factory=list)
    kept: int = 0
    taken: Taken = field(default_factory=Taken)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    unusable: Counter[str] = field(default_factory=Counter)
    unusable_examples: list[tuple[str, str, str]] = field(default_factory=list)
    unidentified: Counter[str] = field(default_factory=Counter)
    unidentified_examples: list[tuple[str, str, str]] = field(default_factory=list)
    nameless: list[str] = field(default_factory=list)
    instead: list[tuple[str, str]] = field(default_factory=list)
    damage: str = ""
    documents: int = 0
    relations: int = 0
    unverified: int = 0
    extracted_relations: int = 0
    resolved: int = 0
    unresolved: Counter[str] = field(default_factory=Counter)
    missing: dict[str, int] = field(default_factory=dict)
    wanted: Counter[str] = field(default_factory=Counter)
    statements: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    disagreements: list[tuple[str, Conflict]] = field(default_factory=list)
    disagreed: int = 0
    forgotten: list[str] = field(default_factory=list)
    national: NationalReport | None = None
    compared: Counter[tuple[str, str]] = field(default_factory=Counter)
    warnings: list[Finding] = field(default_factory=list)
    snapshot: Snapshot | None = None
    unchanged: bool = False

    def add(self, other: "Report") -> None:
        """Add what was counted in one text."""
        self.extracted_relations += other.extracted_relations
        self.resolved += other.resolved
        for mine, its in (
            (self.unresolved, other.unresolved), (self.wanted, other.wanted), (self.statements, other.statements),
            (self.left_out, other.left_out), (self.unidentified, other.unidentified),
        ):  # fmt: skip
            mine.update(its)
        self.compared.update(other.compared)
        for words, times in other.missing.items():
            self.missing[words] = self.missing.get(words, 0) + times
        self.unidentified_examples = sorted({*self.unidentified_examples, *other.unidentified_examples})[:_EXAMPLES]
        self.disagreed += other.disagreed
        self.disagreements += other.disagreements[: max(0, _MOST_DISAGREEMENTS - len(self.disagreements))]

    def mentions(self) -> dict[str, int]:
        """The citations of all texts: leading to a document that is `present` or `absent`, else by the reason why to none."""
        absent = self.wanted.total()
        return {"present": self.resolved - absent, "absent": absent, **{str(reason): n for reason, n in self.unresolved.items()}}

    def cannot_use(self, name: str, values: Iterable[tuple[str, str]]) -> None:
        """Take note of values beside a text that mean nothing; the first of each column are kept in full."""
        for column, value in values:
            self.unusable[column] += 1
            if self.unusable[column] <= _EXAMPLES:
                self.unusable_examples.append((name, column, value))

    def cannot_identify(self, name: str, why: str, header: str) -> None:
        """Take note of a text that says it is a document and is none that can be told from others; the first are kept in full."""
        self.unidentified[why] += 1
        if len(self.unidentified_examples) < _EXAMPLES:
            self.unidentified_examples.append((name, why, header))

    def disagree(self, path: str, conflict: Conflict) -> None:
        """Take note of two sources that differ about a document; the first thousand are kept in full."""
        self.disagreed += 1
        if len(self.disagreements) < _MOST_DISAGREEMENTS:
            self.disagreements.append((path, conflict))
