"""What other documents changed in one, place by place, and which of it the text that is shown does not have yet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from legalgraph.model.document import Document
from legalgraph.model.provision import Provision
from legalgraph.model.relation import CHANGING, ENDING, SUSPENDING, Certainty, Relation, kind
from legalgraph.model.text import UnitRow
from legalgraph.queries.reader import Reader
from legalgraph.time.consolidation import WRITTEN_INTO
from legalgraph.time.writing import inserted_unit, is_probable
from legalgraph.web.presentation.relations import document_href, evidence_place
from legalgraph.web.presentation.words import Words
from legalgraph.wording import exception_of
from legalgraph.wording.changes import action_label, changed_words
from legalgraph.wording.places import condition_words, place_order, places_words

LISTED = 300  # changes of one document; more are read as data
TOUCHING = CHANGING | ENDING | SUSPENDING | {"restores", "corrects"}
_OF_PHRASES = {"substitutes_phrase", "deletes_phrase", "inserts_phrase"}


@dataclass(frozen=True, slots=True)
class Pointer:
    """A document, or a place in it, with its address."""

    words: str
    href: str


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One place that was changed. `words` are those taken out and put in, `limits` what the act leaves out or depends on.

    `in_effect` tells whether the change holds on the day of the page; None when its day is not known. `probable`, `reworded`: see
    `is_probable`, `is_reworded`.
    """

    relation: str
    place: Pointer | None
    action: str
    group: str
    words: str | None
    by: Pointer
    by_place: Pointer | None
    since: str | None
    day: date | None
    until: str | None
    inferred: str | None
    limits: str | None
    told_at: str | None
    in_effect: bool | None
    probable: bool
    reworded: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes in the order of the places, those that are only probable after the others, and how many there are of each.

    `left_out` counts those too many to list, `places` the places touched.
    """

    rows: tuple[ChangeView, ...]
    places: int
    left_out: int
    known: int
    probable: int


@dataclass(frozen=True, slots=True)
class Amending:
    """A document whose changes are not in the text that is shown; `inferred` of them rest on an inference alone.

    `probable` of those rest on no words of a text either: see `is_probable`.
    """

    pointer: Pointer
    title: str
    since: str | None
    day: date | None
    changes: int
    inferred: int
    placed: int
    probable: int


@dataclass(frozen=True, slots=True)
class Outstanding:
    """Known changes that are not applied to the text shown: in effect on the day, to come, and without a day; latest first.

    `total` counts those known and in effect, `inferred` those of them that rest on an inference alone, `probable` those beside
    them that no words of a text show, `placed` those whose place is known or probable.
    `consolidated` are consolidated texts of the document. Where the text shown is one itself, `base` is what it
    consolidates and `included` are the amendments it has. `inserted` names a unit that the text cannot have had when it was issued
    ("Điều 7a"): some changes are in it, and which is not known.
    """

    applied: tuple[Amending, ...]
    coming: tuple[Amending, ...]
    undated: tuple[Amending, ...]
    total: int
    inferred: int = 0
    placed: int = 0
    probable: int = 0
    consolidated: tuple[Pointer, ...] = ()
    base: Pointer | None = None
    included: tuple[Pointer, ...] = ()
    inserted: str | None = None


def changes_of(acts: Iterable[Relation], path: str, documents: Mapping[str, Document], words: Words, day: date) -> Changes:
    """What the acts, with their days filled in, changed in the document at `path`; what is not in force on the day comes last."""
    touching = [r for r in acts if r.target == path and r.source != path and r.kind in TOUCHING and r.source in documents]
    placed = {r.source for r in touching if _has_place(r)}
    # "Sửa đổi, bổ sung một số điều của …" only announces what is said of each place.
    told = [r for r in touching if _has_place(r) or r.kind not in CHANGING or r.source not in placed]
    unique: dict[tuple[str, ...], Relation] = {}
    for relation in sorted(told, key=lambda r: (is_probable(r), is_to_come(r, day), _order(r))):
        unique.setdefault(_sameness(relation), relation)
    rows = list(unique.values())
    touched = {r.target_provision.path for r in rows if r.target_provision} | {p for r in rows for p in r.places}
    views = tuple(change_view(relation, documents, words, day) for relation in rows[:LISTED])
    probable = sum(map(is_probable, rows))
    return Changes(views, len(touched), len(rows) - len(views), len(rows) - probable, probable)


def is_reworded(relation: Relation) -> bool:
    """Whether an act gives a place that has a path new words as a whole, and not only puts some words in place of others."""
    operation = relation.operation
    whole = relation.kind in CHANGING - _OF_PHRASES and relation.target_provision is not None
    return bool(whole and operation and operation.new_text and not operation.old_text)


def is_to_come(relation: Relation, day: date) -> bool:
    """Whether an act has effect only after a day; of an unknown day it is not told."""
    return relation.effective_from is not None and relation.effective_from > day


def _has_place(relation: Relation) -> bool:
    return relation.target_provision is not None or bool(relation.places)


def _order(relation: Relation) -> tuple[bool, object, date, str]:
    return relation.target_provision is None, place_order(relation.target_provision), relation.effective_from or date.max, relation.id


def _sameness(relation: Relation) -> tuple[str, ...]:
    places = (relation.target_provision.path,) if relation.target_provision else relation.places
    by = relation.source_provision.path if relation.source_provision else ""
    return (relation.source, relation.kind, by, changed_words(relation.operation) or "", *places)


def change_view(relation: Relation, documents: Mapping[str, Document], words: Words, day: date) -> ChangeView:
    """One change of a document, with its day filled in; `documents` holds the one that acts."""
    acting, since = documents[relation.source], relation.effective_from
    limits = [
        *([exception_of(relation, documents, words.language)] if relation.exception else []),
        *([condition_words(relation.condition, words.language)] if relation.condition else []),
    ]
    return ChangeView(
        relation=relation.id,
        place=_place(relation, words),
        action=action_label(relation.kind, words.language),
        group=kind(relation.kind).group,
        words=changed_words(relation.operation, words.language),
        by=_pointer(acting, words),
        by_place=_at(acting.path, relation.source_provision, words),
        since=words.date(since) if since else None,
        day=since,
        until=words.date(relation.until) if relation.until else None,
        inferred=words.certainty(relation.certainty) if relation.certainty is not Certainty.VERIFIED else None,
        limits="; ".join(limits) or None,
        told_at=next((place for e in relation.evidence if (place := evidence_place(e, relation.source))), None),
        in_effect=None if since is None else since <= day,
        probable=is_probable(relation),
        reworded=is_reworded(relation),
    )


def _place(relation: Relation, words: Words) -> Pointer | None:
    if relation.places:
        return Pointer(_capital(places_words(relation.places, words.language)), "")
    return _at(relation.target, relation.target_provision, words)


def _at(path: str, provision: Provision | None, words: Words) -> Pointer | None:
    return Pointer(_capital(provision.words(words.language)), f"{document_href(path)}/{provision.path}") if provision else None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def outstanding(
    acts: Iterable[Relation], path: str, documents: Mapping[str, Document], words: Words, day: date, included: Sequence[str] = ()
) -> Outstanding:
    """Which changes to the document at `path` the text does not have: all, but for those of the documents `included`."""
    by: dict[str, list[Relation]] = {}
    for relation in acts:
        outside = relation.source not in included and relation.source in documents
        if relation.target == path and relation.source != path and outside and _changes_words(relation):
            by.setdefault(relation.source, []).append(relation)
    amending = (_amending(documents[source], told, words) for source, told in by.items())
    found = sorted(amending, key=lambda a: a.day or date.min, reverse=True)
    applied = tuple(a for a in found if a.day and a.day <= day)
    return Outstanding(
        applied=applied,
        coming=tuple(a for a in found if a.day and a.day > day),
        undated=tuple(a for a in found if a.day is None),
        total=sum(a.changes - a.probable for a in applied),
        inferred=sum(a.inferred - a.probable for a in applied),
        placed=sum(a.placed for a in applied),
        probable=sum(a.probable for a in applied),
    )


def _changes_words(relation: Relation) -> bool:
    return relation.kind in WRITTEN_INTO or (relation.kind in ENDING and (_has_place(relation) or relation.exception is not None))


def _amending(document: Document, acts: Sequence[Relation], words: Words) -> Amending:
    """One amending document; its day is the first on which one of its changes holds."""
    day = min((r.effective_from for r in acts if r.effective_from), default=None)
    placed = {_sameness(r) for r in acts if _has_place(r)}
    certain = {_sameness(r) for r in acts if r.certainty is Certainty.VERIFIED}
    shown = {_sameness(r) for r in acts if not is_probable(r)}
    inferred = len(placed - certain) if placed else not certain
    return Amending(
        pointer=_pointer(document, words),
        title=words.title(document),
        since=words.date(day) if day else None,
        day=day,
        changes=len(placed) or 1,
        inferred=int(inferred),
        placed=len(placed),
        probable=len(placed - shown) if placed else int(not shown),
    )


def outstanding_of(
    reader: Reader,
    document: Document,
    relations: Sequence[Relation],
    acts: Iterable[Relation],
    words: Words,
    day: date,
    units: Iterable[UnitRow] = (),
) -> Outstanding | None:
    """What is known to be missing in the text of a document; None when nothing is and there is nothing else to tell.

    `relations` are all of the document's, `acts` those that act upon it with their days filled in. A consolidated text
    is measured against the document it consolidates. `units` are those of the text.
    """
    base = next((r.target for r in relations if r.source == document.path and r.kind == "consolidates"), None)
    if base is None:
        acting = list(acts)
        found = [r for r in acting if r.source != document.path]
        consolidations = [r.source for r in relations if r.target == document.path and r.kind == "consolidates"]
        documents = reader.documents({*(r.source for r in found), *consolidations})
        told = outstanding(found, document.path, documents, words, day)
        consolidated = sorted((documents[p] for p in consolidations if p in documents), key=_signed, reverse=True)
        inserted = inserted_unit(units)
        told = replace(
            told,
            consolidated=tuple(_pointer(d, words) for d in consolidated),
            inserted=_capital(Provision.parse(inserted.path).words(words.language)) if inserted else None,
        )
        return told if told.applied or told.coming or told.undated or consolidated or inserted else None
    included = [r.target for r in relations if r.source == document.path and r.kind == "consolidates_amendment"]
    acting = reader.acts_on(base)
    documents = reader.documents({base, *included, *(r.source for r in acting)})
    told = outstanding(acting, base, documents, words, day, (*included, document.path))
    known = sorted((documents[p] for p in included if p in documents), key=_signed)
    pointers = tuple(_pointer(d, words) for d in known)
    return replace(told, base=_pointer(documents[base], words), included=pointers) if base in documents else None


def _pointer(document: Document, words: Words) -> Pointer:
    return Pointer(words.name(document), document_href(document.path))


def _signed(document: Document) -> date:
    return document.signed or date.min
