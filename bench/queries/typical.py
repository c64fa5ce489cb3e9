"""The eight queries people typically ask of a graph of law, and what they are asked with."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import QuerySolutions, Store

from legalgraph.rdf.vocab import PREFIXES

_USED = ("dcterms", "eli", "lg", "rdfs", "xsd")
PROLOGUE = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in _USED)
MANY_ROWS = 100_000
MANY = f"SELECT ?s ?p ?o WHERE {{ ?s ?p ?o }} LIMIT {MANY_ROWS}"


@dataclass(frozen=True, slots=True)
class Typical:
    """A query as a template; `given` tells what it is asked with: see `Parameters`."""

    name: str
    template: str
    given: str

    def asked(self, parameters: "Parameters", most: int) -> list[str]:
        """The query with each of the first `most` parameters."""
        return [PROLOGUE + self.template % values for values in parameters.of(self.given)[:most]]


TYPICAL = (
    Typical(
        "relations of a document",
        """SELECT ?relation ?kind ?source ?target ?day WHERE {
  ?relation lg:source|lg:target <%(document)s> ; lg:kind ?kind ; lg:source ?source ; lg:target ?target .
  OPTIONAL { ?relation lg:effective_from ?day }
}""",
        "documents",
    ),
    Typical(
        "what it rests on, two steps",
        """SELECT ?near ?far ?title WHERE {
  <%(document)s> lg:has_legal_basis ?near . ?near lg:has_legal_basis ?far . ?far dcterms:title ?title
}""",
        "documents",
    ),
    Typical(
        "chain of changes",
        """SELECT ?later ?day WHERE { <%(document)s> eli:changed_by+ ?later . ?later eli:date_document ?day }""",
        "changed",
    ),
    Typical(
        "most cited",
        """SELECT ?document (COUNT(*) AS ?n) WHERE { ?document %(cited)s ?by }
GROUP BY ?document HAVING (COUNT(*) >= 10) ORDER BY DESC(?n)""",
        "citing",
    ),
    Typical(
        "in force on a day",
        """SELECT ?document WHERE {
  ?document eli:type_document <%(type)s> ; eli:first_date_entry_in_force ?from .
  OPTIONAL { ?document eli:date_no_longer_in_force ?until }
  FILTER(?from <= "%(day)s"^^xsd:date && (!BOUND(?until) || ?until > "%(day)s"^^xsd:date))
}""",
        "types",
    ),
    Typical(
        "provisions on a day",
        """SELECT ?provision ?kind ?by WHERE {
  ?relation lg:target <%(document)s> ; lg:target_provision ?provision ; lg:kind ?kind ; lg:source ?by .
  ?by eli:first_date_entry_in_force ?from FILTER(?from <= "%(day)s"^^xsd:date)
}""",
        "structured",
    ),
    Typical(
        "search in titles",
        """SELECT ?document ?title WHERE {
  ?document dcterms:title ?title FILTER(CONTAINS(LCASE(STR(?title)), "%(words)s"))
}""",
        "words",
    ),
    Typical(
        "count",
        """SELECT ?what (COUNT(*) AS ?n) WHERE { ?document %(property)s ?what } GROUP BY ?what""",
        "countable",
    ),
)

# A row a step: who is asked for is drawn from these.
_DOCUMENTS = "SELECT DISTINCT ?d WHERE { ?d lg:has_legal_basis ?basis . ?basis lg:has_legal_basis ?far } ORDER BY ?d"
_CHANGED = "SELECT DISTINCT ?d WHERE { ?d eli:changed_by ?by . ?by eli:changed_by ?later } ORDER BY ?d"
_STRUCTURED = "SELECT DISTINCT ?d WHERE { ?relation lg:target ?d ; lg:target_provision ?provision } ORDER BY ?d"
_TYPES = "SELECT ?d WHERE { ?x eli:type_document ?d } GROUP BY ?d ORDER BY DESC(COUNT(?x)) LIMIT 5"
_TITLES = "SELECT DISTINCT ?d WHERE { ?x dcterms:title ?d ; eli:type_document ?type } ORDER BY ?d"
_CITING = ("lg:legal_basis_of", "eli:cited_by", "eli:changed_by", "eli:repealed_by", "lg:detailed_by")
_COUNTABLE = ("eli:type_document", "lg:current_status", "eli:jurisdiction", "lg:kind", "lg:certainty")
_DAYS = ("2001-06-30", "2007-01-01", "2012-07-01", "2016-03-15", "2024-12-31")


class Parameters:
    """What queries are asked with, drawn from the data: the same for the same data and seed."""

    def __init__(self, store: Store, seed: int) -> None:
        chance = random.Random(seed)

        def drawn(query: str, most: int) -> list[str]:
            found = _values(store, query)
            return chance.sample(found, min(most, len(found)))

        days = [*_DAYS] * 100
        types = _values(store, _TYPES)
        titles = drawn(_TITLES, 20)
        self._of: Mapping[str, Sequence[Mapping[str, str]]] = {
            "documents": [{"document": iri} for iri in drawn(_DOCUMENTS, 2000)],
            "changed": [{"document": iri} for iri in drawn(_CHANGED, 50)],
            "structured": [{"document": iri, "day": day} for iri, day in zip(drawn(_STRUCTURED, 50), days, strict=False)],
            "types": [{"type": iri, "day": day} for iri, day in zip(types, days, strict=False)],
            "words": [{"words": _two_words(title)} for title in titles],
            "citing": [
                {"cited": name} for name in ("lg:legal_basis_of", "eli:cited_by", "eli:changed_by", "eli:repealed_by", "lg:detailed_by")
            ],
            "countable": [{"property": name} for name in _COUNTABLE],
        }

    def of(self, given: str) -> Sequence[Mapping[str, str]]:
        """All there are of a kind."""
        return self._of[given]


def _two_words(title: str) -> str:
    words = title.lower().replace('"', "").replace("\\", "").split()
    return " ".join(words[2:4] or words)


def _values(store: Store, query: str) -> list[str]:
    found = store.query(PROLOGUE + query, use_default_graph_as_union=True)
    if not isinstance(found, QuerySolutions):
        raise TypeError("a SELECT query is needed here")
    return [row["d"].value for row in found]
