"""The two engines with their failures: lost, stopped, hanging, refusing items."""

import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from search.backends import backend_at
from search.backends.elastic import connection
from tests.search.engines import long_timeouts
from tests.support.proxy import Proxy


@dataclass
class FailingEngine:
    """The engine that SEARCH_URL names; the test controls its folder, or a proxy in front of it."""

    url: str
    folder: Path | None = None
    proxy: Proxy | None = None
    server: str = ""

    def lose(self) -> None:
        """Delete the index."""
        if self.folder:  # renamed first: a thread that merges segments may still write files to it
            shutil.rmtree(self.folder.rename(self.folder.with_name(f"lost-{uuid.uuid4().hex}")))
        for name in self.names():
            urlopen(Request(f"{self.server}/{name}", method="DELETE")).close()

    def stop(self) -> None:
        """Stop the engine: the server does not listen, the folder is unreachable."""
        if self.folder:
            self.folder.rename(self.folder.with_name("away"))
            self.folder.touch()  # no folder can be made there
        if self.proxy:
            self.proxy.refuse()

    def start(self) -> None:
        """Start the engine again, with its old content."""
        if self.folder:
            self.folder.unlink()
            self.folder.with_name("away").rename(self.folder)
        if self.proxy:
            self.proxy.pass_on()
        self.forget()

    def forget(self) -> None:
        """Act like a new process, whose breaker is closed."""
        if self.proxy:
            backend_at.cache_clear()

    def names(self) -> list[str]:
        """Return the names of the indexes on the server."""
        if not self.server:
            return []
        prefix = urlsplit(self.url).path.strip("/")
        with urlopen(f"{self.server}/_cat/indices/{prefix}-*?h=index") as listed:
            return listed.read().decode().split()


def failing_engine(name: str, server_url: str, tmp_path: Path, settings) -> Iterator[FailingEngine]:
    """Yield an empty engine, named by SEARCH_URL."""
    if name == "tantivy":
        settings.SEARCH_URL = f"tantivy://{tmp_path}/index"
        yield FailingEngine(settings.SEARCH_URL, folder=tmp_path / "index")
        backend_at(settings.SEARCH_URL).close()
        backend_at.cache_clear()
        return
    parts = urlsplit(server_url)
    own = parts._replace(path=f"{parts.path}-{uuid.uuid4().hex[:10]}").geturl()
    with Proxy(own) as proxy, long_timeouts():
        settings.SEARCH_URL = proxy.url
        engine = FailingEngine(proxy.url, proxy=proxy, server=parts._replace(path="").geturl())
        yield engine
        backend_at(settings.SEARCH_URL).close()
        backend_at.cache_clear()
        engine.lose()


def close_breaker_at_once(monkeypatch) -> None:
    """Let the breaker close at once after a failure."""
    monkeypatch.setattr(connection, "MIN_REST", 0)
