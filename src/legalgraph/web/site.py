"""What every page needs: the live snapshot, the templates, and the language and day of a visit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from types import CodeType
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined, select_autoescape
from jinja2.bccache import Bucket
from markupsafe import Markup

from legalgraph.rdf.formats import formats
from legalgraph.web import assets
from legalgraph.web.display import displayed, holds_an_endless_word, unbroken
from legalgraph.web.i18n import DEFAULT, LANGUAGES, choose, translations
from legalgraph.web.live import Live
from legalgraph.web.presentation.relations import document_href
from legalgraph.web.presentation.words import Words

DATA_FORMATS = ("ttl", "jsonld", "nt", "rdf")
"""Names of the RDF formats in which a document is offered, the most readable first."""

UNKEPT = {"Cache-Control": "no-store"}
"""The headers of an answer that lacks something because the engine elsewhere is away: it must not stand for the whole one later."""

_MAKES_ANOTHER_PAGE = {"vb", "phan"}  # parameters without which the page would be about something else
_A_YEAR = 365 * 24 * 3600
Context = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Visit:
    """One request and the language it is answered in."""

    request: Request
    words: Words
    posted: tuple[tuple[str, str], ...] = ()
    """What a form sent that an address may name as well, so that the page in another language has it."""

    @classmethod
    def of(cls, request: Request) -> "Visit":
        """Settle the language of a request."""
        asked, kept = request.query_params.get("lang"), request.cookies.get("lang")
        return cls(request, Words(choose(asked, kept, request.headers.get("accept-language"))))

    @property
    def path(self) -> str:
        """The path of the address, decoded; `request.url` would take an encoded question mark for a real one."""
        return str(self.request.scope["path"])

    @property
    def canonical(self) -> str:
        """The address of this page whatever the day, the page of hits or the place marked; Vietnamese pages name no language."""
        query = [(name, value) for name, value in self.request.query_params.multi_items() if name in _MAKES_ANOTHER_PAGE]
        if self.words.language != DEFAULT:
            query.append(("lang", self.words.language))
        return self._quoted() + (f"?{urlencode(query, safe='/')}" if query else "")

    def switched(self, language: str) -> str:
        """The address of this page in another language."""
        query = [(name, value) for name, value in self.request.query_params.multi_items() if name != "lang"]
        query += self.posted
        return f"{self._quoted()}?{urlencode([*query, ('lang', language)], safe='/')}"

    def _quoted(self) -> str:
        # Quoted again, and with one slash in front: "//host" would lead to another site.
        return quote("/" + self.path.lstrip("/"), safe="/~:@!$&'()*+,;=")


class Site:
    """Renders pages. One for each application; any thread may use it."""

    def __init__(self, live: Live, base_url: str | None = None) -> None:
        self.live = live
        self.base_url = base_url
        self.today = live.today
        self._environments = {language: _environment(language) for language in LANGUAGES}

    def prepare(self) -> None:
        """Compile all templates, which the first visitor of each kind of page would have to wait for."""
        for environment in self._environments.values():
            for name in environment.list_templates():
                environment.get_template(name)

    def page(
        self, visit: Visit, template: str, context: Context, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> HTMLResponse:
        """Render a page, and remember a language that was asked for in the address."""
        language = visit.words.language
        response = HTMLResponse(self.render(language, template, {"visit": visit, **context}), status, dict(headers or {}))
        asked = visit.request.query_params.get("lang")
        if asked == language and asked != visit.request.cookies.get("lang"):
            response.set_cookie("lang", asked, max_age=_A_YEAR, httponly=True, samesite="lax")
        response.headers["Vary"] = ", ".join(filter(None, [response.headers.get("Vary"), "Accept-Language, Cookie"]))
        response.headers["Content-Language"] = language
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    def render(self, language: str, template: str, context: Context) -> str:
        """Render a template in a language."""
        written = self._environments[language].get_template(template).render(today=self.today(), base_url=self.base_url, **context)
        page = displayed(written)  # whole: looking at each value that is put in takes a tenth of the time of a page
        # Without kerning a browser need not shape the rest of such a word anew for every line of it.
        return page.replace("<body>", '<body class="unkerned">', 1) if holds_an_endless_word(page) else page


def day_asked(asked: str, today: date) -> tuple[date, str | None]:
    """The day asked for; today, and what was typed, when that is no day."""
    if not asked.strip():
        return today, None
    try:
        return date.fromisoformat(asked.strip()), None
    except ValueError:
        return today, asked.strip()[:40]


class _Compiled(BytecodeCache):
    """Templates compiled once for all languages and applications of this process."""

    def __init__(self) -> None:
        self._codes: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """What was compiled of the same source, if anything was."""
        checksum, code = self._codes.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        if bucket.code is not None:
            self._codes[bucket.key] = bucket.checksum, bucket.code


@cache
def _compiled() -> _Compiled:
    return _Compiled()


def _environment(language: str) -> Environment:
    environment = Environment(
        loader=PackageLoader("legalgraph.web"),
        autoescape=select_autoescape(default=True),
        extensions=["jinja2.ext.i18n"],
        bytecode_cache=_compiled(),
        auto_reload=False,  # templates of an installed package do not change; to look took a fifteenth of a page
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    words = Words(language)
    environment.globals.update(
        **translating(words),
        words=words,
        lang=language,
        languages=LANGUAGES,
        first_styles=assets.head(),
        styles=assets.styles(),
        script=assets.script,
        card=assets.picture("card"),
        data_formats=[formats()[name] for name in DATA_FORMATS],
        document_href=document_href,
    )
    environment.filters.update(day=words.date, number=words.number, capital=_capital, unbroken=unbroken)
    return environment


def translating(words: Words) -> dict[str, Callable[..., Markup]]:
    """What Jinja's own functions of these names do in a seventh of the time, with counts as the language writes numbers.

    A page has hundreds of translated words, most of them those of every page.
    """
    texts = translations(words.language)

    @lru_cache(maxsize=4096)
    def alone(message: str) -> Markup:
        return Markup(texts.gettext(message)) % {}  # noqa: S704  ours, as with Jinja's

    def translated(message: str, **values: object) -> Markup:
        return Markup(texts.gettext(message)) % values if values else alone(message)  # noqa: S704

    def counted(one: str, many: str, count: int, /, **values: object) -> Markup:
        told = {name: words.number(value) if isinstance(value, int) else value for name, value in {"num": count, **values}.items()}
        return Markup(texts.ngettext(one, many, count)) % told  # noqa: S704

    return {"_": translated, "ngettext": counted}


def _capital(text: str) -> str:
    """The text with its first letter large; the others keep their size, unlike Jinja's own filter."""
    return text[:1].upper() + text[1:]
