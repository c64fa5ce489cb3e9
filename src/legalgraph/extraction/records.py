"""One text ▶ what was read from it, as a record: for `legalgraph extract` and for programs that filter JSON lines."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from legalgraph.errors import InvalidIdentifier, SourceError
from legalgraph.extraction.gazetteer import law_names
from legalgraph.model.folding import fold
from legalgraph.model.number import Number
from legalgraph.model.offsets import OffsetMap
from legalgraph.model.provision import Locator
from legalgraph.model.reading import Edit, Reading, SourceDocument, Statement, Target, Unit
from legalgraph.registry import type_label
from legalgraph.text.names import Day
from legalgraph.text.reading import read
from legalgraph.text.resolve import number_of

Record = dict[str, Any]


def read_record(record: Mapping[str, Any]) -> Record:
    """Read one record of a JSON lines input: `id`, `text`, and where known `context_document` and `acting_document`.

    Offsets of the result are code points of the record's text as given. `context_document` is the số hiệu of the
    document that the heading above the text is about; `acting_document` that of the document the text is from; an `id`
    that is a whole số hiệu stands for it. Raises SourceError when `text` is missing or no string.
    """
    text = record.get("text")
    if not isinstance(text, str):
        raise SourceError(f"record {record.get('id')!r}: the field 'text' is missing or is no string")
    context = record.get("context_document")
    reading = read(text, law_names(), _target(context) if context else None)
    issued = _issued(record.get("acting_document") or record.get("id"), reading)
    return {"id": record.get("id"), **reading_record(reading, issued, context)}


def _target(number: str) -> Target:
    return Target(number=_number(number), context=True)


def _number(text: object) -> Number | None:
    try:
        return Number.parse(text) if isinstance(text, str) else None
    except InvalidIdentifier:
        return None


def _issued(name: object, reading: Reading) -> Day | None:
    """The day the text's document was issued, else the year of its number."""
    number = reading.metadata.number or _number(name)
    return reading.metadata.issued or (number.year if number else None)


def reading_record(reading: Reading, issued: Day | None = None, context: str | None = None) -> Record:
    """A reading as a record; offsets are those of the text as it was given. `issued` is the day or year of its document."""
    numbers = [str(n) if (n := number_of(c, reading.citations, law_names(), issued)) else None for c in reading.citations]
    # Mentions of the document itself are left out, so `within` counts the others only.
    listed = [index for index, cited in enumerate(reading.citations) if cited.mention != "self"]
    given = {index: at for at, index in enumerate(listed)}
    citations = []
    for index in listed:
        cited = reading.citations[index]
        start, end = reading.back.span_to_old(cited.start, cited.end)
        citations.append(
            {
                "start": start,
                "end": end,
                "text": cited.quote,
                "type": type_word(cited.type),
                "number": numbers[index],
                "issued": cited.issued.isoformat() if cited.issued else None,
                "title": cited.name or cited.title,
                "mention": cited.mention.value,
                "within": given.get(cited.within) if cited.within is not None else None,
                "provisions": [p.notation for p in cited.places],
            }
        )
    relations = [_statement_record(s, reading, numbers, context) for s in reading.statements]
    return {"citations": citations, "relations": relations}


def _statement_record(statement: Statement, reading: Reading, numbers: list[str | None], context: str | None) -> Record:
    start, end = reading.back.span_to_old(statement.start, statement.end)
    said = {
        "kind": statement.kind,
        "target": _target_record(statement.target, numbers, context),
        "provisions": [p.notation for p in statement.provisions],
        "date": statement.date,
        "effective_from": statement.effective_from,
        "until": statement.until,
        "by": [_number_of_target(t, numbers) for t in statement.by],
        "by_provisions": [p.notation for p in statement.by_provisions],
        "anchor": statement.anchor,
        "old_words": _words(reading, statement.old_words),
        "new_words": _words(reading, statement.new_words),
        "further": [_edit_record(edit, reading) for edit in statement.further],
        "in_part": [p.notation for p in statement.in_part],
        "exception": statement.exception,
        "role": statement.role,
        "source": _notation(statement.source),
        "rule": statement.rule,
        "start": start,
        "end": end,
    }
    always = ("kind", "target", "provisions", "start", "end")
    return {name: value for name, value in said.items() if name in always or value not in (None, [], "")}


def _edit_record(edit: Edit, reading: Reading) -> Record:
    """Another edit of words by the same instruction in the same places."""
    said = {"old_words": _words(reading, edit.old_words), "new_words": _words(reading, edit.new_words), "anchor": edit.anchor}
    return {name: value for name, value in said.items() if value is not None}


def _notation(place: Locator | None) -> str | None:
    return place.notation if place else None


