"""Sentences of a document as the grammar of acts sees them: a shape, what it inherits, and what it names.

A sentence inherits from the headings above it: the document they act upon, the place in it, and an act whose objects
follow as a list ("Bãi bỏ các quy định sau:").
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from legalgraph.model.provision import Locator
from legalgraph.model.reading import Citation, Diagnostic, Edit, Mention, Statement, Target
from legalgraph.text.locators import RANK
from legalgraph.text.shapes import DOCUMENT, PLACES, SELF, Shape, Sign

HERE = Target(this=True)
LAWS = {"hp", "luat", "bo-luat", "pl", "nq"}
_CIRCULARS = {"tt", "ttlt"}
_CARRIERS = {"tt", "ttlt", "qd", "ct"}
_CARRYING_OUT = re.compile(r"\b(?:thực hiện|triển khai|thi hành|hướng dẫn)\s+(?:các\s+)?(?:Nghị quyết|Luật|Bộ luật|Pháp lệnh|Nghị định)\b[^;]*$")
_GUIDING = re.compile(r"(?:về\s+)?(?:việc\s+)?(?:hướng dẫn|quy định chi tiết)", re.IGNORECASE)

# What sets one object of an act apart from the next: a comma, "và", a new line or item, and small words at most.
_APART = re.compile(
    r"(?:[;,.:\n]|\bvà\b|\bhoặc\b|\bcùng với\b)\s*(?>(?:(?:(?:quy định|nội dung)\s+(?:về|liên quan)\s[^,;:\n]{1,80}?\s(?:tại|của|trong)\s|(?:Quy chế|Quy định|Điều lệ|Nội quy|Danh mục|Biểu)\s[^,;:\n]{1,160}?(?:kèm|ban hành)\s+theo\s|(?:Bảng|Biểu|Sơ đồ|Hình)\s(?:số\s)?(?:\d{1,3}|[IVX]{1,4})(?!\w)(?:\s[^,;:\n]{1,160}?\s(?:tại|của|trong|theo)\s)?|[Cc]ác|[Cc]ăn cứ(?:\s+vào)?|toàn bộ|những|một số|cả|và|hoặc|tại|của|quy định|nội dung|điều|khoản|văn bản|phần|số|theo"
    r"|[a-zđ]\d?\)|\(?\d{1,3}[.)]|[-–+•])[\s,:]*)*)$"
)

# "Điều 5 dẫn chiếu đến Ⓓ": Ⓓ is not where Điều 5 stands.
_POINTS_TO = re.compile(r"\b(?:dẫn chiếu|viện dẫn)\b[^;.\n]{0,40}\Z")
# "việc nuôi tằm theo khoản 3 Điều 5 nêu trên": what was named before, not another object.
_POINTS_BACK = re.compile(r"\s*,?\s*(?:đã\s+)?(?:nêu|nói)\s+(?:ở\s+)?trên(?!\w)")
_UNDER = re.compile(r"(?<!kèm )\btheo\s+(?:(?:các\s+)?quy định\s+(?:tại|của)\s+)?(?:các\s+)?\Z")
_OPENED = re.compile(r"\s*\(\s*(?:(?:gồm|cụ thể|một phần|phần|tại|các)[\s:]+)*")
_OTHER_NAME = re.compile(r"\s*\(\s*(?:nay là|trước là|trước đây là|cũ là|tương ứng với|(?:ngoại )?trừ|xem)\s[^()]*\Z")
_PAST = re.compile(r"\b(?:được|bị|đã)\b")
# "Điều 4 (gồm cả Mẫu số 01 kèm theo Ⓓ), Điều 8 của Ⓓ": what a bracket adds has a document of its own, and the list goes on behind it.
_ADDS_IN_BRACKET = re.compile(r"\(\s*(?:(?:bao\s+)?gồm|kể cả|và|cùng với)\s[^()]*\Z")
_LIST_GOES_ON = re.compile(r"\s*\)\s*(?:,|;|và\b)\s*(?:và\s+)?(?:các\s+)?(?:[Đđ]iều|[Kk]hoản|[Đđ]iểm|[Mm]ục|[Cc]hương|Phụ lục|Mẫu)\s")
# Words that may stand between a verb and what it is done to: "Bãi bỏ toàn bộ các quy định tại Ⓟ".
BRIDGE = re.compile(
    r"[\s:,(“\"-]*(?>(?:(?:toàn bộ|các|những|một số|một phần|một|nội dung|quy định|cụm từ|tên|phụ lục|biểu mẫu|danh mục|văn bản|quy phạm|pháp luật|thi hành|hiệu lực|kèm theo|ban hành"
    r"|sau đây|liên tịch|mở đầu|cụm|từ|số thứ tự|số|điều|khoản|điểm|mẫu|tại|của|trong|cho|và|vào|ngay|sau|trước|cuối|đầu|đoạn|khổ|thứ nhất|thứ hai|thứ ba|là|như|bảng|phần|chương|mục|tiết|thêm|mới|liên quan|đến|hoặc"
    r"|thông tư|nghị định|nghị quyết|quyết định|luật|pháp lệnh|Thông tư|Nghị định|Nghị quyết|Quyết định|Luật|đối với|ở|lỗi|kỹ thuật|trình bày|sai sót|thể thức|chính tả|soạn thảo|dưới đây|số thứ tự|thứ tự|gạch đầu dòng|dòng|cột|biểu phí|lệ phí|biểu|phí|công thức|\d+[a-zđ]?|[a-zđ]|[,;/()-])[\s:,;(]+)*)$"
)


# "Mẫu số 2 ban hành kèm theo Thông tư đó".
_THAT_ONE = re.compile(
    r"\s*(?:(?:ban hành\s+)?kèm\s+theo\s+|của\s+|tại\s+)?(?P<type>Nghị định|Nghị quyết|Thông tư(?:\s+liên tịch)?|Quyết định|Chỉ thị|Luật|Bộ luật|Pháp lệnh)\s+(?:đó|nói trên|nêu trên)\b", re.IGNORECASE
)
# "Sửa đổi Ⓟ, thay thế Ⓟ bằng Phụ lục kèm theo Ⓢ và bãi bỏ Ⓟ của Ⓓ", "Sửa đổi Ⓟ; bãi bỏ Ⓟ của Ⓓ"; but "Sửa đổi Ⓟ; bãi bỏ Ⓓ" are two.
_NEXT_DOCUMENT = re.compile(
    r"[^ⒹⓈ;:.\n]*\sbằng\s[^ⒹⓈ;:.\n]*kèm theo Ⓢ[^ⒹⓈ;:.\n]*Ⓟ[^ⒹⓈⓅ;:.\n]{0,60}Ⓓ|"
    r"(?!(?:bãi bỏ|thay thế)\s+(?:(?:toàn bộ|các)\s+)*Ⓓ)[^ⒹⓈ;:.\n]*Ⓓ|(?:[^ⒹⓈ;:.\n]|;\s*(?:bổ sung|sửa đổi|bãi bỏ|thay|bỏ)\b)*Ⓟ[^ⒹⓈⓅ;:.\n]{0,60}Ⓓ"
)


@dataclass(frozen=True, slots=True)
class Pending:
    """An act announced by a heading, whose objects stand in the list below it."""

    kind: str
    kind_of_part: str
    start: int
    end: int
    effective_from: str | None = None
    until: str | None = None
    exception: str | None = None  # of all that is listed: "Các văn bản sau hết hiệu lực, trừ quy định tại khoản 3 Điều này:"
    exception_of: tuple[Target, ...] = ()  # the documents it is of, where it is of some alone: "…, trừ Điều 4 Ⓓ:"
    of_rules: bool = False  # of the rules about one thing at places: "Bãi bỏ các quy định về tơ tại:"
    edits: tuple[Edit, ...] = ()  # of "Thay cụm từ A bằng B tại các điều, khoản sau đây:"


@dataclass(frozen=True, slots=True)
class Announcement:
    """What an article says of the documents in an annex; `annex` is the annex's label, empty for the only one."""

    annex: str
    in_part: bool
    kind: str
    effective_from: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What a sentence inherits. `attached` in an annex or attached text, which acts upon nothing; `instructing` below a heading that amends: bare places are those of `document`."""

    document: Target | None = None
    steps: tuple[tuple[str, str], ...] = ()
    pending: Pending | None = None
    instructing: bool = False
    source: Locator | None = None
    fragment: bool = False
    attached: bool = False
    since: str | None = None  # below "Kể từ ngày 01 tháng 7 năm 2034:", the day from which the acts hold
    tasked: str | None = None  # below "Bộ Tơ có trách nhiệm:", what is to be done by others; the kind of label that heading has


@dataclass(frozen=True, slots=True)
class Object:
    """What an act is done to: a document, or places of it; `document` None stands for the one inherited."""

    document: Sign | None
    places: tuple[Locator, ...]
    start: int
    end: int


@dataclass(slots=True)
class Sentence:
    """One sentence of `text`: its shape, the words of it that still count, and the statements found so far."""

    text: str
    shape: Shape
    words: str
    citations: Sequence[Citation]
    context: Context
    statements: list[Statement] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    doubts: list[Diagnostic] = field(default_factory=list)
    announced: list[Announcement] = field(default_factory=list)  # what is said of the documents an annex lists
    excepted: str | None = None  # what the instructions being read do not act upon
    exceptions: list[tuple[int, str]] = field(default_factory=list)  # all of them, with their places
    exception_of: dict[str, tuple[Target, ...]] = field(default_factory=dict)  # the documents that an exception is of
    apart: dict[int, str] = field(default_factory=dict)  # those of one document alone, by its citation: "Ⓓ (trừ Ⓟ) và Ⓓ"
    fronted: tuple[Object, ...] = ()  # "Tại khoản 2 Điều 5, …": where the instructions of the sentence act

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the text for a stretch of the shape, without blanks at its ends."""
        while end > start and self.words[end - 1].isspace():
            end -= 1
        while start < end and self.words[start].isspace():
            start += 1
        return self.shape.to_text(start), self.shape.end_in_text(end)

    @property
    def steps(self) -> tuple[tuple[str, str], ...]:
        """The place that bare places are in: the one the sentence begins with ("Tại Điều 14, bãi bỏ khoản 2"), else the inherited one."""
        if len(self.fronted) == 1 and len(self.fronted[0].places) == 1:
            return complete(self.fronted[0].places[0], (), self.context.steps).steps
        return self.context.steps

    def target(self, sign: Sign | None) -> Target | None:
        """The document of a sign; without one, the inherited document."""
        if sign is None:
            return self.context.document
        return HERE if sign.kind == SELF else target_of(self.citations, sign.index)

    def withholds(self, places: Sequence[Locator], start: int, end: int) -> bool:
        """True when a place lacks its article and nothing above names it: such an act is reported, not stated."""
        # Circulars of old have points and no articles: "điểm 3.2 Thông tư số …".
        loose = [p for p in places if RANK.get(p.steps[0][0], 0) > RANK["dieu"] and not (p.steps[0][0] == "diem" and p.steps[0][1][:1].isdigit())]
        if loose:
            named = ", ".join(p.notation for p in loose[:3])
            self.doubts.append(Diagnostic("place_without_article", f"no article is named for {named}", start, end))
        return bool(loose)

    def sign_at(self, place: int) -> Sign | None:
        """The sign at a place of the shape."""
        return self.shape.signs.get(place)

    def place_of(self, sign: Sign) -> int:
        """The place of a sign in the shape."""
        return next(place for place, known in self.shape.signs.items() if known is sign)

    def objects(self, start: int, end: int) -> list[Object]:
        """The objects named in a stretch: places bind to the next document after them, else to the inherited one."""
        found: list[Object] = []
        places: list[Locator] = []
        first = last = -1
        for at, word in enumerate(self.words[start:end], start):
            sign = self.shape.signs.get(at) if word in (DOCUMENT, SELF, PLACES) else None
            if sign is None:
                continue
            if sign.kind == PLACES and sign.places and (self._takes_bracket(found, places, last, sign) or self._points_back(sign)):
                continue
            if sign.kind == PLACES and sign.places:
                first, last = sign.start if first < 0 else first, sign.end
                # "quy định tại khoản 1 Điều này, Ⓓ …": a place of the text that speaks is none of the document behind it.
                places += (p for p in sign.places.places if p not in places and all(label != "này" for _, label in p.steps))
                that = self._that_one(at)
                if places and (that or self._stops(at + 1, end)):
                    found.append(Object(that, tuple(places), first, sign.end))
                    places, first = [], -1
            elif sign.kind == SELF:
                places, first = [], -1
            elif sign.kind == DOCUMENT:
                if self._in_title(found, first, sign):
                    places, first = [], -1
                    continue
                if places and _POINTS_TO.search(self.text, last, sign.start):
                    found.append(Object(None, tuple(places), first, last))
                    places, first = [], -1
                    continue
                if places and (added := self._added_in_bracket(first, sign)) is not None:
                    own = not self._same_behind(at + 1, end, sign)
                    found += [Object(sign, added, sign.start, sign.end)] if own else []
                    places = [p for p in places if not own or p not in added]
                    continue
                found.append(Object(sign, tuple(places), sign.start if first < 0 else first, sign.end))
                places, first = [], -1
        if places:
            found.append(Object(self._document_behind(end), tuple(places), first, self.shape.end_in_text(end)))
        return found

    def _points_back(self, sign: Sign) -> bool:
        return _POINTS_BACK.match(self.text, sign.end) is not None and _UNDER.search(self.text, max(0, sign.start - 40), sign.start) is not None

    def _added_in_bracket(self, first: int, sign: Sign) -> tuple[Locator, ...] | None:
        """The places that stand in a bracket with a document of their own, amid a list that goes on; None for any other document."""
        opened = _ADDS_IN_BRACKET.search(self.text, first, sign.start)
        if opened is None or not _LIST_GOES_ON.match(self.text, sign.end):
            return None
        within = (s for s in self.shape.signs.values() if s.kind == PLACES and s.places and opened.start() < s.start < sign.start)
        return tuple(p for s in within if s.places for p in s.places.places)

    def _same_behind(self, start: int, end: int, sign: Sign) -> bool:
        """True when the next document of a stretch is the same as this one."""
        following = next((s for at in range(start, end) if self.words[at] == DOCUMENT and (s := self.shape.signs.get(at))), None)
        one, other = target_of(self.citations, sign.index), target_of(self.citations, following.index) if following else None
        return other is not None and one.number is not None and one.number == other.number and one.type == other.type

    def _takes_bracket(self, found: list[Object], places: list[Locator], end: int, sign: Sign) -> bool:
        """Take places in brackets as what is meant of the document or place before them; false for all others."""
        if places:
            parts = self._bracketed_parts(places[-1], end, sign)
            places[-1:] = parts or places[-1:]
            return bool(parts)
        more = self._in_brackets(found[-1], sign) if found else None
        if more is not None and sign.places and not _PAST.search(more):
            found[-1] = replace(found[-1], places=sign.places.places, end=sign.end)
        return more is not None

    def _in_brackets(self, o: Object, sign: Sign) -> str | None:
        """What "Ⓓ (Điều 5 về tơ)" goes on to say of the places that are meant of a document; None where no bracket opens before them."""
        closes = self.text.find(")", sign.end)
        if o.document is None or o.places or closes < 0 or not _OPENED.fullmatch(self.text, o.end, sign.start):
            return None
        return self.text[sign.end : closes]

    def _bracketed_parts(self, place: Locator, end: int, sign: Sign) -> list[Locator]:
        """The parts that "Điều 5 (khoản 2)" means of the place named before; of "Điều 5 (nay là Điều 6)" that place itself, and nothing without a bracket."""
        between = self.text[end : sign.start]
        if _OTHER_NAME.match(between):
            return [place]
        named, unit = sign.places.places if sign.places else (), place.steps[-1][0]
        closes = self.text[sign.end : sign.end + 3].lstrip().startswith(")")
        if not closes or not _OPENED.fullmatch(between) or any(RANK[p.steps[0][0]] <= RANK[unit] for p in named):
            return []
        return [replace(p, steps=tuple(step for step in place.steps if RANK[step[0]] < RANK[p.steps[0][0]]) + p.steps) for p in named]

    def _that_one(self, place: int) -> Sign | None:
        """The document named before that "Mẫu số 2 kèm theo Thông tư đó" points back to; None without one of that type."""
        said = _THAT_ONE.match(self.words, place + 1)
        before = max((at for at, sign in self.shape.signs.items() if at < place and sign.kind == DOCUMENT), default=None) if said else None
        sign = self.shape.signs[before] if before is not None else None
        return sign if said and sign and self.citations[sign.index].quote.lower().startswith(said["type"].lower()) else None

    def _document_behind(self, end: int) -> Sign | None:
        """With no document inherited, places belong to the next one the clause names: "bỏ … tại Điều 5 và bãi bỏ Điều 6 Ⓓ"."""
        if self.context.document is not None:
            return None
        found = _NEXT_DOCUMENT.match(self.words, end)
        return self.shape.signs.get(found.end() - 1) if found else None

    def _in_title(self, found: Sequence[Object], first: int, sign: Sign) -> bool:
        """True for a document that is only named in what is said of the one before: nothing sets the two apart."""
        last = next((o for o in reversed(found) if o.document), None)
        if last is None or 0 <= first < last.start:  # what the last one is of stands in a bracket behind the first place
            return False
        between = self.text[last.end : first if first >= 0 else sign.start]
        # "Ⓟ Ⓓ Ⓟ Ⓓ": the comma between the places of two documents is lost.
        if last.places and first >= 0 and not between.strip() and self.citations[sign.index].places_start == first:
            return False
        return _APART.search(between) is None or self._guided_by(last.document, sign)

    def _guided_by(self, outer: Sign | None, sign: Sign) -> bool:
        """True for a law behind a circular that by its title guides others: "Thông tư A hướng dẫn Luật B; Luật C và Nghị định D".

        No circular stands in a list with laws. Neither do decisions and directives behind a comma when their titles carry out what stands
        higher: "Quyết định A … chương trình thực hiện Nghị quyết Đại hội, Nghị quyết B".
        """
        if outer is None:
            return False
        head, law = self.citations[outer.index], self.citations[sign.index]
        behind_semicolon = self.text[sign.start - 2 : sign.start].rstrip().endswith(";")
        higher = law.type in LAWS or (law.type == "nd" and not behind_semicolon)
        if head.type in _CARRIERS and higher and not behind_semicolon and _CARRYING_OUT.search(head.title or ""):
            return True
        return head.type in _CIRCULARS and higher and bool(_GUIDING.match(head.title or ""))

    def _stops(self, start: int, end: int) -> bool:
        """True when what follows a place ends the group it is in, so that no later document can own it."""
        return bool(re.match(r"\s*(?:như sau|được|hết hiệu lực)", self.words[start:end]))


