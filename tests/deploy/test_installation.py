"""The whole way on a scratch copy of the source: install, fill, upgrade, and an upgrade that breaks in the middle.

systemd does not run here; tests/deploy/test_services.py starts the commands of the units. What a failed upgrade leaves
is compared to the byte.
"""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from devtools.done_markers import digest, set_done
from devtools.environment import RUNTIME
from operations.backup.dumps import SQLITE, Database
from tests.support import template
from tests.support.dumps import statements, tree
from tests.support.template import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.system, pytest.mark.embedded_only, pytest.mark.timeout(1800)]
GIT = ("git", "-c", "user.name=t", "-c", "user.email=t@t.example", "-c", "init.defaultBranch=main")
MIGRATION = """
from django.db import migrations

class Migration(migrations.Migration):
    atomic = False
    dependencies = [("operations", "{last}")]
    operations = [migrations.RunSQL({statement!r})]
"""


@dataclass
class Installation:
    """A clone with an origin of its own, and the root below which it is installed."""

    origin: Path
    app: Path
    root: Path
    data: Path

    def make(self, action: str, **variables: str) -> tuple[int, str]:
        """Run an action of `make`; return its status and output."""
        ours = {"INSTALL_ROOT": str(self.root), "DATA_DIR": str(self.data), "BACKUP_DIR": str(self.root / "backups")}
        ended = subprocess.run(
            [sys.executable, "-m", "devtools.installation", action],
            cwd=self.app,
            env={**template.environment(), **ours, "SITE_HOST": "thuvien.truong.vn", **variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        return ended.returncode, ended.stdout + ended.stderr

    def publish(self, name: str, statement: str) -> str:
        """Commit a version with one more migration at the origin; return its commit."""
        folder = self.origin / "operations" / "migrations"
        last = max(path.stem for path in folder.glob("0*.py"))
        (folder / f"{int(last[:4]) + 1:04}_{name}.py").write_text(
            MIGRATION.format(last=last, statement=statement), "utf-8"
        )
        git(self.origin, "add", "-A")
        git(self.origin, "commit", "-qm", name)
        return git(self.origin, "rev-parse", "HEAD")

    def content(self) -> tuple[list[str], dict[str, bytes]]:
        """Return everything in database and store."""
        ours = Database(SQLITE, path=self.data / "db.sqlite3")
        return statements(ours), tree(self.data / "store")


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder; return its output."""
    return subprocess.run([*GIT, *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    """Copy the source into a repository of its own and clone it; the packages are those of this checkout."""
    origin, app = tmp_path / "origin", tmp_path / "app"
    listed = git(ROOT, "ls-files", "-co", "--exclude-standard").splitlines()
    for name in listed:
        if (ROOT / name).is_file() and not (ROOT / name).is_symlink():
            (origin / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, origin / name)
    git(origin, "init", "-q")
    git(origin, "add", "-A")
    git(origin, "commit", "-qm", "installed")
    git(tmp_path, "clone", "-q", str(origin), str(app))
    packages = next(Path(path) for path in sys.path if path.endswith("site-packages"))
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", app / ".venv"], check=True)
    (next((app / ".venv").glob("lib/*/site-packages")) / "packages.pth").write_text(f"{packages}\n", "utf-8")
    for lock in RUNTIME:
        set_done(app / ".venv" / f"{lock.name}.done", digest(app / lock.name))
    (app / "node_modules").symlink_to((ROOT / "node_modules").resolve())
    (app / "static" / "vendor").symlink_to((ROOT / "static" / "vendor").resolve())
    return Installation(origin, app, tmp_path / "root", tmp_path / "data")


def test_install_upgrade_and_the_way_back(installation: Installation) -> None:
    status, output = installation.make("install")
    assert status == 0, output
    settings = installation.root / "etc/tu-sach.env"
    assert "SITE_URL=https://thuvien.truong.vn\n" in settings.read_text("utf-8")
    assert settings.stat().st_mode & 0o777 == 0o640
    assert (installation.data / "db.sqlite3").stat().st_mode & 0o777 == 0o640
    assert f"WorkingDirectory={installation.app}\n" in (
        installation.root / "etc/systemd/system/tu-sach-web.service"
    ).read_text("utf-8")
    assert "thuvien.truong.vn" in (installation.root / "etc/caddy/Caddyfile").read_text("utf-8")
    fill = [sys.executable, "-m", "tests.operations.move_driver", "thcs-a"]
    subprocess.run(fill, cwd=ROOT, env=template.environment(VAR_DIR=str(installation.data)), check=True)
    # Again: nothing changes.
    before = installation.content()
    settings.write_text(settings.read_text("utf-8") + "WEB_WORKERS=3\n", "utf-8")
    status, output = installation.make("install")
    assert status == 0, output
    assert "WEB_WORKERS=3\n" in settings.read_text("utf-8")
    assert installation.content() == before
    # A version with a new table.
    new = installation.publish("sound", "CREATE TABLE operations_note (text TEXT)")
    status, output = installation.make("upgrade")
    assert status == 0, output
    assert git(installation.app, "rev-parse", "HEAD") == new
    upgraded = installation.content()
    assert [line for line in upgraded[0] if "operations_note" in line]
    # A version whose migration changes rows and then fails.
    installation.publish("halfway", "UPDATE accounts_person SET name = 'half-way'")
    installation.publish("broken", "SELECT * FROM no_such_table")
    status, output = installation.make("upgrade")
    assert status == 1
    assert "no_such_table" in output
    assert new[:12] in output
    assert git(installation.app, "rev-parse", "HEAD") == new
    assert installation.content() == upgraded
    assert not (installation.root / "var/lib/tu-sach/upgrade.json").exists()


def test_a_settings_file_that_systemd_misreads_is_refused_before_anything_is_done(installation: Installation) -> None:
    settings = installation.root / "etc/tu-sach.env"
    settings.parent.mkdir(parents=True)
    settings.write_text("SITE_URL=https://a.example\nTRUSTED_PROXY_COUNT=1      # one front server\n", "utf-8")
    status, output = installation.make("install")
    assert status == 1
    assert "line 2, TRUSTED_PROXY_COUNT" in output
    assert "Traceback" not in output
    assert not (installation.root / "etc/systemd").exists()


def test_a_host_name_must_be_given(installation: Installation) -> None:
    status, output = installation.make("install", SITE_HOST="")
    assert status == 1
    assert "sudo make install SITE_HOST=" in output
    assert not installation.root.exists() or not list(installation.root.rglob("*.service"))
