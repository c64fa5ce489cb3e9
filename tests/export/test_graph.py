import csv
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO, StringIO
from itertools import permutations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.export.invented import CIRCULAR, CITATION, DAY, DECISION, DECREE, DOCUMENTS, LAW, RELATIONS, TEXT, example, many, store_of
from tests.export.rereading import Elements, with_csv, with_igraph, with_networkx

from legalgraph import export
from legalgraph.errors import ExportError
from legalgraph.export.cytoscape import write_cytoscape
from legalgraph.export.gexf import write_gexf
from legalgraph.export.graphml import write_graphml
from legalgraph.export.slices import Slice
from legalgraph.export.tables import write_tables
from legalgraph.model.relation import Evidence, Quote, Relation
from legalgraph.queries.elements import EDGE_ATTRIBUTES, NODE_ATTRIBUTES, Edge, Node, document_node, relation_edge
from legalgraph.queries.reader import Reader

GRAPHS = [name for name, row in export.formats().items() if row.kind is export.Kind.GRAPH]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return example(tmp_path_factory.mktemp("store"))


def reread(content: Slice, form: str, folder: Path, day: date | None = DAY) -> Elements:
    """Export, and read again with every reader of the format; all must agree."""
    output = folder / f"graph.{form}"
    counts = export.write(content, form, output, day)
    found = with_csv(output) if form == "csv" else with_networkx(output, form)
    if form == "graphml":
        assert with_igraph(output) == found
    assert (counts.nodes, counts.edges, counts.statements) == (len(found[0]), len(found[1]), None)
    return found


SLICES: dict[str, Callable[[Reader], Slice]] = {
    "whole": Slice.whole,
    "around": lambda reader: Slice.around(reader, DECREE.path),
    "one": lambda reader: Slice.around(reader, CITATION.path, depth=0),
}


@pytest.mark.parametrize("part", SLICES)
def test_every_graph_form_holds_the_same_for_every_reader(reader: Reader, part: str, tmp_path: Path) -> None:
    content = SLICES[part](reader)
    nodes = {node.id: node.attributes for node in content.nodes(DAY)}
    edges = {edge.id: (edge.source, edge.target, edge.attributes) for edge in content.edges()}
    assert nodes
    for form in GRAPHS:
        assert reread(content, form, tmp_path) == (nodes, edges)


def test_the_whole_graph_is_the_model(reader: Reader, tmp_path: Path) -> None:
    nodes, edges = reread(Slice.whole(reader), "graphml", tmp_path, day=None)
    assert set(nodes) == {*(document.path for document in DOCUMENTS), TEXT.path}
    assert {id: (source, target) for id, (source, target, _) in edges.items()} == {r.id: (r.source, r.target) for r in RELATIONS}
    assert nodes[DECISION.path] == {
        "iri": "https://w3id.org/legalgraph/eli/vn/vn-18/qd/2003/8/qd-ubnd",
        "class": "document",
        "label": "Quyết định 8/2003/QĐ-UBND",
        "number": "8/2003/QĐ-UBND",
        "type": "qd",
        "type_label": "Quyết định",
        "title": "Phê duyệt chương trình kẹo",
        "year": 2003,
        "in_force_until": "2009-01-01",
        "area": "vn-18",
        "certainty": "inferred",
    }
    assert nodes[TEXT.path] == {"iri": TEXT.iri, "class": "text", "label": "Bản tin kẹo"}
    assert nodes[CITATION.path]["class"] == "citation"
    assert edges[RELATIONS[3].id][2] == {
        "iri": RELATIONS[3].iri,
        "kind": "adopts_programme",
        "label": "phê duyệt chương trình theo",
        "source_provision": "dieu_1",
        "target_provision": "dieu_2/khoan_1",
        "until": "2008-12-31",
        "certainty": "inferred",
        "rule": "programme_period",
    }


def test_joint_issuers_are_all_named() -> None:
    attributes = document_node(DECREE).attributes
    assert (attributes["issuer"], attributes["issuer_label"]) == ("cp; bct", "Chính phủ; Bộ Công Thương")


