"""The explorer: its page, the picture as a file, the elements for programs, and everything seen in many formats."""

import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from legalgraph.catalogue import Standing
from legalgraph.errors import Ambiguous, InvalidIdentifier, NotFound
from legalgraph.export import Slice, formats, write
from legalgraph.queries.relate import Answer, between
from legalgraph.web.explorer_models import ExploreModel, ExploreQuery
from legalgraph.web.live import View, keeping
from legalgraph.web.presentation.exploration import PATH, State
from legalgraph.web.presentation.explore import ExplorePage, explore_page
from legalgraph.web.presentation.explore_picture import elements
from legalgraph.web.presentation.explore_query import construct
from legalgraph.web.presentation.results import Choices, Hit, hits_of
from legalgraph.web.presentation.words import Words
from legalgraph.web.site import Site, Visit

FORMATS = ("ttl", "gexf", "graphml", "cytoscape", "csv")
"""Names of the export formats in which what is seen is offered."""

_GET = ["GET", "HEAD"]
_OFFERED = 12
_LONGEST = 300
_EXAMPLES = 6
_TOLD = 3  # names in an address that mean no document and are told
_MOST_CITED = 60  # looked at for examples
# The documents of the story of the home page with which to begin.
_FIRST = ("nd/2012/45/nd-cp", "qd/2014/1288/qd-ttg", "qd/2020/1881/qd-ttg")
# How each field that takes the name of a document is called in the address: what is added, and the ends of a path.
_TYPED = ("them", "tu", "den")
_SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


class Explorer:
    """Handlers of the explorer."""

    def __init__(self, site: Site) -> None:
        self.site = site
        # A visitor who filters and sorts keeps the same path.
        self._related = keeping(32)(_related)

    def router(self) -> APIRouter:
        """The routes."""
        router = APIRouter()
        router.add_api_route(PATH, self.page, methods=_GET, include_in_schema=False)
        router.add_api_route(PATH + ".svg", self.svg, methods=_GET, include_in_schema=False)
        router.add_api_route(PATH + "/tai/{name}", self.download, methods=_GET, include_in_schema=False)
        router.add_api_route(
            "/api/explore", self.explore, methods=["GET"], summary="Documents with those around them, as nodes and edges with places",
            response_model=ExploreModel, response_class=JSONResponse, tags=["legalgraph"],
        )  # fmt: skip
        return router

    def page(self, request: Request) -> Response:
        """The page of a state. Whatever an address says otherwise than the state would leads to the one it would."""
        visit, view = Visit.of(request), self.site.live.view()
        state, trouble = self._named(visit, view)
        asked = [pair for pair in request.query_params.multi_items() if pair[0] != "lang"]
        if not trouble and asked != state.pairs():
            kept = [("lang", visit.request.query_params["lang"])] if "lang" in visit.request.query_params else []
            return RedirectResponse(f"{PATH}?{urlencode([*state.pairs(), *kept], safe='/')}" if state.pairs() or kept else PATH, 303)
        page = self._seen(view, state, visit.words)
        context = {
            "page": page,
            "trouble": trouble,
            "typed": {name: visit.request.query_params.get(name, "") for name in _TYPED},
            "data": elements(page.picture, page.seen, visit.words) if not page.empty else None,
            "examples": _examples(view, visit.words, self.site.today()) if page.empty else (),
            "formats": [formats()[name] for name in FORMATS],
            "sparql": construct(page.seen, state),
            "snapshot": view.snapshot,
        }
        status = 200 if not trouble else 300 if all(choices.ambiguous for choices in trouble.values()) else 404
        return self.site.page(visit, "explore.html", context, status)

    def svg(self, request: Request) -> Response:
        """The picture of a state as a file."""
        visit, view = Visit.of(request), self.site.live.view()
        page = self._seen(view, State.parse(request.query_params.multi_items()), visit.words)
        if page.empty:
            raise NotFound("nothing is opened, so there is no picture")
        svg = self.site.render(visit.words.language, "explore.svg", {"page": page})
        headers = {
            # A picture opened by itself brings its own style and nothing else.
            "Content-Security-Policy": _SVG_POLICY,
            "Content-Disposition": 'inline; filename="kham-pha.svg"',
            "Vary": "Accept-Language, Cookie",
        }
        return Response(svg, media_type="image/svg+xml", headers=headers)

    def download(self, request: Request, name: str) -> Response:
        """Exactly the documents and relations that a state shows, in one of FORMATS."""
        view = self.site.live.view()
        if name not in FORMATS:
            raise NotFound(f"no format {name!r}; there are {', '.join(FORMATS)}")
        page = self._seen(view, State.parse(request.query_params.multi_items()), Words("vi"))
        if page.empty:
            raise NotFound("nothing is opened, so there is nothing to take away")
        content = Slice.of(view.reader, page.seen.paths, (edge.id for edge in page.seen.edges))
        body, media_type, extension = _written(content, name, page.day)
        headers = {"Content-Disposition": f'attachment; filename="kham-pha.{extension}"', "Access-Control-Allow-Origin": "*"}
        return Response(body, media_type=media_type, headers=headers)

    def explore(self, asked: Annotated[ExploreQuery, Query()]) -> Response:
        """Documents, the relations drawn between them, and places in a picture: years from left to right, ranks from top to bottom."""
        view, words = self.site.live.view(), Words("vi")
        state = State(
            opened=tuple(dict.fromkeys(asked.opened)),
            without=tuple(asked.without),
            kinds=tuple(asked.kinds),
            types=tuple(asked.types),
            issuers=tuple(asked.issuers),
            since=asked.since,
            until=asked.until,
            day=asked.on,
            limit=asked.limit,
            everything=asked.everything,
            start=asked.start,
            goal=asked.goal,
        )
        page = self._seen(view, state, words)
        drawn = elements(page.picture, page.seen, words)
        said = {
            "day": page.day.isoformat(),
            "elements": {"nodes": drawn["nodes"], "edges": drawn["edges"]},
            "axes": drawn["axes"],
            "left_out": page.seen.left_out,
            "undrawn": page.seen.undrawn,
            "counts": {"kind": page.seen.kinds, "type": page.seen.types, "issuer": page.seen.issuers},
        }
        return JSONResponse(said)  # a thousand nodes are not checked against the model one by one: a test does that

    def _seen(self, view: View, state: State, words: Words) -> ExplorePage:
        answer = self._related(view, state.start, state.goal, frozenset(state.kinds)) if state.start and state.goal else None
        return explore_page(view, state, answer, words, self.site.today())

    def _known(self, state: State, visit: Visit, view: View) -> tuple[State, dict[str, Choices]]:
        """The state without what is to be opened and is no document; a name that means one opens it, as typing it would."""
        known, trouble = view.catalogue.documents(state.opened), dict[str, Choices]()
        unknown = [path for path in state.opened if path not in known]
        state = replace(state, opened=tuple(path for path in state.opened if path in known))
        for number, text in enumerate(unknown[:_TOLD], 1):
            try:
                state = _meant(state, "vb", view.reader.resolve(text).path)
            except (Ambiguous, NotFound, InvalidIdentifier):
                trouble[f"vb-{number}"] = _choices(view, text, "vb", state, visit.words, self.site.today())
        return state, trouble

    def _named(self, visit: Visit, view: View) -> tuple[State, Mapping[str, Choices]]:
        """The state with the names that were typed replaced by the documents they mean, and those that mean none or several."""
        query = visit.request.query_params
        state, trouble = self._known(State.parse(query.multi_items()), visit, view)
        typed = zip(_TYPED, (query.get("them", "").strip()[:_LONGEST], state.start, state.goal), strict=True)
        for name, text in typed:
            if not text:
                continue
            try:
                path = view.reader.resolve(text).path
                state = _meant(state, name, path)
            except (Ambiguous, NotFound, InvalidIdentifier):
                trouble[name] = _choices(view, text, name, _meant(state, name, ""), visit.words, self.site.today())
        return state, trouble


