"""Headings ▶ a tree: each is planted where its sequence goes on, or left as text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from legalgraph.model.reading import Diagnostic, Note, Unit
from legalgraph.text.fronts import Front
from legalgraph.text.headings import Heading
from legalgraph.text.numbering import Rank, follows, letter_rank, number_rank, roman_rank

_LEVEL = {"document": 0, "quoted": 0, "header": 1, "title": 1, "recitals": 1, "body": 1, "signature": 1, "recipients": 1, "kem-theo": 1,
          "notes": 1, "phuluc": 2, "mau": 3, "phan": 4, "chuong": 5, "muc": 6, "tieumuc": 7, "dieu": 8}  # fmt: skip
_ITEM = 9
_SCOPES = frozenset({"document", "body", "quoted", "kem-theo", "phuluc", "mau"})
_CLOSED = frozenset({"header", "title", "recitals", "notes"})
_PARTS = frozenset({"phan", "chuong", "muc", "tieumuc"})
_MOST_MISSING = 5
_CAPTION = 1500  # an annex's caption is not longer


@dataclass(slots=True)
class _Node:
    kind: str
    label: str
    start: int
    words: int
    form: str = ""
    rank: Rank = ()
    level: int = 0
    stop: int | None = None  # for quotations: where they end
    children: list["_Node"] = field(default_factory=list)
    unit: Unit | None = None
    articles: set[str] = field(default_factory=set)  # of a scope: labels seen
    last_article: Rank = ()


class Planter:
    """Grows one tree from headings given in order."""

    def __init__(self, text: str, end: int, start: int = 0, kind: str = "document") -> None:
        """Begin a tree for `text[start:end]`."""
        self.text = text
        self.end = end
        self.doubts: list[Diagnostic] = []
        self._root = _Node(kind, "", start, start)
        self._stack = [self._root]
        self._attached = 0
        self._body: _Node | None = None  # while nothing but annexes has come behind it
        self.next_article: str | None = None  # the label of the Điều that comes after the one planted, if any

    def front(self, front: Front) -> None:
        """Plant header, title and recitals, and open the body."""
        marks = [("header", 0, front.title), ("title", front.title, front.recitals), ("recitals", front.recitals, front.end)]
        for kind, start, end in marks:
            if end > start:
                self._add(_Node(kind, "", start, start, level=1))
        self._add(_Node("body", "", front.end, front.end, level=1))

    def plant(self, heading: Heading) -> None:
        """Plant a heading if it fits where the tree has grown to."""
        form = heading.form
        if self._top.kind in _CLOSED:
            return
        if form == "dieu":
            self._article(heading)
        elif form == "part":
            self._part(heading)
        elif form in ("annex", "form"):
            self._annex(heading)
        elif form in ("sign", "recipients"):
            self._closing(heading)
        elif form == "attached":
            self._attach(heading)
        elif self._container.kind not in ("signature", "recipients"):
            self._item(heading)

    def quote(self, start: int, stop: int, inner: "Planter") -> None:
        """Plant a quotation with its own tree under the unit that brings it."""
        if start < self._top.start:
            return
        if self.text.startswith("\n", stop):
            stop += 1
        node = _Node("quoted", "", start, start, level=_LEVEL["quoted"], stop=stop)
        node.unit = inner.tree(stop)
        self._top.children.append(node)

    def notes(self, notes: Sequence[Note]) -> None:
        """Plant the footnotes, from where the tree ends."""
        if not notes:
            return
        self._pop(1)
        self._add(_Node("notes", "", self.end, self.end, level=1))
        for note in notes:
            start = self.text.rfind("\n", 0, note.start) + 1
            if start >= self.end:
                self._top.children.append(_Node("note", note.label, start, note.start))

    def tree(self, end: int) -> Unit:
        """Return the tree, its root ending at `end`."""
        return _grown(self._root, end, self.text)

    @property
    def _top(self) -> _Node:
        return self._stack[-1]

    @property
    def _container(self) -> _Node:
        return self._stack[1] if len(self._stack) > 1 else self._root

    @property
    def _scope(self) -> _Node:
        return next(node for node in reversed(self._stack) if node.kind in _SCOPES)

    def _pop(self, level: int) -> None:
        while len(self._stack) > 1 and self._stack[-1].level >= level:
            self._stack.pop()

    def _add(self, node: _Node) -> None:
        self._pop(node.level)
        if node.level == 1:
            self._body = node if node.kind == "body" else None
        self._stack[-1].children.append(node)
        self._stack.append(node)

    def _doubt(self, code: str, message: str, heading: Heading) -> None:
        self.doubts.append(Diagnostic(code, message, heading.start, heading.words))

    def _article(self, heading: Heading) -> None:
        rank = number_rank(heading.label)
        if rank is None:
            return
        self._back_to_body(heading.label)
        scope = self._scope
        in_order = follows(rank, scope.last_article or (0,)) and heading.label not in scope.articles
        words = self.text[heading.words : heading.words + 8].partition("\n")[0].strip()
        dotted = self.text[heading.words - 1] in ".:"
        if not in_order and (scope.kind in ("phuluc", "mau") or not (words or dotted)):
            # A cell of a table, or the article of a model decision.
            return
        closed = self._container.kind in ("signature", "recipients")
        repeated = heading.label in scope.articles
        anew = self.next_article in (None, "2")
        if closed or (repeated and rank == (1,) and anew and scope.kind != "quoted"):
            if rank != (1,):
                return
            # A regulation that begins without a line that says so.
            self._doubt("attachment-unmarked", "Điều 1 begins anew without a heading", heading)
            self._begin_attachment(heading.start)
            scope = self._scope
        elif repeated:
            self._doubt("article-repeated", f"Điều {heading.label} comes a second time", heading)
        elif scope.last_article and not follows(rank, scope.last_article):
            code = "article-gap" if rank > scope.last_article else "article-order"
            self._doubt(code, f"Điều {heading.label} does not follow the Điều before it", heading)
        if not repeated:
            scope.articles.add(heading.label)
            scope.last_article = rank
        self._add(_Node("dieu", heading.label, heading.start, heading.words, "dieu", rank, _LEVEL["dieu"]))

    def _back_to_body(self, label: str) -> None:
        """Take annexes for names of annexes when the articles of the body go on behind them, and nobody has signed."""
        body = self._unsigned_body()
        if body is not None and not self._scope.articles and label not in body.articles:
            self._reopen(body)

    def _unsigned_body(self) -> _Node | None:
        """The body, if nothing but annexes has come behind it."""
        body = self._body
        return body if body is not None and body.articles and self._root.children[-1] is not body else None

    def _reopen(self, body: _Node) -> None:
        del self._root.children[self._root.children.index(body) + 1 :]
        self._stack = [self._root, body]

    def _part(self, heading: Heading) -> None:
        rank = roman_rank(heading.label) or number_rank(heading.label)
        level = _LEVEL[heading.kind]
        if rank is None or self._container.kind in ("signature", "recipients"):
            return
        parent = next(node for node in reversed(self._stack) if node.level < level)
        last = next((child.rank for child in reversed(parent.children) if child.kind == heading.kind), ())
        if last and not last < rank:
            if self._scope.kind in ("phuluc", "mau"):
                # Annexes hold models and tables of contents, whose parts begin anew.
                if rank == (1,):
                    self._add(_Node(heading.kind, heading.label, heading.start, heading.words, "part", rank, level))
                return
            self._doubt("part-order", f"{heading.kind} {heading.label} does not follow the one before it", heading)
            return
        self._add(_Node(heading.kind, heading.label, heading.start, heading.words, "part", rank, level))

    def _annex(self, heading: Heading) -> None:
        line_end = self.text.find("\n", heading.words, self.end)
        line = self.text[heading.start : self.end if line_end < 0 else line_end].rstrip()
        in_body = self._container.kind in ("body", "document", "quoted")
        if in_body and (line[-1] in ".;,:”" or (heading.form == "form" and self._top.kind != "body" and len(line) > 40)):
            return
        if in_body and self._root.kind == "quoted" and len(self._stack) > 1 and self._stack[1].kind == "dieu":
            return
        if self._container.kind in ("body", "signature", "recipients"):
            self._pop(1)
        self._add(_Node(heading.kind, heading.label, heading.start, heading.words, heading.form, level=_LEVEL[heading.kind]))

    def _closing(self, heading: Heading) -> None:
        body = self._unsigned_body()
        if body is not None and heading.form == "sign" and heading.start - self._root.children[-1].start < _CAPTION:
            # The annexes named so far were those of a list at the end of the last article.
            self._reopen(body)
        if self._container.kind not in ("body", "signature", "recipients"):
            return
        top = self._top
        # "Chương VI" / "CHỦ TỊCH NƯỚC" is a heading, not a signature.
        if top.kind in _PARTS and not self.text[top.words : heading.start].strip(" .:\n"):
            return
        kind = "signature" if heading.form == "sign" else "recipients"
        start = heading.start
        if self.text.startswith("XÁC", start):
            above = _title_above(self.text, start, top.words)
            start = start if above is None else above
        unbegun = self._container.kind == "body" and not self._container.children and heading.start == self._container.start
        if self._container.kind != kind and not unbegun:
            self._add(_Node(kind, "", start, start, level=1))

    def _attach(self, heading: Heading) -> None:
        """Begin an attached document at the title above "(Ban hành kèm theo …)", unless that is an annex's caption."""
        top = self._top
        if self._root.kind == "quoted" or (top.kind in ("phuluc", "mau", "kem-theo") and heading.start - top.start < _CAPTION):
            return
        begin = _title_above(self.text, heading.start, top.words)
        if begin is not None and self._container.kind != "document":
            self._begin_attachment(begin)

    def _begin_attachment(self, start: int) -> None:
        self._attached += 1
        self._add(_Node("kem-theo", str(self._attached), start, start, level=1))

    def _item(self, heading: Heading) -> None:
        for form, kind, rank in _readings(heading):
            at = self._place(form, rank)
            if at is not None:
                del self._stack[at + 1 :]
                level = max(_ITEM, self._top.level + 1)
                node = _Node(kind, heading.label, heading.start, heading.words, form, rank, level)
                self._top.children.append(node)
                self._stack.append(node)
                return

    def _place(self, form: str, rank: Rank) -> int | None:
        """The index in the stack of the unit an item belongs to; None when it fits nowhere."""
        base = len(self._stack) - 1
        later: int | None = None
        while self._stack[base].level >= _ITEM:
            node = self._stack[base]
            if node.form == form:
                if form in ("-", "+") or _goes_on(form, rank, node.rank, 1):
                    return base - 1
                # A list that begins anew stands beside the one that is open, never inside of it.
                anew = form not in ("khoan", "roman") and rank[-1:] == (1,)
                if later is None and (anew or _goes_on(form, rank, node.rank, _MOST_MISSING)):
                    later = base - 1
            base -= 1
        if later is not None:
            return later
        top = len(self._stack) - 1
        free = self._stack[base].kind != "dieu"
        first = rank[-1] == 1 and (len(rank) == 1 or form.startswith("item"))
        if form in ("-", "+"):
            return top
        while self._stack[top].form in ("-", "+"):
            top -= 1
        if form in ("khoan", "roman"):
            quoted = self._root.kind == "quoted"
            above = [index for index in range(base + 1, len(self._stack)) if self._stack[index].form == "roman"]
            if quoted or free or not any(node.form == form for node in self._stack[base + 1 :]):
                under = above[-1] if above and form == "khoan" else base
                return under if first or rank[0] <= 3 or self._begins_within(base) else None
            return None
        if first:
            return top
        return top if top == base and (self._root.kind == "quoted" or self._begins_within(base)) else None

    def _begins_within(self, base: int) -> bool:
        """True at the start of a fragment or a quotation, whose first item can have any number."""
        node = self._stack[base]
        return not node.children and node.kind in ("quoted", "body") and (base == 0 or not node.articles)


