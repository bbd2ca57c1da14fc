"""The service's user and the folders of an installation: who may read and write what.

data          0711  of the user: others pass through, and see nothing
data/store    2750  of the user and the group of files: the front server reads it
backups       0700  of the user
"""

import grp
import os
import pwd
import shutil
from pathlib import Path

from devtools.commands import run
from devtools.installation.layout import Layout

FRONT_USERS = ("www-data", "caddy")


def ensure(layout: Layout) -> None:
    """Create users, groups and folders, or correct them; idempotent."""
    if os.geteuid() == 0 and layout.root == Path("/"):
        _users(layout)
    for folder, mode in ((layout.data, 0o711), (layout.data / "store", 0o2750), (layout.backups, 0o700)):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(mode)
    if os.geteuid() == 0:
        _owners(layout)


def allow_front_server(layout: Layout) -> None:
    """Let the installed front servers read the stored files."""
    if layout.root != Path("/"):
        return
    for user in FRONT_USERS:
        if _exists(user) and user not in grp.getgrnam(layout.files_group).gr_mem:
            run(["usermod", "--append", "--groups", layout.files_group, user])


def _users(layout: Layout) -> None:
    if not _exists(layout.user):
        options = ["--system", "--user-group", "--home-dir", str(layout.data), "--no-create-home"]
        run(["useradd", *options, "--shell", "/usr/sbin/nologin", layout.user])
    run(["groupadd", "--force", "--system", layout.files_group])
    if layout.user not in grp.getgrnam(layout.files_group).gr_mem:
        run(["usermod", "--append", "--groups", layout.files_group, layout.user])
    allow_front_server(layout)


def _owners(layout: Layout) -> None:
    """Give everything in the data folder to the user: a restore as root leaves files that the library cannot change."""
    user = pwd.getpwnam(layout.user)
    try:
        files = grp.getgrnam(layout.files_group).gr_gid
    except KeyError:  # in tests there is no such group
        files = user.pw_gid
    for folder in (layout.data, layout.backups):
        for parent, folders, names in os.walk(folder):
            stored = Path(parent).is_relative_to(layout.data / "store")
            for path in (Path(parent), *(Path(parent) / name for name in names)):
                _own(path, user.pw_uid, files if stored else user.pw_gid)
            if stored:
                for name in folders:
                    (Path(parent) / name).chmod(0o2750)
    for name in ("db.sqlite3", "queue.sqlite3"):
        if (layout.data / name).is_file():
            (layout.data / name).chmod(0o640)


def _own(path: Path, user: int, group: int) -> None:
    found = path.lstat()
    if (found.st_uid, found.st_gid) != (user, group):
        mode = found.st_mode
        shutil.chown(path, user, group)
        if not path.is_symlink():
            path.chmod(mode & 0o7777)  # a change of owner removes the group bit of a folder


def _exists(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True
