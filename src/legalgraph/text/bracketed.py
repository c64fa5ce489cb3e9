"""Amended documents of a list that say in brackets what is done to each: "a) Thông tư số … (sửa đổi Điều 4, bãi bỏ Điều 9);"."""

import re
from dataclasses import replace

from legalgraph.text.sentences import Object, Pending, Sentence, filled
from legalgraph.text.stating import operate, state

# "sửa đổi, bổ sung tại Phụ lục I" says where the changes are written, and not what is changed.
_VERB = r"(?P<verb>(?:sửa đổi|bổ sung)(?:\s*,\s*(?:sửa đổi|bổ sung))?|bãi bỏ|hủy bỏ|huỷ bỏ|bỏ)\s+(?!(?:tại|theo|bởi)\b)"
_IN_BRACKETS = r"\s*\(\s*(?:(?:sửa đổi|bổ sung|bãi bỏ|hủy bỏ|huỷ bỏ|bỏ)\b[^()ⒹⓈⓆⓅ]*Ⓟ[^()ⒹⓈⓆ]*)\)"
_ITEM = rf"(?:các\s+)?Ⓓ(?:{_IN_BRACKETS})?"
_LIST = re.compile(rf"(?P<head>(?:Sửa đổi|Bổ sung)[^ⒹⓅⓈⓆ();]{{1,160}})?(?P<items>{_ITEM}(?:\s*(?:[;,]|\bvà)\s*(?:và\s+)?{_ITEM})*)\s*[;.]?\s*")
_DOCUMENT = re.compile(rf"Ⓓ(?P<bracket>{_IN_BRACKETS})?")
_ACT = re.compile(rf"{_VERB}(?P<what>(?:(?!\b(?:sửa đổi|bổ sung|bãi bỏ|hủy bỏ|huỷ bỏ|bỏ)\s)[^()])*)")
_BESIDE = re.compile(r"\b(?:vào|sau|trước)\b")
# "bãi bỏ cụm từ tại khoản 2 Điều 9": words of the place, which stays.
_WORDS_OF_IT = re.compile(r"(?:(?:các|một số)\s+)?(?:cụm từ|từ ngữ|từ(?=\s+(?:tại|của|trong|ở)\b)|chữ|dấu)(?!\w)")


def bracketed(sentence: Sentence, begin: int) -> bool:
    """State what the brackets of a list of amended documents say; false for a sentence that is no such list.

    The list stands behind its verb, or below a heading that amends. Below one that repeals, brackets that repeal tell what of a
    document is meant; any other tell what the repealed document had changed itself.
    """
    found = _LIST.fullmatch(sentence.words, begin)
    if found is None or "(" not in found["items"]:
        return False
    pending = sentence.context.pending
    repeals = pending is not None and pending.kind in ("repeals", "repeals_part") and not found["head"]
    past = repeals and not all(act["verb"].endswith("bỏ") for act in _ACT.finditer(found["items"]))
    if not found["head"] and not repeals and not (pending.kind == "amends" if pending else sentence.context.instructing):
        return False
    for item in _DOCUMENT.finditer(sentence.words, found.start("items"), found.end("items")):
        document = sentence.sign_at(item.start())
        acts = list(_ACT.finditer(sentence.words, item.start("bracket"), item.end("bracket"))) if item["bracket"] and not past else []
        for act in acts:
            _act(sentence, act, item.start(), pending if repeals else None)
        if document and not acts:
            whole = Object(document, (), document.start, document.end)
            act_upon_all = pending if repeals and pending else Pending("amends", "amends", *sentence.span(*item.span()))
            state(sentence, [whole], act_upon_all)
    return True


def _act(sentence: Sentence, act: re.Match[str], document: int, heading: Pending | None) -> None:
    """State one act of a bracket upon the document before it, as of the heading that repeals; nothing of what is added beside another place."""
    sign = sentence.sign_at(document)
    named = sentence.objects(act.start("what"), act.end("what"))
    if sign is None or _BESIDE.search(act["what"]):
        return
    span = sentence.shape.to_text(document), sentence.span(act.start(), act.end())[1]
    for at, o in enumerate(named):
        of_it = Object(sign, filled(sentence, named, at, act.end()), o.start, o.end)
        if _WORDS_OF_IT.match(act["what"]):
            operate(sentence, "amends", of_it, of_it.places, span)
        elif act["verb"].endswith("bỏ"):
            state(sentence, [of_it], replace(heading or Pending("repeals", "repeals_part", 0, 0), start=span[0], end=span[1]))
        else:
            operate(sentence, "adds" if act["verb"] == "bổ sung" else "amends", of_it, of_it.places, span)
