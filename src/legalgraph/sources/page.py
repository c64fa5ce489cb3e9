"""Where on a page its text is: by how words and links are spread and by what legal texts have, not by one portal's names."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from legalgraph.model.folding import fold
from legalgraph.sources.lines import clean

# What stands around a text on every portal.
_AROUND = frozenset({"nav", "aside", "footer", "dialog", "menu"})
_AROUND_ROLES = frozenset(
    {"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "menu", "menubar", "toolbar", "tablist"}
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SILENT = frozenset(
    {"script", "style", "noscript", "template", "svg", "head", "select", "button", "textarea", "iframe", "object", "option"}
)
_HEAD = re.compile(r"CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA", re.IGNORECASE)
_FOOT = re.compile(r"Nơi nhận\s*:|(?:TM|KT|TL|TUQ)\s?\.\s*[A-ZĐ]")
_ANNEX = re.compile(r"(?:PHỤ LỤC|Phụ lục|MẪU SỐ|Mẫu số)\b|\(?(?:Ban hành )?[Kk]èm theo ")
_UNIT = re.compile(
    r"(?:Điều|ĐIỀU) [0-9]+[a-zđ]?\s*[.:]|(?:Căn cứ|Theo đề nghị) |(?:Phần|PHẦN|Chương|CHƯƠNG|Mục|MỤC) (?:[0-9]+|[IVXL]+)\b|"
    r"(?:[0-9]{1,2}\.|[a-zđ]\)) \w"
)
_LAW = re.compile(r"\s*(?:(?:Điều|ĐIỀU) [0-9]+[a-zđ]?\s*[.:]|Căn cứ )")
_LONG = 30  # words of a paragraph; what is shorter is a label as often as not
_SHARE = 0.8
_LINKED = 0.6
# Tags that are pieces of a text, not boxes with a text in them.
_PIECES = frozenset(
    {"p", "table", "tbody", "tr", "ul", "ol", "dl", "li", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "span", "b", "i",
     "strong", "em", "font", "a", "center"}
)  # fmt: skip


@dataclass(slots=True)
class _Measure:
    """What there is in an element and below: weight of plain words, characters plain and linked, links, signs of legal texts."""

    weight: float = 0
    plain: int = 0
    linked: int = 0
    links: int = 0
    heads: int = 0
    feet: int = 0
    annexes: int = 0
    units: int = 0
    titles: int = 0

    def add(self, other: "_Measure") -> None:
        """Count what there is in a child too."""
        self.weight += other.weight
        self.plain += other.plain
        self.linked += other.linked
        self.links += other.links
        self.heads += other.heads
        self.feet += other.feet
        self.annexes += other.annexes
        self.units += other.units
        self.titles += other.titles


Measures = dict[etree._Element, _Measure]  # noqa: SLF001


def steps(root: etree._Element, skipped: Collection[str]) -> Iterator[tuple[str, etree._Element]]:
    """Walk below an element, however deep: "open" and "close" for each, "tail" for the words behind it; skipped ones have only a tail."""
    todo: list[tuple[str, etree._Element]] = [("open", root)]
    while todo:
        step, element = todo.pop()
        if step != "open":
            yield step, element
            continue
        if element is not root:
            todo.append(("tail", element))
        if element.tag not in skipped:
            yield step, element
            todo.append(("close", element))
            todo += [("open", child) for child in reversed(element)]


def choose(page: etree._Element) -> list[etree._Element]:
    """The parts of a page that hold its text, in order, cleared of menus and lists of links. Changes the page."""
    found = page.find("body")
    body = page if found is None else found
    measures = _measured(body)
    _clear(body, measures)
    here = body
    while True:
        children = [child for child in here if child in measures]
        best = max(children, key=lambda child: measures[child].weight, default=None)
        if best is None or not _holds(here, best, measures):
            return [here]
        wanted = [child for child in children if child is not best and _belongs(child, best, measures)]
        if wanted:
            places = sorted(children.index(child) for child in (best, *wanted))
            return children[places[0] : places[-1] + 1] if best.tag not in _PIECES else [here]
        here = best


def _holds(here: etree._Element, best: etree._Element, measures: Measures) -> bool:
    """True when nearly all words of an element are in one child, or most in the only box among its children that has many."""
    share = measures[best].weight / max(1.0, measures[here].weight)
    if best.tag in ("p", "li", "h1", "h2", "h3", "pre", "blockquote", "span", "a", "b", "i", "font"):
        return False
    if share >= _SHARE:
        return True
    # Beside the text stand summaries and comments; paragraphs beside it are the text itself.
    return share >= 1 - _SHARE and best.tag not in _PIECES and measures[best].units + measures[best].heads >= 3 and not any(
        child.tag in _PIECES and measures[child].weight > _LONG for child in here if child in measures and child is not best
    )  # fmt: skip


def _belongs(child: etree._Element, best: etree._Element, measures: Measures) -> bool:
    """True for what stands beside the body of a text and is part of it: its header, its signature, an annex, its title."""
    one, body = measures[child], measures[best]
    if one.links > 3 and one.linked > _LINKED * (one.linked + one.plain):
        return False
    return (
        (one.heads > 0 and body.heads == 0)
        or (one.feet > 0 and body.feet == 0)
        or (one.annexes > 0 and one.plain > one.linked)
        or (one.units > 0 and any(_units_of_law(child)))
        or (one.titles > 0 and body.titles == 0 and body.heads == 0)
    )  # fmt: skip


def _units_of_law(element: etree._Element) -> Iterator[bool]:
    for words in element.itertext():
        if _LAW.match(str(words)):
            yield True


def _measured(body: etree._Element) -> Measures:
    measures: Measures = defaultdict(_Measure)
    linked = 0
    for step, element in steps(body, _SILENT):
        if step == "open":
            mine = measures[element]
            if element.tag == "a" and element.get("href"):
                linked += 1
                mine.links += 1
            mine.titles += element.tag == "h1"
            _measure(mine, element.text, linked > 0)
        elif step == "close":
            linked -= element.tag == "a" and bool(element.get("href"))
            parent = element.getparent()
            if element is not body and parent is not None:
                measures[parent].add(measures[element])
        else:
            parent = element.getparent()
            if parent is not None:
                _measure(measures[parent], element.tail, linked > 0)
    return dict(measures)


def _measure(measure: _Measure, words: str | None, linked: bool) -> None:
    words = words.strip() if words else ""
    if not words:
        return
    if linked:
        measure.linked += len(words)
        return
    unit = _UNIT.match(words) is not None
    measure.plain += len(words)
    measure.weight += len(words) if unit or len(words) >= _LONG else len(words) / 4
    measure.units += unit
    measure.heads += _HEAD.match(words) is not None
    measure.feet += _FOOT.match(words) is not None
    measure.annexes += _ANNEX.match(words) is not None


def _clear(body: etree._Element, measures: Measures) -> None:
    """Take out menus, what is hidden, and lists of links; nothing that holds much of the page's words."""
    whole = measures[body].weight
    for step, element in list(steps(body, _SILENT)):
        if step != "open" or element is body or element.tag in ("html", "body"):
            continue
        mine = measures[element]
        around = (
            element.tag in _AROUND
            or (element.get("role") or "").lower() in _AROUND_ROLES
            or element.get("hidden") is not None
            or _HIDDEN.search(element.get("style") or "") is not None
        )
        if (around and mine.weight < whole / 2) or _is_menu(mine, whole):
            _remove(element, body, measures)


