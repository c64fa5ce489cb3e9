"""Question and answer of the search of the JSON API, written down for OpenAPI."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from legalgraph.catalogue import Sort
from legalgraph.model.document import Status
from legalgraph.web.api_models import DocumentModel, FoundModel, Model

Short = Annotated[str, StringConstraints(max_length=120)]


class SearchQuery(Model):
    """What `search` may be asked. The values of one filter are alternatives, filters are joined."""

    q: str = Field("", max_length=300, description='Words, a number in any spelling, "words together", -unwanted')
    type: list[Short] = Field([], description="Codes of document types")
    issuer: list[Short] = Field([], description="Codes of issuing bodies")
    year: list[Annotated[str, StringConstraints(pattern=r"^[0-9]{4}(-[0-9]{4})?$")]] = Field([], description="2012 or 2010-2019")
    status: list[Status] = Field([], description="Status on the day `on`")
    subject: list[Short] = Field([], description="Fields of law in the words of the source")
    text: bool = Field(default=False, description="Only documents whose text is there")
    on: date | None = Field(None, description="Day of the status (default: today)")
    sort: Sort | None = Field(None, description="Default: relevance where there are words, else newest")
    facets: bool = Field(default=True, description="Count the values of each facet")
    limit: int = Field(20, ge=1, le=100)
    offset: int = Field(0, ge=0, le=10_000)


class SnippetModel(Model):
    """Words of a text around those searched for, which are every second piece; offsets as in `QuoteModel`."""

    start: int
    end: int
    pieces: list[str]
    place: str | None = Field(description="The provision the words stand in", examples=["dieu_2/khoan_1"])


class CountModel(Model):
    """How many documents a value of a facet gives beside the other filters."""

    value: str
    count: int


class SearchModel(FoundModel):
    """One page of a search. The first `exact` of all documents answer exactly to the number or title typed."""

    exact: int
    like: list[DocumentModel] = Field(description="What has almost the number or name, where nothing has it; first page without filters")
    snippets: dict[str, SnippetModel] = Field(description="By path, for documents whose text holds the words")
    facets: dict[str, list[CountModel]] = Field(description="type, issuer, year, status, subject, text; empty when not asked for")
