"""Elasticsearch, from the artifact that Elastic publishes for integration tests."""

import json
import os
import shutil
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

from devtools.cache import cached
from devtools.commands import run, say
from devtools.errors import ServerNotReady
from devtools.servers.base import Server, program
from devtools.servers.service_user import own, program_cache

VERSION = "8.19.9"
GROUP = "org.elasticsearch.distribution.integ-test-zip"
HEAP = "512m"


class Elasticsearch(Server):
    """One node without optional modules."""

    name = "elasticsearch"
    settings = ("SEARCH_URL",)
    start_seconds = 180.0

    @property
    def programs(self) -> Path:
        """The unpacked server in the cache; its processes write nothing there."""
        return program_cache() / f"elasticsearch-{VERSION}"

    def install(self) -> None:
        """Fetch the server with Maven and unpack it; copy its configuration, into which it writes its keystore."""
        cached(self.programs, _unpack)
        config = self.folder / "config"
        if not config.is_dir():
            shutil.copytree(self.programs / "config", config)
            own(config)

    def command(self) -> list[str]:
        """Start one node that joins no others."""
        options = {
            "path.data": self.folder / "data",
            "path.logs": self.folder / "logs",
            "http.host": "127.0.0.1",
            "transport.host": "127.0.0.1",
            "http.port": self.port,
            "transport.port": f"{self.port + 1}-{self.port + 90}",
            "discovery.type": "single-node",
            "xpack.security.enabled": "false",
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            "node.store.allow_mmap": "false",
        }
        return [str(self.programs / "bin" / "elasticsearch"), *(f"-E{name}={value}" for name, value in options.items())]

    def environment(self) -> dict[str, str]:
        """Set a small heap with the ES_JAVA_OPTS of the caller, its configuration, and a folder for temporary files."""
        java = Path(program("java")).resolve().parent.parent
        return {
            "ES_JAVA_HOME": str(java),
            "ES_JAVA_OPTS": f"-Xms{HEAP} -Xmx{HEAP} {os.environ.get('ES_JAVA_OPTS', '')}".strip(),
            "ES_PATH_CONF": str(self.folder / "config"),
            "ES_TMPDIR": str(own(self.folder / "tmp")),
        }

    def answers(self) -> bool:
        """Return whether the cluster has formed."""
        try:
            with urllib.request.urlopen(f"{self._address()}/_cluster/health", timeout=5) as answer:
                return json.load(answer)["status"] in {"green", "yellow"}
        except (OSError, urllib.error.URLError, ValueError):
            return False

    def urls(self) -> dict[str, str]:
        """Name the index at the end of SEARCH_URL."""
        return {"SEARCH_URL": f"{self._address()}/tusach"}

    def _address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def _unpack(folder: Path) -> None:
    archive = _archive()
    say(f"Elasticsearch {VERSION}: unpacking")
    with zipfile.ZipFile(archive) as whole:
        whole.extractall(folder)
    (unpacked,) = folder.iterdir()
    for path in unpacked.iterdir():
        path.rename(folder / path.name)
    unpacked.rmdir()
    for script in (folder / "bin").iterdir():
        script.chmod(0o755)  # zipfile drops the permission to execute
    own(folder)


def _archive() -> Path:
    """Return the artifact in Maven's local repository; fetch it where it is missing."""
    local = Path.home().joinpath(".m2", "repository", *GROUP.split("."), "elasticsearch", VERSION)
    archive = local / f"elasticsearch-{VERSION}.zip"
    if not archive.is_file():
        say(f"Elasticsearch {VERSION}: fetching (110 MB)")
        fetch = [program("mvn"), "-B", "-q", "dependency:get", f"-Dartifact={GROUP}:elasticsearch:{VERSION}:zip"]
        run([*fetch, "-Dtransitive=false"])
    if not archive.is_file():
        raise ServerNotReady(f"Maven did not fetch Elasticsearch to {archive}.")
    return archive
