"""The options that choose among documents."""

from collections.abc import Callable, Mapping
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar

import click

from legalgraph.cli.parameters import Day
from legalgraph.model.document import Status
from legalgraph.model.folding import fold
from legalgraph.registry import body_names, type_names

if TYPE_CHECKING:
    from legalgraph.catalogue import Filters

F = TypeVar("F", bound=Callable[..., Any])


class Years(click.ParamType[tuple[int, int]]):
    """A year, or the first and the last of several."""

    name = "years"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """Read them. Fails for what is no year."""
        from legalgraph.catalogue import read_years

        years = value if isinstance(value, tuple) else read_years(value)
        return years or self.fail(f"{value!r} is neither a year such as 2012 nor two such as 2010-2019", param, ctx)


class Code(click.ParamType[str]):
    """A code of the tables of types or bodies; what is none is told with those that it may have meant."""

    name = "code"

    def __init__(self, known: Callable[[], Mapping[str, str]], what: str, table: str) -> None:
        self._known, self._what, self._table = known, what, table

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read a code. Fails for one that the table lacks."""
        known = self._known()
        if value in known.values():
            return str(value)
        names = {name: code for name, code in known.items() if len(name) > 1}
        near = [names[name] for name in get_close_matches(fold(value), names, 3, 0.6)]
        codes = ", ".join(dict.fromkeys([*filter(None, [names.get(fold(value))]), *near]))
        hint = f"did you mean {codes}?" if codes else f"codes are those of {self._table}"
        return self.fail(f"{value!r} is no code of {self._what}: {hint}", param, ctx)


_CHOOSING = (
    click.option(
        "--type", "types", multiple=True, metavar="CODE", type=Code(type_names, "a type", "/vocabulary/type"),
        help="Only this type: nd, tt, luat …; may be repeated.",
    ),
    click.option(
        "--issuer", "issuers", multiple=True, metavar="CODE", type=Code(body_names, "a body", "/vocabulary/body"),
        help="Only of this body: cp, btc, ubnd-vn-18 …; may be repeated.",
    ),
    click.option("--year", "years", multiple=True, type=Years(), metavar="YEAR", help="Only of 2012, or of 2010-2019; may be repeated."),
    click.option(
        "--status", "statuses", multiple=True, type=click.Choice([status.value for status in Status]),
        help="Only with this status; may be repeated.",
    ),
    click.option("--on", "day", type=Day(), metavar="YYYY-MM-DD", help="Day of the status (default: today)."),
    click.option("--subject", "subjects", multiple=True, help="Only of this field of law; may be repeated."),
    click.option("--with-text", "text_only", is_flag=True, help="Only documents whose text is there."),
    click.option("--sort", type=click.Choice(["relevance", "newest", "oldest", "cited"]), help="Default: relevance; without TEXT newest."),
    click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000), help="Most hits shown."),
)  # fmt: skip


def choosing(command: F) -> F:
    """Give a command the options that choose among documents; `filters_of` reads them."""
    for option in reversed(_CHOOSING):
        command = option(command)
    return command


def filters_of(chosen: Mapping[str, Any], today: date) -> "Filters":
    """The filters that were chosen by options."""
    from legalgraph.catalogue import Filters

    return Filters(
        types=chosen["types"],
        issuers=chosen["issuers"],
        years=chosen["years"],
        statuses=chosen["statuses"],
        subjects=chosen["subjects"],
        text=chosen["text_only"],
        day=chosen["day"] or today,
        today=today,
    )
