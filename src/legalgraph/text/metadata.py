"""What a document says of itself: number, date, issuers, type, title, signer. What it does not say stays None."""

import re

from legalgraph.model.folding import fold
from legalgraph.model.number import Number
from legalgraph.model.reading import Diagnostic, Metadata, Unit
from legalgraph.text.headerlines import DAY, date_of, find_day, find_number, impossible_day, parsed
from legalgraph.text.letters import CAPITAL

NO_SUCH_DAY = "no-such-day"
"""The code of the doubt about a day of signing that there cannot be; its message is the day as printed."""

_TYPES = {
    "thong tu lien tich": "ttlt", "nghi quyet lien tich": "nqlt", "van ban hop nhat": "vbhn", "nghi dinh": "nd", "nghi quyet": "nq",
    "quyet dinh": "qd", "thong tu": "tt", "chi thi": "ct", "phap lenh": "pl", "sac lenh": "sl", "lenh": "lenh", "bo luat": "bo-luat",
    "luat": "luat", "hien phap": "hp", "ke hoach": "kh", "thong bao": "tb", "bao cao": "bc", "to trinh": "ttr",
}  # fmt: skip
_DAY_LABEL = re.compile(
    r"Ngày ban hành\s*:\s*(?:(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})|(?P<d2>[0-9]{1,2})/(?P<m2>[0-9]{1,2})/(?P<y2>[0-9]{4}))"
)
_ISSUER_LABEL = re.compile(r"(?:[Cc]ơ quan(?: ban hành)?|Nơi ban hành)\s*:\s*([^\n;]+)")
_ADOPTED = re.compile(
    r"(?:Luật|Bộ luật|Nghị quyết|Pháp lệnh|Hiến pháp)\s+này\s+(?:đã\s+)?được\s[^\n]{0,200}?thông qua[^\n]{0,80}?"
    r"ngày\s+(?P<d>[0-9]{1,2})\s+tháng\s+(?P<m>[0-9]{1,2})\s+năm\s+(?P<y>[0-9]{4})"
)
_CAPTION = re.compile(
    r"\((?:Ban hành\s+)?[Kk]èm\s+theo\s+(?P<type>Thông tư liên tịch|Thông tư|Nghị định|Nghị quyết|Quyết định|Luật|Pháp lệnh)\s+số:?\s+"
    r"(?P<number>[0-9]{1,5}(?:\s*/\s*[0-9]{4})?\s*[/-]\s*[^\W\d_]{2,6}-[^\s,;()]{1,20})"
    r"(?:\s+ngày\s+(?P<d>[0-9]{1,2})(?:\s+tháng\s+|/)(?P<m>[0-9]{1,2})(?:\s+năm\s+|/)(?P<y>[0-9]{4}))?"
)
_AUTHENTICATED = re.compile(r"XÁC (?:THỰC|NHẬN) VĂN BẢN HỢP NHẤT")
_MARK_OF_SIGNING = re.compile(r"\[?[a-z]{0,8}\]|\[|\((?:[Đđ]ã ký|Ký tên)[^)]*\)")  # "[daky]" where a signature was drawn
_MOTTO = re.compile(r"CỘNG H|ĐỘC LẬP|Độc lập|VĂN BẢN|PHẦN |CÔNG BÁO|SỐ\b|LUẬT SỐ|XÁC THỰC")
_BODIES = re.compile(
    r"BỘ |CHÍNH PHỦ|QUỐC HỘI|THỦ TƯỚNG|[UỦ]Y BAN|UỶ BAN|UBND |HĐND |NGÂN HÀNG|HỘI ĐỒNG|T[OÒ][AÀ] ÁN|TÒA ÁN|VIỆN|KIỂM TOÁN|THANH TRA|VĂN PHÒNG|CHỦ TỊCH|"
    r"BAN |TỔNG |CỤC |SỞ |ĐẢNG |LIÊN |BẢO HIỂM|ĐOÀN "
)
_COMMITTEE = re.compile(r"(?:(?:ỦY|UỶ) BAN NHÂN DÂN|UBND)\b")
_OF_THE_CHAIRMAN = re.compile(rf"\s*CHỦ TỊCH\s+{_COMMITTEE.pattern}")
# The other column of a header, on the line of a body: "CHÍNH PHỦ   CỘNG HÒA XÃ HỘI …", "TỈNH …   Độc lập - …".
_OTHER_COLUMN = re.compile(r"(?<=\S)\s+(?:CỘNG H(?:ÒA|OÀ) XÃ HỘI|(?:Độc lập|ĐỘC LẬP)\s*[-–]).*")
_BEGINS_HEADER = re.compile(rf"[\W_]*(?:CỘNG H|{_BODIES.pattern})")
_LINE = re.compile(r"[^\n]+")
_NOTHING_ELSE = re.compile(r"\Z|:|so\s*(?::|[0-9])")  # folded
_NAME = re.compile(rf"(?:[{CAPITAL}][^\W\d_]*\.?[ ]){{1,5}}[{CAPITAL}][^\W\d_]*")
_POST_AND_NAME = re.compile(rf"(?P<post>(?:[{CAPITAL}.]{{2,}}[ ]){{1,6}})[ ]?(?P<name>[{CAPITAL}](?![{CAPITAL}.]).+)")
_NUMBER_LINE = re.compile(r"(?:[^\W\d_]+\s+){0,2}[Ss][ốỐ]\s*:|Ngày ban hành|[^\n]{0,40}, ngày ")
_RANKS = re.compile(r"(?:(?:GS|PGS|TS|ThS|Đại tướng|Thượng tướng|Trung tướng|Thiếu tướng|Đại tá)\.?\s+)+")
_NEAR = 600


