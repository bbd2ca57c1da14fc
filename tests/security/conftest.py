"""What the tests of security share with those of reading: a store on disk."""

from tests.reading.conftest import on_disk

__all__ = ["on_disk"]
