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
        self._from = self._next = -1  # the piece under way
        self.length = 0

    def take(self, start: int, end: int) -> None:
        """Add `text[start:end]`."""
        if end <= start:
            return
        if self._next != start:
            self._finish()
            self._new.append(self.length)
            self._old.append(start)
            self._kept.append(True)
            self._from = start
        self._next = end
        self.length += end - start

    def put(self, words: str, origin: int) -> None:
        """Add words for what stood at `origin`; where they are what stands there, they are taken."""
        if self._next == origin and words and self._text.startswith(words, origin):
            self._next += len(words)
            self.length += len(words)
        elif words:
            self._finish()
            self._new.append(self.length)
            self._old.append(origin)
            self._kept.append(False)
            self._parts.append(words)
            self.length += len(words)

    def _finish(self) -> None:
        if self._next >= 0:
            self._parts.append(self._text[self._from : self._next])
            self._from = self._next = -1

    def done(self) -> tuple[str, OffsetMap]:
        """Return the new text and the way back from it."""
        self._finish()
        if not self._new:
            return "", OffsetMap((0,), (len(self._text),), (True,))
        return "".join(self._parts), OffsetMap(tuple(self._new), tuple(self._old), tuple(self._kept))
