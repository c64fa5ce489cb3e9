"""What a request turned out to be: told by those who answer it, for the access log and the metrics."""

from dataclasses import dataclass

from starlette.types import Scope

ANSWERED = "answered"
NOT_MODIFIED = "not-modified"
BROKEN_OFF = "broken-off"
LEFT = "client-left"


@dataclass(frozen=True, slots=True)
class QueryTold:
    """How a SPARQL query ended: one of the words above or the code of an error.

    Its seconds of waiting for a worker, and those of having one: computing, and being sent.
    """

    outcome: str
    queue_seconds: float = 0.0
    answer_seconds: float = 0.0


def tell(scope: Scope, told: QueryTold) -> None:
    """Note how the query of this request ended; the last word holds."""
    scope.setdefault("state", {})["query_told"] = told


def told(scope: Scope) -> QueryTold | None:
    """What was noted, if the request asked a query."""
    noted: QueryTold | None = scope.get("state", {}).get("query_told")
    return noted
