"""What the four servers have in common: a folder, a port, a user, a start, a readiness and a stop."""

import random
import shutil
import signal
import socket
from abc import ABC, abstractmethod
from pathlib import Path

from devtools.commands import say
from devtools.done_markers import write_at_once
from devtools.errors import ServerNotReady
from devtools.servers import processes
from devtools.servers.service_user import home, own

PORTS = range(20000, 30000)  # below the ports that the system itself gives away


class Server(ABC):
    """One server on loopback, in its own folder, started detached and stopped by its own process id."""

    name: str
    variables: tuple[str, ...]
    patience: float = 60.0
    farewell = signal.SIGTERM

    @abstractmethod
    def install(self) -> None:
        """Fetch what is missing; a second call does nothing."""

    @abstractmethod
    def command(self) -> list[str]:
        """The command that serves, in the foreground."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether it serves requests now."""

    @abstractmethod
    def urls(self) -> dict[str, str]:
        """The settings that point to it."""

    def environment(self) -> dict[str, str]:
        """Variables of its own."""
        return {}

    def settle(self) -> None:  # noqa: B027 - most servers have nothing to settle
        """Make what must exist before the first request, once it answers."""

    @property
    def folder(self) -> Path:
        """Its own folder."""
        return home() / self.name

    @property
    def port(self) -> int:
        """Its port: chosen once and kept, so that addresses outlive a restart."""
        return int((self.folder / "port").read_text(encoding="utf-8"))

    def is_running(self) -> bool:
        """Whether the process that was started here is still there."""
        return processes.alive(self.folder / "pid")

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
        """Return when it serves; say what its log says when it does not."""
        if not processes.wait_until(self.answers, seconds=self.patience, while_true=self.is_running):
            raise ServerNotReady(f"{self.name} did not start.\n{processes.last_lines(self.folder / 'log')}")
        self.settle()

    def stop(self) -> None:
        """Stop it by its own process id."""
        processes.stop(self.folder / "pid", self.farewell)

    def _choose_port(self) -> None:
        kept = self.folder / "port"
        # One that was killed a moment ago may hold its port a moment longer than its process.
        if kept.is_file() and processes.wait_until(lambda: is_free(self.port), seconds=5, while_true=lambda: True):
            return
        free = next(port for port in random.sample(PORTS, 200) if is_free(port))
        write_at_once(kept, str(free))


def is_free(port: int) -> bool:
    """Whether nobody listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def program(name: str) -> str:
    """The whole path of a program."""
    found = shutil.which(name)
    if found is None:
        raise ServerNotReady(f"The program {name} is missing. Run: make services")
    return found
