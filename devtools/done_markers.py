"""Markers of finished steps. A marker is written last, in one move, so that an interrupted step runs again."""

import hashlib
import os
from pathlib import Path


def digest(*files: Path) -> str:
    """Return one SHA-256 of the contents of these files."""
    combined = hashlib.sha256()
    for file in files:
        combined.update(file.read_bytes())
    return combined.hexdigest()


def is_done(marker: Path, state: str) -> bool:
    """Return whether the step of this marker finished for this state of its input."""
    return marker.is_file() and marker.read_text(encoding="utf-8") == state


def set_done(marker: Path, state: str) -> None:
    """Record that the step finished for this state of its input."""
    write_atomically(marker, state)


def write_atomically(path: Path, text: str) -> None:
    """Write a small file; a reader sees either the old content or the whole new content."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)
