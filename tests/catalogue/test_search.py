"""Full-text search: indifferent to case, marks and đ, marks raise the rank, and no input is taken for syntax."""

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legalgraph.catalogue import Catalogue, Entry, Page, build_catalogue, suggesting
from legalgraph.catalogue.numbers import number_phrases, only_number
from legalgraph.catalogue.typed import read_typed
from legalgraph.errors import StoreError
from legalgraph.model.document import Document
from legalgraph.model.folding import fold

TITLES = {
    "nd/2031/1/nd-cp": "Về khuyến khích nuôi tằm",
    "nd/2031/2/nd-cp": "Về đất đai và đường sá",
    "nd/2031/3/nd-cp": "Về Dương liễu",
    "nd/2031/4/nd-cp": "Về bảo tồn giống tằm, giống dâu",
    "nd/2031/5/nd-cp": "Về quy chế hoá chất ở Đắk Lắk",
    "qd/2032/45/qd-ttg": "Phê duyệt đề án tắm biển",
    "citation/x": "Nghị định về tơ lụa",
    "text/0011223344556677": "bài báo.txt",
}


def build_index(path: Path, documents: Iterable[Document], words_of: Callable[[str], str | None] = lambda _: None) -> None:
    build_catalogue(path, map(Entry, documents), (), {}, words_of)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    path = tmp_path_factory.mktemp("index") / "sear ch#%?.sqlite"  # a name that URIs would read as something else
    documents = [Document(p, "text" if p.startswith("text") else p.split("/")[0], title, number="/".join(p.split("/")[2:0:-1]).upper(),
                          issuers=("cp",)) for p, title in TITLES.items()]  # fmt: skip
    build_index(path, documents)
    return Catalogue(path)


SHORT = (
    ("bhxh", "bảo hiểm xã hội", ["luat/2031/41/qh13", "qd/2031/7/qd-bhxh"]),
    ("luật BHXH", "bảo hiểm xã hội", ["luat/2031/41/qh13"]),
    ("BHXH 41", "bảo hiểm xã hội", ["luat/2031/41/qh13"]),
    ("7/QĐ-BHXH", None, ["qd/2031/7/qd-bhxh"]),
    ("BLLĐ", "bộ luật lao động", ["bo-luat/2031/10/qh13"]),
    ("blld 2031", "bộ luật lao động", ["bo-luat/2031/10/qh13"]),
    ("bhx", None, ["qd/2031/7/qd-bhxh"]),
)


@pytest.mark.parametrize(("typed", "meant", "paths"), SHORT)
def test_well_known_abbreviations_are_searched_for_as_words_too(tmp_path: Path, typed: str, meant: str | None, paths: list[str]) -> None:
    titles = {
        "luat/2031/41/qh13": ("41/2031/QH13", "Luật Bảo hiểm xã hội"),
        "bo-luat/2031/10/qh13": ("10/2031/QH13", "Bộ luật Lao động"),
        "qd/2031/7/qd-bhxh": ("7/QĐ-BHXH", "Về mẫu sổ"),
    }
    build_index(tmp_path / "index", [Document(path, path.split("/")[0], title, number=number) for path, (number, title) in titles.items()])
    index = Catalogue(tmp_path / "index")
    read = read_typed(typed)
    assert read
    assert [" ".join(words) for _, words in read.short] == ([meant] if meant else [])
    assert sorted(index.search(typed).paths) == sorted(paths)
    assert sorted(document.path for document in index.suggested(typed, 5)) == sorted(paths)


