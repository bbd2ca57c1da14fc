"""A librarian without any resource on a running site, or on a site of their own."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from tests.ingest import browser
from tests.ingest.browser import Browser
from tests.support import template
from tests.support.sites import Site
from tests.support.template import ROOT

NAME, PASSWORD = "thu-thu", "gio-mua-thu-ve"
CREATE_LIBRARIAN = f"""
import django; django.setup()
from tests.factories import MembershipFactory
person = MembershipFactory.create(person__username="{NAME}", role="librarian").person
person.set_password("{PASSWORD}"); person.save()
"""


@dataclass(frozen=True)
class Desk:
    """A site as the librarian uses it."""

    site: Site

    @property
    def url(self) -> str:
        """Return its address, without a slash at the end."""
        return self.site.url

    def browser(self, language: str = "vi") -> Browser:
        """Return a signed-in client of the upload protocol."""
        return browser.signed_in(self.url, NAME, PASSWORD, language)

    def sign_in(self, page: Page) -> None:
        """Sign a real browser in, and open the page of uploads."""
        page.goto(f"{self.url}/tai-khoan/login/?next=/so-hoa/")
        page.locator("[name=login]").fill(NAME)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("[name=password]").press("Enter")
        page.wait_for_url("**/so-hoa/")

    def python(self, script: str) -> str:
        """Run a script with the settings of the site and return what it prints."""
        ended = subprocess.run(
            [sys.executable, "-c", f"import django; django.setup()\n{script}"],
            cwd=ROOT,
            env=self.site.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout.strip()

    def uploads(self) -> dict[str, str]:
        """Return the names of its uploads with the SHA-256 digests of their stored bytes."""
        printed = self.python(f"NAME = {NAME!r}\n{DIGESTS}")
        return dict(line.rsplit(" ", 1) for line in printed.splitlines())


DIGESTS = """
from hashlib import file_digest
from ingest.models import Upload
from repository.store import store
from repository.store.keys import blob_key
for upload in Upload.objects.filter(school__memberships__person__username=NAME).order_by("pk"):
    with store().open(blob_key(upload.digest) if upload.digest else upload.incoming_key) as file:
        print(upload.name, file_digest(file, "sha256").hexdigest())
"""


def desk_on(site: Site) -> Desk:
    """Create the librarian on a site that runs."""
    desk = Desk(site)
    desk.python(CREATE_LIBRARIAN)
    return desk


@contextmanager
def a_desk(var_dir: Path, settings: Mapping[str, str], *processes: str) -> Iterator[Desk]:
    """Run the site with these processes of the Procfile, until the web server answers."""
    template.copy_into(var_dir)
    desk = Desk(Site(var_dir, settings=settings))
    desk.python(CREATE_LIBRARIAN)
    try:
        for name in processes:
            desk.site.start(name)
        if "web" in processes:
            desk.site.wait_for(desk.site.answers, "the web server answers")
        yield desk
    finally:
        desk.site.stop()
