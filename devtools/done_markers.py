"""What has been done already: a stamp is written last and in one move, so that an interrupted step is done again."""

import hashlib
import os
from pathlib import Path


def digest(*files: Path) -> str:
    """One digest of the contents of these files."""
    whole = hashlib.sha256()
    for file in files:
        whole.update(file.read_bytes())
    return whole.hexdigest()


def is_done(stamp: Path, mark: str) -> bool:
    """Whether the step of this stamp was finished for this mark."""
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == mark


def set_done(stamp: Path, mark: str) -> None:
    """Remember that the step is finished for this mark."""
    write_at_once(stamp, mark)


def write_at_once(path: Path, text: str) -> None:
    """Write a small file that others see whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)
