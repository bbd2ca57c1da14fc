"""Checks of the folder of an index; the owner's mark is a file beside the generations."""

import os
from contextlib import suppress
from pathlib import Path
from uuid import UUID, uuid4

from search.errors import IndexNotWritable

MARK = "owner"


class IndexFolder:
    """See IndexHost."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def check_reachable(self) -> None:
        """See IndexHost."""
        existing = next(path for path in (self.folder, *self.folder.parents) if path.exists())
        if not existing.is_dir() or not os.access(existing, os.R_OK | os.W_OK | os.X_OK):
            raise IndexNotWritable

    def owner(self) -> UUID | None:
        """See IndexHost."""
        try:
            return UUID((self.folder / MARK).read_text(encoding="utf-8").strip())
        except FileNotFoundError:
            return None
        except ValueError:
            return UUID(int=0)

    def claim(self, installation: UUID) -> None:
        """See IndexHost."""
        draft = self._draft(installation)
        with suppress(FileExistsError):
            os.link(draft, self.folder / MARK)
        draft.unlink()

    def take_over(self, installation: UUID) -> None:
        """See IndexHost."""
        self._draft(installation).replace(self.folder / MARK)

    def _draft(self, installation: UUID) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True)
        draft = self.folder / f"{MARK}.{uuid4().hex}"
        draft.write_text(str(installation), encoding="utf-8")
        return draft
