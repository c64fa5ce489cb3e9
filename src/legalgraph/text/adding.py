"""What is added, and where: "Bổ sung khoản 6 vào sau khoản 5 Điều 10", "Điều 7 được bổ sung khoản 5"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from legalgraph.model.provision import Locator
from legalgraph.text.locators import RANK, Parted, part_behind
from legalgraph.text.sentences import Object, Sentence, complete, filled
from legalgraph.text.shapes import Sign
from legalgraph.text.stating import acted_upon, inherit, operate, quoted

_ANNEXES = {"phuluc", "mau"}
_PARAGRAPHS = {"doan", "cuoi", "mo_dau"}
_OWN_ANNEXES = re.compile(r"\s*(?:(?:các|thêm|và)\s+)*Ⓟ(?:\s*(?:,|và|;)\s*(?:(?:các|và)\s+)*Ⓟ)*\s*(?:\(?(?:được\s+)?(?:ban hành\s+)?kèm\s+theo|tại|của)\s+Ⓢ")
_ANCHOR = re.compile(
    r"(?:vào\s+)?(?:ngay\s+|liền\s+|phía\s+)*(?P<where>sau|trước)\s+(?:của\s+)?(?=Ⓟ)"
    r"|(?:vào\s+)?(?:phía\s+)?(?P<edge>cuối|đầu)\s+(?:của\s+)?(?=Ⓟ)|vào\s+(?=Ⓟ)"
)
_POSITIONS = {"sau": "after", "trước": "before", "cuối": "end of", "đầu": "start of", "vào": "into"}
# "Điều 7 Ⓓ được bổ sung khoản 5 (vào sau khoản 4) như sau:".
ADDED = re.compile(r"được\s+bổ sung(?:\s+thêm)?\s+(?:các\s+)?(?P<what>Ⓟ)[^ⒹⓈⓅⓆ;.\n]{0,20}?(?:(?:vào\s+)?(?P<where>sau|trước)\s+(?P<beside>Ⓟ))?\s*(?=như sau|:|;|\.|$|Ⓠ|\n)")

# "Bổ sung 04 giống tằm vào Danh mục giống ban hành kèm theo Ⓓ": something is added, for which there is no place.
INTO_LIST = re.compile(r"\s*(?:thêm\s+)?(?:(?:các|những|\d{1,3})\s|[A-ZĐ])[^;:.ⒹⓅⓈⓆⓉ]{1,200}?\svào\s+(?:các\s+)?[Dd]anh mục\b[^;:.ⒹⓅⓈⓆⓉ]{0,200}?(?:ban hành\s+|đính\s+)?kèm\s+theo\s*")


def insert_place(sentence: Sentence, verb: re.Match[str], end: int) -> None:
    """Read "Bổ sung khoản 6 vào sau khoản 5 Điều 10": what is added is khoản 6, where it goes is its anchor."""
    words = sentence.words
    span = sentence.span(verb.start(), end)
    new = quoted(sentence, verb.end(), end)
    if _add_behind(sentence, verb, end):
        return
    anchors = list(_ANCHOR.finditer(words, verb.end(), end))
    if not anchors and _add_annexes(sentence, verb, end, span):
        return
    if not anchors:
        objects = acted_upon(sentence, verb.end(), end)
        for at, o in enumerate(objects):
            places = filled(sentence, objects, at, end)
            # "Bổ sung một số nội dung của Ⓓ": what is added, and where, is not said.
            listed = not at and INTO_LIST.match(words, verb.end(), end)
            operate(sentence, "adds" if places or listed else "amends", o, places, span, new_words=new)
        inherit(sentence, objects, words[verb.start() : end])
        return
    last = sentence.objects(anchors[-1].end(), end)
    if not last:  # "vào sau khoản 2 Điều này": in no document that is named
        return
    document = next((o for o in (*last, *sentence.objects(verb.end(), anchors[0].start())) if o.document), last[0])
    # "bổ sung khoản 1a vào sau khoản 1, bãi bỏ khoản 2 Điều 5": the article stands with what follows.
    further = (*(p for o in last for p in o.places), *_places_behind(sentence, document, end))
    begin = verb.end()
    left_over: list[Locator] = []
    for number, anchor in enumerate(anchors):
        added = [*left_over, *(p for o in sentence.objects(begin, anchor.start()) for p in o.places)]
        sign = sentence.sign_at(anchor.end())
        if not added and sign and (parted := _parted(sentence, anchor, sign)):
            around = complete(parted.place, further, sentence.context.steps)
            put = [_within(around.steps[:-1] if anchor["where"] else around.steps, p) for p in parted.behind]
            where = f"{_POSITIONS[anchor['where'] or anchor['edge'] or 'vào']} {around.notation}"
            operate(sentence, "adds", replace(document, places=()), put, span, anchor=where, new_words=new if number == len(anchors) - 1 else None)
            begin = anchor.end() + 1
            continue
        beside, *left_over = (sign.places.places if sign and sign.places else further) or last[0].places
        beside = complete(beside, (*left_over, *added, *further), sentence.context.steps)
        put = [_beside(p, added[n + 1 :], beside, sentence, anchor) for n, p in enumerate(added)] or [_holder(beside) if anchor["where"] else beside]
        where = f"{_POSITIONS[anchor['where'] or anchor['edge'] or 'vào']} {beside.notation}"
        new_words = new if number == len(anchors) - 1 else None
        operate(sentence, "adds", replace(document, places=()), put, span, anchor=where, new_words=new_words)
        begin = anchor.end() + 1
    inherit(sentence, [document] if document.document else [], words[verb.start() : end])


def _parted(sentence: Sentence, anchor: re.Match[str], sign: Sign) -> Parted | None:
    """The place and what is put into or beside it, of "vào Điều 6 các khoản 8 và 9", "vào sau khoản 2 Điều 6 các khoản 2a và 2b"."""
    parted = part_behind(sentence.text[sign.start : sign.end])
    if parted is None:
        return None
    # "vào sau Điều 5 khoản 2" names one place, the larger unit first; what stands beside a unit is of its kind.
    if anchor["where"]:
        return parted if all(p.steps[-1][0] == parted.place.steps[-1][0] for p in parted.behind) else None
    return parted if parted.each or not anchor["edge"] else None


def _places_behind(sentence: Sentence, document: Object, end: int) -> list[Locator]:
    """The places of one document that the group goes on to name; a heading's article is that of its items, and ";" closes a group."""
    if any(unit == "dieu" for unit, _ in sentence.steps):
        return []
    group = sentence.words.find(";", end)
    following = sentence.objects(end, group if group >= 0 else len(sentence.words))
    return [p for o in takewhile(lambda o: _same(sentence, o, document), following) for p in o.places]


