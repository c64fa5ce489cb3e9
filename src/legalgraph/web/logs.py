"""How log lines look: text for people, or JSON, one object a line, for programs."""

import json
import logging
import logging.config
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

FORMS = ("text", "json")
# Everything that may begin a new line or steer a terminal.
_CONTROL = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))} | {0x2028: "\\u2028", 0x2029: "\\u2029"}


class TextLines(logging.Formatter):
    """Time, level, where from, message; what strangers typed cannot break a line."""

    def format(self, record: logging.LogRecord) -> str:
        """See `logging.Formatter.format`."""
        message = record.getMessage()
        if not message.isprintable():
            message = message.translate(_CONTROL)
        line = f"{_instant(record)} {record.levelname.lower()} {record.name}: {message}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


class JsonLines(logging.Formatter):
    """The same as JSON; the fields of a request stand beside the message."""

    def format(self, record: logging.LogRecord) -> str:
        """See `logging.Formatter.format`."""
        line: dict[str, Any] = {"time": _instant(record), "level": record.levelname.lower(), "logger": record.name}
        fields: Mapping[str, Any] | None = getattr(record, "fields", None)
        line |= fields if fields is not None else {"message": record.getMessage()}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line)


def _instant(record: logging.LogRecord) -> str:
    seconds = int(record.created)
    return f"{_second(seconds)}.{int((record.created - seconds) * 1000):03}+00:00"


@lru_cache(maxsize=4)
def _second(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")


class _NotTwice(logging.Filter):
    """Leaves out what the server says of an answer that broke off: our own line says why it did."""

    def filter(self, record: logging.LogRecord) -> bool:
        """See `logging.Filter.filter`."""
        return not record.getMessage().startswith("ASGI callable returned without completing response")


def configure(form: str) -> None:
    """Have all loggers of this process write in a form."""
    logging.config.dictConfig(configuration(form))
    # What no line tells need not be found out: from where in the program a line comes, and in which thread and process.
    logging._srcfile = None  # noqa: SLF001  documented for this purpose
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False


def configuration(form: str) -> dict[str, Any]:
    """What `logging.config.dictConfig` takes: requests on standard output, everything else on standard error."""
    formatter = {"text": TextLines, "json": JsonLines}[form]

    def stream(name: str) -> dict[str, str]:
        return {"class": "logging.StreamHandler", "formatter": "lines", "stream": f"ext://sys.{name}"}

    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"once": {"()": _NotTwice}},
        "formatters": {"lines": {"()": formatter}},
        "handlers": {"out": stream("stdout"), "err": stream("stderr")},
        "loggers": {
            "legalgraph": {"handlers": ["err"], "level": "INFO", "propagate": False},
            "legalgraph.access": {"handlers": ["out"], "level": "INFO", "propagate": False},
            "uvicorn": {"handlers": ["err"], "level": "INFO", "propagate": False},
            "uvicorn.error": {"filters": ["once"]},
        },
    }
