"""What is reported as past: "A đã được sửa đổi bởi B" tells of A what others did, and acts upon nothing."""

import re
from collections.abc import Sequence

from legalgraph.model.reading import Citation, Statement, Target
from legalgraph.text.nesting import older
from legalgraph.text.sentences import LAWS, Object, Sentence, blank, target_of
from legalgraph.text.shapes import DOCUMENT, Sign

# What was issued by one body is changed by that body alone.
_CHANGED_BY_THEIR_ISSUER = {"tt", "qd"}
# Between a place and its document no bracket closes that was opened before: "Điều 6 (thay thế bởi Điều 7) Ⓓ".
_UP_TO = r"(?:[^ⒹⓈⓉ;.\n()]|\([^ⒹⓈⓉ;.\n()]{0,30}\)){0,30}?"
# "A đã được sửa đổi bởi B, C đã được sửa đổi bởi D": C stands beside A.
_ITS_OWN_PAST = r"(?!\s+(?:đã\s+)?được\s+(?:sửa đổi|bổ sung)\b)"
# "A được sửa đổi tại B và hướng dẫn tại C": C changed nothing.
_GUIDES_NOT = r"(?!(?:được\s+)?(?:hướng dẫn|quy định)\b)"
_BY = rf"(?P<by>(?:Ⓟ{_UP_TO})?Ⓓ(?:(?:\s*,|\s*,?\s+và\s)\s*{_GUIDES_NOT}(?:[^ⒹⓈⓅⓉ,;.\n()]{{0,20}})(?:Ⓟ{_UP_TO})?Ⓓ{_ITS_OWN_PAST})*)"
# "A (sửa đổi, bổ sung tại B)", "A, sửa đổi, bổ sung bởi B": "được" is left out; "bởi" alone tells as much.
_BARE = (
    r"[^ⒹⓈⓅⓉ;.\n()]{0,40}\(\s*(?:đã\s+)?(?:bị\s+)?(?:sửa đổi|bổ sung|thay thế)[^ⒹⓈⓅ;.\n()]{0,60}?\s(?:bởi|theo|tại)"
    r"|[\s,;]+(?:đã\s+)?(?:sửa đổi|bổ sung)(?:(?:,|\s+và|,\s+và)?\s+bổ sung)?(?:\s+một số\s+(?:điều|nội dung|quy định))?\s+bởi"
)
_HISTORY = re.compile(
    r"(?P<head>Ⓓ)(?:(?P<between>[^ⒹⓈⓅⓉ;.\n]{0,60}?[\s,(]*)(?:(?:đã|mà|và)\s+)*được\s+(?P<what>sửa đổi|bổ sung|thay thế|đính chính|bãi bỏ)"
    rf"[^ⒹⓈ;.\n]{{0,120}}?\s(?:bởi|theo|tại|bằng)|{_BARE})\s*[:;]?\s*"
    r"(?:[^ⒹⓈⓉ;.\n:()]|\([^ⒹⓈⓉ;.\n:()]{0,40}\)){0,80}?"
    rf"{_BY}(?:[^ⒹⓈⓅ;.,\n:“)]{{0,20}}\))?"
)

_OF_ITS_PLACE = re.compile(r"Ⓟ[^ⒹⓈⓅⓉⓆ;.:]{0,20}$")
_IN_BRACKETS = re.compile(r"\(\s*(?:đã\s+)?(?:bị\s+)?(?:sửa đổi|bổ sung|thay thế|bãi bỏ)")
# "khoản 4 Điều 2 (đã được sửa đổi tại khoản 1 Điều 1 Ⓓ)": a place of the document of the heading, or of the one named behind, with its past.
_HISTORY_OF_PLACE = re.compile(
    r"(?P<head>Ⓟ)(?:[\s,(]*(?:(?:đã|mà)\s+)*được\s+|\s*\(\s*(?:đã\s+)?)(?P<what>sửa đổi|bổ sung|thay thế|đính chính)[^ⒹⓈⓅⓆ;.\n()]{0,60}?\s(?:bởi|theo|tại)\s*[^ⒹⓈⓅⓉⓆ;.\n:()]{0,60}?"
    rf"{_BY}(?:[^ⒹⓈⓅ;.,\n:“)]{{0,20}}\))?(?:\s*(?:của\s+)?(?P<owner>Ⓓ))?"
)
# "Điều 6 (thay thế bởi Điều 7) Ⓓ": by what, in the same document, is no object of the act.
_WITHIN_ITSELF = re.compile(r"(?<=Ⓟ)\s*\(\s*(?:đã\s+)?(?:(?:được|bị)\s+)?(?:sửa đổi|bổ sung|thay thế|bãi bỏ)[^ⒹⓈⓅⓆ;.\n()]{0,60}?\s(?:bởi|theo|tại)\s[^ⒹⓈⓆ;\n()]{0,60}Ⓟ\s*\)")
# Whatever else a bracket reports as past: nothing in it is acted upon.
_LEFT_IN_BRACKETS = re.compile(r"\(\s*(?:đã\s+)?(?:được|bị)\s+(?:sửa đổi|bổ sung|thay thế)[^()ⓈⓆ]{0,200}?\s(?:bởi|theo|tại)\b[^()ⓈⓆ]*[ⒹⓅ][^()ⓈⓆ]*\)")


