"""How a file is cut into parts, and whether these parts are all of it."""

from collections.abc import Sequence

from repository.store.errors import UploadBroken
from repository.store.protocol import PART_SIZE, Part


def count(size: int) -> int:
    """How many parts a file of so many bytes has; an empty one has one."""
    return max(-(-size // PART_SIZE), 1)


def size_of(number: int, size: int) -> int:
    """How many bytes the part with this number has. Raises UploadBroken for a number that the file has not."""
    if not 1 <= number <= count(size):
        raise UploadBroken(f"no part {number}")
    return min(PART_SIZE, size - (number - 1) * PART_SIZE)


def check_whole(parts: Sequence[Part], size: int) -> list[Part]:
    """The parts in order. Raises UploadBroken when one is missing, doubled or of the wrong size."""
    ordered = sorted(parts, key=lambda part: part.number)
    if [part.number for part in ordered] != list(range(1, count(size) + 1)):
        raise UploadBroken("parts are missing")
    for part in ordered:
        if part.size != size_of(part.number, size):
            raise UploadBroken(f"part {part.number} has {part.size} bytes")
    return ordered
