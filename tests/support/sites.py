"""A whole site: the processes of the Procfile on their own data folder."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from devtools.servers.processes import last_lines
from tests.support import databases, environments, template
from tests.support.template import ROOT

START_TIMEOUT = 90.0
STOP_TIMEOUT = 20.0


@dataclass
class Site:
    """One running site. `url` has no slash at its end."""

    var_dir: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=lambda: free_port())
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://localhost:{self.port}"

    def environment(self) -> dict[str, str]:
        """Return the environment variables of its processes."""
        python = Path(sys.executable).parent
        return {
            **template.environment(),
            "PATH": f"{python}{os.pathsep}{os.environ['PATH']}",
            "VAR_DIR": str(self.var_dir),
            "PORT": str(self.port),
            "SITE_URL": self.url,
            "CONTENT_URL": f"http://content.localhost:{self.port}",
            "WEB_WORKERS": "1",
            "OMP_THREAD_LIMIT": "1",
            **self.settings,
        }

    def start(self, name: str) -> None:
        """Start a process of the Procfile by its name, or one worker for the queue of this name."""
        with (self.var_dir / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                ["/bin/sh", "-c", procfile().get(name) or f"exec python manage.py worker --queue {name}"],
                cwd=ROOT,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def manage(self, *arguments: str) -> str:
        """Run a command of manage.py to its end; return its output."""
        ended = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 0, f"manage.py {' '.join(arguments)}: {ended.stdout}{ended.stderr}"
        return ended.stdout

    def query(self, text: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query on its database, for what no screen shows."""
        if "DATABASE_URL" in self.settings:
            return databases.query(self.settings["DATABASE_URL"], text)
        return databases.query_file(self.var_dir / "db.sqlite3", text)

    def answers(self) -> bool:
        """Return whether the web server answers."""
        try:
            with urllib.request.urlopen(self.url, timeout=10):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False

    def wait_for(self, condition: Callable[[], object], what: str, seconds: float = START_TIMEOUT) -> None:
        """Poll until the condition holds; fail with the ends of the logs when it does not hold in time."""
        deadline = time.monotonic() + seconds
        while not condition():
            ended = [name for name, process in self.processes.items() if process.poll() is not None]
            assert not ended, f"{ended} ended.\n{self.log_tails()}"
            assert time.monotonic() < deadline, f"{what}: not after {seconds:.0f} s.\n{self.log_tails()}"
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop each process by its id; kill its session if it does not end in time."""
        for process in self.processes.values():
            process.send_signal(signal.SIGTERM)
        for process in self.processes.values():
            try:
                process.wait(STOP_TIMEOUT)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.processes.clear()

    def log_tails(self) -> str:
        """Return the end of each log."""
        return "\n".join(f"--- {log.stem}\n{last_lines(log, 40)}" for log in sorted(self.var_dir.glob("*.log")))


def run(var_dir: Path) -> Iterator[Site]:
    """Start every process of the Procfile on an empty environment; stop them at the end."""
    environment = environments.create(var_dir)
    site = Site(var_dir, environment.settings)
    try:
        for name in procfile():
            site.start(name)
        site.wait_for(site.answers, "the web server answers")
        yield site
    finally:
        site.stop()
        environments.delete(environment.settings)


def procfile() -> dict[str, str]:
    """Return the commands of the Procfile by name."""
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    pairs = (line.split(":", 1) for line in lines if line.strip() and not line.startswith("#"))
    return {name.strip(): command.strip() for name, command in pairs}


def free_port() -> int:
    """Return a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