FOUND: tuple[tuple[str, list[str]], ...] = (
    ("tằm", ["nd/2031/1/nd-cp", "nd/2031/4/nd-cp", "qd/2032/45/qd-ttg"]),
    ("TẰM", ["nd/2031/1/nd-cp", "nd/2031/4/nd-cp", "qd/2032/45/qd-ttg"]),
    ("dat dai", ["nd/2031/2/nd-cp"]),
    ("ĐẤT ĐAI", ["nd/2031/2/nd-cp"]),
    ("đất đai", ["nd/2031/2/nd-cp"]),
    ("đường", ["nd/2031/2/nd-cp", "nd/2031/3/nd-cp"]),
    ("Dương", ["nd/2031/3/nd-cp", "nd/2031/2/nd-cp"]),
    ("hóa chất", ["nd/2031/5/nd-cp"]),
    ("khuyen khich nuoi", ["nd/2031/1/nd-cp"]),
    ("khuy", ["nd/2031/1/nd-cp"]),  # the last word may be unfinished
    ("khuy nuôi", []),  # the others may not
    ("giong tam", ["nd/2031/4/nd-cp"]),
    ("Chính phủ liễu", ["nd/2031/3/nd-cp"]),  # by issuer
    ("quyết định 45", ["qd/2032/45/qd-ttg"]),  # by type and number
    ("to lua", ["citation/x"]),
    ("bai bao", ["text/0011223344556677"]),
    ("tằm không có", []),
)
HOSTILE = ("", " ", '"', "''", "*", "AND", "OR NOT", "NEAR(a b, 1)", "title:x", "{title} : x", "a^2", "-a", "(", ")", "a AND (", "a + b", "\x00",
           "a\x00b", "\ud800", "🦋", "%_", "; DROP TABLE words", "\\", "x" * 10_000, "a " * 10_000, "\u0301", "ı", "ﬁ", "_", "__ a")  # fmt: skip


@pytest.mark.parametrize(("typed", "paths"), FOUND)
def test_found(index: Catalogue, typed: str, paths: list[str]) -> None:
    page = index.search(typed)
    assert page.total == len(paths)
    assert sorted(page.paths) == sorted(paths)
    assert page.paths[:1] == tuple(paths[:1])


@pytest.mark.parametrize("typed", HOSTILE, ids=[ascii(typed[:15]) for typed in HOSTILE])
def test_nothing_typed_is_syntax(index: Catalogue, typed: str) -> None:
    page = index.search(typed)
    assert page.total >= len(page.paths)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=30))
def test_nothing_typed_raises_and_marks_do_not_decide(index: Catalogue, typed: str) -> None:
    assert set(index.search(typed, limit=100).paths) == set(index.search(typed.upper().lower(), limit=100).paths)


@given(st.sampled_from(sorted(TITLES)), st.booleans())
def test_every_document_is_found_by_its_title_and_by_its_folded_title(index: Catalogue, path: str, folded: bool) -> None:
    title = TITLES[path]
    assert path in index.search(fold(title) if folded else title).paths


def test_pages(index: Catalogue) -> None:
    everything = index.search("v", limit=100)
    assert everything.total == len(everything.paths)
    assert index.search("v", limit=2).paths + index.search("v", limit=100, offset=2).paths == everything.paths
    assert index.search("v", limit=2, offset=100) == Page(everything.total, (), named=everything.total)


TYPED = (
    ("…!", None),
    ("45/2012", '{number_folded title_folded issuer_folded} : ("45" AND "2012" *)'),
    ("Tằm", '{number_folded title_folded issuer_folded} : ("tam" *)'),
    ('nuôi "giống tằm"', '{number_folded title_folded issuer_folded} : ("nuoi" AND "giong tam")'),
    ("tằm -dâu", '{number_folded title_folded issuer_folded} : (("tam" *) NOT ("dau"))'),
    ("1288/QĐ -TTg", '{number_folded title_folded issuer_folded} : ("1288" AND "qd" AND "ttg" *)'),
    ("-tằm", '{number_folded title_folded issuer_folded} : ("tam" *)'),
)


@pytest.mark.parametrize(("text", "expression"), TYPED)
def test_the_expression(text: str, expression: str | None) -> None:
    typed = read_typed(text)
    assert (typed.names() if typed else None) == expression


def test_many_words_are_cut() -> None:
    typed = read_typed("a " * 1_000)
    assert typed is not None
    assert typed.names().count('"a"') == 32


def test_an_index_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    build_index(path, [Document("nd/2031/1/nd-cp", "nd", "một")])
    build_index(path, [Document("nd/2031/2/nd-cp", "nd", "hai")])
    assert Catalogue(path).search("mot").total == 0
    assert Catalogue(path).search("hai").paths == ("nd/2031/2/nd-cp",)


