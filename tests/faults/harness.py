"""Run real processes on a data folder, kill one of them at a named fault point, and read what is left."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Timer

from filelock import FileLock

from devtools.servers.processes import wait_until
from tests.faults.material import MAKERS
from tests.support import environments, template
from tests.support.template import ROOT

WORKER = ("manage.py", "worker", "--until-empty", "--interval", "0")
LEASE_SECONDS = "1"
TIMEOUT_SECONDS = 240
POINT = re.compile(r"fault_injection\.point\(\"([^\"]+)\"\)")


def fault_points() -> list[str]:
    """Return the name of every fault point in the product, in the order of the files."""
    folders = (
        "access",
        "accounts",
        "sharing",
        "circulation",
        "personal",
        "repository",
        "workers",
        "changesets",
        "imports",
        "ingest",
        "search",
        "reading",
        "portal",
    )
    files = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [name for file in files for name in POINT.findall(file.read_text(encoding="utf-8"))]


@dataclass(frozen=True)
class Snapshots:
    """Data folders made once and copied for each test. All processes of a test run have the same `shared`."""

    shared: Path

    def before(self, phase: str, material: str) -> Path:
        """Return a data folder as it is before a phase: upload, work or publish."""
        folder = self.shared / f"{material}-{phase}"
        with FileLock(f"{folder}.lock"):
            if not folder.is_dir():
                draft = folder.with_name(f"{folder.name}.partly")
                self._make(draft, phase, material)
                draft.rename(folder)
        return folder

    def sources(self, material: str) -> list[str]:
        """Return the files to upload."""
        folder = self.shared / material
        with FileLock(f"{folder}.lock"):
            made = folder / "made.json"
            if not made.is_file():
                folder.mkdir(exist_ok=True)
                files = MAKERS[material](folder)
                made.write_text(json.dumps([str(path) for path in files]), encoding="utf-8")
        return list(json.loads(made.read_text(encoding="utf-8")))

    def expected(self, material: str) -> str:
        """Return what an undisturbed run prints at its end, as text: a comparison then shows lines that differ."""
        result = self.shared / f"{material}-undisturbed.json"
        start = self.before("upload", material)
        with FileLock(f"{result}.lock"):
            if not result.is_file():
                folder = copy_site(start, self.shared / f"{material}-undisturbed")
                ended = OfflineSite(folder).run(*driver("finish", *self.sources(material)))
                result.write_text(ended, encoding="utf-8")
        return result.read_text(encoding="utf-8")

    def _make(self, folder: Path, phase: str, material: str) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        if phase == "upload":
            folder.mkdir()
            environments.create(folder)
            OfflineSite(folder).run(*driver("prepare"))
            return
        earlier = {"work": "upload", "publish": "work"}[phase]
        copy_site(self.before(earlier, material), folder)
        OfflineSite(folder).run(*(driver("upload", *self.sources(material)) if phase == "work" else driver("drain")))


@dataclass(frozen=True)
class OfflineSite:
    """A data folder without a web server; commands run on it to their end."""

    var_dir: Path

    @cached_property
    def environment(self) -> dict[str, str]:
        """Return its environment variables. Each process has its own cache: a debounced wake-up ends with it."""
        own = {"VAR_DIR": str(self.var_dir), "OMP_THREAD_LIMIT": "1", "LEASE_SECONDS": LEASE_SECONDS}
        return {
            **template.environment(),
            **own,
            **environments.settings_of(self.var_dir),
            "CACHE_URL": "locmemcache://",
        }

    def run(self, *command: str) -> str:
        """Run a command to its end; return its output."""
        end = _prefork_server(self.environment.get("TASKS_URL", "")).run(command, self.environment)
        assert end.code == 0, f"{command}: {end.stderr[-4000:]}"
        return end.stdout

    def kill(self, point: str, *command: str) -> str:
        """Run a command until SIGKILL at the fault point; return its output. Its child processes must end, too."""
        environment = {**self.environment, "FAULT_AT": point}
        end = _prefork_server(self.environment.get("TASKS_URL", "")).run(command, environment)
        assert end.code == -signal.SIGKILL, f"{point} was never reached: {end.stderr[-4000:]}"
        ended = wait_until(lambda: not group_is_running(end.pid), seconds=20, while_true=lambda: True)
        if not ended:
            os.killpg(end.pid, signal.SIGKILL)
        assert ended, f"{point}: a child process outlived its worker"
        return end.stdout


@dataclass(frozen=True)
class Exit:
    """The end of a process: its id, its exit code or minus the signal, and its output."""

    pid: int
    code: int
    stdout: str
    stderr: str


class PreforkServer:
    """A process that has loaded the product and forks a child for each command (tests/faults/prefork.py)."""

    def __init__(self, settings: dict[str, str]) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="tu-sach-prefork-", dir=os.environ.get("VAR_DIR")))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.prefork"],
            cwd=ROOT,
            env=template.environment(VAR_DIR=str(self._folder), **settings),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, command: tuple[str, ...], environment: dict[str, str]) -> Exit:
        """Run a command in a child to its end."""
        out, err = self._folder / "out", self._folder / "err"
        order = {"command": command, "environment": environment, "out": str(out), "err": str(err)}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(order), file=self._process.stdin, flush=True)
        pid = int(self._process.stdout.readline())
        late = Timer(TIMEOUT_SECONDS, os.killpg, (pid, signal.SIGKILL))
        late.start()
        code = int(self._process.stdout.readline())
        late.cancel()
        return Exit(pid, code, out.read_text("utf-8"), err.read_text("utf-8", errors="replace"))


def _prefork_server(tasks_url: str) -> PreforkServer:
    """Return a server that has loaded what this task queue needs; it ends when this process closes its input."""
    kind = "redis" if tasks_url else "database"
    if kind not in _SERVERS:
        _SERVERS[kind] = PreforkServer({"TASKS_URL": tasks_url} if tasks_url else {})
    return _SERVERS[kind]


_SERVERS: dict[str, PreforkServer] = {}


def driver(*arguments: str) -> tuple[str, ...]:
    """Return a command of site_driver.py."""
    return ("-m", "tests.faults.site_driver", *arguments)


def copy_site(source: Path, target: Path) -> Path:
    """Copy a data folder and everything outside it."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    environments.copy(source, target)
    return target


def group_is_running(group: int) -> bool:
    """Return whether a process of the group runs; a zombie does not count."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] not in {"Z", "X"}:
            return True
    return False
