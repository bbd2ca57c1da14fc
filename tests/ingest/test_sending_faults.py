"""The store fails while a file is sent: the request ends in its time with a sentence, and the same sending goes on."""

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
from ingest import cleanup
from ingest.models import FileGroup, Upload
from repository.store import _open, intake, s3, store
from repository.store.errors import StoreUnavailable
from repository.store.protocol import PART_SIZE
from repository.store.s3 import md5_of
from tests.factories import MembershipFactory, SchoolFactory
from tests.ingest import browser
from tests.ingest.browser import HOME, Browser, Refused, Text
from tests.support.backends import STORES
from tests.support.proxy import Proxy

BOOK = bytes(range(256)) * (PART_SIZE // 256) + b"the end"
WITHIN = 45.0  # seconds; three attempts of READ_SECONDS as these tests set them, and a busy machine


@pytest.fixture
def proxy(s3_url: str, settings, monkeypatch: pytest.MonkeyPatch):
    """The line to the S3 server, for us and for browsers."""
    monkeypatch.setattr(s3, "READ_SECONDS", 2)
    with Proxy(s3_url) as proxy:
        settings.OBJECT_STORE_URL = proxy.url
        yield proxy


def a_browser(language: str = "vi") -> Browser:
    client = Client()
    client.force_login(MembershipFactory.create(role=Role.LIBRARIAN).person)
    prefix = "" if language == "vi" else f"/{language}"

    def talk(method: str, path: str, data: bytes) -> browser.Said:
        answer = client.generic(method, prefix + path, data, content_type="application/json")
        return answer.status_code, answer.json()

    return Browser(talk)


def refused(language: str, action, *args: object) -> None:
    """It ends in time with the sentence of its language."""
    begun = time.monotonic()
    with pytest.raises(Refused) as told:
        action(*args)
    assert time.monotonic() - begun < WITHIN
    with translation.override(language):
        assert (told.value.status, told.value.said["sentence"]) == (503, str(StoreUnavailable.sentence))


def arrives(sender: Browser, sending: str) -> None:
    """The same sending goes on, and is whole."""
    (again,) = sender.announce(("a.pdf", len(BOOK)))
    assert again["id"] == sending
    list(sender.send_parts(again, Text(BOOK)))
    assert sender.finish(sending)["next"]
    with store().open(Upload.objects.get().incoming_key) as file:
        assert sha256(file.read()).hexdigest() == sha256(BOOK).hexdigest()
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
@pytest.mark.parametrize(("fault", "language"), zip(FAULTS, ["vi", "en"] * 4, strict=False))
def test_a_part_through_the_site(proxy: Proxy, fault: str, language: str) -> None:
    sender = a_browser(language)
    (begun,) = sender.announce(("a.pdf", len(BOOK)))
    sender.send_part(begun["id"], 2, b"the end")
    FAULTS[fault](proxy)
    refused(language, sender.ask, "PUT", f"{HOME}{begun['id']}/phan/1/", None, BOOK[:PART_SIZE])
    proxy.pass_on()
    arrives(sender, begun["id"])


@pytest.mark.django_db
@pytest.mark.parametrize("fault", ["cut at 1 %", "cut at 50 %", "cut at 99 %", "answer cut", "503"])
def test_a_part_straight_into_the_bucket(proxy: Proxy, fault: str) -> None:
    sender = a_browser()
    (begun,) = sender.announce(("a.pdf", len(BOOK)))
    sender.send_part(begun["id"], 2, b"the end")
    FAULTS[fault](proxy)
    with pytest.raises((Refused, OSError, browser.httpx.TransportError)):
        sender.send_part(begun["id"], 1, BOOK[:PART_SIZE])
    proxy.pass_on()
    arrives(sender, begun["id"])


ENDS = {
    "nothing comes through": lambda proxy: proxy.cut(after=10, of="request"),
    "the answer is lost": lambda proxy: proxy.cut(after=10),
    "503": lambda proxy: proxy.answer(503),
    "stalled": lambda proxy: proxy.stall(),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("fault", "language"), zip(ENDS, ["vi", "en"] * 2, strict=True))
def test_at_completion(proxy: Proxy, fault: str, language: str) -> None:
    sender = a_browser(language)
    (begun,) = sender.announce(("a.pdf", len(BOOK)))
    list(sender.send_parts(begun, Text(BOOK)))
    events = _open(proxy.url)[0].client.meta.events
    events.register("before-call.s3.CompleteMultipartUpload", lambda **_: ENDS[fault](proxy), "cut")
    refused(language, sender.finish, begun["id"])
    events.unregister("before-call.s3.CompleteMultipartUpload", unique_id="cut")
    assert not Upload.objects.exists()
    proxy.pass_on()
    arrives(sender, begun["id"])


@pytest.mark.django_db
def test_a_slow_store_is_waited_for(proxy: Proxy) -> None:
    sender = a_browser()
    proxy.slow(0.3)
    (begun,) = sender.announce(("a.pdf", len(BOOK)))
    list(sender.send_parts(begun, Text(BOOK)))
    assert sender.finish(begun["id"])["next"]
    proxy.pass_on()
    with store().open(Upload.objects.get().incoming_key) as file:
        assert sha256(file.read()).hexdigest() == sha256(BOOK).hexdigest()


@pytest.mark.parametrize("number", [24, pytest.param(200, marks=pytest.mark.slow)])
@pytest.mark.parametrize("kind", STORES)
def test_the_sweeper_takes_nothing_that_is_being_sent(
    transactional_db: None, request: pytest.FixtureRequest, settings, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, kind: str, number: int,
) -> None:  # fmt: skip
    """With no time of grace at all: only the rows protect what is under way."""
    settings.OBJECT_STORE_URL = f"file://{tmp_path}/store" if kind == "disk" else request.getfixturevalue("s3_url")
    monkeypatch.setattr(cleanup, "GRACE", timedelta(seconds=-1))
    person = MembershipFactory.create(role=Role.LIBRARIAN, school=SchoolFactory.create()).person
    clients = [Client() for _ in range(4)]
    for client in clients:
        client.force_login(person)
    begun = browser.of_tests(clients[0]).announce(*((f"{n}.pdf", 1000 + n) for n in range(number)))
    for one in begun:
        browser.of_tests(clients[0]).ask("POST", f"{HOME}{one['id']}/phan/1/", {"md5": md5_of(b"")})
    ended = threading.Event()

    def sweep() -> int:
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
                sender.ask("PUT", f"{HOME}{begun[n]['id']}/phan/1/", data=bytes([n % 256]) * (1000 + n))
                assert sender.finish(begun[n]["id"])["next"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(5) as together:
        sweeper = together.submit(sweep)
        try:
            list(together.map(send, range(4)))
        finally:
            ended.set()
        assert sweeper.result() > 1
    assert Upload.objects.count() == number
    for upload in Upload.objects.all():
        n = int(upload.name.removesuffix(".pdf"))
        with store().open(upload.incoming_key) as file:
            assert file.read() == bytes([n % 256]) * (1000 + n)
    assert not FileGroup.objects.filter(received_at=None).exists()