def test_missing_damaged_and_unwritable(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"none\.sqlite cannot be read"):
        Catalogue(tmp_path / "none.sqlite").search("a")
    assert not (tmp_path / "none.sqlite").exists()
    (tmp_path / "bad.sqlite").write_bytes(b"not a database" * 100)
    with pytest.raises(StoreError, match=r"bad\.sqlite cannot be read"):
        Catalogue(tmp_path / "bad.sqlite").search("a")
    with closing(sqlite3.connect(tmp_path / "empty.sqlite")) as connection, connection:
        connection.execute("CREATE TABLE x (y)")
    connection.close()
    with pytest.raises(StoreError, match=r"empty\.sqlite cannot be read"):
        Catalogue(tmp_path / "empty.sqlite").search("a")
    with pytest.raises(StoreError, match="cannot be written"):
        build_index(tmp_path / "no" / "folder.sqlite", [])


def test_words_of_texts_are_found_after_names(tmp_path: Path) -> None:
    documents = [Document(path, "nd", title, number=f"{n}/2031/NĐ-CP") for n, (path, title) in enumerate(TITLES.items()) if path.startswith("nd/")]
    texts = {"nd/2031/2/nd-cp": "Điều 1. Nuôi tằm\nHộ nuôi tằm được vay vốn.", "nd/2031/3/nd-cp": "Về Đắk Lắk: trồng dâu."}
    build_index(tmp_path / "x.sqlite", documents, texts.get)
    index = Catalogue(tmp_path / "x.sqlite")
    assert index.search("nuôi tằm").paths == ("nd/2031/1/nd-cp", "nd/2031/2/nd-cp")
    assert index.search("vay von") == Page(1, ("nd/2031/2/nd-cp",))
    assert index.search("dak lak dau").paths == ("nd/2031/3/nd-cp",)
    assert index.search("dak lak").paths == ("nd/2031/5/nd-cp", "nd/2031/3/nd-cp")
    assert index.search("nuôi tằm", limit=1, offset=1) == Page(2, ("nd/2031/2/nd-cp",), named=1)
    assert index.search("tơ lụa").total == 0


BY_NUMBER: tuple[tuple[str, list[str]], ...] = (
    ("nghị định 45/2031", ["nd/2031/45/nd-cp", "tt/2031/7/tt-bct", "nd/2031/46/nd-cp"]),
    ("45/2031/NĐ-CP", ["nd/2031/45/nd-cp", "tt/2031/7/tt-bct", "nd/2031/46/nd-cp"]),
    ("nd45/2031", ["nd/2031/45/nd-cp", "tt/2031/7/tt-bct", "nd/2031/46/nd-cp"]),
    ("Nghị định số 45 năm 2031", ["nd/2031/45/nd-cp", "tt/2031/7/tt-bct", "nd/2031/46/nd-cp"]),
    ("7/2031/tt-bct", ["tt/2031/7/tt-bct", "nd/2031/48/nd-cp"]),
    ("nghị định 45/2031 dâu", ["nd/2031/45/nd-cp", "nd/2031/47/nd-cp"]),  # more than a number: words anywhere
    ("nghị định 99/2031", []),
)


@pytest.mark.parametrize(("typed", "paths"), BY_NUMBER)
def test_a_number_that_is_there_is_not_found_by_scattered_words(tmp_path: Path, typed: str, paths: list[str]) -> None:
    documents = [
        Document("nd/2031/45/nd-cp", "nd", "Về trồng dâu", number="45/2031/NĐ-CP"),
        Document("tt/2031/7/tt-bct", "tt", "Hướng dẫn Nghị định số 45/2031/NĐ-CP", number="07/2031/TT-BCT"),
        *(Document(f"nd/2031/{n}/nd-cp", "nd", "Về nuôi tằm", number=f"{n}/2031/NĐ-CP") for n in (46, 47, 48)),
    ]
    texts = {
        "nd/2031/46/nd-cp": "Thay thế Nghị định số 45/2031/NĐ-CP.",
        "nd/2031/47/nd-cp": "Điều 45 của Nghị định này về dâu có hiệu lực từ năm 2031.",
        "nd/2031/48/nd-cp": "Bãi bỏ Thông tư số 07/2031/TT-BCT.",
    }
    build_index(tmp_path / "x.sqlite", documents, texts.get)
    page = Catalogue(tmp_path / "x.sqlite").search(typed)
    assert sorted(page.paths) == sorted(paths)
    assert page.paths[:1] == tuple(paths[:1])