def metadata(text: str, tree: Unit) -> Metadata:
    r"""Read what a text says of itself; `tree` is its structure.

    >>> from legalgraph.text.structure import structure
    >>> text = "CHÍNH PHỦ\nSố: 999/2031/NĐ-CP\nNGHỊ ĐỊNH\nVề thử nghiệm\nCăn cứ Luật Thử;\nĐiều 1. Phạm vi\nHết."
    >>> str(metadata(text, structure(text)[0]).number)
    '999/2031/NĐ-CP'
    """
    parts = {unit.kind: unit for unit in reversed(tree.children)}
    header, title = parts.get("header"), parts.get("title")
    limit = title.end if title else header.end if header else 0
    if limit == 0 and (addressed := _ADDRESSED.search(text, 0, _FAR_BEGINNING)):
        limit = addressed.start()  # an official letter has no title
    closing = max((found.start() for found in _AUTHENTICATED.finditer(text)), default=-1)
    consolidated = closing > limit
    if consolidated:
        begin, end = _closing_block(text, closing, limit)
        number, number_span = find_number(text, begin, end, symbol="VBHN")
        issued, place, issued_span = find_day(text, begin, end, number_span)
        issuers = _issuers(text[begin:closing].split("\n"))
        kind: str | None = "vbhn"
    else:
        front = min(limit, _front_end(text, title, limit))
        titled, alone = _titled(text, title)
        header_start = _header_start(text, front)
        number, number_span = find_number(text, 0, front, titled if alone else None, header=header_start)
        issued, place, issued_span = find_day(text, 0, front, number_span, header=header_start)
        if number_span and issued_span and place and issued_span[0] < number_span[1] < issued_span[1]:
            # Both columns on one line: "Số: 26/2031/TT- BTC Hà Nội, ngày …".
            place = text[number_span[1] : issued_span[1]].partition(",")[0].strip() or None
            issued_span = (number_span[1] + 1, issued_span[1])
        if issued is None and (label := _DAY_LABEL.search(text, 0, min(len(text), limit + 400))):
            issued, issued_span = date_of(label), label.span()
        if issued is None and number is not None and (adopted := _adopted(text)):
            issued, issued_span = date_of(adopted), adopted.span()
        issuers = _own_issuers(text, title.start if title else limit, limit, parts.get("recitals"))
        kind = _type(titled, number)
        if number is None and kind is not None and (caption := _caption(text, tree, kind)):
            number, number_span = parsed(caption["number"]), caption.span("number")
            if issued is None and caption["d"]:
                issued, issued_span = date_of(caption), (caption.end("number") + 1, caption.end())
    stamp = _STAMP.match(text, _words_start(text, title), title.end) if title and not (consolidated or (number and issued)) else None
    if stamp and (told := parsed(stamp["number"])) is not None and (number is None or number.folded == told.folded):
        number, number_span, kind = told, stamp.span("number"), _type(titled, told)
        if issued is None:
            issued, issued_span = date_of(stamp), (stamp.end("number") + 1, stamp.end())
    if kind is None and number is not None and not number.type_codes and _ADDRESSED.search(text, 0, _FAR_BEGINNING):
        kind = "cv"
    words, title_span = _title(text, title) if title or kind != "cv" else _subject(text)
    signer, post = _signer(text, parts.get("signature"))
    return Metadata(kind, number, issued, place, issuers, words, signer, post, number_span, issued_span, title_span)


