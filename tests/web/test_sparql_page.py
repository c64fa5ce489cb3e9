"""The SPARQL page: the examples answer, counts become charts, graphs become pictures, errors show their place."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from tests.waiting import effort

from legalgraph.library import Library, open_published
from legalgraph.rdf.vocab import PREFIXES
from legalgraph.store.guard import QueryForm, check
from legalgraph.web.presentation.examples import ExampleQuery, example_groups, examples
from legalgraph.web.presentation.words import Words

ALL = examples(Words("vi"))
CHARTED = {"by_year", "by_type", "by_body", "by_status", "most_relied_on", "most_amended", "by_kind", "provinces", "gaps", "graphs", "unresolved"}
DRAWN = {"subgraph", "chain_graph", "describe"}
ELI = "PREFIX eli: <http://data.europa.eu/eli/ontology#>\n"


def asked(web: httpx.Client, query: str, **parameters: str) -> str:
    answer = web.get("/sparql", params={"query": query, **parameters})
    assert answer.status_code == 200, answer.text[:2000]
    return answer.text


# --- the gallery


def test_the_gallery_is_large_and_grouped() -> None:
    groups = example_groups(Words("en"))
    assert [len(group.examples) for group in groups] == [10, 7, 9, 8]
    assert len({example.title for example in ALL}) == len(ALL) == 34
    assert all(len(example.explanation) > 20 for example in ALL)
    assert [example.name for example in ALL if example.needs_texts] == ["operations"]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("example", ALL, ids=lambda example: example.name)
def test_every_example_answers(example: ExampleQuery, language: str, packaged: Library, texts_home: Path) -> None:
    query = next(one.query for one in examples(Words(language)) if one.name == example.name)
    engine = (open_published(texts_home) if example.needs_texts else packaged).engine
    form = check(query).form

    def answer() -> None:
        if form is QueryForm.ASK:
            assert engine.ask(query) is False
        elif form.gives_graph:
            assert len(engine.construct(query)) > 5
        else:
            assert engine.select(query)

    assert effort(answer) < 2


def test_what_needs_texts_is_empty_without_them(packaged: Library) -> None:
    assert [example.name for example in ALL if check(example.query).form is QueryForm.SELECT and not packaged.engine.select(example.query)] == [
        "operations"
    ]


@pytest.mark.parametrize("example", ALL, ids=lambda example: example.name)
def test_examples_declare_what_they_use(example: ExampleQuery) -> None:
    declared = dict(re.findall(r"^PREFIX (\w+): <(.*)>$", example.query, re.MULTILINE))
    plain = re.sub(r"<[^>]*>|\"[^\"]*\"|#.*", "", example.query.partition("\n\n")[2])
    used = set(re.findall(r"(?<![\w?])([a-z]+):[A-Za-z]", plain))
    assert used <= set(declared)
    assert declared.items() <= PREFIXES.items() | {("status", "https://w3id.org/legalgraph/vocabulary/status/")}


@pytest.mark.parametrize("example", ALL, ids=lambda example: example.name)
def test_every_example_shows_on_the_page(example: ExampleQuery, packaged_web: httpx.Client) -> None:
    page = asked(packaged_web, example.query)
    assert ('class="bars"' in page) == (example.name in CHARTED)
    assert page.count('class="luocdo net"') == (example.name in DRAWN)
    if example.name not in {"operations", "replaces_or_not"}:
        assert '<table class="results">' in page


# --- charts


VALUES = [
    pytest.param('VALUES (?x ?n) { ("a" 1) ("b" 2.5) }', True, id="label and number"),
    pytest.param('VALUES (?n ?x) { (1 "a") (2 "b") }', True, id="number first"),
    pytest.param('VALUES (?x ?n ?i) { ("a" 1 eli:a) ("b" 2 eli:b) }', True, id="with an address"),
    pytest.param("VALUES (?x ?n) { (2001 1) (2003 2) }", True, id="years"),
    pytest.param("VALUES (?x ?n) { (eli:a 1) (eli:b 2) }", True, id="an address as label"),
    pytest.param('VALUES (?x ?n) { ("a" 1) (UNDEF 2) }', True, id="a label that is missing"),
    pytest.param('VALUES (?x ?n) { ("a" 1) }', False, id="one row"),
    pytest.param('VALUES (?x ?n) { ("a" 1) ("a" 2) }', False, id="one label twice"),
    pytest.param('VALUES (?x ?n) { ("a" 1) ("b" UNDEF) }', False, id="a number that is missing"),
    pytest.param('VALUES (?x ?n) { ("a" 1) ("b" -2) }', False, id="below zero"),
    pytest.param('VALUES (?x ?n) { ("a" 1) ("b" 1e400) }', False, id="beyond all numbers"),
    pytest.param("VALUES (?x ?n) { (7 1) (8 2) }", False, id="two numbers, no years"),
    pytest.param('VALUES (?x ?y ?n) { ("a" "c" 1) ("b" "d" 2) }', False, id="two labels"),
    pytest.param("VALUES ?n { 1 2 }", False, id="no label"),
]


@pytest.mark.parametrize(("values", "charted"), VALUES)
def test_a_label_and_a_number_become_a_chart(web: httpx.Client, values: str, charted: bool) -> None:
    page = asked(web, f"{ELI}SELECT * WHERE {{ {values} }}")
    assert ('role="img"' in page) == charted
    assert '<table class="results">' in page
    assert ('id="view-picture"' in page) == charted


def test_a_chart_says_what_it_shows_in_both_languages(web: httpx.Client) -> None:
    query = 'SELECT ?loại ?số WHERE { VALUES (?loại ?số) { ("<tằm>" 3) ("kén" 12) } }'
    page = asked(web, query)
    assert page.count('aria-label="Biểu đồ 2 số: số theo loại. Lớn nhất: kén, 12. Bảng có cùng số liệu."') == 2
    assert "<title>&lt;tằm&gt;: 3</title>" in page
    assert "Chart of 2 numbers: số by loại." in asked(web, query, lang="en")


def test_a_long_chart_draws_its_first_bars_and_says_so(web: httpx.Client) -> None:
    rows = " ".join(f'("x{n}" {n})' for n in range(60))
    page = asked(web, f"SELECT ?x ?n WHERE {{ VALUES (?x ?n) {{ {rows} }} }}")
    assert page.count("<rect") == 2 * 40
    assert "Biểu đồ vẽ 40 dòng đầu; bảng có đủ." in page


# --- pictures of graphs


def test_a_picture_names_and_links_documents_and_merges_both_directions(web: httpx.Client) -> None:
    page = asked(web, f"{ELI}CONSTRUCT {{ ?a ?p ?b }} WHERE {{ ?a ?p ?b . ?a a eli:LegalResource . ?b a eli:LegalResource }} LIMIT 400")
    picture = page.partition('class="luocdo net"')[2].partition("</svg>")[0]
    assert 'href="/eli/vn/nd/2031/901/nd-cp"' in picture
    assert "901/2031/NĐ-CP" in picture
    pairs = re.findall(r'data-s="([^"]*)" data-t="([^"]*)"', picture)
    assert pairs
    assert len(pairs) == len(set(pairs))
    # Both a property and its inverse are in the answer; the one arrow is that of the act.
    assert not {(b, a) for a, b in pairs} & set(pairs)


def test_the_picture_of_what_is_not_ours(web: httpx.Client) -> None:
    query = (
        'CONSTRUCT { <https://example.org/a> <https://example.org/knows> [ <http://www.w3.org/2000/01/rdf-schema#label> "<nút>" ] .'
        " <javascript:alert(1)> <https://example.org/knows> <https://example.org/a> } WHERE {}"
    )
    page = asked(web, query)
    picture = page.partition('class="luocdo net"')[2].partition("</svg>")[0]
    assert 'href="https://example.org/a"' in picture
    assert "&lt;nút&gt;" in picture
    assert 'href="javascript' not in page
    assert picture.count('<g class="node') == 2


def test_what_has_no_nodes_to_join_has_no_picture(web: httpx.Client) -> None:
    page = asked(web, f'{ELI}CONSTRUCT {{ eli:a eli:title "x" ; a eli:b }} WHERE {{}}')
    assert 'class="picture' not in page
    assert '<table class="results">' in page


def test_a_graph_of_too_many_nodes_says_so(packaged_web: httpx.Client) -> None:
    page = asked(packaged_web, f"{ELI}CONSTRUCT {{ ?a eli:based_on ?b }} WHERE {{ ?a eli:based_on ?b }}")
    assert 'class="luocdo' not in page
    assert "Hình chỉ vẽ được đến 60 nút" in page
    assert '<table class="results">' in page
    cut = asked(packaged_web, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert 'class="luocdo' not in cut
    assert "Câu trả lời dài hơn 500 dòng" in cut


# --- errors, addresses, long questions


def test_an_error_shows_its_line_and_word(web: httpx.Client) -> None:
    answer = web.get("/sparql", params={"query": "SELECT ?x\nWHERE {\n  ?x ?y ?z <\n}"})
    assert answer.status_code == 400
    assert 'data-error-line="' in answer.text
    assert re.search(r'<pre class="wrong"><code>.*<mark>.*</mark>', answer.text)


def test_a_forgotten_prefix_is_offered(web: httpx.Client) -> None:
    query = "# foaf:x\nSELECT * WHERE { ?x eli:number ?n ; lg:kind ?k FILTER(STR(?x) = 'owl:y') }"
    page = web.get("/sparql", params={"query": query}).text
    assert "Câu dùng tiền tố eli:, lg: mà chưa khai báo." in page
    (href,) = re.findall(r'<a href="([^"]*)">Thêm khai báo và chạy lại</a>', page)
    mended = parse_qs(urlsplit(unescape(href)).query)["query"][0]
    assert mended == f"PREFIX eli: <{PREFIXES['eli']}>\nPREFIX lg: <{PREFIXES['lg']}>\n{query}"
    asked(web, mended)


def test_a_prefix_nobody_knows_is_not_guessed(web: httpx.Client) -> None:
    assert "Thêm khai báo" not in web.get("/sparql", params={"query": "ASK { ?x abc:y ?z }"}).text


def test_days_are_written_for_readers_and_kept_for_programs(web: httpx.Client) -> None:
    query = 'SELECT ?d WHERE { BIND ("2031-03-02"^^<http://www.w3.org/2001/XMLSchema#date> AS ?d) }'
    assert '<time datetime="2031-03-02">02/03/2031</time>' in asked(web, query)
    assert '<time datetime="2031-03-02">2 Mar 2031</time>' in asked(web, query, lang="en")
    assert "2031-03-02" in web.get("/sparql", params={"query": query, "format": "csv"}).text


def test_the_first_rows_of_many_say_so(web: httpx.Client) -> None:
    page = asked(web, "SELECT * WHERE { ?s ?p ?o }")
    assert "500 dòng đầu" in page
    assert page.count("<tr>") == 501


def test_an_answer_has_an_address_to_share(web: httpx.Client) -> None:
    page = web.post("/sparql", data={"query": "ASK { ?s ?p 'é&' }"}).text
    (href,) = re.findall(r'id="address" href="([^"]*)"', page)
    assert parse_qs(urlsplit(unescape(href)).query) == {"query": ["ASK { ?s ?p 'é&' }"]}


def test_a_question_too_long_for_an_address_is_sent_again_to_download(web: httpx.Client) -> None:
    query = "SELECT ?x WHERE { VALUES ?x { " + " ".join(f'"tằm {n}"' for n in range(700)) + " } }"
    page = web.post("/sparql", data={"query": query}).text
    assert 'id="address"' not in page
    assert "quá dài để đặt vào một địa chỉ" in page
    form = page.partition('<form method="post" action="/sparql" class="again">')[2].partition("</form>")[0]
    (kept,) = re.findall(r'name="query" value="([^"]*)"', form)
    names = re.findall(r'name="format" value="(\w+)"', form)
    assert names == ["json", "xml", "csv", "tsv"]
    table = web.post("/sparql", data={"query": unescape(kept), "format": "csv"}, headers={"Accept": "text/html"})
    assert table.headers["content-type"].startswith("text/csv")
    assert len(table.text.splitlines()) == 701


def test_the_graphs_that_were_asked_are_asked_again(web: httpx.Client) -> None:
    graph = "https://w3id.org/legalgraph/graph/ontology"
    page = asked(web, "SELECT * WHERE { ?s ?p ?o } LIMIT 2", **{"default-graph-uri": graph})
    assert f'<input type="hidden" name="default-graph-uri" value="{graph}">' in page


def test_a_posted_question_is_kept_when_the_language_is_switched(web: httpx.Client) -> None:
    query = "SELECT ?s { ?s a eli:LegalResource } LIMIT 7"
    page = web.post("/sparql", data={"query": query}).text
    other = re.search(r'<a class="lang" href="([^"]+)"', page)
    assert other
    assert query in unescape(web.get(unescape(other[1])).text)
    long = web.post("/sparql", data={"query": query + " #" + "x" * 5000}).text
    assert "query=" not in (re.search(r'<a class="lang" href="([^"]+)"', long) or [""])[0]


def test_an_error_in_english_is_introduced(web: httpx.Client) -> None:
    page = web.get("/sparql", params={"query": "SELECT ?s { ?s"}).text
    assert re.search(r'Máy chủ báo, bằng tiếng Anh:</p>\s*<pre lang="en">', page)
    assert "bằng tiếng Anh" not in web.get("/sparql", params={"query": "SELECT ?s { ?s", "lang": "en"}).text
