"""The web application: pages, linked data, JSON API, SPARQL, over the current snapshot of a home folder."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import date

from anyio import to_thread
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from legalgraph import clock
from legalgraph.errors import LegalGraphError
from legalgraph.settings import Settings
from legalgraph.web import assets, failures
from legalgraph.web.access import Access
from legalgraph.web.api import Api
from legalgraph.web.backing import of_endpoint, of_home
from legalgraph.web.conditional import Conditional
from legalgraph.web.crawling import Crawling
from legalgraph.web.day_alias import DayAlias
from legalgraph.web.diagrams import Diagrams
from legalgraph.web.explorer import Explorer
from legalgraph.web.headers import Headers, always
from legalgraph.web.journal import Journal
from legalgraph.web.linked_data import LinkedData
from legalgraph.web.metrics import Metrics
from legalgraph.web.monitoring import Monitoring
from legalgraph.web.pages import Pages
from legalgraph.web.related import Related
from legalgraph.web.searching import Searching
from legalgraph.web.site import Site
from legalgraph.web.sparql_page import SparqlPage
from legalgraph.web.sparql_protocol import DataFirst, SparqlEndpoint
from legalgraph.web.statistics_page import StatisticsPage
from legalgraph.web.texts import Texts
from legalgraph.web.vocabulary import Vocabulary
from legalgraph.web.well_known import WellKnown


def create_app(settings: Settings, today: Callable[[], date] = clock.today) -> DataFirst:
    """Build the application. Raises StoreError when the home folder holds no snapshot that can be opened.

    A snapshot published later is noticed within a second, without a restart. An engine elsewhere may be dead: pages then say so.
    """
    backing = of_home(settings, today) if settings.endpoint is None else of_endpoint(settings, settings.endpoint, today)
    live = backing.live
    site = Site(live, settings.base_url)
    metrics = Metrics()
    journal = Journal(metrics)
    metrics.watch(backing.queries.load, backing.queries.limits, live)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        try:
            backing.begin()
        except (LegalGraphError, OSError) as error:
            app.state.failed = str(error)
            raise
        try:
            yield
        finally:
            await to_thread.run_sync(backing.end)  # queries that are stopped are told so by the event loop
            journal.tell()

    app = DataFirst(
        title="legalgraph",
        summary="An open knowledge graph of Vietnamese law",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )

    def hurry() -> None:
        backing.queries.close()
        journal.tell()

    app.state.hurry = hurry
    app.state.prepare = site.prepare
    app.state.failed = ""  # why nothing can be served
    for router in _of_site(site):
        app.include_router(router)
    sparql = SparqlPage(site, backing.current)
    endpoint = SparqlEndpoint(backing.current, sparql.describe, sparql.page, settings.max_age, always=always(open_to_all=False))
    app.endpoint, app.first = endpoint, Access(endpoint, metrics, journal)
    app.include_router(endpoint.router())
    app.include_router(WellKnown(site, sparql.describe).router())
    app.include_router(Monitoring(live, backing.current, metrics, settings.metrics).router())
    app.mount("/static", StaticFiles(directory=assets.DIST, check_dir=False), name="static")
    failures.install(app, site)
    app.add_middleware(Conditional, live=live, today=today, max_age=settings.max_age, base_url=settings.base_url)
    app.add_middleware(DayAlias)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    app.add_middleware(Headers)
    app.add_middleware(Access, metrics=metrics, journal=journal)  # the outermost
    return app


def _of_site(site: Site) -> Iterator[APIRouter]:
    """What is answered from the snapshot without a query of a stranger, in the order in which addresses are looked up."""
    yield Pages(site).router()
    yield Related(site).router()
    yield Searching(site).router()
    yield _answering_head(Api(site).router())
    yield _answering_head(Explorer(site).router())
    yield Crawling(site).router()
    yield LinkedData(site).router()
    yield Texts(site).router()
    yield Diagrams(site).router()
    yield StatisticsPage(site).router()
    yield Vocabulary(site).router()


def _answering_head(router: APIRouter) -> APIRouter:
    """Whatever answers GET answers HEAD; the API describes it once."""
    for route in list(router.routes):
        if isinstance(route, APIRoute) and route.methods == {"GET"}:
            router.add_api_route(
                route.path.removeprefix(router.prefix), route.endpoint, methods=["HEAD"], include_in_schema=False,
                response_model=route.response_model, response_class=route.response_class,
            )  # fmt: skip
    return router
