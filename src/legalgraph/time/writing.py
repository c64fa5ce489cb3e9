"""How one change is written into the words of a unit, and when it is left: a wrong word of law is worse than a missing one."""

import re
from collections.abc import Collection, Iterable
from enum import StrEnum

from legalgraph.model.provision import GROUPS, Provision, label_order
from legalgraph.model.relation import SUSPENDING, Certainty, Operation, Relation
from legalgraph.model.text import UnitRow
from legalgraph.time.tree import BEGINS, Node, Stretch, Tree, heading_of, planted, units_begun

TAKES_OUT = {"repeals_part", "ends_part"}
_INSTEAD = {"repeals_part": "(được bãi bỏ)", "ends_part": "(hết hiệu lực)"}
_GONE = re.compile(r"\((?:được|bị|đã) bãi bỏ\)|\(hết hiệu lực\)")
_WORDED = {"amends", "replaces_part", "replaces_annex"}
_OPENS, _CLOSES = '“"„', '”"'
_ANCHOR = re.compile(r"(after|before) [“\"](.+)[”\"]", re.DOTALL)
_END_OF = "end of "
_PUT_IN = re.compile(r"\d+[a-zđ]+\d*|[a-zđ]\d+")
_MOST = 500  # places in one unit where words are edited
# What of a place is meant, in the words of an act: "quy định về … tại Điều 5", "một phần khoản 1", "Điều 3 đối với …", "từ thứ hai".
_PLACE = r"(?:[Đđ]iều|[Kk]hoản|[Đđ]iểm|[Pp]hụ lục|[Mm]ục)\s+\S+"
_OF_SOME = re.compile(
    rf"\bmột phần\s+{_PLACE}"
    rf"|\b(?:quy định|nội dung)\s+(?:có\s+)?(?:về|liên quan đến)\s[^.;\n]{{1,300}}?\s(?:tại|ở|trong)\s+(?:các\s+)?{_PLACE}"
    rf"|\b(?:điều kiện|thủ tục|biểu mẫu|nội dung)\s+(?!tại\b|quy định\b)[^.;\n]{{1,160}}?\s(?:tại|ở|trong)\s+(?:các\s+)?{_PLACE}"
    rf"|{_PLACE}\s+(?:về|liên quan|trong trường hợp|áp dụng|dành cho|phần)\b|\(phần\b|\bphần\s+quy định\b|\bdòng\s+(?:đầu|cuối|thứ)\b"
    rf"|{_PLACE}\s+đối với\b|\btrừ\s+(?:các\s+|quy định\s+(?:tại\s+)?)?{_PLACE}|[”\"]\s+thứ\s+(?:nhất|hai|ba|tư)\b"
)

# Beside what is taken out something else is said to go on.
_GOES_ON = re.compile(r"\b(?:tiếp tục|giữ nguyên|thực hiện theo|áp dụng theo)\b")
_FROM_DAY = re.compile(
    r"(?:từ|sau)\s+(?:ngày\s+)?(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})|(?:từ|sau)\s+ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})"
)
_SHORTENED = re.compile(r"(?m)(?:…|\.\.\.|\(\s*(?:giữ nguyên|không đổi|không thay đổi)[^)\n]*\))[”\"]?\s*$")
_PUTS_FOR = re.compile(r"\b(?:bằng|thành|là|bởi)\b")


class Left(StrEnum):
    """Why a change is not written into the words."""

    NO_DAY = "no_day"
    NO_WORDS = "no_words"
    NO_PLACE = "no_place"
    NOT_THERE = "not_there"
    THERE_ALREADY = "there_already"
    GONE = "gone"
    OF_SEVERAL = "of_several"
    OTHER_UNIT = "other_unit"
    LEAD_ONLY = "lead_only"
    LAST_LINES = "last_lines"
    WORDS_NOT_THERE = "words_not_there"
    SHORT_WORD = "short_word"
    LIMITED = "limited"
    SUSPENDED = "suspended"
    SHAKEN = "shaken"
    UNPROVED = "unproved"
    MIXED = "mixed"


SETTLED = {Left.THERE_ALREADY, Left.GONE}
"""Reasons with which nothing is missing in the words."""


def path_of(relation: Relation) -> str:
    """The unit that a change is about; empty where no single one is."""
    return relation.target_provision.path if relation.target_provision else ""


def is_probable(relation: Relation) -> bool:
    """An inference with no words of a text to check it by: that an article has changed is likely, not known."""
    return relation.certainty is not Certainty.VERIFIED and not any(evidence.quote for evidence in relation.evidence)


