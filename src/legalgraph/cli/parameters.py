"""Types and options that commands share."""

import math
from datetime import date
from typing import Any

import click

from legalgraph.errors import StoreError
from legalgraph.settings import public_address
from legalgraph.sources.huggingface import is_remote

_A_DAY = 24 * 60 * 60


class Day(click.ParamType[date]):
    """A day such as 2014-08-01."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """See `click.ParamType.convert`."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a date such as 2014-08-01", param, ctx)


class Seconds(click.FloatRange):
    """So many seconds, up to a day. Not infinitely many, and nothing that is no number, which no comparison rules out."""

    def __init__(self, least: float) -> None:
        super().__init__(least, _A_DAY)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """See `click.ParamType.convert`."""
        seconds = click.FLOAT.convert(value, param, ctx)
        if not math.isfinite(seconds):
            self.fail(f"{value!r} is not a number of seconds", param, ctx)
        return float(super().convert(value, param, ctx))


class Folder(click.Path):
    """A folder that is named; an empty name would be that of the current one."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """See `click.Path.convert`."""
        return super().convert(value, param, ctx) if value != "" else self.fail("the name of the folder is empty", param, ctx)


class Input(click.Path):
    """A path, or the name of a dataset that can be fetched."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """See `click.Path.convert`."""
        return value if isinstance(value, str) and is_remote(value) else super().convert(value, param, ctx)


LANGUAGE = click.option(
    "--lang", type=click.Choice(["vi", "en"]), default="vi", envvar="LEGALGRAPH_LANG", show_default=True,
    help="Language of the answer.",
)  # fmt: skip
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON; kinds and statuses are named by their codes.")


def base_url(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """Check the address of a site. Raises BadParameter."""
    try:
        return public_address(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def service(_context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Check the address of a service. Raises BadParameter."""
    from legalgraph.store.remote.connection import checked_address

    try:
        return checked_address(value, parameter.opts[0]) if value is not None else None
    except StoreError as error:
        raise click.BadParameter(str(error).removeprefix(f"{parameter.opts[0]}: ")) from error
