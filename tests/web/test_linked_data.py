"""Linked data: one address a document, its data in four formats that say the same, reached by suffix or by Accept."""

import json
import re
from pathlib import Path

import httpx
import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from legalgraph.errors import StoreError
from legalgraph.library import Library, open_published
from legalgraph.model.identity import BASE
from legalgraph.rdf.formats import formats
from legalgraph.rdf.vocab import term
from legalgraph.web import linked_data
from legalgraph.web.linked_data import Address
from legalgraph.web.live import Live, View

DECREE = "nd/2031/901/nd-cp"
PROGRAMME = "qd/2032/4001/qd-ttg"
IRI = f"https://w3id.org/legalgraph/eli/vn/{DECREE}"
HTML = "text/html"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        ("text/turtle", "ttl"),
        ("application/ld+json", "jsonld"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "rdf"),
        ("text/turtle, application/rdf+xml;q=0.9", "ttl"),
        ("application/rdf+xml, text/turtle;q=0.5, text/html;q=0.1", "rdf"),
        ("application/ld+json;profile=x, */*;q=0.1", "jsonld"),
        ("application/json", "jsonld"),
        ("application/json, */*;q=0.5", "jsonld"),
        (BROWSER, None),
        ("*/*", None),
        ("text/*", None),
        ("", None),
        ("image/png", None),
        ("text/turtle;q=0, text/html", None),
    ],
)
def test_negotiation(web: httpx.Client, accept: str, suffix: str | None) -> None:
    answer = web.get(f"/eli/vn/{DECREE}", headers={"Accept": accept})
    assert "Accept" in answer.headers["vary"]
    if suffix is None:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(HTML)
        return
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/eli/vn/{DECREE}.{suffix}"
    data = web.get(answer.headers["location"])
    assert data.status_code == 200
    assert data.headers["content-type"].split(";")[0] == formats()[suffix].media_type
    assert data.headers["access-control-allow-origin"] == "*"


def triples(answer: httpx.Response, format: RdfFormat) -> set[Triple]:
    return {quad.triple for quad in parse(answer.content, format=format, base_iri=IRI)}


@pytest.mark.parametrize("path", [DECREE, PROGRAMME, "citation/chi-thi-tam", f"{DECREE}/dieu_2/khoan_1"])
def test_all_formats_say_the_same(web: httpx.Client, path: str) -> None:
    named = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "rdf": RdfFormat.RDF_XML, "jsonld": RdfFormat.JSON_LD}
    said = {name: triples(web.get(f"/eli/vn/{path}.{name}"), format) for name, format in named.items()}
    assert said["ttl"]
    assert said["ttl"] == said["nt"] == said["rdf"] == said["jsonld"]


def test_the_data_holds_what_the_graph_states(web: httpx.Client, sample: Library) -> None:
    said = triples(web.get(f"/eli/vn/{DECREE}.nt"), RdfFormat.N_TRIPLES)
    assert said == set(sample.reader.statements(DECREE))
    assert Triple(NamedNode(IRI), term("lg:legal_basis_of"), NamedNode(IRI.replace(DECREE, PROGRAMME))) in said


def test_a_provision_tells_only_of_itself(web: httpx.Client) -> None:
    said = triples(web.get(f"/eli/vn/{DECREE}/dieu_2/khoan_1.ttl"), RdfFormat.TURTLE)
    subjects = {t.subject.value for t in said if isinstance(t.subject, NamedNode)}
    assert f"{IRI}/dieu_2/khoan_1" in subjects
    assert IRI not in subjects
    assert Triple(NamedNode(f"{IRI}/dieu_2/khoan_1"), term("eli:is_part_of"), NamedNode(IRI)) in said
    assert web.get(f"/eli/vn/{DECREE}/dieu_99.ttl").status_code == 404


@pytest.mark.parametrize(
    ("path", "location"),
    [
        (f"{DECREE}/vie", f"/eli/vn/{DECREE}"),
        (f"{DECREE}.json", f"/eli/vn/{DECREE}.jsonld"),
        (f"{DECREE}/dieu_2/khoan_1.json", f"/eli/vn/{DECREE}/dieu_2/khoan_1.jsonld"),
        (f"{DECREE}/2034-08-01/vie", f"/eli/vn/{DECREE}?ngay=2034-08-01"),
        (f"{DECREE}/dieu_2/khoan_1/2034-08-01/vie", f"/eli/vn/{DECREE}/dieu_2/khoan_1?ngay=2034-08-01"),
        ("ND/2031/901/ND-CP", f"/eli/vn/{DECREE}"),
        ("ND/2031/901/nd-cp.ttl", f"/eli/vn/{DECREE}.ttl"),
        ("nd/2031/901/NĐ-CP", f"/eli/vn/{DECREE}"),
        ("nđ/2031/901/nđ-cp/dieu_2.ttl", f"/eli/vn/{DECREE}/dieu_2.ttl"),
    ],
)
def test_other_addresses_of_a_document_lead_to_it(web: httpx.Client, path: str, location: str) -> None:
    answer = web.get(f"/eli/vn/{path}")
    assert answer.status_code in (303, 308)
    assert answer.headers["location"] == location


