"""Invented documents about confectionery in a real store: every field, parallel relations, citations, a text."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Store, parse
from tests.reading import reader_of

from legalgraph.model.document import Conflict, Document, EntryRule, SourceText, Status
from legalgraph.model.provision import Provision
from legalgraph.model.relation import Certainty, Evidence, Quote, Relation
from legalgraph.queries.reader import Reader
from legalgraph.rdf.mapping import body_quads, document_quads, relation_quads, text_quads
from legalgraph.rdf.vocab import graph
from legalgraph.registry import bodies, type_label
from legalgraph.resources import folder

DAY = date(2024, 6, 1)

LAW = Document(
    path="luat/1999/3/qh10",
    type="luat",
    title="Luật Bánh kẹo",
    number="3/1999/QH10",
    issuers=("qh",),
    signed=date(1999, 5, 4),
    in_force_from=date(1999, 7, 1),
)
DECREE = Document(
    path="nd/2001/7/nd-cp",
    type="nd",
    title='Quy định về "kẹo lạc" & <bánh đậu>; giá > 0',
    number="7/2001/NĐ-CP",
    issuers=("cp", "bct"),
    signer="Nguyễn Văn Bịa",
    signed=date(2001, 2, 3),
    published=date(2001, 2, 20),
    in_force_rule=EntryRule.GAZETTE_PLUS_15D,
    status=Status.IN_FORCE,
    status_as_of=date(2030, 1, 1),
    status_basis="trang bịa",
    sources=("https://example.org/nd?so=7&nam=2001", "sổ tay"),
    note="Ghi chú,\ncó hai dòng",
    conflicts=(Conflict("signed", "2001-02-03", "nguồn a", "2001-02-04", "nguồn b", "a", "lệch một ngày"),),
    subjects=("Bánh kẹo", "Thương mại, dịch vụ"),
)
DECISION = Document(
    path="vn-18/qd/2003/8/qd-ubnd",
    type="qd",
    title="Phê duyệt chương trình kẹo",
    number="8/2003/QĐ-UBND",
    area="vn-18",
    period_from=2003,
    period_until=2008,
    in_force_until=date(2009, 1, 1),
    certainty=Certainty.INFERRED,
)
CIRCULAR = Document(path="tt/2002/5/tt-bct", type="tt", title="Hướng dẫn làm mứt", number="5/2002/TT-BCT")
CITATION = Document(path="citation/nghi-dinh-ve-mut", type="nd", title="Nghị định về mứt", certainty=Certainty.INFERRED)
TEXT = SourceText("ab12cd34ef56ab78", "Bản tin kẹo", "Căn cứ Nghị định số 7/2001/NĐ-CP về kẹo.")
DOCUMENTS = (LAW, DECREE, DECISION, CIRCULAR, CITATION)

QUOTE = Quote("Nghị định số 7/2001/NĐ-CP", "Căn cứ ", " về kẹo", 7, 32)
RELATIONS = (
    Relation(DECREE.path, LAW.path, "basis", evidence=(Evidence("recital", "https://example.org/a#1", note="viện dẫn"),)),
    Relation(
        DECREE.path,
        LAW.path,
        "details",
        target_provision=Provision.parse("dieu_5/khoan_2/diem_đ"),
        effective_from=date(2001, 3, 1),
        evidence=(Evidence("text", "https://example.org/a", note="một", note_en="one"), Evidence("page", note="hai")),
    ),
    Relation(DECISION.path, DECREE.path, "basis", evidence=(Evidence("reasoning", note="suy ra"),)),
    Relation(
        DECISION.path,
        DECREE.path,
        "adopts_programme",
        source_provision=Provision.parse("dieu_1"),
        target_provision=Provision.parse("dieu_2/khoan_1"),
        until=date(2008, 12, 31),
        certainty=Certainty.INFERRED,
        rule="programme_period",
    ),
    Relation(CIRCULAR.path, DECREE.path, "amends", target_provision=Provision.parse("dieu_3"), effective_from=date(2002, 1, 1)),
    Relation(CIRCULAR.path, CITATION.path, "basis"),
    Relation(TEXT.path, DECREE.path, "refers", evidence=(Evidence("text", quote=QUOTE),)),
)


def store_of(place: Path, documents: Iterable[Document], relations: Iterable[Relation], texts: Iterable[SourceText] = ()) -> Reader:
    """Write everything to a store on disk, with the ontology and the bodies named, and read it."""
    store = Store(str(place))
    store.bulk_extend(model_quads(documents, relations, texts))
    store.bulk_extend(quad for code in ("qh", "cp", "bct") for quad in body_quads(bodies()[code], graph("curated")))
    for path in sorted(folder("ontology").glob("*.ttl")):
        found = parse(path.read_bytes(), format=RdfFormat.TURTLE, rename_blank_nodes=True)
        store.bulk_extend(Quad(quad.subject, quad.predicate, quad.object, graph("ontology")) for quad in found)
    return reader_of(store, place.with_name("catalogue.sqlite"))


def model_quads(documents: Iterable[Document], relations: Iterable[Relation], texts: Iterable[SourceText] = ()) -> set[Quad]:
    """The statements of the model, inferred relations in a graph of their own, verified ones also as extracted."""
    quads: set[Quad] = set()
    for document in documents:
        quads.update(document_quads(document, type_label(document.type), graph("curated")))
    for relation in relations:
        inferred = relation.certainty is Certainty.INFERRED
        quads.update(relation_quads(relation, graph("inferred" if inferred else "curated")))
        if relation.kind == "basis":  # found by two ways: the triples stand in two named graphs
            quads.update(relation_quads(relation, graph("extracted")))
    for text in texts:
        quads.update(text_quads(text, graph("extracted")))
    return quads


def example(place: Path) -> Reader:
    """The documents and relations above in a store."""
    return store_of(place, DOCUMENTS, RELATIONS, [TEXT])


def many(place: Path, count: int) -> Reader:
    """A chain of invented decrees, each resting on the two before it."""
    documents = [
        replace(CIRCULAR, path=f"nd/{1950 + i % 70}/{i + 1}/nd-cp", type="nd", number=f"{i + 1}/{1950 + i % 70}/NĐ-CP", title=f"Kẹo số {i}")
        for i in range(count)
    ]
    relations = [Relation(documents[i].path, documents[i - back].path, "basis") for i in range(count) for back in (1, 2) if i >= back]
    return store_of(place, documents, relations)
