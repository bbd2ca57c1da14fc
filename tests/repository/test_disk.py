"""What stands on the disk is handed out as a file of the system, which a web server sends without reading it."""

import hashlib
import io
import os
from pathlib import Path

import pytest

from repository.store.disk import DiskStore
from repository.store.keys import blob_key

BYTES = bytes(range(200))


def test_an_object_and_its_rest_are_files_and_a_piece_within_is_cut(tmp_path: Path) -> None:
    store, key = DiskStore(tmp_path), blob_key(hashlib.sha256(BYTES).hexdigest())
    store.put(key, io.BytesIO(BYTES), content_type="image/jpeg")
    for start, end in ((0, None), (0, len(BYTES)), (50, None), (50, len(BYTES) + 7)):
        with store.open(key, start, end) as file:
            assert os.lseek(file.fileno(), 0, os.SEEK_CUR) == start  # from there the server sends
            assert file.read() == BYTES[start:]
    with store.open(key, 50, 60) as piece:
        with pytest.raises(io.UnsupportedOperation):
            piece.fileno()  # the server would send all that follows
        assert piece.read() == BYTES[50:60]