def inserted_unit(units: Iterable[UnitRow]) -> UnitRow | None:
    """The first unit that was put in after a text was issued: Điều 7a, khoản 2b, điểm b1."""
    kinds = ("dieu", "khoan", "diem")
    return next((u for u in units if u.kind in kinds and _PUT_IN.fullmatch(u.label) and u.path.startswith("dieu_")), None)


def new_words(relation: Relation) -> str:
    """The words that an act puts in, without the marks of quotation around them and what stands behind these."""
    return _bare(relation.operation.new_text if relation.operation else None)


def replaced_by(old: str, new: str) -> tuple[str, str] | None:
    """What stays of the words of a unit, its number or heading where new ones have none, and what these take the place of.

    None where the new ones begin as another unit does: "1. … a) …" said of a point, "Điều 5. … 2. …" of a clause, "2. …" of an article.

    >>> replaced_by("2. Hộ nuôi tằm.", "Hộ ươm tơ.")
    ('2. ', 'Hộ nuôi tằm.')
    """
    begins, other = BEGINS.match(old), BEGINS.match(new)
    if begins is None:
        return ("", old) if _first_words(old) == _first_words(new) else None
    if other and begins.groups() == other.groups():
        return "", old
    if begins["dieu"] and (other is None or other["khoan"] == "1"):
        heading = heading_of(old)
        return (heading, old[len(heading) :]) if heading else None if other else (old[: begins.end()], old[begins.end() :])
    return (old[: begins.end()], old[begins.end() :]) if other is None else None


def _first_words(words: str) -> list[str]:
    r"""What an annex is called: "PHỤ LỤC II".

    >>> _first_words("Phụ lục II\nGIỐNG TẰM")
    ['phụ', 'lục', 'ii']
    """
    return words.casefold().split()[:3]


def doubt(relation: Relation, paths: Collection[str], doubled: Collection[str], *, shared: bool) -> Left | None:
    """Why a change cannot be written whatever the words are. `doubled` are places that an attached document has, too."""
    operation = relation.operation
    if relation.kind in SUSPENDING:
        return Left.SUSPENDED
    if relation.effective_from is None:
        return Left.NO_DAY
    if is_probable(relation):
        return Left.UNPROVED
    told = " ".join(evidence.quote.read for evidence in relation.evidence if evidence.quote and evidence.kind != "citation")
    of_some = not (operation and operation.new_text and not operation.old_text) and _OF_SOME.search(told)
    goes_on = relation.kind in TAKES_OUT and _GOES_ON.search(told)
    if relation.exception or relation.condition or relation.until or of_some or goes_on or _has_another_day(relation, told):
        return Left.LIMITED
    if not paths or any(path in doubled for path in paths) or (relation.kind == "adds" and _beside_doubled(paths, doubled)):
        return Left.NO_PLACE
    if relation.kind not in TAKES_OUT and (operation is None or not (operation.new_text or operation.old_text)):
        return Left.NO_WORDS
    if relation.kind == "substitutes_phrase" and operation and not _says_what_for_what(operation, told):
        return Left.NO_WORDS
    return Left.OF_SEVERAL if shared else None


def _has_another_day(relation: Relation, told: str) -> bool:
    """Whether an act names a first day that is not the one known of it."""
    days = [tuple(int(part) for part in found.groups() if part) for found in _FROM_DAY.finditer(told)]
    first = relation.effective_from
    known = (first.day, first.month, first.year) if first else ()
    return any(day != known for day in days)


def _beside_doubled(paths: Collection[str], doubled: Collection[str]) -> bool:
    """Whether a new unit may be meant for an attached document: one of the same kind stands there beside, or what holds it."""
    stems = {path.rpartition("/")[0] for path in paths}
    return any(stem in doubled or any(other.rpartition("/")[0] == stem for other in doubled) for stem in stems)


def _says_what_for_what(operation: Operation, told: str) -> bool:
    """Whether the new words are those for the old ones: of "các từ “A”, “B” bằng “C”, “D”" A and B are not."""
    old, new = _bare(operation.old_text), _bare(operation.new_text)
    if not old or not new:
        return False
    first, second = told.find(old), told.find(new)
    return min(first, second) < 0 or bool(_PUTS_FOR.search(told, first + len(old), second))