def test_a_number_of_many_documents_is_no_day_and_is_looked_for_in_few_phrases(tmp_path: Path) -> None:
    documents = [
        Document("nd/2031/5/nd-cp", "nd", "Về trồng dâu", number="5/2031/NĐ-CP"),
        *(Document(f"tt/2031/5/tt-{body}", "tt", "Về nuôi tằm", number=f"05/2031/TT-{body.upper()}") for body in ("bct", "btc", "bxd")),
        *(Document(f"nd/2031/{n}/nd-cp", "nd", "Về tơ", number=f"{n}/2031/NĐ-CP") for n in (46, 47, 48, 49)),
    ]
    texts = {
        "nd/2031/46/nd-cp": "Nộp hồ sơ trước ngày 21/5/2031.",
        "nd/2031/47/nd-cp": "Bãi bỏ Thông tư số 05/2031/TT-BXD.",
        "nd/2031/48/nd-cp": "Theo Nghị định số 5/2031/NĐ-CP.",
        "nd/2031/49/nd-cp": "Theo Quyết định số 5/2031/QĐ-BCT.",
    }
    build_index(tmp_path / "x.sqlite", documents, texts.get)
    catalogue = Catalogue(tmp_path / "x.sqlite")
    numbered = {document.path for document in documents[:4]}
    for typed, saying in ("5/2031", {"47", "48"}), ("thông tư 05/2031", {"47"}), ("5/2031/TT-BCT", set()):
        found = catalogue.search(typed).paths
        assert {path.split("/")[2] for path in found if path not in numbered} == saying, typed
    ids = [number for number, path in catalogue.select("SELECT id, path FROM document") if path in numbered]
    for typed, phrases in ("5/2031", 4), ("05/2031/TT-BTC", 8):
        spelling = only_number(typed)
        assert spelling
        assert len(number_phrases(catalogue.select, ids, spelling)) == phrases, typed


BEGUN: tuple[tuple[str, list[str]], ...] = (
    ("về", ["nd/2031/1/nd-cp", "nd/2031/2/nd-cp", "nd/2031/4/nd-cp"]),
    ("ve  khuyen", ["nd/2031/1/nd-cp"]),
    ("khuyến khích nuôi tằm", ["nd/2031/1/nd-cp"]),
    ("Về khuyến khích nuôi tằm và bảo vệ giống tằm địa ph", ["nd/2031/1/nd-cp"]),
    ("Về khuyến khích nuôi tằm và bảo vệ giống tôm hùm", []),
    ("Về khuyến khích nuôi tằm và bảo vệ giống tôm", ["nd/2031/1/nd-cp"]),  # lacks one word
    ("bảo", ["nd/2031/4/nd-cp", "nd/2031/1/nd-cp", "nd/2031/2/nd-cp"]),
)


@pytest.mark.parametrize("many", [1, 1_000])
@pytest.mark.parametrize(("typed", "paths"), BEGUN)
def test_titles_that_begin_so_are_suggested_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, paths: list[str], many: int
) -> None:
    monkeypatch.setattr(suggesting, "_BEGINNINGS", many)
    titles = {
        "nd/2031/1/nd-cp": "Về khuyến khích nuôi tằm và bảo vệ giống tằm địa phương",
        "nd/2031/2/nd-cp": "Về đất đai, bảo tồn đường sá",
        "nd/2031/4/nd-cp": "Bảo tồn giống dâu, về sau" if typed == "bảo" else "Về bảo tồn giống dâu",
    }
    build_index(tmp_path / "index", [Document(path, "nd", title, number=path.split("/")[2] + "/NĐ-CP") for path, title in titles.items()])
    assert [document.path for document in Catalogue(tmp_path / "index").suggested(typed)] == paths
