"""Edits of single phrases: "Thay cụm từ “A” bằng cụm từ “B” tại khoản 2 Điều 5", "Bỏ từ “C”, từ “D” tại Điều 6"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from legalgraph.model.provision import Locator
from legalgraph.model.reading import Edit, Statement
from legalgraph.text.sentences import Object, Pending, Sentence, complete, filled
from legalgraph.text.shapes import QUOTE, Sign
from legalgraph.text.stating import owner

# "cụm từ", "các từ", "nội dung sau:" directly before quoted words.
PHRASE = r"(?:các\s+|những\s+|một số\s+)?(?:cụm\s+từ|từ ngữ|từ|chữ|nội dung|đoạn|cụm|số|dấu|tên gọi|quy định|câu|dòng chữ)(?:\s+(?:cụm từ|sau|là))?\s*:?\s*(?=Ⓠ)"
WORDS = r"(?:[Cc]ụm từ|[Tt]ừ|[Nn]ội dung|[Đđ]oạn(?:\s+văn)?|[Cc]âu|[Cc]hữ|[Dd]òng(?:\s+chữ)?|[Gg]ạch đầu dòng)"
# "Bãi bỏ khoản 4 và đoạn Ⓠ tại khoản 5 Điều 17": of khoản 5 only words go.
EDITS_TOO = re.compile(
    r"(?:[;,]\s*(?:và\s+)?|\s+và\s+)(?=(?:các\s+)?(?:cụm từ|từ)\s+Ⓠ"
    rf"|(?:{PHRASE}|(?:các\s+)?{WORDS}\s*:?\s*)Ⓠ[^ⒹⓅⓈ;]{{0,80}}?\s(?:tại|của|ở|trong)\s+(?:các\s+)?Ⓟ)"
)
# "bằng cụm từ Ⓠ", "thành Ⓠ": what follows is the new wording of what stands before.
_WITH = re.compile(rf"(?:bằng|thành|bởi)\s+(?:{PHRASE})?(?=Ⓠ)")
_POSITION = re.compile(r"(?:^|(?<!từ)(?<!ngữ)(?<!dung)(?<!chữ)\s)(?:sau|trước|(?:ở\s+)?giữa)\s+(?:(?:các\s+)?(?:cụm\s+từ|từ ngữ|từ|chữ|dấu|số)\s+)?$")
# "vào sau cụm từ Ⓠ": where new words go.
_BESIDE = re.compile(rf"(?:vào\s+)?(?:ngay\s+|liền\s+|phía\s+)*(?P<where>sau|trước)\s+(?:{PHRASE})?(?=Ⓠ)")
_AT_PLACE = re.compile(r"vào\s+(?:phía\s+)?(?P<where>cuối|đầu)\s+(?:của\s+)?(?=Ⓟ)")
_AT = r"[^ⓆⒹ;]*?(?:Ⓓ[^ⓆⒹ;]*?)?"
# "Cụm từ Ⓠ tại Ⓟ Ⓓ được thay thế bằng cụm từ Ⓠ", "Cụm từ Ⓠ tại Ⓟ, cụm từ Ⓠ tại Ⓟ Ⓓ được thay thế …".
_SUBSTITUTED = re.compile(
    rf"(?:[Cc]ác\s+)?(?:[Cc]ụm từ|[Tt]ừ|[Nn]ội dung)\s+Ⓠ(?:\s*(?:,|và|hoặc)\s*(?:{PHRASE})?Ⓠ)*{_AT}(?:(?:,|;|\s+và)\s*(?:và\s+)?(?:{PHRASE})?Ⓠ{_AT}){{0,20}}được\s+(?:thay thế|thay|sửa đổi|sửa)\s+(?:bằng|thành|bởi)\s+(?:{PHRASE})?Ⓠ"
)
# "Từ Ⓠ tại Ⓟ Ⓓ được bãi bỏ".
_DELETED = re.compile(rf"(?:[Cc]ác\s+)?{WORDS}\s+Ⓠ(?:\s*(?:,|và|hoặc)\s*(?:{PHRASE})?Ⓠ)*[^Ⓠ;]*?(?:(?:,|;|\s+và)\s*(?:và\s+)?(?:{PHRASE})?Ⓠ[^Ⓠ;]*?){{0,20}}(?:được|bị)\s+(?:bãi bỏ|bỏ|hủy bỏ|huỷ bỏ)")
_PLACES_FOLLOW = re.compile(r"\s(?:tại|ở|trong)(?:\s+(?:các|những|một số)\s+(?:điều|khoản|điểm|mục|quy định|nội dung|phụ lục|(?:bộ )?luật|nghị quyết|pháp lệnh|nghị định|thông tư|quyết định|văn bản)\b[^ⒹⓅⓈⓆ;:.]*\ssau(?:\s+đây)?)?\s*:\s*$")
_KINDS = {"delete": "deletes_phrase", "insert": "inserts_phrase", "substitute": "substitutes_phrase"}
_POSITIONS = {"sau": "after", "trước": "before", "cuối": "end of", "đầu": "start of"}


@dataclass(slots=True)
class _Group:
    """Edits that share their places: from the first quotation to where the next group begins."""

    start: int
    end: int
    edits: list[Edit]


def phrases(sentence: Sentence, verb: re.Match[str], end: int) -> None:
    """State the edits of one instruction: the places may stand before the verb, between the quotations, or behind them."""
    name = verb.lastgroup or ""
    groups, span = _groups(sentence, name, verb.end(), end), sentence.span(verb.start(), end)
    if len(groups) == 1 and end == len(sentence.words) and _PLACES_FOLLOW.search(sentence.words, groups[0].start) and not sentence.objects(groups[0].start, end):
        sentence.context = replace(sentence.context, pending=Pending(name, name, *span, edits=tuple(groups[0].edits)))
        return
    _state(sentence, name, groups, span, end)


def placed(sentence: Sentence, begin: int, act: Pending) -> None:
    """State the edits that a heading has announced ("… tại các điều, khoản sau đây:") in the places of an item."""
    end = len(sentence.words)
    objects = sentence.objects(begin, end)
    for at, o in enumerate(objects):
        _add(sentence, act.kind, o, filled(sentence, objects, at, end), sentence.span(begin, end), act.edits)


def substituted(sentence: Sentence, begin: int) -> bool:
    """State what is said in the passive; false when nothing is."""
    for name, pattern in (("substitute", _SUBSTITUTED), ("delete", _DELETED)):
        said = list(pattern.finditer(sentence.words, begin))
        for at, found in enumerate(said):
            # The places may stand behind what takes the place of the words, up to the next that are replaced.
            last = said[at + 1].start() if at + 1 < len(said) else len(sentence.words)
            groups = _groups(sentence, name, found.start(), found.end())
            if groups:
                groups[-1].end = last
            _state(sentence, name, groups, sentence.span(found.start(), found.end()), last)
        if said:
            return True
    return False


def deleted(sentence: Sentence, start: int, end: int) -> None:
    """State the deletions that stand in a list of what is repealed: "bãi bỏ Ⓟ Ⓓ; cụm từ Ⓠ tại Ⓟ Ⓓ"."""
    _state(sentence, "delete", _groups(sentence, "delete", start, end), sentence.span(start, end), end)


def without_edited(sentence: Sentence, objects: Sequence[Object], start: int, end: int) -> list[Object]:
    """The objects of a stretch that end, and what of it are words: "Ⓟ và đoạn Ⓠ tại Ⓟ Ⓓ hết hiệu lực" states a deletion."""
    edits = EDITS_TOO.search(sentence.words, start, end)
    if edits is None:
        return list(objects)
    deleted(sentence, edits.end(), end)
    whole = {p for s in sentence.shape.between(start, edits.start()) if s.places for p in s.places.places}
    edited = {p for s in sentence.shape.between(edits.end(), end) if s.places for p in s.places.places} - whole
    left = [replace(o, places=tuple(p for p in o.places if p not in edited)) for o in objects]
    return [o for o, before in zip(left, objects, strict=True) if o.places or not before.places]


def _groups(sentence: Sentence, name: str, start: int, end: int) -> list[_Group]:
    """Cut a stretch into groups: a quotation behind a place, and no longer tied to what stands before, begins a new one."""
    words = sentence.words
    groups: list[_Group] = []
    place = start
    while (at := _next_quote(words, name, place, end)) >= 0:
        olds, place = [at], at + 1
        # “A”, “B” và “C” bằng “D": all that stands before "bằng" is replaced by what stands behind it.
        while (further := _next_quote(words, name, place, end)) >= 0 and _LISTED.fullmatch(words, place, further):
            olds.append(further)
            place = further + 1
        edits, place = _edits(sentence, name, olds, place, end)
        if groups and not _has_places(words, groups[-1].start, at):
            groups[-1].edits += edits
        else:
            if groups:
                groups[-1].end = at
            groups.append(_Group(at, end, edits))
    # "thay thế cụm từ A tại Ⓟ, cụm từ B tại Ⓟ bằng cụm từ C": C takes the place of both.
    if name == "substitute" and groups and (new := groups[-1].edits[-1].new_words) and not any(e.new_words for g in groups[:-1] for e in g.edits):
        for group in groups[:-1]:
            group.edits = [replace(edit, new_words=new) for edit in group.edits]
    return groups


def _next_quote(words: str, name: str, place: int, end: int) -> int:
    """The next quotation; where words are taken out, not one that only says where: "bỏ từ A trước cụm từ B tại Ⓟ"."""
    at = words.find(QUOTE, place, end)
    while at >= 0 and name != "insert" and _POSITION.search(words[max(place, at - 40) : at]):
        at = words.find(QUOTE, at + 1, end)
    return at


_LISTED = re.compile(rf"\s*(?:,|;|và|hoặc)\s*(?:và\s+)?(?:{PHRASE})?")


def _has_places(words: str, start: int, end: int) -> bool:
    return "Ⓟ" in words[start:end] or "Ⓓ" in words[start:end]


def _edits(sentence: Sentence, name: str, olds: list[int], place: int, end: int) -> tuple[list[Edit], int]:
    """The edits of quotations that stand together, and where the reading goes on."""
    words, spans = sentence.words, [_span(sentence, at) for at in olds]
    following = _next_quote(words, name, place, end)
    if name == "substitute":
        if following >= 0 and (with_ := _WITH.search(words, place, following + 1)) and with_.end() == following:
            new = _span(sentence, following)
            return [Edit(old, new) for old in spans], following + 1
        return ([Edit(spans[0], spans[1])] if len(spans) == 2 else [Edit(old) for old in spans]), place
    if name == "delete":
        return [Edit(old) for old in spans], place
    if following >= 0 and (beside := _BESIDE.search(words, place, following + 1)) and beside.end() == following:
        a, b = _span(sentence, following)
        anchor = f"{_POSITIONS[beside['where']]} {' '.join(sentence.text[a:b].split())}"
        return [Edit(None, new, anchor) for new in spans], following + 1
    at_place = _AT_PLACE.search(words, place, following if following >= 0 else end)
    return [Edit(None, new, at_place and _POSITIONS[at_place["where"]]) for new in spans], place


def _span(sentence: Sentence, at: int) -> tuple[int, int]:
    sign: Sign | None = sentence.sign_at(at)
    return (sign.start, sign.end) if sign else (0, 0)


def _state(sentence: Sentence, name: str, groups: Sequence[_Group], span: tuple[int, int], end: int) -> None:
    for number, group in enumerate(groups):
        objects = sentence.objects(group.start, group.end) or _later(sentence, groups[number + 1 :], end)
        objects = objects or list(sentence.fronted)
        if not objects and (sentence.context.steps or sentence.context.document):
            objects = [Object(None, (), *span)]
        behind = _parts_behind(sentence, groups[number + 1 :])
        for at, o in enumerate(objects):
            places = tuple(complete(place, behind, ()) for place in filled(sentence, objects, at, end))
            if not places and sentence.context.steps and o.document is None:
                places = (Locator(sentence.context.steps),)
            _add(sentence, name, o, places, span, group.edits)


def _parts_behind(sentence: Sentence, groups: Sequence[_Group]) -> tuple[Locator, ...]:
    """The parts of articles in which later edits act: of "… tại khoản 1 và cụm từ C bằng cụm từ D tại khoản 2 Điều 5" both clauses are of that article."""
    return tuple(place for group in groups for o in sentence.objects(group.start, group.end) for place in o.places if len(place.steps) > 1)


def _later(sentence: Sentence, groups: Sequence[_Group], end: int) -> list[Object]:
    """Of "thay cụm từ A bằng B, bỏ cụm từ C tại khoản 2": the places behind a later edit hold for this one."""
    for group in groups:
        if objects := sentence.objects(group.start, group.end):
            return objects
    return sentence.objects(end, len(sentence.words))[:1]


def _add(sentence: Sentence, name: str, o: Object, places: tuple[Locator, ...], span: tuple[int, int], edits: Sequence[Edit]) -> None:
    target = owner(sentence, o)
    if target is None or sentence.withholds(places, *span):
        return
    where = places[0].notation if places else ""
    first, *further = (replace(e, anchor=f"{e.anchor} {where}".strip()) if e.anchor in ("end of", "start of") else e for e in edits)
    kind = _KINDS[name]
    sentence.statements.append(
        Statement(
            kind, target, *span, places, anchor=first.anchor, old_words=first.old_words, new_words=first.new_words,
            source=sentence.context.source, rule=f"instruction_{kind}", further=tuple(further),
        )
    )  # fmt: skip
