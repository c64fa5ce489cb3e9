"""Pages: the legal text inside invented portals of several builds, and what HTML says of paragraphs, tables and notes."""

import pytest

from legalgraph.errors import SourceError
from legalgraph.model.reading import Origin, SourceDocument
from legalgraph.sources.html import read_html
from legalgraph.sources.mhtml import read_mhtml


def read(page: str | bytes) -> SourceDocument:
    (document,) = read_html(page if isinstance(page, bytes) else page.encode(), "x.html")
    return document


HEAD = """<table><tr><td><p><b>CHÍNH PHỦ</b><br>-------</p></td><td><p><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b><br>
<b>Độc lập - Tự do - Hạnh phúc</b><br>---------------</p></td></tr><tr><td><p>Số: 999/2031/NĐ-CP</p></td>
<td><p><i>Hà Nội, ngày 02 tháng 3 năm 2031</i></p></td></tr></table>"""
TITLE = """<p align=center><b>NGHỊ ĐỊNH</b></p><p align=center>Về nuôi tằm</p>
<p><i>Căn cứ <a href="/luat">Luật Tằm tơ ngày 01 tháng 01 năm 2030</a>;</i></p>
<p><i>Căn cứ <a href="/luat2">Luật Dệt lụa ngày 01 tháng 01 năm 2030</a>;</i></p><p>Chính phủ ban hành Nghị định về nuôi tằm.</p>"""
ARTICLES = "".join(
    f"""<p><a name="dieu_{n}"><b>Điều {n}. Quy định thứ {n}</b></a></p><p>1. Cơ sở nuôi tằm theo
    <a href="/vb/{n}">Nghị định số 90{n}/2031/NĐ-CP</a> và các quy định khác có liên quan.</p><p>a) Điểm thứ nhất;</p>"""
    for n in range(1, 8)
)
SIGN = """<table><tr><td><p><b>Nơi nhận:</b><br>- Ban Kén;<br>- Lưu: VT.</p></td>
<td><p><b>TM. CHÍNH PHỦ<br>THỦ TƯỚNG<br><br>Nguyễn Văn Tằm</b></p></td></tr></table>"""
ANNEX = """<div><p>PHỤ LỤC I</p><table border=1><tr><th>STT</th><th>Tên</th><th>Diện tích</th></tr>
<tr><td>1</td><td>Nong</td><td>10 m<sup>2</sup></td></tr></table></div>"""
MENU = "<ul>" + "".join(f"<li><a href='/m{n}'>Chuyên mục {n}</a></li>" for n in range(12)) + "</ul>"
CONTENTS = "<div><b>MỤC LỤC</b><ul>" + "".join(f"<li><a href='#dieu_{n}'>Điều {n}. Quy định thứ {n}</a></li>" for n in range(1, 8)) + "</ul></div>"
RELATED = (
    "<div><h3>Văn bản liên quan</h3><ul>"
    + "".join(f"<li><a href='/r{n}'>Thông tư số {n}/2032/TT-BTC hướng dẫn Nghị định số 999/2031/NĐ-CP về nuôi tằm</a></li>" for n in range(10))
    + "</ul></div>"
)
ABOUT = """<table><tr><td>Số hiệu:</td><td>999/2031/NĐ-CP</td><td>Loại văn bản:</td><td>Nghị định</td></tr>
<tr><td>Ngày ban hành:</td><td>02/03/2031</td><td>Người ký:</td><td>Nguyễn Văn Tằm</td></tr></table>"""
TOOLS = "<div><a href=x>Tải về</a> <a href=y>In</a> <a href=z>Chia sẻ</a> <button>Lưu</button></div>"
SIDE = f"<div><div>Tin mới: hội nghị tằm toàn quốc tổ chức tại làng lụa vào tuần tới với nhiều đại biểu</div>{MENU}</div>"
FOOT = "<div class=f><p>Bản quyền thuộc về Cổng thông tin. Giấy phép số 12/GP-TTĐT do Cục cấp ngày 01/02/2020. Địa chỉ: số 1 phố Lụa.</p></div>"
TEXT = HEAD + TITLE + ARTICLES + SIGN + ANNEX

