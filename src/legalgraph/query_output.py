"""What a query found, for people and for programs: as a table of text, or in a form of SPARQL and RDF."""

import unicodedata
from typing import IO

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, serialize

from legalgraph.errors import QueryError
from legalgraph.model.visible import visible
from legalgraph.rdf.vocab import WRITTEN_PREFIXES, prefixed
from legalgraph.store.embedded import EmbeddedEngine, telling_damage
from legalgraph.store.guard import check

_COLUMN = 60  # characters
_RESULTS = {
    "json": QueryResultsFormat.JSON,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "xml": QueryResultsFormat.XML,
}


def query_result(engine: EmbeddedEngine, text: str, form: str | None, output: IO[bytes]) -> None:
    """Run a query of the person at the keyboard and write its result. Raises QueryError."""
    # The engine would follow SERVICE to any address, and deep nesting ends the process.
    with telling_damage():
        _write_result(engine.run(check(text).text), form, output)


def _write_result(result: QuerySolutions | QueryBoolean | QueryTriples, form: str | None, output: IO[bytes]) -> None:
    if isinstance(result, QuerySolutions | QueryBoolean):
        if form in _RESULTS:
            result.serialize(output, _RESULTS[form])
            output.write(b"\n")
        elif form == "ttl":
            raise QueryError("ttl is for CONSTRUCT and DESCRIBE; use table, json, csv, tsv or xml")
        elif isinstance(result, QueryBoolean):
            output.write(b"true\n" if result else b"false\n")
        else:
            output.write(_table(result, cut=output.isatty()).encode())
    elif form in (None, "ttl"):
        serialize(result, output, RdfFormat.TURTLE, prefixes=WRITTEN_PREFIXES)
    else:
        raise QueryError(f"{form} is for SELECT and ASK; CONSTRUCT and DESCRIBE give ttl")


def _table(result: QuerySolutions, *, cut: bool) -> str:
    """Columns of at most sixty characters; what is longer is `cut` for a screen, and else sticks out."""
    names = [variable.value for variable in result.variables]
    rows = [["" if row[n] is None else visible(prefixed(getattr(row[n], "value", str(row[n])))) for n in names] for row in result]
    widths = [min(_COLUMN, max(_width(cell) for cell in column)) for column in zip(names, *rows, strict=True)] if names else []
    lines = ["  ".join(_pad(cell, width, cut=cut) for cell, width in zip(row, widths, strict=True)).rstrip() for row in [names, *rows]]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join([*lines, f"({len(rows)} rows)", ""])


def _width(text: str) -> int:
    return sum(0 if unicodedata.combining(c) else 1 for c in text)


def _pad(text: str, width: int, *, cut: bool) -> str:
    flat = " ".join(text.split())
    shown = flat[: width - 1] + "…" if cut and _width(flat) > width else flat
    return shown + " " * (width - _width(shown))
