"""What one document does to a place of another, in a word or two, and the words it changes."""

import re

from legalgraph.model.relation import Operation
from legalgraph.wording.places import place_words

_ACTIONS = {
    "amends": ("Sửa đổi, bổ sung", "Amended"),
    "adds": ("Bổ sung", "Added"),
    "renames": ("Sửa đổi tên", "Heading changed"),
    "substitutes_phrase": ("Thay thế cụm từ", "Words substituted"),
    "deletes_phrase": ("Bỏ cụm từ", "Words deleted"),
    "inserts_phrase": ("Bổ sung cụm từ", "Words inserted"),
    "replaces_annex": ("Thay thế phụ lục, mẫu", "Annex or form replaced"),
    "repeals_part": ("Bãi bỏ", "Repealed"),
    "ends_part": ("Hết hiệu lực", "Ended"),
    "replaces_part": ("Thay thế", "Replaced"),
    "replaces": ("Thay thế", "Replaced"),
    "repeals": ("Bãi bỏ", "Repealed"),
    "ends": ("Hết hiệu lực", "Ended"),
    "suspends": ("Ngưng hiệu lực", "Suspended"),
    "suspends_part": ("Ngưng hiệu lực", "Suspended"),
    "suspends_enforcement": ("Đình chỉ thi hành", "Enforcement suspended"),
    "restores": ("Tiếp tục có hiệu lực", "Restored"),
    "corrects": ("Đính chính", "Corrected"),
}
_ANCHOR = re.compile(r"(?P<edge>after|before|end of|start of) (?P<what>.+)", re.DOTALL)
_SIDES = {"after": ("sau", "after"), "before": ("trước", "before")}
_EDGES = {"end of": ("vào cuối", "at the end of"), "start of": ("vào đầu", "at the beginning of")}
_LONGEST = 90  # characters of words changed


def action_label(kind: str, language: str = "vi") -> str:
    """What happened to the place; a kind that changes no words is given by its code."""
    vi, en = _ACTIONS.get(kind, (kind, kind))
    return vi if language == "vi" else en


def changed_words(operation: Operation | None, language: str = "vi") -> str | None:
    """The words taken out and put in, where the act is about some words only (“A” → “B”), and beside which; or where something is added.

    >>> changed_words(Operation("substitutes_phrase", None, "huyện", "xã"))
    '“huyện” → “xã”'
    >>> changed_words(Operation("inserts_phrase", "after “kén”", None, "tơ"), "en")
    '“tơ” after “kén”'
    >>> changed_words(Operation("adds", "end of dieu_5/khoan_1", None, "“Kén …”"))
    'vào cuối khoản 1 Điều 5'
    """
    if operation is None:
        return None
    where = _ANCHOR.fullmatch(operation.anchor or "")
    column = 0 if language == "vi" else 1
    if operation.action == "adds" and where and where["edge"] in _EDGES:
        return f"{_EDGES[where['edge']][column]} {place_words(where['what'], language)}"
    if operation.action not in ("substitutes_phrase", "deletes_phrase", "inserts_phrase"):
        return None
    told = " → ".join(f"“{_short(text)}”" for text in (operation.old_text, operation.new_text) if text)
    if told and where and where["edge"] in _SIDES:
        told = f"{told} {_SIDES[where['edge']][column]} “{_short(where['what'])}”"
    return told or None


def _short(text: str) -> str:
    bare = " ".join(text.split()).strip('“”"‟ ')
    return bare if len(bare) <= _LONGEST else bare[: _LONGEST - 1].rstrip() + "…"
