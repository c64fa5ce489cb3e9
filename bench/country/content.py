"""The words of each document as a page: heading, recitals, articles with references, amendments, signature."""

from collections.abc import Iterator
from html import escape
from random import Random

from bench.country.fields import FIELDS
from bench.country.kinds import area_name
from bench.country.making import Act, Country, Doc
from bench.country.places import POINTS, chapters, clauses, points, touched
from bench.country.rows import Every
from bench.country.sentences import chapter_heading, duty, heading
from bench.country.words import (
    full_name,
    issuer_names,
    issuers,
    law_name,
    office,
    short_name,
    signer,
    subject,
    title,
    topic,
    upper,
    vietnamese,
)  # fmt: skip

_CHANGES = (Act.AMENDS, Act.ADDS, Act.ENDS_PART)


def contents(country: Country, given: list[int]) -> Iterator[tuple[str, str]]:
    """The rows of the table of contents: of the first documents by id, a few of them twice."""
    quirks, seed = country.options.quirks, country.options.seed
    twice = Every.of(Random(f"contents {seed}"), quirks.more_contents, country.options.contents)
    order = sorted(range(len(given)), key=given.__getitem__)
    for place, index in enumerate(order[: country.options.contents]):
        page = html(country, country.docs[index])
        yield str(given[index]), page
        if twice.hits(place):
            # The same text once more, as another capture of the page left it.
            yield str(given[index]), page if place % 2 else page.replace("<div>", '<div class="toanvan">', 1).replace("<br/>", "<br>")


def html(country: Country, doc: Doc) -> str:
    """The page of one document."""
    rng = Random(f"text {country.options.seed} {doc.index}")
    return "\n".join(f"{part}" for part in ("<div>", *_head(country, doc), *_Body(country, doc, rng).parts(), *_foot(doc), "</div>"))


def paragraph(text: str, tag: str = "") -> str:
    """A paragraph of escaped text, in bold or italics when a tag says so."""
    words = escape(text, quote=False)
    return f"<p>{f'<{tag}>{words}</{tag}>' if tag else words}</p>"


def _head(country: Country, doc: Doc) -> Iterator[str]:
    place = area_name(doc.area).removeprefix("tỉnh ").removeprefix("thành phố ") if doc.area else "Hà Nội"
    names = "<br/>".join(escape(name.upper()) for name in issuer_names(doc))
    yield (
        '<table border="0" cellspacing="0" width="100%"><tr>'
        f'<td width="40%"><p align="center"><b>{names}</b><br/>-------</p></td>'
        '<td><p align="center"><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br/>Độc lập - Tự do - Hạnh phúc</b><br/>---------------</p></td></tr>'
        f'<tr><td><p align="center">{"Số: " + doc.number if doc.number else "Không số"}</p></td>'
        f'<td><p align="center"><i>{place}, ngày {vietnamese(doc.signed)}</i></p></td></tr></table>'
    )
    if doc.kind.code in ("luat", "pl"):
        yield f'<p align="center"><b>{doc.kind.label.upper()}</b></p>'
        yield f'<p align="center"><b>{escape(law_name(country, doc).removeprefix(doc.kind.label).strip()).upper()}</b></p>'
    else:
        yield f'<p align="center"><b>{doc.kind.label.upper()}</b></p>'
        yield f'<p align="center"><b>{escape(title(country, doc))}</b></p>'
    for act, target in country.acts(doc.index):
        if act is Act.BASED:
            yield paragraph(f"Căn cứ {full_name(country, country.docs[target])};", "i")
    what, named = "ban hành", f"{doc.kind.label} {topic(country, doc)}"
    if doc.kind.code in ("luat", "pl"):
        named = law_name(country, doc)
    elif doc.kind.type == "qd":
        what, named = "quyết định", topic(country, doc)
    yield paragraph(f"Theo đề nghị của cơ quan được giao theo dõi {FIELDS[doc.field].name.lower()};", "i")
    yield paragraph(f"{issuers(doc)} {what} {named}:")


def _foot(doc: Doc) -> Iterator[str]:
    yield (
        '<table border="0" cellspacing="0" width="100%"><tr><td width="50%"><p><b><i>Nơi nhận:</i></b><br/>- Như điều cuối;<br/>'
        f"- Cổng thông tin của {escape(issuer_names(doc)[0])};<br/>- Lưu: VT.</p></td>"
        f'<td><p align="center"><b>{office(doc).upper()}<br/><br/><br/>{signer(doc)}</b></p></td></tr></table>'
    )


