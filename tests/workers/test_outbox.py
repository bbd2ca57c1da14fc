"""An e-mail is a row until a worker has sent it, once; what the server rejects is retried."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives, send_mail
from django.db import connection, transaction
from django.utils import timezone

from workers import outbox, shutdown, tasks, wakeups
from workers.models import OutboxMessage

pytestmark = pytest.mark.django_db
OUTBOX = "workers.email_backend.OutboxEmailBackend"
MEMORY = "django.core.mail.backends.locmem.EmailBackend"
NO_SERVER = "tests.workers.test_outbox.NoServer"


class NoServer:
    """A mail server that is down."""

    def __init__(self, **_: object) -> None:
        pass

    def send_messages(self, messages: list) -> int:
        raise ConnectionRefusedError("to co.dao@truong.vn: no route")


@pytest.fixture(autouse=True)
def backends(settings) -> None:
    settings.EMAIL_BACKEND, settings.SMTP_BACKEND = OUTBOX, MEMORY


def send_a_message() -> None:
    message = EmailMultiAlternatives("Đặt lại mật khẩu", "Chào cô Đào", "thu@vien.vn", ["co.dao@truong.vn"])
    message.extra_headers = {"X-Nguon": "Tủ Sách"}
    message.attach_alternative("<p>Chào cô Đào</p>", "text/html")
    message.send()


def test_a_message_is_written_down_and_a_worker_sends_it(django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        send_a_message()
    assert mail.outbox == [], "no request waits for a mail server"
    assert wakeups.pending_count("mail") == 1
    tasks.send_outbox.call()
    (sent,) = mail.outbox
    assert (sent.subject, sent.body, sent.to) == ("Đặt lại mật khẩu", "Chào cô Đào", ["co.dao@truong.vn"])
    assert sent.alternatives[0][0] == "<p>Chào cô Đào</p>"
    assert sent.extra_headers == {"X-Nguon": "Tủ Sách"}
    assert not OutboxMessage.objects.exists(), "a sent message is deleted"


def test_what_is_rolled_back_is_not_sent(transactional_db) -> None:
    with transaction.atomic():
        send_a_message()
        transaction.set_rollback(True)
    assert not OutboxMessage.objects.exists()


def test_a_server_that_is_down_is_tried_again_at_growing_intervals(settings) -> None:
    send_a_message()
    now = timezone.now()
    settings.SMTP_BACKEND = NO_SERVER
    assert not outbox.send(outbox.claim(now), now)
    message = OutboxMessage.objects.get()
    assert message.last_error == "ConnectionRefusedError", "the text of the error may name people"
    assert outbox.claim(now) is None
    assert not outbox.due(now).exists()
    assert outbox.due(now + outbox.MIN_RETRY).get() == message
    later = now + outbox.RETRY_FOR + timedelta(seconds=1)
    outbox.send(outbox.claim(later), later)
    message.refresh_from_db()
    assert message.retry_at == later + 2 * outbox.MIN_RETRY
    assert message.state == OutboxMessage.State.FAILED
    assert not outbox.due(later + outbox.MAX_RETRY).exists()
    settings.SMTP_BACKEND = MEMORY
    assert outbox.retry_failed(later) == 1
    assert outbox.send(outbox.claim(later), later)
    assert len(mail.outbox) == 1


def test_a_message_whose_worker_was_killed_is_sent_by_another() -> None:
    send_a_message()
    now = timezone.now()
    first = outbox.claim(now)  # and then its worker was killed
    assert first is not None
    assert outbox.claim(now) is None, "two workers never send the same message at once"
    late = now + outbox.LEASE + timedelta(seconds=1)
    second = outbox.claim(late)
    assert second == first
    assert outbox.send(second, late)
    assert outbox.claim(late) is None
    assert len(mail.outbox) == 1


def test_a_worker_that_lost_its_lease_changes_nothing(settings) -> None:
    send_a_message()
    now = timezone.now()
    late = now + outbox.LEASE + timedelta(seconds=1)
    first, second = outbox.claim(now), outbox.claim(late)
    settings.SMTP_BACKEND = NO_SERVER
    assert not outbox.send(first, late)
    row = OutboxMessage.objects.get()
    assert (row.token, row.leased_until, row.last_error) == (second.token, second.leased_until, "")
    settings.SMTP_BACKEND = MEMORY
    outbox.send(first, late)
    assert OutboxMessage.objects.exists()


@pytest.mark.production_only  # SQLite has no row locks: a transaction waits for the one before
@pytest.mark.django_db(transaction=True)
def test_a_worker_skips_the_row_that_another_is_claiming() -> None:
    for _ in range(2):
        send_a_message()
    now = timezone.now()
    claims: list[OutboxMessage | None] = []
    with transaction.atomic():
        claims.append(outbox.claim(now))
        for _ in range(2):
            _in_another_session(lambda: claims.append(outbox.claim(now)))
    first, second, third = claims
    assert first is not None
    assert second is not None
    assert first.pk != second.pk
    assert third is None


def _in_another_session(call: Callable[[], object]) -> None:
    def run() -> None:
        try:
            call()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(timeout=10)
    assert not thread.is_alive(), "it waits for the first claim"


def test_a_worker_that_must_stop_leaves_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(2):
        send_a_message()
    monkeypatch.setattr(shutdown, "requested", lambda: len(mail.outbox) == 1)
    outbox.send_due()
    assert OutboxMessage.objects.count() == 1


def test_maintenance_notifies_once_of_messages_that_none_sends() -> None:
    cache.delete(tasks.DEBOUNCE_KEY)
    tasks.notify_of_due(timezone.now())
    assert wakeups.pending_count("mail") == 0
    send_a_message()
    for _ in range(3):
        tasks.notify_of_due(timezone.now())
    assert wakeups.pending_count("mail") == 1


def test_failed_messages_are_deleted_after_some_days() -> None:
    send_a_message()
    now = timezone.now()
    OutboxMessage.objects.update(state=OutboxMessage.State.FAILED, retry_at=now)
    outbox.purge_failed(now + outbox.RETENTION - timedelta(seconds=1))
    assert OutboxMessage.objects.exists()
    outbox.purge_failed(now + outbox.RETENTION + timedelta(seconds=1))
    assert not OutboxMessage.objects.exists()


def test_a_message_without_recipients_is_not_sent() -> None:
    send_mail("Tiêu đề", "Nội dung", "thu@vien.vn", [])
    assert not OutboxMessage.objects.exists()


def test_a_message_with_an_attachment_is_sent_at_once() -> None:
    message = EmailMultiAlternatives("Danh sách", "Kèm tệp", "thu@vien.vn", ["co.dao@truong.vn"])
    message.attach("danh-sach.csv", "tên\n", "text/csv")
    assert message.send() == 1
    assert not OutboxMessage.objects.exists()
    assert [sent.attachments[0].filename for sent in mail.outbox] == ["danh-sach.csv"]