def take_history(sentence: Sentence, begin: int) -> None:
    """State what is reported as past ("đã được sửa đổi bởi …") and blank it out: only the head of the chain stays."""
    if "được " not in sentence.words and " bởi " not in sentence.words and not _IN_BRACKETS.search(sentence.words, begin):
        return
    for found in _HISTORY.finditer(sentence.words, begin):
        head, named = sentence.sign_at(found.start("head")), sentence.objects(found.start("by"), found.end("by"))
        changed = _changed(sentence, head, named) if head and named else None
        if head is None or changed is None:
            continue
        by = _not_beside(sentence, found, _of_like_rank(sentence, head, _of_no_lower_rank(sentence, head, _of_later(sentence, head, named), found["what"])))
        if not (others := [o for o in by if not _is_head(sentence, o, head)]):
            continue
        last = by[-1].document
        stop = found.end() if last is None or len(by) == len(named) else sentence.place_of(last) + 1
        sentence.statements.append(
            Statement(
                "history", changed, *sentence.span(found.start(), stop),
                by=tuple(t for o in others if (t := sentence.target(o.document)) is not None),
                by_provisions=tuple(place for o in by for place in o.places), source=sentence.context.source, rule="reported_as_past",
            )
        )  # fmt: skip
        sentence.used |= {o.document.index for o in by if o.document}
        blank(sentence, found.end("head"), stop)
    _take_history_of_places(sentence, begin)


def _take_history_of_places(sentence: Sentence, begin: int) -> None:
    """State the past of places whose document the heading names, or what stands behind; with neither, only blank it out."""
    for within in _WITHIN_ITSELF.finditer(sentence.words, begin):
        blank(sentence, *within.span())
    for found in _HISTORY_OF_PLACE.finditer(sentence.words, begin):
        by = sentence.objects(found.start("by"), found.end("by"))
        head = sentence.sign_at(found.start("head"))
        if head is None or head.places is None or any(label == "này" for p in head.places.places for _, label in p.steps):
            continue
        stop = found.start("owner") if found["owner"] else found.end()
        changed = sentence.target(sentence.sign_at(stop) if found["owner"] else None)
        if changed is not None:
            sentence.statements.append(
                Statement(
                    "history", changed, *sentence.span(found.start(), stop), by=tuple(t for o in by if (t := sentence.target(o.document)) is not None),
                    by_provisions=tuple(place for o in by for place in o.places), source=sentence.context.source, rule="reported_as_past",
                )
            )  # fmt: skip
        sentence.used |= {o.document.index for o in by if o.document}
        blank(sentence, found.end("head"), stop)
    for left in _LEFT_IN_BRACKETS.finditer(sentence.words, begin):
        blank(sentence, *left.span())


def _is_head(sentence: Sentence, o: Object, head: Sign) -> bool:
    """True for a second mention of the head of a chain: it did not change itself."""
    if o.document is None or head.kind != DOCUMENT:
        return False
    one, other = sentence.citations[o.document.index], sentence.citations[head.index]
    named = one.name is not None and other.name is not None and one.name.lower() == other.name.lower()
    same = one.number == other.number if one.number or other.number else named
    return same and (one.type, one.issued, one.year) == (other.type, other.issued, other.year)


