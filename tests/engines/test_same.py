"""Whatever engine holds the graph, pages, data and answers are the same as from a snapshot of the home folder."""

import re
from contextlib import closing
from urllib.parse import quote, urlencode

import httpx
import pytest
from pyoxigraph import RdfFormat, Triple, parse
from tests.engines.servers import Server
from tests.store.remote.test_plain import EXAMPLES

from legalgraph.library import Library
from legalgraph.queries.catalog import query
from legalgraph.rdf.mapping import iri_of
from legalgraph.rdf.vocab import PREFIXES
from legalgraph.store.guard import check
from legalgraph.store.remote.connection import Connection
from legalgraph.store.remote.engine import RemoteEngine
from legalgraph.store.remote.statement import dataset_of, read_statement

pytestmark = pytest.mark.engine

DECREE = "/eli/vn/nd/2012/45/nd-cp"
PAGES = [
    "/", "/?lang=en", "/gioi-thieu", "/thong-ke", "/tu-vung", "/api", "/sparql", "/robots.txt", "/.well-known/void",
    "/tim-kiem?q=khuyến+công", "/tim-kiem?q=45/2012", '/tim-kiem?q="khuyến+công"+-quốc', "/tim-kiem?loai=nd&sort=cited",
    DECREE, f"{DECREE}?ngay=2015-01-01", f"{DECREE}?lang=en", "/eli/vn/luat/2006/81/qh11", "/eli/vn/nd/1900/1/nd-cp", "/khong-co",
    "/quan-he?vb=1881/QĐ-TTg&vb=1288/QĐ-TTg", "/quan-he?vb=1881/QĐ-TTg&vb=1288/QĐ-TTg&vb=45/2012/NĐ-CP", "/quan-he?vb=45/2012/NĐ-CP",
    "/vocabulary/relation", "/vocabulary/type", "/ns", "/ns.ttl", "/goi-y?q=khuyến", "/luoc-do/nd/2012/45/nd-cp", "/luoc-do/nd/2012/45/nd-cp.svg",
    "/kham-pha?vb=nd/2012/45/nd-cp", "/quan-he.svg?vb=1881/QĐ-TTg&vb=1288/QĐ-TTg", "/giai-thich?vb=1881/QĐ-TTg", "/sitemap.xml", "/api/documents?q=45/2012", "/api/documents/nd/2012/45/nd-cp",
    "/api/relations/nd/2012/45/nd-cp", "/api/relate?vb=1881/QĐ-TTg&vb=1288/QĐ-TTg", "/api/search?q=khuyến+công",
    "/api/graph/nd/2012/45/nd-cp?depth=2", "/api/explore?vb=45/2012/NĐ-CP",
]  # fmt: skip
QUERIES = [
    ("SELECT ?s WHERE { ?s a <http://data.europa.eu/eli/ontology#LegalResource> } ORDER BY ?s LIMIT 50", "csv"),
    ("SELECT ?t WHERE { ?s <http://purl.org/dc/terms/title> ?t FILTER(LANG(?t) = 'vi') } ORDER BY ?t LIMIT 50", "json"),
    ("SELECT ?d WHERE { ?s <http://data.europa.eu/eli/ontology#date_document> ?d } ORDER BY ?d ?s LIMIT 50", "xml"),
    ("SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { GRAPH <https://w3id.org/legalgraph/graph/curated> { ?s ?p ?o } }", "tsv"),
    ("ASK { ?s a <http://data.europa.eu/eli/ontology#LegalResource> }", "json"),
    ("ASK { ?s a <http://e/nothing> }", "xml"),
]
FORMATS = [("text/turtle", RdfFormat.TURTLE), ("application/ld+json", RdfFormat.JSON_LD),
           ("application/n-triples", RdfFormat.N_TRIPLES), ("application/rdf+xml", RdfFormat.RDF_XML)]  # fmt: skip
HEADERS = {"Accept": "text/html,*/*;q=0.5", "Accept-Language": "vi"}


def answer(client: httpx.Client, address: str, **headers: str) -> tuple[int, str]:
    client.cookies.clear()
    response = client.get(address, headers={**HEADERS, **headers})
    return response.status_code, response.text.replace(str(client.base_url).rstrip("/"), "http://here").replace(client.base_url.netloc.decode(), "here")


@pytest.mark.parametrize("address", PAGES)
def test_pages(local: httpx.Client, remote: httpx.Client, address: str) -> None:
    assert answer(remote, address) == answer(local, address)


def test_pages_that_pages_lead_to(local: httpx.Client, remote: httpx.Client) -> None:
    _, html = answer(local, DECREE)
    links = sorted({link.replace("&amp;", "&") for link in re.findall(r'href="(/(?!static)[^"#]*)', html)})
    assert len(links) > 60
    assert [link for link in links if answer(remote, link) != answer(local, link)] == []


def statements(told: str, form: RdfFormat) -> set[Triple]:
    return {quad.triple for quad in parse(told, format=form)}


@pytest.mark.parametrize("form", [form for _, form in FORMATS])
def test_linked_data(local: httpx.Client, remote: httpx.Client, form: RdfFormat) -> None:
    here, there = (statements(answer(client, f"{DECREE}.{form.file_extension}")[1], form) for client in (local, remote))
    assert here == there
    assert len(here) > 300


def test_statistics_name_the_engine(local: httpx.Client, remote: httpx.Client, loaded: Server) -> None:
    here, there = (client.get("/api/statistics").json() for client in (local, remote))
    assert there.pop("engine").lower().startswith(loaded.name.partition("-")[0])
    assert here.pop("engine").startswith("Oxigraph (")
    assert there == here