def _add_annexes(sentence: Sentence, verb: re.Match[str], end: int, span: tuple[int, int]) -> bool:
    """State "Bổ sung Phụ lục IV, Mẫu số 07 Phụ lục II ban hành kèm theo Ⓢ": annexes of the heading's document, printed in this one."""
    found = _OWN_ANNEXES.match(sentence.words, verb.end(), end)
    if found is None or sentence.context.document is None:
        return False
    named = [p for sign in sentence.shape.between(verb.end(), found.end()) if sign.places for p in sign.places.places]
    if not named or any(p.steps[0][0] not in _ANNEXES or not p.steps[-1][1] for p in named):
        return False
    operate(sentence, "adds", Object(None, (), *span), named, span)
    return True


def _holder(place: Locator) -> Locator:
    """Of a paragraph the clause or article it is in, to which "Bổ sung sau đoạn 1 khoản 2 như sau" adds something without a name."""
    return replace(place, steps=place.steps[:-1]) if len(place.steps) > 1 and place.steps[-1][0] in _PARAGRAPHS else place


def _beside(place: Locator, following: Sequence[Locator], beside: Locator, sentence: Sentence, anchor: re.Match[str]) -> Locator:
    """An added place has the head of the place it stands beside: khoản 6 sau khoản 5 Điều 10 is Điều 10 khoản 6."""
    unit = place.steps[0][0]
    around = beside.steps[:-1] if anchor["where"] else beside.steps
    head = _larger(around, unit)
    return replace(place, steps=head + place.steps) if head else complete(place, following, sentence.context.steps)


def passive_addition(sentence: Sentence, begin: int, added: re.Match[str]) -> None:
    """State "Điều 7 Ⓓ được bổ sung khoản 5": what is added stands behind the verb, where it goes before."""
    where = sentence.objects(begin, added.start())
    sign, beside = sentence.sign_at(added.start("what")), sentence.sign_at(added.start("beside")) if added["beside"] else None
    if len(where) != 1 or len(where[0].places) > 1 or sign is None or sign.places is None or not re.match(r"[ⒹⓅ]", sentence.words[begin:]):
        return
    around = complete(where[0].places[0], (), sentence.steps).steps if where[0].places else sentence.steps

    def below(place: Locator) -> Locator:
        return replace(place, steps=tuple(step for step in around if RANK[step[0]] < RANK[place.steps[0][0]]) + place.steps)

    anchor = f"into {Locator(around).notation}" if around else None
    if beside and beside.places:
        anchor = f"{_POSITIONS[added['where']]} {below(beside.places.places[0]).notation}"
    operate(sentence, "adds", where[0], [below(p) for p in sign.places.places], sentence.span(begin, added.end()), anchor=anchor)
    inherit(sentence, [replace(where[0], places=())] if where[0].document else [], "")


