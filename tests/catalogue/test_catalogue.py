"""The catalogue says what the graph says: documents, statuses on any day, relations, counts."""

import sqlite3
from collections import Counter
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from tests.conftest import TODAY
from tests.rdf.test_mapping import DOCUMENTS

from legalgraph.catalogue import Catalogue, Edge, Entry, Unnamed, build_catalogue
from legalgraph.catalogue.records import packed, unpacked
from legalgraph.errors import StoreError
from legalgraph.library import Library, open_published
from legalgraph.model.document import Document, Status
from legalgraph.model.relation import Certainty, Group

DAYS = (date(1990, 1, 1), date(2012, 7, 4), date(2012, 7, 5), date(2020, 2, 29), date(2031, 1, 1), date(2034, 12, 31), TODAY, date(2100, 1, 1))


@given(DOCUMENTS)
def test_a_document_comes_back(document: Document) -> None:
    assert unpacked(packed(document)) == document


@pytest.fixture(scope="module", params=["sample_home", "texts_home", "packaged_home"])
def library(request: pytest.FixtureRequest) -> Library:
    return open_published(request.getfixturevalue(request.param))


def test_documents_are_those_of_the_graph(library: Library) -> None:
    paths = library.reader.paths()
    found = library.reader.catalogue.documents([*paths, "nd/1/1/none"])
    assert list(found) == paths
    assert len(paths) > 7
    for path in paths:
        assert found[path] == library.reader.document(path)


def test_statuses_are_those_of_the_graph(library: Library) -> None:
    documents = library.reader.documents(library.reader.paths())
    for day in DAYS:
        found = library.reader.catalogue.statuses(documents, day, TODAY)
        for path, document in documents.items():
            if document.identified:
                told = library.reader.status(document, day, TODAY)
                assert (found[path].status, found[path].certainty) == (told.status, told.certainty), (path, day)
            else:
                assert found[path].status is Status.UNKNOWN


def test_the_latest_are_those_signed_last_but_none_in_the_future(library: Library) -> None:
    documents = library.reader.documents(library.reader.paths()).values()
    signed = sorted((d for d in documents if d.identified and d.signed), key=lambda d: (-d.signed.toordinal(), d.path) if d.signed else (0, ""))
    assert len(signed) > 2
    day = signed[1].signed
    assert day is not None
    expected = [d.path for d in signed if d.signed and d.signed <= day][:5]
    assert [d.path for d in library.reader.catalogue.latest(day, 5)] == expected


def test_edges_are_the_relations_of_the_graph(library: Library) -> None:
    reader, paths = library.reader, library.reader.paths()
    relations = {relation.id: relation for path in paths for relation in reader.relations_from(path)}
    edges = reader.catalogue.edges_among(paths)
    assert {edge.id for edge in edges} == set(relations)
    for edge in edges:
        relation = relations[edge.id]
        place = relation.target_provision.path if relation.target_provision else None
        told = (relation.source, relation.target, relation.kind, relation.certainty, relation.effective_from, place)
        assert (edge.source, edge.target, edge.kind, edge.certainty, edge.day, edge.place) == told
    for path in paths[:60]:
        own = reader.relations_of(path)
        assert {edge.id for edge in reader.catalogue.edges_of([path])} == {relation.id for relation in own}
        assert reader.relations_named(relation.id for relation in own) == own
        assert reader.ends(path) == sorted({end for r in own for end in (r.source, r.target)} - {path})
        assert reader.catalogue.degree(path) == len(own)


def test_counts(library: Library) -> None:
    catalogue, paths = library.reader.catalogue, library.reader.paths()
    documents, edges = library.reader.documents(paths), library.reader.catalogue.edges_among(paths)
    assert sum(n for _, n in catalogue.tally("type")) == sum(d.identified for d in documents.values())
    assert sum(n for _, n in catalogue.tally("kind")) == sum(n for _, n in catalogue.tally("certainty")) == len(edges)
    cited = catalogue.cited(paths)
    assert cited == {path: len({edge.source for edge in edges if edge.target == path}) for path in paths}
    most = catalogue.most("cited", 5)
    assert [n for _, n in most] == sorted((n for path, n in cited.items() if n and documents[path].identified), reverse=True)[:5]
    with pytest.raises(ValueError, match="nothing is counted as 'id'"):
        catalogue.most("id")


def test_how_things_are_known(library: Library) -> None:
    catalogue, documents = library.reader.catalogue, library.reader.documents(library.reader.paths())
    standing = dict(catalogue.tally("standing"))
    assert sum(standing.values()) == len(documents)
    assert standing.get("text", 0) == sum(d.identified and library.reader.text_of(path) is not None for path, d in documents.items())
    assert standing.get("name", 0) == sum(not d.identified and not d.is_text for d in documents.values())
    wanted = catalogue.wanted(1000)
    assert all(document.identified and not document.sources and n for document, n in wanted)
    assert {d.path for d in catalogue.disputed(1000)} == {path for path, d in documents.items() if d.conflicts}
    assert sum(n for _, n in catalogue.tally("conflict")) == sum(len(d.conflicts) for d in documents.values())


