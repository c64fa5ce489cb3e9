"""The shapes of `ontology/shapes.ttl` as SPARQL queries, so that a whole store is checked in seconds.

pySHACL (`validation.check`) looks at one node after the other, some 15 ms each; here each constraint is one query over
the store. Only what our shapes use is understood; anything else raises, so that no rule is passed over in silence.
A test holds the two to the same findings.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolution, RdfFormat, Store

from legalgraph.rdf.validation import Finding
from legalgraph.rdf.vocab import PREFIXES, prefixed, term

_SH = PREFIXES["sh"]
_SHAPES = "https://w3id.org/legalgraph/shapes#"
_Term = NamedNode | BlankNode | Literal


@dataclass(frozen=True, slots=True)
class Rule:
    """One constraint of a shape: `query` selects ?this, and ?value where there is one, for all that breaks it."""

    shape: str
    severity: str
    path: str
    message_vi: str
    message_en: str
    query: str


def rules(shapes: Path) -> list[Rule]:
    """Read the shapes as rules. Raises ValueError for a shape this module does not understand."""
    graph = _Shapes(shapes)
    return [rule for node in graph.named() for rule in graph.rules(node)]


def broken(store: Store, rules: Sequence[Rule], watch: Callable[[], None] = lambda: None) -> list[Finding]:
    """Every broken rule in the union of all graphs, violations first, as `validation.check` gives them.

    Rules are checked on all cores; `watch` is called as each is done.
    """
    found: dict[tuple[str, str, str], Finding] = {}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for rule, breaks in zip(rules, pool.map(lambda rule: _breaks(store, rule), rules), strict=True):
            for this, value in breaks:
                finding = _finding(store, rule, this, value)
                found[(finding.shape, finding.subject, finding.value)] = finding
            watch()
    return sorted(found.values(), key=lambda f: (f.severity != "violation", f.shape, f.subject, f.value))


def _breaks(store: Store, rule: Rule) -> list[tuple[_Term, _Term | None]]:
    """What breaks a rule, with the value at fault. The engine's result is used up in the thread that asked for it."""
    solutions = store.query(rule.query, prefixes=PREFIXES, use_default_graph_as_union=True)
    with_value = "value" in _names(solutions)

    def wrong(row: QuerySolution) -> tuple[_Term, _Term | None]:
        # As in SHACL, what is wrong with a node as a whole is the node.
        return row["this"], row["value"] if with_value else None if rule.path else row["this"]

    try:
        return list(map(wrong, solutions))  # type: ignore[arg-type]
    finally:
        del solutions  # a traceback would keep it, for whichever thread clears that away


def _names(solutions: object) -> set[str]:
    return {variable.value for variable in solutions.variables}  # type: ignore[attr-defined]


def _finding(store: Store, rule: Rule, this: _Term, value: _Term | None) -> Finding:
    def said(name: str) -> str:
        values = sorted(q.object.value for q in store.quads_for_pattern(this, term(name), None, None))  # type: ignore[arg-type, union-attr]
        return values[0] if values else ""

    return Finding(
        severity=rule.severity,
        shape=rule.shape,
        subject=said("lg:slug") or _value(this),
        label=said("rdfs:label"),
        property=prefixed(rule.path) if rule.path else "",
        value="" if value is None or isinstance(value, BlankNode) else prefixed(_value(value)),
        message_vi=rule.message_vi,
        message_en=rule.message_en,
    )


def _value(node: _Term) -> str:
    return node.value


