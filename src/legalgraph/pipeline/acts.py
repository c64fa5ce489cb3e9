"""What a reading says ▶ relations with their evidence."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from legalgraph.model.document import Document
from legalgraph.model.provision import Locator, Provision
from legalgraph.model.rank import rank_of_path
from legalgraph.model.reading import Mention, Reading, Statement
from legalgraph.model.relation import (
    ACTS,
    BEGUN_BEFORE,
    CHANGING,
    ENDING,
    SUSPENDING,
    Certainty,
    Evidence,
    Operation,
    Quote,
    Relation,
    kinds,
)  # fmt: skip
from legalgraph.model.text import UnitRow
from legalgraph.pipeline.context import Context
from legalgraph.pipeline.targets import Resolved, Resolver
from legalgraph.pipeline.telling import exception_of_each, told_once
from legalgraph.text.wordings import words_by_place

# Units of a document present, as paths in the order of its text; empty when its text is not.
Articles = Callable[[str], Sequence[str]]
_LONGEST_QUOTE = 600
_PAST = {"history": "history_in_third_document", "amended_by": "note_of_consolidation"}
PART = {"ends": "ends_part", "repeals": "repeals_part", "replaces": "replaces_part", "suspends": "suspends_part"}
_SIGNED, _EVENT = "sign_date", "event: "
_CIRCULAR = 8  # the rank of circulars; those of local documents are higher numbers
_MOST_REFERENCES = 8  # places of one mention that get a relation each


@dataclass(slots=True)
class Found:
    """What was found in one text. `kinds` counts statements, `left_out` the reasons why some became no relation.

    `entries` are the days on which places of the text come into force that have days of their own, `events` what begins those that
    come into force on no day that is told.
    """

    relations: dict[str, Relation] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    entries: dict[str, date] = field(default_factory=dict)
    events: dict[str, str] = field(default_factory=dict)
    said: dict[str, Evidence] = field(default_factory=dict)
    """The words that give the day of an entry."""

    def add(self, relation: Relation) -> None:
        """Add a relation; one that is there already gets the evidence, and loses a day on which the two disagree."""
        known = self.relations.get(relation.id)
        if known is not None and known.rule in BEGUN_BEFORE and relation.rule not in BEGUN_BEFORE:
            known, relation = relation, known  # what goes on for all goes on for what was begun before
        if known is not None:
            days_differ = known.effective_from != relation.effective_from and known.effective_from and relation.effective_from
            relation = replace(
                known,
                evidence=tuple(dict.fromkeys((*known.evidence, *relation.evidence))),
                effective_from=None if days_differ else known.effective_from or relation.effective_from,
                places=tuple(sorted({*known.places, *relation.places})),
            )
        self.relations[relation.id] = relation

    def date_by_place(self) -> None:
        """Give an act that states no day of its own that on which its place comes into force: its effect begins with that."""
        for identity, act in self.relations.items():
            place = act.source_provision.path if act.source_provision else ""
            if act.kind not in ACTS or act.effective_from or act.condition or not self.said:
                continue
            while place and place not in self.said:
                place = place.rpartition("/")[0]
            if place:
                day, evidence = self.entries.get(place), (*act.evidence, self.said[place])
                until = act.until if act.until is None or day is None or day <= act.until else None
                event = self.events.get(place)
                self.relations[identity] = replace(act, effective_from=day, until=until, condition=event, evidence=evidence)

    def leave_out(self, reason: str) -> None:
        """Count something that became no relation."""
        self.left_out[reason] = self.left_out.get(reason, 0) + 1


class Acts:
    """Reads the relations of one text. `document` is the document it is; None for a text that is no legal document."""

    def __init__(
        self, path: str, document: Document | None, reading: Reading, units: Sequence[UnitRow], resolver: Resolver, articles: Articles,
        tells_acts: Callable[[str], bool],
    ) -> None:  # fmt: skip
        self.path, self.document, self.reading, self.resolver = path, document, reading, resolver
        self._articles, self._tells_acts = articles, tells_acts
        tops = [u for u in units if u.kind == "dieu" or (u.kind in ("phuluc", "mau") and u.parent is None)]
        self._tops = sorted(tops, key=lambda u: u.start)
        self._starts = [u.start for u in self._tops]
        self._covered: set[int] = set()
        self._context = Context(reading.text, units)
        self.found = Found()

    def read(self) -> Found:
        """Return all relations of the text, those that are only references last."""
        references = []
        for statement in self.reading.statements:
            self.found.kinds[statement.kind] = self.found.kinds.get(statement.kind, 0) + 1
            if statement.kind == "refers":
                references.append(statement)
            elif self.document is not None:
                self._statement(statement)
        for statement in references:
            self._reference(statement)
        for index, citation in enumerate(self.reading.citations):
            if citation.mention is not Mention.SELF and index not in self._covered:
                self._mention(index, citation.places, self._place(citation.start))
        self.found.relations = told_once(self.found.relations)
        self.found.date_by_place()
        return self.found

    def _statement(self, statement: Statement) -> None:
        if statement.kind in _PAST:
            for relation in self._past(statement):
                self.found.add(relation)
        elif statement.kind in ("in_force", "applies_from"):
            self._entry(statement)
        elif statement.kind in kinds():
            self._act(statement)

    def _entry(self, statement: Statement) -> None:
        """A place of the own text that comes into force on a day of its own, or with an event; it may apply from an event on."""
        day, event = self._day(statement.date), (statement.date or "").partition(_EVENT)[2]
        if statement.target.this and (event or (day and statement.kind == "in_force")):
            for locator in statement.provisions:
                if (provision := locator.provision) is None or (event and provision.path in self.found.entries):
                    continue
                if event:
                    self.found.events[provision.path] = event
                elif day:
                    self.found.entries[provision.path] = day
                    self.found.events.pop(provision.path, None)
                self.found.said[provision.path] = Evidence("text", quote=self._quote(statement.start, statement.end))

    def _act(self, statement: Statement) -> None:
        target = self.resolver.target(statement.target)
        if target is None or target.path == self.path:
            self.found.leave_out("target_not_known" if target is None else "acts_on_itself")
            return
        if _impossible(statement.kind, self._signed(), target):
            self.found.leave_out("acts_on_a_later_document")
            return
        if statement.kind in ENDING | CHANGING | SUSPENDING and over_its_head(self.path, target.path):
            self.found.leave_out("acts_on_one_of_higher_rank")
            return
        kind = "consolidates_amendment" if statement.kind == "consolidates" and statement.role not in (None, "base") else statement.kind
        day, condition = self._effect(statement)
        until = self._day(statement.until)
        evidence = [Evidence(self._evidence_kind(statement), quote=self._quote(statement.start, statement.end))]
        evidence += [*self._cited_in(statement), *self._headed(statement)]
        base = Relation(
            self.path, target.path, kind, source_provision=statement.source.provision if statement.source else None,
            effective_from=day, until=until if not day or not until or day <= until else None, certainty=Certainty.INFERRED,
            rule=statement.rule or "formula", evidence=tuple(evidence), condition=condition, exception=statement.exception,
            operation=self._operation(statement),
        )  # fmt: skip
        whole = [place for place in statement.provisions if place not in statement.in_part]
        for one in (base, *self._further(base, statement)):
            for relation in self._with_own_words(self._placed(one, whole), whole) if whole or not statement.in_part else ():
                self.found.add(relation)
        # No place of which only the rules about one thing fall is told to be repealed.
        for relation in self._placed(replace(base, kind="amends"), statement.in_part) if statement.in_part else ():
            self.found.add(relation)

    def _further(self, base: Relation, statement: Statement) -> Iterator[Relation]:
        """One relation for each further edit of "Bỏ các cụm từ A, B và C tại Ⓟ": each phrase is changed in all places."""
        for edit in statement.further if statement.kind in CHANGING else ():
            yield replace(base, operation=Operation(statement.kind, edit.anchor, self._words(edit.old_words), self._words(edit.new_words)))

    @staticmethod
    def _with_own_words(relations: Iterable[Relation], locators: Sequence[Locator]) -> Iterator[Relation]:
        """The relations of one instruction, each with what it words anew of its own place, where that can be told."""
        own: dict[str, str] | None = None
        for relation in relations:
            operation, place = relation.operation, relation.target_provision
            if operation is None or operation.new_text is None or place is None:
                yield relation
                continue
            if own is None:
                divided = words_by_place(operation.new_text, locators)
                own = {provision.path: words for locator, words in divided.items() if (provision := locator.provision)}
            words = own.get(place.path)
            yield replace(relation, operation=replace(operation, new_text=words)) if words else relation

    def _placed(self, base: Relation, locators: Sequence[Locator]) -> Iterator[Relation]:
        """One relation for each place, and one for all places that no path can name."""
        provisions, places = self._provisions(base.target, locators)
        of_part = replace(base, kind=PART.get(base.kind, base.kind))
        exceptions = exception_of_each(base.exception, provisions)
        for provision in provisions:
            yield replace(of_part, target_provision=provision, exception=exceptions[provision])
        if places:
            yield replace(of_part, places=tuple(sorted(set(places))))
        if not locators:
            yield base

    def _provisions(self, target: str, locators: Sequence[Locator]) -> tuple[list[Provision], list[str]]:
        provisions: dict[str, Provision] = {}
        places: list[str] = []
        for locator in locators:
            if (one := locator.provision) is not None:
                provisions[one.path] = one
            elif spread := self._expand(target, locator):
                provisions |= {p.path: p for p in spread}
            else:
                places.append(locator.notation)
        return list(provisions.values()), places

    def _expand(self, target: str, locator: Locator) -> list[Provision]:
        """The places of a range, as they stand in the document itself; nothing when it is not present."""
        if locator.until is None:
            return []
        first, last = Locator(locator.steps).provision, Locator((*locator.steps[:-1], (locator.steps[-1][0], locator.until))).provision
        if first is None or last is None:
            return []
        stem, unit = first.path.rpartition("/")[0], first.steps[-1][0]
        siblings = [p for p in self._articles(target) if p.rpartition("/")[0] == stem and p.rpartition("/")[2].startswith(unit + "_")]
        if first.path not in siblings or last.path not in siblings:
            return []
        return [Provision.parse(p) for p in siblings[siblings.index(first.path) : siblings.index(last.path) + 1]]

    def _past(self, statement: Statement) -> Iterator[Relation]:
        """What the text reports of other documents: it is their act, and the text is where it can be read."""
        target = self.resolver.target(statement.target)
        if target is None or not target.known:
            return
        for by in map(self.resolver.target, statement.by):
            if by is None or not by.known or by.path in (self.path, target.path) or self._tells_acts(by.path):
                continue
            if _impossible("amends", by.signed, target):
                self.found.leave_out("acts_on_a_later_document")
                continue
            if (rank_of_path(by.path) or 0) > (rank_of_path(target.path) or 99):
                # "Luật A được sửa đổi bởi Luật B và Nghị định C": the last is no longer in the chain.
                self.found.leave_out("amended_by_one_of_lower_rank")
                continue
            place = statement.by_provisions[0].provision if len(statement.by_provisions) == 1 else None
            quote = Evidence("text", url=self._iri(), quote=self._quote(statement.start, statement.end))
            since = self._iso(statement.effective_from or statement.date)
            base = Relation(
                by.path, target.path, "amends", source_provision=place, effective_from=since,
                certainty=Certainty.INFERRED, rule=_PAST[statement.kind], evidence=(quote,),
            )  # fmt: skip
            yield from self._placed(base, statement.provisions)

    def _iri(self) -> str:
        return self.document.iri if self.document else ""

    def _reference(self, statement: Statement) -> None:
        index = statement.target.citation
        # Each item below the name of a law cites it anew.
        if index is not None and not statement.target.this and (index not in self._covered or statement.rule == "listed_refers"):
            self._mention(index, statement.provisions, self._place(statement.start))

    def _mention(self, index: int, locators: Sequence[Locator], place: Provision | None) -> None:
        """A mere mention of another document, with the places of it that are named."""
        self._covered.add(index)
        target = self.resolver.citation(index)
        if target is None or target.path == self.path:
            return
        base = Relation(
            self.path, target.path, "refers", source_provision=place, certainty=Certainty.INFERRED, rule=target.rule,
            evidence=(self._citation_evidence(index),),
        )  # fmt: skip
        provisions, _ = self._provisions(target.path, [_of_unit(p) for p in locators if p.until is None] if target.known else ())
        for provision in provisions[:_MOST_REFERENCES]:
            self.found.add(replace(base, target_provision=provision))
        if not provisions:
            self.found.add(base)

    def _cited_in(self, statement: Statement) -> list[Evidence]:
        """The citation inside the words of an act: it is this act's, and no mere reference."""
        index = statement.target.citation
        if index is None:
            return []
        citation = self.reading.citations[index]
        if not statement.start <= citation.start < statement.end or index in self._covered:
            return []
        self._covered.add(index)
        return [self._citation_evidence(index)]

    def _headed(self, statement: Statement) -> list[Evidence]:
        """The line above the list in which the words of an act are an item: the verb stands there."""
        index = statement.target.citation
        span = self._context.head(statement.start, self.reading.citations[index].start if index is not None else None)
        return [Evidence("heading", quote=Quote(self.reading.text[slice(*span)], "", "", *span))] if span else []

    def _citation_evidence(self, index: int) -> Evidence:
        citation = self.reading.citations[index]
        return Evidence("citation", quote=Quote(citation.quote, "", "", citation.start, citation.end))

    def _quote(self, start: int, end: int) -> Quote:
        words = self.reading.text[start : min(end, start + _LONGEST_QUOTE)].rstrip()
        return Quote(words, self._context.before(start), "", start, start + len(words))

    def _evidence_kind(self, statement: Statement) -> str:
        span = self.reading.metadata.title_span
        if statement.kind == "basis":
            return "recital"
        return "title" if span and span[0] <= statement.start < span[1] else "text"

    def _place(self, offset: int) -> Provision | None:
        at = bisect_right(self._starts, offset) - 1
        return Provision.parse(self._tops[at].path) if at >= 0 and offset < self._tops[at].end else None

    def _operation(self, statement: Statement) -> Operation | None:
        if statement.kind not in CHANGING or not (statement.old_words or statement.new_words or statement.anchor):
            return None
        old, new = self._words(statement.old_words), self._words(statement.new_words)
        return Operation(statement.kind, statement.anchor, old, new)

    def _words(self, span: tuple[int, int] | None) -> str | None:
        return self.reading.text[span[0] : span[1]] or None if span else None

    def _signed(self) -> date | None:
        return self.document.signed if self.document else None

    def _effect(self, statement: Statement) -> tuple[date | None, str | None]:
        """The day from which an act has effect, or the event, as printed, on which that depends."""
        said = statement.effective_from
        if said is None:
            return None, None
        day = self._day(said)
        return day, None if day else said.removeprefix(_EVENT)

    def _day(self, said: str | None) -> date | None:
        """A day as the reading gives it: ISO, or counted from the signing."""
        if said is None:
            return None
        if said.startswith(_SIGNED):
            signed, days = self._signed(), said.removeprefix(_SIGNED).strip("+d") or "0"
            return signed + timedelta(int(days)) if signed and days.isdigit() else None
        return self._iso(said)

    @staticmethod
    def _iso(said: str | None) -> date | None:
        try:
            return date.fromisoformat(said) if said else None
        except ValueError:
            return None