def doubtful_day(text: str, tree: Unit, meta: Metadata) -> tuple[Diagnostic, ...]:
    """The doubt about a day of signing that there cannot be, where the text gives no other."""
    if meta.issued is not None:
        return ()
    parts = {unit.kind: unit for unit in reversed(tree.children)}
    title = parts.get("title")
    limit = title.end if title else parts["header"].end if "header" in parts else 0
    front = min(limit, _front_end(text, title, limit))
    span = impossible_day(text, front, _header_start(text, front))
    return (Diagnostic(NO_SUCH_DAY, " ".join(text[slice(*span)].split()), *span),) if span else ()


def _caption(text: str, tree: Unit, kind: str) -> re.Match[str] | None:
    """The caption of the first annex, "(Kèm theo Thông tư số … ngày …)", if all captions name the same document of this type."""
    found: list[re.Match[str]] = []
    for unit in tree.children:
        if unit.kind in ("kem-theo", "phuluc", "mau"):
            found += _CAPTION.finditer(text, unit.start, min(unit.end, unit.start + _NEAR))
    numbers = {parsed(one["number"]) for one in found}
    if len(numbers) != 1 or None in numbers or any(_TYPES.get(fold(" ".join(one["type"].split()))) != kind for one in found):
        return None
    return found[0]


def _front_end(text: str, title: Unit | None, limit: int) -> int:
    """Where the lines end that can say number and day: before the words of the title, which cite others."""
    if title is None:
        return limit
    place = text.find("\n", title.start, title.end)
    place = title.end if place < 0 else place + 1
    while found := _NUMBER_LINE.match(text, place, title.end):
        line_end = text.find("\n", found.end(), title.end)
        if line_end < 0:
            return title.end
        place = line_end + 1
    return place


def _header_start(text: str, end: int) -> int:
    """Where the first line stands that names a body in capitals or begins the Quốc hiệu; 0 where there is none."""
    return next((found.start() for found in _LINE.finditer(text, 0, end) if found[0].isupper() and _BEGINS_HEADER.match(found[0])), 0)


def _closing_block(text: str, closing: int, limit: int) -> tuple[int, int]:
    """The lines about "XÁC THỰC VĂN BẢN HỢP NHẤT": short ones, back to the sentence that ends the text."""
    begin = closing
    for _ in range(8):
        above = text.rfind("\n", limit, max(limit, begin - 1)) + 1
        line = text[above:begin].strip()
        sentence = len(line) > 90 or line.endswith((";", "./.", "./")) or (line.endswith(".") and len(line) > 30)
        if sentence or not limit < above < begin:
            break
        begin = above
    return begin, min(len(text), closing + _NEAR)


def _adopted(text: str) -> re.Match[str] | None:
    """The last sentence "Luật này được Quốc hội … thông qua ngày …"."""
    place = text.rfind("thông qua")
    for _ in range(20):
        if place < 0:
            return None
        line = text.rfind("\n", 0, place) + 1
        found = _ADOPTED.search(text, max(line, place - 300), place + 200)
        if found:
            return found
        place = text.rfind("thông qua", 0, place)
    return None


def _titled(text: str, title: Unit | None) -> tuple[str | None, bool]:
    """The type that the first line of a title names, and whether the line says nothing else, but for a number."""
    line = fold(text[title.start : title.end].partition("\n")[0]) if title else ""
    for name, code in _TYPES.items():
        if line.startswith(name):
            rest = line[len(name) :].lstrip()
            return code, _NOTHING_ELSE.match(rest) is not None
    return None, False


def _subject(text: str) -> tuple[str | None, tuple[int, int] | None]:
    """What an official letter is about, as its header says: "V/v hướng dẫn nuôi tằm"."""
    found = _ABOUT.search(text, 0, _FAR_BEGINNING)
    return (" ".join(found["words"].split()), found.span("words")) if found else (None, None)