def test_html_suffix_and_head(web: httpx.Client) -> None:
    assert web.get(f"/eli/vn/{DECREE}.html", headers={"Accept": "text/turtle"}).headers["content-type"].startswith(HTML)
    for address in (f"/eli/vn/{DECREE}", f"/eli/vn/{DECREE}.ttl"):
        answer = web.head(address)
        assert answer.status_code == 200
        assert not answer.content


def test_errors_speak_the_language_of_the_asker(web: httpx.Client) -> None:
    answer = web.get("/eli/vn/nd/1999/1/nd-cp", headers={"Accept": "text/turtle"})
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"
    assert web.get("/eli/vn/nd/1999/1/nd-cp").headers["content-type"].startswith(HTML)


ANY = "*/*"
LOST = "eli/vn/nd/1999/1/nd-cp"
SHARED = [LOST, "text/00", "relation/00", "conflict/00", "vocabulary/none", "ns.none"]


@pytest.mark.parametrize("failing", [False, True], ids=["404", "503"])
@pytest.mark.parametrize(
    ("path", "accept", "page"),
    [
        *((path, accept, True) for path in SHARED for accept in (ANY, BROWSER, "image/png")),
        *((path, accept, False) for path in SHARED for accept in ("text/turtle", "application/json", "text/turtle, text/html;q=0.5")),
        (LOST, "text/turtle;q=0.5, text/html", True),
        (f"{LOST}.ttl", BROWSER, False),
        (f"{LOST}.html", "text/turtle", True),
        (f"{LOST}.json", ANY, False),
        ("graph/none", ANY, False),
        ("graph/none", BROWSER, True),
        ("thong-ke/none", "text/turtle", True),
        ("api/none", BROWSER, False),
    ],
)
def test_errors_are_chosen_as_answers_are(
    web: httpx.Client, path: str, accept: str, page: bool, failing: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: Live) -> View:
        raise StoreError("it is away")

    if failing:
        monkeypatch.setattr(Live, "view", fails)
    answer = web.get(f"/{path}", headers={"Accept": accept})
    known = not failing or path.startswith(("graph/", "thong-ke/", "api/", "vocabulary/", "ns"))
    assert answer.status_code in ((404, 503) if known else (503,))
    assert answer.headers["content-type"].startswith(HTML if page else "application/json")
    assert ("Accept" in answer.headers.get("vary", "").split(", ")) is not path.startswith(("thong-ke", "api"))


def test_page_names_its_data(web: httpx.Client) -> None:
    answer = web.get(f"/eli/vn/{DECREE}")
    links = answer.headers["link"]
    assert f'<{IRI}>; rel="cite-as"' in links
    for name in ("ttl", "jsonld", "nt", "rdf"):
        assert f'</eli/vn/{DECREE}.{name}>; rel="alternate"; type="{formats()[name].media_type}"' in links
        assert f'href="/eli/vn/{DECREE}.{name}"' in answer.text


def test_schema_org_tells_what_is_certain(web: httpx.Client) -> None:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', web.get("/eli/vn/nd/2034/12/nd-cp").text)
    assert found
    said = json.loads(found[1])
    assert said["@type"] == "Legislation"
    assert said["legislationIdentifier"] == "12/2034/NĐ-CP"
    assert said["legislationAmends"] == [IRI]
    assert '<script type="application/ld+json">' not in web.get("/eli/vn/citation/chi-thi-tam").text


def test_relation_leads_to_its_place_on_a_page(web: httpx.Client, sample: Library) -> None:
    relation = sample.reader.relations_from(PROGRAMME)[0]
    answer = web.get(f"/relation/{relation.id}")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/eli/vn/{PROGRAMME}#r-{relation.id}"
    assert f'id="r-{relation.id}"' in web.get(f"/eli/vn/{PROGRAMME}").text
    assert web.get("/relation/0123456789abcdef").status_code == 404


