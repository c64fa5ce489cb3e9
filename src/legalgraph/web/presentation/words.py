"""Everything that words a page in one language: the catalogue of the pages and the wording of the domain."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel.dates import format_date
from babel.numbers import format_decimal, get_group_symbol

from legalgraph import wording
from legalgraph.model.document import Document, Status
from legalgraph.model.relation import Certainty, Relation
from legalgraph.registry import area_label, body_label, listed_body_label, type_label
from legalgraph.web.i18n import translations


@cache
def _group(language: str) -> str:
    return get_group_symbol(language)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language."""

    language: str

    def gettext(self, message: str, **values: object) -> str:
        """Translate a Vietnamese source string; `values` fill its %(name)s places."""
        told = translations(self.language).gettext(message)
        return told % values if values else told

    def ngettext(self, one: str, many: str, n: int, **values: object) -> str:
        """Translate a string that counts; %(n)s is the number, grouped as the language does."""
        told = translations(self.language).ngettext(one, many, n)
        return told % {"n": self.number(n), **values}

    def number(self, value: int) -> str:
        """A number with its thousands grouped."""
        # A page of results has hundreds; Babel reads its pattern anew for each.
        return f"{value:,}".replace(",", _group(self.language))

    def status_of(self, document: Document, status: Status, day: date) -> str:
        """The label of the status of a document on a day: before its signing it is not issued."""
        unsigned = document.signed is not None and day < document.signed and status is Status.NOT_YET_IN_FORCE
        return wording.not_issued_label(self.language) if unsigned else self.status(status)

    def short_date(self, day: date) -> str:
        """A day for a column of days: 05/07/2012 in Vietnamese, 5 Jul 2012 in English."""
        return format_date(day, "dd/MM/yyyy" if self.language == "vi" else "d MMM yyyy", locale=self.language)

    def date(self, day: date) -> str:
        """A day in words."""
        return wording.date_words(day, self.language)

    def seconds(self, value: float) -> str:
        """A duration in seconds."""
        return f"{format_decimal(value, format='0.00', locale=self.language)} s"

    def name(self, document: Document) -> str:
        """What a lawyer calls the document."""
        return wording.name(document, self.language)

    def title(self, document: Document) -> str:
        """What the title says besides the name."""
        return wording.title(document, self.language)

    def type(self, code: str) -> str:
        """The name of a document type."""
        if code == "text":
            return self.gettext("Bài viết")
        return type_label(code, self.language)

    def type_of(self, document: Document) -> str:
        """The type of a document; of a text that says it is one and could not be identified, just that."""
        return self.gettext("Văn bản chưa nhận diện") if document.is_text and document.note else self.type(document.type)

    def body(self, code: str) -> str:
        """The name of an issuing body."""
        return body_label(code, self.language)

    def listed_body(self, code: str) -> str:
        """The name of an issuing body in a list of such."""
        return listed_body_label(code, self.language)

    def area(self, code: str) -> str:
        """The name of a province or city."""
        return area_label(code, self.language)

    def status(self, status: Status) -> str:
        """The label of a status."""
        return wording.status_label(status, self.language)

    def certainty(self, certainty: Certainty) -> str:
        """The label of a certainty."""
        return wording.certainty_label(certainty, self.language)

    def kind(self, code: str, inverse: bool = False) -> str:
        """The label of a relation kind, seen from either end."""
        return wording.kind_label(code, self.language, inverse)

    def verb(self, relation: Relation, inverse: bool = False) -> str:
        """The label of a relation, seen from either end; where it names its place, of that place."""
        return wording.verb(relation, self.language, inverse)

    def kind_title(self, code: str, inverse: bool = False) -> str:
        """The label of a relation kind as a heading."""
        label = self.kind(code, inverse)
        return label[:1].upper() + label[1:]

    def note(self, texts: Mapping[str, str | None]) -> str | None:
        """A note in this language, else in Vietnamese."""
        return texts.get(self.language) or texts.get("vi")
