"""Curated tables ▶ the curated, inferred and ontology graphs, rebuilt from all tables kept with the snapshot."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from pyoxigraph import Literal, Quad, RdfFormat, parse

from legalgraph.errors import SourceError
from legalgraph.model.document import Document
from legalgraph.model.relation import Certainty
from legalgraph.pipeline.report import Report
from legalgraph.rdf.mapping import body_quads, document_quads, relation_quads
from legalgraph.rdf.vocab import concept, concept_scheme, graph, term
from legalgraph.registry import Area, areas, bodies, type_label
from legalgraph.resources import folder
from legalgraph.sources.tables import Tables, read_folder
from legalgraph.store.snapshots import Draft


def keep_tables(target: Path, files: Iterable[Path]) -> dict[Path, Path]:
    """Copy tables into the draft, replacing those of the same name; return what was copied from where. Raises SourceError."""
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


def digest_tables(place: Path) -> str:
    """A digest of all tables kept, to see whether anything changed."""
    digest = sha256()
    for file in sorted(place.rglob("*.csv")):
        digest.update(f"{file.relative_to(place)}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def rebuild_curated(draft: Draft, report: Report) -> None:
    """State what all tables say, but for unverified rows. Raises SourceError at the first wrong cell."""
    tables = list(_read_datasets(draft.sources_path))
    documents = merge_documents(d for table in tables for d in table.documents)
    kept = {path: d for path, d in documents.items() if d.certainty is not Certainty.UNVERIFIED}
    relations = [r for table in tables for r in table.relations]
    loaded = [
        r for r in relations if r.certainty is not Certainty.UNVERIFIED and r.source in kept and r.target in kept
    ]
    report.unverified = len(documents) - len(kept) + len(relations) - len(loaded)
    store = draft.store
    for name in ("curated", "inferred", "ontology"):
        store.clear_graph(graph(name))
    store.bulk_extend(_vocabulary_quads())
    curated = graph("curated")
    store.bulk_extend(q for d in kept.values() for q in document_quads(d, type_label(d.type), curated))
    store.bulk_extend(q for r in loaded if r.certainty is Certainty.VERIFIED for q in relation_quads(r, curated))
    inferred = [q for r in loaded if r.certainty is not Certainty.VERIFIED for q in relation_quads(r, graph("inferred"))]
    # The union of all graphs would give a triple that stands in two of them twice.
    store.bulk_extend([q for q in inferred if Quad(q.subject, q.predicate, q.object, curated) not in store])


def _read_datasets(sources: Path) -> Iterator[Tables]:
    """Read all datasets; one may name the documents of those before it in the alphabet and of the gazetteer."""
    known: set[str] = set()
    names = sorted((p for p in sources.iterdir() if p.is_dir()), key=lambda p: (p.name != "vn", p.name))
    for name in names:
        table = read_folder(name, known)
        known |= {d.path for d in table.documents}
        yield table


_MERGED_BY_UNION = ("sources", "conflicts")


def merge_documents(documents: Iterable[Document]) -> dict[str, Document]:
    """Join descriptions of one document: later datasets say what holds, earlier ones fill what they leave open."""
    merged: dict[str, Document] = {}
    for described in documents:
        document, known = described, merged.get(described.path)
        if known is not None:
            fills = {
                name: getattr(known, name)
                for name in Document.__dataclass_fields__
                if getattr(document, name) in (None, ()) and getattr(known, name) not in (None, ())
            }
            fills |= {
                name: tuple(dict.fromkeys((*getattr(document, name), *getattr(known, name)))) for name in _MERGED_BY_UNION
            }
            certainty = min(known.certainty, document.certainty, key=list(Certainty).index)
            document = replace(document, **fills, certainty=certainty)
        merged[document.path] = document
    return merged


def _vocabulary_quads() -> Iterator[Quad]:
    place = graph("ontology")
    for file in sorted(folder("ontology").glob("*.ttl")):
        if file.name != "shapes.ttl":
            for quad in parse(path=str(file), format=RdfFormat.TURTLE, rename_blank_nodes=True):
                yield Quad(quad.subject, quad.predicate, quad.object, place)
    for body in bodies().values():
        yield from body_quads(body, place)
    country = Area("vn", "Việt Nam", "Viet Nam", None, None)
    for area in (country, *areas().values()):
        node = concept("area", area.code)
        yield Quad(node, term("rdf:type"), term("skos:Concept"), place)
        yield Quad(node, term("skos:inScheme"), concept_scheme("area"), place)
        yield Quad(node, term("skos:notation"), Literal(area.code), place)
        yield Quad(node, term("rdfs:label"), Literal(area.vi, language="vi"), place)
        if area.en:
            yield Quad(node, term("rdfs:label"), Literal(area.en, language="en"), place)