def _goes_on(form: str, rank: Rank, last: Rank, most: int) -> bool:
    """True when a label goes on with the list of the last one: 1.2 after 1.1, 2.1 after 1.4, d after c."""
    if form.startswith("item"):
        return rank > last and (rank[-1] == 1 or (rank[:-1] == last[:-1] and rank[-1] - last[-1] <= most))
    return follows(rank, last, most)


def _readings(heading: Heading) -> list[tuple[str, str, Rank]]:
    """What an item's label can be: form of its list, kind and rank; "i)" is a letter or a Roman number."""
    label, found = heading.label, []
    if heading.form == "khoan" and (rank := number_rank(label)):
        found.append(("khoan", "khoan", rank))
    elif heading.form == "roman" and (rank := roman_rank(label)):
        found.append(("roman", "muc", rank))
    elif heading.form == "diem":
        if rank := letter_rank(label):
            found.append(("diem", "diem", rank))
        if rank := roman_rank(label):
            found.append(("i", "tiet", rank))
    elif heading.form == "item":
        numbers = tuple(int(part) for part in re.findall("[0-9]+", label))
        found.append((f"item{len(numbers)}", "tiet", numbers))
    elif heading.form == "bracket":
        if label.isdigit():
            found.append(("1", "tiet", (int(label),)))
        elif rank := roman_rank(label):
            found.append(("i", "tiet", rank))
    elif heading.form == "dash":
        found.append(("+" if label == "+" else "-", "tiet", (0,)))
    return found


