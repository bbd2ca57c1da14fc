"""Redis from the system's package."""

from devtools.commands import output_of
from devtools.servers.base import Server, program


class Redis(Server):
    """One server, everything in memory: database 0 for tasks, 1 for the cache, the others for tests."""

    name = "redis"
    variables = ("TASKS_URL", "CACHE_URL")

    def install(self) -> None:
        """The system's package is all it needs."""

    def command(self) -> list[str]:
        """A server that keeps nothing on disk."""
        ways = {
            "bind": "127.0.0.1",
            "port": str(self.port),
            "save": "",
            "appendonly": "no",
            "databases": "64",
            "dir": str(self.folder),
        }
        return [program("redis-server"), *(word for name, value in ways.items() for word in (f"--{name}", value))]

    def answers(self) -> bool:
        """Whether it says PONG."""
        return "PONG" in (output_of(["redis-cli", "-h", "127.0.0.1", "-p", str(self.port), "ping"]) or "")

    def urls(self) -> dict[str, str]:
        """Tasks and cache."""
        address = f"redis://127.0.0.1:{self.port}"
        return {"TASKS_URL": f"{address}/0", "CACHE_URL": f"{address}/1"}
