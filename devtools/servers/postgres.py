"""PostgreSQL from the system package, in its own cluster."""

import os
import signal
import subprocess
from pathlib import Path

from devtools.commands import output_of
from devtools.errors import ServerNotReady
from devtools.servers.base import Server
from devtools.servers.service_user import GROUP, user

DATABASE = "tusach"
OPTIONS = {
    "fsync": "on",
    "max_connections": "60",
    "max_locks_per_transaction": "256",  # emptying or restoring a database locks every table and index of it
    "shared_buffers": "64MB",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
}


class Postgres(Server):
    """One cluster with one empty database, without passwords for connections from this machine."""

    name = "postgres"
    settings = ("DATABASE_URL",)
    stop_signal = signal.SIGINT  # "fast shutdown": ends open sessions instead of waiting for them

    def install(self) -> None:
        """Create the cluster under another name first: an incomplete one cannot be recognised."""
        cluster, draft = self.folder / "data", self.folder / "data.draft"
        if cluster.is_dir():
            return
        self._run("rm", "-rf", str(draft))
        self._run(
            *(str(program("initdb")), "-D", str(draft), "-U", "tusach", "-E", "UTF8"),
            *("--locale=C.UTF-8", "--auth=trust", "--no-instructions"),
        )
        draft.rename(cluster)

    def command(self) -> list[str]:
        """Start the server itself, without Debian's wrapper."""
        options = [f"{name}={value}" for name, value in {**OPTIONS, "port": self.port}.items()]
        return [
            str(program("postgres")),
            "-D",
            str(self.folder / "data"),
            *(word for option in options for word in ("-c", option)),
        ]

    def answers(self) -> bool:
        """Return whether it accepts connections."""
        return output_of([program("pg_isready"), *self._address()]) is not None

    def prepare(self) -> None:
        """Create the database."""
        listed = output_of([program("psql"), *self._address(), "-U", "tusach", "-lqtA", "postgres"]) or ""
        if not any(line.startswith(f"{DATABASE}|") for line in listed.splitlines()):
            self._run(str(program("createdb")), *self._address(), "-U", "tusach", DATABASE)

    def urls(self) -> dict[str, str]:
        """Name the database."""
        return {"DATABASE_URL": f"postgres://tusach@127.0.0.1:{self.port}/{DATABASE}"}

    def _address(self) -> list[str]:
        return ["-h", "127.0.0.1", "-p", str(self.port)]

    def _run(self, *command: str) -> None:
        other_user = user()
        ended = subprocess.run(
            command,
            cwd=self.folder,
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"},
            user=other_user,
            group=GROUP if other_user else None,
            extra_groups=[] if other_user else None,
            capture_output=True,
            text=True,
            check=False,
        )
        if ended.returncode:
            raise ServerNotReady(f"{command[0]}: {ended.stderr}")


def program(name: str) -> Path:
    """Return a program of the newest installed PostgreSQL: Debian installs them outside the PATH."""
    programs = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    if not programs:
        raise ServerNotReady(f"PostgreSQL's program {name} is missing. Run: make services")
    return programs[-1]
