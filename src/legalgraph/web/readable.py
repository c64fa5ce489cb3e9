"""Waiting in an event loop until pipes can be read, at little cost for each wait."""

import asyncio
import select
import sys
from functools import partial


class Readable:
    """Waits for descriptors, in the event loop that it was made in.

    To tell an event loop of a descriptor and to take it back costs as much as reading a short answer. On Linux it is told
    once, of another set of descriptors, to which one is added in one step and from which it goes by itself.
    """

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self._waiting: dict[int, asyncio.Future[None]] = {}
        self._set = _Set() if sys.platform == "linux" else None
        if self._set is not None:
            self.loop.add_reader(self._set.descriptor, self._note, self._set)

    async def wait(self, descriptor: int) -> None:
        """Return when there is something to read, or will never be. One task at a time waits for a descriptor."""
        readable: asyncio.Future[None] = self.loop.create_future()
        self._waiting[descriptor] = readable
        if self._set is not None:
            self._set.add(descriptor)
        else:
            self.loop.add_reader(descriptor, partial(self._found, descriptor))
        try:
            await readable
        finally:
            self._waiting.pop(descriptor, None)
            if self._set is None:
                self.loop.remove_reader(descriptor)

    def _note(self, descriptors: "_Set") -> None:
        for descriptor in descriptors.readable():
            self._found(descriptor)

    def _found(self, descriptor: int) -> None:
        readable = self._waiting.pop(descriptor, None)
        if readable is not None and not readable.done():
            readable.set_result(None)


if sys.platform == "linux":

    class _Set:
        """Descriptors of which each is told once when it can be read. A closed one leaves by itself."""

        def __init__(self) -> None:
            self._epoll = select.epoll()
            self.descriptor = self._epoll.fileno()

        def add(self, descriptor: int) -> None:
            once = select.EPOLLIN | select.EPOLLONESHOT
            try:
                self._epoll.modify(descriptor, once)
            except FileNotFoundError:  # the first time, also of a number that was used again
                self._epoll.register(descriptor, once)

        def readable(self) -> list[int]:
            return [descriptor for descriptor, _ in self._epoll.poll(0)]
