"""Every string of the pages is translated, every translation is used, and placeholders agree."""

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from markupsafe import Markup

from legalgraph.web.i18n import LANGUAGES, choose, translations
from legalgraph.web.presentation.words import Words
from legalgraph.web.site import translating

WEB = Path(str(files("legalgraph.web")))
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2.ext:babel_extract"), ("**/templates/**.svg", "jinja2.ext:babel_extract")]
OPTIONS = {"**/templates/**": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}
PLACE = re.compile(r"%\((\w+)\)s")

Key = str | tuple[str, ...]


def written() -> Iterator[tuple[Key, str]]:
    """The messages of sources and templates, with where they stand."""
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2)}
    for file, line, message, _, _ in extract_from_dir(str(WEB), METHODS, OPTIONS, keywords):
        yield message, f"{file}:{line}"


def catalogue(language: str) -> dict[Key, Message]:
    with (WEB / "locales" / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return {_key(message): message for message in read_po(file, locale=language) if message.id}


def _key(message: Message) -> Key:
    return tuple(message.id) if isinstance(message.id, list | tuple) else message.id


def words_of(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, list | tuple) else (message.string or "",)


def test_extraction_finds_templates_and_sources() -> None:
    places = [where for _, where in written()]
    assert len(places) > 200
    assert any("document.html" in where for where in places)
    assert any("presentation/lanes.py" in where for where in places)


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "vi"])
def test_no_string_is_left_untranslated(language: str) -> None:
    known = catalogue(language)
    missing = {message: where for message, where in written() if message not in known or not all(words_of(known[message]))}
    assert not missing


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "vi"])
def test_no_translation_is_left_over_or_doubtful(language: str) -> None:
    used = {message for message, _ in written()}
    known = catalogue(language)
    assert not set(known) - used
    assert not [message.id for message in known.values() if message.fuzzy]


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "vi"])
def test_placeholders_agree(language: str) -> None:
    for key, message in catalogue(language).items():
        source = key if isinstance(key, str) else key[-1]
        for words in words_of(message):
            assert set(PLACE.findall(words)) == set(PLACE.findall(source)), source


def test_catalogues_are_compiled_in_memory() -> None:
    english = translations("en")
    assert english.gettext("Tìm văn bản") == "Find documents"
    assert english.ngettext("%(num)s văn bản", "%(num)s văn bản", 1) == "%(num)s document"
    assert english.ngettext("%(num)s văn bản", "%(num)s văn bản", 2) == "%(num)s documents"
    assert translations("vi").gettext("Tìm văn bản") == "Tìm văn bản"


@pytest.mark.parametrize(
    ("asked", "cookie", "accept", "expected"),
    [
        (None, None, None, "vi"),
        (None, None, "en-US,en;q=0.9", "en"),
        (None, None, "fr,de;q=0.5", "vi"),
        (None, None, "en;q=0.2, vi;q=0.3", "vi"),
        (None, None, "en;q=0", "vi"),
        (None, None, "en;q=broken, vi", "vi"),
        (None, "en", "vi", "en"),
        ("vi", "en", "en", "vi"),
        ("xx", "en", "vi", "en"),
        ("xx", "yy", "zz", "vi"),
    ],
)
def test_language_of_a_request(asked: str | None, cookie: str | None, accept: str | None, expected: str) -> None:
    assert choose(asked, cookie, accept) == expected


@pytest.mark.parametrize(("language", "said"), [("vi", "Còn 12.345 dòng nữa trong bảng."), ("en", "12,345 more rows are in the table.")])
def test_counts_are_written_as_the_language_writes_numbers(language: str, said: str) -> None:
    message = "Còn %(num)s dòng nữa trong bảng."
    assert translating(Words(language))["ngettext"](message, message, 12345) == said


def test_what_is_put_into_words_is_escaped_and_the_words_are_not() -> None:
    translated = translating(Words("en"))["_"]
    assert translated("<b>%(name)s</b> 100%%", name="<i>") == Markup("<b>&lt;i&gt;</b> 100%")
    assert translated("Tình trạng") == Markup("Status")
    assert isinstance(translated("Tình trạng"), Markup)
