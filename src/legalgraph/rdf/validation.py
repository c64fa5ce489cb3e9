"""Checks a graph against the SHACL shapes of `ontology/shapes.ttl` and tells in words what breaks which rule."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, Triple, serialize

from legalgraph.rdf.vocab import PREFIXES, prefixed

if TYPE_CHECKING:
    import rdflib


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule. `severity` is violation or warning; `subject` the path or IRI; `value` what is wrong there."""

    severity: str
    shape: str
    subject: str
    label: str
    property: str
    value: str
    message_vi: str
    message_en: str

    def words(self, language: str = "vi") -> str:
        """One line for people: what, where, and what should hold."""
        message = self.message_vi if language == "vi" else self.message_en
        place = f" {self.property}" if self.property else ""
        value = f" = {self.value}" if self.value else ""
        named = f"{self.label} <{self.subject}>" if self.label else self.subject
        return f"{named}{place}{value}: {message} [{self.shape}]"


def check(triples: Iterable[Triple], shapes: Path) -> list[Finding]:
    """Return every broken rule, violations first; an empty list when all rules hold."""
    # Heavy to import, and most commands never validate.
    import pyshacl
    import rdflib
    from rdflib.namespace import RDF, SH

    buffer = io.BytesIO()
    serialize(triples, buffer, RdfFormat.N_TRIPLES)
    data = rdflib.Graph().parse(data=buffer.getvalue(), format="nt")
    rules = rdflib.Graph().parse(shapes, format="turtle")
    # inplace: the copy of the data that pySHACL would make costs as much as the check.
    _, report, _ = pyshacl.validate(data, shacl_graph=rules, advanced=True, inplace=True, meta_shacl=False)
    if not isinstance(report, rdflib.Graph):
        raise TypeError(f"the validator failed: {report}")
    results = report.subjects(RDF.type, SH.ValidationResult)
    found = [_finding(report, result, data, rules) for result in results]
    return sorted(found, key=lambda f: (f.severity != "violation", f.shape, f.subject, f.value))


def _finding(
    report: "rdflib.Graph", result: "rdflib.term.Node", data: "rdflib.Graph", rules: "rdflib.Graph"
) -> Finding:
    import rdflib
    from rdflib.namespace import RDFS, SH

    slug = rdflib.URIRef(PREFIXES["lg"] + "slug")

    def value(predicate: "rdflib.URIRef") -> str:
        node = report.value(result, predicate)
        return "" if node is None or isinstance(node, rdflib.BNode) else prefixed(str(node))

    focus = report.value(result, SH.focusNode)
    shape = report.value(result, SH.sourceShape)
    messages = {m.language: str(m) for m in report.objects(result, SH.resultMessage) if isinstance(m, rdflib.Literal)}
    stated = rules.objects(shape, SH.message) if shape is not None else ()
    messages |= {m.language: str(m) for m in stated if isinstance(m, rdflib.Literal)}
    any_message = next(iter(messages.values()), "")
    severity = report.value(result, SH.resultSeverity)
    return Finding(
        severity="violation" if severity == SH.Violation else "warning",
        shape=str(shape).rsplit("#", 1)[-1],
        subject=str(data.value(focus, slug) or focus) if focus is not None else "",
        label=str(data.value(focus, RDFS.label) or "") if focus is not None else "",
        property=value(SH.resultPath),
        value=value(SH.value),
        message_vi=messages.get("vi", any_message),
        message_en=messages.get("en", any_message),
    )
