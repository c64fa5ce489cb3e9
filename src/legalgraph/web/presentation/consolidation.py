"""An article as others have changed it: what each change made of its place, and the words as they stand on a day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from legalgraph.model.document import Document
from legalgraph.model.relation import CHANGING, Relation
from legalgraph.model.text import UnitRow
from legalgraph.queries.texts import DocumentText
from legalgraph.time.consolidation import Acting, Consolidated, Written, consolidated
from legalgraph.time.writing import SETTLED, Left, inserted_unit, new_words
from legalgraph.web.fulltext.differing import differing
from legalgraph.web.fulltext.pieces import Element, Piece, markup
from legalgraph.web.presentation.changes import ChangeView, change_view, is_reworded, is_to_come
from legalgraph.web.presentation.words import Words
from legalgraph.wording.places import place_order

_LISTED = 40  # changes of one article
_LONGEST = 40_000  # characters of one wording
_SAME, _KEPT = 600, 200  # characters that both wordings have: longer stretches are cut down to their ends


@dataclass(frozen=True, slots=True)
class ChangedPlace:
    """What one change made of its place. `old` and `new` are Vietnamese words, None where there are none or they are not known.

    `alike` when what differs is marked, and not when both have next to nothing in common, or are too long; `cut` when words that
    both have are left out. `left` says why the change could not be written into the words, None when it was.
    """

    change: ChangeView
    old: Markup | None
    new: Markup | None
    alike: bool
    cut: bool
    left: str | None


@dataclass(frozen=True, slots=True)
class ArticleView:
    """The changes of an article in the order of their days, `left_out` more; and its words on the day of the page.

    `body` has numbers behind words that a change put in, those of `rows`; it is None where no change is in effect and written in.
    `missing` counts changes in effect that could not be written in. `mixed` when the text has some of the changes
    already, so that it has no body.
    """

    rows: tuple[ChangedPlace, ...]
    left_out: int
    body: Markup | None
    missing: int
    mixed: bool = False


def told_of(named: Iterable[Relation], documents: Mapping[str, Document], words: Words, day: date) -> ArticleView:
    """The changes of a place of which there is no text, with the words put in and taken out."""
    told = [r for r in named if r.source in documents and r.operation and r.kind in CHANGING]
    told.sort(key=lambda r: (r.effective_from or date.max, place_order(r.target_provision), r.id))
    rows = tuple(_unwritten(r, None, documents, words, day) for r in told[:_LISTED])
    return ArticleView(rows, len(told) - len(rows), None, 0)


def article_view(text: DocumentText, article: UnitRow, acts: Iterable[Relation], acting: Acting, words: Words, day: date) -> ArticleView:
    """Write into an article what others have changed. `acts` are all acts upon the document, with their days filled in."""
    known, stretch = list(acts), (article.start, article.end)
    now = consolidated(text.text, text.units, known, acting, day, stretch)
    made, left_now = list(now.written), list(now.left)
    if any(is_to_come(relation, day) for relation in known):
        later = consolidated(text.text, text.units, known, acting, date.max, stretch)
        made += (one for one in later.written if is_to_come(one.relation, day))
        left_now += (one for one in later.left if is_to_come(one[0], day))
    left = [_unwritten(relation, why, acting.documents, words, day) for relation, why in left_now]
    written = [_written(one, acting.documents, words, day) for one in made]
    rows = tuple(sorted((*written, *left), key=lambda row: row.change.day or date.max))
    more = max(0, len(rows) - _LISTED)
    if inserted_unit(text.units):
        return ArticleView(rows[:_LISTED], more, None, 0, mixed=True)
    numbers = {row.change.relation: number for number, row in enumerate(rows[:_LISTED], 1)}
    missing = sum(why not in SETTLED for _, why in now.left)
    return ArticleView(rows[:_LISTED], more, _body(now, numbers) if now.written else None, missing)


def _written(one: Written, documents: Mapping[str, Document], words: Words, day: date) -> ChangedPlace:
    change = change_view(one.relation, documents, words, day)
    longest = max(len(one.before), len(one.after))
    pair = differing(one.before, one.after) if one.before and longest <= _LONGEST else None
    if pair is None:
        old, new = (escape(said[:_LONGEST]) if said else None for said in (one.before, one.after))
        return ChangedPlace(change, old, new, alike=False, cut=longest > _LONGEST, left=None)
    old_pieces, new_pieces = map(_shortened, pair)
    cut = (old_pieces, new_pieces) != pair
    return ChangedPlace(change, markup(old_pieces), markup(new_pieces), alike=True, cut=cut, left=None)


def _shortened(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    def short(said: str) -> str:
        return said if len(said) <= _SAME else f"{said[:_KEPT].rpartition(' ')[0]} […] {said[-_KEPT:].partition(' ')[2]}"

    return tuple(short(piece) if isinstance(piece, str) else piece for piece in pieces)


def _unwritten(relation: Relation, why: Left | None, documents: Mapping[str, Document], words: Words, day: date) -> ChangedPlace:
    said = new_words(relation) if is_reworded(relation) else ""
    new = escape(said[:_LONGEST]) if said else None
    left = _why(why, words) if why else None
    return ChangedPlace(change_view(relation, documents, words, day), None, new, alike=False, cut=len(said) > _LONGEST, left=left)


def _body(now: Consolidated, numbers: Mapping[str, int]) -> Markup:
    """The words, with the number of each change behind the last of the words it put in."""
    last = {by: place for place, (_, by) in enumerate(now.words) if by}
    pieces: list[Piece] = []
    for place, (said, by) in enumerate(now.words):
        if by is None:
            pieces.append(said)
            continue
        bare = said.rstrip()
        pieces.append(Element("ins", (), (bare,)))
        number = numbers.get(by)
        if number and last[by] == place:
            link = Element("a", (("href", f"#w-{by}"),), (str(number),), added=True)
            pieces.append(Element("sup", (("class", "call"),), (link,), added=True))
        pieces.append(said[len(bare) :])
    return markup(pieces)


def _why(left: Left, words: Words) -> str:
    told = {
        Left.NO_DAY: words.gettext("chưa rõ từ ngày nào"),
        Left.NO_WORDS: words.gettext("chưa đọc được lời văn mới"),
        Left.NO_PLACE: words.gettext("chưa rõ chỗ nào"),
        Left.NOT_THERE: words.gettext("lời văn ở đây không có chỗ ấy"),
        Left.THERE_ALREADY: words.gettext("đã có trong lời văn ở đây"),
        Left.GONE: words.gettext("chỗ ấy đã được bãi bỏ trước đó"),
        Left.OF_SEVERAL: words.gettext("lời văn mới của nhiều chỗ, chưa tách được"),
        Left.OTHER_UNIT: words.gettext("lời văn mới là của chỗ khác, hoặc của nhiều chỗ"),
        Left.LEAD_ONLY: words.gettext("lời văn mới chỉ là đoạn mở đầu"),
        Left.LAST_LINES: words.gettext("đoạn cuối có thể thuộc chỗ khác"),
        Left.WORDS_NOT_THERE: words.gettext("không tìm thấy các từ ấy, hoặc thấy nhiều chỗ"),
        Left.SHORT_WORD: words.gettext("một từ đơn, cũng có trong các từ khác"),
        Left.LIMITED: words.gettext("chỉ một phần, có ngoại lệ hoặc điều kiện"),
        Left.SUSPENDED: words.gettext("ngưng hiệu lực, lời văn không đổi"),
        Left.SHAKEN: words.gettext("văn bản sửa đổi đã bị tác động trước khi có hiệu lực, hoặc chỉ có hiệu lực một thời gian"),
        Left.UNPROVED: words.gettext("chỉ là suy luận, chưa có lời văn nào nói"),
        Left.MIXED: words.gettext("lời văn ở đây đã có một phần thay đổi"),
    }
    return told[left]
