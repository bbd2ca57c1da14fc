"""The status screen of queues and workers: its numbers, silent workers, retries; for node administrators only."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import gettext

from accounts.models import AuditEntry, Role, School
from ingest.models import Lease, PageBatch, Upload, UploadStep
from ingest.states import State
from repository.models import IndexChange
from tests.factories import MembershipFactory, SchoolFactory, a_resource
from workers.models import OutboxMessage, Worker

pytestmark = pytest.mark.django_db
WORKERS_PAGE = "/quan-tri/hang-doi/"
NOW = timezone.now
HELD_UP = (
    "It was writing the search index, and no other process can while it runs. End process %(pid)s on %(host)s; "
    "nothing is lost, and the next process continues."
)


def signed_in(role: Role, school: School | None = None) -> Client:
    browser = Client()
    membership = MembershipFactory(role=role, school=school or SchoolFactory())
    browser.force_login(membership.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


def an_upload(school: School, **fields) -> Upload:
    return Upload.objects.create(**{"school": school, "name": "Truyện Kiều.pdf", "created_at": NOW(), **fields})


def translated(sentence: str, **values: object) -> str:
    """Return the sentence in the language of the screen, or unchanged while no translations are compiled."""
    with translation.override("vi"):
        return gettext(sentence) % values


def cells(browser: Client, queue: str) -> list[str]:
    """Return the numbers of waiting, running and failed jobs."""
    page = BeautifulSoup(browser.get(WORKERS_PAGE + "moi/").content.decode(), "html.parser")
    for row in page.select("section:first-of-type tbody tr"):
        if row.th.get_text(strip=True).startswith(translated(queue)):
            return [cell.get_text(strip=True) for cell in row.select("td")[:3]]
    raise AssertionError(queue)


def test_the_numbers_are_those_of_the_rows() -> None:
    browser, (big, small) = signed_in(Role.NODE_ADMIN), SchoolFactory.create_batch(2)
    uploads = [an_upload(big) for _ in range(12)] + [an_upload(small)]
    step = {"name": "store_original", "status": Lease.Status.RUNNING, "leased_until": NOW() + timedelta(minutes=1)}
    UploadStep.objects.create(upload=uploads[0], **step)
    reading = an_upload(small, queue="pages", state=State.WORKING)
    for first in range(5):
        PageBatch.objects.create(upload=reading, first=first, last=first, status="done" if first < 2 else "waiting")
    an_upload(big, state=State.FAILED, queue="", step="transcode", problem="retries_exhausted")
    a_resource(big)
    now = NOW()
    OutboxMessage.objects.create(message={}, retry_at=now, created_at=now)
    OutboxMessage.objects.create(message={}, retry_at=now, created_at=now, state=OutboxMessage.State.FAILED)
    assert cells(browser, "Steps of uploads") == ["12", "1", "0"]
    assert cells(browser, "Pages") == ["3", "0", "0"]
    assert cells(browser, "Recordings") == ["0", "0", "1"]
    assert cells(browser, "Search index") == [str(IndexChange.objects.count()), "0", "0"]
    assert cells(browser, "E-mail") == ["1", "0", "1"]
    shown = browser.get(WORKERS_PAGE).content.decode()
    assert f"{big.name}: 12" in shown
    assert "manage.py worker --queue default" in " ".join(shown.split())
    assert "hx-get" in shown


def test_workers_of_all_machines_are_shown_and_the_silent_marked() -> None:
    browser, school = signed_in(Role.NODE_ADMIN), SchoolFactory()
    upload, now = an_upload(school), NOW()
    Worker.objects.create(
        host="may-1",
        pid=11,
        queues="pages",
        started_at=now,
        heartbeat_at=now,
        activity="pages 5–8",
        activity_object=upload.uuid,
    )
    fine = browser.get(WORKERS_PAGE).content.decode()
    assert "may-1 · 11" in fine
    assert f"{translated('Reads pages %(pages)s', pages='5–8')} · Truyện Kiều.pdf" in fine
    assert translated("Not responding") not in fine
    a_resource(school)
    long_ago = now - timedelta(minutes=5)
    Worker.objects.create(
        host="may-2", pid=22, queues="index", started_at=long_ago, heartbeat_at=long_ago, activity="index"
    )
    shown = browser.get(WORKERS_PAGE).content.decode()
    assert translated("Not responding") in shown
    assert translated(HELD_UP, pid=22, host="may-2") in shown


def test_what_failed_is_tried_again_by_the_node_administrator_alone() -> None:
    school = SchoolFactory()
    failed = {"state": State.FAILED, "queue": "", "step": "pages", "problem": "retries_exhausted"}
    upload = an_upload(school, **failed, incoming_key="incoming/x")
    UploadStep.objects.create(upload=upload, name="pages", status=Lease.Status.FAILED, attempts=3)
    address = f"{WORKERS_PAGE}{upload.uuid}/thu-lai/"
    for role, answer in ((Role.LIBRARIAN, 404), (Role.TEACHER, 403)):
        assert signed_in(role, school).post(address).status_code == answer
        assert signed_in(role, school).get(WORKERS_PAGE).status_code == answer
    upload.refresh_from_db()
    assert upload.state == State.FAILED
    browser = signed_in(Role.NODE_ADMIN)
    assert "Truyện Kiều.pdf" in browser.get(WORKERS_PAGE).content.decode()
    assert browser.post(address).status_code == 302
    upload.refresh_from_db()
    assert (upload.state, upload.queue) == (State.WORKING, "default")
    assert AuditEntry.objects.filter(verb="upload.retry", target=upload.uuid).exists()
    assert browser.post(address).status_code == 404, "it has not failed again"


def test_failed_mail_is_sent_again() -> None:
    now = NOW()
    OutboxMessage.objects.create(message={}, retry_at=now, created_at=now, state=OutboxMessage.State.FAILED)
    assert signed_in(Role.NODE_ADMIN).post(WORKERS_PAGE + "thu/thu-lai/").status_code == 302
    assert OutboxMessage.objects.get().state == OutboxMessage.State.WAITING


def test_the_admin_home_of_the_node_administrator_counts_failures_and_links_to_them() -> None:
    an_upload(SchoolFactory(), state=State.FAILED)
    screen = BeautifulSoup(signed_in(Role.NODE_ADMIN).get("/quan-tri/").content.decode(), "html.parser")
    *ways, help_link = [way["href"] for way in screen.select(".desk-header__links a")]
    assert help_link.startswith("/tro-giup/")
    assert ways == ["/quan-tri/tinh-trang/", WORKERS_PAGE, "/tong-quan/"]
    _first_steps, task = screen.select(".desk-tasks a")
    assert (task["href"], task.get_text(strip=True)[:1]) == (WORKERS_PAGE, "1")
