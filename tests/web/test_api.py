"""The JSON API: the shapes of `legalgraph.records`, described in OpenAPI, with one shape of errors."""

from typing import Any

import httpx
import pytest
from tests.conftest import TODAY

from legalgraph.library import Library
from legalgraph.queries.relate import relate
from legalgraph.records import answer_record, document_page

DECREE = "nd/2031/901/nd-cp"
PROGRAMME = "qd/2032/4001/qd-ttg"
NEXT_PROGRAMME = "qd/2035/4002/qd-ttg"


def get(web: httpx.Client, address: str, **parameters: str | int | list[str]) -> Any:
    answer = web.get(f"/api/{address}", params=parameters or None, headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_document_is_the_record_of_the_command_line(web: httpx.Client, sample: Library) -> None:
    document = sample.reader.resolve(DECREE)
    assert get(web, f"documents/{DECREE}") == document_page(sample.reader, document, TODAY, TODAY)
    assert get(web, f"documents/{DECREE}", on="2031-01-01")["status"]["code"] == "not_yet_in_force"


def test_relate_is_the_record_of_the_command_line(web: httpx.Client, sample: Library) -> None:
    for a, b in ((PROGRAMME, DECREE), (NEXT_PROGRAMME, PROGRAMME), ("4002/QĐ-TTg", "nghị định 901")):
        assert get(web, "relate", a=a, b=b) == answer_record(relate(sample.reader, a, b))


def test_relate_takes_up_to_six_documents(web: httpx.Client, sample: Library) -> None:
    names = [PROGRAMME, NEXT_PROGRAMME, "nghị định 901", "77/2025"]
    found = get(web, "relate", document=names)
    assert found == answer_record(relate(sample.reader, *names)) == get(web, "relate", a=names[0], b=names[1], document=names[2:])
    assert found == get(web, "relate", vb=names) == get(web, "relate", document=names[:1], vb=names[1:])
    assert [document["path"] for document in found["asked"]] == [PROGRAMME, NEXT_PROGRAMME, DECREE, "nd/2025/77/nd-cp"]
    assert [(pair["a"], pair["b"], pair["shortest"]) for pair in found["pairs"]][:2] == [(PROGRAMME, NEXT_PROGRAMME, 1), (PROGRAMME, DECREE, 1)]


def test_who_names_too_few_documents_is_told_what_to_send(web: httpx.Client) -> None:
    message = web.get("/api/relate", params={"vb": "901/2031"}).json()["error"]["message"]
    assert message == "vb: send 2 to 6 documents, as in /api/relate?vb=1881/QD-TTg&vb=1288/QD-TTg; 1 came"


def test_relate_names_kinds_by_their_codes(web: httpx.Client) -> None:
    found = get(web, "relate", a=NEXT_PROGRAMME, b=PROGRAMME)
    assert [relation["kind"] for relation in found["direct"]] == ["succeeds"]
    assert [absent["kind"] for absent in found["absent"]] == ["replaces"]


def test_find_by_number_in_any_spelling(web: httpx.Client) -> None:
    assert [d["path"] for d in get(web, "documents", number="nghi dinh 901/2031")["documents"]] == [DECREE]
    assert {d["path"] for d in get(web, "documents", number="4001/QĐ-TTg")["documents"]} == {PROGRAMME, "qd/2036/4001/qd-ttg"}
    assert get(web, "documents", number="1/1901/NĐ-CP") == {"total": 0, "offset": 0, "documents": []}


def test_relations_of_a_document(web: httpx.Client, sample: Library) -> None:
    found = get(web, f"relations/{DECREE}")
    assert found["total"] == len(found["relations"]) == len(sample.reader.relations_of(DECREE))
    assert {r["kind"] for r in get(web, f"relations/{DECREE}", kind="amends")["relations"]} == {"amends"}


def test_relations_come_some_at_a_time(web: httpx.Client, sample: Library) -> None:
    own = sample.reader.relations_of(DECREE)
    parts = [get(web, f"relations/{DECREE}", limit=2, offset=offset) for offset in range(0, len(own) + 2, 2)]
    told = [relation["id"] for part in parts for relation in part["relations"]]
    assert sorted(told) == sorted(relation.id for relation in own)
    assert {part["total"] for part in parts} == {len(own)}
    acting = sum(relation.source == DECREE for relation in own)
    assert {relation["source"]["path"] for relation in get(web, f"relations/{DECREE}", limit=acting)["relations"]} == {DECREE}
    wrong = web.get(f"/api/relations/{DECREE}", params={"kind": "basic"})
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (422, "wrong_parameter")
    assert "no kind of relation 'basic'; there are basis, details" in wrong.json()["error"]["message"]
    kinds = [len(get(web, f"relations/{DECREE}", kind=code)["relations"]) for code in {relation.kind for relation in own}]
    assert sum(kinds) == len(own)
    assert get(web, f"documents/{DECREE}")["relations_total"] == len(own)


def test_search_pages(web: httpx.Client) -> None:
    first, second = get(web, "search", q="tam tang", limit=2), get(web, "search", q="tam tang", limit=2, offset=2)
    assert first["total"] == second["total"] >= 3
    assert not {d["path"] for d in first["documents"]} & {d["path"] for d in second["documents"]}


def test_graph_is_ready_for_cytoscape(web: httpx.Client) -> None:
    found = get(web, f"graph/{DECREE}", depth=1)
    nodes = {node["data"]["id"] for node in found["elements"]["nodes"]}
    edges = [edge["data"] for edge in found["elements"]["edges"]]
    assert found["centre"] == DECREE
    assert DECREE in nodes
    assert len({edge["id"] for edge in edges}) == len(edges) > 0
    assert all({edge["source"], edge["target"]} <= nodes for edge in edges)
    assert get(web, f"graph/{DECREE}", limit=2)["left_out"] == len(nodes) - 2


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("documents/nd/1999/1/nd-cp", 404, "not_found"),
        ("documents/%3Cscript%3E", 404, "not_found"),
        ("documents/a%20b", 404, "not_found"),
        ("relations/nd/1999/1/nd-cp", 404, "not_found"),
        ("graph/nd/1999/1/nd-cp", 404, "not_found"),
        ("relate?a=4001/QĐ-TTg&b=901/2031", 300, "ambiguous"),
        ("relate?a=1/1901/NĐ-CP&b=901/2031", 404, "not_found"),
        ("relate?a=901/2031", 422, "wrong_parameter"),
        ("relate?document=901/2031&document=" + "&document=4002" * 6, 422, "wrong_parameter"),
        ("relate?document=901/2031&document=" + "x" * 301, 422, "wrong_parameter"),
        ("relate?a=901/2031&b=4002&depth=99", 422, "wrong_parameter"),
        ("search?year=hai", 422, "wrong_parameter"),
        ("search?q=tam&limit=100000", 422, "wrong_parameter"),
        ("search?q=" + "x" * 400, 422, "wrong_parameter"),
        (f"documents/{DECREE}?on=hôm-qua", 422, "wrong_parameter"),
        ("no-such-door", 404, "not_found"),
    ],
)
def test_errors_have_one_shape(web: httpx.Client, address: str, status: int, code: str) -> None:
    answer = web.get(f"/api/{address}")
    assert answer.status_code == status
    error = answer.json()["error"]
    assert error["code"] == code
    assert error["message"]
    assert set(answer.json()) == {"error"}
    assert answer.headers["access-control-allow-origin"] == "*"