PORTALS = {
    "boxes in a form": f"<body><div>{MENU}</div><form><div><div><h1>Nghị định 999/2031/NĐ-CP</h1>{ABOUT}{TOOLS}<div>{TEXT}</div>{RELATED}</div>{SIDE}</div></form>{FOOT}</body>",
    "laid out by tables": f"<body><table><tr><td colspan=2>{MENU}</td></tr><tr><td>{MENU}{RELATED}</td><td>{TEXT}</td></tr></table>{FOOT}</body>",
    "text in several boxes": f"<body>{MENU}<div>{TOOLS}<div>{HEAD}</div><div>{TITLE}</div><div>{ARTICLES}</div><div>{SIGN}</div>{ANNEX}{RELATED}</div>{FOOT}</body>",
    "header and signature beside the body": f"<div>{MENU}<div>{HEAD}{TITLE}<div>{ARTICLES}</div>{SIGN}{ANNEX}{RELATED}</div></div>",
    "hidden until a tab is chosen": f"<body><nav>{MENU}</nav><div><div>{ABOUT}</div><div style='display:none'>{TEXT}</div></div>{FOOT}</body>",
    "table of contents within": f"<body><nav>{MENU}</nav><main><div>{CONTENTS}{TEXT}</div></main><footer>{FOOT}</footer></body>",
    "nothing around it": TEXT,
    "what is hidden is small": f"<body><div style='display: none'>Đăng nhập để xem Nghị định này và nhiều văn bản khác</div><div>{TEXT}</div></body>",
}  # fmt: skip


@pytest.mark.parametrize("page", PORTALS.values(), ids=PORTALS)
def test_the_text_of_a_portal(page: str) -> None:
    lines = read(f"<!DOCTYPE html><html>{page}</html>").text.splitlines()
    assert [line for line in lines if line] == [
        "CHÍNH PHỦ", "Số: 999/2031/NĐ-CP", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Hà Nội, ngày 02 tháng 3 năm 2031",
        "NGHỊ ĐỊNH", "Về nuôi tằm", "Căn cứ Luật Tằm tơ ngày 01 tháng 01 năm 2030;", "Căn cứ Luật Dệt lụa ngày 01 tháng 01 năm 2030;",
        "Chính phủ ban hành Nghị định về nuôi tằm.",
        *(line for n in range(1, 8) for line in (f"Điều {n}. Quy định thứ {n}", f"1. Cơ sở nuôi tằm theo Nghị định số 90{n}/2031/NĐ-CP và các quy định khác có liên quan.", "a) Điểm thứ nhất;")),
        "Nơi nhận:", "- Ban Kén;", "- Lưu: VT.", "TM. CHÍNH PHỦ", "THỦ TƯỚNG", "Nguyễn Văn Tằm",
        "PHỤ LỤC I", "STT | Tên | Diện tích", "1 | Nong | 10 m2",
    ]  # fmt: skip


def test_an_article_of_a_newspaper() -> None:
    said = "<p>Theo đó, các cơ sở nuôi tằm được hỗ trợ thêm kinh phí từ ngân sách nhà nước trong năm tới.</p>"
    page = f"<body><header>{MENU}</header><main><article><h1>Nới điều kiện nuôi tằm</h1><p>Nghị định 999/2031/NĐ-CP thay thế Nghị định 5/2020/NĐ-CP.</p>{said * 5}</article>{RELATED}</main>{FOOT}</body>"
    lines = read(page).text.splitlines()
    assert lines[:2] == ["Nới điều kiện nuôi tằm", "Nghị định 999/2031/NĐ-CP thay thế Nghị định 5/2020/NĐ-CP."]
    assert len(lines) == 7


def test_what_a_portal_says_of_its_document() -> None:
    given = read(f"<html><head><title> Nghị định\n999 </title></head>{PORTALS['boxes in a form']}").given
    assert given == (
        ("page_title", "Nghị định 999"), ("so_hieu", "999/2031/NĐ-CP"), ("loai_van_ban", "Nghị định"), ("ngay_ban_hanh", "02/03/2031"),
        ("signer", "Nguyễn Văn Tằm"),
    )  # fmt: skip
    assert dict(read(f"{ABOUT}{ABOUT.replace('999', '888')}{TEXT}").given).get("so_hieu") is None, "it says two things"


