"""Where the servers live, and as whom they run: never as root."""

import hashlib
import os
import pwd
import shutil
from functools import cache
from pathlib import Path

from devtools.paths import var_dir

USER = "nobody"  # on every system; PostgreSQL and Elasticsearch refuse to run as root


@cache
def home() -> Path:
    """The folder of all servers: var/services, or one outside when their user cannot pass the folders above it."""
    folder = var_dir() / "services"
    folder.mkdir(parents=True, exist_ok=True)
    if not runs_as_root() or all(_may_pass(above) for above in (folder, *folder.parents)):
        return folder
    mark = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    outside = Path("/var/tmp") / f"tu-sach-services-{mark}"
    outside.mkdir(mode=0o755, exist_ok=True)
    if outside.is_symlink() or outside.stat().st_uid != 0:
        raise PermissionError(f"{outside} belongs to somebody else")
    return outside


def runs_as_root() -> bool:
    """Whether this process may become another user."""
    return os.geteuid() == 0


def user() -> str | None:
    """Whom a server must become; None to stay who we are."""
    return USER if runs_as_root() else None


def own(folder: Path) -> Path:
    """Give a folder to the servers' user."""
    folder.mkdir(parents=True, exist_ok=True)
    if runs_as_root() and folder.stat().st_uid != pwd.getpwnam(USER).pw_uid:
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, USER, pwd.getpwnam(USER).pw_gid)
    return folder


def _may_pass(folder: Path) -> bool:
    return bool(folder.stat().st_mode & 0o001)
