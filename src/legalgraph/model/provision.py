"""Places inside a document: điều, khoản, điểm … as paths, and in words."""

import re
from dataclasses import dataclass

from legalgraph.errors import InvalidIdentifier

# unit in a path ▶ (Vietnamese, English), largest first
UNITS: dict[str, tuple[str, str]] = {
    "kem-theo": ("văn bản kèm theo", "attached document"),
    "phuluc": ("Phụ lục", "Annex"),
    "mau": ("Mẫu số", "Form"),
    "phan": ("Phần", "Part"),
    "chuong": ("Chương", "Chapter"),
    "muc": ("Mục", "Section"),
    "tieumuc": ("Tiểu mục", "Subsection"),
    "dieu": ("Điều", "Article"),
    "khoan": ("khoản", "clause"),
    "diem": ("điểm", "point"),
    "tiet": ("tiết", "item"),
    "doan": ("đoạn", "paragraph"),
}
WITHIN_ARTICLE = frozenset({"khoan", "diem", "tiet", "doan"})
"""Units that stand in an article, or in the like of an attached document."""
GROUPS = frozenset({"phan", "chuong", "muc", "tieumuc"})
"""Units that articles stand in. Articles are counted through the whole body, so these are no part of their paths."""
_ROMAN = re.compile("^[ivxl]+")
_CAPITAL = re.compile("[ivxl]+|[a-z]")  # Mục IV, Mục A; but Mục 4a
_CODE = re.compile(r"\.[a-zđ].*")  # Mẫu số 03.QLT
# The second place of one name has `x2` behind it: see `unit_rows`.
_COPY = re.compile(r"(?P<label>.+)x(?P<copy>[2-9]|[1-9][0-9])")
_FILE_NAME = re.compile(r"\.(?:docx?|pdf|rtf|xlsx?)$")
_COPIES = {2: ("thứ hai", "second"), 3: ("thứ ba", "third"), 4: ("thứ tư", "fourth"), 5: ("thứ năm", "fifth")}
_ALPHABET = {letter: place for place, letter in enumerate("abcdđeghiklmnopqrstuvxy")}
_LABEL = re.compile(r"(\d+)([a-zđ]*)(\d*)|([a-zđ])(\d*)")
# What `Locator` names that is no unit: heading, opening and closing paragraph; and units whose numbers follow each other.
_OF_A_UNIT = {"ten", "mo_dau", "cuoi"}
_COUNTED = {"dieu", "khoan", "diem", "tiet"}
_STEP = re.compile(r"(?P<unit>[a-z][a-z-]*)_(?P<label>[0-9a-z.]+)")


@dataclass(frozen=True, slots=True)
class Provision:
    """A place inside a document, as steps from the largest unit to the smallest.

    >>> Provision.parse("dieu_5/khoan_2/diem_đ").path
    'dieu_5/khoan_2/diem_dd'
    >>> Provision.parse("dieu_5/khoan_2/diem_đ").words("vi")
    'điểm đ khoản 2 Điều 5'
    """

    steps: tuple[tuple[str, str], ...]

    @classmethod
    def parse(cls, path: str) -> "Provision":
        """Read `dieu_5/khoan_2`; điểm đ may be written `diem_đ` or `diem_dd`. Raises InvalidIdentifier."""
        steps = []
        for step in path.split("/"):
            # Plain folding would merge điểm d and điểm đ.
            found = _STEP.fullmatch(step.strip().lower().replace("đ", "dd"))
            if not found or found["unit"] not in UNITS:
                known = ", ".join(f"{unit}_…" for unit in UNITS)
                raise InvalidIdentifier(f"{path!r} is not a provision such as dieu_2/khoan_1 (units: {known})")
            steps.append((found["unit"], found["label"]))
        return cls(tuple(steps))

    @property
    def path(self) -> str:
        """The path as it stands in IRIs, lower-case ASCII."""
        return "/".join(f"{unit}_{label}" for unit, label in self.steps)

    @property
    def label(self) -> str:
        """The number of the last step as it is printed: `đ`, `5a`, `II`; two places of one name have one label."""
        return _letter(*self.steps[-1])[0]

    def words(self, language: str) -> str:
        """Say the place in `vi` ("khoản 1 Điều 2") or `en` ("clause 1, Article 2")."""
        column = 0 if language == "vi" else 1
        named = []
        for unit, label in reversed(self.steps):
            printed, copy = _letter(unit, label)
            which = _COPIES.get(copy, (f"thứ {copy}", f"no. {copy}"))[column]
            named.append(f"{UNITS[unit][column]} {printed}" + (f" ({which})" if copy > 1 else ""))
        return (" " if language == "vi" else ", ").join(named)


