"""A real server with the data that comes with legalgraph, and a real browser."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.browser.looking import browsing
from tests.web.serving import serving

from legalgraph.web.assets import is_built


@pytest.fixture(scope="session")
def site(packaged_home: Path) -> Iterator[str]:
    """The address of the server."""
    assert is_built(), "the front end is not built: `make .venv/.installed`"
    with serving(packaged_home, date(2026, 1, 1)) as address:
        yield address


@pytest.fixture(scope="session")
def texts_site(texts_home: Path) -> Iterator[str]:
    """The address of a server with invented documents that have a full text."""
    with serving(texts_home) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with browsing() as found:
        yield found