def _of_unit(locator: Locator) -> Locator:
    """The unit that a part of it without a number is in: "đoạn cuối khoản 2" refers to khoản 2."""
    return replace(locator, steps=locator.steps[:-1]) if len(locator.steps) > 1 and locator.steps[-1][0] == "cuoi" else locator


def is_older(acting: date | None, target: Resolved) -> bool:
    """True of a document signed before its target was: what it is read to do with it is read wrongly."""
    return acting is not None and target.signed is not None and acting < target.signed


def _impossible(kind: str, acting: date | None, target: Resolved) -> bool:
    return kind in ENDING | CHANGING | SUSPENDING and is_older(acting, target)


def over_its_head(acting: str, target: str) -> bool:
    """True for a circular or a local document that would change a law, a decree or a decision of the Prime Minister.

    Documents are changed by who issued them or by who stands above (Law 64/2025/QH15, Article 8(1)): the words were read wrongly. Of the
    higher ranks some may by leave of the National Assembly, so nothing is said of them; nor of circulars of the Prime Minister and of the
    Council of Ministers, as there were until 1996.
    """
    low = (rank_of_path(acting) or 0) >= _CIRCULAR and not acting.endswith(("-ttg", "-hdbt", "/ttg", "/hdbt"))
    return low and (rank_of_path(target) or _CIRCULAR) < _CIRCULAR - 1
