"""An S3 server: versitygw, built from source by Go, with a folder behind it."""

import os
import shutil
import urllib.error
import urllib.request
from pathlib import Path

from devtools import tools
from devtools.commands import run, say
from devtools.servers.base import Server
from devtools.servers.service_user import own

VERSION = "v1.8.0"
MODULE = f"github.com/versity/versitygw/cmd/versitygw@{VERSION}"
BUCKET = "tusach"
ACCESS, SECRET = "tusach", "tusach-on-loopback"


class ObjectStore(Server):
    """One server with one bucket."""

    name = "versitygw"
    variables = ("OBJECT_STORE_URL",)

    @property
    def built(self) -> Path:
        """The server's program."""
        return self.folder / f"versitygw-{VERSION}"

    def install(self) -> None:
        """Build it, and make its folders; a bucket is a folder below the root."""
        own(self.folder / "root" / BUCKET)
        own(self.folder / "marks")
        own(self.folder / "root")
        if self.built.is_file():
            return
        say(f"versitygw {VERSION}: building (about two minutes)")
        draft = self.folder / "built.partly"
        shutil.rmtree(draft, ignore_errors=True)
        run([tools.go(), "install", MODULE], env={"GOBIN": str(draft)})
        (draft / "versitygw").chmod(0o755)
        (draft / "versitygw").rename(self.built)
        draft.rmdir()

    def command(self) -> list[str]:
        """The server on a folder; beside it a folder of marks where the disk keeps no attributes."""
        beside = [] if _keeps_attributes(self.folder) else ["--sidecar", str(self.folder / "marks")]
        address = f"127.0.0.1:{self.port}"
        return [str(self.built), "--port", address, "--quiet", "posix", *beside, str(self.folder / "root")]

    def environment(self) -> dict[str, str]:
        """The one account."""
        return {"ROOT_ACCESS_KEY": ACCESS, "ROOT_SECRET_KEY": SECRET}

    def answers(self) -> bool:
        """Whether it answers; a refusal is an answer."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=5):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False

    def urls(self) -> dict[str, str]:
        """The bucket."""
        place = f"{ACCESS}:{SECRET}@127.0.0.1:{self.port}/{BUCKET}"
        return {"OBJECT_STORE_URL": f"s3://{place}?region=us-east-1&secure=0"}


def _keeps_attributes(folder: Path) -> bool:
    probe = folder / "probe"
    probe.touch()
    try:
        os.setxattr(probe, "user.probe", b"1")
    except OSError:
        return False
    finally:
        probe.unlink()
    return True
