"""What is sent is written down, posted by a worker, and gone; what the server refuses waits for it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives, send_mail
from django.db import transaction
from django.utils import timezone

from workers import outbox, tasks, wakeups
from workers.models import OutboxMessage

pytestmark = pytest.mark.django_db
POSTBOX = "workers.email_backend.OutboxEmailBackend"
MEMORY = "django.core.mail.backends.locmem.EmailBackend"
NO_SERVER = "tests.workers.test_outbox.NoServer"


class NoServer:
    """A mail server that is away."""

    def __init__(self, **_: object) -> None:
        pass

    def send_messages(self, messages: list) -> int:
        raise ConnectionRefusedError("to co.dao@truong.vn: no route")


@pytest.fixture(autouse=True)
def post(settings) -> None:
    settings.EMAIL_BACKEND, settings.SMTP_BACKEND = POSTBOX, MEMORY


def a_letter() -> None:
    letter = EmailMultiAlternatives("Đặt lại mật khẩu", "Chào cô Đào", "thu@vien.vn", ["co.dao@truong.vn"])
    letter.extra_headers = {"X-Nguon": "Tủ Sách"}
    letter.attach_alternative("<p>Chào cô Đào</p>", "text/html")
    letter.send()


def test_a_letter_is_written_down_and_a_worker_posts_it(django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        a_letter()
    assert mail.outbox == [], "nobody waits for a mail server"
    assert wakeups.pending_count("mail") == 1
    tasks.send_outbox.call()
    (posted,) = mail.outbox
    assert (posted.subject, posted.body, posted.to) == ("Đặt lại mật khẩu", "Chào cô Đào", ["co.dao@truong.vn"])
    assert posted.alternatives[0][0] == "<p>Chào cô Đào</p>"
    assert posted.extra_headers == {"X-Nguon": "Tủ Sách"}
    assert not OutboxMessage.objects.exists(), "what was posted is not kept"


def test_what_is_rolled_back_is_not_sent(transactional_db) -> None:
    with transaction.atomic():
        a_letter()
        transaction.set_rollback(True)
    assert not OutboxMessage.objects.exists()


def test_a_server_that_is_away_is_asked_again_later_and_later(settings) -> None:
    a_letter()
    now = timezone.now()
    settings.SMTP_BACKEND = NO_SERVER
    letter = OutboxMessage.objects.get()
    assert not outbox.send_one(letter.pk, now)
    letter.refresh_from_db()
    assert letter.last_error == "ConnectionRefusedError", "its words may name people"
    assert not outbox.due(now)
    assert outbox.due(now + outbox.MIN_RETRY) == [letter.pk]
    later = now + outbox.RETRY_FOR + timedelta(seconds=1)
    outbox.send_one(letter.pk, later)
    letter.refresh_from_db()
    assert letter.state == OutboxMessage.State.FAILED
    assert not outbox.due(later + outbox.MAX_RETRY)
    settings.SMTP_BACKEND = MEMORY
    assert outbox.retry_failed(later) == 1
    assert outbox.send_one(letter.pk, later)
    assert len(mail.outbox) == 1


def test_a_letter_whose_worker_was_killed_is_posted_by_another(django_capture_on_commit_callbacks) -> None:
    a_letter()
    now = timezone.now()
    key = OutboxMessage.objects.get().pk
    assert outbox._claim(key, now) is not None  # and then its worker was killed
    assert not outbox.send_one(key, now), "two workers never post the same letter at once"
    late = now + outbox.LEASE + timedelta(seconds=1)
    assert outbox.due(late) == [key]
    assert outbox.send_one(key, late)
    assert not outbox.send_one(key, late)
    assert len(mail.outbox) == 1


def test_the_sweep_rings_once_for_letters_that_nobody_posts() -> None:
    from django.core.cache import cache

    cache.delete(tasks.DEBOUNCE_KEY)
    a_letter()
    for _ in range(3):
        tasks.run_maintenance(timezone.now())
    assert wakeups.pending_count("mail") == 1


def test_what_was_given_up_long_ago_is_forgotten() -> None:
    a_letter()
    now = timezone.now()
    OutboxMessage.objects.update(state=OutboxMessage.State.FAILED, retry_at=now)
    outbox.purge_failed(now + outbox.RETENTION - timedelta(seconds=1))
    assert OutboxMessage.objects.exists()
    outbox.purge_failed(now + outbox.RETENTION + timedelta(seconds=1))
    assert not OutboxMessage.objects.exists()


def test_to_nobody_nothing_is_sent() -> None:
    send_mail("Tiêu đề", "Nội dung", "thu@vien.vn", [])
    assert not OutboxMessage.objects.exists()