# "Bổ sung vào Điều 8 Ⓓ khoản 5 như sau".
_BEHIND = re.compile(r"\s*(?:thêm\s+)?vào\s+(?P<into>Ⓟ)\s*(?:của\s+)?(?P<document>Ⓓ)\s*,?\s*(?:các\s+)?(?P<what>Ⓟ)\s*(?=như sau|:|;|\.|$|Ⓠ|\n)")
# "Điều 7a được bổ sung vào sau Điều 7 (của Ⓓ) như sau".
_PLACE_ADDED = re.compile(r"(?:Các\s+)?(?P<what>Ⓟ)\s+được\s+bổ sung\s+(?:vào\s+)?(?P<where>sau|trước)\s+(?P<beside>Ⓟ)\s*(?:(?:của\s+)?(?P<document>Ⓓ)\s*)?(?=như sau|:|;|\.|$|Ⓠ|\n)")

# "Sau Điều 7 bổ sung Điều 7a (của Ⓓ) như sau".
_AFTER_IT = re.compile(r"(?P<where>[Ss]au|[Tt]rước)\s+(?P<beside>Ⓟ)\s*,?\s+bổ sung(?:\s+thêm)?\s+(?:các\s+)?(?P<what>Ⓟ)\s*(?:(?:của\s+)?(?P<document>Ⓓ)\s*)?(?=như sau|:|;|\.|$|Ⓠ|\n)")


def _add_behind(sentence: Sentence, verb: re.Match[str], end: int) -> bool:
    """State an addition whose place stands before what is added."""
    found = _BEHIND.match(sentence.words, verb.end(), end)
    into, what = (sentence.sign_at(found.start("into")), sentence.sign_at(found.start("what"))) if found else (None, None)
    if found is None or into is None or into.places is None or len(into.places.places) != 1 or what is None or what.places is None:
        return False
    around = complete(into.places.places[0], (), sentence.context.steps)
    o = Object(sentence.sign_at(found.start("document")), (), into.start, what.end)
    put = [_within(around.steps, place) for place in what.places.places]
    operate(sentence, "adds", o, put, sentence.span(verb.start(), end), anchor=f"into {around.notation}", new_words=quoted(sentence, verb.end(), end))
    inherit(sentence, [o], "")
    return True


def place_added(sentence: Sentence, begin: int) -> bool:
    """State "Điều 7a được bổ sung vào sau Điều 7", "Sau Điều 7 bổ sung Điều 7a"; false for anything else."""
    found = _PLACE_ADDED.match(sentence.words, begin) or _AFTER_IT.match(sentence.words, begin)
    what, sign = (sentence.sign_at(found.start("what")), sentence.sign_at(found.start("beside"))) if found else (None, None)
    if found is None or what is None or what.places is None or sign is None or sign.places is None or len(sign.places.places) != 1:
        return False
    beside = complete(sign.places.places[0], (), sentence.steps)
    o = Object(sentence.sign_at(found.start("document")) if found["document"] else None, (), what.start, sign.end)
    put = [_within(beside.steps[:-1], place) for place in what.places.places]
    span = sentence.span(begin, found.end())
    operate(sentence, "adds", o, put, span, anchor=f"{_POSITIONS[found['where'].lower()]} {beside.notation}", new_words=quoted(sentence, found.end(), len(sentence.words)))
    inherit(sentence, [o] if o.document else [], "")
    return True


def _within(around: tuple[tuple[str, str], ...], place: Locator) -> Locator:
    """A place in a larger one, of which it may name a part itself."""
    return replace(place, steps=_larger(around, place.steps[0][0]) + place.steps)


def _larger(around: tuple[tuple[str, str], ...], unit: str) -> tuple[tuple[str, str], ...]:
    """The steps that lead to a unit: an article is numbered through the whole body, whatever chapter it is put into."""
    return tuple(step for step in around if RANK[step[0]] < RANK[unit] and (unit != "dieu" or step[0] in _ANNEXES))


def _same(sentence: Sentence, a: Object, b: Object) -> bool:
    one, other = sentence.target(a.document), sentence.target(b.document)
    return one is not None and other is not None and one.number == other.number and one.number is not None
