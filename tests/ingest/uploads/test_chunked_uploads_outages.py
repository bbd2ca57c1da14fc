"""The store fails while a file is sent: the request ends in time with a sentence, and the same upload continues."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone, translation

from accounts.models import Role
from ingest.models import FileGroup, Upload
from ingest.uploads.actions import cleanup
from repository.store import _open, intake, s3, store
from repository.store.errors import StoreUnavailable
from repository.store.protocol import PART_SIZE
from repository.store.s3 import md5_of
from tests.factories import MembershipFactory, SchoolFactory
from tests.ingest import browser
from tests.ingest.browser import HOME, Browser, InMemory, Refused
from tests.support.backends import STORES
from tests.support.proxy import Proxy

BOOK = bytes(range(256)) * (PART_SIZE // 256) + b"the end"
MAX_SECONDS = 45.0  # three attempts of READ_SECONDS as these tests set them, on a busy machine


@pytest.fixture
def proxy(s3_url: str, settings, monkeypatch: pytest.MonkeyPatch):
    """Yield the connection to the S3 server, for the site and for browsers."""
    monkeypatch.setattr(s3, "READ_SECONDS", 2)
    with Proxy(s3_url) as proxy:
        settings.OBJECT_STORE_URL = proxy.url
        yield proxy


def a_browser(language: str = "vi") -> Browser:
    client = Client()
    client.force_login(MembershipFactory.create(role=Role.LIBRARIAN).person)
    prefix = "" if language == "vi" else f"/{language}"

    def transport(method: str, path: str, data: bytes) -> browser.Answer:
        answer = client.generic(method, prefix + path, data, content_type="application/json")
        return answer.status_code, answer.json()

    return Browser(transport)


def assert_refused(language: str, action, *args: object) -> None:
    """Check that the request ends in time with the sentence in its language."""
    started = time.monotonic()
    with pytest.raises(Refused) as refused:
        action(*args)
    assert time.monotonic() - started < MAX_SECONDS
    with translation.override(language):
        assert (refused.value.status, refused.value.answer["sentence"]) == (503, str(StoreUnavailable.sentence))


def assert_completes(sender: Browser, file: str) -> None:
    """Check that the same file continues and arrives whole."""
    (again,) = sender.start(("a.pdf", len(BOOK)))
    assert again["id"] == file
    list(sender.send_parts(again, InMemory(BOOK)))
    assert sender.finish(file)["next"]
    with store().open(Upload.objects.get().incoming_key) as stored:
        assert sha256(stored.read()).hexdigest() == sha256(BOOK).hexdigest()
    cleanup.delete_abandoned(timezone.now() + timedelta(days=30))
    assert list(intake().unfinished(before=timezone.now() + timedelta(hours=1))) == []


FAULTS = {
    "cut at 1 %": lambda proxy: proxy.cut(after=PART_SIZE // 100, of="request"),
    "cut at 50 %": lambda proxy: proxy.cut(after=PART_SIZE // 2, of="request"),
    "cut at 99 %": lambda proxy: proxy.cut(after=PART_SIZE * 99 // 100, of="request"),
    "answer cut": lambda proxy: proxy.cut(after=20),
    "503": lambda proxy: proxy.answer(503),
    "stalled": lambda proxy: proxy.stall(),
    "refused": lambda proxy: proxy.refuse(),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("fault", "language"), list(zip(FAULTS, ["vi", "en"] * 4, strict=False)))
def test_a_part_through_the_site(proxy: Proxy, fault: str, language: str) -> None:
    sender = a_browser(language)
    (started,) = sender.start(("a.pdf", len(BOOK)))
    sender.send_part(started["id"], 2, b"the end")
    FAULTS[fault](proxy)
    assert_refused(language, sender.request, "PUT", f"{HOME}{started['id']}/phan/1/", None, BOOK[:PART_SIZE])
    proxy.pass_on()
    assert_completes(sender, started["id"])


@pytest.mark.django_db
@pytest.mark.parametrize("fault", ["cut at 1 %", "cut at 50 %", "cut at 99 %", "answer cut", "503"])
def test_a_part_directly_into_the_bucket(proxy: Proxy, fault: str) -> None:
    sender = a_browser()
    (started,) = sender.start(("a.pdf", len(BOOK)))
    sender.send_part(started["id"], 2, b"the end")
    FAULTS[fault](proxy)
    with pytest.raises((Refused, OSError, browser.httpx.TransportError)):
        sender.send_part(started["id"], 1, BOOK[:PART_SIZE])
    proxy.pass_on()
    assert_completes(sender, started["id"])


COMPLETION_FAULTS = {
    "nothing comes through": lambda proxy: proxy.cut(after=10, of="request"),
    "the answer is lost": lambda proxy: proxy.cut(after=10),
    "503": lambda proxy: proxy.answer(503),
    "stalled": lambda proxy: proxy.stall(),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("fault", "language"), list(zip(COMPLETION_FAULTS, ["vi", "en"] * 2, strict=True)))
def test_at_completion(proxy: Proxy, fault: str, language: str) -> None:
    sender = a_browser(language)
    (started,) = sender.start(("a.pdf", len(BOOK)))
    list(sender.send_parts(started, InMemory(BOOK)))
    events = _open(proxy.url)[0].client.meta.events
    events.register("before-call.s3.CompleteMultipartUpload", lambda **_: COMPLETION_FAULTS[fault](proxy), "cut")
    assert_refused(language, sender.finish, started["id"])
    events.unregister("before-call.s3.CompleteMultipartUpload", unique_id="cut")
    assert not Upload.objects.exists()
    proxy.pass_on()
    assert_completes(sender, started["id"])


@pytest.mark.django_db
def test_an_upload_through_a_slow_store_completes(proxy: Proxy) -> None:
    sender = a_browser()
    proxy.slow(0.3)
    (started,) = sender.start(("a.pdf", len(BOOK)))
    list(sender.send_parts(started, InMemory(BOOK)))
    assert sender.finish(started["id"])["next"]
    proxy.pass_on()
    with store().open(Upload.objects.get().incoming_key) as file:
        assert sha256(file.read()).hexdigest() == sha256(BOOK).hexdigest()


@pytest.mark.parametrize("number", [24, pytest.param(200, marks=pytest.mark.slow)])
@pytest.mark.parametrize("kind", STORES)
def test_the_sweeper_deletes_nothing_that_is_being_sent(
    transactional_db: None, request: pytest.FixtureRequest, settings, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, kind: str, number: int,
) -> None:  # fmt: skip
    """Use no grace time at all: only the rows protect the files under way."""
    settings.OBJECT_STORE_URL = f"file://{tmp_path}/store" if kind == "disk" else request.getfixturevalue("s3_url")
    monkeypatch.setattr(cleanup, "GRACE", timedelta(seconds=-1))
    person = MembershipFactory.create(role=Role.LIBRARIAN, school=SchoolFactory.create()).person
    clients = [Client() for _ in range(4)]
    for client in clients:
        client.force_login(person)
    started = browser.of_tests(clients[0]).start(*((f"{n}.pdf", 1000 + n) for n in range(number)))
    for file in started:
        browser.of_tests(clients[0]).request("POST", f"{HOME}{file['id']}/phan/1/", {"md5": md5_of(b"")})
    ended = threading.Event()

    def delete_repeatedly() -> int:
        times = 0
        try:
            while not ended.is_set():
                cleanup.delete_abandoned(timezone.now())
                times += 1
        finally:
            connections.close_all()
        return times

    def send(quarter: int) -> None:
        sender = browser.of_tests(clients[quarter])
        try:
            for n in range(quarter, number, 4):
                sender.request("PUT", f"{HOME}{started[n]['id']}/phan/1/", data=bytes([n % 256]) * (1000 + n))
                assert sender.finish(started[n]["id"])["next"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(5) as pool:
        sweeper = pool.submit(delete_repeatedly)
        try:
            list(pool.map(send, range(4)))
        finally:
            ended.set()
        assert sweeper.result() > 1
    assert Upload.objects.count() == number
    for upload in Upload.objects.all():
        n = int(upload.name.removesuffix(".pdf"))
        with store().open(upload.incoming_key) as file:
            assert file.read() == bytes([n % 256]) * (1000 + n)
    assert not FileGroup.objects.filter(received_at=None).exists()
