"""Checks of e-mail: is there a server, does it accept us and our sender, and what did it refuse?"""

import smtplib
from collections.abc import Iterator
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from operations.health.checks import Issue, LazyMessage, Level
from workers import outbox
from workers.models import OutboxMessage

TIMEOUT_SECONDS = 5
UNAFFECTED = LazyMessage(_("Everything except e-mail works."))


def mail_delivered() -> Iterator[Issue]:
    """Check that EMAIL_URL names a server, that it accepts us, that the sender is a public address, and the outbox."""
    if not delivers():
        yield Issue(
            "mail_nowhere",
            Level.NOTE,
            LazyMessage(_("E-mails (such as for a forgotten password) are only printed, not sent.")),
            LazyMessage(_("Set EMAIL_URL=smtp+tls://user:password@host:587 to send them.")),
        )
        return
    yield from _server()
    yield from _sender()
    yield from _refused()


def delivers() -> bool:
    """Return whether EMAIL_URL names a mail server."""
    return str(settings.SMTP_BACKEND).endswith("smtp.EmailBackend")


def send_now(address: str) -> None:
    """Send an e-mail to this address now, without the outbox. Raise what the mail server or the connection raises."""
    EmailMessage(
        subject=gettext("Test e-mail of Tủ Sách"),
        body=gettext("Your library at %(site)s can send e-mail.") % {"site": settings.SITE_URL},
        to=[address],
        connection=outbox.smtp_backend(),
    ).send()


def description(error: Exception) -> str:
    """Return the kind of an error, and what the mail server said."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = [f"{code} {_text(answer)}" for code, answer in error.recipients.values()]
        return f"{type(error).__name__}: {'; '.join(answers)}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{type(error).__name__}: {error.smtp_code} {_text(error.smtp_error)}"
    return f"{type(error).__name__}: {error}"


def _server() -> Iterator[Issue]:
    connection = get_connection(settings.SMTP_BACKEND, timeout=TIMEOUT_SECONDS)
    try:
        connection.open()
    except Exception as error:  # smtplib and ssl raise a dozen kinds, which all mean the same here
        yield Issue(
            "mail_unreachable",
            Level.WARNING,
            LazyMessage(
                _("The mail server %(host)s does not accept the system's e-mails: %(error)s."),
                host=settings.EMAIL_HOST,
                error=description(error).rstrip("."),
            ),
            LazyMessage(_("Set its right address, user and password in EMAIL_URL.")),
            UNAFFECTED,
        )
    else:
        connection.close()


def _sender() -> Iterator[Issue]:
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    if host == "localhost" or host.endswith(".localhost") or "." not in host:
        yield Issue(
            "mail_sender",
            Level.WARNING,
            LazyMessage(
                _("E-mails are sent from %(sender)s, which mail servers refuse."), sender=settings.DEFAULT_FROM_EMAIL
            ),
            LazyMessage(_("Set MAIL_FROM to an address that the mail server may send from.")),
            UNAFFECTED,
        )


def _refused() -> Iterator[Issue]:
    refused = OutboxMessage.objects.exclude(last_error="")
    latest = refused.order_by("-retry_at").first()
    if latest is not None:
        yield Issue(
            "mail_refused",
            Level.WARNING,
            LazyMessage(
                _("%(count)d e-mails were not accepted by the mail server; the last error was %(error)s."),
                count=refused.count(),
                error=latest.last_error,
            ),
            LazyMessage(
                _(
                    "To see its answer: python manage.py doctor --send-email ADDRESS. “Queues and workers” lists what "
                    "failed."
                )
            ),
            LazyMessage(_("They are sent again for two days.")),
        )


def _text(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
