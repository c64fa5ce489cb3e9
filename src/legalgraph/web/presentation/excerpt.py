"""What a citation leads to, in a few words: the document, its status, and the words of the place that is cited."""

from dataclasses import dataclass
from datetime import date

from legalgraph.model.document import Document
from legalgraph.model.provision import Provision
from legalgraph.queries.texts import DocumentText
from legalgraph.web.live import View
from legalgraph.web.presentation.document import StatusView, status_view
from legalgraph.web.presentation.words import Words

_LONGEST = 700  # characters of the cited words
_LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A document or a place in it. `said` are the words of the place; `note` says why there are none."""

    name: str
    title: str
    status: StatusView | None
    place: str | None
    said: str | None
    note: str | None


def excerpt(view: View, document: Document, provision: Provision | None, words: Words, day: date) -> Excerpt:
    """Tell what stands at a place; without one, which document it is."""
    text = view.text(document.path) if document.identified else None
    said = _said(text, provision) if text and provision else None
    note = None
    if not document.identified and not document.is_text:
        note = words.gettext("Chưa nhận ra đây là văn bản nào trong bản dữ liệu này.")
    elif provision and text is None:
        note = words.gettext("Chưa có toàn văn của văn bản này.")
    elif provision and said is None:
        note = words.gettext("Toàn văn đang có không chứa điều khoản này.")
    return Excerpt(
        name=words.name(document),
        title=_cut(words.title(document), _LONGEST_TITLE),
        status=status_view(view.status(document, day), {}, words) if document.identified else None,
        place=provision.words(words.language) if provision else None,
        said=said,
        note=note,
    )


def _said(text: DocumentText, provision: Provision) -> str | None:
    unit = next((u for u in text.units if u.path == provision.path), None)
    return _cut(text.text[unit.start : unit.end].strip(), _LONGEST) if unit else None


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[:most].rsplit(None, 1)[0] + " …"
