"""The front server: nginx or Caddy with the configuration of deploy/, checked by its own program before it is used."""

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from devtools.commands import output_of, run, say
from devtools.errors import CommandFailed, FrontServerTaken
from devtools.installation.layout import Layout, render
from devtools.installation.system import systemctl, write

HEADING = "# The front server of Tủ Sách"
CERTIFICATES = Path("/etc/ssl/tu-sach")


@dataclass(frozen=True)
class FrontServer:
    """One front server: its file in deploy/, where its configuration goes, and how it checks it."""

    name: str
    source: str
    target: Path
    check: tuple[str, ...]


FRONT_SERVERS = {
    "caddy": FrontServer(
        "caddy",
        "Caddyfile",
        Path("etc/caddy/Caddyfile"),
        ("caddy", "validate", "--adapter", "caddyfile", "--config", "/etc/caddy/Caddyfile"),
    ),
    "nginx": FrontServer("nginx", "nginx.conf", Path("etc/nginx/conf.d/tu-sach.conf"), ("nginx", "-t", "-q")),
}


def installed(layout: Layout) -> str:
    """Return the front server whose configuration is ours, or ""."""
    for server in FRONT_SERVERS.values():
        target = layout.root / server.target
        if target.is_file() and target.read_text("utf-8").startswith(HEADING):
            return server.name
    return ""


def ensure(name: str, layout: Layout, *, site: str, content: str) -> None:
    """Write the configuration, check it, load it. Raises FrontServerTaken, CommandFailed."""
    server = FRONT_SERVERS[name]
    target = layout.root / server.target
    text = render(server.source, layout, site=site, content=content)
    previous = target.read_text("utf-8") if target.is_file() else None
    if previous is not None and not previous.startswith(HEADING) and not _is_default(layout, server):
        raise FrontServerTaken(
            f"{target} serves something else already and was not changed. Add the sites of deploy/{server.source}\n"
            "to it (with your host names), and run this again with FRONT_SERVER=none."
        )
    if name == "nginx":
        _certificate(layout, site, content)
    changed = write(target, text)
    if layout.root != Path("/"):
        return
    _check(server, lambda: _put_back(target, previous))
    if changed:
        systemctl(layout, "enable", server.name)
        systemctl(layout, "restart", server.name)


def _check(server: FrontServer, put_back: Callable[[], None]) -> None:
    try:
        run(server.check)
    except CommandFailed as error:
        put_back()
        raise CommandFailed(f"{server.name} refuses deploy/{server.source}; its old configuration is back.") from error


def _put_back(target: Path, previous: str | None) -> None:
    if previous is None:
        target.unlink()
    else:
        write(target, previous)


def _is_default(layout: Layout, server: FrontServer) -> bool:
    """Return whether the file is the one that Debian's package brought."""
    listed = output_of(["dpkg-query", "--show", "--showformat=${Conffiles}", server.name]) or ""
    sums = {line.split()[0]: line.split()[1] for line in listed.splitlines() if len(line.split()) >= 2}
    content = (layout.root / server.target).read_bytes()
    return sums.get(f"/{server.target}") == hashlib.md5(content, usedforsecurity=False).hexdigest()


def _certificate(layout: Layout, site: str, content: str) -> None:
    """Make a certificate that no browser trusts, so that nginx starts before a real one is there."""
    folder = layout.root / str(CERTIFICATES).lstrip("/")
    if (folder / "fullchain.pem").exists() or shutil.which("openssl") is None:
        return
    say(f"A certificate for the first start, which browsers do not trust: {folder}")
    folder.mkdir(parents=True, exist_ok=True)
    key = folder / "privkey.pem"
    key.touch(mode=0o600)
    names = ["-subj", f"/CN={site}", "-addext", f"subjectAltName=DNS:{site},DNS:{content}"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", *names]
    if output_of([*command, "-keyout", key, "-out", folder / "fullchain.pem"]) is None:
        raise CommandFailed("openssl made no certificate.")
