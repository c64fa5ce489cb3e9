"""The SPARQL page: terms to complete, and an answer as a table of bounded size."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic
from urllib.parse import urlencode

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from legalgraph.errors import LegalGraphError, QueryError
from legalgraph.model.identity import BASE, ELI_BASE
from legalgraph.model.relation import kinds
from legalgraph.rdf.vocab import PREFIXES, prefixed, term
from legalgraph.store.guard import QueryForm
from legalgraph.store.result_formats import formats_for
from legalgraph.store.workers import QueryPool, RunningQuery
from legalgraph.web.live import View
from legalgraph.web.presentation.words import Words
from legalgraph.web.sparql_request import SparqlRequest

ROWS = 500
_MOST_BYTES = 4 * 1024 * 1024
_LONG = 600  # characters of a cell that are shown

Node = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True, slots=True)
class Cell:
    """One value. `href` leads to the page of what is ours and to other addresses on the web."""

    text: str
    href: str | None = None
    own: bool = True
    language: str | None = None
    datatype: str | None = None
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a SELECT, or statements of a CONSTRUCT. `more`: there are rows that are not shown."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    more: bool


@dataclass(frozen=True, slots=True)
class SparqlAnswer:
    """What came of a query: a table, a yes or no, or an error with its place."""

    table: Table | None = None
    boolean: bool | None = None
    error: str | None = None
    status: int = 200
    line: int | None = None
    column: int | None = None
    seconds: float = 0.0
    downloads: tuple[tuple[str, str], ...] = ()


def answer(pool: QueryPool, asked: SparqlRequest, words: Words) -> SparqlAnswer:
    """Run a query of a visitor and read as much of its answer as a page can show. Raises no LegalGraphError."""
    begun = monotonic()
    text = asked.query or ""
    try:
        checked = pool.check(text)
        form, media_type = checked.form, _media_type(checked.form)
        with pool.run(checked, media_type, asked.default_graphs, asked.named_graphs) as running:
            told = _read(running, form)
    except LegalGraphError as error:
        status, line, column = 503, None, None
        if isinstance(error, QueryError):
            status, line, column = 400, error.line, error.column
        return SparqlAnswer(error=str(error), status=status, line=line, column=column)
    downloads = tuple((_download(offer.name, asked), offer.title) for offer in formats_for(form))
    if isinstance(told, bool):
        return SparqlAnswer(boolean=told, seconds=monotonic() - begun, downloads=downloads)
    head = (words.gettext("chủ thể"), words.gettext("quan hệ"), words.gettext("đối tượng"))
    table = Table(head, told.rows, told.more) if form.gives_graph else told
    return SparqlAnswer(table=table, seconds=monotonic() - begun, downloads=downloads)


def _download(name: str, asked: SparqlRequest) -> str:
    pairs = [("query", asked.query or "")]
    pairs += [("default-graph-uri", graph) for graph in asked.default_graphs]
    pairs += [("named-graph-uri", graph) for graph in asked.named_graphs]
    return f"/sparql?{urlencode([*pairs, ('format', name)])}"


def _media_type(form: QueryForm) -> str:
    """Formats with one row a line, so that reading can stop after any of them."""
    if form.gives_graph:
        return "application/n-triples"
    return "application/sparql-results+json" if form is QueryForm.ASK else "text/tab-separated-values"


def _read(running: RunningQuery, form: QueryForm) -> Table | bool:
    if form is QueryForm.ASK:
        told = parse_query_results(b"".join(running), format=QueryResultsFormat.JSON)
        return bool(told)
    head = 0 if form.gives_graph else 1
    data, more = _lines(running, ROWS + head)
    if form.gives_graph:
        triples = (quad.triple for quad in parse(data, format=RdfFormat.N_TRIPLES))
        return Table((), tuple((cell(t.subject), cell(t.predicate), cell(t.object)) for t in triples), more)
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


def cell(node: Node) -> Cell:
    """A term as a value of a table."""
    if isinstance(node, NamedNode):
        return _linked(node.value)
    if isinstance(node, Literal):
        plain = node.datatype.value.startswith(PREFIXES["xsd"]) and node.datatype != term("xsd:string")
        number = plain and node.datatype.value.rsplit("#", 1)[1] in ("integer", "decimal", "double", "float")
        shown = prefixed(node.datatype.value) if plain and not number else None
        return Cell(_short(node.value), language=node.language, datatype=shown, number=number)
    return Cell(_short(str(node)))


def _linked(iri: str) -> Cell:
    """Ours lead to this server, whatever the address in the data; only web addresses are linked."""
    if iri.startswith(ELI_BASE):
        return Cell(_short(iri.removeprefix(ELI_BASE)), f"/eli/vn/{iri.removeprefix(ELI_BASE)}")
    for room in ("relation/", "text/"):
        if iri.startswith(BASE + room):
            return Cell(_short(iri.removeprefix(BASE)), "/" + iri.removeprefix(BASE).split("/evidence/")[0])
    if iri.startswith(PREFIXES["lg"]):
        return Cell(_short(prefixed(iri)), f"/ns#{iri.removeprefix(PREFIXES['lg'])}")
    if iri.startswith(BASE + "vocabulary/"):
        rest = iri.removeprefix(BASE + "vocabulary/")
        return Cell(_short(rest), f"/vocabulary/{rest}")
    if iri.startswith(BASE):
        return Cell(_short(iri.removeprefix(BASE)))
    safe = iri.startswith(("http://", "https://"))
    return Cell(_short(prefixed(iri)), iri if safe else None, own=False)


def _short(text: str) -> str:
    return text if len(text) <= _LONG else text[:_LONG] + "…"


@lru_cache(maxsize=8)
def vocabulary(view: View, language: str) -> dict[str, object]:
    """Prefixes and terms for the editor to complete."""
    rows = view.reader.engine.select(
        "SELECT ?term ?label (SAMPLE(?class) AS ?kind) WHERE { ?term a ?class ; rdfs:label ?label . "
        "FILTER STRSTARTS(STR(?term), STR(lg:)) } GROUP BY ?term ?label ORDER BY ?term"
    )
    terms = [_term(row["term"], label, row.get("kind")) for row in rows if (label := _worded(row["label"], language))]
    known = {entry["name"] for entry in terms}
    for relation in kinds().values():
        for name in (relation.predicate, relation.inverse):
            if name and name not in known:
                known.add(name)
                terms.append({"name": name, "label": relation.verb(language, inverse=name == relation.inverse), "kind": "property"})
    terms += [{"name": name, "label": "ELI", "kind": "property"} for name in _ELI if name not in known]
    terms += [{"name": f"eli:{name}", "label": "ELI", "kind": "class"} for name in ("LegalResource", "LegalExpression")]
    return {"prefixes": PREFIXES, "terms": terms}


_ELI = (
    "eli:id_local", "eli:number", "eli:type_document", "eli:date_document", "eli:date_publication", "eli:jurisdiction",
    "eli:first_date_entry_in_force", "eli:date_no_longer_in_force", "eli:in_force", "eli:passed_by", "eli:is_part_of",
    "eli:based_on", "eli:basis_for", "eli:changes", "eli:changed_by", "eli:repeals", "eli:repealed_by", "eli:related_to",
)  # fmt: skip


def _worded(label: Node, language: str) -> str | None:
    return label.value if isinstance(label, Literal) and label.language == language else None


def _term(name: Node, label: str, kind: Node | None) -> dict[str, str]:
    is_class = isinstance(kind, NamedNode) and kind.value.endswith("Class")
    iri = name.value if isinstance(name, NamedNode) else str(name)
    return {"name": prefixed(iri), "label": label, "kind": "class" if is_class else "property"}
