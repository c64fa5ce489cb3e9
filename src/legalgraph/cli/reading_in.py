"""The commands that write to a home: `init`, `ingest` and `forget`."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from legalgraph import printing
from legalgraph.cli.homes import home_of, make_home, reading_home_of
from legalgraph.cli.parameters import Input
from legalgraph.cli.terminal import clear_line, progress_line, say, tell
from legalgraph.model.visible import visible

if TYPE_CHECKING:
    from legalgraph.store.snapshots import Home


@click.command()
@click.pass_context
def init(context: click.Context) -> None:
    """Make a home from the data that come with legalgraph, if there is none.

    The platform's data folder needs no init: it is made by whichever command comes first.

    \b
    Examples:
      legalgraph init
      legalgraph --home /srv/legalgraph init
    """
    from legalgraph.store.snapshots import Home

    home = Home(home_of(context))
    with stoppable(home):
        snapshot = make_home(home)
    say(f"{home.folder}: snapshot {snapshot.id}")


@click.command()
@click.argument("paths", nargs=-1, required=True, type=Input(path_type=Path, exists=True))
@click.option("-j", "--jobs", type=click.IntRange(1, 256), help="Files, or pieces of large ones, read at once (default: up to one a core).")
@click.option("--anew", is_flag=True, help="Make the store anew from all that was ever ingested, where its files are damaged.")
@click.pass_context
def ingest(context: click.Context, paths: tuple[Path | str, ...], jobs: int | None, *, anew: bool) -> None:
    """Read files and folders into a new snapshot.

    \b
    What can be read:
      documents.csv, relations.csv, conflicts.csv, laws.csv   curated tables, and folders of them
      *.pdf *.docx *.doc *.rtf *.html *.txt *.md *.zip        documents: their structure, citations and acts
                                                              (no README.md: it is the card of a dataset)
      *.jsonl *.parquet                                       many documents: id, number, type, title, issued, text
      hf:th1nhng0/vietnamese-legal-documents                  the open national dataset, or a folder of its files

    A text that says which document it is (or stands beside its number) becomes that document; any other is kept for
    the citations in it. Curated facts hold, and where a text differs the difference is kept and told.
    The folder names the dataset: a folder of tables read again replaces what it said before, a single table only
    itself, a text what was read from the file of its name. What did not change is not read again, also after a kill.
    When a table is wrong or a rule is broken, nothing is published and the last snapshot stays; a document that cannot
    be read is told, and stops nothing else.

    \b
    Examples:
      legalgraph ingest data/khuyen-cong
      legalgraph ingest nghi-dinh.pdf cong-bao/ codification.jsonl
    """
    from legalgraph.pipeline import ingest as run
    from legalgraph.sources.huggingface import fetch
    from legalgraph.store.snapshots import Home

    home = Home(home_of(context))
    with stoppable(home):
        # First what comes with legalgraph, so that a dataset of the same name replaces it.
        make_home(home)
    with stoppable(home):
        found = [path if isinstance(path, Path) else fetch(path) for path in paths]
        report = run(found, home, progress=progress_line(), processes=jobs, anew=anew)
    clear_line()
    say(printing.ingest_report(report))


@click.command()
@click.argument("names", nargs=-1, metavar="NAME…")
@click.option("--list", "listing", is_flag=True, help="Print all names, each with the number of its document, and take nothing out.")
@click.pass_context
def forget(context: click.Context, names: tuple[str, ...], listing: bool) -> None:
    """Take texts out again: publish a snapshot without what was read from them.

    NAME is the name of a file as it was read, with the folders below the one given, or of a document in it after a #.
    Removing the file itself takes nothing out: what was read of it is kept. Tables go by ingesting their folder without them.

    \b
    Examples:
      legalgraph forget --list
      legalgraph forget nghi-dinh.pdf
      legalgraph forget cong-bao/so-12.pdf "codification.jsonl#45/2012/NĐ-CP"
    """
    from legalgraph import pipeline

    if listing == bool(names):
        raise click.UsageError("give either the names of texts or --list")
    home = reading_home_of(context)
    if listing:
        say("\n".join("\t".join(filter(None, pair)) for pair in pipeline.text_names(home)))
        return
    shown = {visible(name): name for name, _ in pipeline.text_names(home)} if any("\\u" in name for name in names) else {}
    with stoppable(home):
        report = pipeline.forget([shown.get(name, name) for name in names], home, progress=progress_line())
    clear_line()
    say(printing.ingest_report(report))


class _Terminated(Exception):
    """SIGTERM came."""


@contextmanager
def stoppable(home: "Home") -> Iterator[None]:
    """Whoever stops an ingest by Ctrl-C or SIGTERM is told what became of it."""
    before = _published(home)

    def end(*_: object) -> None:
        signal.signal(signal.SIGTERM, former)  # a second one ends at once
        raise _Terminated

    former = signal.signal(signal.SIGTERM, end)
    try:
        yield
    except (KeyboardInterrupt, _Terminated):
        clear_line()
        tell(f"stopped: {_what_became(before, _published(home))}")
        raise SystemExit(1) from None
    finally:
        signal.signal(signal.SIGTERM, former)


def _what_became(before: str | None, now: str | None) -> str:
    """What to say of an ingest that was stopped, by the names of the snapshots published before and after it."""
    if now != before:
        return f"snapshot {now} had been published already"
    stays = "the last snapshot stays" if before else "and there was no snapshot before"
    return f"nothing was published, {stays}; what was read need not be read again: to go on, give the same command once more"


def _published(home: "Home") -> str | None:
    """The name of the snapshot that is served, which a damaged home has, too."""
    try:
        return home.pointer.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
