"""Statements in one line each, and the tables of `tests/cases/acts` that say which a text must give.

A table is a text file of cases, set apart by blank lines. A case has, if the caller knows the document of the heading
above, a line `@ number`; then the text, on one or more lines; then a line `=> statement` for each statement expected, in
order of place, or `=> nothing`. Lines that begin with `#` are comments. What is merely cited (`refers`) is not told.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from legalgraph.model.number import Number
from legalgraph.model.provision import Locator
from legalgraph.model.reading import Citation, Reading, Statement, Target, Unit
from legalgraph.text.names import LawNames, name_words
from legalgraph.text.reading import read

ACTS = Path(__file__).parents[1] / "cases" / "acts"
# Invented laws that texts may cite by name alone.
NAMES = LawNames((), [("luat", name_words(name)) for name in ("Luật Tằm tang", "Luật Dâu tằm", "Luật Nuôi ong", "Bộ luật Tơ lụa")])


@dataclass(frozen=True, slots=True)
class Case:
    """One text and what it must give."""

    name: str
    text: str
    heading: str | None
    expected: tuple[str, ...]

    def read(self) -> Reading:
        context = Target(number=Number.parse(self.heading), context=True) if self.heading else None
        return read(self.text, NAMES, context)


def cases(name: str) -> Iterator[Case]:
    """Yield the cases of a table."""
    for number, block in enumerate((ACTS / f"{name}.txt").read_text("utf-8").split("\n\n")):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        if not lines:
            continue
        heading = lines.pop(0)[1:].strip() if lines[0].startswith("@") else None
        text = "\n".join(line for line in lines if not line.startswith("=>"))
        expected = tuple(line.removeprefix("=>").strip() for line in lines if line.startswith("=>"))
        assert expected, f"{name}: {text[:60]} expects nothing at all; say so"
        yield Case(f"{name}-{number}", text, heading, () if expected == ("nothing",) else expected)


def told(reading: Reading, *, mentions: bool = False) -> tuple[str, ...]:
    """The statements of a reading, a line each; mere mentions only when asked for."""
    return tuple(line(s, reading.text) for s in reading.statements if mentions or s.kind != "refers")


def line(said: Statement, text: str) -> str:
    """One statement as the tables have it."""
    fields = {
        "places": _places(said.provisions), "in part": _places(said.in_part), "date": said.date, "from": said.effective_from, "until": said.until,
        "by": ", ".join(map(_document, said.by)), "by places": _places(said.by_provisions), "anchor": said.anchor,
        "except": said.exception, "old": _quoted(text, said.old_words), "new": _quoted(text, said.new_words), "role": said.role,
        "at": said.source.notation if said.source else None,
    }  # fmt: skip
    told_of = [f"{said.kind} {_document(said.target)}", *(f"{name} {value}" for name, value in fields.items() if value)]
    for edit in said.further:
        parts = {"old": _quoted(text, edit.old_words), "new": _quoted(text, edit.new_words), "anchor": edit.anchor}
        told_of.append("and " + " ".join(f"{name} {value}" for name, value in parts.items() if value))
    return " | ".join(told_of)


def _document(target: Target) -> str:
    if target.this or target.context:
        return "this" if target.this else "heading"
    return str(target.number or (f"{target.name} {target.issued or target.year or ''}".strip() if target.name else target.title))


def _places(places: Sequence[Locator]) -> str:
    return ", ".join(place.notation for place in places)


def _quoted(text: str, span: tuple[int, int] | None) -> str | None:
    return " ".join(text[span[0] : span[1]].split()) if span else None


def portrait(reading: Reading) -> dict[str, object]:
    """All of a reading as plain values: what it says of itself, its outline, what it cites and what it states."""
    meta, text = reading.metadata, reading.text
    return {
        "metadata": {
            "type": meta.type, "number": str(meta.number) if meta.number else None, "issued": meta.issued.isoformat() if meta.issued else None,
            "place": meta.place, "issuers": list(meta.issuers), "title": meta.title, "signer": meta.signer, "post": meta.signer_post,
        },
        "outline": list(_outline(reading.tree, text)),
        "citations": [_citation(cited, text) for cited in reading.citations],
        "statements": [f"{s.start}-{s.end} {line(s, text)}" for s in reading.statements],
        "notes": [f"{note.label} {note.called} {text[note.start : note.end]}" for note in reading.notes],
        "diagnostics": [f"{d.code} {d.start}" for d in reading.diagnostics],
    }  # fmt: skip


def _outline(unit: Unit, text: str, depth: int = 0) -> Iterator[str]:
    yield f"{'  ' * depth}{unit.kind} {unit.label} {unit.start}-{unit.lead}-{unit.end} {' '.join(text[unit.start : unit.lead].split())[:40]}"
    for child in unit.children:
        yield from _outline(child, text, depth + 1)


def _citation(cited: Citation, text: str) -> str:
    said = [f"{cited.start}-{cited.end}-{cited.extent} {cited.mention} {cited.type} {' '.join(text[cited.start : cited.end].split())}"]
    said += [f"within {cited.within}"] * (cited.within is not None) + [f"same as {cited.same_as}"] * (cited.same_as is not None)
    return " | ".join([*said, *([_places(cited.places)] if cited.places else [])])
