"""`python -m tests.faults.full_disk WHERE PATH…`: a disk fills up while a book is processed, then has space again.

    unshare --map-root-user --mount python -m tests.faults.full_disk store|spool|database PATH…

mounts a small disk over the store, the spool or the whole data folder of a prepared site. A worker and a sweeper run
all the time, nothing else. Prints which problem the upload and its processing reported, then what is left.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

FOLDERS = {"store": "store", "spool": "spool", "database": ""}
SIZE = "200m"
TIMEOUT_SECONDS = 120.0
VAR_DIR = Path(os.environ["VAR_DIR"])


def mount(folder: Path) -> None:
    """Mount a disk of SIZE over the folder, with the content of the folder."""
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir="/dev/shm") as copy:
        shutil.copytree(folder, copy, dirs_exist_ok=True)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)], check=True)
        shutil.copytree(copy, folder, dirs_exist_ok=True)


class Ballast:
    """A file that takes all free space."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "ballast"

    def fill(self) -> None:
        """Write until no byte is free."""
        with suppress(OSError), self._file.open("ab", buffering=0) as file:
            while file.write(b"0" * 4096):
                pass

    def drop(self) -> None:
        """Delete the file."""
        self._file.unlink()


def main(where: str, *paths: str) -> None:
    """Fill the disk before the upload, then during processing; free it each time and let everything finish."""
    folder = VAR_DIR / FOLDERS[where]
    mount(folder)
    from tests.faults import site_driver  # only now: it opens the database

    ballast = Ballast(folder)
    reported = {"upload": _refused_upload(ballast, paths, site_driver.upload) if where == "store" else ""}
    site_driver.upload(*paths)
    log = VAR_DIR.parent / "worker.log"
    processes = [_start(log, "sweeper", "--every", "0.2"), _start(log, "worker", "--interval", "0.1")]
    _wait(_has_worker, "the worker has begun")
    ballast.fill()
    reported["work"] = _wait(lambda: _waiting_reason(log), "it reports that the disk is full")
    ballast.drop()
    _wait(_is_ready_for_review, "it continues by itself")
    for process in processes:
        process.terminate()
        process.wait()
    print(json.dumps(reported))
    site_driver.finish(*paths)


def _refused_upload(ballast: Ballast, paths: tuple[str, ...], upload: Callable[..., None]) -> str:
    """Return the code of the refusal; nothing of the upload stays."""
    from ingest.models import Upload
    from repository.store.errors import StoreFull

    ballast.fill()
    try:
        upload(*paths)
    except StoreFull as refusal:
        code = refusal.code
    else:
        code = ""
    ballast.drop()
    assert not Upload.objects.exists()
    return code


def _waiting_reason(log: Path) -> str:
    """Return what the upload waits for; if the database itself is full, only the worker's log reports it."""
    from ingest.models import Upload

    problem = Upload.objects.exclude(problem="").values_list("problem", flat=True).first()
    return problem or ("database" if "database or disk is full" in log.read_text("utf-8") else "")


def _has_worker() -> bool:
    from workers.models import Worker

    return Worker.objects.exists()


def _is_ready_for_review() -> bool:
    from ingest.models import Upload
    from ingest.states import State

    states = set(Upload.objects.values_list("state", flat=True))
    assert states <= {State.RECEIVED, State.WORKING, State.REVIEW}, states
    return states == {State.REVIEW}


def _wait(read: Callable[[], Any], what: str) -> Any:
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while not (value := read()):
        assert time.monotonic() < deadline, f"{what}: not after {TIMEOUT_SECONDS} s"
        time.sleep(0.1)
    return value


def _start(log: Path, *command: str) -> subprocess.Popen[bytes]:
    with log.open("ab") as file:
        return subprocess.Popen([sys.executable, "manage.py", *command], stdout=file, stderr=file)


if __name__ == "__main__":
    main(*sys.argv[1:])