def test_evidence_is_the_best_piece_in_whatever_order() -> None:
    pieces = (
        Evidence("recital", note="không có trang"),
        Evidence("page", "https://example.org/1", note="trang"),
        Evidence("text", "https://example.org/2", note="văn bản"),
    )
    for order in permutations(pieces):
        attributes = relation_edge(replace(RELATIONS[0], evidence=order)).attributes
        assert (attributes["evidence"], attributes["note"]) == ("https://example.org/2", "văn bản")
    attributes = relation_edge(replace(RELATIONS[0], evidence=pieces[:1])).attributes
    assert ("evidence" in attributes, attributes["note"]) == (False, "không có trang")


def test_the_words_of_the_evidence_go_with_an_edge() -> None:
    act = Evidence("text", quote=Quote("Bãi bỏ Điều 3 Nghị định kẹo.", "", "", 40, 68))
    cited = Evidence("citation", quote=Quote("Nghị định kẹo", "", "", 54, 67))
    for order in permutations((act, cited, Evidence("citation", quote=Quote("Nghị định kẹo", "", "", 4, 17)))):
        assert relation_edge(replace(RELATIONS[0], evidence=order)).attributes["quote"] == "Bãi bỏ Điều 3 Nghị định kẹo."
    assert relation_edge(replace(RELATIONS[0], evidence=(cited,))).attributes["quote"] == "Nghị định kẹo"
    assert "quote" not in relation_edge(replace(RELATIONS[0], evidence=(Evidence("page", "https://example.org/1"),))).attributes


def test_attributes_are_all_declared() -> None:
    for document in (*DOCUMENTS, replace(LAW, path=TEXT.path)):
        assert set(document_node(document).attributes) <= set(NODE_ATTRIBUTES)
    for relation in RELATIONS:
        assert set(relation_edge(relation).attributes) <= set(EDGE_ATTRIBUTES)


def test_statuses_are_those_of_the_day(reader: Reader) -> None:
    def statuses(day: date | None) -> dict[str, object]:
        return {node.id: node.attributes.get("status") for node in Slice.whole(reader).nodes(day)}

    assert statuses(date(2001, 6, 1))[DECREE.path] == "in_force"
    assert statuses(DAY)[DECREE.path] == "partly_expired"
    assert statuses(DAY)[DECISION.path] == "expired"
    assert set(statuses(None).values()) == {None}


def test_status_in_a_part_rests_on_acts_from_outside_it(reader: Reader) -> None:
    (node,) = Slice.around(reader, DECREE.path, depth=0).nodes(DAY)
    assert node.attributes["status"] == "partly_expired"


def test_the_day_of_the_statuses_is_named_in_the_file(reader: Reader) -> None:
    for form in ("graphml", "gexf", "cytoscape"):
        with_day, without = BytesIO(), BytesIO()
        export.write(Slice.whole(reader), form, with_day, DAY)
        export.write(Slice.whole(reader), form, without)
        assert b"2024-06-01" in with_day.getvalue()
        assert b"2024-06-01" not in without.getvalue()


@pytest.mark.parametrize("form", GRAPHS)
def test_two_exports_are_equal_byte_for_byte(form: str, tmp_path: Path) -> None:
    texts = []
    for name, step in (("forwards", 1), ("backwards", -1)):
        reader = store_of(tmp_path / name, DOCUMENTS[::step], RELATIONS[::step], [TEXT])
        output = tmp_path / f"{name}.{form}"
        export.write(Slice.whole(reader), form, output, DAY)
        files = sorted(output.iterdir()) if output.is_dir() else [output]
        texts.append([file.read_bytes() for file in files])
    assert texts[0] == texts[1]
    assert all(texts[0])


def test_parallel_relations_stay_apart_with_ids_of_their_own(reader: Reader) -> None:
    output = BytesIO()
    export.write(Slice.whole(reader), "graphml", output)
    ids = [edge.get("id") for edge in ET.fromstring(output.getvalue()).iter("{http://graphml.graphdrawing.org/xmlns}edge")]
    assert sorted(map(str, ids)) == sorted(relation.id for relation in RELATIONS)


