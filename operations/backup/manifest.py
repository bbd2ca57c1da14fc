"""What a snapshot holds, as written beside it: enough to check a restore without the original."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from gzip import open as open_gzip
from pathlib import Path

from operations.backup.errors import NotABackup

MANIFEST, OBJECTS = "manifest.json", "objects.tsv.gz"
FORMAT = 1
PATTERN = "[0-9]*Z"  # the folders of snapshots; their names sort by time
TIME_FORMAT = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Manifest:
    """One snapshot. Sizes in bytes; `rows` by table; `missing`: digests that the database names and the store lacks."""

    format: int
    made_at: str
    kind: str
    dump_sha256: str
    rows: dict[str, int]
    objects: int
    object_bytes: int
    missing: list[str]

    def write(self, folder: Path) -> None:
        """Write it into the folder of its snapshot."""
        (folder / MANIFEST).write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")


def read(folder: Path) -> Manifest:
    """Return the manifest of a snapshot. Raises NotABackup."""
    try:
        found = json.loads((folder / MANIFEST).read_text("utf-8"))
        if found["format"] != FORMAT:
            raise ValueError(found["format"])
        return Manifest(**found)
    except (OSError, ValueError, KeyError, TypeError) as error:
        newest = latest(folder) or latest(folder.parent)
        raise NotABackup(folder=folder, example=newest or "BACKUP_DIR/20261130T013000Z") from error


def snapshots(folder: Path) -> list[Path]:
    """Return the complete snapshots of a backup folder, the oldest first."""
    return sorted(path for path in folder.glob(PATTERN) if (path / MANIFEST).is_file())


def latest(folder: Path) -> Path | None:
    """Return the newest complete snapshot."""
    return (snapshots(folder) or [None])[-1]  # type: ignore[list-item]


def write_objects(folder: Path, objects: Iterable[tuple[str, int]]) -> tuple[int, int]:
    """Write key and size of each object; return their number and sum."""
    count = total = 0
    with open_gzip(folder / OBJECTS, "wt", encoding="ascii") as file:
        for key, size in objects:
            file.write(f"{key}\t{size}\n")
            count, total = count + 1, total + size
    return count, total


def read_objects(folder: Path) -> Iterator[tuple[str, int]]:
    """Yield key and size of each object of a snapshot."""
    with open_gzip(folder / OBJECTS, "rt", encoding="ascii") as file:
        for line in file:
            key, size = line.rstrip("\n").split("\t")
            yield key, int(size)


def sha256(file: Path) -> str:
    """Return the digest of a file, hexadecimal."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
