"""What strangers wrote, as a terminal may show it."""

import json

import pytest

from legalgraph.model.visible import visible


@pytest.mark.parametrize(("text", "shown"), [
    ("Nghị định số 9/2031/NĐ-CP\n\tĐiều 1 “a” … 🦋", "Nghị định số 9/2031/NĐ-CP\n\tĐiều 1 “a” … 🦋"),
    ("e\u0302\u200da", "e\u0302\u200da"),
    ("\x1b[31mđỏ\x1b[0m", r"\u001b[31mđỏ\u001b[0m"),
    ("a\rb\x08\x00\x7f\x9b2J", r"a\u000db\u0008\u0000\u007f\u009b2J"),
    ("\u202eCP-ĐN\u202c \u2066x\u2069 \u200f\u061c", r"\u202eCP-ĐN\u202c \u2066x\u2069 \u200f\u061c"),
    ("a\u2028b\u0085c", r"a\u2028b\u0085c"),
])  # fmt: skip
def test_what_disguises_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown
    assert json.loads(visible(json.dumps(text, ensure_ascii=False))) == text