_HEADERS = re.compile(r"Độc lập|Số\s*:|[^\n]{0,40}, ngày|CỘNG H")


def _title_above(text: str, start: int, floor: int) -> int | None:
    """Where the title above a line begins: lines in capitals, with the header of the office above them."""
    begin: int | None = None
    place = start
    for _ in range(10):
        above = text.rfind("\n", 0, max(0, place - 1)) + 1
        line = text[above:place].strip()
        if above < floor or not line:
            break
        if line.isupper() or _HEADERS.match(line):
            begin = above
        elif begin is not None or len(line) > 200 or line[-1] in ".;:":
            break
        place = above
    return begin


def _grown(node: _Node, end: int, text: str) -> Unit:
    if node.unit is not None:
        return node.unit
    children: list[Unit] = []
    nodes = [child for child in node.children if child.start < end or child.start == end == node.start]
    for index, child in enumerate(nodes):
        following = nodes[index + 1].start if index + 1 < len(nodes) else end
        if child.stop is not None and child.stop < following:
            children += [_grown(child, child.stop, text), Unit("text", "", child.stop, following, following)]
        else:
            children.append(_grown(child, following, text))
    lead = children[0].start if children else end
    return Unit(node.kind, node.label, node.start, end, lead, _heading_words(node, lead, text), tuple(children))


def _heading_words(node: _Node, lead: int, text: str) -> str | None:
    """The heading of a Điều, or of a larger part: what stands behind the label, if it is no sentence."""
    if node.kind == "dieu":
        words = text[node.words : lead].partition("\n")[0].strip()
        return words if words and words[-1] not in ".;" and len(words) < 600 else None
    if node.kind in ("phuluc", "mau", "kem-theo") or node.kind in _PARTS:
        lines = [line.strip(" .:-–") for line in text[node.words : min(lead, node.words + 1200)].split("\n")]
        lines = [line for line in lines if line]
        if node.kind == "kem-theo":
            # The office's header stands above the title.
            headers = [index for index, line in enumerate(lines[:8]) if _HEADERS.match(line)]
            lines = lines[headers[-1] + 1 :] if headers else lines
        if not lines:
            return None
        title = [lines[0]]
        for line in lines[1:4]:
            if not (line.isupper() and lines[0].isupper()):
                break
            title.append(line)
        return " ".join(title) if len(title[0]) < 600 else None
    return None
