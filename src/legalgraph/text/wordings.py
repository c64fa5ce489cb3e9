"""New words that one instruction gives to several places: “2. … 3. …” for khoản 2 and 3 of an article.

Each place has its own part only where the quotation is made of parts with exactly the numbers of the places, in their order.
Where anything else stands in it, such as a list with numbers of its own, it is not told which words are whose.
"""

import re
from collections.abc import Sequence

from legalgraph.model.provision import Locator

# How the parts of each kind begin, in a line of their own and perhaps with a mark of quotation.
_BEGINS = {
    "dieu": re.compile(r"(?m)^[ \t]*[“\"]?[ \t]*Điều[ \t]+(\d{1,4}[a-zđ]{0,2})[.:]"),
    "khoan": re.compile(r"(?m)^[ \t]*[“\"]?[ \t]*(\d{1,3}[a-zđ]{0,2})\.(?=[ \t])"),
    "diem": re.compile(r"(?m)^[ \t]*[“\"]?[ \t]*([a-zđ]\d{0,2})\)(?=[ \t])"),
}
_OPENS = re.compile(r"\s*[“\"]?\s*")
_CLOSES = re.compile(r"\s*(?:[”\"]\s*[.;,]*\s*)?\Z")


def words_by_place(words: str, places: Sequence[Locator]) -> dict[Locator, str]:
    r"""Give each place its part of a quotation, in marks of its own; nothing where it is not made of the places' parts.

    >>> two, three = (Locator((("dieu", "5"), ("khoan", label))) for label in "23")
    >>> list(words_by_place("“2. Nuôi tằm.\n3. Ươm tơ.”", (two, three)).values())
    ['“2. Nuôi tằm.”', '“3. Ươm tơ.”']
    """
    parents, kinds = {place.steps[:-1] for place in places}, {place.steps[-1][0] for place in places}
    if len(places) < 2 or len(parents) > 1 or len(kinds) > 1 or any(place.until for place in places):
        return {}
    begins = _BEGINS.get(next(iter(kinds)))
    found = list(begins.finditer(words)) if begins else []
    if [part[1] for part in found] != [place.steps[-1][1].rstrip(")") for place in places] or words[: found[0].start()].strip():
        return {}
    ends = [*(part.start() for part in found[1:]), len(words)]
    return {place: _quoted(words[part.start() : end]) for place, part, end in zip(places, found, ends, strict=True)}


def _quoted(part: str) -> str:
    opened = _OPENS.match(part)
    return f"“{_CLOSES.sub('', part[opened.end() if opened else 0 :], count=1)}”"
