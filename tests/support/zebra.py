"""A real catalogue server (SRU and Z39.50) of this test run, filled by the tests that use it."""

from collections.abc import Iterator, Sequence
from uuid import uuid4

from devtools.servers.zebra import Zebra
from tests.support import servers


class Catalogue:
    """The running server; `port` answers both protocols."""

    def __init__(self) -> None:
        self._server = Zebra(servers.private_folder(f"zebra-{uuid4().hex[:8]}"))
        self._server.start()
        self._server.wait()
        self.port = self._server.port

    def add(self, records: Sequence[bytes], *, database: str = "books") -> None:
        """Let searches find these ISO 2709 records at once."""
        self._server.index(database, records)

    def stop(self) -> None:
        """End it; the watcher of the run deletes its folder."""
        self._server.stop()


def catalogue() -> Iterator[Catalogue]:
    """Start an empty server, and stop it at the end."""
    server = Catalogue()
    try:
        yield server
    finally:
        server.stop()
