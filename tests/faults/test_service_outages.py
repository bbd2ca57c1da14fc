"""PostgreSQL or Redis fails while a book is digitised, and returns: work resumes, nothing is lost or duplicated."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from devtools.servers.processes import last_lines, wait_until
from tests.faults.harness import OfflineSite, Snapshots, driver
from tests.support import databases, environments, private_servers, sites, template
from tests.support.template import ROOT

TIMEOUT_SECONDS = 240.0
pytestmark = [pytest.mark.fault, pytest.mark.production_only]


@contextmanager
def working(site: OfflineSite) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Run a worker of all queues and a sweeper, which must not exit."""
    commands = (["worker", "--interval", "0.1"], ["sweeper", "--every", "0.3"])
    with (site.var_dir / "worker.log").open("ab") as log:
        processes = [
            subprocess.Popen(
                [sys.executable, "manage.py", *command], cwd=ROOT, env=site.environment, stdout=log, stderr=log
            )
            for command in commands
        ]
    yield processes
    ended = [process.poll() for process in processes]
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait(40)
    assert ended == [None, None], last_lines(site.var_dir / "worker.log", 60)


def wait_for(site: OfflineSite, condition: Callable[[], bool], what: str) -> None:
    holds = wait_until(condition, seconds=TIMEOUT_SECONDS, while_true=lambda: True)
    assert holds, f"{what}\n{last_lines(site.var_dir / 'worker.log', 60)}"


def signed_in(site: sites.Site) -> httpx.Client:
    """Return a browser of a person who has signed in."""
    name = f"reader-{uuid4().hex[:8]}"
    code = f"from accounts.models import Person; import sys; Person.objects.create_user({name!r}, password={name!r})"
    site.manage("shell", "--verbosity", "0", "-c", code)
    browser = httpx.Client(base_url=site.url, timeout=60)
    send(browser, "/tai-khoan/login/", login=name, password=name)
    assert browser.get("/tu-cua-toi/").status_code == 200
    return browser


def send(browser: httpx.Client, address: str, **fields: str) -> None:
    """Send the form of a page, as a browser does."""
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get(address).text)
    assert token is not None, address
    headers = {"Referer": f"{browser.base_url}{address}"}
    answer = browser.post(address, data={**fields, "csrfmiddlewaretoken": token[1]}, headers=headers)
    assert answer.status_code == 302, answer.text[-2000:]


def a_site(var_dir: Path, settings: dict[str, str]) -> OfflineSite:
    """Make a site with a school on these services; all others are embedded."""
    var_dir.mkdir()
    template.copy_into(var_dir)
    environments.save(environments.Environment(var_dir, settings))
    site = OfflineSite(var_dir)
    site.run(*driver("prepare"))
    return site


@pytest.mark.parametrize(
    "end",
    [private_servers.PrivateServer.crash, pytest.param(private_servers.PrivateServer.stop, marks=pytest.mark.slow)],
)
def test_work_waits_for_a_database_that_fails_and_resumes(
    snapshots: Snapshots, tmp_path: Path, end: Callable[[private_servers.PrivateServer], None]
) -> None:
    with private_servers.postgres() as server:
        url = server.urls["DATABASE_URL"]
        site = a_site(tmp_path / "var", {"DATABASE_URL": url})
        site.run(*driver("upload", *snapshots.sources("book")))

        def value_of(column: str) -> object:
            return databases.query(url, f"SELECT {column} FROM ingest_upload")[0][0]

        with working(site):
            wait_for(site, lambda: bool(value_of("pages_done")), "pages are read")
            end(server)
            log = site.var_dir / "worker.log"
            wait_for(site, lambda: "workers.reconnect" in log.read_text("utf-8"), "the worker logs what it waits for")
            server.start()
            wait_for(site, lambda: value_of("state") == "review", "the book is read to its end")
        left = site.run(*driver("finish", *snapshots.sources("book")))
        assert left == snapshots.expected("book")


def test_readers_get_a_503_page_while_the_database_is_gone(tmp_path: Path) -> None:
    with private_servers.postgres() as server:
        template.copy_into(tmp_path)
        site = sites.Site(tmp_path, {"DATABASE_URL": server.urls["DATABASE_URL"]})
        try:
            site.start("web")
            site.wait_for(site.answers, "the web server answers")
            visitor, reader = httpx.Client(base_url=site.url, timeout=60), signed_in(site)
            server.crash()
            for browser, address in ((visitor, "/tim/"), (reader, "/tu-cua-toi/"), (reader, "/quan-tri/")):
                refused = browser.get(address)
                assert refused.status_code == 503, address
                assert refused.headers["Retry-After"]
                assert "Những gì đã lưu vẫn an toàn" in refused.text
            server.start()
            assert visitor.get("/tim/").status_code == reader.get("/tu-cua-toi/").status_code == 200
        finally:
            site.stop()


def test_people_stay_signed_in_and_can_sign_out_while_redis_is_gone(tmp_path: Path) -> None:
    with private_servers.redis() as server:
        template.copy_into(tmp_path)
        site = sites.Site(tmp_path, dict(server.urls))
        try:
            site.start("web")
            site.wait_for(site.answers, "the web server answers")
            staying, leaving = signed_in(site), signed_in(site)
            stolen = dict(leaving.cookies)
            server.crash()
            for address in ("/", "/tim/?q=toan", "/tu-cua-toi/", "/tai-khoan/email/"):
                assert staying.get(address).status_code == 200, address
            send(leaving, "/tai-khoan/logout/")
            assert leaving.get("/tu-cua-toi/").status_code == 302
            server.start()
            assert staying.get("/tu-cua-toi/").status_code == 200
            assert httpx.get(f"{site.url}/tu-cua-toi/", cookies=stolen).status_code == 302
        finally:
            site.stop()


@pytest.mark.slow
@pytest.mark.parametrize("how", ["emptied", "restarted"])
def test_an_emptied_redis_gets_its_wakeups_again(snapshots: Snapshots, tmp_path: Path, how: str) -> None:
    with private_servers.redis() as server:
        site = a_site(tmp_path / "var", dict(server.urls))
        site.run(*driver("upload", *snapshots.sources("book")))

        def state() -> str:
            return str(databases.query_file(site.var_dir / "db.sqlite3", "SELECT state FROM ingest_upload")[0][0])

        with working(site):
            wait_for(site, lambda: state() == "working", "the work has started")
            if how == "emptied":
                private_servers.flush_redis(server)
            else:
                server.crash()
                server.start()
            wait_for(site, lambda: state() == "review", "the book is read to its end")
        left = site.run(*driver("finish", *snapshots.sources("book")))
        assert left == snapshots.expected("book")