@pytest.mark.parametrize("day", [day for day in DAYS if day <= TODAY])
def test_statuses_by_type(library: Library, day: date) -> None:
    catalogue, documents = library.reader.catalogue, library.reader.documents(library.reader.paths())
    told = Counter((documents[path].type, span.status) for path, span in catalogue.statuses(documents, day).items() if documents[path].identified)
    assert {(code, status): n for code, counts in catalogue.statuses_by_type(day).items() for status, n in counts.items()} == told


def test_one_name_in_several_spellings(tmp_path: Path) -> None:
    names = [Document(f"citation/{n}", "luat", title) for n, title in enumerate(("Luật Đầu tư", "LUẬT\nĐẦU TƯ", "Luật Dân sự"))]
    acting = [Document(f"nd/2031/{n}/nd-cp", "nd", "a") for n in (1, 2, 3)]
    ends = [(0, 0), (1, 0), (1, 1), (2, 1), (2, 2)]
    edges = [Edge(f"{a}{b}", acting[a].path, names[b].path, "refers") for a, b in ends]
    build_catalogue(tmp_path / "c", map(Entry, [*names, *acting]), edges, {})
    catalogue = Catalogue(tmp_path / "c")
    assert catalogue.unnamed() == [Unnamed("citation/0", "luat", "Luật Đầu tư", 3), Unnamed("citation/2", "luat", "Luật Dân sự", 1)]
    assert [(document.path, n) for document, n in catalogue.wanted()] == []


def test_edges_of_what_is_not_there_are_left_out(tmp_path: Path) -> None:
    a, b = Document("nd/2031/1/nd-cp", "nd", "a"), Document("nd/2031/2/nd-cp", "nd", "b")
    kept = Edge("1", a.path, b.path, "replaces", Certainty.INFERRED, date(2031, 1, 1), "dieu_1")
    build_catalogue(tmp_path / "c", [Entry(a), Entry(b)], [kept, Edge("2", a.path, "nd/2031/3/nd-cp", "basis")], {"count": {"triples": 9}})
    catalogue = Catalogue(tmp_path / "c")
    assert catalogue.edges_of([b.path]) == [kept]
    assert catalogue.edges_of([b.path], {"basis"}) == []
    assert catalogue.tally("kind") == [("replaces", 1)]
    assert catalogue.tally("count") == [("triples", 9)]
    assert [(d.path, n) for d, n in catalogue.most("changed")] == [(b.path, 1)]


def test_another_form_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "c")) as connection, connection:
        connection.execute("PRAGMA user_version = 999")
    with pytest.raises(StoreError, match="has form 999, not"):
        Catalogue(tmp_path / "c").paths()


def test_related_documents_are_counted_and_the_latest_told(tmp_path: Path) -> None:
    law = Document("luat/2030/1/qh19", "luat", "x")
    others = [Document(f"nd/{2030 + n % 7}/{n}/nd-cp", "nd", "y") for n in range(1, 31)]
    edges = [Edge(f"b{n}", other.path, law.path, "basis") for n, other in enumerate(others)]
    edges += [Edge(f"c{n}", other.path, law.path, "refers", place=f"dieu_{n}") for n, other in enumerate(others[:5])]
    edges += [Edge(f"d{n}", other.path, law.path, "amends", place="dieu_1/khoan_2") for n, other in enumerate(others)]
    edges += [Edge("own", law.path, others[0].path, "ends"), Edge("self", law.path, law.path, "refers")]
    build_catalogue(tmp_path / "c", map(Entry, [law, *others]), edges, {})
    catalogue = Catalogue(tmp_path / "c")
    found = catalogue.related(law.path, 10, {"amends"})
    assert found.kinds == {("ends", False): 1, ("refers", False): 1, ("basis", True): 30, ("refers", True): 5, ("amends", True): 30}
    assert found.groups[Group.BASIS, True] == 30
    latest = sorted(others, key=lambda d: (-(d.year or 0), d.path))[:10]
    told = {edge.id for edge in edges if edge.kind != "basis"} | {f"b{others.index(document)}" for document in latest}
    assert set(found.ids) == told
    assert len(found.ids) == len(told)
    assert {edge.id for edge in catalogue.edges_at(law.path, "dieu_1", 100)} == {"c1", *(f"d{n}" for n in range(30))}
    assert {edge.id for edge in catalogue.edges_at(law.path, "dieu_1/khoan_2/diem_a", 100)} == {"c1", *(f"d{n}" for n in range(30))}
    assert len(catalogue.edges_at(law.path, "dieu_1", 3)) == 3
    assert catalogue.related("nd/1/1/none", 10, set()).ids == ()
