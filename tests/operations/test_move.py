"""`manage.py move` brings a library from the embedded set to the production set: all rows, all bytes, both compared."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from repository.store import store_at
from repository.store.disk import DiskStore
from tests.support import databases, environments, template
from tests.support.dumps import digests
from tests.support.template import ROOT

pytestmark = [pytest.mark.production_only, pytest.mark.system, pytest.mark.slow, pytest.mark.timeout(900)]
COMPARED = (
    "SELECT code, name FROM accounts_school ORDER BY id",
    "SELECT username, name, password FROM accounts_person ORDER BY id",
    "SELECT title FROM repository_resource ORDER BY id",
    "SELECT title, slug, path, depth FROM wagtailcore_page ORDER BY id",
    "SELECT digest, size, content_type FROM repository_blob ORDER BY digest",
    "SELECT app_label, model FROM django_content_type ORDER BY id",
)


def process(settings: Mapping[str, str], *arguments: str) -> str:
    """Run Python to its end with these settings; return its output."""
    ended = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=template.environment(**settings),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Mapping[str, str]]:
    """Create an empty production set for one library; yield its settings."""
    folder = tmp_path / "target"
    folder.mkdir()
    environment = environments.create(folder)
    yield environment.settings
    environments.delete(environment.settings)


def test_a_library_moves_from_files_to_servers(tmp_path: Path, target: Mapping[str, str]) -> None:
    source = tmp_path / "source"
    source.mkdir()
    template.copy_into(source)
    ours = {"VAR_DIR": str(source)}
    process(ours, "-m", "tests.operations.move_driver", "thcs-a")
    file = tmp_path / "new.env"
    file.write_text("# the new services\n" + "".join(f"{name}={value}\n" for name, value in target.items()), "utf-8")
    output = process(ours, "manage.py", "move", str(file))
    for query in COMPARED:
        expected = databases.query_file(source / "db.sqlite3", query)
        assert expected, query
        assert databases.query(target["DATABASE_URL"], query) == expected
    (sessions,) = databases.query_file(source / "queue.sqlite3", "SELECT session_key FROM django_session")
    assert databases.query(target["DATABASE_URL"], "SELECT session_key FROM django_session") == [sessions]
    stored = digests(DiskStore(source / "store"))
    assert len(stored) >= 3
    assert digests(store_at(target["OBJECT_STORE_URL"])) == stored
    assert f"{len(stored)} " in output
    # The library works on: keys follow the copied ones, triggers renew the version of cached keys.
    moved = {"VAR_DIR": str(tmp_path / "target"), **target}
    version = "SELECT * FROM sharing_keyversion"
    before = databases.query(target["DATABASE_URL"], version)
    process(moved, "-m", "tests.operations.move_driver", "thcs-b")
    assert databases.query(target["DATABASE_URL"], version) != before
    titles = databases.query(target["DATABASE_URL"], "SELECT title FROM repository_resource ORDER BY id")
    assert len(titles) == 2
    # A second move finds a library there and refuses.
    refused = subprocess.run(
        [sys.executable, "manage.py", "move", str(file)],
        cwd=ROOT,
        env=template.environment(**ours),
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 1
    assert databases.query(target["DATABASE_URL"], "SELECT title FROM repository_resource ORDER BY id") == titles
