"""The application over the invented data of tests/cases/tam-tang, and over the data that comes with legalgraph."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx
import pytest
from tests.web.serving import visiting


@pytest.fixture(scope="session")
def _sample_visitor(sample_home: Path) -> Iterator[httpx.Client]:
    with visiting(sample_home) as client:
        yield client


@pytest.fixture
def web(_sample_visitor: httpx.Client) -> httpx.Client:
    """A visitor of the invented documents, on the day TODAY, who was never here before."""
    _sample_visitor.cookies.clear()
    return _sample_visitor


@pytest.fixture(scope="session")
def packaged_web(packaged_home: Path) -> Iterator[httpx.Client]:
    """A visitor of the documents that come with legalgraph."""
    with visiting(packaged_home, date(2026, 1, 1)) as client:
        yield client


@pytest.fixture(scope="session")
def _texts_visitor(texts_home: Path) -> Iterator[httpx.Client]:
    with visiting(texts_home) as client:
        yield client


@pytest.fixture
def texts_web(_texts_visitor: httpx.Client) -> httpx.Client:
    """A visitor of invented documents with their full texts, who was never here before."""
    _texts_visitor.cookies.clear()
    return _texts_visitor
