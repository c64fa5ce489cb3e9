"""What a document says of others and of itself: its sentences read with what they inherit from the headings above.

The grammar itself is in `recitals`, `acts`, `operations` and `effect`; here the tree of the text is walked.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from legalgraph.model.provision import Locator
from legalgraph.model.reading import Citation, Diagnostic, Mention, Statement, Target, Unit
from legalgraph.model.relation import CHANGING, ENDING
from legalgraph.text.acts import passive_acts
from legalgraph.text.annexlists import listed, repealed_by_title, repealed_in_section
from legalgraph.text.citations import speaks_as
from legalgraph.text.cutting import cut, numbered_of_old
from legalgraph.text.effect import effects, is_dynamic_reference
from legalgraph.text.exceptions import without_exceptions
from legalgraph.text.headedclauses import headed_clauses
from legalgraph.text.history import take_history
from legalgraph.text.itemlists import announced_by_heading
from legalgraph.text.locators import Places
from legalgraph.text.names import name_words
from legalgraph.text.operations import instructions
from legalgraph.text.phrases import WORDS, deleted, placed, without_edited
from legalgraph.text.recitals import bases, consolidated, details, is_basis, note, with_note
from legalgraph.text.sentences import (
    BRIDGE,
    HERE,
    Announcement,
    Context,
    Object,
    Pending,
    Sentence,
    complete,
    target_of,
)
from legalgraph.text.shapes import SELF, Shape, lowered, signs_of
from legalgraph.text.since import day_alone
from legalgraph.text.stating import distinct, state
from legalgraph.text.tasks import heads_tasks, is_plan, tasked

# Words without which a sentence of the body states nothing. Each begins with a letter, so that one look rules most places of a text out.
_TRIGGER = re.compile(
    r"ãi bỏ|iệu lực|hay thế|ửa đổi|ổ sung|ình chỉ|ính chính|iếp tục|hay (?:(?:các |một số )?(?:cụm|từ)|cho |Điều|khoản)|hay bằng|ỏ (?:các |những |một số )?(?:cụm|từ|chữ|dấu|[Đđ]iểm|[Đđ]iều|[Kk]hoản)|ổi (?:cụm|từ|tên|tiêu)|ược đổi (?:tên|thành)|ủy bỏ|uỷ bỏ|ỏ nội dung|ỏ [“\"]|áp dụng (?:kể )?từ|hực hiện (?:kể )?từ|ày thi hành (?:kể )?từ|ược thực hiện (?:cho )?đến|hời (?:gian|hạn) thực hiện|iữ nguyên theo|ẫn (?:thực hiện|áp dụng) theo|ửa cụm|ửa tên|ược bỏ|óa bỏ|ạm (?:ngưng|ngừng|dừng) |Lùi |éo dài (?:thêm |thời |hiệu |việc |đến )|ia hạn (?:thời |hiệu |áp )|hôi áp dụng|hông áp dụng|gừng áp dụng|dứt (?:việc )?áp dụng|hêm (?:vào |các )?(?:[Đđ]i|[Kk]ho)|ửa (?:lại|thành|là)|ọc (?:lại )?là|Điều chỉnh(?:,| [ĐQNPkđmnc])"
)
# Parts whose every sentence is read: they are short, and say much in few words.
_ALWAYS = {"title", "recitals", "text", "note"}
# Parts of a document in which it speaks of other documents.
STEPS = {"phan", "chuong", "muc", "tieumuc", "dieu", "khoan", "diem", "tiet", "phuluc", "mau", "kem-theo", "doan"}
_SILENT = {"quoted", "signature", "recipients", "header"}
_BASES = re.compile(r"(?m)^[ \t]*(?:Căn cứ|CĂN CỨ|Chiểu|Xét đề nghị|Theo đề nghị)\b")
_HEADS_ITEMS = re.compile(r"\s*(?:Tại|Đối với|Của|Trong)?\s*(Ⓓ)[^ⒹⓅ:]*:\s*$")
# "c) Cụm từ “tơ” tại Điều 5 Ⓓ;" in a list of what is repealed.
_PHRASES_OF_ITEM = re.compile(rf"\s*(?:Các\s+)?(?:{WORDS}|[Cc]ác từ)\s+Ⓠ")
# "2. Tại khoản 1 Điều 5:", "Điều 7 Ⓓ như sau:": where the items below act.
_HEADS_PLACES = re.compile(r"\s*(?:Tại|Đối với|Trong)?\s*(Ⓟ)(?:\s*(?:của\s+)?(Ⓓ))?(?:\s+như sau)?\s*:\s*$")
_MAY_HEAD = re.compile(
    r"\s*(?:\d{1,3}[a-zđ]?\.|[a-zđ]\d?\))\s*(?:(?:Tại|Đối với|Trong)\s+)?(?:Nghị|Thông tư|Quyết định|Luật|Bộ luật|Pháp lệnh|[Đđ]iều|[Kk]hoản|[Đđ]iểm|Phụ lục|Mục|Chương)\s[^\n]{1,500}:\s*$"
)
# "Kể từ ngày 01 tháng 7 năm 2034:" alone in its line.
_DAY_OF_ITEMS = re.compile(r"(?:[Kk]ể )?[Tt]ừ [^\n;:]{10,60}:\s*\Z")
_AMENDING_LAW = re.compile(r"^(?:LUẬT|PHÁP LỆNH|BỘ LUẬT) SỬA ĐỔI[^.;]*? CỦA (?P<law>(?:(?:BỘ )?LUẬT|PHÁP LỆNH) [^.;]+)$", re.IGNORECASE)
_VAGUE = re.compile(r"(?:(?:[Cc]ác|[Nn]hững)\s+)?(?:[Qq]uy định|[Nn]ội dung)\s+(?:về|liên quan|có liên quan)\b[^ⒹⓅ]{0,80}?\b(?:tại|của|trong)\s+(?=[ⒹⓅ])|(?:[Cc]ác\s+)?[Nn]ội dung\s[^ⒹⓅ]{1,80}?\s(?:tại|trong)\s+(?=Ⓓ)")
# "a) Các quy định về tơ tại Điều 3 Ⓓ;" in a list whose heading is not given.
_RULES_AT = re.compile(r"(?:(?:[Cc]ác|[Nn]hững)\s+)?[Qq]uy định\s+(?:về|liên quan đến)\s[^ⒹⓅⓈ;:.\n]{1,120}?\s(?:(?:được\s+)?quy định\s+)?tại\s+(?:các\s+)?Ⓟ\s+(?:của\s+)?Ⓓ")
# "2. Điểm d khoản 1 Điều 32 Ⓓ được quy định cụ thể như sau:" is a sentence, no item of a list.
_SAYS_MORE = re.compile(r"\s+(?:chỉ|vẫn|cũng|áp dụng|thực hiện|được|bị|phải|là|đối với|thì|gồm|bao gồm|quy định|không|có)\b")
_WORDED = {"amends", "adds", "renames"}
# What holds from the day that the line above its items tells.
_BEGINNING = ENDING | CHANGING
_ATTACHED = {"phuluc", "mau", "kem-theo"}
_NEAR = 600  # the words that head a list of items are not more
_MOST = 20_000  # a sentence is shorter; a table that was run together is no sentence


class Statements:
    """Reads the statements of one text. `consolidation` for a text that joins others and acts upon nothing."""

    def __init__(
        self,
        text: str,
        citations: Sequence[Citation],
        places: Sequence[Places],
        context_document: Target | None = None,
        *,
        type: str | None = None,
        consolidation: bool = False,
        fragment: bool = False,
    ) -> None:
        self.text, self.citations, self.places = text, citations, places
        self.type, self.consolidation, self.fragment = type, consolidation, fragment
        self.found: list[Statement] = []
        self.doubts: list[Diagnostic] = []
        self.orphan = False
        self.announced: list[Announcement] = []
        self._repealing = False  # in an annex on its own, of what is repealed
        self.used: set[int] = set()
        self._rests = _BASES.search(text) is not None
        self._triggers = [m.start() for m in _TRIGGER.finditer(text)]
        self._context = Context(document=context_document, instructing=context_document is not None, fragment=fragment)

    def read(self, tree: Unit) -> tuple[Statement, ...]:
        """Return what the tree of the text says, in order of place."""
        self.found += self._consolidates(tree)
        if not (self.found and not self.consolidation):
            self._walk(tree, self._context, ())
        return tuple(sorted(self.found, key=lambda s: (s.start, s.end, s.kind)))

    def _consolidates(self, tree: Unit) -> list[Statement]:
        """What a consolidation joins: in its title block, else in its first note; a fragment may be such a block."""
        items = all(unit.kind in ("recitals", "text", "title") or (unit.kind == "body" and all(item.kind == "khoan" for item in unit.children)) for unit in tree.children)
        alone = not self.consolidation and items and not self._rests
        if self.fragment or alone:
            joined = consolidated(self.text, self.citations, tree.start, tree.end)
            return joined if len(joined) > 1 and joined[0].date else []
        if not self.consolidation:
            return []
        first = next((unit.start for unit in tree.children if unit.kind == "body"), tree.end)
        basis = _BASES.search(self.text, 0, first)
        begin = next((unit.start for unit in tree.children if unit.kind == "recitals"), 0)
        last = basis.start() if basis else first
        title = next((unit for unit in tree.children if unit.kind == "title"), tree)
        heading = self.text[title.start : title.end].split("\n", 1)[0].strip()
        joined = consolidated(self.text, self.citations, begin, last, heading) or consolidated(
            self.text, self.citations, 0, last, heading
        )
        noted = next((unit for unit in tree.children if unit.kind == "notes"), None)
        return with_note(joined, self.text, self.citations, noted.start, min(noted.end, noted.start + 6000)) if noted else joined

    def _walk(self, unit: Unit, context: Context, path: tuple[tuple[str, str], ...]) -> Context:
        """Read a unit and those below it; return what the units after it inherit of it."""
        if unit.kind in STEPS and unit.label:
            path = below(path, unit)
        if unit.kind in _SILENT:
            return context
        mine = context
        if unit.kind in _ATTACHED or (unit.kind in ("phan", "muc") and path[-2:-1] and path[-2][0] == "dieu"):
            # What stands in an annex, or in a plan that an article sets out by Roman numbers, has a heading of its own.
            titled = self.fragment and not self.announced and repealed_by_title(self.text, unit)
            self._repealing = self._repealing or titled
            mine = replace(context, document=None, steps=(), pending=None, instructing=False, attached=not titled, fragment=context.fragment and not titled)
            self._listed_in_annex(unit, path)
            path = path or (((unit.kind, ""),) if titled else ())
        plan = unit.kind == "body" and context.document is None and is_plan(self.text, self.type)
        mine = replace(mine, tasked="none") if plan or heads_tasks(self.text, unit) else mine
        first = len(self.found)
        after = self._segment(unit, path, mine) if unit.lead > unit.start else mine
        self._give_payload(unit, first)
        if self._repealing and (section := repealed_in_section(unit)):
            after = replace(after, pending=section)
        if after.pending is None and not mine.attached and (said := announced_by_heading(self.text, unit, self.citations, self.places)):
            after = replace(after, pending=said)
        inherited = after
        for child in unit.children:
            given = self._walk(child, inherited, path)
            if unit.kind in ("document", "title", "text"):
                inherited = replace(inherited, document=given.document or inherited.document, instructing=given.instructing)
        if unit.kind == "title":
            return replace(context, document=after.document or self._amended_law(unit), instructing=after.instructing)
        return replace(after, pending=None) if unit.kind == "document" else context

    def _amended_law(self, title: Unit) -> Target | None:
        """The one law that a law amends by its title ("LUẬT SỬA ĐỔI … CỦA LUẬT TẰM TANG"), as the text cites it elsewhere."""
        named = _AMENDING_LAW.search(" ".join(self.text[title.start : title.end].split()))
        if named is None:
            return None
        words = name_words(named["law"])
        cited = [i for i, c in enumerate(self.citations) if c.name is not None and name_words(c.name) == words]
        first = next((i for i in cited if self.citations[i].number), next(iter(cited), None))
        return None if first is None else target_of(self.citations, first)

    def _listed_in_annex(self, annex: Unit, path: tuple[tuple[str, str], ...]) -> None:
        """State what an article has announced of the documents that an annex lists."""
        for said in (said for said in self.announced if said.annex == annex.label):
            if annex.kind == "phuluc":
                acts = tuple(listed(self.text, self.citations, self.places, annex, said, path))
                self.found += acts
                self.used |= {act.target.citation for act in acts if act.target.citation is not None}

    def _give_payload(self, unit: Unit, first: int) -> None:
        """Give the last instruction of a unit the quotation that follows it as its new words."""
        payloads = list(takewhile(lambda child: child.kind == "quoted", unit.children))
        if not payloads or first == len(self.found):
            return
        span = (payloads[0].start, payloads[0].start + len(self.text[payloads[0].start : payloads[-1].end].rstrip()))
        last = max((s.end for s in self.found[first:] if s.kind in _WORDED), default=-1)
        for at in range(first, len(self.found)):
            said = self.found[at]
            if said.kind in _WORDED and said.new_words is None and said.end == last:
                self.found[at] = replace(said, new_words=span)

    def _segment(self, unit: Unit, path: tuple[tuple[str, str], ...], context: Context) -> Context:
        """Read the words of a unit before its first child."""
        at = bisect_left(self._triggers, unit.start)
        triggered = at < len(self._triggers) and self._triggers[at] < unit.lead
        heads = context.instructing and unit.lead - unit.start < _NEAR and _MAY_HEAD.match(self.text, unit.start, unit.lead)
        heads = heads or (bool(unit.children) and unit.lead - unit.start < _NEAR and _DAY_OF_ITEMS.search(self.text, max(unit.start, unit.lead - 70), unit.lead))
        if not (triggered or heads) and context.pending is None and not self._short(unit, path):
            return context
        context = replace(context, source=Locator(path) if path else None)
        for first, last in self._pieces(unit.start, unit.lead):
            context = self._piece(unit, first, last, context)
        return context

    def _short(self, unit: Unit, path: tuple[tuple[str, str], ...]) -> bool:
        """True for a part of which every sentence is read, whatever its words."""
        return self.fragment or unit.kind in _ALWAYS or path[:1] == (("dieu", "1"),)

    def _pieces(self, start: int, end: int) -> list[tuple[int, int]]:
        """A segment in stretches of bearable length, cut at line ends."""
        if end - start <= _MOST:
            return [(start, end)]
        pieces, place = [], start
        while place < end:
            stop = min(end, place + _MOST)
            if stop < end:
                line = self.text.rfind("\n", place + 1, stop)
                stop = line if line > place else stop
            pieces.append((place, stop))
            place = stop
        return pieces

    def _piece(self, unit: Unit, start: int, end: int, context: Context) -> Context:
        signs = signs_of(self.text, start, end, self.citations, self.places)
        shape = Shape(self.text, start, end, signs)
        # "SỬA ĐỔI, BỔ SUNG NGHỊ ĐỊNH …": the verbs of a title in capitals are those of any other.
        words = lowered(shape.words) if (unit.kind == "title" or self.fragment) and shape.words.isupper() else shape.words
        for first, begin, last in cut(words, broken=words is shape.words, title=unit.kind == "title"):
            sentence = Sentence(self.text, shape, words[:last], self.citations, context)
            if day := day_alone(sentence, begin):
                context = replace(context, since=day)
                continue
            already = len(self.found)
            self._sentence(unit, sentence, first, begin)
            self.found += sentence.statements
            if since := sentence.context.since:
                self.found[already:] = [replace(said, effective_from=since) if said.kind in _BEGINNING and not said.effective_from else said for said in self.found[already:]]
            self.doubts += sentence.doubts
            self.used |= sentence.used
            self.announced += sentence.announced
            context = sentence.context
        return context

    def _sentence(self, unit: Unit, sentence: Sentence, first: int, begin: int) -> None:
        if unit.kind in ("notes", "note") or self.consolidation:
            note(sentence, begin)
            return
        words = sentence.words[first:]
        if is_dynamic_reference(words):
            start, end = sentence.span(first, len(sentence.words))
            sentence.statements.append(Statement("dynamic_reference", HERE, start, end, source=sentence.context.source, rule="dynamic"))
            return
        if self.fragment and sentence.context.pending is None:
            note(sentence, begin, alone=True)
            if sentence.statements:
                return
        take_history(sentence, begin)
        if self._basis(unit, sentence, begin):
            return
        before = len(sentence.statements)
        if sentence.context.attached:
            # A form in an annex speaks of the paper made of it: "Quyết định này có hiệu lực …" in a circular.
            if unit.kind != "mau" and self._speaks_of_itself(sentence, begin):
                effects(sentence, begin)
            return
        if self._is_own_word(sentence, first, begin):
            effects(sentence, begin)
        if tasked(sentence, first, begin) or headed_clauses(sentence, begin):
            return
        with without_exceptions(sentence, begin):
            instructions(sentence, begin, title=unit.kind == "title")
        passive_acts(sentence, begin)
        sentence.statements[before:] = distinct(sentence.statements[before:])
        details_before = len(sentence.statements)
        if unit.kind == "title" or self._says_what_for(sentence) or self.fragment:
            details(sentence, begin, title=unit.kind == "title")
        said = sentence.statements[before:]
        # "c) Ⓓ, trừ Ⓟ tiếp tục có hiệu lực": what goes on is excepted from what the heading announced.
        goes_on = sentence.context.pending is not None and all(s.kind == "continues" and s.provisions for s in said) and "trừ" in words
        if details_before == before + len(said) and (not said or goes_on):
            del sentence.statements[before:]
            with without_exceptions(sentence, begin):
                self._listed(sentence, begin)
            sentence.statements += said

    def _speaks_of_itself(self, sentence: Sentence, begin: int) -> bool:
        """True when the document a sentence calls "này" is of the type of the one that speaks; without the word, it is any of that type."""
        own = [self.citations[sign.index] for sign in sentence.shape.between(begin, len(sentence.words)) if sign.kind == SELF]
        return bool(own) and all((c.number or "này" in c.quote.lower()) and self.type in (None, c.type) for c in own)

    def _is_own_word(self, sentence: Sentence, first: int, begin: int) -> bool:
        """False for "Quyết định có hiệu lực từ ngày ký" in a decree: without "này", only the own type word means the one that speaks.

        Of a text that does not tell its type, an article of effect is believed, and a sentence that an article begins with only where
        the text shows that it is of that type.
        """
        own = [self.citations[sign.index] for sign in sentence.shape.between(begin, begin + 1) if sign.kind == SELF]
        if not own or "này" in own[0].quote.lower():
            return True
        if self.type:
            return own[0].type == self.type
        if any(cited.mention is Mention.SELF and cited.type != own[0].type and "này" in cited.quote.lower() for cited in self.citations):
            return False  # it calls itself something else
        return "iều" not in sentence.words[first:begin] or speaks_as(self.text, own[0].quote)

    def _says_what_for(self, sentence: Sentence) -> bool:
        """True in Điều 1, which says what the document is for."""
        source = sentence.context.source
        return source is not None and source.steps[0] == ("dieu", "1") and len(source.steps) <= 2

    def _basis(self, unit: Unit, sentence: Sentence, begin: int) -> bool:
        # "4. Căn cứ Điều 5 Ⓓ, Sở Tơ lập kế hoạch": no recital has a number.
        if (unit.kind in STEPS and (unit.label[:1].isalnum() or not self.fragment)) or numbered_of_old(sentence.words, begin):
            return False
        listed = unit.kind == "recitals" and self._rests and _goes_on(sentence.words, begin) and not re.match(r"\s*(?:Theo|Xét|Sau khi|Trên cơ sở|Chính phủ|Bộ trưởng|Quốc hội|Thủ tướng|Ủy ban)", sentence.words[begin:])
        if is_basis(sentence.words, begin) or (listed and sentence.context.pending is None and re.match(r"\s*Ⓓ", sentence.words[begin:])):
            bases(sentence, begin)
            return True
        return unit.kind == "recitals"

    def _listed(self, sentence: Sentence, begin: int) -> None:
        """An item of a list whose heading announced the act: "a) Khoản 2 Điều 3 của …;"."""
        act, words = sentence.context.pending, sentence.words
        if act and sentence.context.since and not act.effective_from:
            act = replace(act, effective_from=sentence.context.since)
        if act and act.kind in ("repeals", "repeals_part") and _PHRASES_OF_ITEM.match(words, begin):
            deleted(sentence, begin, len(words))
            return
        if (act or sentence.context.instructing) and self._heads_items(sentence, begin):
            return
        if act and act.edits:
            placed(sentence, begin, act)
            return
        if not re.match(r"\s*(?:(?:Các\s+)?(?:điều\s+)?(?:từ\s+)?|Tại\s+(?=Ⓓ\s*:)|Toàn bộ\s+|Nội dung\s+[^ⒹⓅ]{0,80}|Các nội dung\s+(?!khác\b)[^ⒹⓅ]{0,80}\s(?:tại|trong|của)\s+|(?:[Cc]ác\s+|[Nn]hững\s+)?[Qq]uy định\s+[^ⒹⓅ]{0,80})?[ⒹⓅ]", words[begin:]):
            return
        objects = sentence.objects(begin, len(words))
        if act is None:
            # A fragment that is one item of a list, cut from its heading: places of a document stand so in lists of
            # what ends; nothing else is listed by places.
            labelled = re.fullmatch(r"\s*(?:\d+[a-zđ]?\.|[a-zđ]\d?\))\s*", self.text[: sentence.span(begin, len(words))[0]]) or self.orphan
            # "6a. Phụ lục VI: Mẫu theo quy định tại khoản 2 Điều 1 Ⓓ" is a list of annexes.
            plain = BRIDGE.match(words[begin : words.find("Ⓓ", begin)].replace("Ⓟ", " ").lower())
            rules = _RULES_AT.match(words, begin)
            listed = self.fragment and labelled and objects and (plain or rules) and all(self._is_whole(o, dated=not plain) for o in objects)
            if not listed or _SAYS_MORE.match(words, words.rfind("Ⓓ") + 1):
                return
            act, self.orphan = Pending("ends", "repeals_part", 0, 0), True
        span = sentence.span(begin, len(words))
        if act.kind in ("repeals", "repeals_part", "ends"):
            objects = without_edited(sentence, objects, begin, len(words))
        if vague := _VAGUE.match(words, begin):
            # "Các quy định về tơ tại Ⓓ": some of one document, whatever its title goes on to name.
            objects = [o for o in objects if o.start <= sentence.shape.to_text(vague.end())][:1]
        state(sentence, objects, replace(act, start=span[0], end=span[1]), begin=span[0] if vague else None)
        rule = "item_without_heading" if self.orphan else f"listed_{act.kind}"
        self._merge([s if s.kind in ("history", "deletes_phrase") else replace(s, rule=rule) for s in sentence.statements])
        sentence.statements.clear()

    def _is_whole(self, o: Object, *, dated: bool) -> bool:
        """True for places of a document that is told by number or day, or by both: who lists what ends names it in full."""
        cited = self.citations[o.document.index] if o.document else None
        told = (cited.number is not None, cited.issued is not None) if cited else (False, False)
        return bool(o.places) and (all(told) if dated else any(told))

    def _heads_items(self, sentence: Sentence, begin: int) -> bool:
        """Keep what the items below "a) Tại Ⓓ:" or "2. Tại Ⓟ:" act upon; false for what heads none."""
        words, context = sentence.words, sentence.context
        if head := _HEADS_ITEMS.match(words, begin):
            sentence.context = replace(context, document=sentence.target(sentence.sign_at(head.start(1))), steps=())
            return True
        head = _HEADS_PLACES.match(words, begin) if context.pending is None else None
        sign = sentence.sign_at(head.start(1)) if head else None
        if head is None or sign is None or sign.places is None or len(sign.places.places) != 1:
            return False
        own = sentence.target(sentence.sign_at(head.start(2))) if head[2] else context.document
        place = complete(sign.places.places[0], (), () if head[2] else context.steps)
        sentence.context = replace(context, document=own, steps=place.steps)
        return own is not None

    def _merge(self, statements: list[Statement]) -> None:
        """Add the statements of an item; places of one document in one item are one act."""
        for new in statements:
            last = self.found[-1] if self.found else None
            if last and new.provisions and last.provisions and self._same_act(last, new):
                places = dict.fromkeys((*last.provisions, *new.provisions))
                in_part = tuple(dict.fromkeys((*last.in_part, *new.in_part)))
                self.found[-1] = replace(last, provisions=tuple(places), in_part=in_part, end=max(last.end, new.end))
            else:
                self.found.append(new)

    def _same_act(self, a: Statement, b: Statement) -> bool:
        one, other = a.target, b.target
        same = (one.type, one.number, one.issued, one.name) == (other.type, other.number, other.issued, other.name)
        return same and (a.kind, a.source, a.rule, a.effective_from, a.until) == (b.kind, b.source, b.rule, b.effective_from, b.until)


def _goes_on(words: str, begin: int) -> bool:
    """True for a line that goes on with a list of bases: the one before it ended with a semicolon, or was "Căn cứ:"."""
    before = words[:begin].rstrip(" \n")
    return before.endswith(";") or (before.endswith(":") and "căn cứ" in before.rpartition("\n")[2].lower())


def below(path: tuple[tuple[str, str], ...], unit: Unit) -> tuple[tuple[str, str], ...]:
    """The path of a unit: an article is numbered through the whole body, so its chapter adds nothing."""
    if not unit.label[0].isalnum():  # a dash is no name
        return path
    if unit.kind == "dieu":
        return (*(step for step in path if step[0] in _ATTACHED), (unit.kind, unit.label))
    return (*path, (unit.kind, unit.label))