class _Body:
    """The articles of one document."""

    def __init__(self, country: Country, doc: Doc, rng: Random) -> None:
        self._country, self._doc, self._rng = country, doc, rng
        acts = country.acts(doc.index)
        docs = country.docs
        self._changed = list(dict.fromkeys(docs[target] for act, target in acts if act in _CHANGES))
        self._parts_ended = {target for act, target in acts if act is Act.ENDS_PART}
        self._ended = [docs[target] for act, target in acts if act is Act.ENDS]
        self._halted = [(act, docs[target]) for act, target in acts if act in (Act.SUSPENDS, Act.SUSPENDS_PART)]
        self._cited = [docs[target] for act, target in acts if act is Act.REFERS]
        self._detailed = [docs[target] for act, target in acts if act is Act.DETAILS]

    def parts(self) -> Iterator[str]:
        """All paragraphs between the recitals and the signature."""
        doc, number = self._doc, 0
        for target in self._changed:
            number += 1
            yield from self._amendment(number, target)
        for act, target in self._halted:
            number += 1
            part = ""
            if act is Act.SUSPENDS_PART:
                part = f"Điều {touched(doc, target)[0][0]} "
            yield paragraph(f"Điều {number}. Đình chỉ việc thi hành {part}{short_name(target)} của {issuers(target)}.")
        starts = {} if number else {group[0]: (place, len(group)) for place, group in enumerate(chapters(doc))}
        # A document that changes others says little more than that.
        last = number or max(1, doc.articles - 2)
        for article in range(number + 1, last + 1):
            if article in starts:
                yield f'<p align="center"><b>Chương {_roman(starts[article][0] + 1)}<br/>{chapter_heading(self._rng).upper()}</b></p>'
            yield from self._article(article, last)
        yield from self._closing(last + 1)

    def _article(self, article: int, last: int) -> Iterator[str]:
        about, rng, many = subject(self._doc), self._rng, clauses(self._doc, article)
        if article == 1 and self._detailed:
            yield paragraph(f"Điều 1. {heading(rng, about, first=True)}", "b")
            target = self._detailed[0]
            at = touched(self._doc, target)[0][0]
            yield paragraph(f"{self._doc.kind.label} này quy định chi tiết Điều {at} của {short_name(target)}.")
        else:
            yield paragraph(f"Điều {article}. {heading(rng, about, first=article == 1)}", "b")
        for clause in range(1, many + 1) if many else (0,):
            lead = f"{clause}. " if clause else ""
            yield paragraph(f"{lead}{self._text(article, last)}")
            for place in range(points(self._doc, article, clause) if clause else 0):
                yield paragraph(f"{POINTS[place]}) {duty(rng, about, short=True)};")

    def _text(self, article: int, last: int) -> str:
        rng = self._rng
        words = [duty(rng, subject(self._doc)) for _ in range(rng.choice((1, 1, 2, 3)))]
        if self._cited and (rng.random() < 0.5 or article == last):
            target = self._cited.pop()
            at = f"Điều {rng.randint(1, target.articles)} " if rng.random() < 0.6 else "quy định của "
            words.append(f"Việc này thực hiện theo {at}{short_name(target)} của {issuers(target)}.")
        elif article > 1 and rng.random() < 0.15:
            other = rng.randint(1, article - 1)
            clause = f"khoản {rng.randint(1, many)} " if (many := clauses(self._doc, other)) else ""
            words.append(f"Trường hợp nêu tại {clause}Điều {other} của {self._doc.kind.label} này thì không phải nộp thêm giấy tờ.")
        return " ".join(words)

    def _amendment(self, article: int, target: Doc) -> Iterator[str]:
        doc, rng, name = self._doc, self._rng, f"{short_name(target)} của {issuers(target)}"
        if target.index in self._parts_ended:
            places = ", ".join(_place(*place) for place in touched(doc, target))
            yield paragraph(f"Điều {article}. Bãi bỏ {places} của {name}.")
            return
        yield paragraph(f"Điều {article}. Sửa đổi, bổ sung một số điều của {name}", "b")
        adds = (Act.ADDS, target.index) in self._country.acts(doc.index)
        for number, (at, clause) in enumerate(touched(doc, target), 1):
            text = " ".join(duty(rng, subject(doc)) for _ in range(rng.randint(2, 5)))
            if adds and number == 1:
                yield paragraph(f"{number}. Bổ sung Điều {at}a vào sau Điều {at} như sau:")
                yield paragraph(f"“Điều {at}a. {heading(rng, subject(doc), first=False)}")
                yield paragraph(f"{text}”.")
            else:
                yield paragraph(f"{number}. {upper(_place(at, clause))} được sửa đổi như sau:")
                yield paragraph(f"“{f'{clause}. ' if clause else f'Điều {at}. '}{text}”.")

    def _closing(self, article: int) -> Iterator[str]:
        doc = self._doc
        yield paragraph(f"Điều {article}. Hiệu lực thi hành", "b")
        yield paragraph(f"1. {doc.kind.label} này có hiệu lực thi hành kể từ ngày {vietnamese(doc.in_force)}.")
        for place, target in enumerate(self._ended, 2):
            name = f"{short_name(target)} của {issuers(target)}"
            yield paragraph(f"{place}. {name} hết hiệu lực kể từ ngày {doc.kind.label} này có hiệu lực thi hành.")
        yield paragraph(f"Điều {article + 1}. Tổ chức thực hiện", "b")
        who = f"Các cơ quan, đơn vị và cá nhân có việc liên quan đến {subject(doc)}"
        yield paragraph(f"{who} chịu trách nhiệm thi hành {doc.kind.label} này./.")


def _place(article: int, clause: int) -> str:
    return f"khoản {clause} Điều {article}" if clause else f"Điều {article}"


def _roman(number: int) -> str:
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]
