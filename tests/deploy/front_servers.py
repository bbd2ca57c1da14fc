"""nginx and Caddy with the files of deploy/, before a web server of ours, as processes of a test.

Changed for the test: ports, plain HTTP instead of TLS, and folders. Where the test runs as root, the front server runs
as its Debian user, which reads the stored files as a member of their group.
"""

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

from devtools.installation.layout import Layout, render
from tests.support.sites import Site, free_port

AS_ROOT = os.geteuid() == 0
FILES_GROUP = "www-data"
START_TIMEOUT = 60.0


@dataclass
class Front:
    """A running front server."""

    port: int
    site: Site

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://localhost:{self.port}"


@contextmanager
def data_folder() -> Iterator[Path]:
    """Make a data folder with the rights of an installed one in a home folder that others may not enter."""
    with tempfile.TemporaryDirectory(prefix="tu-sach-", dir="/var/tmp") as name:
        folder = Path(name)
        (folder / "store").mkdir()
        if AS_ROOT:
            for path in (folder, folder / "store"):
                shutil.chown(path, group=FILES_GROUP)
        folder.chmod(0o750)
        (folder / "store").chmod(0o2750)
        yield folder


@contextmanager
def running(name: str, site: Site, folder: Path) -> Iterator[Front]:
    """Start nginx or Caddy before the site; end it afterwards."""
    front = Front(free_port(), site)
    layout = Layout(root=folder, data=folder, backups=folder / "backups", user="root")
    command, options = (_nginx if name == "nginx" else _caddy)(front, layout, folder)
    log = folder / f"{name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, **options)
    try:
        deadline = time.monotonic() + START_TIMEOUT
        while not _answers(front):
            assert process.poll() is None and time.monotonic() < deadline, log.read_text()  # noqa: PT018
            time.sleep(0.05)
        yield front
    finally:
        process.terminate()
        process.wait()


def _nginx(front: Front, layout: Layout, folder: Path) -> tuple[list[str], dict[str, Any]]:
    text = _rendered("nginx.conf", front, layout)
    text = re.sub(r"^ *(listen \[::\].*|ssl_.*)\n", "", text, flags=re.MULTILINE)
    text = text.replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
    text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{front.port};")
    (folder / "tu-sach.conf").write_text(text, "utf-8")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = "".join(f"{kind}_temp_path {folder}/nginx-{kind}; " for kind in kinds)
    main = folder / "nginx.conf"
    main.write_text(
        f"daemon off; pid {folder}/nginx.pid; error_log stderr; {f'user {FILES_GROUP};' if AS_ROOT else ''}\n"
        f"events {{}}\nhttp {{ access_log off; {paths} include {folder}/tu-sach.conf; }}\n",
        "utf-8",
    )
    return ["/usr/sbin/nginx", "-e", "stderr", "-p", str(folder), "-c", str(main)], {}


def _caddy(front: Front, layout: Layout, folder: Path) -> tuple[list[str], dict[str, Any]]:
    text = _rendered("Caddyfile", front, layout)
    hosts = f"http://localhost:{front.port}, http://content.localhost:{front.port}"
    text = text.replace("localhost, content.localhost {", hosts + " {", 1)
    text = re.sub(
        r"^\{$", "{\n\tadmin off\n\tauto_https off\n\tdefault_bind 127.0.0.1", text, count=1, flags=re.MULTILINE
    )
    file = folder / "Caddyfile"
    file.write_text(text, "utf-8")
    file.chmod(0o644)
    home = {**os.environ, "HOME": "/var/tmp", "XDG_DATA_HOME": "/var/tmp", "XDG_CONFIG_HOME": "/var/tmp"}
    user = {"user": "caddy", "group": "caddy", "extra_groups": [FILES_GROUP]} if AS_ROOT else {}
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(file)], {"env": home, **user}


def _rendered(name: str, front: Front, layout: Layout) -> str:
    return render(name, layout, site="localhost", content="content.localhost", port=f"127.0.0.1:{front.site.port}")


def _answers(front: Front) -> bool:
    try:
        with urlopen(f"{front.url}/healthz", timeout=10):
            return True
    except HTTPError:
        return True
    except OSError:
        return False