def test_what_is_stated_of_a_relation_is_data_at_its_address(web: httpx.Client, sample: Library) -> None:
    relation = sample.reader.relations_from(PROGRAMME)[0]
    node = NamedNode(f"{BASE}relation/{relation.id}")
    leading = web.get(f"/relation/{relation.id}", headers={"Accept": "text/turtle"})
    assert (leading.status_code, leading.headers["location"]) == (303, f"/relation/{relation.id}.ttl")
    assert "Accept" in leading.headers["vary"]
    named = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "rdf": RdfFormat.RDF_XML, "jsonld": RdfFormat.JSON_LD}
    said = {name: triples(web.get(f"/relation/{relation.id}.{name}"), format) for name, format in named.items()}
    assert said["ttl"] == said["nt"] == said["rdf"] == said["jsonld"] == set(sample.reader.stated([relation.id]))
    pieces = {t.object for t in said["ttl"] if t.subject == node and t.predicate == term("lg:evidence")}
    assert pieces
    for piece in pieces:
        assert isinstance(piece, NamedNode)
        path = f"/{piece.value.removeprefix(BASE)}"
        assert web.get(path, headers={"Accept": "text/turtle"}).headers["location"] == f"/relation/{relation.id}.ttl"
        assert web.get(path).headers["location"] == f"/eli/vn/{PROGRAMME}#r-{relation.id}"
    assert web.get(f"/relation/{relation.id}.json").headers["location"] == f"/relation/{relation.id}.jsonld"
    lost = web.get("/relation/0123456789abcdef", headers={"Accept": "text/turtle"})
    assert (lost.status_code, lost.json()["error"]["code"]) == (404, "not_found")


def test_a_conflict_leads_to_the_document_about_which_sources_differ(web: httpx.Client, sample: Library) -> None:
    found = list(sample.engine.select("SELECT ?document ?conflict WHERE { ?document lg:has_conflict ?conflict }"))
    assert found
    for row in found:
        ends = row["document"], row["conflict"]
        document, conflict = (node.value.removeprefix(BASE) for node in ends if isinstance(node, NamedNode))
        conflict = f"/{conflict}"
        page = web.get(conflict)
        assert (page.status_code, page.headers["location"]) == (303, f"/{document}#conflicts")
        assert 'id="conflicts"' in web.get(f"/{document}").text
        data = web.get(conflict, headers={"Accept": "text/turtle"}).headers["location"]
        assert NamedNode(f"{BASE}{conflict[1:]}") in {t.subject for t in triples(web.get(data), RdfFormat.TURTLE)}
    lost = web.get("/conflict/0123456789ab", headers={"Accept": "text/turtle"})
    assert (lost.status_code, lost.json()["error"]["code"]) == (404, "not_found")
    assert web.get("/conflict/what").status_code == 404


def test_pages_of_other_sites_may_follow_to_the_data(web: httpx.Client) -> None:
    for path in (f"/eli/vn/{DECREE}", f"/eli/vn/{DECREE}/vie", "/eli/vn/ND/2031/901/NĐ-CP", "/graph/curated"):
        answer = web.get(path, headers={"Accept": "text/turtle"})
        while answer.is_redirect:
            assert answer.headers["access-control-allow-origin"] == "*", path
            answer = web.get(answer.headers["location"], headers={"Accept": "text/turtle"})
        assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, "*")


