"""`python -m tests.faults.full_disk WHERE PATH…`: a disk fills up while a book is read, and has room again later.

    unshare --map-root-user --mount python -m tests.faults.full_disk store|spool|database PATH…

mounts a small disk of its own over the store, the spool or the whole folder of data of a prepared site. Nobody helps
the work along but a worker and a sweeper, which run all the time. Prints what the upload said meanwhile, then all that
is left.
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

WHERE = {"store": "store", "spool": "spool", "database": ""}
SIZE = "200m"
TIMEOUT_SECONDS = 120.0
VAR_DIR = Path(os.environ["VAR_DIR"])


def mount(folder: Path) -> None:
    """A disk of SIZE in the place of the folder, with what the folder holds."""
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir="/dev/shm") as beside:
        shutil.copytree(folder, beside, dirs_exist_ok=True)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)], check=True)
        shutil.copytree(beside, folder, dirs_exist_ok=True)


class Ballast:
    """What takes all the room there is."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "ballast"

    def fill(self) -> None:
        """To the last byte."""
        with suppress(OSError), self._file.open("ab", buffering=0) as file:
            while file.write(b"0" * 4096):
                pass

    def drop(self) -> None:
        """Make room again."""
        self._file.unlink()


def main(where: str, *paths: str) -> None:
    """Fill it at the door, fill it at work, and see both through."""
    folder = VAR_DIR / WHERE[where]
    mount(folder)
    from tests.faults import site_driver  # only now: it opens the database

    ballast = Ballast(folder)
    messages = {"door": _refused_at_the_door(ballast, paths, site_driver.send) if where == "store" else ""}
    site_driver.send(*paths)
    log = VAR_DIR.parent / "worker.log"
    processes = [_start(log, "sweeper", "--every", "0.2"), _start(log, "worker", "--interval", "0.1")]
    _wait(_is_at_work, "the worker has begun")
    ballast.fill()
    messages["work"] = _wait(lambda: _waits_for(log), "it says that the disk is full")
    ballast.drop()
    _wait(_is_read, "it goes on by itself")
    for process in processes:
        process.terminate()
        process.wait()
    print(json.dumps(messages))
    site_driver.finish(*paths)


def _refused_at_the_door(ballast: Ballast, paths: tuple[str, ...], send: Callable[..., None]) -> str:
    """What the sender is told; nothing of it stays."""
    from ingest.models import Upload
    from repository.store.errors import StoreFull

    ballast.fill()
    try:
        send(*paths)
    except StoreFull as refusal:
        code = refusal.code
    else:
        code = ""
    ballast.drop()
    assert not Upload.objects.exists()
    return code


def _waits_for(log: Path) -> str:
    """What the upload says it waits for; where the database itself is full, its worker says it."""
    from ingest.models import Upload

    noted = Upload.objects.exclude(problem="").values_list("problem", flat=True).first()
    return noted or ("database" if "database or disk is full" in log.read_text("utf-8") else "")


def _is_at_work() -> bool:
    from workers.models import Worker

    return Worker.objects.exists()


def _is_read() -> bool:
    from ingest.models import Upload
    from ingest.states import State

    states = set(Upload.objects.values_list("state", flat=True))
    assert states <= {State.RECEIVED, State.WORKING, State.REVIEW}, states
    return states == {State.REVIEW}


def _wait(look: Callable[[], Any], what: str) -> Any:
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while not (seen := look()):
        assert time.monotonic() < deadline, f"{what}: not after {TIMEOUT_SECONDS} s"
        time.sleep(0.1)
    return seen


def _start(log: Path, *command: str) -> subprocess.Popen[bytes]:
    with log.open("ab") as file:
        return subprocess.Popen([sys.executable, "manage.py", *command], stdout=file, stderr=file)


if __name__ == "__main__":
    main(*sys.argv[1:])
