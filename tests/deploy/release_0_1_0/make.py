"""Make the fixtures of this folder with the code of release 0.1.0 (commit ff5e75c): a library with people and books.

    git worktree add /tmp/release ff5e75c       # the release; give it .venv, node_modules and static/vendor
    .venv/bin/python tests/deploy/release_0_1_0/make.py /tmp/release

The product's own actions fill it, and with them what that release allowed: a membership and a licence that were sent
twice, two accounts with one e-mail address, spaces around names.
"""

import gzip
import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATABASES = {"default": "db.sqlite3", "queue": "queue.sqlite3"}

FILL = """
import hashlib, io
import django
django.setup()
from django.contrib.sessions.backends.db import SessionStore
from access.actions import Action
from accounts.actions import create_school, this_node
from accounts.models import Membership, Person, Role, School
from circulation.actions import LicenceTerms, add_licence, borrow
from portal.actions import create_node_home
from repository.models import Blob, Page, PageText, Resource, ResourceFile
from repository.store import store
from repository.store.keys import blob_key
from sharing.viewer import system_viewer, viewer_of_membership
from tests.factories import NOW, LONG_AGO, a_resource, a_visitor

this_node(name="Thư viện tỉnh")
create_node_home(name="Thư viện tỉnh")
schools = [
    create_school(code=code, name=name, kind=School.Kind.SCHOOL, by=a_visitor())
    for code, name in (("thcs-tan-an", "Trường THCS Tân An"), ("thpt-chu-van-an", "Trường THPT Chu Văn An"))
]
people = []
for number, (name, email) in enumerate(
    [("Nguyễn Thị Đào", "dao@truong.example"), ("Trần  Văn  Bình ", "DAO@truong.example"), ("Lê Hoà", "")]
):
    person = Person.objects.create_user(f"nguoi{number}", email=email, password="mat-khau-cu-0.1.0", name=name)
    people.append(person)
    role = Role.LIBRARIAN if number == 0 else Role.PUPIL
    for _twice in range(2 if number == 1 else 1):
        Membership.objects.create(person=person, school=schools[0], role=role, since=LONG_AGO)
Person.objects.create_superuser("quan-tri", email="", password="mat-khau-cu-0.1.0", name="Quản trị")
resource = a_resource(
    schools[0], opened={Action.READ: "everyone", Action.BORROW: "everyone"}, title="Truyện Kiều — bản in năm 1902"
)
closed = a_resource(schools[1], title="Sổ tay chỉ dành cho Chu Văn An")
for number in range(2):
    terms = LicenceTerms(seats=1, starts_at=NOW)
    add_licence(resource, terms=terms, by=system_viewer(schools[0].pk, now=NOW))
content = b"release 0.1.0"
digest = hashlib.sha256(content).hexdigest()
store().put(blob_key(digest), io.BytesIO(content), content_type="image/jpeg")
blob = Blob.objects.create(digest=digest, size=len(content), content_type="image/jpeg", stored_at=NOW)
original = {"role": ResourceFile.Role.ORIGINAL, "name": "kieu.jpg", "content_type": "image/jpeg"}
ResourceFile.objects.create(resource=resource, position=0, blob=blob, **original)
for number in range(3):
    page = Page.objects.create(resource=resource, order_key=(number + 1) * 1000, label=str(number + 1))
    page.text = PageText.objects.create(
        page=page, revision=1, text="Trăm năm trong cõi người ta", source="ocr", made_at=NOW
    )
    page.save()
resource.refresh_from_db()
borrow(resource, by=viewer_of_membership(Membership.objects.filter(person=people[2]).get(), now=NOW))
session = SessionStore()
session["school"] = "thcs-tan-an"
session.save()
"""


def environment(release: Path, folder: str, **others: str) -> dict[str, str]:
    """Return the environment of the release's processes."""
    return {
        **os.environ,
        "VAR_DIR": folder,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": str(release),
        **others,
    }


def run(release: Path, env: dict[str, str], *arguments: str) -> None:
    """Run Python in the release."""
    subprocess.run([sys.executable, *arguments], cwd=release, env=env, check=True)


def make_sqlite(release: Path) -> None:
    """Write the two files of SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        env = environment(release, folder)
        for alias in DATABASES:
            run(release, env, "manage.py", "migrate", "--database", alias, "-v0")
        run(release, env, "-c", FILL)
        for name in DATABASES.values():
            with closing(sqlite3.connect(Path(folder) / name)) as connection:
                connection.execute("VACUUM INTO ?", [f"{folder}/compact-{name}"])
            write(f"{name}.gz", (Path(folder) / f"compact-{name}").read_bytes())


def make_postgresql(release: Path, url: str) -> None:
    """Write the statements of an empty database of PostgreSQL that the release has filled."""
    with tempfile.TemporaryDirectory() as folder:
        env = environment(release, folder, DATABASE_URL=url)
        run(release, env, "manage.py", "migrate", "-v0")
        run(release, env, "-c", FILL)
        dump = subprocess.run(
            ["pg_dump", "--no-owner", "--no-privileges", url], capture_output=True, text=True, check=True
        ).stdout
        lines = [line for line in dump.splitlines() if not line.startswith(("\\restrict", "\\unrestrict"))]
        write("postgresql.sql.gz", "\n".join(lines).encode())


def write(name: str, content: bytes) -> None:
    """Write a fixture, the same bytes for the same content."""
    with (HERE / name).open("wb") as file, gzip.GzipFile(fileobj=file, mode="wb", mtime=0, filename="") as packed:
        packed.write(content)


if __name__ == "__main__":
    make_sqlite(Path(sys.argv[1]))
    if len(sys.argv) > 2:
        make_postgresql(Path(sys.argv[1]), sys.argv[2])
