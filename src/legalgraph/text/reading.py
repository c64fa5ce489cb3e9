"""The whole reading of one text: from what a file gives to structure, citations and statements."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from legalgraph.model.provision import Locator
from legalgraph.model.reading import Citation, Mention, Metadata, Reading, Statement, Target, Unit
from legalgraph.text.binding import bind, joined
from legalgraph.text.citations import find_citations
from legalgraph.text.continuing import without_rules_of_others
from legalgraph.text.headings import DASHED
from legalgraph.text.homes import Homes
from legalgraph.text.layout import flow
from legalgraph.text.locators import Places, find_places
from legalgraph.text.mentions import references
from legalgraph.text.metadata import doubtful_day, metadata
from legalgraph.text.names import LawNames, name_words
from legalgraph.text.nesting import regroup
from legalgraph.text.ownplaces import lists_of_others, of_others, own_places
from legalgraph.text.parttitles import with_whole_titles
from legalgraph.text.placelines import PlaceLines
from legalgraph.text.relations import STEPS, Statements, below
from legalgraph.text.sentences import target_of
from legalgraph.text.structure import structure

_LONGEST_FRAGMENT = 6000
# "QUYẾT ĐỊNH: Điều 1." in one line.
_DECIDES = re.compile(r"(?:\A|\n)QUYẾT (?:ĐỊNH|NGHỊ) ?: ?\Z")


def read(
    text: str,
    names: LawNames | None = None,
    context_document: Target | None = None,
    notes_start: int | None = None,
    note_calls: tuple[tuple[int, str], ...] = (),
    *,
    printed: bool = False,
    markdown: bool = False,
) -> Reading:
    """Read a text: any string gives a reading.

    `names` are the known laws, to recognise those cited by name alone. `context_document` is what the heading above a
    fragment is about. `notes_start` and `note_calls` are footnotes a reader of files has set apart (`SourceDocument`);
    `printed` for lines known to be those of paper, `markdown` for a text known to have such marks.
    """
    given = flow(text, notes_start, note_calls, printed=printed, markdown=markdown)
    tree, doubts = structure(given.text, given.notes)
    meta = metadata(given.text, tree)
    doubts += doubtful_day(given.text, tree, meta)
    places = joined(given.text, (p for p in find_places(given.text) if not _is_heading(given.text, p)))
    fragment = is_fragment(tree, meta)
    citations = find_citations(given.text, names)
    citations = bind(given.text, regroup(given.text, citations if fragment else with_own_number(given.text, citations, meta)), places)
    citations = with_whole_titles(given.text, citations)
    statements = Statements(
        given.text, citations, places, context_document,
        type=meta.type, consolidation=is_consolidation(given.text, meta), fragment=fragment,
    )  # fmt: skip
    told = statements.read(tree)
    acts = without_rules_of_others(told, citations, meta, fragment=fragment)
    used = statements.used - ({said.target.citation for said in told} - {said.target.citation for said in acts})
    homes = Homes(list(_sources(tree)))
    free = _free(places, acts)
    lists = lists_of_others(given.text, tree, citations)
    own, listed = own_places(given.text, free, citations, tree, meta.type, lists, fragment=fragment), []
    if not fragment:
        lines = PlaceLines(given.text, places, homes)
        own = [place for place in own if not lines.heads(place)]
        amended = _amended(acts)
        rows = ((place, amended.get(index, index)) for place, index in lines.rows_below(citations, {place.start for place in free}, amended))
        listed = _listed_below((*of_others(given.text, free, citations, lists), *rows), acts, citations, homes)
    cited = references(citations, own, used, homes, fragment=fragment)
    cited = cited if fragment else _without_own_of_others(cited, tree, acts)
    found = tuple(sorted((*acts, *listed, *cited), key=lambda s: (s.start, s.end, s.kind)))
    return Reading(given.text, given.back, meta, tree, citations, found, given.notes, (*given.diagnostics, *doubts, *statements.doubts))


def is_fragment(tree: Unit, meta: Metadata) -> bool:
    """True for a sentence or an item on its own: short, without number, day, header, recitals and signature."""
    if meta.number is not None or meta.issued is not None:
        return False
    whole = any(unit.kind in ("header", "recitals", "signature") for unit in tree.children)
    return not whole and tree.end < _LONGEST_FRAGMENT


def with_own_number(text: str, citations: Sequence[Citation], meta: Metadata) -> tuple[Citation, ...]:
    """Take the document's own number, in its header and in those of its annexes, and a law's own title for a word about itself."""
    number, title = meta.number, meta.title_span
    own = {
        index for index, cited in enumerate(citations)
        if number is not None and cited.number is not None and cited.number.folded == number.folded and cited.type == meta.type
        and (cited.issued is None or meta.issued is None or cited.issued == meta.issued)
    }  # fmt: skip
    # "LUẬT⏎SỬA ĐỔI, BỔ SUNG … CỦA LUẬT TẰM TANG": the type word above the title and the title read like the name of a law.
    own |= {index for index, cited in enumerate(citations) if title and cited.mention is Mention.NAMED and cited.type == meta.type and cited.start < title[0] < cited.end}
    # "Quốc hội ban hành Luật Tằm tang."
    words = name_words(meta.title) if meta.title and own else ()
    own |= {
        index for index, cited in enumerate(citations)
        if words and cited.mention is Mention.NAMED and cited.name and not (cited.issued or cited.year) and name_words(cited.name) == words
        and text[max(0, cited.start - 12) : cited.start].split()[-2:] == ["ban", "hành"]
    }  # fmt: skip
    if not own:
        return tuple(citations)
    return tuple(
        replace(cited, mention=Mention.SELF, extent=cited.end, same_as=None, title=None) if index in own
        else replace(cited, within=None) if cited.within in own else cited
        for index, cited in enumerate(citations)
    )  # fmt: skip


def is_consolidation(text: str, meta: Metadata) -> bool:
    """True for a văn bản hợp nhất, which joins others and acts upon nothing (Pháp lệnh 01/2012/UBTVQH13, Article 3)."""
    return meta.type == "vbhn" or "XÁC THỰC VĂN BẢN HỢP NHẤT" in text[-4000:] or "VĂN BẢN HỢP NHẤT" in text[:3000]


def _is_heading(text: str, places: Places) -> bool:
    """True for the number of a unit at the start of its line: "Điều 5." names no place, it is the place."""
    at_line_start = places.start == 0 or text[places.start - 1] in '\n“"' or _DECIDES.search(text, max(0, places.start - 16), places.start)
    ends = text[places.end : places.end + 1] in (".", ":", "\n", "") or (text.startswith("Điều", places.start) and DASHED.match(text, places.end))
    return bool(at_line_start and ends) and text[places.start] in "BĐCMPT"


def _free(places: Sequence[Places], acts: Sequence[Statement]) -> list[Places]:
    """The places that no act names."""
    spans = sorted((s.start, s.end) for s in acts if s.kind != "history")
    starts = [a for a, _ in spans]
    free = []
    furthest: list[int] = []
    for _, end in spans:
        furthest.append(max(end, furthest[-1] if furthest else 0))
    for p in places:
        at = bisect_left(starts, p.start + 1) - 1
        if at < 0 or furthest[at] < p.end:
            free.append(p)
    return free


def _amended(acts: Sequence[Statement]) -> dict[int, int]:
    """The citations of what amended another document, with that one: rows below "A được sửa đổi, bổ sung bởi B" are of A."""
    past = [(act.target.citation, by.citation) for act in acts if act.kind == "history" for by in act.by]
    return {by: of for of, by in past if of is not None and by is not None}


def _listed_below(items: Iterable[tuple[Places, int]], acts: Sequence[Statement], citations: Sequence[Citation], homes: Homes) -> list[Statement]:
    """What is said of a document's places in the items below its name: that they are detailed, or only cited."""
    detailed = {act.target.citation for act in acts if act.kind == "details"}
    found = []
    for place, index in items:
        kind = "details" if index in detailed else "refers"
        where = homes.source(place.start)
        found.append(Statement(kind, target_of(citations, index), place.start, place.end, place.places, source=where, rule=f"listed_{kind}"))
    return found


