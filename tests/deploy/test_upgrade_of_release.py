"""A library of release 0.1.0 is brought to the tables of today: every row is there, people sign in, the work goes on.

The fixtures hold what that release allowed: doubled memberships and licences, two accounts with one e-mail address.
"""

import gzip
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.support import backends, databases, template
from tests.support.template import ROOT

FIXTURES = Path(__file__).parent / "release_0_1_0"
# What a migration may end, merge or rename is left out: it must still exist, but may have another state.
UNCHANGED = {
    "accounts_school": "SELECT code FROM accounts_school ORDER BY id",
    "accounts_person": "SELECT username, password FROM accounts_person ORDER BY id",
    "repository_resource": "SELECT title FROM repository_resource ORDER BY id",
    "repository_blob": "SELECT digest, size FROM repository_blob ORDER BY digest",
    "repository_pagetext": "SELECT text FROM repository_pagetext ORDER BY id",
    "circulation_loan": "SELECT count(*) FROM circulation_loan",
    "wagtailcore_page": "SELECT title, slug FROM wagtailcore_page ORDER BY id",
}
PROGRAM = """
import django; django.setup()
from django.test import Client
from django.urls import reverse
from accounts.models import Membership, Person
from circulation.models import Licence, Loan
from repository.models import Resource
client = Client()
assert client.login(username="nguoi2", password="mat-khau-cu-0.1.0")
title = Resource.objects.get(title__startswith="Truyện Kiều")
answer = client.get(reverse("reading:resource", args=[title.uuid]), SERVER_NAME="localhost")
assert answer.status_code == 200, answer.status_code
assert Loan.objects.filter(ended_at=None).count() == 1
for person in Person.objects.filter(username__startswith="nguoi"):
    assert Membership.objects.filter(person=person, until=None).exists(), person
assert Licence.objects.filter(resource=title).exists()
print("fine")
"""

pytestmark = [pytest.mark.system, pytest.mark.timeout(600)]


def load_sqlite(var_dir: Path) -> None:
    """Unpack the two files of SQLite."""
    for name in template.FILES:
        (var_dir / name).write_bytes(gzip.decompress((FIXTURES / f"{name}.gz").read_bytes()))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Mapping[str, str]]:
    """Make a library as release 0.1.0 left it; yield its settings."""
    content = b"release 0.1.0"
    digest = hashlib.sha256(content).hexdigest()
    blob = tmp_path / "store" / "blobs" / digest[:2] / digest[2:4] / digest
    blob.parent.mkdir(parents=True)
    blob.write_bytes(content)
    picture = tmp_path / "media" / "images" / "san-truong.jpg"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"a picture of a page")
    settings = {"VAR_DIR": str(tmp_path)}
    if not backends.PRODUCTION:
        load_sqlite(tmp_path)
        yield settings
        return
    url = databases.url_of(databases.unique_name())
    databases.create_empty(url)
    unpacked = tmp_path / "dump.sql"
    unpacked.write_bytes(gzip.decompress((FIXTURES / "postgresql.sql.gz").read_bytes()))
    databases.load_dump(unpacked, url)
    yield {**settings, "DATABASE_URL": url}
    databases.delete(url)


def run(settings: Mapping[str, str], *arguments: str) -> str:
    """Run Python in the library; return its output."""
    ended = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**template.environment(**settings), "LANG": os.environ.get("LANG", "C.UTF-8")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def rows(settings: Mapping[str, str], query: str) -> list[Any]:
    """Return the rows of a query on the library's database."""
    if "DATABASE_URL" in settings:
        return databases.query(settings["DATABASE_URL"], query)
    return databases.query_file(Path(settings["VAR_DIR"]) / template.FILES[0], query)


@pytest.mark.django_db(databases=[])
def test_a_library_of_release_0_1_0_is_migrated_with_all_its_rows(library: Mapping[str, str]) -> None:
    before = {table: rows(library, query) for table, query in UNCHANGED.items()}
    assert all(before.values())
    for alias in ("default",) if "DATABASE_URL" in library else ("default", "queue"):
        run(library, "manage.py", "migrate", "--database", alias, "-v0")
    assert {table: rows(library, query) for table, query in UNCHANGED.items()} == before
    picture = Path(library["VAR_DIR"]) / "store" / "media" / "images" / "san-truong.jpg"
    assert picture.read_bytes() == b"a picture of a page"
    assert "fine" in run(library, "-c", PROGRAM)
