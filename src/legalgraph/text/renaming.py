"""New names: of articles and other parts, and of whole documents."""

import re
from collections.abc import Sequence
from dataclasses import replace

from legalgraph.model.provision import Locator
from legalgraph.text.sentences import Object, Sentence, filled
from legalgraph.text.stating import inherit, operate, quoted

_UNITS = {"điều": "dieu", "khoản": "khoan", "mục": "muc", "chương": "chuong"}
# "Sửa đổi tên Nghị định như sau": the title of the heading's document.
_OF_ALL = re.compile(r"\s+(?:của\s+)?(?:Nghị định|Nghị quyết|Thông tư(?: liên tịch)?|Quyết định|Chỉ thị|Luật|Pháp lệnh)\s+(?:như sau|thành)\b")
# "Sửa đổi tên của Ⓓ như sau: Ⓠ", "Đổi tên Ⓓ thành Ⓠ".
_TITLE_OF = re.compile(r"\s*(?:của\s+)?Ⓓ\s*(?:từ\s+Ⓠ\s+(?=thành|sang))?(?P<title>như sau|thành|là|:|,|;|\.|$|Ⓠ|\n)")


# "Sửa đổi tên và khoản 1 Điều 5": the name of the article, and the clause.
_AND_PARTS = re.compile(r"\s*(?:,|và)\s+(?=(?:các\s+)?Ⓟ)")


def rename(sentence: Sentence, verb: re.Match[str], end: int) -> None:
    """State new names of articles and such, or of a document: "Sửa đổi tên Ⓟ", "Đổi tên Ⓓ thành Ⓠ"; the verb may name the unit."""
    objects = sentence.objects(verb.end(), end)
    if not objects and sentence.context.document and _OF_ALL.match(sentence.words, verb.end(), end):
        span = sentence.span(verb.start(), end)
        operate(sentence, "renames", Object(None, (), *span), (), span, new_words=quoted(sentence, verb.end(), end))
        return
    of_all = _TITLE_OF.match(sentence.words, verb.end(), end) if len(objects) == 1 and not objects[0].places and not verb["named"] else None
    if of_all:
        span = sentence.span(verb.start(), end)
        operate(sentence, "renames", objects[0], (), span, new_words=quoted(sentence, of_all.start("title"), end))
        inherit(sentence, objects, "")
        return
    if not objects or not objects[0].places:
        # "Sửa đổi tên Điều và bổ sung khoản 4 Điều 9": the article is named further on.
        later = sentence.objects(end, len(sentence.words))
        articles = [p for o in later for p in o.places if p.steps[0][0] == "dieu"]
        whole = verb["named"] or (articles and len(articles[0].steps) == 1)
        if not articles or not whole or objects:
            return
        objects = [replace(later[0], places=(Locator(articles[0].steps[:1]),))]
    span, new = sentence.span(verb.start(), end), quoted(sentence, verb.end(), end)
    for at, o in enumerate(objects):
        places = filled(sentence, objects, at, end)
        # "Sửa đổi tên Điều 6 và khoản 2 Điều 6", "tên Điều và khoản 2 Điều 6": the name of the article, and the clause itself.
        unit = _UNITS[verb["named"].lower()] if verb["named"] else "dieu" if _AND_PARTS.match(sentence.words, verb.end()) else without_name(places[0]).steps[-1][0]
        named = [p for p in places if p.steps[-1][0] in (unit, "ten")]
        if not named and (article := holder(places[0], unit)):
            named = [article]
        operate(sentence, "renames", o, [without_name(p) for p in named], span, new_words=new)
        if rest := [p for p in places if p not in named]:
            operate(sentence, "amends", o, rest, span, new_words=new)
    _heads_next(sentence, objects, end)


def _heads_next(sentence: Sentence, objects: Sequence[Object], end: int) -> None:
    """Give the article that has a new name to the next instruction, which names none: "Sửa đổi tên Điều 5 và bổ sung khoản 3a"."""
    named = [p for o in objects for p in o.places]
    behind = [p.steps[0][0] for o in sentence.objects(end, len(sentence.words)) for p in o.places]
    article = holder(named[0], "dieu") if len(named) == 1 and behind and "dieu" not in behind else None
    if article is not None:
        inherit(sentence, [replace(objects[0], places=(article,))], "")


def holder(place: Locator, unit: str) -> Locator | None:
    """The unit of a kind that a place is in."""
    at = next((at for at, step in enumerate(place.steps) if step[0] == unit), None)
    return None if at is None else Locator(place.steps[: at + 1])


def without_name(place: Locator) -> Locator:
    """The article itself, of a place that is its name."""
    return replace(place, steps=place.steps[:-1]) if place.steps[-1][0] == "ten" and len(place.steps) > 1 else place
