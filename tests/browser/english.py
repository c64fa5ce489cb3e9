"""What an English page says in Vietnamese without marking it so."""

import re
from html.parser import HTMLParser

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_UNSEEN = {"script", "style"}
_SPOKEN = ("alt", "aria-label", "placeholder", "title")
# The letters that Vietnamese alone has, and those with its tones.
VIETNAMESE = re.compile(r"[ăâđêôơưàằầèềìòồờùừỳảẳẩẻểỉỏổởủửỷãẵẫẽễĩõỗỡũữỹáắấéếíóốớúứýạặậẹệịọộợụựỵ]", re.IGNORECASE)
_NUMBER = re.compile(r"\S*\d\S*/\S*|\S*[A-ZĐ]{2,}-[A-ZĐ&]{2,}\S*")  # 45/2012/NĐ-CP, NĐ-CP


class Unmarked(HTMLParser):
    """Collects the Vietnamese words of a page that stand outside of `lang="vi"`; numbers of documents are of no language."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.drawn: list[str] = []
        """Lines of pictures, which are pieces of what is written there."""
        self._open: list[tuple[str, str]] = []
        self.feed(html)

    @property
    def _language(self) -> str:
        return self._open[-1][1] if self._open else ""

    @staticmethod
    def without_numbers(text: str) -> str:
        return _NUMBER.sub("", text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        language = said.get("lang") or self._language
        if tag not in _VOID:
            self._open.append((tag, language))
        if language != "vi":
            for name in _SPOKEN:
                self._look(said.get(name) or "")
            if tag == "meta" and (said.get("name") or said.get("property") or "").endswith("description"):
                self._look(said.get("content") or "")

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._language != "vi" and not (self._open and self._open[-1][0] in _UNSEEN):
            self._look(data, drawn=any(tag == "text" for tag, _ in self._open))

    def _look(self, text: str, *, drawn: bool = False) -> None:
        if VIETNAMESE.search(self.without_numbers(text)):
            (self.drawn if drawn else self.found).append(" ".join(text.split()))
