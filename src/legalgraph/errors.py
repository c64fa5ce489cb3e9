"""The exceptions legalgraph raises. Imports nothing, so every layer may use it.

A message names the thing, the place and the remedy: it is shown to people as it stands.
"""


class LegalGraphError(Exception):
    """Base of all errors that legalgraph raises on purpose."""


class InvalidIdentifier(LegalGraphError):
    """A số hiệu, document path, provision path or code that cannot be read."""


class SourceError(LegalGraphError):
    """A file that cannot be read or a table with a wrong cell; the message names file, row and column."""


class NotFound(LegalGraphError):
    """Nothing in the graph answers to the name given."""


class NoHome(NotFound):
    """The folder that was named as the home to read from holds none; the message says what was looked for, and the remedy."""


class Ambiguous(LegalGraphError):
    """Several documents answer to the name given. `choices` holds their paths and printed names."""

    def __init__(self, message: str, choices: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(message)
        self.choices = choices


class StoreError(LegalGraphError):
    """The home folder or a snapshot cannot be read or written; what was published stays as it was.

    The message names folders, addresses and settings and is for operators; `told` is for visitors.
    """

    told = "the server cannot read its data; its log says why"


class SnapshotDamaged(StoreError):
    """A snapshot that is missing or cannot be read. The message is `what` and a `remedy`.

    `whole_sources`: what it was made from is there, so that an ingest makes it anew.
    """

    def __init__(self, what: str, remedy: str, *, whole_sources: bool = False) -> None:
        super().__init__(f"{what}; {remedy}")
        self.what = what
        self.remedy = remedy
        self.whole_sources = whole_sources


class EngineUnavailable(StoreError):
    """The engine elsewhere that holds the data does not answer. `retry_after` is in seconds."""

    told = "the engine that holds the data gives no answer that can be used; it is asked again and again until it does"

    def __init__(self, message: str, retry_after: int = 5) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class DataUnavailable(EngineUnavailable):
    """The engine elsewhere answers, but its data are gone, being loaded, or others than it says."""

    told = "the data are gone from the engine that holds them, or are being loaded; it is asked again and again until they are there"


class ValidationFailed(LegalGraphError):
    """The data breaks a shape of severity Violation; nothing was published."""


class ExportError(LegalGraphError):
    """The export cannot be written; no half-written file is left behind."""


class QueryError(LegalGraphError):
    """A query the engine or the guard refuses. `line` and `column` count from 1 where they are known."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class QueryTimeout(LegalGraphError):
    """The query ran past its deadline and was killed."""


class QueryLimit(LegalGraphError):
    """The query needed more memory, size or depth than the operator allows, and was killed."""


class Busy(LegalGraphError):
    """All workers are taken and the queue is full. `retry_after` is in seconds."""

    def __init__(self, message: str, retry_after: int = 2) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ShuttingDown(Busy):
    """The server ends. Another one, or the same once it was started again, may answer."""

    def __init__(self, message: str = "the server is shutting down; try again later", retry_after: int = 5) -> None:
        super().__init__(message, retry_after)