def test_cytoscape_writes_null_and_csv_nothing_where_a_fact_is_unknown(reader: Reader, tmp_path: Path) -> None:
    export.write(Slice.whole(reader), "cytoscape", tmp_path / "graph.cyjs")
    elements = json.loads((tmp_path / "graph.cyjs").read_bytes())["elements"]
    circular = next(node["data"] for node in elements["nodes"] if node["data"]["id"] == CIRCULAR.path)
    assert set(circular) == {"id", "value", "name", *NODE_ATTRIBUTES}
    assert circular["signed"] is None
    assert circular["status"] is None
    export.write(Slice.whole(reader), "csv", tmp_path / "tables")
    with (tmp_path / "tables" / "nodes.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert list(rows[CIRCULAR.path]) == ["id", *NODE_ATTRIBUTES]
    assert rows[CIRCULAR.path]["signed"] == ""


def test_a_relation_that_ends_nowhere_stops_the_export(tmp_path: Path) -> None:
    lost = Relation(LAW.path, "nd/1999/9/nd-cp", "refers")
    reader = store_of(tmp_path / "store", [LAW], [lost])
    for form in GRAPHS:
        with pytest.raises(ExportError, match=r"ends at nd/1999/9/nd-cp, .* `legalgraph validate`"):
            export.write(Slice.whole(reader), form, tmp_path / form)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["catalogue.sqlite", "store"]


# --- hostile strings -------------------------------------------------------------------------------------------------

HOSTILE = [
    "\x00\x01\x0b\x0c\x1f\x7f\x85",
    "\r\n\tdòng\r\rdòng\n",
    "'\"\\</data>&amp;]]><!-- --> {} , ;",
    "\u202e\u0639\u0643\u0633\u202c \u202e",
    "\ufffe\uffff\ufeff\u2028\u2029",
    "kẹo " * 20000,
    " =HYPERLINK(1)",
    "\U0001f36c",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_strings_survive(text: str, tmp_path: Path) -> None:
    check(text, tmp_path)


@given(st.text(min_size=1))
@settings(max_examples=150)
def test_any_string_survives(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    check(text, tmp_path_factory.getbasetemp())


def check(text: str, folder: Path) -> None:
    """Only the XML forms may change a string, and then only characters that XML does not know."""
    nodes = [Node("a", {"label": text, "title": text}), Node("b", {"label": "b", "year": 1999})]
    edges = [Edge("e1", "a", "b", {"iri": "r/e1", "label": text, "note": text}), Edge("e2", "a", "b", {"iri": "r/e2", "label": "l"})]
    legal, illegal = re.subn("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)

    def expected(said: str) -> Elements:
        return {"a": {"label": said, "title": said}, "b": {"label": "b", "year": 1999}}, {
            "e1": ("a", "b", {"iri": "r/e1", "label": said, "note": said}),
            "e2": ("a", "b", {"iri": "r/e2", "label": "l"}),
        }

    place = folder / "hostile"
    for form, write in {"graphml": write_graphml, "gexf": write_gexf, "cytoscape": write_cytoscape}.items():
        with place.open("wb") as file:
            replaced = write(nodes, edges, file, None)
        xml = form != "cytoscape"
        assert replaced == (4 * illegal if xml else 0)
        assert with_networkx(place, form) == expected(legal if xml else text)
        if form == "graphml":
            assert with_igraph(place) == expected(legal)
    tables = BytesIO(), BytesIO()
    write_tables(nodes, edges, *tables)
    for table, key in zip(tables, ("title", "note"), strict=True):
        rows = list(csv.DictReader(StringIO(table.getvalue().decode("utf-8"), newline="")))
        assert rows[0]["label"] == rows[0][key] == text
        assert len(rows) == 2


def test_characters_that_xml_cannot_carry_are_reported(tmp_path: Path) -> None:
    reader = store_of(tmp_path / "store", [replace(LAW, title="Luật\x0bkẹo")], [])
    counts = export.write(Slice.whole(reader), "graphml", tmp_path / "graph.graphml")
    assert str(counts) == "1 nodes, 0 edges, 1 characters that XML cannot carry became U+FFFD"


@pytest.mark.slow
def test_thousands_of_documents(tmp_path: Path) -> None:
    found = reread(Slice.whole(many(tmp_path / "store", 5000)), "graphml", tmp_path, day=None)
    assert (len(found[0]), len(found[1])) == (5000, 9997)
