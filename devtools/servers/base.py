"""The base of the four servers: a folder, a port, a user, a start, a readiness check and a stop."""

import random
import shutil
import signal
import socket
from abc import ABC, abstractmethod
from pathlib import Path

from devtools.commands import say
from devtools.done_markers import write_atomically
from devtools.errors import ServerNotReady
from devtools.paths import var_dir
from devtools.servers import processes
from devtools.servers.service_user import home, own

PORTS = range(20000, 30000)  # below the ephemeral ports of Linux


class Server(ABC):
    """One server on loopback in its own folder, started detached and stopped by its own process id."""

    name: str
    settings: tuple[str, ...]
    start_seconds: float = 60.0
    stop_signal = signal.SIGTERM

    def __init__(self, folder: Path | None = None) -> None:
        """`folder`: where it keeps everything; by default a folder of its name below that of all servers."""
        self._folder = folder

    @abstractmethod
    def install(self) -> None:
        """Fetch what is missing; idempotent."""

    @abstractmethod
    def command(self) -> list[str]:
        """Return the command that serves in the foreground."""

    @abstractmethod
    def answers(self) -> bool:
        """Return whether it serves requests now."""

    @abstractmethod
    def urls(self) -> dict[str, str]:
        """Return the settings that point to it."""

    def environment(self) -> dict[str, str]:
        """Return its own environment variables."""
        return {}

    def prepare(self) -> None:  # noqa: B027 - most servers need no preparation
        """Create what must exist before the first request, once the server answers; idempotent."""

    @property
    def folder(self) -> Path:
        """Its folder."""
        return self._folder or home(var_dir()) / self.name

    @property
    def port(self) -> int:
        """Its port: chosen once and stored, so that its address survives a restart."""
        return int((self.folder / "port").read_text(encoding="utf-8"))

    def is_running(self) -> bool:
        """Return whether the process that `start` started runs."""
        return processes.is_running(self.folder / "pid")

    def start(self) -> None:
        """Start it, unless it runs."""
        if self.is_running():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        own(self.folder)
        self.install()
        self._choose_port()
        say(f"{self.name}: starting on port {self.port}")
        processes.start(self.command(), folder=self.folder, environment=self.environment())

    def wait(self) -> None:
        """Return when it serves. Raises ServerNotReady with the end of its log."""
        if not processes.wait_until(self.answers, seconds=self.start_seconds, while_true=self.is_running):
            raise ServerNotReady(f"{self.name} did not start.\n{processes.last_lines(self.folder / 'log')}")
        self.prepare()

    def stop(self) -> None:
        """Stop it by its process id."""
        processes.stop(self.folder / "pid", self.stop_signal)

    def _choose_port(self) -> None:
        chosen = self.folder / "port"
        # A server that was just killed may hold its port for a moment longer than its process lives.
        if chosen.is_file() and processes.wait_until(lambda: is_free(self.port), seconds=5, while_true=lambda: True):
            return
        free = next(port for port in random.sample(PORTS, 200) if is_free(port))
        write_atomically(chosen, str(free))


def is_free(port: int) -> bool:
    """Return whether no process listens on this port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def program(name: str) -> str:
    """Return the path of a program. Raises ServerNotReady if it is missing."""
    path = shutil.which(name)
    if path is None:
        raise ServerNotReady(f"The program {name} is missing. Run: make services")
    return path
