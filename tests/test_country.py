"""The synthetic country of the bench: the same for the same seed, of the shape of a real one, and wrong where it is to be."""

import io
import re
from collections import Counter, defaultdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from bench.country import making, rows
from bench.country.content import html
from bench.country.making import Act, Country
from bench.country.options import Options, Quirks
from bench.country.places import clauses, touched
from bench.country.quads import write_quads
from bench.country.words import title

from legalgraph.model.identity import DocumentKey
from legalgraph.rdf.mapping import describe, document_from
from legalgraph.rdf.rules import broken, rules
from legalgraph.resources import folder
from legalgraph.sources.html import read_html

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")
NONE = Quirks(**{name: type(getattr(Quirks(), name))() for name in Quirks.__dataclass_fields__})


def written(options: Options, folder: Path) -> dict[str, bytes]:
    from bench.country.writing import write

    write(making.make(options), folder)
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return written(Options(300, seed=7), tmp_path_factory.mktemp("country"))


@pytest.fixture(scope="module")
def tables(files: dict[str, bytes]) -> dict[str, list[dict[str, Any]]]:
    names = ("metadata", "relationships", "content")
    return {name: parquet.read_table(io.BytesIO(files[f"{name}/train-00000-of-00001.parquet"])).to_pylist() for name in names}


@pytest.fixture(scope="module")
def country() -> Country:
    return making.make(Options(3000, seed=2, quirks=NONE))


def day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 days have no time zone
    except ValueError:
        return None


def test_the_same_seed_writes_the_same_bytes(files: dict[str, bytes], tmp_path: Path) -> None:
    assert written(Options(300, seed=7), tmp_path / "again") == files
    other = written(Options(300, seed=8), tmp_path / "other")
    assert all(other[name] != data for name, data in files.items())


def test_the_tables_have_the_form_of_the_dataset(files: dict[str, bytes]) -> None:
    schemas = {name: parquet.read_schema(io.BytesIO(data)) for name, data in files.items() if name.endswith(".parquet")}
    texts = (
        "title so_ky_hieu ngay_ban_hanh loai_van_ban ngay_co_hieu_luc ngay_het_hieu_luc nguon_thu_thap ngay_dang_cong_bao nganh "
        "linh_vuc co_quan_ban_hanh chuc_danh nguoi_ky pham_vi thong_tin_ap_dung tinh_trang_hieu_luc"
    )
    assert schemas == {
        "metadata/train-00000-of-00001.parquet": pa.schema([("id", pa.int64()), *((name, pa.string()) for name in texts.split())]),
        "relationships/train-00000-of-00001.parquet": pa.schema(
            [("doc_id", pa.int64()), ("other_doc_id", pa.string()), ("relationship", pa.string())]
        ),
        "content/train-00000-of-00001.parquet": pa.schema([("id", pa.string()), ("content_html", pa.string())]),
    }
    assert files["README.md"].startswith(b"---\nlicense: cc-by-4.0\n")


def test_every_quirk_is_there(tables: dict[str, list[dict[str, Any]]]) -> None:
    metadata, relations, contents = tables["metadata"], tables["relationships"], tables["content"]
    known, pages = {row["id"] for row in metadata}, Counter(row["id"] for row in contents)
    days = [(day(row["ngay_co_hieu_luc"]), day(row["ngay_het_hieu_luc"])) for row in metadata]
    provinces = defaultdict(set)
    for row in metadata:
        if row["pham_vi"] != "Toàn quốc" and row["so_ky_hieu"] != "Không số":
            provinces[row["loai_van_ban"], row["so_ky_hieu"]].add(row["co_quan_ban_hanh"])
    with_pages = {int(id) for id in pages}
    found = {
        "dangling": sum(int(row["other_doc_id"]) not in with_pages for row in relations),
        "duplicates": len(relations) - len({tuple(row.values()) for row in relations}),
        "unknown labels": sum(row["relationship"] not in rows.ALL_LABELS for row in relations),
        "more contents": sum(many > 1 for many in pages.values()),
        "empty dates": sum(not row["ngay_ban_hanh"] or not row["ngay_co_hieu_luc"] for row in metadata),
        "days that are none": sum(row["ngay_co_hieu_luc"].startswith("31/02/") for row in metadata),
        "ends before starts": sum(bool(start and end and end < start) for start, end in days),
        "no metadata": len(with_pages - known),
        "unnumbered": sum(row["so_ky_hieu"] == "Không số" for row in metadata),
        "one number in two provinces": sum(len(issuers) > 1 for issuers in provinces.values()),
        "no status": sum(row["tinh_trang_hieu_luc"] == "" for row in metadata),
        "contradicting": sum(
            row["tinh_trang_hieu_luc"] == rows.IN_FORCE and bool(end and end < date(2026, 6, 30))
            for row, (_, end) in zip(metadata, days, strict=True)
        ),
    }
    assert not [quirk for quirk, count in found.items() if not count], found
    assert len(metadata) + found["no metadata"] == 300 == len(pages)


