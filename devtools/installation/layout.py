"""Where an installation keeps its files, and the files of deploy/ with its own names in place of the examples."""

import os
import pwd
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from devtools.errors import SettingsUnreadable
from devtools.paths import ROOT
from operations import env_file
from operations.backup.dumps import Database, database_at

DEPLOY = ROOT / "deploy"
UNIT_FILES = (
    "tu-sach.target",
    "tu-sach-web.service",
    "tu-sach-workers.service",
    "tu-sach-backup.service",
    "tu-sach-backup.timer",
)
# The examples in the files of deploy/.
APP, DATA, BACKUPS, SETTINGS = "/srv/tu-sach/app", "/srv/tu-sach/data", "/var/backups/tu-sach", "/etc/tu-sach.env"
SITE, CONTENT, USER = "thuvien.example", "content.thuvien.example", "tusach"
PORT = "127.0.0.1:8000"


@dataclass(frozen=True)
class Layout:
    """An installation. `root` is / but in tests, and comes before every path outside the source and the data."""

    root: Path = Path("/")
    app: Path = ROOT
    data: Path = Path(DATA)
    backups: Path = Path(BACKUPS)
    user: str = USER

    @property
    def files_group(self) -> str:
        """The group of the stored files: the user, and the front server that sends them."""
        return f"{self.user}-files"

    @property
    def settings_file(self) -> Path:
        """The file with the settings of all processes."""
        return self.root / SETTINGS.lstrip("/")

    @property
    def units(self) -> Path:
        """The folder of systemd's units."""
        return self.root / "etc/systemd/system"

    @property
    def command(self) -> Path:
        """The command that runs manage.py as the library's user."""
        return self.root / "usr/local/bin/tu-sach"

    @property
    def state(self) -> Path:
        """The folder in which an upgrade notes how to go back."""
        return self.root / "var/lib/tu-sach"


def from_environment(environ: Mapping[str, str]) -> Layout:
    """Return the layout that the variables of make and the settings file name."""
    root = Path(environ.get("INSTALL_ROOT") or "/")
    first = Layout(root=root, user=environ.get("SERVICE_USER") or _user(root))
    found = settings(first) if first.settings_file.is_file() else {}
    data = Path(found.get("VAR_DIR") or environ.get("DATA_DIR") or DATA)
    backups = Path(found.get("BACKUP_DIR") or environ.get("BACKUP_DIR") or BACKUPS)
    return Layout(root=root, data=data, backups=backups, user=first.user)


def settings(layout: Layout) -> dict[str, str]:
    """Return the settings of the file. Raises SettingsUnreadable with the line that is wrong."""
    try:
        return env_file.read(layout.settings_file)
    except env_file.EnvFileError as error:
        raise SettingsUnreadable(str(error)) from error
    except OSError as error:
        raise SettingsUnreadable(f"{layout.settings_file}: {error.strerror}. Run this with sudo.") from error


def database(layout: Layout) -> Database:
    """Return the database of the settings."""
    return database_at(settings(layout).get("DATABASE_URL", ""), default_file=layout.data / "db.sqlite3")


def site_hosts(found: Mapping[str, str]) -> tuple[str, str]:
    """Return the host names of the site and of active content, as the settings name them."""
    names = [urlsplit(found.get(name, "")).netloc for name in ("SITE_URL", "CONTENT_URL")]
    return names[0] or SITE, names[1] or CONTENT


def render(name: str, layout: Layout, *, site: str = SITE, content: str = CONTENT, port: str = PORT) -> str:
    """Return a file of deploy/ with the names of this installation."""
    values = {
        CONTENT: content,
        SITE: site,
        APP: str(layout.app),
        DATA: str(layout.data),
        BACKUPS: str(layout.backups),
        SETTINGS: str(layout.settings_file),
        PORT: port,
    }
    text = (DEPLOY / name).read_text("utf-8")
    examples = sorted(map(re.escape, values), key=len, reverse=True)
    text = re.sub("|".join(examples), lambda match: values[match.group()], text)
    return re.sub(rf"^(User|Group)={USER}$", rf"\g<1>={layout.user}", text, flags=re.MULTILINE)


def _user(root: Path) -> str:
    """Return the service's user: that of a unit which is there already, else the usual one."""
    for unit in sorted((root / "etc/systemd/system").glob("tu-sach*.service")):
        if found := re.search(r"^User=(\S+)$", unit.read_text("utf-8"), re.MULTILINE):
            return found.group(1)
    return USER if root == Path("/") else pwd.getpwuid(os.geteuid()).pw_name
