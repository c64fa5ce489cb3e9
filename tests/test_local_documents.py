"""Provinces number their documents alike: what each says and cites stays that of its own."""

from pathlib import Path

import pytest
from tests.conftest import TODAY

from legalgraph.library import open_published
from legalgraph.pipeline import Report, ingest
from legalgraph.registry import body_label
from legalgraph.store.snapshots import Home

_STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def write(folder: Path, name: str, header: str, number: str, place: str, day: str, title: str, article: str) -> None:
    text = (
        f"{header}\n{_STATE}\nSố: {number}\n{place}, ngày {day}\nQUYẾT ĐỊNH\n{title}\nQUYẾT ĐỊNH:\n{article}\n"
        "Điều 2. Quyết định này có hiệu lực từ ngày 01 tháng 9 năm 2032.\n"
    )
    (folder / f"{name}.txt").write_text(text, "utf-8")


def take(home: Path, folder: Path) -> Report:
    return ingest((folder,), Home(home), today=TODAY)


def acts(home: Path, path: str) -> set[tuple[str, str]]:
    return {(edge.kind, edge.target) for edge in open_published(home).reader.relations_from(path) if edge.kind != "basis"}


def test_departments_of_two_provinces_share_no_document(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    number = "12/QĐ-STL"
    write(folder, "lc", "UBND TỈNH LÀO CAI\nSỞ TƠ LỤA", number, "Lào Cai", "20 tháng 2 năm 2031", "Về việc phê duyệt đề án tằm", "Điều 1. Phê duyệt đề án.")
    write(folder, "sl", "UBND TỈNH SƠN LA\nSỞ TƠ LỤA", number, "Sơn La", "25 tháng 3 năm 2031", "Về việc phê duyệt đề án ong", "Điều 1. Phê duyệt đề án.")
    write(
        folder, "lc2", "UBND TỈNH LÀO CAI\nSỞ TƠ LỤA", "40/QĐ-STL", "Lào Cai", "20 tháng 6 năm 2032", "Về việc bãi bỏ một quyết định",
        "Điều 1. Bãi bỏ Quyết định số 12/QĐ-STL ngày 20 tháng 2 năm 2031 của Sở Tơ lụa tỉnh Lào Cai.",
    )  # fmt: skip
    write(
        folder, "sl2", "UBND TỈNH SƠN LA\nSỞ TƠ LỤA", "40/QĐ-STL", "Sơn La", "20 tháng 6 năm 2032", "Về việc bãi bỏ một quyết định",
        "Điều 1. Bãi bỏ Quyết định số 12/QĐ-STL ngày 25 tháng 3 năm 2031 của Sở Tơ lụa tỉnh.",
    )  # fmt: skip
    home = tmp_path / "home"
    report = take(home, folder)
    assert (report.instead, report.unresolved) == ([], {})
    assert acts(home, "vn-02/qd/2032/40/qd-stl") == {("repeals", "vn-02/qd/2031/12/qd-stl")}
    assert acts(home, "vn-05/qd/2032/40/qd-stl") == {("repeals", "vn-05/qd/2031/12/qd-stl")}


@pytest.mark.slow
@pytest.mark.parametrize("issuer", ["Ủy ban nhân dân tỉnh Sơn La", "UBND tỉnh Sơn La"])
def test_what_a_province_repeals_of_another_is_the_others(tmp_path: Path, issuer: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    write(
        folder, "a", "ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI", "7/2032/QĐ-UBND", "Lào Cai", "20 tháng 6 năm 2032", "Bãi bỏ một số quyết định",
        f"Điều 1. Bãi bỏ các Quyết định sau đây của {issuer}:\n1. Quyết định số 1/2031/QĐ-UBND ngày 01 tháng 3 năm 2031;\n"
        "2. Quyết định số 2/2031/QĐ-UBND ngày 02 tháng 3 năm 2031 của UBND tỉnh.",
    )  # fmt: skip
    home = tmp_path / "home"
    take(home, folder)
    assert acts(home, "vn-02/qd/2032/7/qd-ubnd") == {("repeals", "vn-05/qd/2031/1/qd-ubnd"), ("repeals", "vn-02/qd/2031/2/qd-ubnd")}


@pytest.mark.slow
@pytest.mark.parametrize(("words", "shared"), [
    ("Tờ trình số 77/TTr-STL", 2), ("Quyết định số 5/2031/QĐ-UBND", 2), ("Quyết định số 5/QĐ-BQL", 2),
    ("Quyết định số 5/QĐ-TTg", 1),  # of one body, though of which year is not told
])  # fmt: skip
def test_what_two_provinces_cite_by_a_number_of_their_own_is_not_one_thing(tmp_path: Path, words: str, shared: int) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for at, (name, province) in enumerate([("lc", "Lào Cai"), ("lc2", "Lào Cai"), ("sl", "Sơn La")], 1):
        header = f"ỦY BAN NHÂN DÂN\nTỈNH {province.upper()}"
        write(folder, name, header, f"{at}/2032/QĐ-UBND", province, "20 tháng 6 năm 2032", "Về việc thử", f"Điều 1. Thực hiện theo {words}.")
    home = tmp_path / "home"
    take(home, folder)
    cited = [acts(home, path) for path in ("vn-02/qd/2032/1/qd-ubnd", "vn-02/qd/2032/2/qd-ubnd", "vn-05/qd/2032/3/qd-ubnd")]
    assert all(len(one) == 1 for one in cited)
    assert cited[0] == cited[1]  # of one province
    assert len(set.union(*cited)) == shared


def test_what_two_districts_issue_under_one_number_is_not_one_thing(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    article = "Điều 1. Thực hiện theo Quyết định số 5/2031/QĐ-UBND của UBND huyện Thử và Quyết định số 5/2031/QĐ-UBND của UBND huyện Khác."
    write(folder, "lc", "ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI", "1/2032/QĐ-UBND", "Lào Cai", "20 tháng 6 năm 2032", "Về việc thử", article)
    home = tmp_path / "home"
    take(home, folder)
    assert len(acts(home, "vn-02/qd/2032/1/qd-ubnd")) == 2


# One ingest for all: each takes a second.
_OF_THEIR_TIME = (
    ("Quyết định số 5/1995/QĐ-UB ngày 02 tháng 3 năm 1995 của Ủy ban nhân dân tỉnh Hà Bắc", "vn-habac/qd/1995/5/qd-ub"),
    ("Quyết định số 5/1995/QĐ-UB ngày 02 tháng 3 năm 1995 của UBND tỉnh", None),  # Bắc Giang was a part of Hà Bắc
    ("Quyết định số 5/1998/QĐ-UB ngày 02 tháng 3 năm 1998 của UBND tỉnh", "vn-54/qd/1998/5/qd-ub"),
    ("Quyết định số 5/1985/QĐ-UB của UBND tỉnh Hậu Giang", "vn-haugiang/qd/1985/5/qd-ub"),
    ("Quyết định số 5/2015/QĐ-UBND của UBND tỉnh Hậu Giang", "vn-73/qd/2015/5/qd-ubnd"),
    ("Quyết định số 5/QĐ-UB của UBND tỉnh Hậu Giang", None),
    ("Quyết định số 5/2010/QĐ-UBND ngày 02 tháng 3 năm 1985 của UBND tỉnh Hậu Giang", "vn-73/qd/2010/5/qd-ubnd"),
    ("Quyết định số 5/2015/QĐ-UBND của UBND thành phố Huế", None), ("Quyết định số 5/2025/QĐ-UBND của UBND thành phố Huế", "vn-tphue/qd/2025/5/qd-ubnd"),
    ("Quyết định số 5/2015/QĐ-UBND của UBND tỉnh Thừa Thiên Huế", "vn-26/qd/2015/5/qd-ubnd"),
)  # fmt: skip


def test_what_is_cited_of_a_name_is_of_the_area_that_bore_it_then(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for at, (cited, _) in enumerate(_OF_THEIR_TIME, 1):
        write(
            folder, f"a{at}", "ỦY BAN NHÂN DÂN\nTỈNH BẮC GIANG", f"{at}/2032/QĐ-UBND", "Bắc Giang", "20 tháng 6 năm 2032", "Bãi bỏ quyết định",
            f"Điều 1. Bãi bỏ {cited}.",
        )  # fmt: skip
    home = tmp_path / "home"
    take(home, folder)
    for at, (cited, target) in enumerate(_OF_THEIR_TIME, 1):
        (said,) = acts(home, f"vn-54/qd/2032/{at}/qd-ubnd")
        assert said == ("repeals", target) if target else said[1].startswith("citation/"), cited


def test_provinces_that_were_divided_keep_their_documents_apart_from_their_successors(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, header, place, day in (
        ("habac", "TỈNH HÀ BẮC", "Bắc Giang", "02 tháng 3 năm 1996"), ("bacgiang", "TỈNH BẮC GIANG", "Bắc Giang", "02 tháng 3 năm 1997"),
        ("cu", "TỈNH HẬU GIANG", "Cần Thơ", "02 tháng 3 năm 1985"), ("moi", "TỈNH HẬU GIANG", "Vị Thanh", "02 tháng 3 năm 2005"),
    ):  # fmt: skip
        write(folder, name, f"ỦY BAN NHÂN DÂN\n{header}", "12/QĐ-UB", place, day, f"Về việc thử {name}", "Điều 1. Thử.")
    home = tmp_path / "home"
    report = take(home, folder)
    assert report.instead == []
    reader = open_published(home).reader
    for typed, path in (
        ("12/QĐ-UB Hà Bắc", "vn-habac/qd/1996/12/qd-ub"), ("12/QĐ-UB Bắc Giang", "vn-54/qd/1997/12/qd-ub"),
        ("12/QĐ-UB năm 1985 Hậu Giang", "vn-haugiang/qd/1985/12/qd-ub"), ("12/QĐ-UB năm 2005 Hậu Giang", "vn-73/qd/2005/12/qd-ub"),
    ):  # fmt: skip
        assert reader.resolve(typed).path == path
    assert {document.path for document in reader.find("12/QĐ-UB Hậu Giang")} == {"vn-haugiang/qd/1985/12/qd-ub", "vn-73/qd/2005/12/qd-ub"}
    assert body_label(reader.resolve("12/QĐ-UB Hà Bắc").issuers[0]) == "Ủy ban nhân dân tỉnh Hà Bắc"
