"""A library that answers in its own process: `python -m bench.queries.inside KIND PATH`, driven by `engines`.

Each line of standard input is {"query": …, "rows": bool}; each line of output {"cpu": seconds, "answer": SPARQL JSON or null}.
Counted is what the library needs until all rows are there as its own Python terms, not the writing of them.
"""

import json
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

Answered = Callable[[str], tuple[object, Callable[[], Iterable[Mapping[str, Any]]]]]


def _legalgraph(path: Path) -> Answered:
    import pyoxigraph

    from legalgraph.library import open_library

    engine = open_library(path).engine

    def cell(node: object) -> dict[str, str]:
        if isinstance(node, pyoxigraph.Literal):
            told = {"type": "literal", "value": node.value, "datatype": node.datatype.value}
            return told if node.language is None else {"type": "literal", "value": node.value, "xml:lang": node.language}
        return {"type": "uri" if isinstance(node, pyoxigraph.NamedNode) else "bnode", "value": str(getattr(node, "value", node))}

    def answer(query: str) -> tuple[object, Callable[[], Iterable[Mapping[str, Any]]]]:
        rows = engine.select(query)
        return rows, lambda: [{name: cell(node) for name, node in row.items()} for row in rows]

    return answer


def _over_rdflib(graph: Any) -> Answered:
    import rdflib

    def cell(node: object) -> dict[str, str]:
        if isinstance(node, rdflib.Literal):
            told = {"type": "literal", "value": str(node)}
            extra = {"xml:lang": node.language} if node.language else {"datatype": str(node.datatype)} if node.datatype else {}
            return told | extra
        return {"type": "uri" if isinstance(node, rdflib.URIRef) else "bnode", "value": str(node)}

    def answer(query: str) -> tuple[object, Callable[[], Iterable[Mapping[str, Any]]]]:
        rows = list(graph.query(query))
        return rows, lambda: [{str(name): cell(node) for name, node in row.asdict().items() if node is not None} for row in rows]

    return answer


def _rdflib(path: Path) -> Answered:
    import rdflib

    graph = rdflib.Dataset(default_union=True)
    graph.parse(path, format="nquads")
    return _over_rdflib(graph)


def _oxrdflib(path: Path) -> Answered:
    from legalgraph.library import open_library

    return _over_rdflib(open_library(path).graph)


KINDS: Mapping[str, Callable[[Path], Answered]] = {"legalgraph": _legalgraph, "rdflib": _rdflib, "oxrdflib": _oxrdflib}


def main(kind: str, path: str) -> None:
    """Load, say so, and answer until the input ends."""
    output, sys.stdout = sys.stdout, sys.stderr
    answered = KINDS[kind](Path(path))
    print(json.dumps({"cpu": time.process_time()}), file=output, flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        begun = time.process_time()
        _, rows = answered(asked["query"])
        spent = time.process_time() - begun
        answer = {"results": {"bindings": list(rows())}} if asked["rows"] else None
        print(json.dumps({"cpu": spent, "answer": answer}), file=output, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
