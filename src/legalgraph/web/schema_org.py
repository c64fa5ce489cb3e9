"""The facts of a document in schema.org words, for search engines: `Legislation` mirrors ELI."""

from collections import defaultdict
from collections.abc import Iterable

from legalgraph.model.document import Document
from legalgraph.model.identity import ELI_BASE
from legalgraph.model.relation import CHANGING, Certainty, Relation
from legalgraph.registry import body_label, type_label

Value = str | list[str] | list[dict[str, str]]

# Relation kind of the acting document ▶ property. Only what is certain is told to machines that cannot weigh it.
_PROPERTIES = {
    "replaces": "legislationRepeals",
    "repeals": "legislationRepeals",
    "ends": "legislationRepeals",
    "commences": "legislationCommences",
    "corrects": "legislationCorrects",
    "consolidates": "legislationConsolidates",
    "carries_out": "legislationEnsuresImplementationOf",
    **dict.fromkeys(CHANGING, "legislationAmends"),
}


def legislation(document: Document, relations: Iterable[Relation]) -> dict[str, Value]:
    """A JSON-LD object; empty for what is not an identified document."""
    if not document.identified:
        return {}
    said: dict[str, Value] = {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "@id": document.iri,
        "name": f"{type_label(document.type)} {document.number or ''}".strip(),
        "description": document.title,
        "inLanguage": "vi",
        "legislationType": type_label(document.type),
        "legislationJurisdiction": "VN",
    }
    if document.number:
        said["legislationIdentifier"] = document.number
    if document.signed:
        said["legislationDate"] = document.signed.isoformat()
    if document.issuers:
        said["legislationPassedBy"] = [{"@type": "GovernmentOrganization", "name": body_label(code)} for code in document.issuers]
    acts: dict[str, set[str]] = defaultdict(set)
    for relation in relations:
        name = _PROPERTIES.get(relation.kind)
        if name and relation.source == document.path and relation.certainty is Certainty.VERIFIED:
            acts[name].add(ELI_BASE + relation.target)
    return said | {name: sorted(targets) for name, targets in sorted(acts.items())}