def _letter(unit: str, label: str) -> tuple[str, int]:
    """A label as it is printed, and which of the places of its name this is."""
    found = _COPY.fullmatch(label)
    label, copy = (found["label"], int(found["copy"])) if found else (label, 1)
    label = label.replace("dd", "đ", 1)  # điểm đ, Điều 6đ
    if unit in ("phuluc", "mau"):
        label = _CODE.sub(lambda m: m[0].upper(), _FILE_NAME.sub("", label))
    if unit == "phuluc":  # Phụ lục Ia
        label = label.upper() if _CAPITAL.fullmatch(label) else _ROMAN.sub(lambda m: m[0].upper(), label)
    elif unit in ("chuong", "phan") or (unit == "muc" and _CAPITAL.fullmatch(label)):
        label = label.upper()
    return label, copy


@dataclass(frozen=True, slots=True)
class Locator:
    """A place as a text names it, labels as printed: `phuluc_III/mau_01`, or a range of its last step.

    `*` is every one ("toàn bộ các mẫu"). What a range holds is known only from the document it is in.

    >>> Locator((("dieu", "1"), ("khoan", "1")), until="11").notation
    'dieu_1/khoan_1..khoan_11'
    """

    steps: tuple[tuple[str, str], ...]
    until: str | None = None

    @property
    def notation(self) -> str:
        """The place in one word; a unit without a number is the unit alone (`phuluc`)."""
        path = "/".join(f"{unit}_{label}" if label else unit for unit, label in self.steps)
        return path if self.until is None else f"{path}..{self.steps[-1][0]}_{self.until}"

    @property
    def provision(self) -> Provision | None:
        """The place as a path of the graph; None for a range, for `*` and for what no path can name."""
        if self.until is not None:
            return None
        try:
            return Provision.parse(self.notation.replace("(", "").replace(")", ""))
        except InvalidIdentifier:
            return None


def label_order(label: str) -> tuple[int, ...]:
    """Sorts numbers of units as they follow each other: 1, 1a, 1b, 2; a, b, c, d, đ, e.

    >>> sorted(["đ", "10", "d", "2a", "2", "e", "2đ"], key=label_order)
    ['2', '2a', '2đ', '10', 'd', 'đ', 'e']
    """
    found = _LABEL.fullmatch(label)
    if found is None:
        return (10**6,)
    if found[1]:
        return (int(found[1]), *(1 + _ALPHABET.get(letter, 99) for letter in found[2]), *([int(found[3])] if found[3] else []))
    return (10**5 + _ALPHABET.get(found[4], 99), *([int(found[5])] if found[5] else []))


def touches(place: str, path: str) -> bool:
    """Whether a place in the notation of `Locator` that is no path holds the unit at a path, stands in it, or is a range with it.

    >>> touches("dieu_5..dieu_18", "dieu_10/khoan_2"), touches("dieu_5..dieu_18", "dieu_19"), touches("dieu_41/mo_dau", "dieu_41")
    (True, False, True)
    """
    first, _, last = place.partition("..")
    stem, _, begin = first.rpartition("/")
    if not last or (stem and not path.startswith(f"{stem}/")):
        holder = stem if last or begin in _OF_A_UNIT or begin.endswith("_*") else first
        return bool(holder) and (holder == path or holder.startswith(f"{path}/"))
    unit, _, label = path[len(stem) + 1 if stem else 0 :].partition("/")[0].partition("_")
    kind, _, low = begin.partition("_")
    least, here, most = (label_order(_plain(end)) for end in (low, label, last.partition("_")[2]))
    return unit == kind and kind in _COUNTED and least <= here <= most


def _plain(label: str) -> str:
    return label.lower().replace("dd", "đ")
