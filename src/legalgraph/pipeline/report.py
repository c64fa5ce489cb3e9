"""What an ingest read, left out and found."""

from dataclasses import dataclass, field

from legalgraph.rdf.validation import Finding
from legalgraph.store.snapshots import Snapshot


@dataclass(slots=True)
class Report:
    """What an ingest read, left out and found. `missing` maps printed citations not resolved to how often."""

    datasets: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    documents: int = 0
    relations: int = 0
    unverified: int = 0
    resolved: int = 0
    missing: dict[str, int] = field(default_factory=dict)
    warnings: list[Finding] = field(default_factory=list)
    snapshot: Snapshot | None = None
    unchanged: bool = False