def _words_start(text: str, title: Unit) -> int:
    """Where the words behind the type begin, in the line that names it or in the next."""
    line_end = text.find("\n", title.start, title.end)
    first = text[title.start : line_end if line_end >= 0 else title.end]
    named = next((name for name in _TYPES if fold(first).startswith(name)), "")
    start = title.start + len(named)
    while start < title.end and text[start].isspace():
        start += 1
    return start


def _type(titled: str | None, number: Number | None) -> str | None:
    """The type in the title, unless the symbol of the number tells others: then, or without a title, the one it tells."""
    if titled and (number is None or number.can_be(titled)):
        return titled
    codes = number.type_codes if number else ()
    return codes[0] if len(codes) == 1 else None


def _own_issuers(text: str, header_end: int, limit: int, recitals: Unit | None) -> tuple[str, ...]:
    """The bodies that the header names, else those behind "Cơ quan ban hành:".

    What the chairman of a committee issues has the header and the number of the committee; who issues it is named in the line above the
    bases (Decree 30/2020/NĐ-CP, annex III, form 1.2, note 6).
    """
    issuers = _issuers(text[:header_end].split("\n"))
    if not issuers and (label := _ISSUER_LABEL.search(text, limit, min(len(text), limit + 400))):
        return tuple(re.split(r"\s+và\s+(?=Bộ|Ủy|Ngân)|,\s+(?=Bộ)", label[1].strip()))
    if recitals and _OF_THE_CHAIRMAN.match(text, recitals.start, recitals.end):
        return tuple(f"CHỦ TỊCH {one}" if _COMMITTEE.match(one) else one for one in issuers)
    return issuers


def _issuers(lines: list[str]) -> tuple[str, ...]:
    """Bodies named in capitals in a header; one that goes over two lines is joined, one named twice is one."""
    bodies: list[str] = []
    for raw in lines:
        line = _OTHER_COLUMN.sub("", raw).strip().rstrip(".")
        if not line.isupper() or _MOTTO.match(line) or any(char.isdigit() for char in line):
            bodies.append("")
        elif not bodies or not bodies[-1] or (_BODIES.match(line) and not bodies[-1].endswith(("THƯỜNG VỤ", "CỦA", "-"))):
            bodies.append(line)
        else:
            bodies[-1] = f"{bodies[-1]} {line}"
    found: list[str] = []
    for body in bodies:
        for one in re.split(r"\s+[-–]\s+(?=BỘ |NGÂN HÀNG|VIỆN |T[OÒ]A )", body):
            if one and _BODIES.match(one) and one not in found:
                found.append(one.removesuffix(" -"))
    return tuple(found)


# A paragraph is longer than a line of a title and ends as sentences do.
_LONG_LINE = 220
_REPEATED = 30  # letters at either end of a title by which a repetition of it is known
_PRINTED_TYPE = {name: kind for kind, name in (
    ("Thông tư liên tịch", "thong tu lien tich"), ("Thông tư", "thong tu"), ("Nghị định", "nghi dinh"), ("Nghị quyết", "nghi quyet"),
    ("Quyết định", "quyet dinh"), ("Pháp lệnh", "phap lenh"), ("Bộ luật", "bo luat"), ("Luật", "luat"),
)}  # fmt: skip
_ADDRESSED = re.compile(r"(?m)^[ ]?Kính gửi\s*:?")
_FAR_BEGINNING = 1500
_ABOUT = re.compile(r"(?m)^[ ]?V/v:?\s+(?P<words>[^\n]+(?:\n(?!Kính gửi|CỘNG|Độc lập|[^\n]{0,40}, ngày|[-–_*]|Số)[^\n]+){0,3})")
_ISSUER_ALONE = re.compile(rf"CỦA [{CAPITAL} ,-]{{3,80}}")
# The first paragraph of a directive, run together with its title.
_PARAGRAPH = re.compile(
    r"(?<=\w)\s+(?=(?:Thực hiện|Trong (?:thời gian|những năm|các năm)|Thời gian qua|Những năm (?:qua|gần đây)|Hiện nay|Vừa qua|Để|Nhằm|Căn cứ|Qua|Năm [0-9]|Ngày [0-9])\s)"
)
# "CỦA HỘI ĐỒNG BỘ TRƯỞNG SỐ 12-HĐBT NGÀY 18 THÁNG 1 NĂM 1986 VỀ NUÔI TẰM".
_STAMP = re.compile(
    r"(?:của\s+[^\n0-9,;]{3,80}\s)?số\s+(?P<number>[0-9]{1,5}(?:\s*[-/ ]\s*[^\s,]{1,14})?)\s+(?:ra\s+)?ngày\s+(?P<d>[0-9]{1,2})(?:\s+tháng\s+|[-/])(?P<m>[0-9]{1,2})(?:\s+năm\s+|[-/])(?P<y>[0-9]{4})\s*(?:[-:,]\s*)?",
    re.IGNORECASE,
)


