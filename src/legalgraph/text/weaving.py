"""A new text woven from pieces of an old one, in any order, with the way back."""

from legalgraph.model.offsets import OffsetMap


class Weaver:
    """Collects pieces of a text and words put between them; `length` is how long the new text is so far."""

    def __init__(self, text: str) -> None:
        """Begin with nothing taken."""
        self._text = text
        self._parts: list[str] = []
        self._new: list[int] = []
        self._old: list[int] = []
        self._kept: list[bool] = []
        self._next: int | None = None  # where the piece under way would go on
        self.length = 0

    def take(self, start: int, end: int) -> None:
        """Add `text[start:end]`."""
        if end <= start:
            return
        if self._next != start:
            self._new.append(self.length)
            self._old.append(start)
            self._kept.append(True)
        self._parts.append(self._text[start:end])
        self.length += end - start
        self._next = end

    def put(self, words: str, origin: int) -> None:
        """Add words that are not in the text, for what stood at `origin`."""
        if not words:
            return
        if self._text.startswith(words, origin) and self._next == origin:
            self.take(origin, origin + len(words))
            return
        self._new.append(self.length)
        self._old.append(origin)
        self._kept.append(False)
        self._parts.append(words)
        self.length += len(words)
        self._next = None

    def done(self) -> tuple[str, OffsetMap]:
        """Return the new text and the way back from it."""
        if not self._new:
            return "", OffsetMap((0,), (len(self._text),), (True,))
        return "".join(self._parts), OffsetMap(tuple(self._new), tuple(self._old), tuple(self._kept))
