"""Python's collector of garbage in a server.

It passes over everything the process holds again and again, in the middle of answers: 60 to 80 ms each time, though what was loaded
stays. Here it leaves that alone, and looks at the rest less often.
"""

import gc

_THRESHOLDS = 5_000, 10, 10  # objects made in excess of those gone; then how many times the younger ones are looked at


def settle() -> None:
    """Let go of what is garbage, and let the collector pass over what is there now no more. For the whole process.

    What goes later and lies in a circle is only let go of when this is called again.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
