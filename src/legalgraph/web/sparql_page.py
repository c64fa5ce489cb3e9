"""The SPARQL endpoint for people: the editor, examples, and an answer as a table."""

import threading
from collections.abc import Callable
from dataclasses import replace

from fastapi import Request, Response

from legalgraph.queries.whole import graph_sizes
from legalgraph.rdf.vocab import PREFIXES
from legalgraph.store.query_service import QueryService
from legalgraph.web.live import View
from legalgraph.web.presentation.answer_graph import MOST_NODES
from legalgraph.web.presentation.chart import MOST_BARS
from legalgraph.web.presentation.completion import vocabulary
from legalgraph.web.presentation.examples import example_groups
from legalgraph.web.presentation.sparql import ROWS, answer
from legalgraph.web.service_description import DatasetDescription
from legalgraph.web.site import Site, Visit
from legalgraph.web.sparql_request import SparqlRequest
from legalgraph.web.told import ANSWERED, QueryTold, tell

_OUTCOMES = {200: ANSWERED, 400: "bad-query"}
_IN_AN_ADDRESS = 4000  # letters of a query, which are up to nine times as many when encoded
_FIRST = ("lg", "eli", "rdfs", "dcterms")


class SparqlPage:
    """What the endpoint asks of the pages: its HTML, and what the dataset is."""

    def __init__(self, site: Site, pool: Callable[[], QueryService]) -> None:
        self.site = site
        self.pool = pool
        self._lock = threading.Lock()
        self._described: tuple[str, DatasetDescription] | None = None

    def page(self, request: Request) -> Response:
        """The page, with the answer when a query came with the request."""
        view = self.site.live.view()
        asked: SparqlRequest = request.state.sparql
        visit = Visit.of(request)
        if request.method == "POST" and asked.query and len(asked.query) <= _IN_AN_ADDRESS:
            visit = replace(visit, posted=(("query", asked.query), *_graphs(asked)))
        told = answer(self.pool(), asked, view, visit.words, self.site.today()) if asked.query and asked.query.strip() else None
        if told:
            tell(request.scope, QueryTold(_OUTCOMES.get(told.status, "not-answered"), told.queue_seconds, told.query_seconds))
        context = {
            "query": asked.query or _beginning(),
            "graphs": _graphs(asked),
            "answer": told,
            "groups": example_groups(visit.words),
            "vocabulary": vocabulary(view, visit.words.language),
            "most": {"rows": ROWS, "bars": MOST_BARS, "nodes": MOST_NODES},
            "snapshot": view.snapshot,
        }
        headers = {"Retry-After": str(told.retry_after)} if told and told.retry_after else {}
        return self.site.page(visit, "sparql.html", context, told.status if told else 200, headers)

    def describe(self) -> DatasetDescription:
        """The dataset of the current snapshot, counted once."""
        view = self.site.live.view()
        with self._lock:
            if self._described is None or self._described[0] != view.snapshot.id:
                self._described = (view.snapshot.id, _description(view))
            return self._described[1]


def _graphs(asked: SparqlRequest) -> list[tuple[str, str]]:
    """The graphs asked for, as parameters."""
    named = [("named-graph-uri", graph) for graph in asked.named_graphs]
    return [*(("default-graph-uri", graph) for graph in asked.default_graphs), *named]


def _beginning() -> str:
    """Prefixes that most queries need, and a first pattern."""
    declared = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in _FIRST)
    return f"{declared}\nSELECT ?document ?title\nWHERE {{\n  ?document a eli:LegalResource ; dcterms:title ?title .\n}}\nLIMIT 20\n"


def _description(view: View) -> DatasetDescription:
    # An ingest counts the graphs, because in a large one that takes seconds.
    counted = view.snapshot.manifest.get("graphs")
    sizes = {str(iri): int(n) for iri, n in counted.items()} if isinstance(counted, dict) else graph_sizes(view.reader.engine)
    return DatasetDescription("legalgraph", view.statistics().triples, sizes)
