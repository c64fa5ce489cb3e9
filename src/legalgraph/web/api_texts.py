"""Response models of the words of documents on a day: the shape of `legalgraph.records.consolidated_record`."""

from typing import Literal

from legalgraph.web.api_models import Code, Day, Model, RelationModel


class StretchModel(Model):
    """Words of a text; `by` is the id of the relation that put them there, null for the text's own."""

    words: str
    by: str | None


class LeftModel(Model):
    """A change that could not be written into the words, and why."""

    why: Code
    relation: RelationModel


class TextModel(Model):
    """The words of a document with what others have changed in them until a day; made by machine, never official."""

    path: str
    day: Day
    official: Literal[False]
    stretches: list[StretchModel]
    written: list[RelationModel]
    left: list[LeftModel]
