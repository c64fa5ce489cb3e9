"""Our fixed queries as texts that any engine understands: prefixes declared, terms in place of variables, answers as tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode

from legalgraph.errors import QueryError
from legalgraph.rdf.vocab import PREFIXES
from legalgraph.store.engine import Node
from legalgraph.store.guard import Kind, Token, tokens

Bindings = Mapping[str, Node] | None
_FORMS = frozenset(("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"))
_FOUND = "(1 AS ?found)"  # selected when every variable that was selected is bound


@dataclass(frozen=True, slots=True)
class Query:
    """A query in two parts: `prologue` declares prefixes, `body` begins with the form."""

    prologue: str
    body: str

    @property
    def text(self) -> str:
        """The whole query."""
        return self.prologue + self.body

    def page(self, variables: Sequence[str], size: int, offset: int) -> str:
        """The query for `size` rows of the answer of a SELECT from `offset` on, in an order that does not change.

        The order stands in a query inside: Virtuoso sorts no more rows than it gives where order and limit stand together.
        """
        names = " ".join(f"?{name}" for name in variables)
        # Line ends behind the body, which may end in a comment.
        ordered = f"SELECT {names} WHERE {{ {{ {self.body}\n}} }} ORDER BY {names}"
        return f"{self.prologue}SELECT {names} WHERE {{ {{ {ordered} }} }} LIMIT {size} OFFSET {offset}"


def asking(query: str, bindings: Bindings = None) -> Query:
    """A query with its prefixes declared and terms in place of the variables bound, which are no longer selected.

    Terms are written by their own serialisation, so nothing in them can end the place they stand in. Raises QueryError for
    blank nodes: outside their graph they name nothing.

    >>> asking("SELECT ?a ?b WHERE { ?a rdfs:label ?b }", {"a": NamedNode("http://e/a")}).body
    'SELECT  ?b WHERE { <http://e/a> rdfs:label ?b }'
    """
    read = list(tokens(query))
    form = next((index for index, token in enumerate(read) if token.text.upper() in _FORMS), 0)
    start = read[form].start if read else 0
    terms = {name: written(node) for name, node in (bindings or {}).items()}
    prologue = _declarations(query[:start], read) + query[:start]
    return Query(prologue, _replaced(query[start:], terms))


def as_table(query: str, bindings: Bindings = None) -> tuple[Query, tuple[str, str, str]] | None:
    """A CONSTRUCT of one pattern of three variables as a SELECT of them, each row once; None for any other query.

    Tables can be taken in pages, and engines are more faithful to the terms in tables than to those in graphs.
    Raises QueryError.

    >>> query, names = as_table("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    >>> query.body, names
    ('SELECT DISTINCT ?s ?p ?o WHERE { ?s ?p ?o }', ('s', 'p', 'o'))
    """
    read = list(tokens(query))
    at = next((index for index, token in enumerate(read) if token.text.upper() == "CONSTRUCT"), None)
    if at is None or [token.text for token in read[at + 1 : at + 6 : 4]] != ["{", "}"]:
        return None
    template = read[at + 2 : at + 5]
    if any(token.kind is not Kind.VARIABLE or token.text[1:] in (bindings or {}) for token in template):
        return None
    subject, predicate, object_ = (token.text[1:] for token in template)
    selected = f"SELECT DISTINCT ?{subject} ?{predicate} ?{object_}"
    rest = read[at + 5].start + 1
    return asking(query[: read[at].start] + selected + query[rest:], bindings), (subject, predicate, object_)


def written(node: Node) -> str:
    """A term as it stands in a query. Raises QueryError for what cannot stand there."""
    if isinstance(node, NamedNode | Literal):
        return str(node)
    if isinstance(node, BlankNode):
        raise QueryError("a blank node cannot be asked about: outside its graph it names nothing")
    raise QueryError(f"{node} cannot be asked about")


def _declarations(own: str, read: Sequence[Token]) -> str:
    """Declarations of the prefixes used that the query does not declare itself."""
    declared = {token.text.partition(":")[0] for token in tokens(own) if token.kind is Kind.PREFIXED}
    used = {token.text.partition(":")[0] for token in read if token.kind is Kind.PREFIXED} - declared
    return "".join(f"PREFIX {name}: <{start}>\n" for name, start in PREFIXES.items() if name in used)


def _replaced(body: str, terms: Mapping[str, str]) -> str:
    """The text with terms in place of variables; those among the selected ones are left out."""
    if not terms:
        return body
    pieces: list[str] = []
    at = depth = 0
    choosing = body[:6].upper() == "SELECT"
    chosen = False
    for token in tokens(body):
        if choosing:
            depth += (token.text == "(") - (token.text == ")")
            chosen = chosen or token.text == "*" or (token.kind is Kind.VARIABLE and (depth > 0 or token.text[1:] not in terms))
        if choosing and (token.text == "{" or token.text.upper() == "WHERE"):
            choosing = False
            pieces += [body[at : token.start], "" if chosen else f"{_FOUND} "]
            at = token.start
        if token.kind is Kind.VARIABLE and token.text[1:] in terms:
            pieces += [body[at : token.start], "" if choosing and depth == 0 else terms[token.text[1:]]]
            at = token.start + len(token.text)
    return "".join((*pieces, body[at:]))
