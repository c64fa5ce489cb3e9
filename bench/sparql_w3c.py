"""Run the W3C SPARQL query tests through this project's query path and through bare pyoxigraph, and compare.

    python -m bench.sparql_w3c SUITE_FOLDER...

A suite folder holds manifest.ttl files, such as `sparql11` or `data-r2` of the W3C's tests; it is not part of this
repository. "Ours" is what a stranger's query goes through: the guard, a worker process, an answer serialised to JSON,
CSV, TSV or N-Triples and read back. Tests of entailment regimes and of updates are left out: both engines claim
neither. Queries with SERVICE are refused on purpose; they are listed and not run. Exits with 1 when bare pyoxigraph
passes a test that ours does not.
"""

import argparse
import csv
import io
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from legalgraph.errors import LegalGraphError, QueryError
from legalgraph.store.guard import QueryForm, check
from legalgraph.store.limits import Limits
from legalgraph.store.workers import QueryPool, ResultKind

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RUN = {"QueryEvaluationTest", "CSVResultFormatTest"}
GOOD_SYNTAX = {"PositiveSyntaxTest", "PositiveSyntaxTest11"}
BAD_SYNTAX = {"NegativeSyntaxTest", "NegativeSyntaxTest11"}
JSON, CSV, TSV, NT = "application/sparql-results+json", "text/csv", "text/tab-separated-values", "application/n-triples"

Row = frozenset[tuple[str, Any]]
Answer = Any  # bool | Counter[Row] | set of triples


@dataclass(frozen=True)
class Case:
    """One test: what to ask, over which files, and what must come out."""

    name: str
    kind: str
    query: str
    base: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    result: Path | None = None
    lax: bool = False


@dataclass
class Tally:
    """How many passed, and the names of those that did not with the reason."""

    passed: int = 0
    failed: dict[str, str] = field(default_factory=dict)


def path_of(iri: str) -> Path:
    """The file behind a file: IRI."""
    return Path(iri.removeprefix("file://"))


def read_cases(manifest: Path) -> list[Case]:
    """The query tests of one manifest, in its order."""
    graph = ox.Store()
    graph.load(path=str(manifest), format=ox.RdfFormat.TURTLE, base_iri=manifest.as_uri())

    def values(subject: Any, predicate: str) -> list[Any]:
        return [quad.object for quad in graph.quads_for_pattern(subject, ox.NamedNode(predicate), None)]

    def members(node: Any) -> Iterable[Any]:
        while node != ox.NamedNode(RDF + "nil"):
            yield from values(node, RDF + "first")
            (node,) = values(node, RDF + "rest")

    cases = []
    for entries in [quad.object for quad in graph.quads_for_pattern(None, ox.NamedNode(MF + "entries"), None)]:
        for test in members(entries):
            kinds = {value.value.removeprefix(MF) for value in values(test, RDF + "type")}
            kind = next(iter(kinds & (RUN | GOOD_SYNTAX | BAD_SYNTAX)), None)
            if kind is None or not values(test, MF + "action"):
                continue
            (action,) = values(test, MF + "action")
            if values(action, "http://www.w3.org/ns/sparql-service-description#entailmentRegime"):
                continue
            query = (values(action, QT + "query") or [action])[0].value
            named = []
            for node in values(action, QT + "graphData"):
                named += [value.value for value in values(node, QT + "graph")] or [node.value]
            result = values(test, MF + "result")
            cases.append(
                Case(
                    name=f"{manifest.parent.name}/{test.value.rpartition('#')[2]}",
                    kind=kind,
                    query=path_of(query).read_text(encoding="utf-8"),
                    base=query,
                    default=tuple(value.value for value in values(action, QT + "data")),
                    named=tuple(named),
                    result=path_of(result[0].value) if result else None,
                    lax=bool(values(test, MF + "resultCardinality")),
                )
            )
    return cases


# --- answers in a form that can be compared ---------------------------------------------------------------------------


def canonical(term: Any) -> Any:
    """Numbers and dates as the engine's storage writes them: 01 and 1 are one value."""
    if not isinstance(term, ox.Literal):
        return term
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("x:s"), ox.NamedNode("x:p"), term))
    return next(iter(store)).object


def rows(solutions: Any) -> Counter[Row]:
    """Solutions as a bag of rows."""
    names = [variable.value for variable in solutions.variables]
    return Counter(frozenset((name, canonical(row[name])) for name in names if row[name] is not None) for row in solutions)


