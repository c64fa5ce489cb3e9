"""Namespaces and the terms of our own that the code writes. `ontology/` declares the same terms; a test checks it."""

from functools import cache

from pyoxigraph import NamedNode

from legalgraph.model.identity import BASE, ELI_BASE

PREFIXES: dict[str, str] = {
    "eli": "http://data.europa.eu/eli/ontology#",
    "lg": BASE + "ns#",
    "vn": ELI_BASE,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "void": "http://rdfs.org/ns/void#",
    "sh": "http://www.w3.org/ns/shacl#",
}

# Those that make output readable: a path under `vn:` would need a backslash before every slash.
WRITTEN_PREFIXES: dict[str, str] = {prefix: start for prefix, start in PREFIXES.items() if prefix != "vn"}

GRAPHS = ("curated", "extracted", "inferred", "ontology", "portal", "void")
VIETNAMESE = NamedNode("http://publications.europa.eu/resource/authority/language/VIE")


@cache
def term(name: str) -> NamedNode:
    """Expand a prefixed name such as `lg:kind`. Raises KeyError for an unknown prefix."""
    prefix, local = name.split(":", 1)
    return NamedNode(PREFIXES[prefix] + local)


def concept(scheme: str, code: str) -> NamedNode:
    """The IRI of a concept: scheme is type, relation, status, certainty, body or area."""
    return NamedNode(f"{BASE}vocabulary/{scheme}/{code}")


def concept_scheme(scheme: str) -> NamedNode:
    """The IRI of a concept scheme, as for `concept`."""
    return NamedNode(f"{BASE}vocabulary/{scheme}")


def graph(name: str) -> NamedNode:
    """The IRI of one of the coarse named graphs in GRAPHS."""
    if name not in GRAPHS:
        raise KeyError(name)
    return NamedNode(f"{BASE}graph/{name}")


def local_name(node: object) -> str:
    """The last step of an IRI, after the last `/` or `#`."""
    value = node.value if isinstance(node, NamedNode) else str(node)
    return value.replace("#", "/").rsplit("/", 1)[-1]


def prefixed(iri: str) -> str:
    """Shorten an IRI with the prefixes above where the rest is a plain name; else return it as it is."""
    for prefix, start in PREFIXES.items():
        rest = iri.removeprefix(start)
        if rest != iri and rest.replace("_", "").replace("-", "").isalnum():
            return f"{prefix}:{rest}"
    return iri
