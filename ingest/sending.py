"""Files and folders of this machine are brought into the intake, as a browser would send them."""

import io
from pathlib import Path
from tempfile import TemporaryFile

from ingest import actions
from ingest.actions import Sent
from ingest.tools import archive


def send(path: Path) -> list[Sent]:
    """Bring a file, or what a folder holds, into the intake."""
    if path.is_dir():
        return _sent_folder(path)
    with path.open("rb") as source:
        return [actions.take_in(path.name, source, path.stat().st_size)]


def _sent_folder(folder: Path) -> list[Sent]:
    """Its pictures are one book; its other files are sent one by one."""
    files = sorted((file for file in folder.rglob("*") if file.is_file()), key=lambda file: archive.natural(str(file)))
    pictures = [file for file in files if archive.is_picture(str(file.relative_to(folder)))]
    others = [
        one for file in files if file not in set(pictures) and not file.name.startswith(".") for one in send(file)
    ]
    return ([_sent_pictures(folder, pictures)] if pictures else []) + others


def _sent_pictures(folder: Path, pictures: list[Path]) -> Sent:
    with TemporaryFile() as bound:
        opened = [(str(picture.relative_to(folder)), picture.open("rb")) for picture in pictures]
        try:
            archive.bind(opened, bound)  # type: ignore[arg-type]
        finally:
            for _name, file in opened:
                file.close()
        size = bound.tell()
        bound.seek(io.SEEK_SET)
        return actions.take_in(f"{folder.resolve().name}.zip", bound, size)
