"""Runs real processes on a folder of data, kills one of them at a named point, and looks at what is left."""

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
from typing import Any

from filelock import FileLock

from devtools.servers.processes import wait_until
from tests.faults.material import MAKERS
from tests.support import environments, template
from tests.support.template import ROOT

WORKER = ("manage.py", "worker", "--until-empty", "--interval", "0")
LEASE_SECONDS = "1"
TIMEOUT_SECONDS = 240
POINT = re.compile(r"fault_injection\.point\(\"([^\"]+)\"\)")


def registered() -> list[str]:
    """Every point that the product names, in the order of files."""
    folders = (
        "access",
        "accounts",
        "sharing",
        "circulation",
        "repository",
        "workers",
        "ingest",
        "search",
        "reading",
        "portal",
    )
    files = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [name for file in files for name in POINT.findall(file.read_text(encoding="utf-8"))]


@dataclass(frozen=True)
class Harness:
    """Folders of data made once and copied for each kill. `shared` is the same for all processes of a test run."""

    shared: Path

    def before(self, phase: str, material: str) -> Path:
        """A folder of data in which the next thing to happen is the phase: send, work or publish."""
        folder = self.shared / f"{material}-{phase}"
        with FileLock(f"{folder}.lock"):
            if not folder.is_dir():
                draft = folder.with_name(f"{folder.name}.partly")
                self._make(draft, phase, material)
                draft.rename(folder)
        return folder

    def paths(self, material: str) -> list[str]:
        """The files that are sent."""
        folder = self.shared / material
        with FileLock(f"{folder}.lock"):
            made = folder / "made.json"
            if not made.is_file():
                folder.mkdir(exist_ok=True)
                files = MAKERS[material](folder)
                made.write_text(json.dumps([str(path) for path in files]), encoding="utf-8")
        return list(json.loads(made.read_text(encoding="utf-8")))

    def undisturbed(self, material: str) -> dict[str, Any]:
        """What is left when nobody is killed."""
        cached = self.shared / f"{material}-undisturbed.json"
        start = self.before("send", material)
        with FileLock(f"{cached}.lock"):
            if not cached.is_file():
                folder = copied(start, self.shared / f"{material}-undisturbed")
                ended = Site(folder).run(*act("finish", *self.paths(material)))
                cached.write_text(ended, encoding="utf-8")
        return dict(json.loads(cached.read_text(encoding="utf-8")))

    def _make(self, folder: Path, phase: str, material: str) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        if phase == "send":
            folder.mkdir()
            environments.create(folder)
            Site(folder).run(*act("prepare"))
            return
        earlier = {"work": "send", "publish": "work"}[phase]
        copied(self.before(earlier, material), folder)
        Site(folder).run(*(act("send", *self.paths(material)) if phase == "work" else act("settle")))


@dataclass(frozen=True)
class Site:
    """One folder of data, and the processes that run on it."""

    var_dir: Path

    @cached_property
    def environment(self) -> dict[str, str]:
        """Its place; the cache is each process's own, so that a bell in it is forgotten with its process."""
        mine = {"VAR_DIR": str(self.var_dir), "OMP_THREAD_LIMIT": "1", "LEASE_SECONDS": LEASE_SECONDS}
        return {
            **template.environment(),
            **mine,
            **environments.settings_of(self.var_dir),
            "CACHE_URL": "locmemcache://",
        }

    def run(self, *command: str) -> str:
        """Run to the end; what it printed."""
        end = _warm(self.environment.get("TASKS_URL", "")).obey(command, self.environment)
        assert end.code == 0, f"{command}: {end.complained[-4000:]}"
        return end.printed

    def kill(self, point: str, *command: str) -> str:
        """What it printed until the point killed it; the processes that it had started must not outlive it."""
        end = _warm(self.environment.get("TASKS_URL", "")).obey(command, {**self.environment, "FAULT_AT": point})
        assert end.code == -signal.SIGKILL, f"{point} was never reached: {end.complained[-4000:]}"
        alone = wait_until(lambda: not group_lives(end.pid), seconds=20, while_true=lambda: True)
        if not alone:
            os.killpg(end.pid, signal.SIGKILL)
        assert alone, f"{point}: a child outlived its worker"
        return end.printed


@dataclass(frozen=True)
class End:
    """How a process ended: its id, its exit code or minus the signal, and what it wrote."""

    pid: int
    code: int
    printed: str
    complained: str


class Warm:
    """A process that has the product loaded, and bears a child for each order (tests/faults/prefork.py)."""

    def __init__(self, settings: dict[str, str]) -> None:
        self._paper = Path(tempfile.mkdtemp(prefix="tu-sach-warm-", dir=os.environ.get("VAR_DIR")))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.prefork"],
            cwd=ROOT,
            env=template.environment(VAR_DIR=str(self._paper), **settings),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def obey(self, command: tuple[str, ...], environment: dict[str, str]) -> End:
        """Have a child do it, to its end."""
        out, err = self._paper / "out", self._paper / "err"
        order = {"command": command, "environment": environment, "out": str(out), "err": str(err)}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(order), file=self._process.stdin, flush=True)
        pid = int(self._process.stdout.readline())
        late = Timer(TIMEOUT_SECONDS, os.killpg, (pid, signal.SIGKILL))
        late.start()
        code = int(self._process.stdout.readline())
        late.cancel()
        return End(pid, code, out.read_text("utf-8"), err.read_text("utf-8", errors="replace"))


def _warm(tasks_url: str) -> Warm:
    """One that has the parts loaded which this place of tasks needs; it ends when this process closes its input."""
    kind = "redis" if tasks_url else "database"
    if kind not in WARM:
        WARM[kind] = Warm({"TASKS_URL": tasks_url} if tasks_url else {})
    return WARM[kind]


WARM: dict[str, Warm] = {}


def act(*words: str) -> tuple[str, ...]:
    """A command of act.py."""
    return ("-m", "tests.faults.site_driver", *words)


def copied(source: Path, target: Path) -> Path:
    """A copy of a folder of data, and of all that lies outside it."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    environments.copy(source, target)
    return target


def group_lives(group: int) -> bool:
    """Whether a process of the session still runs; one that is dead and not yet collected does not count."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] not in {"Z", "X"}:
            return True
    return False
