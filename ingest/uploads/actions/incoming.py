"""Writes of bytes into the intake, before any row: files, and page pictures bundled into one ZIP file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from django.conf import settings

from ingest.filenames import clean_name, is_picture, is_system_file, natural_key
from ingest.uploads.bundling import ByteSource, LazyFile, NamedFile, write_zip
from repository.store import intake
from repository.store.protocol import PART_SIZE, Part
from workers import fault_injection

MAX_UPLOAD_BYTES = 20 * 1024**3


@dataclass(frozen=True)
class ReceivedFile:
    """A file whose bytes are in the intake: its clean name, its key, its size in bytes; no key if it was not stored."""

    name: str
    key: str
    size: int


def store_incoming(name: str, source: ByteSource, size: int) -> ReceivedFile:
    """Stream a file into the intake, part by part. An empty or too large file is not stored and gets no key."""
    name = clean_name(name)
    if size == 0 or size > MAX_UPLOAD_BYTES:
        return ReceivedFile(name, "", size)
    upload_id = intake().start(name, size)
    parts: list[Part] = []
    try:
        while data := source.read(PART_SIZE):
            parts.append(intake().part(upload_id, len(parts) + 1, data))
            fault_injection.point("receive.part-stored")
        received = ReceivedFile(name, intake().finish(upload_id, parts, size=size), size)
        fault_injection.point("receive.bytes-stored")
        return received
    except BaseException:
        intake().abort(upload_id)
        raise


def store_bundle(title: str, pictures: Sequence[NamedFile]) -> ReceivedFile:
    """Bundle the page pictures of a book into a ZIP file named by its title, and store it in the intake."""
    with TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as file:
        bundle = cast(BinaryIO, file)
        write_zip(pictures, bundle)
        size = bundle.tell()
        bundle.seek(0)
        return store_incoming(f"{title}.zip", bundle, size)


def receive_path(path: Path) -> list[ReceivedFile]:
    """Store a file of this machine, or what a folder contains: its pictures as one book, every other file by itself."""
    if not path.is_dir():
        with path.open("rb") as source:
            return [store_incoming(path.name, source, path.stat().st_size)]
    files = sorted((file for file in path.rglob("*") if file.is_file()), key=lambda file: natural_key(str(file)))
    names = {file: str(file.relative_to(path)) for file in files}
    pictures = [(name, LazyFile(_opener(file))) for file, name in names.items() if is_picture(name)]
    others = [file for file, name in names.items() if not is_picture(name) and not is_system_file(name)]
    book = [store_bundle(path.resolve().name, pictures)] if pictures else []
    return book + [received for file in others for received in receive_path(file)]


def _opener(file: Path) -> Callable[[], BinaryIO]:
    return lambda: file.open("rb")
