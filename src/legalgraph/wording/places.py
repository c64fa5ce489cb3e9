"""Places that no single provision stands for, and what an act leaves out, in words: "từ Điều 5 đến Điều 18", "trừ …"."""

from collections.abc import Iterable, Sequence

from legalgraph.errors import InvalidIdentifier
from legalgraph.model.provision import UNITS, Provision
from legalgraph.model.relation import Relation

_LISTED = 6  # places told of one act; more are counted

# Parts of a unit that are no unit themselves, as `Locator.notation` writes them.
_PARTS = {
    "ten": ("tên", "heading"),
    "mo_dau": ("đoạn mở đầu", "opening paragraph"),
    "cuoi": ("đoạn cuối", "closing paragraph"),
}
_EVERY = {
    "mau": ("các mẫu", "the forms"),
    "phuluc": ("các phụ lục", "the annexes"),
    "dieu": ("các điều", "the articles"),
    "khoan": ("các khoản", "the clauses"),
    "diem": ("các điểm", "the points"),
}


def places_words(places: Iterable[str], language: str = "vi") -> str:
    """Places in the notation of `Locator`, told one after another.

    >>> places_words(["dieu_5..dieu_18", "phuluc/mau_*"])
    'từ Điều 5 đến Điều 18; các mẫu Phụ lục'
    """
    return "; ".join(place_words(place, language) for place in places)


def place_words(place: str, language: str = "vi") -> str:
    """One place; a notation that says nothing more is given as it is.

    >>> place_words("dieu_51/mo_dau", "en")
    'opening paragraph, Article 51'
    """
    first, _, last = place.partition("..")
    if not last:
        return _steps(first, language)
    *around, smallest = _split(first)
    begin, end = _step(smallest, language), _step(last, language)
    told = f"từ {begin} đến {end}" if language == "vi" else f"from {begin} to {end}"
    return _joined([told, *(_step(step, language) for step in reversed(around))], language)


def _steps(path: str, language: str) -> str:
    return _joined([_step(step, language) for step in reversed(_split(path))], language)


def _split(path: str) -> list[str]:
    """The steps of a place; the number of a form may have slashes of its own, as "Mẫu số 02/KÉN/TƠ" has."""
    steps: list[str] = []
    for step in path.split("/"):
        if steps and step not in _PARTS and step.partition("_")[0] not in UNITS:
            steps[-1] += f"/{step}"
        else:
            steps.append(step)
    return steps


def _joined(told: list[str], language: str) -> str:
    return (" " if language == "vi" else ", ").join(told)


def _step(step: str, language: str) -> str:
    column = 0 if language == "vi" else 1
    if step in _PARTS:
        return _PARTS[step][column]
    unit, _, label = step.partition("_")
    if label == "*":
        return _EVERY[unit][column] if unit in _EVERY else step
    if unit in UNITS and not label:
        return UNITS[unit][column]
    try:
        return Provision.parse(step).words(language)
    except InvalidIdentifier:
        # Labels that no path can hold, such as "mau_04-A".
        return f"{UNITS[unit][column]} {label}" if unit in UNITS else step


def place_order(place: Provision | None) -> list[tuple[str, int, str]]:
    """Places in the order of the text: the whole before its parts, Article 4 before Article 10."""
    steps = place.steps if place else ()
    return [(unit, int(digits) if (digits := "".join(c for c in label if c.isdigit())) else 0, label) for unit, label in steps]


def listed_words(acts: Iterable[Relation], language: str = "vi") -> str:
    """The places that acts name, in the order of the text: "Điều 5, Điều 6", "Articles 5 and 6"; many are counted.

    Nothing where an act names none.
    """
    acts = list(acts)
    named = sorted({act.target_provision for act in acts if act.target_provision}, key=place_order)
    ranges = list(dict.fromkeys(place for act in acts for place in act.places))
    more = len(named) + len(ranges) - _LISTED
    labels = [place.label for place in named]
    articles = all(len(place.steps) == 1 and place.steps[0][0] == "dieu" for place in named) and len(set(labels)) == len(labels)
    if language != "vi" and len(named) > 1 and articles and not ranges and more <= 0:
        return f"Articles {_and(labels, language)}"
    told = [*(place.words(language) for place in named), *(place_words(place, language) for place in ranges)]
    if more > 0:
        told = [*told[:_LISTED], f"{more} chỗ khác" if language == "vi" else f"{more} more places" if more > 1 else "1 more place"]
    return _and(told, language)


def _and(told: Sequence[str], language: str) -> str:
    # Places of several steps have commas of their own in English.
    comma = "; " if any(", " in one for one in told) else ", "
    joint = " và " if language == "vi" else " and "
    return joint.join(part for part in (comma.join(told[:-1]), *told[-1:]) if part)


def exception_words(exception: str, language: str = "vi") -> str:
    """What an act leaves out, in the words of the text: they begin with "trừ" or a word like it.

    >>> exception_words("trừ Điều 75", "en")
    'except as the text says: “trừ Điều 75”'
    """
    if language != "vi":
        return f"except as the text says: “{exception}”"
    return exception if exception.split()[:1] and exception.split(maxsplit=1)[0].lower() in ("trừ", "ngoại") else f"trừ {exception}"


def condition_words(condition: str, language: str = "vi") -> str:
    """The event on which the effective day depends, as printed."""
    return f"tùy thuộc: “{condition}”" if language == "vi" else f"depending on: “{condition}”"
