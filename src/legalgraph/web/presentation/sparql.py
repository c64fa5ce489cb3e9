"""The SPARQL page: an answer of bounded size as a table, with a chart of counts or a picture of a graph."""

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from time import monotonic
from urllib.parse import urlencode

from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, Triple, parse, parse_query_results

from legalgraph.errors import Busy, EngineUnavailable, LegalGraphError, QueryError, StoreError
from legalgraph.rdf.vocab import PREFIXES
from legalgraph.store.guard import QueryForm
from legalgraph.store.query_service import QueryAnswer, QueryService
from legalgraph.store.result_formats import formats_for
from legalgraph.web.live import View
from legalgraph.web.presentation.answer_graph import GraphView, graph_of
from legalgraph.web.presentation.cells import Table, cell
from legalgraph.web.presentation.chart import ChartView, chart_of
from legalgraph.web.presentation.words import Words
from legalgraph.web.sparql_request import SparqlRequest

_LOG = logging.getLogger(__name__)
ROWS = 500
_MOST_BYTES = 4 * 1024 * 1024
_LONGEST_ADDRESS = 8000
"""Longer ones are cut off or refused by some browsers, mail programs and proxies."""


@dataclass(frozen=True, slots=True)
class SparqlAnswer:
    """What came of a query: a table with perhaps a picture, a yes or no, or an error with its place.

    `downloads` are (address, title, name) of formats. `address` is where the same question is asked again, None when it
    is too long for an address. `seconds` is for readers; `queue_seconds` and `query_seconds` are those of the query alone.
    Of an error, `wrong` is the line it is in: before its place, the place, and after;
    `missing` names prefixes of ours that the query forgot to declare, and `mended` is the address with them.
    """

    table: Table | None = None
    chart: ChartView | None = None
    graph: GraphView | None = None
    boolean: bool | None = None
    error: str | None = None
    status: int = 200
    line: int | None = None
    column: int | None = None
    seconds: float = 0.0
    downloads: tuple[tuple[str, str, str], ...] = ()
    address: str | None = None
    wrong: tuple[str, str, str] | None = None
    retry_after: int | None = None
    queue_seconds: float = 0.0
    query_seconds: float = 0.0
    missing: tuple[str, ...] = ()
    mended: str | None = None


def answer(pool: QueryService, asked: SparqlRequest, view: View, words: Words, today: date) -> SparqlAnswer:
    """Run a query of a visitor and read as much of its answer as a page can show. Raises no LegalGraphError."""
    try:
        checked = pool.check(asked.query or "")
        running = pool.prepare(checked, _media_type(checked.form), asked.default_graphs, asked.named_graphs)
    except LegalGraphError as error:
        return _failed(asked, error)
    told = _answered(running, checked.form, asked, view, words, today)
    return replace(told, queue_seconds=running.queue_seconds, query_seconds=running.answer_seconds)


def _answered(
    running: QueryAnswer, form: QueryForm, asked: SparqlRequest, view: View, words: Words, today: date
) -> SparqlAnswer:
    begun = monotonic()
    try:
        with running.start():
            told = _read(running, form)
    except LegalGraphError as error:
        return _failed(asked, error)
    seconds = monotonic() - begun
    downloads = tuple((_asking(asked, offer.name), offer.title, offer.name) for offer in formats_for(form))
    address = _asking(asked)
    shared = address if len(address) <= _LONGEST_ADDRESS else None
    if isinstance(told, bool):
        return SparqlAnswer(boolean=told, seconds=seconds, downloads=downloads, address=shared)
    if isinstance(told, Table):
        return SparqlAnswer(told, chart_of(told, words), seconds=seconds, downloads=downloads, address=shared)
    triples, more = told
    head = (words.gettext("chủ thể"), words.gettext("quan hệ"), words.gettext("đối tượng"))
    table = Table(head, tuple((cell(t.subject), cell(t.predicate), cell(t.object)) for t in triples), more)
    graph = graph_of(triples, more, view, words, today)
    return SparqlAnswer(table, None, graph, seconds=seconds, downloads=downloads, address=shared)


