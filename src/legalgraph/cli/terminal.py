"""How a command meets the terminal: errors in one line, progress in one line, and pipes that close."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import click

from legalgraph.errors import LegalGraphError, NoHome
from legalgraph.model.visible import visible


def progress_line() -> Callable[[str], None]:
    """Show what is being done on one line of a terminal; nothing where stderr is a file or a pipe."""
    if not sys.stderr.isatty():
        return lambda _: None
    return lambda step: click.echo(f"\r\033[K{visible(step)} …", err=True, nl=False)


def clear_line() -> None:
    """Take back the line of progress."""
    if sys.stderr.isatty():
        click.echo("\r\033[K", err=True, nl=False)


@contextmanager
def ending_at_once() -> Iterator[None]:
    """Within it Ctrl-C ends the program as it stands: an engine that computes comes back to Python only with its answer."""
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def say(words: str) -> None:
    """Print for people, or as JSON; titles and names of files are the words of strangers, and what they hide is shown."""
    click.echo(visible(words))


def tell(words: str) -> None:
    """Say on stderr what happened."""
    click.echo(f"legalgraph: {visible(words)}", err=True)


class Group(click.Group):
    """Turns our errors into one line on stderr and exit code 1 (2 for a home that was misnamed), and a closed pipe into silence."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        if sys.__stdout__ is None or sys.__stderr__ is None:  # closed by the caller, as some daemons do
            nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
            sys.stdout, sys.stderr = sys.__stdout__ or nowhere, sys.__stderr__ or nowhere
        # Vietnamese fits in no other encoding a terminal may have been set to; what is not Unicode is shown escaped.
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        return super().main(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except click.NoSuchOption as error:
            if any(error.option_name in option.opts for option in self.params):
                name = error.option_name
                where = f"{ctx.command_path} {name} … {ctx.invoked_subcommand} …"
                raise click.UsageError(f"{name} stands before the command: {where}", error.ctx) from error
            raise
        except LegalGraphError as error:
            clear_line()
            tell(str(error))
            ctx.exit(2 if isinstance(error, NoHome) else 1)
        except OSError as error:
            # Python would try to write the rest once more when it ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            if not isinstance(error, BrokenPipeError):
                tell(str(error))
            ctx.exit(1)
        return result
