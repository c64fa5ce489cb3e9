"""The command `serve`: what strangers may ask for, what the server tells those who run it, and how it begins."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from legalgraph.cli.homes import make_home
from legalgraph.cli.parameters import Seconds, service
from legalgraph.cli.terminal import tell
from legalgraph.errors import StoreError
from legalgraph.settings import Settings
from legalgraph.web import logs

F = TypeVar("F", bound=Callable[..., Any])

_SECONDS = Seconds(0.1)
_MOST_MIB = 1 << 20
_A_YEAR = 365 * 24 * 60 * 60
# option, field of Settings, type, help
_LIMITS: tuple[tuple[str, str, click.ParamType[Any], str], ...] = (
    ("--query-timeout", "query_timeout", _SECONDS, "Seconds until an answer begins, and of computing in all."),
    ("--query-stream", "query_stream", _SECONDS, "Seconds more to read an answer."),
    ("--query-stall", "query_stall", _SECONDS, "Seconds a reader may take nothing."),
    ("--query-memory", "query_memory", click.IntRange(64, _MOST_MIB), "MiB a query may use."),
    ("--query-result", "query_result", click.IntRange(1, _MOST_MIB), "MiB an answer may have."),
    ("--query-kib", "query_kib", click.IntRange(1, 2048), "KiB a query may have."),
    ("--query-depth", "query_depth", click.IntRange(1, 1000), "How deep brackets may be nested."),
    ("--query-workers", "query_workers", click.IntRange(1, 64), "Queries run at once."),
    ("--query-aside", "query_aside", click.IntRange(0, 64), "Long queries that go on beside these, with what time they leave."),
    ("--query-queue", "query_queue", click.IntRange(0, 1000), "Queries that may wait; more get 503."),
    ("--max-age", "max_age", click.IntRange(0, _A_YEAR), "Seconds caches may use data and answers without asking again."),
)
_DEFAULTS = {name: field.default for name, field in Settings.__dataclass_fields__.items()}


def limits(command: F) -> F:
    """Add the limits to a command, each also an environment variable: LEGALGRAPH_QUERY_TIMEOUT and so on."""
    for option, field, kind, words in reversed(_LIMITS):
        command = click.option(
            option, field, type=kind, default=_DEFAULTS[field], show_default=True, help=words,
            envvar=f"LEGALGRAPH_{field.upper()}", show_envvar=True,
        )(command)  # fmt: skip
    return command


def operation(command: F) -> F:
    """Add what an operator may want to know and to happen."""
    choices = (
        click.option(
            "--endpoint", metavar="URL", envvar="LEGALGRAPH_ENDPOINT", show_envvar=True, callback=service,
            help="Serve from this SPARQL 1.1 query service in place of the home's snapshots.",
        ),
        click.option(
            "--endpoint-timeout", type=_SECONDS, default=10.0, show_default=True,
            envvar="LEGALGRAPH_ENDPOINT_TIMEOUT", show_envvar=True, help="Seconds a page waits for the engine.",
        ),
        click.option(
            "--metrics", type=click.Choice(["loopback", "open", "off"]), default="loopback", show_default=True,
            envvar="LEGALGRAPH_METRICS", show_envvar=True, help="Who may read /metrics.",
        ),
        click.option(
            "--log-format", type=click.Choice(logs.FORMS), default="text", show_default=True,
            envvar="LEGALGRAPH_LOG_FORMAT", show_envvar=True, help="How log lines look.",
        ),
        click.option(
            "--grace", type=Seconds(1), default=30.0, show_default=True,
            envvar="LEGALGRAPH_GRACE", show_envvar=True, help="Seconds requests have to end after SIGTERM.",
        ),
        click.option(
            "--as-is", is_flag=True, envvar="LEGALGRAPH_AS_IS", show_envvar=True,
            help="Serve what is published; write nothing, also when newer data came with legalgraph.",
        ),
    )  # fmt: skip
    for option in reversed(choices):
        command = option(command)
    return command


def serve_pages(options: Settings, host: str, port: int, *, log_format: str, grace: float, as_is: bool) -> None:
    """Serve until a signal ends it. Raises StoreError, and LegalGraphError when nothing can listen there."""
    from legalgraph.store.snapshots import Home
    from legalgraph.web.app import create_app
    from legalgraph.web.server import serve

    home = Home(options.home)
    if not as_is and options.endpoint is None:
        try:
            make_home(home)
        except StoreError as error:
            # An earlier snapshot is better than none; the server says what is wrong as long as it is.
            if not home.earlier():
                raise
            tell(str(error))
    logs.configure(log_format)
    serve(create_app(options), host, port, grace_s=grace)
