"""Sets of documents as whole numbers: bit n stands for the document with number n.

Two sets of 150,000 documents are joined in microseconds, and counted in tens of them, however many documents they hold.
"""

import zlib
from collections.abc import Iterable, Mapping
from itertools import compress, count

_SPARSE = 16  # numbers without a bit to each with one from which on it is quicker to look for those
_ZERO_ONE = bytes.maketrans(b"01", b"\0\1")


def bits(numbers: Iterable[int]) -> int:
    """The set of these numbers.

    >>> bits([1, 3]) == 0b1010
    True
    """
    chosen = list(numbers)
    last = max(chosen, default=0)
    row = bytearray(b"0") * (last + 1)
    for number in chosen:
        row[last - number] = 49  # "1"
    return int(bytes(row), 2)


def flags(among: int, length: int) -> bytes:
    """A row of at least `length` bytes, 1 at the place of each number of a set and 0 at all others."""
    return bin(among)[:1:-1].encode().translate(_ZERO_ONE).ljust(length, b"\0")


def numbers(among: int) -> list[int]:
    """The numbers of a set, the smallest first.

    >>> numbers(0b1010)
    [1, 3]
    """
    if among.bit_count() * _SPARSE > among.bit_length():
        return list(compress(count(), flags(among, 0)))
    digits = bin(among)[:1:-1]
    found, number = [], digits.find("1")
    while number >= 0:
        found.append(number)
        number = digits.find("1", number + 1)
    return found


def first(among: int, most: int) -> list[int]:
    """The smallest numbers of a set, at most so many.

    >>> first(0b11010, 2)
    [1, 3]
    """
    length = among.bit_length()
    looked_at = min(length, 4096)
    while (part := among & ((1 << looked_at) - 1)).bit_count() < most and looked_at < length:
        looked_at *= 4
    return numbers(part)[:most]


def packed_bits(among: int) -> bytes:
    """A set as bytes for a file; `unpacked_bits` is the inverse."""
    return zlib.compress(among.to_bytes((among.bit_length() + 7) // 8, "little"), 1)


def unpacked_bits(stored: bytes) -> int:
    """A set read back from `packed_bits`."""
    return int.from_bytes(zlib.decompress(stored), "little")


def renumbered_bits(stored: bytes, moved: Mapping[int, int], gone: Iterable[int], come: Iterable[int]) -> bytes | None:
    """A set as `packed_bits` gives it in which some numbers became others, some are gone and some have come; None when it is the same.

    >>> unpacked_bits(renumbered_bits(packed_bits(0b10110), {1: 2, 2: 3}, [4], [5])) == 0b101100
    True
    """
    row = bytearray(zlib.decompress(stored))
    length = 8 * len(row)
    left = [number for number in (*moved, *gone) if number < length and row[number >> 3] >> (number & 7) & 1]
    added = [*come]
    if not left and not added:
        return None
    for number in left:
        row[number >> 3] &= ~(1 << (number & 7))
    added += [moved[number] for number in left if number in moved]
    row.extend(bytes(max(0, (max(added, default=0) >> 3) + 1 - len(row))))
    for number in added:
        row[number >> 3] |= 1 << (number & 7)
    return zlib.compress(row.rstrip(b"\0"), 1)