def write(tree: Tree, relation: Relation, paths: Collection[str], own: Collection[str]) -> Left | None:
    """Write a change of some units in, or tell why it is left. `own` are the relations of its document: it does not edit their words."""
    if relation.kind == "adds":
        return _put_in(tree, relation)
    nodes = [tree.by_path.get(path) for path in paths]
    there = [node for node in nodes if node is not None]
    takes_out = relation.kind in TAKES_OUT
    if len(there) < len(nodes):
        return Left.GONE if takes_out and any(_holder_gone(tree, path) for path in paths) else Left.NOT_THERE
    if any(map(_is_gone, there)):
        return Left.GONE if takes_out else Left.NOT_THERE
    if takes_out:
        if any(node.closes for node in there):
            return Left.LAST_LINES
        for node in there:
            tree.take_out(node, relation.id, _INSTEAD[relation.kind])
        return None
    (node,) = there
    if relation.kind in _WORDED and relation.operation and not relation.operation.old_text:
        return _word(tree, node, relation)
    if relation.kind == "renames":
        return _rename(node, relation)
    return _edit(node, relation, own)


def _is_gone(node: Node) -> bool:
    """True for a unit that was taken out, by another change or in the text itself: "3. (được bãi bỏ)"."""
    said = node.said
    begins = BEGINS.match(said)
    return node.gone or _GONE.match(said, begins.end() if begins else 0) is not None


def _holder_gone(tree: Tree, path: str) -> bool:
    steps = path.split("/")
    holders = (tree.by_path.get("/".join(steps[:end])) for end in range(1, len(steps)))
    return any(holder is not None and _is_gone(holder) for holder in holders)


def _word(tree: Tree, node: Node, relation: Relation) -> Left | None:
    new, old = new_words(relation), node.said
    found, begun = replaced_by(old, new), units_begun(node.kind, new)
    begins = BEGINS.match(new)
    if found is None or len(begun) > (begins is not None):
        return Left.OTHER_UNIT
    if found[1].split() == new.split():
        return Left.THERE_ALREADY
    if _SHORTENED.search(new) or (node.inner and _is_lead(node, new)):
        return Left.LEAD_ONLY
    if node.closes and new.count("\n") < old.strip().count("\n"):
        return Left.LAST_LINES
    tree.word(node, new, relation.id, found[0])
    return None


def _is_lead(node: Node, new: str) -> bool:
    """True for new words that are the opening or the heading alone of what had units in it."""
    if node.kind in GROUPS:
        return not units_begun("dieu", new)
    return new.endswith(":") or ("\n" not in new and not new.endswith((".", ";")))


def _put_in(tree: Tree, relation: Relation) -> Left | None:
    """Put a new unit behind the last one of its kind that comes before it, or a paragraph at the end of one that is there."""
    if relation.target_provision is None:
        return Left.NO_PLACE
    place = relation.target_provision
    kind, new, there = place.steps[-1][0], new_words(relation), tree.by_path.get(place.path)
    anchor = (relation.operation.anchor if relation.operation else None) or ""
    begins = BEGINS.match(new)
    label = (begins["article"] if kind == "dieu" else begins.groupdict().get(kind)) if begins else None
    if there is not None and not there.gone:
        return _supplement(tree, there, relation, label if label == place.label else None)
    if label != place.label or len(units_begun(kind, new)) > 1:
        return Left.OTHER_UNIT
    if anchor.startswith(("before ", "start of ")):
        return Left.NO_PLACE
    if there is not None:
        there.gone = False
        tree.word(there, new, relation.id)
        return None
    last = _last_before(tree, place)
    if last is None:
        return Left.NOT_THERE
    if last.closes:
        return Left.LAST_LINES
    node = Node(place.path, kind, place.label)
    node.parts = planted(node, f"{new}\n", relation.id)
    tree.put_behind(last, node)
    return None


def _supplement(tree: Tree, there: Node, relation: Relation, label: str | None) -> Left | None:
    """What is added to a unit that is there: a paragraph at its end, where the act says so; else it is not told where."""
    new = new_words(relation)
    if " ".join(new.split()) in " ".join(there.said.split()):
        return Left.THERE_ALREADY
    at_end = relation.operation is not None and relation.operation.anchor == _END_OF + there.path
    if not at_end or label or BEGINS.match(new):
        return Left.NO_PLACE
    tree.append(there, new, relation.id)
    return None


def _last_before(tree: Tree, place: Provision) -> Node | None:
    kind, stem = place.steps[-1][0], place.path.rpartition("/")[0]
    beside = [node for path, node in tree.by_path.items() if node.kind == kind and path.rpartition("/")[0] == stem]
    before = [node for node in beside if label_order(node.label) < label_order(place.label)]
    return max(before, key=lambda node: label_order(node.label), default=None)