def as_dataset(answer: Counter[Row]) -> ox.Dataset:
    """Rows as statements, so that blank nodes are compared by what they connect."""
    statements = ox.Dataset()
    for index, (row, count) in enumerate(answer.items()):
        node = ox.BlankNode(f"row{index}")
        statements.add(ox.Quad(node, ox.NamedNode("x:count"), ox.Literal(count)))
        for name, term in row:
            statements.add(ox.Quad(node, ox.NamedNode(f"x:{name}"), term))
    return statements


def same(got: Answer, wanted: Answer, *, lax: bool) -> bool:
    """Whether two answers say the same."""
    if isinstance(got, bool) or isinstance(wanted, bool):
        return got is wanted
    if isinstance(got, Counter) and isinstance(wanted, Counter):
        if lax:
            got, wanted = Counter(set(got)), Counter(set(wanted))
        got, wanted = as_dataset(got), as_dataset(wanted)
    else:
        got, wanted = (ox.Dataset(ox.Quad(*triple) for triple in one) for one in (got, wanted))
    for one in (got, wanted):
        one.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return bool(got == wanted)


def parse_answer(data: bytes, format: Any, base: str = "x:") -> Answer:
    """Read a serialised answer."""
    if isinstance(format, ox.RdfFormat):
        found = {(q.subject, q.predicate, canonical(q.object)) for q in ox.parse(data, format=format, base_iri=base)}
        return from_result_set(found) if any(p.value == RS + "resultVariable" or p.value == RS + "boolean" for _, p, _ in found) else found
    parsed = ox.parse_query_results(data, format=format)
    return bool(parsed) if isinstance(parsed, ox.QueryBoolean) else rows(parsed)


def from_result_set(triples: set[Any]) -> Answer:
    """Rows written in the result-set vocabulary, as the older tests have them."""

    def objects(subject: Any, name: str) -> list[Any]:
        return [o for s, p, o in triples if p.value == RS + name and (subject is None or s == subject)]

    boolean = objects(None, "boolean")
    if boolean:
        return bool(boolean[0].value == "true")
    bag: Counter[Row] = Counter()
    for solution in objects(None, "solution"):
        bag[frozenset((objects(b, "variable")[0].value, objects(b, "value")[0]) for b in objects(solution, "binding"))] += 1
    return bag


def csv_rows(data: bytes) -> Counter[frozenset[tuple[str, str]]]:
    """The rows of a CSV answer by column name, blank nodes made equal: SELECT * promises no order of columns."""
    lines = csv.DictReader(io.StringIO(data.decode(), newline=""))
    return Counter(frozenset((name, "_:" if cell.startswith("_:") else cell) for name, cell in line.items()) for line in lines)


def expected(case: Case) -> Answer:
    """What the test wants."""
    if case.result is None:
        raise ValueError("the test names no result")
    suffix = case.result.suffix.lstrip(".")
    format = ox.QueryResultsFormat.from_extension(suffix) or ox.RdfFormat.from_extension(suffix)
    return parse_answer(case.result.read_bytes(), format, case.result.as_uri())


# --- the two engines --------------------------------------------------------------------------------------------------


def ask_bare(case: Case) -> Callable[[str], bytes]:
    """Bare pyoxigraph: a store of its own with the test's default and named graphs."""
    store = ox.Store()
    for iri in case.default:
        store.load(path=str(path_of(iri)), base_iri=iri, to_graph=ox.DefaultGraph())
    for iri in {*case.named, *from_clauses(case)}:
        store.load(path=str(path_of(iri)), base_iri=iri, to_graph=ox.NamedNode(iri))

    def ask(media_type: str) -> bytes:
        found = store.query(case.query, base_iri=case.base)
        format: Any = ox.RdfFormat if isinstance(found, ox.QueryTriples) else ox.QueryResultsFormat
        return found.serialize(format=format.from_media_type(media_type)) or b""

    return ask


def ask_ours(case: Case, pool: QueryPool) -> Callable[[str], bytes]:
    """Guard and worker over one store that holds every file as a named graph; the dataset comes as parameters."""

    def ask(media_type: str) -> bytes:
        query = f"BASE <{case.base}>\n{case.query}"
        own = from_clauses(case)
        default = [] if own else [f"default:{iri}" for iri in case.default] or ["x:nothing"]
        with pool.run(query, media_type, default, [] if own else case.named) as running:
            data = b"".join(running)
            if (running.kind is ResultKind.GRAPH) != (media_type == NT):
                raise QueryError("the answer is of another kind")
            return data

    return ask