def _words(reading: Reading, span: tuple[int, int] | None) -> str | None:
    return reading.text[span[0] : span[1]] if span else None


def _number_of_target(target: Target, numbers: list[str | None]) -> str | None:
    if target.number is not None:
        return str(target.number)
    return numbers[target.citation] if target.citation is not None else None


def _target_record(target: Target, numbers: list[str | None], context: str | None) -> Record | None:
    if target.this:
        return None
    number = _number_of_target(target, numbers)
    if target.context:
        number = context or number or "context"
    elif number is None and target.citation is None:
        number = target.title
    return {
        "number": number,
        "type": type_word(target.type) if target.type else None,
        "issued": target.issued.isoformat() if target.issued else None,
        "title": target.name or target.title,
    }


def type_word(code: str) -> str:
    """The name of a type as one word of ASCII letters: `nghi_dinh`."""
    return fold(type_label(code)).replace(" ", "_")


def unit_record(unit: Unit) -> Record:
    """A unit and those below it; offsets are those of the stored text."""
    return {
        "kind": unit.kind,
        "label": unit.label,
        "heading": unit.heading,
        "start": unit.start,
        "end": unit.end,
        "units": [unit_record(child) for child in unit.children],
    }


def read_source(source: SourceDocument) -> Reading:
    """Read the text of a document as a reader of files gives it; lines of a PDF are those of paper."""
    return read(
        source.text, law_names(), notes_start=source.notes_start, note_calls=source.note_calls,
        printed=source.media_type == "application/pdf", markdown=source.media_type == "text/markdown",
    )  # fmt: skip


def file_record(source: SourceDocument) -> Record:
    """What was read from one document of a file, offsets in the stored text, places in the file beside them."""
    reading = read_source(source)
    meta = reading.metadata
    stored = replace(reading, back=OffsetMap())
    record = reading_record(stored, _issued(dict(source.given).get("number"), reading))
    places = _Places(source, reading)
    for said in record["relations"]:
        said["quote"] = reading.text[said["start"] : said["end"]]
        said["place"] = places.words(said["start"])
    return {
        "name": source.name,
        "media_type": source.media_type,
        "characters": len(reading.text),
        "metadata": {
            "type": meta.type,
            "type_name": type_label(meta.type) if meta.type else None,
            "number": str(meta.number) if meta.number else None,
            "issued": meta.issued.isoformat() if meta.issued else None,
            "place": meta.place,
            "issuers": list(meta.issuers),
            "title": meta.title,
            "signer": meta.signer,
            "signer_post": meta.signer_post,
        },
        "given": dict(source.given),
        "outline": unit_record(reading.tree),
        **record,
        "notes": [{"label": n.label, "start": n.start, "end": n.end, "called": n.called} for n in reading.notes],
        "diagnostics": [
            {"code": d.code, "message": d.message, "start": d.start, "end": d.end, "place": places.words(d.start)}
            for d in (*source.diagnostics, *reading.diagnostics)
        ],
        "text": reading.text,
    }


class _Places:
    """Where in its file an offset of the stored text stands."""

    def __init__(self, source: SourceDocument, reading: Reading) -> None:
        self._back = reading.back
        self._starts = [offset for offset, _ in source.origins]
        self._origins = source.origins

    def words(self, offset: int) -> str:
        """Say "page 3, line 12", or the character where the file has neither."""
        given = self._back.to_old(offset)
        at = bisect_right(self._starts, given) - 1
        if at < 0:
            return f"character {given}"
        origin = self._origins[at][1]
        told = [f"page {origin.page}"] if origin.page else []
        told += [f"{origin.part or 'line'} {origin.line}"] if origin.line else ([origin.part] if origin.part else [])
        return ", ".join(told) or f"character {given}"


def sources_of(path: Path) -> Iterator[SourceDocument]:
    """The documents of one file, called as by `ingest`: the second of one name is `~2`. Raises SourceError for what cannot be read."""
    from legalgraph.sources.files import read_file  # libraries of formats are loaded only when files are read

    copies = Counter[str]()
    for source in read_file(path):
        copies[source.name] += 1
        copy = copies[source.name]
        yield source if copy == 1 else replace(source, name=f"{source.name}~{copy}")


def files_of(path: Path) -> list[Path]:
    """A file itself, if its kind is read; of a folder those in it that are, but for hidden folders, in order of name."""
    from legalgraph.sources.files import is_readable

    if not path.is_dir():
        return [path] if is_readable(path) else []
    found = (file for file in path.rglob("*") if file.is_file() and is_readable(file))
    return sorted(file for file in found if not any(part.startswith(".") for part in file.relative_to(path).parts))
