"""What one document does to a place of another, in a word or two, and the words it changes."""

from legalgraph.model.relation import Operation

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
_LONGEST = 90  # characters of words changed


def action_label(kind: str, language: str = "vi") -> str:
    """What happened to the place; a kind that changes no words is given by its code."""
    vi, en = _ACTIONS.get(kind, (kind, kind))
    return vi if language == "vi" else en


def changed_words(operation: Operation | None) -> str | None:
    """The words taken out and put in, where the act is about some words only: “A” → “B”.

    >>> changed_words(Operation("substitutes_phrase", None, "huyện", "xã"))
    '“huyện” → “xã”'
    """
    if operation is None or operation.action not in ("substitutes_phrase", "deletes_phrase", "inserts_phrase"):
        return None
    told = [f"“{_short(text)}”" for text in (operation.old_text, operation.new_text) if text]
    return " → ".join(told) or None


def _short(text: str) -> str:
    bare = " ".join(text.split()).strip('“”"‟ ')
    return bare if len(bare) <= _LONGEST else bare[: _LONGEST - 1].rstrip() + "…"
