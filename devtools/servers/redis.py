"""Redis from the system package."""

from devtools.commands import output_of
from devtools.servers.base import Server, program


class Redis(Server):
    """One server that stores everything in memory: database 0 for tasks, 1 for the cache, the others for tests."""

    name = "redis"
    settings = ("TASKS_URL", "CACHE_URL")

    def install(self) -> None:
        """Do nothing: the system package is enough."""

    def command(self) -> list[str]:
        """Serve without writing to disk."""
        options = {
            "bind": "127.0.0.1",
            "port": str(self.port),
            "save": "",
            "appendonly": "no",
            "databases": "64",
            "dir": str(self.folder),
        }
        return [program("redis-server"), *(word for name, value in options.items() for word in (f"--{name}", value))]

    def answers(self) -> bool:
        """Return whether it answers PING."""
        return "PONG" in (output_of(["redis-cli", "-h", "127.0.0.1", "-p", str(self.port), "ping"]) or "")

    def urls(self) -> dict[str, str]:
        """Name the databases of tasks and cache."""
        address = f"redis://127.0.0.1:{self.port}"
        return {"TASKS_URL": f"{address}/0", "CACHE_URL": f"{address}/1"}
