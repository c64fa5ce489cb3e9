"""What a document rests on, read from a graph; the rules are in `legalgraph.time.basis`."""

from collections.abc import Callable, Iterable, Mapping

from legalgraph.model.document import Document
from legalgraph.model.relation import Relation
from legalgraph.queries.reader import Reader
from legalgraph.registry import is_normative
from legalgraph.time.basis import RESTING, Footing, footing
from legalgraph.time.status import StatusOnDay


def footing_of(
    reader: Reader,
    document: Document,
    relations: Iterable[Relation],
    documents: Mapping[str, Document],
    status: Callable[[Document], StatusOnDay],
) -> tuple[Footing, dict[str, Document]]:
    """Return what a document rests on, on the day for which `status` gives statuses, and the documents it is told with.

    `documents` hold the ends of its relations; those that acted upon its bases are read.
    """
    resting = [r for r in relations if r.source == document.path and r.kind in RESTING and r.target in documents]
    statuses = {path: status(documents[path]) for path in dict.fromkeys(r.target for r in resting)}
    own = status(document)
    acting = {why.relation.source for found in (own, *statuses.values()) for why in found.reasons if why.relation}
    named = {**documents, **reader.documents(acting - documents.keys()), document.path: document}
    normative = {path: is_normative(named[path]) for path in (document.path, *statuses)}
    signed = {path: known.signed for path in acting if (known := named.get(path))}
    return footing(document, own, resting, statuses, normative, signed), named