def test_an_ambiguous_name_lists_the_choices(web: httpx.Client) -> None:
    error = web.get("/api/relate", params={"a": "4001/QĐ-TTg", "b": DECREE}).json()["error"]
    assert [choice["path"] for choice in error["choices"]] == [PROGRAMME, "qd/2036/4001/qd-ttg"]
    assert all(choice["name"] for choice in error["choices"])


def test_the_api_only_reads(web: httpx.Client) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = web.request(method, f"/api/documents/{DECREE}")
        assert answer.status_code == 405
        assert answer.json()["error"]["code"] == "method_not_allowed"


def test_openapi_describes_every_door(web: httpx.Client) -> None:
    described = get(web, "openapi.json")
    assert {path for path in described["paths"] if path.startswith("/api/")} == {
        "/api/documents", "/api/documents/{path}", "/api/relations/{path}", "/api/relate", "/api/search", "/api/graph/{path}",
        "/api/statistics", "/api/explore", "/api/texts/{path}",
    }  # fmt: skip
    assert {"document", "vb"} <= {parameter["name"] for parameter in described["paths"]["/api/relate"]["get"]["parameters"]}
    assert "/sparql" in described["paths"]
    for path in described["paths"].values():
        for operation in path.values():
            assert operation["responses"]
    names = described["components"]["schemas"]
    assert {"AnswerModel", "DocumentPageModel", "RelationModel", "ErrorModel"} <= set(names)


def test_pages_of_other_origins_may_read(web: httpx.Client) -> None:
    answer = web.get(f"/api/documents/{DECREE}", headers={"Origin": "https://elsewhere.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