def _is_menu(mine: _Measure, whole: float) -> bool:
    """True for a part of which most words are links and that says nothing a legal text says."""
    if mine.links < 3 or mine.units or mine.heads or mine.feet or mine.weight > whole / 3:
        return False
    return mine.linked > _LINKED * (mine.linked + mine.plain)


def _remove(element: etree._Element, body: etree._Element, measures: Measures) -> None:
    parent = element.getparent()
    if parent is None:
        return
    gone = measures[element]
    before = element.getprevious()
    tail = element.tail
    parent.remove(element)
    if tail:
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    at: etree._Element | None = parent
    while at is not None and at in measures:
        measures[at].weight -= gone.weight
        measures[at].linked -= gone.linked
        measures[at].plain -= gone.plain
        measures[at].links -= gone.links
        at = at.getparent() if at is not body else None


# Labels beside which portals say which document a page is about, and what `given` calls them.
_LABELS = {
    "so hieu": "so_hieu", "so ky hieu": "so_hieu", "so/ky hieu": "so_hieu", "ky hieu": "so_hieu", "so hieu van ban": "so_hieu",
    "ngay ban hanh": "ngay_ban_hanh", "loai van ban": "loai_van_ban", "trich yeu": "trich_yeu", "ve viec": "trich_yeu",
    "ngay hieu luc": "effective", "ngay co hieu luc": "effective", "co quan ban hanh": "issuer", "noi ban hanh": "issuer",
    "nguoi ky": "signer", "linh vuc": "linh_vuc",
}  # fmt: skip
_MOST_LABEL = 40
_MOST_INNER = 30  # elements in a label or a value
_MOST_VALUE = 500


def attributes(page: etree._Element) -> tuple[tuple[str, str], ...]:
    """What a page says of its document beside the text, where it says one thing only; and the page's title."""
    found: dict[str, set[str]] = defaultdict(set)
    title = page.find(".//title")
    if title is not None and title.text and title.text.strip():
        found["page_title"].add(" ".join(clean(title.text).split()))
    for cell in page.iter("td", "th", "dt", "b", "strong", "span", "label"):
        label = _short(cell, _MOST_LABEL)
        key = _LABELS.get(fold(label).strip(" :")) if label else None
        if key is None:
            continue
        beside = cell.getnext()
        said = _short(beside, _MOST_VALUE) if beside is not None else ""
        said = said or clean(cell.tail or "")[:_MOST_VALUE]
        if said := " ".join(said.split()).strip(" :"):
            found[key].add(said)
    return tuple((key, value) for key, values in found.items() if len(values) == 1 for value in values)


def _short(element: etree._Element, most: int) -> str:
    """The words of an element when they are few."""
    parts: list[str] = []
    for inner in islice(element.iter(), _MOST_INNER):
        parts.append(inner.text or "")
        parts.append((inner.tail or "") if inner is not element else "")
        if sum(map(len, parts)) > most * 2:
            return ""
    said = " ".join("".join(parts).split())
    return said if len(said) <= most else ""
