"""Vietnamese letters for classes of regular expressions: Unicode mixes small and capital ones, so ranges do not serve."""

SMALL = "a-zàáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
CAPITAL = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"

# "khoàn 2 Điều 5", "Khỏan 3": marks on the wrong letter.
_MISSPELT = tuple(first + rest for first in "kK" for rest in ("hoàn", "hỏan", "hoãn", "hoăn"))


def well_spelled(text: str, start: int, stop: int) -> str:
    """Return the text with "khoản" where its marks are misplaced between two offsets; of the same length."""
    for wrong in _MISSPELT:
        if text.find(wrong, start, stop) >= 0:
            text = text.replace(wrong, wrong[0] + "hoản")
    return text
