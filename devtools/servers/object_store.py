"""An S3 server: versitygw, built from source with Go; it stores objects in a folder."""

import os
import platform
import urllib.error
import urllib.request
from pathlib import Path

from devtools import tools
from devtools.cache import cached
from devtools.commands import run, say
from devtools.servers.base import Server
from devtools.servers.service_user import own, program_cache

VERSION = "v1.8.0"
MODULE = f"github.com/versity/versitygw/cmd/versitygw@{VERSION}"
BUCKET = "tusach"
ACCESS, SECRET = "tusach", "tusach-on-loopback"


class ObjectStore(Server):
    """One server with one bucket."""

    name = "versitygw"
    settings = ("OBJECT_STORE_URL",)

    @property
    def program(self) -> Path:
        """The server's program in the cache."""
        return program_cache() / f"versitygw-{VERSION}-{platform.machine()}" / "versitygw"

    def install(self) -> None:
        """Build the program and create its folders; a bucket is a folder below the root."""
        own(self.folder / "root" / BUCKET)
        own(self.folder / "attributes")
        own(self.folder / "root")
        cached(self.program.parent, _build)

    def command(self) -> list[str]:
        """Serve a folder; object attributes go to a sidecar folder where the disk stores no extended attributes."""
        sidecar = [] if _stores_attributes(self.folder) else ["--sidecar", str(self.folder / "attributes")]
        address = f"127.0.0.1:{self.port}"
        return [str(self.program), "--port", address, "--quiet", "posix", *sidecar, str(self.folder / "root")]

    def environment(self) -> dict[str, str]:
        """Set the only account."""
        return {"ROOT_ACCESS_KEY": ACCESS, "ROOT_SECRET_KEY": SECRET}

    def answers(self) -> bool:
        """Return whether it answers; an HTTP error is an answer."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=5):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False

    def urls(self) -> dict[str, str]:
        """Name the bucket."""
        address = f"{ACCESS}:{SECRET}@127.0.0.1:{self.port}/{BUCKET}"
        return {"OBJECT_STORE_URL": f"s3://{address}?region=us-east-1&secure=0"}


def _build(folder: Path) -> None:
    say(f"versitygw {VERSION}: building (about two minutes)")
    run([tools.go(), "install", MODULE], env={"GOBIN": str(folder)})
    folder.chmod(0o755)
    (folder / "versitygw").chmod(0o755)


def _stores_attributes(folder: Path) -> bool:
    probe = folder / "probe"
    probe.touch()
    try:
        os.setxattr(probe, "user.probe", b"1")
    except OSError:
        return False
    finally:
        probe.unlink()
    return True
