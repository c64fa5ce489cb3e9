import pytest
from hypothesis import given
from hypothesis import strategies as st

from legalgraph.model.offsets import OffsetMap, rewrite


@st.composite
def rewritten(draw: st.DrawFn) -> tuple[str, list[tuple[int, int, str]]]:
    text = draw(st.text("abcđ \n", max_size=30))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    edits = [(a, b, draw(st.text("xyz", max_size=3))) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    return text, edits


@given(rewritten())
def test_kept_characters_lead_back_to_themselves(given_one: tuple[str, list[tuple[int, int, str]]]) -> None:
    text, edits = given_one
    new, back = rewrite(text, edits)
    expected, place = "", 0
    for start, end, words in edits:
        expected += text[place:start] + words
        place = end
    assert new == expected + text[place:]
    for at, char in enumerate(new):
        if char not in "xyz":
            assert text[back.to_old(at)] == char
        assert back.to_new(back.to_old(at)) <= at


@given(rewritten(), st.data())
def test_two_steps_are_one(given_one: tuple[str, list[tuple[int, int, str]]], data: st.DataObject) -> None:
    text, edits = given_one
    middle, first = rewrite(text, edits)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(middle)), max_size=6)))
    last, second = rewrite(middle, [(a, b, "w") for a, b in zip(cuts[::2], cuts[1::2], strict=False)])
    joined = second.after(first)
    for at in range(len(last)):
        assert joined.to_old(at) == first.to_old(second.to_old(at))


@pytest.mark.parametrize(
    ("text", "edits", "span", "old"),
    [
        ("ab cd", [], (1, 4), (1, 4)),
        ("ab  cd", [(2, 4, " ")], (1, 4), (1, 5)),
        ("ab\ncd", [(2, 3, " ")], (0, 5), (0, 5)),
        ("abXXcd", [(2, 4, "")], (1, 3), (1, 5)),
        ("abXXcd", [(2, 4, "")], (2, 2), (4, 4)),
    ],
)
def test_spans_lead_back(text: str, edits: list[tuple[int, int, str]], span: tuple[int, int], old: tuple[int, int]) -> None:
    assert rewrite(text, edits)[1].span_to_old(*span) == old


def test_a_text_left_alone_leads_to_itself() -> None:
    assert OffsetMap().to_old(7) == 7
    assert rewrite("", [])[0] == ""
