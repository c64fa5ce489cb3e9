"""What the explorer shows, as a question to the SPARQL endpoint."""

from legalgraph.queries.exploring import Seen
from legalgraph.rdf.mapping import iri_of
from legalgraph.rdf.vocab import PREFIXES, concept
from legalgraph.web.presentation.exploration import State

MOST_NAMED = 80
"""Documents that a query names; more make an address that no browser takes."""


def construct(seen: Seen, state: State) -> str | None:
    """A CONSTRUCT of the relations among the documents seen, of the kinds chosen; None for less than two and for too many to name."""
    if not 1 < len(seen.documents) <= MOST_NAMED:
        return None
    documents = " ".join(f"<{iri_of(path).value}>" for path in seen.paths)
    lines = [
        f"PREFIX lg: <{PREFIXES['lg']}>",
        "CONSTRUCT { ?relation lg:source ?a ; lg:target ?b ; lg:kind ?kind }",
        "WHERE {",
        f"  VALUES ?a {{ {documents} }}",
        "  ?relation lg:source ?a ; lg:target ?b ; lg:kind ?kind .",
        f"  VALUES ?b {{ {documents} }}",
    ]
    if state.kinds:
        chosen = " ".join(f"<{concept('relation', code).value}>" for code in state.kinds)
        lines.append(f"  VALUES ?kind {{ {chosen} }}")
    return "\n".join([*lines, "}"])