def _without_own_of_others(cited: Sequence[Statement], tree: Unit, acts: Sequence[Statement]) -> list[Statement]:
    """Leave out what new wording says of "Luật này" and its articles: it will stand in the amended document, and means that."""
    spans = sorted((*_quoted(tree), *(words for act in acts for words in (act.old_words, act.new_words) if words)))
    starts = [start for start, _ in spans]
    furthest: list[int] = []
    for _, end in spans:
        furthest.append(max(end, furthest[-1] if furthest else 0))

    def in_quotation(offset: int) -> bool:
        at = bisect_left(starts, offset + 1) - 1
        return at >= 0 and offset < furthest[at]

    return [said for said in cited if not (said.target.this and in_quotation(said.start))]


def _quoted(unit: Unit) -> Iterator[tuple[int, int]]:
    if unit.kind == "quoted":
        yield unit.start, unit.end
    else:
        for child in unit.children:
            yield from _quoted(child)


def _sources(tree: Unit, path: tuple[tuple[str, str], ...] = ()) -> Iterator[tuple[int, Locator | None]]:
    """The units of a tree in order: where each begins, and its place."""
    if tree.kind in STEPS and tree.label:
        path = below(path, tree)
    yield tree.start, Locator(path) if path else None
    for child in tree.children if tree.kind != "quoted" else ():  # new wording stands where it is brought
        yield from _sources(child, path)
