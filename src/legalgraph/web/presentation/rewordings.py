"""How others worded a place anew: each new wording beside the one before it, with what differs marked."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from legalgraph.model.document import Document
from legalgraph.model.relation import Relation
from legalgraph.queries.texts import DocumentText
from legalgraph.web.fulltext.differing import differing
from legalgraph.web.fulltext.pieces import markup
from legalgraph.web.presentation.changes import ChangeView, change_view, is_reworded
from legalgraph.web.presentation.words import Words
from legalgraph.wording.places import place_order

_LISTED = 30  # new wordings of one place
_LONGEST = 40_000  # characters of one wording
_MARKS = '“”"‟„ \t\n'
_HEADING = "renames"
# What a unit begins with: "Điều 5.", "2.", "a)".
_BEGINS = re.compile(r"\W*(?:(?P<dieu>Điều)\s+(?P<article>\d+[a-zđ]*)\W*|(?P<khoan>\d{1,3}[a-zđ]{0,2})[.)]\s+|(?P<diem>[a-zđ]\d?)\)\s*)")


@dataclass(frozen=True, slots=True)
class Wording:
    """Words of a place, Vietnamese on every page; `cut` when only their beginning is given."""

    words: Markup
    cut: bool


@dataclass(frozen=True, slots=True)
class Rewording:
    """One new wording of a place. `old` is what it is compared with: nothing where the wording before it is not known.

    `old_from` names the change that `old` comes from, None where it is the text as it is shown. `alike` when both are
    compared word by word, and not when they have next to nothing in common, or are too long.
    """

    change: ChangeView
    new: Wording
    old: Wording | None
    old_from: str | None
    alike: bool


@dataclass(frozen=True, slots=True)
class Rewordings:
    """New wordings of a place and of what is in it, in the order of their days; `left_out` counts those too many to list."""

    rows: tuple[Rewording, ...]
    left_out: int


def rewordings(
    relations: Iterable[Relation], path: str, text: DocumentText | None, documents: Mapping[str, Document], words: Words, day: date
) -> Rewordings:
    """What the relations that touch one place of the document at `path`, with their days filled in, word anew."""
    found = [r for r in relations if r.target == path != r.source and r.source in documents and is_reworded(r)]

    def order(relation: Relation) -> tuple[object, ...]:
        days = relation.effective_from or date.max, documents[relation.source].signed or date.max
        return *days, relation.source, place_order(relation.target_provision), relation.id

    found.sort(key=order)
    told = list(_once(found))
    before = _Before(text)
    rows = []
    for relation, own in told[:_LISTED]:
        change, after = change_view(relation, documents, words, day), _new_words(relation)
        rows.append(_rewording(change, after, before.of(relation, after) if own else None))
        if own and relation.kind != _HEADING:
            since = words.gettext("theo %(by)s, từ %(day)s", by=change.by.words, day=change.since) if change.since else change.by.words
            before.learn(_place(relation), after, since)
    return Rewordings(tuple(rows), len(told) - len(rows))


def _rewording(change: ChangeView, after: str, before: tuple[str, str | None] | None) -> Rewording:
    if before is None:
        return Rewording(change, _wording(after), None, None, alike=False)
    pair = differing(before[0], after) if max(len(before[0]), len(after)) <= _LONGEST else None
    if pair is None:
        return Rewording(change, _wording(after), _wording(before[0]), before[1], alike=False)
    old, new = (Wording(markup(pieces), cut=False) for pieces in pair)
    return Rewording(change, new, old, before[1], alike=True)


def _once(relations: Sequence[Relation]) -> Iterator[tuple[Relation, bool]]:
    """Each new wording once, and whether it is one place's own: one of several places together is not told apart."""
    places: dict[tuple[str, str], dict[str, Relation]] = {}
    for relation in relations:
        places.setdefault((relation.source, _new_words(relation)), {}).setdefault(_place(relation), relation)
    for by_place in places.values():
        yield next(iter(by_place.values())), len(by_place) == 1


def _place(relation: Relation) -> str:
    return relation.target_provision.path if relation.target_provision else ""


def _new_words(relation: Relation) -> str:
    """The new words without the marks of quotation around them, and what stands behind these."""
    said = (relation.operation.new_text or "" if relation.operation else "").strip()
    closed = said.rstrip(".;, \n")
    return (closed if closed.endswith(("”", '"')) else said).strip(_MARKS)


def _wording(words: str) -> Wording:
    return Wording(escape(words[:_LONGEST]), len(words) > _LONGEST)


class _Before:
    """What each place said before: first as the text has it, then as it was worded last."""

    def __init__(self, text: DocumentText | None) -> None:
        self._text = text.text if text else ""
        self._units = {unit.path: unit for unit in text.units} if text else {}
        self._later: dict[str, tuple[str, str]] = {}

    def learn(self, place: str, words: str, since: str) -> None:
        """A place has these words from now on."""
        self._later[place] = words, since

    def of(self, relation: Relation, after: str) -> tuple[str, str | None] | None:
        """The words of a place before an act gave it others, and whose they are if not the text's; None where they are not known.

        That is so, too, where the unit around it was worded anew meanwhile: which of the new words are the place's is not known.
        """
        place = _place(relation)
        unit = self._units.get(place)
        if relation.kind == "adds":
            return None
        if relation.kind == _HEADING:
            return (unit.heading, None) if unit and unit.heading else None
        since = None
        if place in self._later:
            words, since = self._later[place]
        elif unit and not self._reworded_around(place):
            words = self._text[unit.start : unit.end].strip()
        else:
            return None
        alike = as_begun(words, after)
        return (alike, since) if alike else None

    def _reworded_around(self, place: str) -> bool:
        steps = place.split("/")
        return any("/".join(steps[:end]) in self._later for end in range(1, len(steps)))


def as_begun(old: str, new: str) -> str | None:
    """What of an old wording a new one takes the place of: without its number or heading where the new one has none.

    None where the new one begins as another unit does: "1. … a) …" said of a point, "Điều 5. … 2. …" of a clause.
    """
    begins, other = _BEGINS.match(old), _BEGINS.match(new)
    if begins is None or (other and begins.groups() == other.groups()):
        return old
    if begins["dieu"] and not (other and other["dieu"]):  # the heading stays, and is not said again
        return old.partition("\n")[2].strip() or None
    return old[begins.end() :] if other is None else None