@pytest.mark.parametrize("path", ["vie", "2034-08-01/vie", "vie/file/0123456789abcdef", "vie/note/1"])
def test_versions_and_files_as_data_are_those_of_the_document(web: httpx.Client, path: str) -> None:
    answer = web.get(f"/eli/vn/{DECREE}/{path}", headers={"Accept": "application/n-triples"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/eli/vn/{DECREE}.nt")


def test_graphs_lead_to_what_is_said_of_the_dataset(web: httpx.Client) -> None:
    said = triples(web.get("/.well-known/void", headers={"Accept": "text/turtle"}), RdfFormat.TURTLE)
    sources = [t.object for t in said if t.predicate == term("dcterms:source")]
    assert sources
    for graph in sources:
        assert isinstance(graph, NamedNode)
        assert web.get(f"/{graph.value.removeprefix(BASE)}").headers["location"] == "/.well-known/void"
    assert web.get("/graph/nothing").status_code == 404


def test_kinds_of_parts_are_a_scheme_like_others(web: httpx.Client) -> None:
    said = triples(web.get("/vocabulary/subdivision/dieu.ttl"), RdfFormat.TURTLE)
    named = {name: {str(t.object) for t in said if t.predicate == term(name)} for name in ("rdfs:label", "skos:prefLabel")}
    assert named["rdfs:label"] == named["skos:prefLabel"] == {'"Điều"@vi', '"Article"@en'}
    assert "Bộ phận của văn bản" in web.get("/vocabulary/subdivision").text


def test_terms_are_at_their_addresses(web: httpx.Client) -> None:
    page = web.get("/ns").text
    assert 'id="has_legal_basis"' in page
    assert web.get("/vocabulary/relation/basis").headers["location"] == "/vocabulary/relation#basis"
    assert 'id="basis"' in web.get("/vocabulary/relation").text
    bodies = re.findall(r'<tr id="([^"]+)"', web.get("/vocabulary/body").text)
    assert bodies.index("vpqh") < bodies.index("ubnd-vn-01") == bodies.index("hdnd-vn-01") + 1  # those of provinces last, each with its own
    said = triples(web.get("/vocabulary/relation/basis.ttl"), RdfFormat.TURTLE)
    concept = "https://w3id.org/legalgraph/vocabulary/relation/basis"
    assert {t.subject for t in said} == {NamedNode(concept)}
    for path in ("/vocabulary/nothing", "/vocabulary/relation/nothing", "/ns.exe"):
        assert web.get(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("nd/2012/45/nd-cp", Address("nd/2012/45/nd-cp")),
        ("nq/2026/66.16/nq-cp", Address("nq/2026/66.16/nq-cp")),
        ("nq/2026/66.16/nq-cp.rdf", Address("nq/2026/66.16/nq-cp", suffix="rdf")),
        ("vn-18/qd/2015/499/qd-ubnd/phuluc_2/mau_15", Address("vn-18/qd/2015/499/qd-ubnd", "phuluc_2/mau_15")),
        ("nd/2012/45/nd-cp/kem-theo_1/dieu_5.html", Address("nd/2012/45/nd-cp", "kem-theo_1/dieu_5", suffix="html")),
        ("nd/2012/45/nd-cp/2025-10-15/vie", Address("nd/2012/45/nd-cp", day="2025-10-15")),
        ("nd/2012/45/nd-cp/vie.ttl", Address("nd/2012/45/nd-cp", day="", suffix="ttl")),
        ("", Address("")),
    ],
)
def test_addresses_are_taken_apart(path: str, expected: Address) -> None:
    assert Address.parse(path) == expected


@pytest.mark.parametrize("path", [DECREE, f"{DECREE}/dieu_2"])
def test_data_of_many_relations_come_in_parts(web: httpx.Client, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    whole = triples(web.get(f"/eli/vn/{path}.nt"), RdfFormat.N_TRIPLES)
    monkeypatch.setattr(linked_data, "RELATIONS_STATED", 1)
    said: set[Triple] = set()
    following, parts = f"/eli/vn/{path}.nt", 0
    while following:
        answer = web.get(following)
        said |= triples(answer, RdfFormat.N_TRIPLES)
        following = answer.links.get("next", {}).get("url", "")
        parts += 1
    assert parts > 1
    assert said == whole


def test_the_data_of_a_place_hold_what_is_in_it_and_what_names_it(texts_web: httpx.Client, texts_home: Path) -> None:
    reader = open_published(texts_home).reader
    named = reader.catalogue.select("SELECT path, place FROM edge JOIN document ON id = target WHERE place IS NOT NULL ORDER BY relation")
    units = [(path, unit.path) for path in reader.paths() if (text := reader.text_of(path)) for unit in text.units if "/" in unit.path][:20]
    assert len(named) > 4
    assert len(units) > 10
    for path, place in {*named, *units}:
        said = triples(texts_web.get(f"/eli/vn/{path}/{place}.nt"), RdfFormat.N_TRIPLES)
        node = NamedNode(f"{BASE}eli/vn/{path}/{place}")
        about = set(reader.engine.construct("CONSTRUCT { ?place ?p ?o } WHERE { ?place ?p ?o }", {"place": node}))
        assert about
        assert about <= said
        naming = "CONSTRUCT { ?r ?p ?o } WHERE { ?r lg:source_provision|lg:target_provision ?place ; ?p ?o }"
        assert set(reader.engine.construct(naming, {"place": node})) <= said
        subjects = {t.subject.value for t in said if isinstance(t.subject, NamedNode)}
        assert all(subject.startswith((node.value, f"{BASE}relation/")) for subject in subjects)
