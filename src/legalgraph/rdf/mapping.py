"""The mapping of documents, relations and their evidence to quads and back, each the inverse of the other."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from hashlib import sha256

from pyoxigraph import Literal, NamedNode, Quad, Triple

from legalgraph.errors import InvalidIdentifier
from legalgraph.model.document import Body, Conflict, Document, EntryRule, SourceText, Status, in_symbol_order, says_type
from legalgraph.model.identity import BASE, ELI_BASE
from legalgraph.model.number import Number
from legalgraph.model.provision import Provision
from legalgraph.model.rank import rank_of_path
from legalgraph.model.relation import ENDING_PART, Certainty, Evidence, Operation, Quote, Relation, kind
from legalgraph.rdf.said import Described, Description, Node, Said, code_said, day_said
from legalgraph.rdf.vocab import VIETNAMESE, concept, local_name, term

_XSD_DATE = term("xsd:date")
_XSD_YEAR = term("xsd:gYear")
_XSD_INTEGER = term("xsd:integer")


def _day(value: date) -> Literal:
    return Literal(value.isoformat(), datatype=_XSD_DATE)


def describe(triples: Iterable[Quad | Triple]) -> dict[str, dict[str, list[Node]]]:
    """Group statements by subject and predicate, as the `…_from` functions read them."""
    found: dict[str, dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
    for statement in triples:
        subject = statement.subject
        if isinstance(subject, NamedNode):
            found[subject.value][statement.predicate.value].append(statement.object)
    return found


def _path(iri: str) -> str:
    return iri.removeprefix(ELI_BASE) if iri.startswith(ELI_BASE) else iri.removeprefix(BASE)


def iri_of(path: str) -> NamedNode:
    """The IRI of a document, citation or text path."""
    return NamedNode((BASE if path.startswith("text/") else ELI_BASE) + path)


def document_label(document: Document, type_label: str) -> str:
    """What the document is called: type and number, else type and title, which says the type once."""
    if document.number:
        return f"{type_label} {document.number}"
    return document.title if says_type(document.title, type_label) else f"{type_label}: {document.title}"


def document_quads(document: Document, type_label: str, graph: NamedNode) -> Iterator[Quad]:
    """State what is known of a document or of something known only by citation."""
    node = NamedNode(document.iri)
    said: list[tuple[str, Node | None]] = [
        ("rdf:type", term("eli:LegalResource") if document.identified else term("lg:Citation")),
        ("rdfs:label", Literal(document_label(document, type_label), language="vi")),
        ("dcterms:title", Literal(document.title, language="vi")),
        ("eli:type_document", concept("type", document.type)),
        ("lg:slug", Literal(document.path)),
        ("eli:id_local", Literal(document.number) if document.number else None),
        ("eli:jurisdiction", concept("area", document.area or "vn")),
        ("lg:signed_by", Literal(document.signer) if document.signer else None),
        ("eli:date_document", _day(document.signed) if document.signed else None),
        ("eli:date_publication", _day(document.published) if document.published else None),
        ("eli:first_date_entry_in_force", _day(document.in_force_from) if document.in_force_from else None),
        ("lg:in_force_rule", Literal(document.in_force_rule.value) if document.in_force_rule else None),
        ("eli:date_no_longer_in_force", _day(document.in_force_until) if document.in_force_until else None),
        ("lg:period_from", Literal(f"{document.period_from:04d}", datatype=_XSD_YEAR) if document.period_from else None),
        ("lg:period_until", Literal(f"{document.period_until:04d}", datatype=_XSD_YEAR) if document.period_until else None),
        ("lg:claimed_status", concept("status", document.status) if document.status else None),
        ("lg:claimed_status_as_of", _day(document.status_as_of) if document.status_as_of else None),
        ("lg:status_basis", Literal(document.status_basis, language="vi") if document.status_basis else None),
        ("lg:certainty", concept("certainty", document.certainty)),
        ("lg:note", Literal(document.note, language="vi") if document.note else None),
    ]
    ordinal = _ordinal(document)
    said.append(("eli:number", Literal(ordinal) if ordinal else None))
    said += [("eli:passed_by", concept("body", code)) for code in document.issuers]
    said += [("dcterms:source", _source(url)) for url in document.sources]
    said += [("dcterms:subject", Literal(subject, language="vi")) for subject in document.subjects]
    if document.identified:
        rank = rank_of_path(document.path)
        said.append(("lg:legal_rank", Literal(str(rank), datatype=_XSD_INTEGER) if rank else None))
        yield from _expression_quads(node, document.title, graph)
    for name, value in said:
        if value is not None:
            yield Quad(node, term(name), value, graph)
    for conflict in document.conflicts:
        yield from _conflict_quads(node, conflict, graph)


def _ordinal(document: Document) -> str | None:
    if document.identified:
        return document.key.ordinal
    try:
        return Number.parse(document.number or "").ordinal_slug
    except InvalidIdentifier:
        return None


def _source(url: str) -> Node:
    try:
        return NamedNode(url) if url.startswith(("http://", "https://")) else Literal(url)
    except ValueError:  # an address that breaks the rules of IRIs is kept as text
        return Literal(url)


def _expression_quads(node: NamedNode, title: str, graph: NamedNode) -> Iterator[Quad]:
    expression = NamedNode(node.value + "/vie")
    yield Quad(node, term("eli:is_realized_by"), expression, graph)
    yield Quad(expression, term("rdf:type"), term("eli:LegalExpression"), graph)
    yield Quad(expression, term("eli:realizes"), node, graph)
    yield Quad(expression, term("eli:language"), VIETNAMESE, graph)
    yield Quad(expression, term("eli:title"), Literal(title, language="vi"), graph)


_CONFLICT_FIELDS = {
    "field": "lg:conflict_field",
    "value_a": "lg:conflict_value_a",
    "source_a": "lg:conflict_source_a",
    "value_b": "lg:conflict_value_b",
    "source_b": "lg:conflict_source_b",
    "adopted": "lg:conflict_adopted",
}


def _conflict_quads(node: NamedNode, conflict: Conflict, graph: NamedNode) -> Iterator[Quad]:
    values = {name: getattr(conflict, name) for name in _CONFLICT_FIELDS}
    digest = sha256("\x1f".join([node.value, *values.values()]).encode()).hexdigest()[:12]
    conflict_node = NamedNode(f"{BASE}conflict/{digest}")
    yield Quad(node, term("lg:has_conflict"), conflict_node, graph)
    yield Quad(conflict_node, term("rdf:type"), term("lg:Conflict"), graph)
    for name, value in values.items():
        if value:
            yield Quad(conflict_node, term(_CONFLICT_FIELDS[name]), Literal(value), graph)
    if conflict.note:
        yield Quad(conflict_node, term("lg:note"), Literal(conflict.note, language="vi"), graph)


def document_from(iri: str, descriptions: Mapping[str, Description]) -> Document:
    """Read a document back from `describe(…)` of its quads. Raises KeyError when `iri` is not described."""
    return document_of(iri, Described(descriptions[iri]), descriptions)


def document_of(iri: str, said: Said, descriptions: Mapping[str, Description]) -> Document:
    """Read a document back from what is said of it; only its conflicts are looked for among the descriptions."""
    area = code_said(said, "eli:jurisdiction")
    status, rule, certainty = code_said(said, "lg:claimed_status"), said.first("lg:in_force_rule"), code_said(said, "lg:certainty")
    period_from, period_until = said.first("lg:period_from"), said.first("lg:period_until")
    conflicts = (node.value for node in said.all("lg:has_conflict") if isinstance(node, NamedNode))
    return Document(
        path=_path(iri),
        type=code_said(said, "eli:type_document") or "text",
        title=said.first("dcterms:title") or "",
        number=said.first("eli:id_local"),
        area=None if area == "vn" else area,
        issuers=in_symbol_order((local_name(node) for node in said.all("eli:passed_by")), said.first("eli:id_local")),
        signer=said.first("lg:signed_by"),
        signed=day_said(said, "eli:date_document"),
        published=day_said(said, "eli:date_publication"),
        in_force_from=day_said(said, "eli:first_date_entry_in_force"),
        in_force_rule=EntryRule(rule) if rule else None,
        in_force_until=day_said(said, "eli:date_no_longer_in_force"),
        period_from=int(period_from) if period_from else None,
        period_until=int(period_until) if period_until else None,
        status=Status(status) if status else None,
        status_as_of=day_said(said, "lg:claimed_status_as_of"),
        status_basis=said.first("lg:status_basis"),
        certainty=Certainty(certainty) if certainty else Certainty.VERIFIED,
        sources=tuple(sorted(n.value for n in said.all("dcterms:source") if not isinstance(n, Triple))),
        note=said.first("lg:note"),
        conflicts=tuple(_conflict_from(Described(descriptions[node])) for node in sorted(conflicts) if node in descriptions),
        subjects=tuple(sorted(n.value for n in said.all("dcterms:subject") if isinstance(n, Literal))),
    )


def _conflict_from(said: Said) -> Conflict:
    values = {name: said.first(prop) or "" for name, prop in _CONFLICT_FIELDS.items()}
    return Conflict(**values, note=said.first("lg:note"))


def provision_iri(path: str, provision: Provision) -> NamedNode:
    """The IRI of a place in a document."""
    return NamedNode(f"{iri_of(path).value}/{provision.path}")


def provision_quads(path: str, provision: Provision, graph: NamedNode) -> Iterator[Quad]:
    """State a place in a document whose text is not there to say more of it."""
    node = provision_iri(path, provision)
    yield Quad(node, term("rdf:type"), term("eli:LegalResourceSubdivision"), graph)
    yield Quad(node, term("eli:is_part_of"), iri_of(path), graph)
    yield Quad(node, term("eli:type_subdivision"), concept("subdivision", provision.steps[-1][0]), graph)
    yield Quad(node, term("rdfs:label"), Literal(provision.words("vi"), language="vi"), graph)


def relation_quads(relation: Relation, graph: NamedNode) -> Iterator[Quad]:
    """State a relation twice: as plain triples (inverse and super-properties too) and as a node with its evidence."""
    if relation.target_provision:
        yield from provision_quads(relation.target, relation.target_provision, graph)
    if relation.source_provision:
        yield from provision_quads(relation.source, relation.source_provision, graph)
    yield from plain_quads(relation, graph)
    yield from relation_node_quads(relation, graph)


def plain_quads(relation: Relation, graph: NamedNode) -> Iterator[Quad]:
    """State a relation as triples between its ends, for the whole target and for the place in it."""
    source, the_kind = iri_of(relation.source), kind(relation.kind)
    names, inverses = (the_kind.predicate, *the_kind.parents), (the_kind.inverse, *the_kind.inverse_parents)
    yield from _between(source, iri_of(relation.target), names, inverses, graph)
    if relation.target_provision:
        if the_kind.code in ENDING_PART:  # of the document a part falls, but the place as a whole
            names, inverses = (*names, "eli:repeals"), (*inverses, "eli:repealed_by")
        yield from _between(source, provision_iri(relation.target, relation.target_provision), names, inverses, graph)


def _between(
    source: NamedNode, end: NamedNode, names: Iterable[str], inverses: Iterable[str | None], graph: NamedNode
) -> Iterator[Quad]:
    for name in names:
        yield Quad(source, term(name), end, graph)
    for inverse in inverses:
        if inverse:
            yield Quad(end, term(inverse), source, graph)


def relation_node_quads(relation: Relation, graph: NamedNode) -> Iterator[Quad]:
    """State a relation as a node with its places, days, certainty and evidence."""
    node, source, target = NamedNode(relation.iri), iri_of(relation.source), iri_of(relation.target)
    said: list[tuple[str, Node | None]] = [
        ("rdf:type", term("lg:Relation")),
        ("rdf:type", term("lg:Operation") if relation.operation else None),
        ("lg:kind", concept("relation", relation.kind)),
        ("lg:source", source),
        ("lg:target", target),
        ("lg:effective_from", _day(relation.effective_from) if relation.effective_from else None),
        ("lg:until", _day(relation.until) if relation.until else None),
        ("lg:certainty", concept("certainty", relation.certainty)),
        ("lg:rule", Literal(relation.rule) if relation.rule else None),
        ("lg:condition", Literal(relation.condition, language="vi") if relation.condition else None),
        ("lg:exception", Literal(relation.exception, language="vi") if relation.exception else None),
        *(("lg:place", Literal(place)) for place in relation.places),
        *_operation(relation.operation),
    ]
    if relation.source_provision:
        said.append(("lg:source_provision", provision_iri(relation.source, relation.source_provision)))
    if relation.target_provision:
        said.append(("lg:target_provision", provision_iri(relation.target, relation.target_provision)))
    for name, value in said:
        if value is not None:
            yield Quad(node, term(name), value, graph)
    yield from evidence_quads(relation, graph)


def evidence_quads(relation: Relation, graph: NamedNode) -> Iterator[Quad]:
    """State the evidence of a relation, without what else is known of it."""
    for evidence in relation.evidence:
        yield from _evidence_quads(NamedNode(relation.iri), evidence, graph)


def _operation(operation: Operation | None) -> Iterator[tuple[str, Node | None]]:
    if operation:
        yield "lg:action", Literal(operation.action)
        yield "lg:anchor", Literal(operation.anchor) if operation.anchor else None
        yield "lg:old_text", Literal(operation.old_text, language="vi") if operation.old_text else None
        yield "lg:new_text", Literal(operation.new_text, language="vi") if operation.new_text else None


def _evidence_quads(relation: NamedNode, evidence: Evidence, graph: NamedNode) -> Iterator[Quad]:
    quote = evidence.quote
    where = f"{quote.start}-{quote.end}" if quote else ""
    parts = (evidence.kind, evidence.url or "", evidence.note or "", evidence.note_en or "", where)
    node = NamedNode(f"{relation.value}/evidence/{sha256(chr(31).join(parts).encode()).hexdigest()[:8]}")
    yield Quad(relation, term("lg:evidence"), node, graph)
    yield Quad(node, term("rdf:type"), term("lg:Evidence"), graph)
    yield Quad(node, term("lg:evidence_kind"), Literal(evidence.kind), graph)
    if evidence.url:
        yield Quad(node, term("dcterms:source"), _source(evidence.url), graph)
    if evidence.note:
        yield Quad(node, term("lg:note"), Literal(evidence.note, language="vi"), graph)
    if evidence.note_en:
        yield Quad(node, term("lg:note"), Literal(evidence.note_en, language="en"), graph)
    if quote:
        yield from _quote_quads(node, quote, graph)


def _quote_quads(node: NamedNode, quote: Quote, graph: NamedNode) -> Iterator[Quad]:
    words, place = NamedNode(node.value + "/quote"), NamedNode(node.value + "/position")
    said: list[tuple[NamedNode, str, Node]] = [
        (node, "oa:hasSelector", words),
        (node, "oa:hasSelector", place),
        (words, "rdf:type", term("oa:TextQuoteSelector")),
        (words, "oa:exact", Literal(quote.exact)),
        *((words, name, Literal(around)) for name, around in (("oa:prefix", quote.prefix), ("oa:suffix", quote.suffix)) if around),
        (place, "rdf:type", term("oa:TextPositionSelector")),
        (place, "oa:start", Literal(str(quote.start), datatype=_XSD_INTEGER)),
        (place, "oa:end", Literal(str(quote.end), datatype=_XSD_INTEGER)),
    ]
    for subject, name, value in said:
        yield Quad(subject, term(name), value, graph)


def relation_from(iri: str, descriptions: Mapping[str, Description]) -> Relation:
    """Read a relation back from `describe(…)` of its quads. Raises KeyError when `iri` is not described."""
    return relation_of(Described(descriptions[iri]), descriptions)


def relation_of(said: Said, descriptions: Mapping[str, Description]) -> Relation:
    """Read a relation back from what is said of it; only its evidence is looked for among the descriptions."""
    source, target = said.first("lg:source") or "", said.first("lg:target") or ""
    certainty = code_said(said, "lg:certainty")
    nodes = sorted(n.value for n in said.all("lg:evidence") if isinstance(n, NamedNode))
    evidence = sorted((_evidence_from(node, descriptions) for node in nodes if node in descriptions), key=lambda e: e.order)
    return Relation(
        source=_path(source),
        target=_path(target),
        kind=code_said(said, "lg:kind") or "",
        source_provision=_provision(said, "lg:source_provision", source),
        target_provision=_provision(said, "lg:target_provision", target),
        effective_from=day_said(said, "lg:effective_from"),
        until=day_said(said, "lg:until"),
        certainty=Certainty(certainty) if certainty else Certainty.VERIFIED,
        rule=said.first("lg:rule"),
        places=tuple(sorted(n.value for n in said.all("lg:place") if isinstance(n, Literal))),
        condition=said.first("lg:condition"),
        exception=said.first("lg:exception"),
        operation=_operation_from(said),
        evidence=tuple(evidence),
    )


def _operation_from(said: Said) -> Operation | None:
    action = said.first("lg:action")
    if action is None:
        return None
    return Operation(action, said.first("lg:anchor"), said.first("lg:old_text"), said.first("lg:new_text"))


def _provision(said: Said, name: str, of: str) -> Provision | None:
    value = said.first(name)
    return Provision.parse(value.removeprefix(of + "/")) if value else None


def _evidence_from(iri: str, descriptions: Mapping[str, Description]) -> Evidence:
    said = Described(descriptions[iri])
    notes = [n for n in said.all("lg:note") if isinstance(n, Literal)]
    quote = None
    if iri + "/quote" in descriptions and iri + "/position" in descriptions:
        words, place = (Described(descriptions[iri + part]) for part in ("/quote", "/position"))
        quote = Quote(
            exact=words.first("oa:exact") or "",
            prefix=words.first("oa:prefix") or "",
            suffix=words.first("oa:suffix") or "",
            start=int(place.first("oa:start") or 0),
            end=int(place.first("oa:end") or 0),
        )
    return Evidence(
        kind=said.first("lg:evidence_kind") or "",
        url=said.first("dcterms:source"),
        note=next((n.value for n in notes if n.language == "vi"), None),
        note_en=next((n.value for n in notes if n.language == "en"), None),
        quote=quote,
    )


def body_quads(body: Body, graph: NamedNode) -> Iterator[Quad]:
    """State an issuing body."""
    node = concept("body", body.code)
    said: list[tuple[str, Node | None]] = [
        ("rdf:type", term("lg:Body")),
        ("rdf:type", term("eli:Organization")),
        ("rdfs:label", Literal(body.vi, language="vi")),
        ("rdfs:label", Literal(body.en, language="en") if body.en else None),
        ("lg:code", Literal(body.code)),
        ("lg:valid_from", _day(body.valid_from) if body.valid_from else None),
        ("lg:valid_until", _day(body.valid_until) if body.valid_until else None),
        ("lg:area", concept("area", body.area) if body.area else None),
        ("lg:certainty", concept("certainty", body.certainty)),
    ]
    for name, value in said:
        if value is not None:
            yield Quad(node, term(name), value, graph)
    for successor in body.successors:
        yield Quad(concept("body", successor), term("lg:successor_of"), node, graph)


def text_quads(text: SourceText, graph: NamedNode) -> Iterator[Quad]:
    """State a text that cites documents; the NFC text itself is kept so that every offset can be checked."""
    node = NamedNode(text.iri)
    yield Quad(node, term("rdf:type"), term("lg:SourceText"), graph)
    yield Quad(node, term("lg:slug"), Literal(text.path), graph)
    yield Quad(node, term("rdfs:label"), Literal(text.name, language="vi"), graph)
    yield Quad(node, term("dcterms:title"), Literal(text.name, language="vi"), graph)
    yield Quad(node, term("lg:text"), Literal(text.text, language="vi"), graph)
    if text.note:
        yield Quad(node, term("lg:note"), Literal(text.note, language="vi"), graph)
