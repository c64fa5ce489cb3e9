"""The one table of the formats a query can be answered in."""

from dataclasses import dataclass
from functools import cache

from pyoxigraph import QueryResultsFormat

from legalgraph.rdf.formats import formats
from legalgraph.store.guard import QueryForm


@dataclass(frozen=True, slots=True)
class ResultFormat:
    """One format of answers. `name` is what people type, `spellings` what programs written for other servers call it.

    `aliases` are other media types it also answers to.
    """

    name: str
    title: str
    media_type: str
    extension: str
    iri: str
    aliases: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()

    @property
    def media_types(self) -> tuple[str, ...]:
        """All media types under which it can be asked for, the registered one first."""
        return (self.media_type, *self.aliases)

    def called(self, name: str) -> bool:
        """Whether someone who names a format means this one."""
        return name in (self.name, *self.spellings, *self.media_types)


@cache
def solution_formats() -> tuple[ResultFormat, ...]:
    """The formats of tables and of yes or no, the preferred first."""
    table = (
        ("json", "JSON", QueryResultsFormat.JSON, ("application/json",)),
        ("xml", "XML", QueryResultsFormat.XML, ("application/xml", "text/xml")),
        ("csv", "CSV", QueryResultsFormat.CSV, ()),
        ("tsv", "TSV", QueryResultsFormat.TSV, ()),
    )
    return tuple(ResultFormat(name, title, f.media_type.split(";")[0], name, f.iri, aliases) for name, title, f, aliases in table)


@cache
def graph_formats() -> tuple[ResultFormat, ...]:
    """The formats of RDF graphs, the preferred first: those of the RDF table that need no named graphs."""
    aliases = {
        "ttl": ("application/x-turtle",),
        "nt": ("text/plain",),
        "jsonld": ("application/json",),
        "rdf": ("application/xml", "text/xml"),
    }
    # SPARQLWrapper names its formats so, and asks for XML where nobody said what is wanted. Turtle is N3, too.
    spellings = {
        "ttl": ("turtle", "n3"),
        "nt": ("ntriples", "n-triples"),
        "jsonld": ("json-ld", "json"),
        "rdf": ("rdf+xml", "rdf/xml", "rdfxml", "xml"),
    }
    return tuple(
        ResultFormat(f.name, f.title, f.media_type, f.extension, f.iri, aliases.get(f.name, ()), spellings.get(f.name, ()))
        for f in formats().values()
        if not f.named_graphs
    )


def formats_for(form: QueryForm) -> tuple[ResultFormat, ...]:
    """The formats in which a query of this form can be answered, the preferred first."""
    return graph_formats() if form.gives_graph else solution_formats()
