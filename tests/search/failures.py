"""The two engines, each with a hand on what can go wrong with it: lost, stopped, hanging, refusing items."""

import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from search.backends import backend_at
from search.backends.elastic import connection
from tests.search.engines import patience
from tests.support.proxy import Proxy


@dataclass
class Troubled:
    """The engine that SEARCH_URL names, in front of which, or in whose folder, the test stands."""

    url: str
    folder: Path | None = None
    proxy: Proxy | None = None
    server: str = ""

    def lose(self) -> None:
        """Somebody deletes the index."""
        if self.folder:
            shutil.rmtree(self.folder)
        for name in self.names():
            urlopen(Request(f"{self.server}/{name}", method="DELETE")).close()

    def stop(self) -> None:
        """The engine is gone: the server does not listen, the folder cannot be reached."""
        if self.folder:
            self.folder.rename(self.folder.with_name("away"))
            self.folder.touch()  # no folder can be made there
        if self.proxy:
            self.proxy.refuse()

    def start(self) -> None:
        """It is back, as it was."""
        if self.folder:
            self.folder.unlink()
            self.folder.with_name("away").rename(self.folder)
        if self.proxy:
            self.proxy.pass_on()
        self.forget()

    def forget(self) -> None:
        """As a process that has just started: no breaker is open."""
        if self.proxy:
            backend_at.cache_clear()

    def names(self) -> list[str]:
        """The indexes on the server."""
        if not self.server:
            return []
        prefix = urlsplit(self.url).path.strip("/")
        with urlopen(f"{self.server}/_cat/indices/{prefix}-*?h=index") as listed:
            return listed.read().decode().split()


def troubled(name: str, server_url: str, tmp_path: Path, settings) -> Iterator[Troubled]:
    """One of the engines, empty, named by SEARCH_URL."""
    if name == "tantivy":
        settings.SEARCH_URL = f"tantivy://{tmp_path}/index"
        yield Troubled(settings.SEARCH_URL, folder=tmp_path / "index")
        backend_at(settings.SEARCH_URL).close()
        backend_at.cache_clear()
        return
    parts = urlsplit(server_url)
    own = parts._replace(path=f"{parts.path}-{uuid.uuid4().hex[:10]}").geturl()
    with Proxy(own) as proxy, patience():
        settings.SEARCH_URL = proxy.url
        engine = Troubled(proxy.url, proxy=proxy, server=parts._replace(path="").geturl())
        yield engine
        backend_at(settings.SEARCH_URL).close()
        backend_at.cache_clear()
        engine.lose()


def no_rest(monkeypatch) -> None:
    """Ask again at once after a failure, for tests of what comes after it."""
    monkeypatch.setattr(connection, "MIN_REST", 0)
