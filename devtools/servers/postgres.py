"""PostgreSQL from the system's package, in a cluster of its own."""

import os
import signal
import subprocess
from pathlib import Path

from devtools.commands import output_of
from devtools.errors import ServerNotReady
from devtools.servers.base import Server
from devtools.servers.service_user import user

DATABASE = "tusach"
WAYS = {
    "fsync": "on",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
}


class Postgres(Server):
    """One cluster with one empty database; whoever is on this machine may enter."""

    name = "postgres"
    variables = ("DATABASE_URL",)
    farewell = signal.SIGINT  # ends open sessions instead of waiting for them

    def install(self) -> None:
        """Make the cluster; under another name first, since half a cluster cannot be told from a whole one."""
        cluster, draft = self.folder / "data", self.folder / "data.partly"
        if cluster.is_dir():
            return
        self._run("rm", "-rf", str(draft))
        self._run(
            *(str(program("initdb")), "-D", str(draft), "-U", "tusach", "-E", "UTF8"),
            *("--locale=C.UTF-8", "--auth=trust", "--no-instructions"),
        )
        draft.rename(cluster)

    def command(self) -> list[str]:
        """The server itself, without the system's wrapper."""
        ways = [f"{name}={value}" for name, value in {**WAYS, "port": self.port}.items()]
        return [str(program("postgres")), "-D", str(self.folder / "data"), *(w for way in ways for w in ("-c", way))]

    def answers(self) -> bool:
        """Whether it takes sessions."""
        return output_of([program("pg_isready"), *self._where()]) is not None

    def settle(self) -> None:
        """Make the database."""
        listed = output_of([program("psql"), *self._where(), "-U", "tusach", "-lqtA", "postgres"]) or ""
        if not any(line.startswith(f"{DATABASE}|") for line in listed.splitlines()):
            self._run(str(program("createdb")), *self._where(), "-U", "tusach", DATABASE)

    def urls(self) -> dict[str, str]:
        """The database."""
        return {"DATABASE_URL": f"postgres://tusach@127.0.0.1:{self.port}/{DATABASE}"}

    def _where(self) -> list[str]:
        return ["-h", "127.0.0.1", "-p", str(self.port)]

    def _run(self, *command: str) -> None:
        who = user()
        ended = subprocess.run(
            command,
            cwd=self.folder,
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"},
            user=who,
            group="nogroup" if who else None,
            extra_groups=[] if who else None,
            capture_output=True,
            text=True,
            check=False,
        )
        if ended.returncode:
            raise ServerNotReady(f"{command[0]}: {ended.stderr}")


def program(name: str) -> Path:
    """A program of the newest PostgreSQL here: Debian keeps them beside the path."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    if not found:
        raise ServerNotReady(f"PostgreSQL's program {name} is missing. Run: make services")
    return found[-1]
