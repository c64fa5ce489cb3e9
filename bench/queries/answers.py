"""Answers as multisets of rows, so that engines can be compared whatever their order and their way of writing a term."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, TypeAlias

Term: TypeAlias = tuple[str, ...]
Rows: TypeAlias = Counter[tuple[tuple[str, Term], ...]]
_XSD = "http://www.w3.org/2001/XMLSchema#"
_WHOLE = {_XSD + name for name in ("integer", "int", "long", "nonNegativeInteger")}


def rows_of(answer: Mapping[str, Any]) -> Rows:
    """Read SPARQL JSON results."""
    bindings = answer["results"]["bindings"]
    return Counter(tuple(sorted((name, _term(cell)) for name, cell in row.items())) for row in bindings)


def _term(cell: Mapping[str, str]) -> Term:
    if cell["type"] not in ("literal", "typed-literal"):
        return cell["type"], cell["value"]
    datatype = cell.get("datatype", _XSD + "string")
    if datatype in _WHOLE:
        return "whole", str(int(cell["value"]))
    if "xml:lang" in cell:
        return "text", cell["value"], cell["xml:lang"].lower()
    return "literal", cell["value"], datatype


def difference(expected: Rows, found: Rows) -> str:
    """Say in a few words how two answers differ; empty when they do not."""
    missing, more = expected - found, found - expected
    if not missing and not more:
        return ""
    example = next(iter(missing or more))
    return f"{missing.total()} rows missing, {more.total()} too many, such as {dict(example)}"
