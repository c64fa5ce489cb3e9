"""Text of strangers as it may be shown on a terminal and in one line of a report."""

import re

# Controls, which move the cursor, recolour or clear the screen; ends of lines that some programs see; marks that turn what follows round.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    r"""Write what could disguise or disturb what is shown as an escape such as \u202e; tabs and ends of lines stay.

    In JSON, whose strings alone can hold such characters, the escapes mean the same.

    >>> visible("Nghị định\x1b[2J \u202eCP")
    'Nghị định\\u001b[2J \\u202eCP'
    """
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
