"""Curated tables ▶ the curated, inferred and ontology graphs, rebuilt from all tables kept with the snapshot."""

import shutil
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from legalgraph.errors import SourceError
from legalgraph.model.document import Document
from legalgraph.model.identity import BASE
from legalgraph.model.merging import merge_documents, merge_relations, refuse_circles
from legalgraph.model.provision import UNITS
from legalgraph.model.relation import Certainty, Relation
from legalgraph.rdf.mapping import body_quads, document_quads, relation_quads
from legalgraph.rdf.vocab import concept, concept_scheme, graph, term
from legalgraph.registry import Area, area_label, areas, bodies, type_label
from legalgraph.resources import folder
from legalgraph.sources.cells import Mistakes
from legalgraph.sources.tables import Tables, document_ids, read_folder

CURATED = "dữ liệu đã kiểm chứng"
"""What the tables are called where they and another source differ."""


def keep_tables(target: Path, files: Iterable[Path], whole: bool) -> dict[Path, Path]:
    """Copy tables into the draft and return what was copied from where. Raises SourceError.

    With `whole`, the files are all there is of the dataset: tables it had before and has no more are dropped.
    """
    if whole and target.exists():
        shutil.rmtree(target)
    target.mkdir(parents=True, exist_ok=True)
    origins: dict[Path, Path] = {}
    for file in files:
        try:
            data = file.read_bytes()
        except OSError as error:
            raise SourceError(f"{file} cannot be read: {error.strerror or error}") from error
        (target / file.name).write_bytes(data)
        origins[target / file.name] = file
    return origins


def digest_tables(place: Path, pattern: str = "*.csv") -> str:
    """A digest of all files of a folder that match, to see whether anything changed."""
    digest = sha256()
    for file in sorted(place.rglob(pattern)):
        digest.update(f"{file.relative_to(place)}\0".encode() + file.read_bytes())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Curated:
    """What all tables say, but for unverified rows, which are counted: documents by path, and relations between them.

    `claimed` are the paths of documents that no table describes, only the national dataset.
    """

    documents: Mapping[str, Document]
    relations: tuple[Relation, ...]
    unverified: int
    claimed: Container[str] = frozenset()


def read_curated(sources: Path, given: Collection[str] = ()) -> Curated:
    """Read all tables kept in a folder; the datasets that were `given` now are looked at more closely than those kept before.

    Raises SourceError for all rows that are wrong.
    """
    tables = _read_datasets(sources, given)
    documents = merge_documents(d for table in tables for d in table.documents)
    kept = {path: d for path, d in documents.items() if d.certainty is not Certainty.UNVERIFIED}
    relations = merge_relations(r for table in tables for r in table.relations)
    refuse_circles(relations)
    loaded = tuple(r for r in relations if r.certainty is not Certainty.UNVERIFIED and r.source in kept and r.target in kept)
    return Curated(kept, loaded, len(documents) - len(kept) + len(relations) - len(loaded))


def table_quads(tables: Curated) -> Iterator[Quad]:
    """What the tables say: facts in the curated graph, relations that are inferred in that one."""
    curated, inferred = graph("curated"), graph("inferred")
    for document in tables.documents.values():
        yield from document_quads(document, type_label(document.type), curated)
    for relation in tables.relations:
        yield from relation_quads(relation, curated if relation.certainty is Certainty.VERIFIED else inferred)


def _read_datasets(sources: Path, given: Collection[str]) -> list[Tables]:
    """Read all datasets; one may name the documents of any other. The gazetteer comes first: others know better."""
    datasets = sorted((p for p in sources.iterdir() if p.is_dir()), key=lambda p: (p.name != "vn", p.name))
    known = set().union(*map(document_ids, datasets))
    tables, mistakes = list[Tables](), Mistakes()
    with mistakes.telling():
        for dataset in datasets:
            with mistakes.noting():
                tables.append(read_folder(dataset, known, former=dataset.name not in given))
    return tables


def vocabulary_quads() -> Iterable[Quad]:
    """The vocabulary, with the bodies, areas and units of its schemes, whose members all have their names as two properties.

    Some ask for `rdfs:label`, others for `skos:prefLabel`, and no reasoner tells them that the second is a kind of the first.
    """
    names = term("rdfs:label"), term("skos:prefLabel")
    stated: dict[Quad, None] = {}
    for quad in _vocabulary(graph("ontology")):
        stated[quad] = None
        if quad.predicate in names and isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(_SCHEMES):
            stated.update({Quad(quad.subject, name, quad.object, quad.graph_name): None for name in names})
    return stated


_SCHEMES = f"{BASE}vocabulary/"


def _vocabulary(place: NamedNode) -> Iterator[Quad]:
    for file in sorted(folder("ontology").glob("*.ttl")):
        if file.name != "shapes.ttl":
            for quad in parse(path=str(file), format=RdfFormat.TURTLE, rename_blank_nodes=True):
                yield Quad(quad.subject, quad.predicate, quad.object, place)
    for body in bodies().values():
        yield from body_quads(body, place)
        yield Quad(concept("body", body.code), term("skos:inScheme"), concept_scheme("body"), place)
    yield from _area_quads(Area("vn", "Việt Nam", "Viet Nam"), "Việt Nam", "Viet Nam", place)
    for area in areas().values():
        yield from _area_quads(area, area_label(area.code), area_label(area.code, "en"), place)
    for code, (vi, en) in UNITS.items():
        node = concept("subdivision", code)
        yield Quad(node, term("rdf:type"), term("skos:Concept"), place)
        yield Quad(node, term("skos:inScheme"), concept_scheme("subdivision"), place)
        yield Quad(node, term("skos:notation"), Literal(code), place)
        yield Quad(node, term("rdfs:label"), Literal(vi, language="vi"), place)
        yield Quad(node, term("rdfs:label"), Literal(en, language="en"), place)


def _area_quads(area: Area, vi: str, en: str, place: NamedNode) -> Iterator[Quad]:
    """State an area, its days and what took over from it."""
    node = concept("area", area.code)
    said: list[tuple[str, NamedNode | Literal | None]] = [
        ("rdf:type", term("skos:Concept")),
        ("skos:inScheme", concept_scheme("area")),
        ("skos:notation", Literal(area.code)),
        ("rdfs:label", Literal(vi, language="vi")),
        ("rdfs:label", Literal(en, language="en")),
        ("lg:valid_from", _day(area.valid_from)),
        ("lg:valid_until", _day(area.valid_until)),
        ("lg:certainty", concept("certainty", area.period_certainty) if area.period_certainty else None),
    ]
    for name, value in said:
        if value is not None:
            yield Quad(node, term(name), value, place)
    for successor in area.successors:
        yield Quad(concept("area", successor), term("lg:successor_of"), node, place)


def _day(value: date | None) -> Literal | None:
    return Literal(value.isoformat(), datatype=term("xsd:date")) if value else None
