"""What a query of a stranger may take: one operator's setting each."""

from dataclasses import dataclass

from legalgraph.store.guard import MAX_DEPTH, MAX_QUERY_BYTES


@dataclass(frozen=True, slots=True)
class Limits:
    """Of each query unless the name says otherwise.

    `size` queries run at once, `aside` more that have run for a while go on with what computing time the others leave,
    and `queue` more wait. A query has `timeout_s` until its answer begins and as much
    computing time in all; its client has `stream_s` more to read the answer and may pause `stall_s`.
    """

    size: int = 2
    queue: int = 16
    timeout_s: float = 20.0
    stream_s: float = 60.0
    stall_s: float = 5.0
    memory_mb: int = 1024
    max_result_bytes: int = 256 * 1024 * 1024
    max_query_bytes: int = MAX_QUERY_BYTES
    max_depth: int = MAX_DEPTH
    aside: int = 0


@dataclass(frozen=True, slots=True)
class Load:
    """What a pool does now, and has done: processes `started`, and `lost` with a query that passed a limit or was given up.

    Of those `running`, `leaving` are over and their processes being ended, which takes a moment where much memory is to be given back.
    """

    running: int
    waiting: int
    workers: int
    started: int
    lost: int
    leaving: int = 0