def _not_beside(sentence: Sentence, found: re.Match[str], by: list[Object]) -> list[Object]:
    """Those of a chain that do not stand beside its head: of "Ⓟ của Ⓓ đã được sửa đổi bởi Ⓓ, Ⓟ của Ⓓ" the last is acted upon too."""
    if not by or by[0].places or not _OF_ITS_PLACE.search(sentence.words, 0, found.start("head")):
        return by
    beside = next((at for at, o in enumerate(by) if o.places), len(by))
    return by[:beside]


def _of_later(sentence: Sentence, head: Sign, by: list[Object]) -> list[Object]:
    """Those of a chain before the first that is older than its head, which stands beside the head: it can have changed nothing of it."""
    if head.kind != DOCUMENT:
        return by
    tells = [older(sentence.citations[o.document.index], sentence.citations[head.index]) is True if o.document else False for o in by]
    return by if tells[0] else by[: next((at for at, earlier in enumerate(tells) if earlier), len(by))]


def _of_no_lower_rank(sentence: Sentence, head: Sign, by: list[Object], what: str | None) -> list[Object]:
    """Those of a chain before the first that ranks below its head: no circular changes a decree, and no decree a law.

    A correction of errors may be made by any office.
    """
    highest = _tier(sentence.citations[head.index]) if head.kind == DOCUMENT and what != "đính chính" else None
    if highest is None:
        return by
    tiers = [_tier(sentence.citations[o.document.index]) if o.document else None for o in by]
    return by[: next((at for at, tier in enumerate(tiers) if tier is not None and tier > highest), len(by))]


def _tier(cited: Citation) -> int | None:
    """Whose acts can change a document, 1 is highest; None where type and symbol do not tell.

    Resolutions of the Government have of late been let change laws, and consolidations are of no rank.
    """
    symbol = cited.number.symbol_slug if cited.number else ""
    if cited.type in ("hp", "luat", "bo-luat", "pl"):
        return 1
    if cited.type == "qd":
        return 3 if symbol.endswith("ttg") else None
    return {"nd": 2, "tt": 4, "ttlt": 4}.get(cited.type)


def _of_like_rank(sentence: Sentence, head: Sign, by: list[Object]) -> list[Object]:
    """Those of a chain that can have changed its head.

    Behind the laws that changed a law a decree is the next document cited; behind the circulars of one ministry that
    changed a circular, so is a circular of another.
    """
    if head.kind != DOCUMENT or not by or any(o.document is None for o in by):
        return by
    cited = [sentence.citations[o.document.index] for o in by if o.document]
    by = by[: next((at for at in range(1, len(cited)) if _is_of_list(cited[at], cited[at - 1])), len(by))]
    cited = cited[: len(by)]
    if sentence.citations[head.index].type in LAWS:
        like = [c.type in LAWS for c in cited]
    elif sentence.citations[head.index].type in _CHANGED_BY_THEIR_ISSUER:
        like = [c.number is None or cited[0].number is None or c.number.symbol_slug == cited[0].number.symbol_slug for c in cited]
    else:
        return by
    return by if not like[0] or all(like) else by[: like.index(False)]


def _is_of_list(cited: Citation, before: Citation) -> bool:
    """True where a chain has ended and the list that its head is in goes on: "A đã được sửa đổi bởi B năm 2031, Luật Nuôi ong năm 2028".

    Changes are told in their order, and what changes another document is seldom called by a name or of another type.
    """
    other = cited.type != before.type or (cited.name is not None and "sửa đổi" not in cited.name.lower())
    years = [c.number.year if c.number else None for c in (cited, before)]
    return other and years[0] is not None and years[1] is not None and years[0] < years[1]


def _changed(sentence: Sentence, head: Sign, by: Sequence[Object]) -> Target | None:
    """What was changed: the head of the chain, or the last document in its title when the head came after the change.

    None when nothing named is older than the change: the text contradicts itself.
    """
    if head.kind != DOCUMENT or by[0].document is None:
        return sentence.target(head)
    change = sentence.citations[by[0].document.index]
    if older(change, sentence.citations[head.index]) is not True:
        return target_of(sentence.citations, head.index)
    for index in reversed(range(head.index + 1, by[0].document.index)):
        if sentence.citations[index].within == head.index and older(change, sentence.citations[index]) is False:
            return target_of(sentence.citations, index)
    return None
