"""The renderer of texts: the words stay exactly what is stored, nothing becomes markup, spans nest, time is linear."""

from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.waiting import effort
from tests.web.fulltexts import AMENDMENT, DECREE, invented, long_text

from legalgraph.model.text import NoteRow, UnitRow
from legalgraph.web.fulltext.blocks import Marks, render
from legalgraph.web.fulltext.outline import parts
from legalgraph.web.fulltext.pieces import VOID, Element, Piece, markup, stored_words
from legalgraph.web.fulltext.spans import Link, Point, apart

HOSTILE = [
    "<script>alert(1)</script>", "</p></div>", '" onmouseover="x', "&lt;b&gt; &amp;", "<!--", "]]>", "\u202engược\u202c", "\u2066x", "\x00", "\r", "\t",
    "\n", "\n\n", "“", "”", "”.", '"', "Điều 5. Tên", "1. ", "a) ", "CHÍNH PHỦ", "x" * 200, " ", "đ", "ộ", "́", "𝒳",
]  # fmt: skip
texts = st.lists(st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs"]), max_size=8), max_size=30).map("".join)
offsets = st.integers(-3, 260)
links = st.builds(Link, offsets, offsets, st.sampled_from(["/eli/vn/nd/2031/901/nd-cp", '/"><script>']), st.booleans())
kinds = st.sampled_from(["dieu", "khoan", "diem", "chuong", "phuluc", "kem-theo"])
units = st.builds(
    UnitRow, st.sampled_from(["dieu_1", "dieu_1/khoan_2", "phuluc_1", '"><i>']), kinds, st.just("1"), st.none() | texts, offsets, offsets,
    st.none(), st.just(1),
)  # fmt: skip
notes = st.builds(NoteRow, st.text(max_size=3), offsets, offsets, st.none() | offsets)
signs = st.builds(Point, offsets, st.just(Element("a", (("href", "/x"),), ("bãi bỏ",), added=True)))
marks = st.builds(Marks, st.lists(links, max_size=8), st.lists(signs, max_size=3), st.lists(notes, max_size=3), st.none() | st.tuples(offsets, offsets))


class Parsed(HTMLParser):
    """What a browser finds: elements properly nested, their ids, and the words outside of what the page has added."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.names: set[str] = set()
        self.ids: list[str] = []
        self.nested_links = 0
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        assert not {name for name, _ in attrs if name.startswith("on") or name == "style"}
        self.nested_links += tag == "a" and "a" in self.open
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def elements(pieces: tuple[Piece, ...]) -> list[Element]:
    return [e for p in pieces if isinstance(p, Element) for e in (p, *elements(p.children))]


def without_added(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    return tuple(
        p if isinstance(p, str) else Element(p.name, p.attributes, without_added(p.children))
        for p in pieces if isinstance(p, str) or not p.added
    )  # fmt: skip


@pytest.mark.slow
@settings(max_examples=400)
@given(texts, st.lists(units, max_size=8), marks)
def test_words_stay_and_nothing_becomes_markup(text: str, rows: list[UnitRow], given_marks: Marks) -> None:
    pieces = render(text, rows, given_marks)
    assert stored_words(pieces) == text
    parsed = Parsed(markup(pieces))
    assert parsed.open == []
    assert parsed.names <= {"a", "p", "div", "h2", "h3", "h4", "h5", "h6", "span", "mark", "sup", "blockquote", "table", "tbody", "tr", "td"}
    assert parsed.nested_links == 0
    assert len(parsed.ids) == len(set(parsed.ids))
    # Nothing is lost between the tree and what a parser sees (a NUL in HTML is read in a way of its own).
    if "\x00" not in text:
        assert "".join(Parsed(markup(without_added(pieces))).words) == text


@settings(max_examples=200)
@given(texts, st.lists(units, max_size=8), marks, st.integers(0, 200), st.integers(0, 200))
def test_a_stretch_holds_its_own_words(text: str, rows: list[UnitRow], given_marks: Marks, a: int, b: int) -> None:
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    assert stored_words(render(text, rows, given_marks, (start, end))) == text[start:end]


@given(st.lists(links, max_size=12), st.integers(0, 200))
def test_links_are_apart_and_none_is_lost(found: list[Link], length: int) -> None:
    kept, left = apart(found, length)
    assert len(kept) + len(left) == len(found)
    assert all(0 <= link.start < link.end <= length for link in kept)
    assert all(a.end <= b.start for a, b in pairwise(kept))


def test_of_links_in_each_other_the_inner_is_meant() -> None:
    around, inner, other = Link(0, 40, "/a"), Link(5, 10, "/b"), Link(8, 20, "/c")
    kept, left = apart([around, inner, other], 100)
    assert [(k.start, k.end, k.href, k.anchor) for k in kept] == [(5, 10, "/b", "c-5-10"), (10, 20, "/c", "c-8-20")]
    assert [k.anchor for k in left] == ["c-0-40"]


@given(texts, st.integers(1, 60))
def test_parts_are_short_and_begin_at_lines(text: str, size: int) -> None:
    begins = parts(text, [], size)
    assert begins[0] == 0
    assert begins == sorted(set(begins))
    for start, end in pairwise([*begins, len(text)]):
        assert start == 0 or text[start - 1] == "\n"
        assert end - start <= size or "\n" not in text[start : end - 1][:size]


def test_structure_becomes_elements() -> None:
    read = invented(AMENDMENT)
    assert read
    pieces = render(read.text, read.units, Marks([Link(c.start, c.end, "/d") for c in read.citations]))
    found = elements(pieces)
    by_id = {dict(e.attributes).get("id"): e for e in found}
    assert {"dieu_1", "dieu_1/khoan_1", "dieu_2"} <= set(by_id)
    (quoted,) = [e for e in found if e.name == "blockquote"]
    said = stored_words(quoted.children)
    assert said.startswith("“1. Chương trình")
    assert said.strip().endswith("hỗ trợ.”")
    assert quoted in elements((by_id["dieu_1/khoan_1"],))
    assert [stored_words(e.children)[:7] for e in found if e.name == "h2"] == ["Điều 1.", "Điều 2."]


def test_lines_of_cells_become_a_table_and_chapters_hold_articles() -> None:
    read = invented(DECREE)
    assert read
    found = elements(render(read.text, read.units))
    rows = [[stored_words(td.children) for td in e.children if isinstance(td, Element)] for e in found if e.name == "tr"]
    assert len(rows) == 3
    assert rows[1] == ["1", "Từ năm sào đến dưới mười sào", "02 triệu đồng"]
    assert [stored_words(e.children)[:7] for e in found if e.name == "h3"][:2] == ["Điều 1.", "Điều 2."]
    assert next(stored_words(e.children) for e in found if e.name == "h2") == "Chương I\nQUY ĐỊNH CHUNG"


def test_bars_between_cells_are_kept_but_not_seen() -> None:
    text = "Danh mục\nSTT | Giống tằm | Mức\n1 | Tằm dâu | \n| Tằm sắn | 02 triệu\nHết."
    pieces = render(text, [])
    cells = [[stored_words(td.children) for td in e.children if isinstance(td, Element)] for e in elements(pieces) if e.name == "tr"]
    assert cells == [["STT | ", "Giống tằm | ", "Mức"], ["1 | ", "Tằm dâu | ", ""], ["| ", "Tằm sắn | ", "02 triệu"]]
    assert str(markup(pieces)).count('<span class="bar">') == 6
    assert stored_words(pieces) == text


def test_footnotes_are_linked_both_ways() -> None:
    text = "Điều 1. Tên\nNội dung có chú thích ở đây.\nghi chú của người đọc.\n"
    called = text.index(" ở đây")
    start = text.index("ghi chú")
    pieces = render(text, [], Marks(notes=[NoteRow("3", start, len(text), called)]))
    html = str(markup(pieces))
    assert 'có chú thích<sup class="call"><a id="nc-3" href="#n-3" aria-label="Chú thích 3">3</a></sup> ở đây' in html
    assert '<span id="n-3"></span>ghi chú của người đọc.<a class="back" href="#nc-3"' in html
    assert stored_words(pieces) == text


def test_a_span_is_highlighted_over_links_and_lines() -> None:
    text = "một hai ba\nbốn năm"
    html = str(markup(render(text, [], Marks([Link(4, 7, "/x")], highlight=(2, 14)))))
    assert html.count('id="tai"') == 1
    assert '<mark id="tai">t </mark><a id="c-4-7" class="cite" href="/x"><mark>hai</mark></a><mark> ba</mark>' in html
    assert "<p><mark>bốn</mark> năm</p>" in html


@pytest.mark.slow
@pytest.mark.parametrize(
    "made",
    [
        lambda: ("x" * 1_000_000, [], [Link(k, k + 5, "/x") for k in range(0, 1_000_000, 50)]),
        lambda: ("“mở\n" * 80_000, [], []),
        lambda: ("a\tb\n" * 80_000, [], []),
        lambda: ("1. khoản\n" * 60_000, [UnitRow(f"khoan_{k}", "khoan", "1", None, 9 * k, 9 * k + 9, None, k) for k in range(20_000)], []),
        lambda: ("y\n" * 500_000, [UnitRow(f"dieu_{k}", "dieu", "1", "y" * 99, k, 1_000_000, None, k) for k in range(20_000)], []),
        lambda: ("z" * 1_000_000, [], [Link(k, 1_000_000 - k, "/x") for k in range(20_000)]),
    ],
    ids=["many links", "quotation marks never closed", "a table", "many units", "units in each other", "links in each other"],
)  # fmt: skip
def test_time_is_linear_whatever_comes(made: Callable[[], tuple[str, list[UnitRow], list[Link]]]) -> None:
    text, rows, found = made()
    assert effort(lambda: markup(render(text, rows, Marks(found)))) < 8, "a quadratic renderer takes minutes"


@pytest.mark.slow
def test_a_megabyte_is_fast() -> None:
    read = long_text(DECREE, 380, 2900)
    assert len(read.text) > 950_000
    found = [Link(c.start, c.end, "/eli/vn/" + c.target) for c in read.citations]
    times = [effort(lambda: markup(render(read.text, read.units, Marks(found)))) for _ in range(3)]
    assert min(times) < 0.6, "twice what is aimed at: tests share the machine"
