"""What a document details, by a title that stood beside its text: collections give articles without the page that heads them."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from legalgraph.extraction.gazetteer import law_names
from legalgraph.model.document import Document
from legalgraph.model.reading import Citation, Reading
from legalgraph.model.relation import Certainty, Evidence, Relation
from legalgraph.pipeline.acts import Found, is_older
from legalgraph.pipeline.targets import Resolver
from legalgraph.registry import type_label
from legalgraph.text.reading import read

_DETAILS = re.compile(r"(?:về\s+)?(?:việc\s+)?(?:quy định\s+(?:chi tiết|(?:một số\s+|các\s+)?biện pháp)|hướng dẫn)\s", re.IGNORECASE)
_LONGEST = 1000


def add_details(found: Found, document: Document, reading: Reading, resolving: Callable[[Sequence[Citation]], Resolver]) -> None:
    """Add what the title says to be detailed, where the text has no title of its own and says nothing of the kind.

    A consolidation repeats the title of what it joins.
    """
    if reading.metadata.title or document.type == "vbhn" or any(r.kind == "details" for r in found.relations.values()):
        return
    for relation in _details(document, resolving):
        found.add(relation)


def _details(document: Document, resolving: Callable[[Sequence[Citation]], Resolver]) -> Iterator[Relation]:
    title = document.title
    if len(title) > _LONGEST or not _DETAILS.match(title):
        return
    # As a sentence of the document the title says what the first article would.
    said = read(f"{type_label(document.type)} này {title[:1].lower()}{title[1:]}", law_names())
    resolver = resolving(said.citations)
    for statement in said.statements:
        target = resolver.target(statement.target) if statement.kind == "details" else None
        if target is None or not target.known or target.path == document.path:
            continue
        if is_older(document.signed, target):
            continue
        evidence = (Evidence("title", note=f"“{title}”"),)
        base = Relation(document.path, target.path, "details", certainty=Certainty.INFERRED, rule="title", evidence=evidence)
        provisions = [place.provision for place in statement.provisions]
        ranges = tuple(sorted({place.notation for place in statement.provisions if place.provision is None}))
        yield from (replace(base, target_provision=provision) for provision in provisions if provision)
        if ranges or not provisions:
            yield replace(base, places=ranges)
