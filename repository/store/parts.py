"""How a file is cut into parts, and whether a set of parts is complete."""

from collections.abc import Sequence

from repository.store.errors import UploadBroken
from repository.store.protocol import PART_SIZE, Part


def count(size: int) -> int:
    """Return how many parts a file of `size` bytes has; an empty file has one."""
    return max(-(-size // PART_SIZE), 1)


def size_of(number: int, size: int) -> int:
    """Return the size in bytes of the part with this number. Raise UploadBroken for a number that the file has not."""
    if not 1 <= number <= count(size):
        raise UploadBroken(f"no part {number}")
    return min(PART_SIZE, size - (number - 1) * PART_SIZE)


def check_whole(parts: Sequence[Part], size: int) -> list[Part]:
    """Return the parts in order. Raise UploadBroken when one is missing, duplicated or of the wrong size."""
    ordered = sorted(parts, key=lambda part: part.number)
    if [part.number for part in ordered] != list(range(1, count(size) + 1)):
        raise UploadBroken("parts are missing")
    for part in ordered:
        if part.size != size_of(part.number, size):
            raise UploadBroken(f"part {part.number} has {part.size} bytes")
    return ordered