def from_clauses(case: Case) -> list[str]:
    """The files that the query's own FROM clauses name."""
    tokens = case.query.replace("<", " <").split()
    folder = case.base.rpartition("/")[0]
    names = [after for before, after in pairwise(tokens) if before.upper() in ("FROM", "NAMED") and after.startswith("<")]
    return [f"{folder}/{name.strip('<>')}" for name in names if (path_of(folder) / name.strip("<>")).is_file()]


def run(case: Case, ask: Callable[[str], bytes]) -> str:
    """Run one test; return nothing when it passes, else why it does not."""
    try:
        graph = check(f"BASE <{case.base}>\n{case.query}").form in (QueryForm.CONSTRUCT, QueryForm.DESCRIBE)
    except QueryError:
        graph = False  # a syntax test, or a difference that shows in ours
    try:
        if case.kind in GOOD_SYNTAX | BAD_SYNTAX:
            ask(NT if graph else JSON)
            return "" if case.kind in GOOD_SYNTAX else "accepted"
        if case.kind == "CSVResultFormatTest" and case.result is not None and case.result.suffix == ".csv":
            return "" if csv_rows(ask(CSV)) == csv_rows(case.result.read_bytes()) else "another table"
        tsv = case.result is not None and case.result.suffix == ".tsv"
        media_type = NT if graph else TSV if tsv else JSON
        format = ox.RdfFormat.N_TRIPLES if graph else ox.QueryResultsFormat.from_media_type(media_type)
        return "" if same(parse_answer(ask(media_type), format), expected(case), lax=case.lax) else "another answer"
    except (LegalGraphError, SyntaxError, ValueError, OSError, RuntimeError) as error:
        syntax = isinstance(error, SyntaxError) or (isinstance(error, QueryError) and error.line is not None)
        passed = syntax if case.kind in BAD_SYNTAX else case.kind in GOOD_SYNTAX and not syntax
        return "" if passed else f"{type(error).__name__}: {error}"


def uses_service(case: Case) -> bool:
    """Whether the guard refuses the query because of SERVICE."""
    try:
        check(f"BASE <{case.base}>\n{case.query}")
    except QueryError as error:
        return "SERVICE is refused" in str(error)
    return False


def main() -> int:
    """Run the suites named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suite", nargs="+", type=Path)
    parser.add_argument("-v", "--verbose", action="store_true", help="also list what both fail")
    arguments = parser.parse_args()
    manifests = sorted(path for suite in arguments.suite for path in suite.resolve().rglob("manifest.ttl"))
    cases = [case for manifest in manifests for case in read_cases(manifest)]
    refused = [case for case in cases if uses_service(case)]
    cases = [case for case in cases if case not in refused]
    ours, bare = Tally(), Tally()
    with tempfile.TemporaryDirectory() as folder:
        store = ox.Store(folder)
        files = {(iri, iri) for case in cases for iri in (*case.named, *from_clauses(case))}
        # A file of its own for default graphs: a test may have one file in both, with blank nodes that differ.
        files |= {(iri, f"default:{iri}") for case in cases for iri in case.default}
        for iri, graph in sorted(files):
            for quad in ox.parse(path=str(path_of(iri)), base_iri=iri, rename_blank_nodes=True):
                store.add(ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(graph)))
        store.flush()
        del store
        pool = QueryPool(Path(folder), Limits(size=1, timeout_s=20))
        try:
            for case in cases:
                for tally, ask in ((bare, ask_bare(case)), (ours, ask_ours(case, pool))):
                    reason = run(case, ask)
                    if reason:
                        tally.failed[case.name] = reason
                    else:
                        tally.passed += 1
        finally:
            pool.close()
    kinds = Counter("evaluation" if case.kind in RUN else "syntax" for case in cases)
    print(f"{len(cases)} tests run: {dict(kinds)}")
    print(f"bare pyoxigraph {bare.passed}/{len(cases)}   ours {ours.passed}/{len(cases)}")
    print(f"refused on purpose, not run (SERVICE): {len(refused)}: {' '.join(case.name for case in refused)}")
    worse = {name: reason for name, reason in ours.failed.items() if name not in bare.failed}
    better = {name: reason for name, reason in bare.failed.items() if name not in ours.failed}
    for title, names in (("only bare passes", worse), ("only ours passes (bare's reason)", better)):
        print(f"{title}: {len(names)}")
        for name, reason in names.items():
            print(f"  {name}: {reason[:160]}")
    if arguments.verbose:
        for name in ours.failed.keys() & bare.failed.keys():
            print(f"  both fail {name}: ours {ours.failed[name][:100]} | bare {bare.failed[name][:100]}")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
