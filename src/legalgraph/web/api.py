"""The JSON API under /api: documents, relations, relate, search, graph; described at /api/openapi.json."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import StringConstraints

from legalgraph.catalogue import Filters, Sort, read_years
from legalgraph.errors import NotFound
from legalgraph.model.document import Document
from legalgraph.model.relation import kinds
from legalgraph.queries.elements import document_node, relation_edge
from legalgraph.queries.relate import MOST_ASKED, relate
from legalgraph.records import (
    RELATIONS_TOLD,
    answer_record,
    consolidated_record,
    document_page,
    document_record,
    relation_record,
    search_record,
    statistics_record,
)
from legalgraph.web.api_models import (
    AnswerModel,
    DocumentPageModel,
    ErrorModel,
    FoundModel,
    GraphModel,
    RelationsModel,
    StatisticsModel,
)
from legalgraph.web.api_search import SearchModel, SearchQuery
from legalgraph.web.api_texts import TextModel
from legalgraph.web.live import View
from legalgraph.web.presentation.results import passages_of
from legalgraph.web.site import UNKEPT, Site

MOST_TYPED = 300
Name = Annotated[str, Query(max_length=MOST_TYPED, description="A document in any spelling, or its path or IRI")]
Typed = Annotated[str, StringConstraints(max_length=MOST_TYPED)]
Limit = Annotated[int, Query(ge=1, le=100)]
Offset = Annotated[int, Query(ge=0, le=10_000)]
Told = Annotated[int, Query(ge=1, le=1_000)]
Beyond = Annotated[int, Query(ge=0, le=10_000_000)]
Depth = Annotated[int, Query(ge=1, le=3)]

_ERRORS: dict[int | str, dict[str, Any]] = {
    300: {"model": ErrorModel, "description": "The name answers to several documents: choose a path"},
    404: {"model": ErrorModel, "description": "No such document"},
    422: {"model": ErrorModel, "description": "A parameter is missing or wrong"},
}


class Api:
    """Handlers of the JSON API."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def router(self) -> APIRouter:
        """The routes."""
        router = APIRouter(prefix="/api", responses=_ERRORS, default_response_class=JSONResponse, tags=["legalgraph"])
        get = router.get
        get("/documents", summary="Find documents by number", response_model=FoundModel)(self.find)
        get("/documents/{path:path}", summary="One document, its status, its relations", response_model=DocumentPageModel)(self.document)
        get("/relations/{path:path}", summary="The relations of a document", response_model=RelationsModel)(self.relations)
        get("/texts/{path:path}", summary="The words of a document on a day", response_model=TextModel)(self.text)
        get("/relate", summary="How documents relate", response_model=AnswerModel)(self.relate)
        get("/search", summary="Search numbers, titles, issuers and texts", response_model=SearchModel)(self.search)
        get("/graph/{path:path}", summary="A neighbourhood as nodes and edges", response_model=GraphModel)(self.graph)
        get("/statistics", summary="What the snapshot holds, counted", response_model=StatisticsModel)(self.statistics)
        return router

    def find(self, number: Name) -> dict[str, Any]:
        """All documents that answer to a số hiệu in any spelling; none is an empty list."""
        found = self.site.live.view().reader.find(number)
        return {"total": len(found), "offset": 0, "documents": [document_record(document) for document in found]}

    def document(self, path: str, on: date | None = None) -> dict[str, Any]:
        """A document by its path, with its status on a day (default: today)."""
        view = self.site.live.view()
        today = self.site.today()
        return document_page(view.reader, _document(view, path), on or today, today)

    def relations(self, path: str, kind: str | None = None, limit: Told = RELATIONS_TOLD, offset: Beyond = 0) -> dict[str, Any]:
        """The relations of a document, in both directions, some hundreds at a time; `kind` keeps those of one kind."""
        if kind is not None and kind not in kinds():
            raise _wrong("kind", f"no kind of relation {kind!r}; there are {', '.join(kinds())}")
        view = self.site.live.view()
        document = _document(view, path)
        relations, total = view.reader.some_relations(document.path, limit, offset, kind)
        documents = view.reader.documents({end for r in relations for end in (r.source, r.target)})
        records = [relation_record(relation, documents) for relation in relations]
        return {"path": document.path, "total": total, "offset": offset, "relations": records}

    def text(self, path: str, on: date | None = None) -> dict[str, Any]:
        """The words of a document with what others have changed until a day (default: today) written in, as far as that is certain.

        Made by machine and no official consolidation; `left` tells what could not be written in.
        """
        view, day = self.site.live.view(), on or self.site.today()
        document = _document(view, path)
        found = view.reader.text_on(document.path, day)
        if found is None:
            raise NotFound(f"this graph holds no text of {path!r}")
        told = [*(one.relation for one in found.written), *(relation for relation, _ in found.left)]
        documents = view.reader.documents({end for relation in told for end in (relation.source, relation.target)})
        return consolidated_record(document.path, day, found, documents)

    def relate(
        self,
        a: Annotated[str | None, Query(max_length=MOST_TYPED, description="The first document")] = None,
        b: Annotated[str | None, Query(max_length=MOST_TYPED, description="The second document")] = None,
        document: Annotated[list[Typed], Query(description="The same as vb")] = [],  # noqa: B006
        vb: Annotated[list[Typed], Query(description="A document, two to six times, as for the page /quan-he")] = [],  # noqa: B006
        depth: Annotated[int, Query(ge=1, le=5)] = 4,
    ) -> dict[str, Any]:
        """Direct relations of two to six documents, chains between them, what they have in common, and what happened later."""
        names = [name for name in (a, b, *document, *vb) if name]
        if not 2 <= len(names) <= MOST_ASKED:
            raise _wrong("vb", f"send 2 to {MOST_ASKED} documents, as in /api/relate?vb=1881/QD-TTg&vb=1288/QD-TTg; {len(names)} came")
        return answer_record(relate(self.site.live.view().reader, *names, depth=depth))

    def search(self, asked: Annotated[SearchQuery, Query()], response: Response) -> dict[str, Any]:
        """Documents that hold all words typed and pass the filters; marks need not be typed, and without words all are looked through."""
        view, today = self.site.live.view(), self.site.today()
        years = tuple(span for value in asked.year if (span := read_years(value)))
        kinds = tuple(asked.type), tuple(asked.issuer), years, tuple(asked.status), tuple(asked.subject)
        filters = Filters(*kinds, asked.text, asked.on or today, today)
        order = asked.sort or (Sort.RELEVANCE if asked.q.strip() else Sort.NEWEST)
        page = view.reader.search(asked.q, asked.limit, asked.offset, filters, order, asked.facets)
        passages, whole = passages_of(view, [hit.path for hit in page.hits], asked.q)
        if not whole:
            response.headers.update(UNKEPT)
        _, like = view.reader.like(asked.q, page) if not asked.offset and not filters.active() else (False, ())
        return search_record(page, passages, asked.offset, like)

    def graph(self, path: str, depth: Depth = 1, limit: Annotated[int, Query(ge=2, le=500)] = 100) -> dict[str, Any]:
        """The documents up to `depth` relations away and the relations among them, in Cytoscape's form."""
        view, today = self.site.live.view(), self.site.today()
        around = view.reader.neighbourhood(_document(view, path).path, depth, limit)
        nodes = [document_node(document, view.status(document, today).status) for document in around.documents.values()]
        edges = [relation_edge(relation) for relation in around.relations]
        return {
            "centre": around.centre,
            "depth": depth,
            "left_out": around.left_out,
            "elements": {
                "nodes": [{"data": {"id": node.id, **node.attributes}} for node in nodes],
                "edges": [{"data": {"id": e.id, "source": e.source, "target": e.target, **e.attributes}} for e in edges],
            },
        }

    def statistics(self) -> dict[str, Any]:
        """Counts of documents, relations and citations; `status_by_type` is for today."""
        view, today = self.site.live.view(), self.site.today()
        named = {"snapshot": view.snapshot.id, "created": view.snapshot.created, "engine": view.reader.engine.describe()}
        return {**named, **statistics_record(view.statistics()), "as_of": today.isoformat(), "status_by_type": view.statuses_by_type(today)}


def _wrong(parameter: str, message: str) -> RequestValidationError:
    return RequestValidationError([{"loc": ("query", parameter), "msg": message, "type": "value_error"}])


def _document(view: View, path: str) -> Document:
    document = view.document(path)
    if document is None:
        raise NotFound(f"no document {path!r} in this graph; /api/documents?number=… finds one by its number")
    return document