@pytest.mark.parametrize(("text", "name"), QUERIES)
def test_queries(local: httpx.Client, remote: httpx.Client, text: str, name: str) -> None:
    address = f"/sparql?{urlencode({'query': text, 'format': name})}"
    assert answer(remote, address) == answer(local, address)
    assert answer(remote, f"/sparql?{urlencode({'query': text})}")[0] == 200


# Virtuoso 7.2.5 leaves out days that are at most another when it finds them in its indexes.
COMPARISONS = [
    '?day <= "2015-01-01"^^xsd:date', '"2015-01-01"^^xsd:date >= ?day', '!(?day <= "2015-01-01"^^xsd:date)',
    '?day <= "2015-01-01"^^xsd:date && ?day > "2010-06-30"^^xsd:date', "?day <= ?force", "?force <= ?day",
    '?day <= "2026-01-01"^^xsd:date', '?day < "2015-01-01"^^xsd:date', '?day >= "2015-01-01"^^xsd:date', '?rank <= 3 && "2015-01-01"^^xsd:date <= ?day',
]  # fmt: skip


@pytest.mark.parametrize("comparison", COMPARISONS)
def test_days_are_compared(local: httpx.Client, remote: httpx.Client, comparison: str) -> None:
    where = f"?s eli:date_document ?day OPTIONAL {{ ?s eli:first_date_entry_in_force ?force }} OPTIONAL {{ ?s lg:legal_rank ?rank }} FILTER({comparison})"
    prefixes = "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("eli", "lg", "xsd"))
    for graphs in ("", "FROM <https://w3id.org/legalgraph/graph/curated>"):
        asked = f"{prefixes} SELECT (COUNT(*) AS ?n) {graphs} WHERE {{ {where} }}"
        address = f"/sparql?{urlencode({'query': asked, 'format': 'csv'})}"
        here = answer(local, address)
        assert answer(remote, address) == here
        assert int(here[1].split()[1]) > 5


# The statement of what was loaded counts in a graph, and what DESCRIBE gives is for the engine to choose.
OF_THE_ENGINE = {"graphs", "describe"}


@pytest.mark.parametrize("name", sorted({file.stem for file in EXAMPLES.glob("*.rq")} - OF_THE_ENGINE))
def test_examples(local: httpx.Client, remote: httpx.Client, name: str) -> None:
    query = (EXAMPLES / f"{name}.rq").read_text("utf-8")
    graph = check(query).form.gives_graph
    address = f"/sparql?{urlencode({'query': query, 'format': 'application/n-triples' if graph else 'csv'})}"
    here, there = answer(local, address), answer(remote, address)
    assert (there[0], here[0]) == (200, 200)
    if graph:
        assert statements(there[1], RdfFormat.N_TRIPLES) == statements(here[1], RdfFormat.N_TRIPLES)
    else:
        assert there[1] == here[1]


@pytest.mark.parametrize(("media_type", "form"), FORMATS)
def test_graphs(local: httpx.Client, remote: httpx.Client, media_type: str, form: RdfFormat) -> None:
    node = iri_of("nd/2012/45/nd-cp")
    asked = f"/sparql?{urlencode({'query': f'CONSTRUCT {{ {node} ?p ?o }} WHERE {{ {node} ?p ?o }}', 'format': media_type})}"
    here, there = (statements(answer(client, asked)[1], form) for client in (local, remote))
    assert here == there
    assert len(here) > 20


REFUSED = [
    ("SELECT * WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 400, "bad-query"),
    ("INSERT DATA { <http://e/a> <http://e/b> 1 }", 400, "bad-query"),
    ('DEFINE get:soft "replace" SELECT * FROM <http://127.0.0.1:1/> WHERE { ?s ?p ?o }', 400, "bad-query"),
    ("SELECT * WHERE { ?s ?p }", 400, "bad-query"),
    ("SELECT * WHERE { ?s foo:bar ?o }", 400, "bad-query"),
]


@pytest.mark.parametrize(("text", "status", "code"), REFUSED)
def test_queries_that_are_refused(remote: httpx.Client, text: str, status: int, code: str) -> None:
    response = remote.get(f"/sparql?query={quote(text)}", headers={"Accept": "application/json"})
    assert (response.status_code, response.json()["code"]) == (status, code)


def test_graphs_named_by_the_request_are_the_dataset(remote: httpx.Client) -> None:
    ours = "https://w3id.org/legalgraph/graph/"
    asked = [("query", "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"), ("format", "csv"), ("default-graph-uri", f"{ours}inferred")]
    one = int(remote.get(f"/sparql?{urlencode(asked)}").text.split()[1])
    asked[2] = ("default-graph-uri", f"{ours}curated")
    assert 0 < one < int(remote.get(f"/sparql?{urlencode(asked)}").text.split()[1])


NAMES = ["document", "relations", "relations_from", "statements", "statements_own", "units"]


@pytest.mark.parametrize("name", NAMES)
def test_every_document_is_told_the_same(loaded: Server, packaged: Library, name: str) -> None:
    with closing(Connection(loaded.query)) as connection:
        engine = RemoteEngine(connection)
        engine.dataset, _ = dataset_of(engine, read_statement(engine))
        assert (engine.dataset.most_rows is not None) == loaded.name.startswith("virtuoso")
        for path in packaged.reader.paths()[::9]:
            here, there = (one.construct(query(name), {"document": iri_of(path)}) for one in (packaged.engine, engine))
            assert set(here) == set(there), path
            assert len(set(there)) == len(there)
