"""A catalogue server that answers SRU and Z39.50: Zebra from the system package, filled with MARC records by a test.

It is private to a test run and no part of `make services`: the product reaches such servers of other libraries only.
"""

import string
import subprocess
from collections.abc import Sequence
from pathlib import Path

from devtools.errors import ServerNotReady
from devtools.servers.base import Server, is_free, program
from devtools.servers.processes import last_lines
from devtools.servers.service_user import GROUP, own, user

FILES = Path(__file__).with_name("zebra_files")
DATABASES = ("books",)


class Zebra(Server):
    """One server with the databases that were indexed; it reads their records without a restart."""

    name = "zebra"
    settings = ()
    start_seconds = 20.0

    def install(self) -> None:
        """Create the folders of its register; the system package is enough."""
        for name in ("etc", "db/register", "db/lock", "db/tmp", "records"):
            own(self.folder / name)
        own(self.folder / "db")

    def command(self) -> list[str]:
        """Serve both protocols on one port."""
        self._configure()
        return [program("zebrasrv"), "-f", str(self.folder / "etc" / "yazgfs.xml"), "-l", str(self.folder / "log")]

    def answers(self) -> bool:
        """Return whether it accepts connections."""
        return not is_free(self.port)

    def urls(self) -> dict[str, str]:
        """Name no setting: a target is a row of the database."""
        return {}

    def index(self, database: str, records: Sequence[bytes]) -> None:
        """Add ISO 2709 records in UTF-8 to a database, each with a 001 of its own. Raises ServerNotReady."""
        folder = own(self.folder / "records" / database)
        (folder / f"{len(list(folder.iterdir()))}.mrc").write_bytes(b"".join(records))
        self._zebraidx("-d", database, "update", str(folder))

    def _configure(self) -> None:
        modules = next(Path("/usr/lib").glob("*/idzebra-2.0/modules"), None)
        if modules is None:
            raise ServerNotReady("The modules of Zebra are missing. Install the package idzebra-2.0.")
        values = {"folder": str(self.folder), "port": str(self.port), "modules": str(modules)}
        for source in FILES.iterdir():
            text = string.Template(source.read_text("utf-8")).safe_substitute(values)
            (self.folder / "etc" / source.name).write_text(text, "utf-8")
        if not any((self.folder / "db" / "register").iterdir()):
            self._zebraidx("init")
            for database in DATABASES:
                self._zebraidx("create", database)

    def _zebraidx(self, *arguments: str) -> None:
        other_user, log = user(), self.folder / "idx.log"
        ended = subprocess.run(
            [program("zebraidx"), "-c", str(self.folder / "etc" / "zebra.cfg"), "-l", str(log), *arguments],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=other_user,
            group=GROUP if other_user else None,
            extra_groups=[] if other_user else None,
            check=False,
        )
        if ended.returncode:
            raise ServerNotReady(f"zebraidx failed.\n{last_lines(log)}")
