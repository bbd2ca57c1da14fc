"""The doctor names what keeps e-mail from leaving: no server, a refusal with the server's words, a useless sender."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.mail import send_mail
from django.core.management import CommandError, call_command
from django.utils import timezone
from django.utils.translation import override

from operations.health import mail
from tests.operations.mail_server import mail_server
from tests.support.sites import free_port
from workers import outbox
from workers.models import OutboxMessage

pytestmark = pytest.mark.django_db
READER = "co.dao@truong.example"


@pytest.fixture(autouse=True)
def through_the_outbox(settings: Any) -> None:
    settings.EMAIL_BACKEND = "workers.email_backend.OutboxEmailBackend"


def found() -> dict[str, str]:
    """Return the message of each issue in English, by its code."""
    with override("en"):
        return {issue.code: str(issue.message) for issue in mail.mail_delivered()}


def test_without_a_mail_server_a_note_says_so(settings: Any) -> None:
    settings.SMTP_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert list(found()) == ["mail_nowhere"]
    with pytest.raises(CommandError, match="EMAIL_URL"):
        call_command("doctor", "--language", "en", "--send-email", READER)


def test_a_mail_server_that_accepts_us_is_no_issue(settings: Any) -> None:
    with mail_server(settings):
        assert found() == {}


def test_a_refused_password_is_shown_with_the_words_of_the_server(settings: Any) -> None:
    with mail_server(settings, AUTH="535 5.7.8 Username and password not accepted"):
        message = found()["mail_unreachable"]
    assert "535" in message
    assert "Username and password not accepted" in message
    assert "127.0.0.1" in message


def test_a_mail_server_that_is_away_is_named(settings: Any) -> None:
    with mail_server(settings):
        settings.EMAIL_PORT = free_port()
        assert "ConnectionRefusedError" in found()["mail_unreachable"]


def test_a_sender_that_no_mail_server_accepts_is_named(settings: Any) -> None:
    with mail_server(settings):
        for sender in ("webmaster@localhost", "no-reply@thuvien", "no-reply@content.localhost"):
            settings.DEFAULT_FROM_EMAIL = sender
            assert sender in found()["mail_sender"]
            assert "mail_unreachable" not in found()


def test_e_mails_that_the_server_refused_are_counted_with_its_code_and_without_the_address(settings: Any) -> None:
    with mail_server(settings, RCPT="550 no such user: co.dao") as server:
        send_mail("Tiêu đề", "Nội dung", None, [READER])
        claimed = outbox.claim(timezone.now() + timedelta(seconds=1))
        assert not outbox.send(claimed, timezone.now())
        assert OutboxMessage.objects.get().last_error == "SMTPRecipientsRefused 550"
        assert "1 e-mails" in found()["mail_refused"]
        server.refuse.clear()
        OutboxMessage.objects.update(retry_at=timezone.now())
        assert outbox.send(outbox.claim(timezone.now() + timedelta(hours=1)), timezone.now())
        assert found() == {}
        assert "mail FROM:<thu-vien@truong.example>" in " ".join(server.lines)


def test_a_test_e_mail_is_sent_and_a_refusal_is_shown(settings: Any) -> None:
    with mail_server(settings) as server:
        out = StringIO()
        call_command("doctor", "--language", "en", "--send-email", READER, stdout=out)
        assert "accepted an e-mail" in out.getvalue()
        assert READER in out.getvalue()
        assert f"rcpt TO:<{READER}>" in server.lines
        assert OutboxMessage.objects.count() == 0
    with mail_server(settings, MAIL="553 5.7.1 Sender address rejected: not owned by user library"):
        with pytest.raises(CommandError, match=r"553 5\.7\.1 Sender address rejected"):
            call_command("doctor", "--language", "en", "--send-email", READER)
