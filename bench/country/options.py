"""What can be asked of the country."""

from dataclasses import dataclass
from datetime import date

LEAST = 100


@dataclass(frozen=True, slots=True)
class Quirks:
    """How much is wrong in the dataset, as shares; 0 leaves a quirk out, more has each at least once.

    `dangling`, `duplicates` and `unknown_labels` are shares of rows of relations, `more_contents` of contents, the others
    of documents. `backwards` is a label of which the share `backwards_share` of rows says it the wrong way round; "" is none.
    """

    dangling: float = 0.01
    duplicates: float = 0.005
    unknown_labels: float = 0.002
    more_contents: float = 0.01
    empty_dates: float = 0.03
    impossible_dates: float = 0.01
    no_metadata: float = 0.005
    unnumbered: float = 0.01
    twins: float = 0.02
    contradicting: float = 0.015
    backwards: str = "Văn bản bổ sung"
    backwards_share: float = 0.1


@dataclass(frozen=True, slots=True)
class Options:
    """The size of the country and its day: statuses are those of `today`, and nothing is signed after it."""

    documents: int
    seed: int = 1
    today: date = date(2026, 6, 30)
    content: int | None = None
    quirks: Quirks = Quirks()

    @property
    def contents(self) -> int:
        """Of how many documents the text is written."""
        return min(self.documents, 10_000 if self.content is None else self.content)