def _meant(state: State, name: str, path: str) -> State:
    if name in ("them", "vb"):
        return state.acted("mo", path) if path else state
    return replace(state, start=path) if name == "tu" else replace(state, goal=path)


def _related(view: View, start: str, goal: str, kinds: frozenset[str]) -> Answer | None:
    try:
        return between(view.reader, start, goal, kinds)
    except (Ambiguous, NotFound, InvalidIdentifier):
        return None


def _choices(view: View, text: str, name: str, state: State, words: Words, today: date) -> Choices:
    """What a typed name may mean; each choice leads to the state with it."""
    found = view.reader.find(text)
    close = found or view.reader.search(text, _OFFERED).hits
    return Choices(text, bool(found), hits_of(view, close[:_OFFERED], words, today, lambda path: _meant(state, name, path).href))


def _examples(view: View, words: Words, today: date) -> tuple[Hit, ...]:
    """Documents to begin with: those of the story, then those that most others name; none known only by being cited."""
    found = {**view.catalogue.documents(_FIRST), **{document.path: document for document, _ in view.catalogue.most("cited", _MOST_CITED)}}
    known = view.catalogue.standings(found)
    chosen = [document for path, document in found.items() if known[path] in (Standing.TEXT, Standing.FACTS)][:_EXAMPLES]
    return hits_of(view, chosen, words, today, lambda path: State(opened=(path,), chosen=path).href)


def _written(content: Slice, name: str, day: date) -> tuple[bytes, str, str]:
    """The bytes of an export, their media type and the extension of the file."""
    format = formats()[name]
    output = BytesIO()
    if not format.is_folder:
        write(content, name, output, day)
        return output.getvalue(), format.media_type, format.extension
    with tempfile.TemporaryDirectory() as folder:
        write(content, name, Path(folder), day)
        with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(Path(folder).iterdir()):
                archive.write(file, file.name)
    return output.getvalue(), "application/zip", "csv.zip"
