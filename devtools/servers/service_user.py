"""The folders of the servers, and the user they run as: never root."""

import hashlib
import os
import pwd
import shutil
from functools import cache
from pathlib import Path

from devtools.cache import cache_dir

USER, GROUP = "nobody", "nogroup"  # exist on every Debian; PostgreSQL and Elasticsearch refuse to run as root
SYSTEM_CACHE = Path("/var/cache/tu-sach")


@cache
def home(var_dir: Path) -> Path:
    """Return the folder of all servers: var_dir/services, or one in /var/tmp if their user cannot reach that."""
    folder = var_dir / "services"
    folder.mkdir(parents=True, exist_ok=True)
    if _is_reachable(folder):
        return folder
    digest = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    return _root_folder(Path("/var/tmp") / f"tu-sach-services-{digest}")


@cache
def program_cache() -> Path:
    """Return the cache of server programs: that of this user, or SYSTEM_CACHE if the servers' user cannot reach it."""
    folder = cache_dir()
    folder.mkdir(parents=True, exist_ok=True)
    return folder if _is_reachable(folder) else _root_folder(SYSTEM_CACHE)


def runs_as_root() -> bool:
    """Return whether this process may become another user."""
    return os.geteuid() == 0


def user() -> str | None:
    """Return the user that a server must become, or None to stay the current one."""
    return USER if runs_as_root() else None


def own(folder: Path) -> Path:
    """Create a folder where it is missing and give it, with its content, to the servers' user."""
    folder.mkdir(parents=True, exist_ok=True)
    if runs_as_root() and folder.stat().st_uid != pwd.getpwnam(USER).pw_uid:
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, USER, pwd.getpwnam(USER).pw_gid)
    return folder


def _is_reachable(folder: Path) -> bool:
    return not runs_as_root() or all(path.stat().st_mode & 0o001 for path in (folder, *folder.parents))


def _root_folder(folder: Path) -> Path:
    """Create a folder that root owns and every user may enter. Raises PermissionError if another user owns it."""
    folder.mkdir(mode=0o755, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != 0:
        raise PermissionError(f"{folder} belongs to another user")
    return folder
