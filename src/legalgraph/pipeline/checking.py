"""The rules, checked on all of a store, or on the part of it that a change bears on."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from pathlib import Path

from pyoxigraph import NamedNode, Store

from legalgraph.errors import ValidationFailed
from legalgraph.pipeline.change import Change
from legalgraph.pipeline.progress import Meter, Progress
from legalgraph.queries.some import path_of_iri
from legalgraph.rdf.rules import broken, rules
from legalgraph.rdf.validation import Finding
from legalgraph.rdf.vocab import term
from legalgraph.resources import folder
from legalgraph.store.embedded import telling_damage

_FILE = "warnings.json"


def broken_rules(store: Store, progress: Progress) -> list[Finding]:
    """Every rule the store breaks, violations first. Raises StoreError where the store is damaged."""
    shapes = rules(folder("ontology") / "shapes.ttl")
    with telling_damage():
        return broken(store, shapes, Meter(progress, "checking the rules", len(shapes)).step)


def warnings_of(findings: Sequence[Finding]) -> list[Finding]:
    """The findings, when they are all warnings. Raises ValidationFailed when a rule of severity Violation is broken."""
    violations = [f for f in findings if f.severity == "violation"]
    if violations:
        shown = "\n".join(f"  {f.words('en')}" for f in violations[:20])
        more = f"\n  … and {len(violations) - 20} more" if len(violations) > 20 else ""
        raise ValidationFailed(f"{len(violations)} broken rule(s); nothing was published:\n{shown}{more}")
    return list(findings)


def broken_by(store: Store, change: Change, before: Iterable[Finding], progress: Progress) -> list[Finding]:
    """Every rule the store breaks after a change, given those broken before it; as `broken_rules` finds them.

    Whether a node keeps the rules is told by what is said of it, by the classes and days of signing of the nodes it leads to, and by
    the ways of succession that begin at it: shapes look no further.
    """
    part, nodes = _around(store, _borne_upon(store, change))
    names = {node.value for node in nodes} | {path_of_iri(node.value) for node in nodes}
    found = [finding for finding in broken_rules(part, progress) if finding.subject in names]
    found += [finding for finding in before if finding.subject not in names]
    return sorted(found, key=lambda f: (f.severity != "violation", f.shape, f.subject, f.value))


def _borne_upon(store: Store, change: Change) -> set[NamedNode]:
    """The nodes that may keep other rules than before: those of which something else is said, and those that lead to some of them."""
    quads = [*change.removed, *change.added]
    nodes = {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}
    other = {quad.subject for quad in quads if quad.predicate in (_CLASS, _DAY) and isinstance(quad.subject, NamedNode)}
    for node in other:
        nodes.update(q.subject for q in store.quads_for_pattern(None, None, node, None) if isinstance(q.subject, NamedNode))
    return nodes


def _around(store: Store, nodes: Iterable[NamedNode]) -> tuple[Store, set[NamedNode]]:
    """A store of what is said of some nodes and of all that come before them, and of what rules may ask of others for them.

    The nodes are returned, too.
    """
    part = Store()
    border, seen = set(nodes), set[NamedNode]()
    while border:
        part.extend(quads := [quad for node in border for quad in store.quads_for_pattern(node, None, None, None)])
        seen |= border
        border = {quad.object for quad in quads if quad.predicate in _SUCCESSION and isinstance(quad.object, NamedNode)} - seen
    ends = {quad.object for quad in part if isinstance(quad.object, NamedNode)} - seen
    part.extend(quad for end in ends for name in (_CLASS, _DAY) for quad in store.quads_for_pattern(end, name, None, None))
    return part, seen


_CLASS, _DAY = term("rdf:type"), term("eli:date_document")
_SUCCESSION = (term("lg:replaces"), term("lg:succeeds"))


def write_warnings(place: Path, findings: Iterable[Finding]) -> None:
    """Keep the warnings with a snapshot. Raises OSError."""
    (place / _FILE).write_text(json.dumps([astuple(finding) for finding in findings], ensure_ascii=False, indent=0), "utf-8")


def read_warnings(place: Path) -> list[Finding] | None:
    """The warnings kept with a snapshot; None when there is no list of them."""
    try:
        return [Finding(*values) for values in json.loads((place / _FILE).read_text("utf-8"))]
    except (OSError, ValueError, TypeError):
        return None