def test_without_quirks_nothing_is_wrong(country: Country) -> None:
    given = rows.ids(country)
    metadata = {row[0]: dict(zip(rows.METADATA, row[1:], strict=True)) for row in rows.metadata(country, given)}
    relations = list(rows.relations(country, given))
    assert len(metadata) == 3000
    assert len(set(relations)) == len(relations)
    assert {int(other) for _, other, _ in relations} <= set(metadata)
    assert {label for _, _, label in relations} == set(rows.ALL_LABELS)
    for row in metadata.values():
        signed, start, end = (day(str(row[name])) for name in ("ngay_ban_hanh", "ngay_co_hieu_luc", "ngay_het_hieu_luc"))
        assert signed is not None
        assert start is not None
        assert signed <= start
        assert end is None or start < end
        ended = end is not None and end <= country.options.today
        assert (row["tinh_trang_hieu_luc"] == rows.ENDED) == ended


OLDER_IS_OTHER = {own for act, (own, _) in rows.LABELS.items() if act is not Act.RELATED}
NEWER_IS_OTHER = {others for act, (_, others) in rows.LABELS.items() if others and act is not Act.RELATED}


def test_labels_describe_the_other_document_and_days_agree() -> None:
    country = making.make(Options(2000, seed=3, quirks=Quirks(backwards="Văn bản sửa đổi")))
    given = rows.ids(country)
    signed = {row[0]: day(str(row[3])) for row in rows.metadata(country, given)}
    right, wrong = Counter[str](), Counter[str]()
    for doc, other, label in rows.relations(country, given):
        mine, theirs = signed.get(doc), signed.get(int(other))
        if mine and theirs and label in OLDER_IS_OTHER | NEWER_IS_OTHER:
            agrees = theirs < mine if label in OLDER_IS_OTHER else theirs > mine
            (right if agrees else wrong)[label] += 1
    assert set(wrong) == {"Văn bản sửa đổi"}
    assert 0.07 < wrong["Văn bản sửa đổi"] / (wrong + right)["Văn bản sửa đổi"] < 0.13


def test_few_documents_receive_many_citations(country: Country) -> None:
    cited = Counter(target for doc in country.docs for act, target in country.acts(doc.index) if act in (Act.BASED, Act.REFERS))
    top = sum(count for _, count in cited.most_common(len(country.docs) // 100))
    assert 0.2 < top / cited.total() < 0.9
    assert sum(len(country.acts(doc.index)) for doc in country.docs) > 4 * len(country.docs)
    years = Counter(doc.signed.year for doc in country.docs)
    assert set(years) == set(range(1995, 2027))
    assert years[2016] > 2 * years[1996]
    assert len({doc.area for doc in country.docs if doc.area}) == 63


def test_what_is_changed_is_there_and_earlier(country: Country) -> None:
    for doc in country.docs:
        for act, target in country.acts(doc.index):
            other = country.docs[target]
            assert other.signed < doc.signed
            if act in (Act.AMENDS, Act.ENDS):
                assert other.kind.line == doc.kind.line
                assert (other.area, other.field) == (doc.area, doc.field)
            if act is Act.AMENDS:
                assert touched(doc, other)
                assert all(article <= other.articles and clause <= clauses(other, article) for article, clause in touched(doc, other))


def test_pages_are_read_as_documents(country: Country) -> None:
    amending = next(doc for doc in country.docs if any(act is Act.AMENDS for act, _ in country.acts(doc.index)) and doc.number)
    page = html(country, amending)
    (read,) = read_html(page.encode(), "page.html")
    target = country.docs[next(target for act, target in country.acts(amending.index) if act is Act.AMENDS)]
    assert str(amending.number) in read.text
    assert f"số {target.number} ngày" in read.text
    assert "Điều 1. Sửa đổi, bổ sung một số điều của" in read.text
    assert title(country, amending) in read.text
    assert re.search(r"được sửa đổi như sau:|Bổ sung Điều \d+a vào sau", read.text)


def test_lengths_of_texts(tables: dict[str, list[dict[str, Any]]]) -> None:
    lengths = sorted(len(row["content_html"]) for row in tables["content"])
    assert 8_000 < sum(lengths) / len(lengths) < 20_000
    assert lengths[len(lengths) // 2] > 2 * lengths[len(lengths) // 20]


def test_quads_are_what_legalgraph_states(tmp_path: Path) -> None:
    country = making.make(Options(300, seed=7))
    count = write_quads(country, tmp_path / "country.nq")
    quads = list(ox.parse(path=tmp_path / "country.nq"))
    said = describe(quads)
    assert len(quads) == count > 300 * 20
    documents = [document_from(iri, said) for iri in said if re.search(r"/eli/vn/(?:vn-..+/)?[a-z]+/\d{4}/[^/]+(?:/[^/]+)?$", iri)]
    documents = [document for document in documents if document.sources]
    assert sorted(document.number or "" for document in documents) == sorted(doc.number or "" for doc in country.docs)
    assert all(DocumentKey.parse(document.path).path == document.path for document in documents)
    store = ox.Store()
    store.extend(quads)
    assert broken(store, rules(folder("ontology") / "shapes.ttl")) == []
    write_quads(country, tmp_path / "again.nq")
    assert (tmp_path / "again.nq").read_bytes() == (tmp_path / "country.nq").read_bytes()
