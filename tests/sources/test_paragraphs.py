"""Paragraphs: offsets of notes stay true whatever is taken out of the words."""

from hypothesis import given
from hypothesis import strategies as st

from legalgraph.model.reading import Origin
from legalgraph.sources.lines import Lines
from legalgraph.sources.paragraphs import Paragraph, joined, raised, squeezed, write

HERE = Origin(line=1)


@given(st.lists(st.text(" ab\t", max_size=5), min_size=1, max_size=6))
def test_squeezing_keeps_calls_before_the_same_words(pieces: list[str]) -> None:
    calls = tuple((len("".join(pieces[:at])), str(at)) for at in range(len(pieces)))
    done = squeezed(Paragraph("".join(pieces), HERE, calls))
    assert done.words == " ".join("".join(pieces).split())
    for at, label in done.calls:
        before, behind = "".join(pieces[: int(label)]), "".join(pieces[int(label) :])
        assert (done.words[:at] + "|" + done.words[at:]).replace(" ", "") == "".join((before + "|" + behind).split())


def test_joining_moves_calls() -> None:
    cells = [Paragraph("a", HERE, ((1, "1"),)), Paragraph("", HERE), Paragraph("bc", HERE, ((1, "2"),))]
    assert joined(cells, " | ", HERE) == Paragraph("a |  | bc", HERE, ((1, "1"), (8, "2")))


def test_marks_for_raised_digits_move_calls() -> None:
    lines = Lines("x")
    write([Paragraph(f"Một{raised('1')} hai m{raised('2')}.", HERE, ((3, "i"), (len("Một1 hai m2.") + 4, "ii"))), Paragraph(f"{raised('1')}Ghi.", HERE)], lines)
    document = lines.document(b"", "text/plain")
    assert document.text == "Một[1] hai m2.\n[1] Ghi.\n"
    assert document.note_calls == ((3, "i"), (14, "ii"))
