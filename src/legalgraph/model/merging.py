"""Joining what several rows or datasets say of one document or one relation."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from legalgraph.errors import SourceError
from legalgraph.model.document import Document
from legalgraph.model.relation import Certainty, Relation

_STRENGTH = {Certainty.VERIFIED: 0, Certainty.INFERRED: 1, Certainty.UNVERIFIED: 2}
_UNITED = ("sources", "conflicts", "subjects")


def merge_documents(documents: Iterable[Document]) -> dict[str, Document]:
    """Join descriptions of one document: later ones say what holds, earlier ones fill what they leave open."""
    merged: dict[str, Document] = {}
    for described in documents:
        document, known = described, merged.get(described.path)
        if known is not None:
            fills = {
                name: getattr(known, name)
                for name in Document.__dataclass_fields__
                if getattr(document, name) in (None, ()) and getattr(known, name) not in (None, ())
            }
            fills |= {name: tuple(dict.fromkeys((*getattr(document, name), *getattr(known, name)))) for name in _UNITED}
            certainty = min(known.certainty, document.certainty, key=_STRENGTH.__getitem__)
            document = replace(document, **fills, certainty=certainty)
        merged[document.path] = document
    return merged


def merge_relations(relations: Iterable[Relation]) -> list[Relation]:
    """Join rows about one relation: all evidence is kept, the strongest certainty holds, days fill each other.

    Raises SourceError when two rows of one certainty state different days: which holds is not for us to guess.
    """
    by_id: dict[str, Relation] = {}
    for relation in sorted(relations, key=lambda r: _STRENGTH[r.certainty]):
        known = by_id.get(relation.id)
        if known is None:
            by_id[relation.id] = relation
        # What is weaker than the relation already known must not lend it its evidence.
        elif relation.certainty is known.certainty:
            by_id[relation.id] = replace(
                known,
                evidence=tuple(dict.fromkeys((*known.evidence, *relation.evidence))),
                effective_from=_agreed(known, relation, "effective_from"),
                until=_agreed(known, relation, "until"),
            )
    return list(by_id.values())


def _agreed(known: Relation, other: Relation, field: str) -> date | None:
    a: date | None = getattr(known, field)
    b: date | None = getattr(other, field)
    if a and b and a != b:
        place = f" {known.target_provision.path}" if known.target_provision else ""
        raise SourceError(
            f"two rows say that {known.source} {known.kind} {known.target}{place}, one with {field} {a}, one with {b}; "
            "correct one, or name the provision each is about"
        )
    return a or b


def refuse_circles(relations: Iterable[Relation]) -> None:
    """Raise SourceError when documents replace, or follow in time, each other in a circle."""
    after: dict[str, dict[str, list[str]]] = {"replaces": {}, "succeeds": {}}
    for relation in relations:
        if relation.kind in after:
            after[relation.kind].setdefault(relation.source, []).append(relation.target)
    for kind, following in after.items():
        if circle := _circle(following):
            raise SourceError(f"the relations {kind!r} go in a circle: {' ▶ '.join(circle)}; correct one of them")


def _circle(after: Mapping[str, list[str]]) -> list[str] | None:
    done: set[str] = set()
    for start in after:
        way, stack = [start], [iter(after[start])]
        while stack:
            following = next(stack[-1], None)
            if following is None:
                stack.pop()
                done.add(way.pop())
            elif following in way:
                return [*way[way.index(following) :], following]
            elif following not in done:
                way.append(following)
                stack.append(iter(after.get(following, ())))
    return None
