"""Languages of the pages: catalogues compiled in memory from .po files, and which language a request wants."""

import gettext
import io
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES: Mapping[str, str] = {"vi": "Tiếng Việt", "en": "English"}
"""Code ▶ the language's own name. Vietnamese is the language of the source strings and the default."""

DEFAULT = "vi"


@cache
def translations(language: str) -> gettext.NullTranslations:
    """The catalogue of a language; the source strings themselves for Vietnamese."""
    catalogue = files("legalgraph.web").joinpath("locales", language, "LC_MESSAGES", "messages.po")
    if language == DEFAULT or not catalogue.is_file():
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with catalogue.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def choose(asked: str | None, cookie: str | None, accept: str | None) -> str:
    """The language of a page: asked for in the address, else kept in the cookie, else wanted by the browser.

    >>> choose(None, None, "fr, en-GB;q=0.8, vi;q=0.5")
    'en'
    >>> choose("vi", "en", "en")
    'vi'
    """
    for said in (asked, cookie):
        if said is not None and said in LANGUAGES:
            return said
    ranked = sorted(_preferences(accept or ""), key=lambda item: -item[1])
    return next((language for language, quality in ranked if quality > 0 and language in LANGUAGES), DEFAULT)


def _preferences(accept: str) -> list[tuple[str, float]]:
    found = []
    for part in accept.split(",")[:20]:
        tag, _, rest = part.partition(";")
        name, _, value = rest.strip().partition("=")
        try:
            quality = float(value) if name.strip() == "q" else 1.0
        except ValueError:
            continue
        found.append((tag.strip().lower().split("-")[0], quality))
    return found
