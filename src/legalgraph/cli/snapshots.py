"""The command `snapshots`: what a home keeps, and going back."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from legalgraph.cli.homes import reading_home_of
from legalgraph.cli.parameters import JSON
from legalgraph.cli.terminal import say, tell
from legalgraph.errors import StoreError

if TYPE_CHECKING:
    from legalgraph.store.snapshots import Home, Snapshot

_COUNTED = ("documents", "relations")


@click.command()
@click.option("--use", "name", metavar="NAME", help="Go on from this one: its name, or how no other name begins.")
@JSON
@click.pass_context
def snapshots(context: click.Context, name: str | None, *, as_json: bool) -> None:
    """List the snapshots of the home, the latest first; * is the current one. With --use, go back to another.

    The current snapshot and the two latest others are kept; each new one drops what is older. A server takes up what is
    chosen within a second or two, and the next ingest builds upon it: what only others hold must be ingested again.

    \b
    Examples:
      legalgraph snapshots
      legalgraph snapshots --use 20260131T0915
    """
    home = reading_home_of(context)
    if name is not None:
        chosen = home.use(name)
        say(json.dumps(_record(chosen, chosen.id), ensure_ascii=False) if as_json else f"{home.folder}: snapshot {chosen.id}")
        return
    current, found = _there(home)
    records = [_record(snapshot, current) for snapshot in found]
    if as_json:
        say(json.dumps(records, ensure_ascii=False, indent=2))
        return
    for record in records:
        counts = ", ".join(f"{record[what]:,} {what}" for what in (*_COUNTED, "texts"))
        say(f"{'*' if record['current'] else ' '} {record['name']}  {record['created']}  {counts}")


def _there(home: "Home") -> tuple[str | None, list["Snapshot"]]:
    """The name of the current snapshot, where it can be read, and all that can."""
    found = home.earlier()
    try:
        current = home.current()
    except StoreError as error:
        tell(str(error))
        current = None
    if current:
        found.append(current)
    return current.id if current else None, sorted(found, key=lambda snapshot: snapshot.id, reverse=True)


def _record(snapshot: "Snapshot", current: str | None) -> dict[str, Any]:
    from legalgraph.pipeline import count_texts

    counts = snapshot.manifest.get("counts")
    counted = counts if isinstance(counts, Mapping) else {}
    totals = {what: int(counted.get(what, 0)) for what in _COUNTED} | {"texts": count_texts(snapshot)}
    return {"name": snapshot.id, "created": snapshot.created, "current": snapshot.id == current, **totals}
