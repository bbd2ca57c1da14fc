"""Elasticsearch: the real server, from the artefact that Elastic publishes for integration tests."""

import json
import os
import shutil
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

from devtools.commands import run, say
from devtools.errors import ServerNotReady
from devtools.servers.base import Server, program
from devtools.servers.service_user import own

VERSION = "8.19.9"
GROUP = "org.elasticsearch.distribution.integ-test-zip"
HEAP = "512m"


class Elasticsearch(Server):
    """One node without optional modules; its readers' index is named at the end of SEARCH_URL."""

    name = "elasticsearch"
    variables = ("SEARCH_URL",)
    patience = 180.0

    @property
    def programs(self) -> Path:
        """The unpacked server."""
        return self.folder / f"elasticsearch-{VERSION}"

    def install(self) -> None:
        """Fetch with Maven and unpack; under another name first."""
        if self.programs.is_dir():
            return
        archive, draft = _archive(), self.folder / "unpacked.partly"
        say(f"Elasticsearch {VERSION}: unpacking")
        shutil.rmtree(draft, ignore_errors=True)
        with zipfile.ZipFile(archive) as whole:
            whole.extractall(draft)
        for script in (draft / self.programs.name / "bin").iterdir():
            script.chmod(0o755)  # zipfile drops the right to run
        own(draft)
        (draft / self.programs.name).rename(self.programs)
        draft.rmdir()

    def command(self) -> list[str]:
        """One node that looks for no others."""
        ways = {
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
        return [str(self.programs / "bin" / "elasticsearch"), *(f"-E{name}={value}" for name, value in ways.items())]

    def environment(self) -> dict[str, str]:
        """A small heap, what ES_JAVA_OPTS asks for besides, and its own folder for what passes."""
        java = Path(program("java")).resolve().parent.parent
        return {
            "ES_JAVA_HOME": str(java),
            "ES_JAVA_OPTS": f"-Xms{HEAP} -Xmx{HEAP} {os.environ.get('ES_JAVA_OPTS', '')}".strip(),
            "ES_TMPDIR": str(own(self.folder / "tmp")),
        }

    def answers(self) -> bool:
        """Whether the cluster has formed."""
        try:
            with urllib.request.urlopen(f"{self._address()}/_cluster/health", timeout=5) as answer:
                return json.load(answer)["status"] in {"green", "yellow"}
        except (OSError, urllib.error.URLError, ValueError):
            return False

    def urls(self) -> dict[str, str]:
        """The readers' index."""
        return {"SEARCH_URL": f"{self._address()}/tusach"}

    def _address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def _archive() -> Path:
    """The artefact in Maven's own folder, fetched when it is not there."""
    kept = Path.home().joinpath(".m2", "repository", *GROUP.split("."), "elasticsearch", VERSION)
    archive = kept / f"elasticsearch-{VERSION}.zip"
    if not archive.is_file():
        say(f"Elasticsearch {VERSION}: fetching (110 MB)")
        fetch = [program("mvn"), "-B", "-q", "dependency:get", f"-Dartifact={GROUP}:elasticsearch:{VERSION}:zip"]
        run([*fetch, "-Dtransitive=false"])
    if not archive.is_file():
        raise ServerNotReady(f"Maven fetched Elasticsearch, but not to {archive}.")
    return archive
