"""What was read from one file, for people: header, outline, statements, citations, doubts."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from legalgraph.model.provision import UNITS

Record = Mapping[str, Any]
_MOST_CITED = 40
_EVENTS = {"sign_date": "the day of signing", "gazette_date": "the day of publication in the Gazette"}


def lines_of(record: Record, *, full: bool = False) -> Iterator[str]:
    """Yield the lines that tell a record of `file_record`; `full` leaves nothing out."""
    yield from _header(record)
    yield from _outline(record)
    yield from _statements(record, full=full)
    yield from _citations(record, full=full)
    for doubt in record["diagnostics"]:
        yield f"  ! {doubt['code']}: {doubt['message']} ({doubt['place']})"


def _header(record: Record) -> Iterator[str]:
    meta = record["metadata"]
    yield f"{record['name']}  ({record['media_type']}, {record['characters']:,} characters)"
    named = " ".join(str(part) for part in (meta["type_name"], meta["number"]) if part)
    given = ", ".join(f"{name} {record['given'][name]}" for name in ("number", "issued") if name in record["given"])
    beside = f"no document header found{f' (given beside the text: {given})' if given else ''}"
    yield f"  {named or beside}" + (f", {meta['issued']}" if meta["issued"] else "")
    if meta["title"]:
        yield f"  {meta['title']}"
    by = "; ".join(meta["issuers"])
    if by or meta["signer"]:
        yield f"  {by}{' · ' if by and meta['signer'] else ''}{meta['signer'] or ''}"


def _outline(record: Record) -> Iterator[str]:
    counts: Counter[str] = Counter()
    stack = [record["outline"]]
    while stack:
        unit = stack.pop()
        counts[unit["kind"]] += 1
        if unit["kind"] != "quoted":  # the words of another document
            stack += unit["units"]
    told = [f"{counts[kind]} {UNITS[kind][0]}" for kind in UNITS if counts[kind]]
    if told:
        yield f"  structure: {', '.join(told)}"


def _statements(record: Record, *, full: bool) -> Iterator[str]:
    acts = [r for r in record["relations"] if r["kind"] != "refers"]
    if not acts:
        return
    yield f"  {len(acts)} {'statement' if len(acts) == 1 else 'statements'}:"
    for said in acts:
        yield f"    {said['kind'].replace('_', ' '):20} {_target(said)}{_places(said)}{_days(said)}  [{said['place']}]"
        if full:
            yield f"      “{said['quote']}”"


def _target(said: Record) -> str:
    target = said["target"]
    if target is None:
        return "this document"
    return str(target["number"] or target["title"] or "?")


def _places(said: Record) -> str:
    return f" {' '.join(said['provisions'])}" if said["provisions"] else ""


def _days(said: Record) -> str:
    labels = {"date": "on", "effective_from": "from", "until": "until"}
    told = [f"{label} {_day(said[name])}" for name, label in labels.items() if said.get(name)]
    by = f" by {', '.join(str(n) for n in said['by'])}" if said.get("by") else ""
    return (" " + " ".join(told) if told else "") + by


def _day(said: str) -> str:
    """A day, or the event it hangs on: "45 days after the day of signing"."""
    base, plus, count = said.partition("+")
    if base not in _EVENTS:
        return said.removeprefix("event: ")
    return f"{count.removesuffix('d')} {_of(int(count.removesuffix('d')), 'day')} after {_EVENTS[base]}" if plus else _EVENTS[base]


def _of(count: int, what: str) -> str:
    return what if count == 1 else f"{what}s"


def _citations(record: Record, *, full: bool) -> Iterator[str]:
    cited = Counter((c["type"], c["number"] or c["title"] or c["text"], bool(c["number"])) for c in record["citations"])
    if not cited:
        return
    known = sum(n for (_, _, numbered), n in cited.items() if numbered)
    total = sum(cited.values())
    yield f"  {total} {_of(total, 'citation')} of {len(cited)} {_of(len(cited), 'document')}; {known} with a number"
    for (kind, name, numbered), times in cited.most_common(None if full else _MOST_CITED):
        yield f"    {f'{times}x':>6} {kind} {name}{'' if numbered else '  (number not known)'}"
    if not full and len(cited) > _MOST_CITED:
        yield f"    … and {len(cited) - _MOST_CITED} more (--full)"