class _Shapes:
    """The shapes file, and the way from its constraints to SPARQL."""

    def __init__(self, path: Path) -> None:
        self._store = Store()
        self._store.load(path=str(path), format=RdfFormat.TURTLE)

    def named(self) -> list[NamedNode]:
        """All shapes that have a name of their own, sorted."""
        kinds = (NamedNode(_SH + "NodeShape"), NamedNode(_SH + "PropertyShape"))
        found = {q.subject for kind in kinds for q in self._store.quads_for_pattern(None, term("rdf:type"), kind, None)}
        return sorted((n for n in found if isinstance(n, NamedNode)), key=lambda n: n.value)

    def rules(self, node: NamedNode) -> Iterator[Rule]:
        """The rules of one shape: of the node itself, or of the properties it gathers."""
        target = self._target(node)
        if not target:
            return
        for shape in [node, *self._all(node, "property")]:
            if not isinstance(shape, NamedNode):
                raise TypeError(f"{node}: a property shape without a name")
            for query in self._queries(shape, target):
                yield self._rule(shape, query)

    def _rule(self, shape: NamedNode, query: str) -> Rule:
        words = {m.language: m.value for m in self._all(shape, "message") if isinstance(m, Literal)}
        path, severity = self._one(shape, "path"), self._one(shape, "severity")
        return Rule(
            shape=shape.value.removeprefix(_SHAPES),
            severity="warning" if severity == NamedNode(_SH + "Warning") else "violation",
            path=path.value if path else "",
            message_vi=words.get("vi", ""),
            message_en=words.get("en", ""),
            query=query,
        )

    def _target(self, node: NamedNode) -> str:
        """A pattern of the nodes that a shape is about; nothing for a shape without targets."""
        classes, properties = self._all(node, "targetClass"), self._all(node, "targetSubjectsOf")
        if classes and properties:
            raise ValueError(f"{node}: targets of two sorts are not understood")
        if classes:
            return f"VALUES ?class {{ {' '.join(map(str, classes))} }} ?this a ?class ."
        return f"VALUES ?property {{ {' '.join(map(str, properties))} }} ?this ?property ?any ." if properties else ""

    def _queries(self, shape: NamedNode, target: str) -> Iterator[str]:
        """One query for each constraint of a shape, on the nodes of a target.

        An index is read from one end to the other where that will do, and what is only to be found in rows that break the rule is
        asked of those alone: in a store of many files it is dear to ask an index for one node after the other.
        """
        path = self._one(shape, "path")
        for name, value in self._constraints(shape):
            if name == "sparql":
                inner = self._one(value, "select")
                text = _value(inner).replace("$this", "?this") if inner else ""
                yield f"SELECT DISTINCT * WHERE {{ {{ {text} }} FILTER EXISTS {{ {target} }} }}"
            elif path is None:
                yield f"SELECT DISTINCT ?this (?this AS ?value) WHERE {{ {self._failing(name, value, target)} }}"
            elif name == "maxCount":
                yield f"SELECT DISTINCT ?this WHERE {{ {self._exceeding(value, path, target)} }}"
            elif name == "minCount":
                yield f"SELECT DISTINCT ?this WHERE {{ {self._lacking(value, path, target)} }}"
            elif name == "disjoint":
                both = " ".join(f"{{ SELECT ?this ?value {{ ?this {one} ?value }} }}" for one in (path, value))
                yield f"SELECT DISTINCT ?this ?value WHERE {{ {both} FILTER EXISTS {{ {target} }} }}"
            else:
                has = f"{{ SELECT ?value {{ {self._wrong(name, value, path)} }} }} ?this {path} ?value"
                yield f"SELECT DISTINCT ?this ?value WHERE {{ {has} FILTER EXISTS {{ {target} }} }}"

    def _wrong(self, name: str, value: _Term, path: _Term) -> str:
        """A pattern of the values of a path that do not conform; very many nodes have one of few values."""
        every = f"{{ SELECT DISTINCT ?value {{ ?any_node {path} ?value }} }}"
        members = [self._only(member) for member in self._list(value)] if name == "or" else [(name, value)]
        if {constraint for constraint, _ in members} != {"class"}:
            return f"{every} FILTER(!({self._value_conforms(name, value, '?value')}))"
        classes = " ".join(str(of) for _, of in members)
        return f"{every} MINUS {{ SELECT DISTINCT ?value {{ {every} {{ SELECT ?value {{ VALUES ?is {{ {classes} }} ?value a ?is }} }} }} }}"

    def _only(self, shape: _Term) -> tuple[str, _Term | None]:
        """The only constraint of a shape, when it has but one and that is not about a path."""
        constraints = self._constraints(shape)
        return constraints[0] if len(constraints) == 1 and self._one(shape, "path") is None else ("", None)

    def _failing(self, name: str, value: _Term, target: str) -> str:
        """A pattern of the nodes of a target that do not conform: first of all, those that have what they need not have."""
        members = list(self._list(value)) if name == "or" else []
        free = {member: pattern for member in members if (pattern := self._without(member))}
        if not free:
            return f"{target} FILTER(!({self._conforms_by(name, value, '?this')}))"
        fails = " ".join(self._fails(member) for member in members if member not in free)
        return f"{{ SELECT DISTINCT ?this {{ {' '.join(free.values())} {fails} }} }} FILTER EXISTS {{ {target} }}"

    def _fails(self, shape: _Term) -> str:
        """What keeps, of the nodes before it, those that do not conform to a shape."""
        path = self._one(shape, "path")
        if path is not None and [(name, _value(value)) for name, value in self._constraints(shape)] == [("minCount", "1")]:
            return f"MINUS {{ ?this {path} ?one }}"
        return f"FILTER(!({self._conforms(shape, '?this')}))"

    def _without(self, shape: _Term) -> str:
        """A pattern of the nodes that do not conform to a shape that only says that they do not have a value."""
        inner = self._one(shape, "not")
        path = self._one(inner, "path") if inner else None
        if inner is None or path is None or len(self._constraints(shape)) != 1:
            return ""
        (name, value), *others = self._constraints(inner)
        return f"?this {path} {value} ." if name == "hasValue" and not others else ""

    def _constraints(self, shape: _Term) -> list[tuple[str, _Term]]:
        quads = self._store.quads_for_pattern(shape, None, None, None)  # type: ignore[arg-type]
        found = [(q.predicate.value.removeprefix(_SH), q.object) for q in quads if q.predicate.value.startswith(_SH)]
        return sorted(((n, v) for n, v in found if n not in _WORDS), key=lambda c: (c[0], str(c[1])))  # type: ignore[misc]

    def _conforms(self, shape: _Term, focus: str) -> str:
        """A SPARQL expression that is true when the node conforms to a shape."""
        path = self._one(shape, "path")
        parts = []
        for name, value in self._constraints(shape):
            if path is None:
                parts.append(self._conforms_by(name, value, focus))
            elif name in _COUNTS:
                parts.append(self._counts(name, value, path, focus))
            elif name == "hasValue":
                parts.append(f"EXISTS {{ {focus} {path} {value} }}")
            else:
                inner = f"?v{len(parts)}"
                fails = f"!({self._value_conforms(name, value, inner)})"
                parts.append(f"NOT EXISTS {{ {focus} {path} {inner} FILTER({fails}) }}")
        return " && ".join(f"({part})" for part in parts) or "true"

    def _conforms_by(self, name: str, value: _Term, focus: str) -> str:
        if name in ("or", "and"):
            joined = {"or": " || ", "and": " && "}[name].join(f"({self._conforms(m, focus)})" for m in self._list(value))
            return f"({joined})"
        if name == "not":
            return f"!({self._conforms(value, focus)})"
        return self._value_conforms(name, value, focus)

    def _counts(self, name: str, value: _Term, path: _Term, focus: str) -> str:
        count = int(_value(value))
        if (name, count) == ("minCount", 1):
            return f"EXISTS {{ {focus} {path} ?one }}"
        if (name, count) == ("maxCount", 0):
            return f"NOT EXISTS {{ {focus} {path} ?none }}"
        if (name, count) == ("maxCount", 1):
            return f"NOT EXISTS {{ {focus} {path} ?one, ?two FILTER(!SAMETERM(?one, ?two)) }}"
        raise ValueError(f"sh:{name} {count} is not understood")

    @staticmethod
    def _exceeding(most: _Term, path: _Term, target: str) -> str:
        """A pattern of the nodes of a target that have more values than that."""
        if _value(most) == "0":
            return f"?this {path} ?one FILTER EXISTS {{ {target} }}"
        if _value(most) == "1":
            # One value may be stated in two graphs.
            some = f"{{ SELECT ?this {{ ?this {path} ?any_value }} GROUP BY ?this HAVING (COUNT(*) > 1) }}"
            return f"{some} FILTER EXISTS {{ {target} ?this {path} ?one, ?two FILTER(!SAMETERM(?one, ?two)) }}"
        raise ValueError(f"sh:maxCount {_value(most)} is not understood")

    @staticmethod
    def _lacking(least: _Term, path: _Term, target: str) -> str:
        """A pattern of the nodes of a target that have fewer values than that."""
        if _value(least) != "1":
            raise ValueError(f"sh:minCount {_value(least)} is not understood")
        every = f"{{ SELECT DISTINCT ?this {{ {target} }} }}"
        return f"{every} MINUS {{ SELECT DISTINCT ?this {{ {every} {{ SELECT ?this {{ ?this {path} ?one }} }} }} }}"

    def _value_conforms(self, name: str, value: _Term, at: str) -> str:
        if name == "in":
            return f"{at} IN ({', '.join(map(str, self._list(value)))})"
        if name == "or":
            return "(" + " || ".join(f"({self._conforms(m, at)})" for m in self._list(value)) + ")"
        made = _VALUE_CONSTRAINTS.get(name)
        if made is None:
            raise ValueError(f"sh:{name} is not understood")
        return made(at, value)

    def _all(self, node: _Term, name: str) -> list[_Term]:
        quads = self._store.quads_for_pattern(node, NamedNode(_SH + name), None, None)  # type: ignore[arg-type]
        return sorted((q.object for q in quads), key=str)  # type: ignore[misc]

    def _one(self, node: _Term, name: str) -> _Term | None:
        return next(iter(self._all(node, name)), None)

    def _list(self, node: _Term) -> Iterator[_Term]:
        while node != term("rdf:nil"):
            (first,) = self._store.quads_for_pattern(node, term("rdf:first"), None, None)  # type: ignore[arg-type]
            (rest,) = self._store.quads_for_pattern(node, term("rdf:rest"), None, None)  # type: ignore[arg-type]
            yield first.object  # type: ignore[misc]
            node = rest.object  # type: ignore[assignment]


_COUNTS = ("minCount", "maxCount")
# What says something about a shape and constrains nothing.
_WORDS = frozenset({"name", "message", "severity", "path", "property", "targetClass", "targetSubjectsOf"})


def _datatype(at: str, datatype: _Term) -> str:
    # What is no day in any calendar has the datatype all the same, but cannot be made anew from its words.
    return f"isLiteral({at}) && DATATYPE({at}) = {datatype} && COALESCE(isLiteral({datatype}(STR({at}))), false)"


def _pattern(at: str, pattern: _Term) -> str:
    return f"!isBlank({at}) && REGEX(STR({at}), {pattern})"


_VALUE_CONSTRAINTS: dict[str, Callable[[str, _Term], str]] = {
    "datatype": _datatype,
    "pattern": _pattern,
    "class": lambda at, cls: f"EXISTS {{ {at} a {cls} }}",
    "minLength": lambda at, length: f"STRLEN(STR({at})) >= {length}",
    "minInclusive": lambda at, least: f"COALESCE({at} >= {least}, false)",
    "maxInclusive": lambda at, most: f"COALESCE({at} <= {most}, false)",
    "hasValue": lambda at, value: f"SAMETERM({at}, {value})",
}