def _title(text: str, title: Unit | None) -> tuple[str | None, tuple[int, int] | None]:
    """The title as printed, without the line that names the type; a number line in between is passed over."""
    if title is None:
        return None, None
    first_end = text.find("\n", title.start, title.end)
    first_end = title.end if first_end < 0 else first_end
    first = text[title.start : first_end]
    named = next((name for name in _TYPES if fold(first).startswith(name)), "")
    rest = first[len(named) :].strip()
    place = first_end
    if rest and not rest.startswith((":", "số", "Số", "SỐ")):
        place = title.start + len(named)
    lines: list[tuple[int, int]] = []
    while place < title.end:
        line_end = text.find("\n", place, title.end)
        line_end = title.end if line_end < 0 else line_end
        line = text[place:line_end].strip()
        if _ends_title(line, begun=bool(lines)):
            break
        if line and not (not lines and _NUMBER_LINE.match(line)):
            start = text.index(line[0], place)
            lines.append((start, start + len(line)))
        place = line_end + 1
    while lines:
        words = " ".join(text[start:end] for start, end in lines)
        kept = len(_without_what_follows(words, named))
        last = len(words) - (lines[-1][1] - lines[-1][0])
        if kept > last:
            lines[-1] = (lines[-1][0], lines[-1][0] + kept - last)
            return _without_own_number(text, lines)
        lines.pop()
    return None, None


def _without_what_follows(words: str, named: str) -> str:
    """A title without what was printed close behind it: the block of a consolidation, which repeats it, or a first paragraph."""
    blocks = re.finditer(rf"\s(?={_PRINTED_TYPE.get(named, named)}(?:\s[^;]{{0,120}})?\ssố\s*[0-9])", words, re.IGNORECASE) if named else ()
    for block in reversed(list(blocks)):
        head, rest = words[: block.start()].rstrip(), words[block.end() :].casefold()
        if head[:_REPEATED].casefold() in rest and head[-_REPEATED:].casefold() in rest:
            return head
    first = _PARAGRAPH.search(words) if len(words) > _LONG_LINE and words.endswith((".", ":", ";")) else None
    return words[: first.start()] if first else words


def _without_own_number(text: str, lines: list[tuple[int, int]]) -> tuple[str | None, tuple[int, int] | None]:
    """The words of a title, without issuer, number and day that stood before them until 1996."""
    begin, end = lines[0]
    found = _STAMP.match(text, begin, end) or (_ISSUER_ALONE.fullmatch(text, begin, end) if len(lines) > 1 else None)
    if found:
        lines = [(found.end(), end), *lines[1:]] if found.end() < end else lines[1:]
    if not lines:
        return None, None
    return " ".join(text[start:stop] for start, stop in lines), (lines[0][0], lines[-1][1])


def _ends_title(line: str, *, begun: bool) -> bool:
    """True for a row of a table, and for a paragraph that follows a title without a mark between the two."""
    return " | " in line or (begun and len(line) > _LONG_LINE and line[-1] in ".:;")


def _signer(text: str, signature: Unit | None) -> tuple[str | None, str | None]:
    """Name and post of the (first) signer."""
    if signature is None:
        return None, None
    posts: list[str] = []
    authenticated = _AUTHENTICATED.search(text, signature.start, signature.end)
    start = authenticated.end() if authenticated else signature.start
    for raw in text[start : min(signature.end, start + 1500)].split("\n"):
        line = _MARK_OF_SIGNING.sub("", raw).strip(" .*_-")
        if not line or DAY.search(line) or _NUMBER_LINE.match(line):
            continue
        bare = _RANKS.sub("", line)
        if post := _POST_AND_NAME.fullmatch(bare):
            posts.append(post["post"].strip())
            bare = _RANKS.sub("", post["name"])
        if _NAME.fullmatch(bare) and not bare.isupper():
            return bare, " ".join(posts) or None
        if line.isupper() and len(posts) < 4:
            posts.append(line)
        elif not line.startswith("("):
            break
    return None, " ".join(posts) or None
