"""The tree of a text: header, title, recitals, Phần ▶ Chương ▶ Mục ▶ Điều ▶ khoản ▶ điểm ▶ tiết, signature, annexes.

Only what fits its sequence is a unit: a reference at the start of a line, a number in a table or a lost quotation mark
leaves the tree whole. Every character belongs to one unit: leads and children together are the text.
"""

from collections.abc import Iterator, Sequence

from legalgraph.model.provision import UNITS, Locator
from legalgraph.model.reading import Diagnostic, Note, Unit
from legalgraph.text.fronts import find_front
from legalgraph.text.headings import Heading, find_headings
from legalgraph.text.payloads import Payload, find_payloads
from legalgraph.text.planting import Planter


def structure(text: str, notes: Sequence[Note] = ()) -> tuple[Unit, list[Diagnostic]]:
    """Return the tree of a text as `flow` gives it, and what was doubtful. Any text has one."""
    end = _notes_start(text, notes)
    payloads, doubts = find_payloads(text, end)
    headings = find_headings(text, end)
    outside, inside = _sorted_out(headings, payloads)
    front = find_front(text, outside, end)
    planter = Planter(text, end)
    planter.front(front)
    pending = 0
    labels = iter([heading.label for heading in outside if heading.form == "dieu"][1:])
    for heading in outside:
        while pending < len(payloads) and payloads[pending].start < heading.start:
            _quote(planter, payloads[pending], inside[pending])
            pending += 1
        if heading.form == "dieu":
            planter.next_article = next(labels, None)
        if heading.start >= front.end:
            planter.plant(heading)
    for index in range(pending, len(payloads)):
        _quote(planter, payloads[index], inside[index])
    planter.notes(notes)
    tree = planter.tree(len(text))
    return tree, sorted(doubts + planter.doubts, key=lambda doubt: doubt.start)


def articles(tree: Unit) -> list[Unit]:
    r"""Return the Điều of a document's own body in order; not those of attached documents, annexes and quotations.

    >>> [a.label for a in articles(structure("Điều 1. Phạm vi\nVăn bản này.\nĐiều 1a. Khác\nHết.")[0])]
    ['1', '1a']
    """
    return [unit for unit in _walk(tree, frozenset({"quoted", "kem-theo", "phuluc", "mau", "notes"})) if unit.kind == "dieu"]


def place_at(tree: Unit, offset: int) -> Locator | None:
    """Return the place of an offset as a path of units, outside of quotations; None where no unit of provisions is."""
    steps: list[tuple[str, str]] = []
    unit = tree
    while True:
        child = _child_at(unit, offset)
        if child is None or child.kind == "quoted":
            break
        if child.kind in UNITS and (child.label[:1].isalnum() or child.kind in ("phuluc", "mau")):
            steps.append((child.kind, child.label))
        unit = child
    # An article is named without its chapter: its number runs through the document.
    for index, (kind, _) in enumerate(steps):
        if kind == "dieu":
            steps = [step for step in steps[:index] if step[0] in ("kem-theo", "phuluc", "mau")] + steps[index:]
            break
    return Locator(tuple(steps)) if steps else None


def _child_at(unit: Unit, offset: int) -> Unit | None:
    low, high = 0, len(unit.children)
    while low < high:
        middle = (low + high) // 2
        if unit.children[middle].end <= offset:
            low = middle + 1
        else:
            high = middle
    if low < len(unit.children) and unit.children[low].start <= offset:
        return unit.children[low]
    return None


def _walk(unit: Unit, closed: frozenset[str]) -> Iterator[Unit]:
    for child in unit.children:
        if child.kind not in closed:
            yield child
            yield from _walk(child, closed)


def _notes_start(text: str, notes: Sequence[Note]) -> int:
    if not notes:
        return len(text)
    line = text.rfind("\n", 0, notes[0].start) + 1
    before = text.rfind("\n", 0, max(0, line - 1)) + 1
    return before if line and text[before:line].strip("-_ \n") == "" else line


def _sorted_out(headings: list[Heading], payloads: list[Payload]) -> tuple[list[Heading], list[list[Heading]]]:
    """Part the headings into those outside of quotations and those inside of each."""
    outside: list[Heading] = []
    inside: list[list[Heading]] = [[] for _ in payloads]
    index = 0
    for heading in headings:
        while index < len(payloads) and payloads[index].end <= heading.start:
            index += 1
        if index < len(payloads) and payloads[index].start <= heading.start:
            inside[index].append(heading)
        else:
            outside.append(heading)
    return outside, inside


def _quote(planter: Planter, payload: Payload, headings: list[Heading]) -> None:
    inner = Planter(planter.text, payload.end, start=payload.start, kind="quoted")
    for heading in headings:
        inner.plant(heading)
    planter.quote(payload.start, payload.end, inner)
