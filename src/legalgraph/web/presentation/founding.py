"""The founding example in plain sentences. Each is made of what the graph says; what the graph does not say is left out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from markupsafe import Markup, escape

from legalgraph.model.document import Document
from legalgraph.model.relation import CHANGING, ENDING, SUSPENDING, Certainty, Relation
from legalgraph.web.presentation.relate import Told, told
from legalgraph.web.presentation.relations import linked
from legalgraph.web.presentation.words import Words

# What lets a programme rest on a decree.
_RESTING = ("basis", "adopts_programme")


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the story. `lights` are the arrows it is about, as "source>target", `documents` the bars.

    `inferred` is the word for a sentence that rests on an inference.
    """

    number: int
    words: Markup
    told: tuple[Told, ...]
    lights: tuple[str, ...]
    documents: tuple[str, ...]
    inferred: str | None


@dataclass(frozen=True, slots=True)
class _Said:
    words: str
    relations: tuple[Relation, ...] = ()
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Teller:
    """The documents of the story, oldest first, and the relations among them."""

    documents: Mapping[str, Document]
    relations: Sequence[Relation]
    words: Words

    def tell(self) -> Iterable[_Said]:
        """The sentences that the graph supports."""
        policies = [d for d in self.documents.values() if d.period_until is None]
        programmes = [d for d in self.documents.values() if d.period_until is not None]
        yield from self._beginning(policies)
        yield from (self._act(relation) for relation in self._best(ENDING, policies))
        yield from (self._act(relation) for relation in self._best(CHANGING, policies))
        if len(programmes) > 1:
            yield from self._programmes(programmes, policies)
            yield from self._following(programmes)
            yield from self._approving(programmes)

    def _beginning(self, policies: Sequence[Document]) -> Iterable[_Said]:
        first = policies[0] if policies else None
        if first and first.signed and first.issuers:
            issuer = self.words.body(first.issuers[0])
            told = self.words.gettext(
                "Năm %(year)s, %(issuer)s ban hành %(name)s “%(title)s”.",
                year=first.signed.year, issuer=issuer, name=self.words.name(first), title=first.title,
            )  # fmt: skip
            yield _Said(told, documents=(first.path,))

    def _act(self, relation: Relation) -> _Said:
        acting, other = self.documents[relation.source], self.documents[relation.target]
        # The title of an amendment says again what it amends.
        titled = f" “{acting.title}”" if not other.number or other.number not in acting.title else ""
        told = f"{self.words.name(acting)}{titled} {self.words.kind(relation.kind)} {self.words.name(other)}."
        if acting.signed:
            told = self.words.gettext("Năm %(year)s, %(told)s", year=acting.signed.year, told=told)
        return _Said(told, (relation,))

    def _programmes(self, programmes: Sequence[Document], policies: Sequence[Document]) -> Iterable[_Said]:
        found = self._best(_RESTING, programmes, policies)
        resting = [d for d in programmes if any(relation.source == d.path for relation in found)]
        if len(resting) > 1:
            named = ", ".join(f"{self.words.name(d)} ({self._period(d)})" for d in resting)
            told = self.words.ngettext(
                "Trên các nghị định ấy có %(n)s chương trình, mỗi chương trình cho một giai đoạn: %(programmes)s.",
                "Trên các nghị định ấy có %(n)s chương trình, mỗi chương trình cho một giai đoạn: %(programmes)s.",
                len(resting), programmes=named,
            )  # fmt: skip
            yield _Said(told, tuple(found))

    def _period(self, document: Document) -> str:
        if document.period_from:
            return f"{document.period_from}\N{EN DASH}{document.period_until}"
        return self.words.gettext("đến năm %(year)s", year=document.period_until)

    def _following(self, programmes: Sequence[Document]) -> Iterable[_Said]:
        """Said of all only when each follows the one before it, and none ends or suspends one before."""
        follows = self._best(("succeeds",), programmes)
        chain = {(relation.source, relation.target) for relation in follows}
        wanted = [(later.path, former.path) for former, later in pairwise(programmes)]
        if chain >= set(wanted):
            kept = tuple(relation for relation in follows if (relation.source, relation.target) in wanted)
            if self._best(ENDING | SUSPENDING, programmes):
                yield _Said(self.words.gettext("Chương trình sau kế tiếp chương trình trước."), kept)
            else:
                told = self.words.gettext(
                    "Chương trình sau kế tiếp chương trình trước khi giai đoạn chuyển sang; "
                    "đồ thị không ghi nhận chương trình nào bị chương trình sau thay thế."
                )
                yield _Said(told, kept)

    def _approving(self, programmes: Sequence[Document]) -> Iterable[_Said]:
        """When all but the last have one issuer, and the last another: who approves has changed."""
        *before, last = programmes
        issuers = {document.issuers for document in before}
        if len(before) > 1 and len(issuers) == 1 and all(before[0].issuers) and last.issuers and last.issuers not in issuers:
            told = self.words.gettext(
                "Các chương trình trước do %(issuer)s phê duyệt; %(name)s do %(other)s phê duyệt.",
                issuer=self.words.body(before[0].issuers[0]), name=self.words.name(last), other=self.words.body(last.issuers[0]),
            )  # fmt: skip
            yield _Said(told, documents=tuple(document.path for document in programmes))

    def _best(self, kinds: Iterable[str], sources: Sequence[Document], targets: Sequence[Document] = ()) -> list[Relation]:
        """One relation of these kinds for each pair, the certain and whole one, by the day of the acting document."""
        acting, upon = {d.path for d in sources}, {d.path for d in targets or sources}
        chosen = [r for r in self.relations if r.kind in set(kinds) and r.source in acting and r.target in upon]
        chosen.sort(key=lambda r: (r.certainty is not Certainty.VERIFIED, r.target_provision is not None, r.id))
        best: dict[tuple[str, str], Relation] = {}
        for relation in chosen:
            best.setdefault((relation.source, relation.target), relation)
        order = list(self.documents)
        return sorted(best.values(), key=lambda r: (order.index(r.source), order.index(r.target)))


def story(documents: Mapping[str, Document], relations: Sequence[Relation], words: Words) -> tuple[Line, ...]:
    """Tell the story of the documents; fewer sentences when the graph holds fewer of them."""
    known = dict(sorted(documents.items(), key=lambda item: (item[1].signed or date.max, item[0])))
    return tuple(_line(number, said, known, words) for number, said in enumerate(_Teller(known, relations, words).tell(), 1))


def _line(number: int, said: _Said, documents: dict[str, Document], words: Words) -> Line:
    inferred = any(relation.certainty is not Certainty.VERIFIED for relation in said.relations)
    ends = [end for relation in said.relations for end in (relation.source, relation.target)]
    return Line(
        number=number,
        words=_in_vietnamese(linked(said.words, documents.values(), words), documents.values(), words),
        told=tuple(told(relation, documents, words) for relation in said.relations),
        lights=tuple(dict.fromkeys(f"{relation.source}>{relation.target}" for relation in said.relations)),
        documents=tuple(dict.fromkeys([*said.documents, *ends])),
        inferred=words.certainty(Certainty.INFERRED) if inferred else None,
    )


def _in_vietnamese(told: Markup, documents: Iterable[Document], words: Words) -> Markup:
    """Titles stay Vietnamese, and are marked as such where the page is not."""
    for document in documents if words.language != "vi" else ():
        told = told.replace(escape(f"“{document.title}”"), Markup('<span lang="vi">“{}”</span>').format(document.title))
    return told