def target_of(citations: Sequence[Citation], index: int) -> Target:
    """What a citation says of the document it names, with what an earlier, fuller citation of it says."""
    cited = citations[index]
    full = citations[cited.same_as] if cited.same_as is not None else cited
    return Target(
        type=cited.type or full.type,
        number=full.number if full.number and (not cited.number or cited.mention in (Mention.SHORT, Mention.ALIAS)) else cited.number,
        issued=cited.issued or full.issued,
        name=cited.name or full.name,
        year=cited.year or full.year,
        title=cited.title or full.title,
        citation=index,
    )


def same_document(one: Target, other: Target) -> bool:
    """True for two targets of one number, or of one name where a number is not told."""
    return str(one.number) == str(other.number) if one.number and other.number else one.name is not None and one.name == other.name


def blank(sentence: Sentence, start: int, end: int) -> None:
    """Take a stretch out of the shape, its signs too; offsets stay."""
    sentence.words = sentence.words[:start] + " " * (end - start) + sentence.words[end:]


def filled(sentence: Sentence, objects: Sequence[Object], at: int, end: int) -> tuple[Locator, ...]:
    """The places of an object, each with its article: the next one named in the sentence, else the inherited one."""
    further = [p for o in objects[at + 1 :] for p in o.places]
    further += [p for o in sentence.objects(end, len(sentence.words)) for p in o.places]
    own = objects[at].places
    return tuple(complete(p, (*own[number + 1 :], *own, *further), sentence.steps) for number, p in enumerate(own))


def complete(place: Locator, following: Sequence[Locator], inherited: tuple[tuple[str, str], ...]) -> Locator:
    """Give a place that lacks its article the one of the next place that has it, else the inherited one.

    "Sửa đổi khoản 1 và bổ sung khoản 1a vào sau khoản 1 Điều 5": khoản 1 is that of Điều 5.
    """
    unit = place.steps[0][0]
    if unit in _PARTS_OF_ANNEX and inherited and inherited[0][0] in ("phuluc", "mau"):
        return replace(place, steps=tuple(step for step in inherited if RANK[step[0]] < RANK[unit]) + place.steps)
    if RANK.get(unit, 99) <= RANK["dieu"]:
        return place
    for other in following:
        larger = tuple(step for step in other.steps if RANK[step[0]] < RANK[unit])
        if larger and RANK[larger[0][0]] <= RANK["dieu"]:
            return replace(place, steps=larger + place.steps)
    larger = tuple(step for step in inherited if RANK[step[0]] < RANK[unit])
    return replace(place, steps=larger + place.steps) if larger else place


# Below "Sửa đổi Phụ lục V như sau:" Mục 2 is that of the annex.
_PARTS_OF_ANNEX = {"phan", "chuong", "muc", "tieumuc"}
