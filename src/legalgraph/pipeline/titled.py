"""What a document does to others by a title that stood beside its text: collections give articles without the page that heads them.

They leave articles out, too: of one that amends, the codification keeps what holds of itself, and not what it changed elsewhere.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from legalgraph.extraction.gazetteer import law_names
from legalgraph.model.document import Document
from legalgraph.model.reading import Citation, Reading, Statement
from legalgraph.model.relation import CHANGING, ENDING, SUSPENDING, Certainty, Evidence, Relation
from legalgraph.pipeline.acts import PART, Found, is_older, over_its_head
from legalgraph.pipeline.targets import Resolved, Resolver
from legalgraph.registry import type_label, types
from legalgraph.text.reading import read

_DETAILS = re.compile(r"(?:về\s+)?(?:việc\s+)?(?:quy định\s+(?:chi tiết|(?:một số\s+|các\s+)?biện pháp)|hướng dẫn)\s", re.IGNORECASE)
_ACTS = re.compile(
    r"(?:về\s+)?(?:việc\s+)?(?:(?:ban hành\s+)?(?:quy định|hướng dẫn)\s+(?:về\s+)?(?:việc\s+)?(?!bổ sung|đính chính))?"
    r"(?P<act>(?:sửa đổi|bổ sung|bãi bỏ|hủy bỏ|huỷ bỏ|thay thế|đính chính)\s*[,\s])",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:số\s+)?(?P<number>\d\S*/\S+)\s+", re.IGNORECASE)
_DONE = ENDING | CHANGING | {"corrects"}
# "Bãi bỏ một số văn bản ban hành theo Ⓓ", "Sửa đổi mức phụ cấp theo Điều 5 Ⓓ": what is changed is not the document named.
_NOT_THAT = re.compile(
    r"\b(?:các|một số|những|nhiều)\s+(?:văn bản|luật|pháp lệnh|nghị quyết|nghị định|quyết định|thông tư|chỉ thị)\b"
    r"|(?<!kèm )\b(?:theo|thi hành|thực hiện|hướng dẫn|chi tiết)\s+"
    r"(?:(?:quy định|tại|của|các|từ|đến|khoản|điểm|điều|mục|chương|phụ lục|và|[\divx]\w*|[a-zđ]),?\s+)*\Z",
    re.IGNORECASE,
)
_OF_PART = re.compile(
    r"\b(?:một phần|một số|(?:các|những)\s+(?:điều|khoản|điểm|quy định|nội dung|phụ lục|(?:biểu\s+)?mẫu))\b", re.IGNORECASE
)
_LAW = re.compile(r"\b(?:bộ luật|luật|pháp lệnh)\b")
_LONGEST = 1000


def add_titled(found: Found, document: Document, reading: Reading, resolving: Callable[[Sequence[Citation]], Resolver]) -> None:
    """Add what the title says to be detailed, and what it says to be amended, replaced, repealed or corrected.

    That is, where the text has no title of its own, and only what the text does not say: that anything is detailed, or what is done to
    the document named. A consolidation repeats the title of what it joins.
    """
    title = _without_own_name(document)
    if reading.metadata.title or document.type == "vbhn" or len(title) > _LONGEST:
        return
    # A submission, a letter or a plan with such a title proposes or reports it.
    if (act := _ACTS.match(title)) and _may_act(document):
        said = read(_in_small(title[act.start("act") :]), law_names())
        told = _acts(found, said, document, resolving(said.citations))
    elif _DETAILS.match(title) and not any(relation.kind == "details" for relation in found.relations.values()):
        # As a sentence of the document the title says what the first article would.
        said = read(f"{type_label(document.type)} này {title[:1].lower()}{title[1:]}", law_names())
        told = _details(said, document, resolving(said.citations))
    else:
        return
    for relation in list(told):
        found.add(relation)


def _may_act(document: Document) -> bool:
    found = types().get(document.type)
    return found is not None and found.normative is not False


def _without_own_name(document: Document) -> str:
    """The title without the name of the document that may stand before it: "Thông tư số 5/2031/TT-BTC sửa đổi …"."""
    label, title = type_label(document.type), document.title
    if title[: len(label)].casefold() != label.casefold() or title[len(label) : len(label) + 1] != " ":
        return title
    rest = title[len(label) :].lstrip()
    number = _NUMBERED.match(rest)
    if number is None:
        return rest
    return rest[number.end() :] if number["number"].casefold() == (document.number or "").casefold() else title


def _in_small(title: str) -> str:
    """The title as a sentence that begins with its verb; of one in capitals the words are told from names by their first letter."""
    if title.isupper():
        small = " ".join(word if "/" in word else word.lower() for word in title.split())
        title = _LAW.sub(lambda law: law[0].capitalize(), small)
    return title[:1].upper() + title[1:]


def _details(said: Reading, document: Document, resolver: Resolver) -> Iterator[Relation]:
    for statement in said.statements:
        target = _target(statement, document, resolver) if statement.kind == "details" else None
        if target is not None:
            yield from _placed(statement, _relation(document, target, "details", "title"))


def _acts(found: Found, said: Reading, document: Document, resolver: Resolver) -> Iterator[Relation]:
    told = {r.target for r in found.relations.values() if r.source == document.path and r.kind in _DONE | SUSPENDING}
    for statement in said.statements:
        target = _target(statement, document, resolver) if statement.kind in _DONE else None
        if target is None or target.path in told:
            continue
        named = min((cited.start for cited in said.citations if cited.start >= statement.start), default=statement.start)
        changed = said.text[statement.start : named]
        if _NOT_THAT.search(changed) or (statement.kind != "corrects" and over_its_head(document.path, target.path)):
            continue
        in_part = statement.provisions or _OF_PART.search(changed)
        kind = PART.get(statement.kind, statement.kind) if in_part else statement.kind
        yield from _placed(statement, _relation(document, target, kind, "act_in_title"))


def _target(statement: Statement, document: Document, resolver: Resolver) -> Resolved | None:
    """The document that a statement of the title is about; None where that is not known, or is no older one."""
    target = resolver.target(statement.target)
    if target is None or not target.known or target.path == document.path or is_older(document.signed, target):
        return None
    return target


def _relation(document: Document, target: Resolved, kind: str, rule: str) -> Relation:
    evidence = (Evidence("title", note=f"“{document.title}”"),)
    return Relation(document.path, target.path, kind, certainty=Certainty.INFERRED, rule=rule, evidence=evidence)


def _placed(statement: Statement, base: Relation) -> Iterator[Relation]:
    """One relation for each place that the title names, and one for all that no path can name."""
    provisions = [place.provision for place in statement.provisions]
    ranges = tuple(sorted({place.notation for place in statement.provisions if place.provision is None}))
    yield from (replace(base, target_provision=provision) for provision in provisions if provision)
    if ranges or not provisions:
        yield replace(base, places=ranges)
