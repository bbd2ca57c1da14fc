"""The secret key: created at the first start in VAR_DIR, readable by its owner only."""

import os
from contextlib import suppress
from pathlib import Path

from django.core.management.utils import get_random_secret_key


def secret_key(path: Path) -> str:
    """Return the key in the file `path`; create it first if it does not exist.

    Of several processes at the first start, one creates it and all read the same.
    """
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(get_random_secret_key(), encoding="utf-8")
        with suppress(FileExistsError):  # another process was first, and its key counts
            os.link(draft, path)
        draft.unlink()
    return path.read_text(encoding="utf-8").strip()