def _failed(asked: SparqlRequest, error: LegalGraphError) -> SparqlAnswer:
    status, line, column = 503, None, None
    if isinstance(error, QueryError):
        status, line, column = 400, error.line, error.column
    message = str(error)
    if isinstance(error, StoreError):
        if not isinstance(error, EngineUnavailable):  # that an engine is away is logged once, when it goes
            _LOG.error("a query could not be answered: %s", error)
        message = error.told
    return replace(
        _mended(asked), error=message, status=status, line=line, column=column, wrong=_wrong(asked.query or "", line, column),
        retry_after=error.retry_after if isinstance(error, Busy | EngineUnavailable) else None,
    )  # fmt: skip


def _asking(asked: SparqlRequest, format_name: str | None = None) -> str:
    pairs = [("query", asked.query or "")]
    pairs += [("default-graph-uri", graph) for graph in asked.default_graphs]
    pairs += [("named-graph-uri", graph) for graph in asked.named_graphs]
    if format_name:
        pairs.append(("format", format_name))
    return f"/sparql?{urlencode(pairs)}"


def _wrong(text: str, line: int | None, column: int | None) -> tuple[str, str, str] | None:
    """The line in question, parted around the word at the column."""
    lines = text.splitlines()
    if not line or line > len(lines):
        return None
    before, rest = lines[line - 1][: max(0, (column or 1) - 1)], lines[line - 1][max(0, (column or 1) - 1) :]
    space = len(rest) - len(rest.lstrip())
    word = re.match(r"\w+|\S|$", rest[space:])
    end = space + (word.end() if word else 0)
    return before + rest[:space], rest[space:end], rest[end:]


def _mended(asked: SparqlRequest) -> SparqlAnswer:
    """What a refused query lacks, when that is only to declare prefixes."""
    text = asked.query or ""
    plain = re.sub(r'<[^<>"{}|^`\\\s]*>|"[^"\n]*"|\'[^\'\n]*\'|#[^\n]*', " ", text)
    declared = set(re.findall(r"\bprefix\s+([A-Za-z][\w-]*)?:", plain, re.IGNORECASE))
    used = dict.fromkeys(re.findall(r"(?<![\w:?$-])([A-Za-z][\w-]*):(?=[A-Za-z_])", plain))
    missing = tuple(name for name in used if name in PREFIXES and name not in declared)
    if not missing:
        return SparqlAnswer()
    head = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in missing)
    address = _asking(replace(asked, query=head + text))
    return SparqlAnswer(missing=tuple(f"{name}:" for name in missing), mended=address if len(address) <= _LONGEST_ADDRESS else None)


def _media_type(form: QueryForm) -> str:
    """Formats with one row a line, so that reading can stop after any of them."""
    if form.gives_graph:
        return "application/n-triples"
    return "application/sparql-results+json" if form is QueryForm.ASK else "text/tab-separated-values"


def _read(running: QueryAnswer, form: QueryForm) -> Table | bool | tuple[Sequence[Triple], bool]:
    """A table, a yes or no, or the first statements of a graph and whether there are more."""
    if form is QueryForm.ASK:
        told = parse_query_results(b"".join(running), format=QueryResultsFormat.JSON)
        return bool(told)
    head = 0 if form.gives_graph else 1
    data, more = _lines(running, ROWS + head)
    if form.gives_graph:
        return [quad.triple for quad in parse(data, format=RdfFormat.N_TRIPLES)], more
    solutions = parse_query_results(data, format=QueryResultsFormat.TSV)
    if not isinstance(solutions, QuerySolutions):
        raise TypeError("a SELECT answered with something else than solutions")
    names = tuple(variable.value for variable in solutions.variables)
    rows = tuple(tuple(cell(node) if (node := row[name]) is not None else None for name in names) for row in solutions)
    return Table(names, rows, more)


def _lines(running: Iterator[bytes], most: int) -> tuple[bytes, bool]:
    """The first lines of an answer, and whether there are more; cut off where a page would become too heavy."""
    data = bytearray()
    for part in running:
        data += part
        if data.count(b"\n") > most or len(data) > _MOST_BYTES:
            break
    *whole, rest = bytes(data).split(b"\n")
    more = len(whole) > most or len(data) > _MOST_BYTES
    if rest and not more:
        whole.append(rest)
    return b"".join(line + b"\n" for line in whole[:most]), more
