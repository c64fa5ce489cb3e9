"""Prefixes and terms that the editor completes."""

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from legalgraph.model.relation import kinds
from legalgraph.rdf.vocab import PREFIXES, prefixed
from legalgraph.web.live import View, keeping

Node = NamedNode | BlankNode | Literal | Triple


@keeping(2)
def vocabulary(view: View, language: str) -> dict[str, object]:
    """Prefixes and terms for the editor to complete."""
    rows = view.reader.engine.select(
        "SELECT ?term ?label (SAMPLE(?class) AS ?kind) WHERE { ?term a ?class ; rdfs:label ?label . "
        "FILTER STRSTARTS(STR(?term), STR(lg:)) } GROUP BY ?term ?label ORDER BY ?term"
    )
    terms = [_term(row["term"], label, row.get("kind")) for row in rows if (label := _worded(row["label"], language))]
    known = {entry["name"] for entry in terms}
    for relation in kinds().values():
        for name in (relation.predicate, relation.inverse):
            if name and name not in known:
                known.add(name)
                terms.append({"name": name, "label": relation.verb(language, inverse=name == relation.inverse), "kind": "property"})
    terms += [{"name": name, "label": "ELI", "kind": "property"} for name in _ELI if name not in known]
    terms += [{"name": f"eli:{name}", "label": "ELI", "kind": "class"} for name in ("LegalResource", "LegalExpression")]
    return {"prefixes": PREFIXES, "terms": terms}


_ELI = (
    "eli:id_local", "eli:number", "eli:type_document", "eli:date_document", "eli:date_publication", "eli:jurisdiction",
    "eli:first_date_entry_in_force", "eli:date_no_longer_in_force", "eli:in_force", "eli:passed_by", "eli:is_part_of",
    "eli:based_on", "eli:basis_for", "eli:changes", "eli:changed_by", "eli:repeals", "eli:repealed_by", "eli:related_to",
)  # fmt: skip


def _worded(label: Node, language: str) -> str | None:
    return label.value if isinstance(label, Literal) and label.language == language else None


def _term(name: Node, label: str, kind: Node | None) -> dict[str, str]:
    is_class = isinstance(kind, NamedNode) and kind.value.endswith("Class")
    iri = name.value if isinstance(name, NamedNode) else str(name)
    return {"name": prefixed(iri), "label": label, "kind": "class" if is_class else "property"}