SMALL = {
    "paragraphs and breaks": ("<p>Một<br>hai <b>ba</b></p>bốn<div>năm</div>", ["Một", "hai ba", "bốn", "năm"]),
    "blanks": ("<p>  Một\n\t hai&nbsp; ba </p><p> </p><p>bốn</p>", ["Một hai ba", "bốn"]),
    "lists": ("<ul><li>- một</li><li>- hai<ul><li>+ ba</li></ul></li></ul>", ["- một", "- hai", "+ ba"]),
    "preformatted": ("<pre>Điều 1.\n1. Một</pre>", ["Điều 1.", "1. Một"]),
    "comments and code": ("<p>mộ<!-- x -->t<script>x</script><style>y</style> hai</p>", ["một hai"]),
    "rows": ("<table><tr><td>a<td><p>b</p><p>c</p><tr><td><td>d<td>e</table>", ["a | b c", " | d | e"]),
    "a table in a cell": ("<table><tr><td>x<table><tr><td>a</td><td>b</td></tr></table></td></tr></table>", ["x", "a | b"]),
    "cells without a table": ("<td>a</td><tr><td>b</td></tr>c", ["a", "b", "c"]),
    "entities": ("<p>A &amp; B &lt;C&gt; &#272; &Agrave;</p>", ["A & B <C> Đ À"]),
}


@pytest.mark.parametrize(("page", "expected"), SMALL.values(), ids=SMALL)
def test_paragraphs(page: str, expected: list[str]) -> None:
    assert read(f"<html><body>{page}</body></html>").text.splitlines() == expected


def test_linked_notes_are_set_apart() -> None:
    page = """<div><p>Khoản này<a href="#_ftn1" name="_ftnref1"><sup>[1]</sup></a> được sửa<a href='#_ftn2' name='_ftnref2'>[2]</a>.</p>
    <p>Điều 2.</p><div id=ftn1><p><a href="#_ftnref1" name="_ftn1">[1]</a> Ghi chú một.</p></div>
    <p><a href="#_ftnref2">[2]</a> Ghi chú hai.</p></div>"""
    document = read(page)
    assert document.text.splitlines() == ["Khoản này được sửa.", "Điều 2.", "[1] Ghi chú một.", "[2] Ghi chú hai."]
    assert document.note_calls == ((9, "1"), (18, "2"))
    assert document.notes_start == document.text.index("[1]")


def test_raised_notes_are_marked_as_their_notes_are() -> None:
    lines = read("<p>Khoản này<sup>1</sup> có 5 m<sup>2</sup>, km<sup>1</sup></p><p><sup>1</sup>Ghi chú.</p>").text.splitlines()
    assert lines == ["Khoản này[1] có 5 m2, km1", "[1] Ghi chú."]


def test_places_are_lines_of_the_file() -> None:
    assert read("<html>\n<body>\n<p>Một</p>\n<div>\n<p>hai</p></div></body>").origins == ((0, Origin(line=3)), (4, Origin(line=5)))


@pytest.mark.parametrize(
    "page",
    [
        "<p>Điều 1. Ờ</p>".encode(),
        b"\xef\xbb\xbf" + "<p>Điều 1. Ờ</p>".encode(),
        "<p>Điều 1. Ờ</p>".encode("utf-16"),
        '<meta charset="windows-1258"><p>Điều 1. Ờ</p>'.replace("ề", "ê\u0300").replace("Ờ", "Ơ\u0300").encode("cp1258"),
        '<meta charset="iso-8859-1"><p>Điều 1. Ờ</p>'.encode(),
        '<meta charset="rot13"><p>Điều 1. Ờ</p>'.encode(),
    ],
)
def test_encodings(page: bytes) -> None:
    assert read(page).text == "Điều 1. Ờ\n"


def test_a_broken_letter_is_told() -> None:
    document = read("<p>Điều 1.</p>".encode() + b"<p>a\xffb</p>")
    assert [d.code for d in document.diagnostics] == ["letters-broken"]


@pytest.mark.parametrize("page", ["", "<html></html>", "<script>x</script>", "<p> </p>", b"\x81\x82\x83" * 9, "<div>" * 5000 + "x"])
def test_what_is_refused(page: str | bytes) -> None:
    with pytest.raises(SourceError, match=r"x\.html"):
        read(page)


def test_a_web_archive() -> None:
    archive = (
        b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=--x\r\n\r\n"
        b"----x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>=C4=90i=E1=BB=81u 1.</p>\r\n----x--\r\n"
    )  # fmt: skip
    assert [d.text for d in read_mhtml(archive, "x.mhtml")] == ["Điều 1.\n"]
    with pytest.raises(SourceError, match="no page"):
        next(read_mhtml(b"MIME-Version: 1.0\r\n\r\nx", "x.mhtml"))