def _rename(node: Node, relation: Relation) -> Left | None:
    first = node.parts[0] if node.parts else None
    heading = heading_of(node.said)
    new, begins = new_words(relation), BEGINS.match(heading)
    if not isinstance(first, Stretch) or not heading or not first.said.startswith(heading):
        return Left.NOT_THERE
    if begins is None or "\n" in new:
        return Left.OTHER_UNIT
    kept = "" if BEGINS.match(new) else heading[: begins.end()]
    behind = Stretch(first.said[len(heading.rstrip("\n")) :], first.by)
    node.parts[:1] = [*([Stretch(kept, first.by)] if kept else []), Stretch(new, relation.id), behind]
    return None


def _edit(node: Node, relation: Relation, own: Collection[str]) -> Left | None:
    """Put words in place of others, take them out, or put them in beside others, wherever these stand in a unit."""
    operation = relation.operation
    if operation is None:
        return Left.NO_WORDS
    old, new, before = _bare(operation.old_text), _bare(operation.new_text), None
    beside = None if old else _ANCHOR.fullmatch(operation.anchor or "")
    if not old and beside is None:
        return Left.NO_PLACE
    if beside:
        old, before = _bare(beside[2]), beside[1] == "before"
    elif len(old.split()) == 1 and old.isalnum():  # "xã" also stands in "xã hội", and "2" in "Điều 2"
        return Left.SHORT_WORD
    pattern = _standing(old)
    editable = [s for s in _still_there(node) if s.by not in own]
    times = sum(len(pattern.findall(stretch.said)) for stretch in editable)
    everywhere = len(pattern.findall("".join(s.said if s.by not in own else "\0" for s in _still_there(node))))
    if not times or times != everywhere or times > _MOST or (beside and times != 1):
        return Left.WORDS_NOT_THERE  # also where some of them stand across words of two acts
    alike = len(_standing(_alike(old)).findall(_alike("".join(stretch.said for stretch in editable))))
    if alike != times or any(pattern.search(_number_of(inner)) for inner in node.nodes()):
        return Left.WORDS_NOT_THERE  # some are written otherwise, or are the number of a unit
    _replace(node, pattern, new, relation.id, own, before=before)
    return None


def _alike(words: str) -> str:
    return words.casefold().replace("uỷ", "ủy").replace("oà", "òa").replace("oá", "óa")


def _number_of(node: Node) -> str:
    said = node.said
    begins = BEGINS.match(said)
    return said[: begins.end()] if begins else ""


def _still_there(node: Node) -> Iterable[Stretch]:
    if not node.gone:
        for part in node.parts:
            yield from [part] if isinstance(part, Stretch) else _still_there(part)


def _replace(node: Node, pattern: re.Pattern[str], new: str, by: str, own: Collection[str], *, before: bool | None) -> None:
    """Edit what is found; `before` tells on which side of it words are put in, None that they take its place."""
    parts: list[Stretch | Node] = []
    for part in node.parts:
        if isinstance(part, Node):
            if not part.gone:
                _replace(part, pattern, new, by, own, before=before)
            parts.append(part)
        elif part.by in own or not pattern.search(part.said):
            parts.append(part)
        else:
            parts += [piece for piece in _pieces(part, pattern, new, by, before=before) if piece.said]
    node.parts = parts


def _pieces(part: Stretch, pattern: re.Pattern[str], new: str, by: str, *, before: bool | None) -> Iterable[Stretch]:
    at, said = 0, part.said
    for found in pattern.finditer(said):
        stop = found.end() if before is False else found.start()
        kept, at = said[at:stop], stop if before is not None else found.end()
        if not new:  # one space goes with what is taken out
            if said[at : at + 1] in (" ", ""):
                at += 1
            elif kept.endswith(" ") and said[at] in ",.;:)":
                kept = kept[:-1]
        yield Stretch(kept, part.by)
        yield Stretch(new if before is None else f"{new} " if before else f" {new}", by) if new else Stretch("")
    yield Stretch(said[at:], part.by)


def _standing(words: str) -> re.Pattern[str]:
    """Finds words, whatever spaces and ends of lines are between them, and never within other words."""
    said = r"\s+".join(map(re.escape, words.split()))
    begin, end = (r"(?<!\w)" if words[:1].isalnum() else ""), (r"(?!\w)" if words[-1:].isalnum() else "")
    return re.compile(f"{begin}{said}{end}" if words else r"(?!)")


def _bare(words: str | None) -> str:
    """Words without one pair of marks of quotation around them, and what stands behind these."""
    said = (words or "").strip()
    closed = said.rstrip(".;, \n")
    if said[:1] and said[0] in _OPENS:
        return (closed[:-1] if closed[-1:] and closed[-1] in _CLOSES and len(closed) > 1 else said)[1:].strip()
    return closed[:-1].strip() if closed[-1:] == "”" and "“" not in closed else said
