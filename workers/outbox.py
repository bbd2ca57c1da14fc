"""The transactional outbox of e-mail: messages are rows, which workers of the queue `mail` send and then delete.

A request never waits for a mail server. A message whose transaction is rolled back is not sent. A worker that is
killed between sending and deleting sends the message once more: delivery is at least once. What the server rejects is
retried at growing intervals for two days.

django-post_office was tried with two workers: it sent every message twice, since nothing claims a row.
"""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from workers import heartbeat, shutdown
from workers.models import OutboxMessage

logger = logging.getLogger("workers")

QUEUE = "mail"
LEASE = timedelta(minutes=2)  # longer than EMAIL_TIMEOUT for each step of a connection
MIN_RETRY, MAX_RETRY = timedelta(seconds=30), timedelta(hours=2)
RETRY_FOR = timedelta(days=2)
RETENTION = timedelta(days=7)  # of failed messages
FIELDS = ("subject", "body", "from_email", "to", "cc", "bcc", "reply_to", "extra_headers", "content_subtype")


def serialize(message: EmailMessage) -> dict[str, Any]:
    """Return a message without attachments as values for JSON: FIELDS and `alternatives`, pairs of content and type."""
    alternatives = [[str(content), kind] for content, kind in getattr(message, "alternatives", [])]
    values = {name: getattr(message, name) for name in FIELDS}
    return {**values, "subject": str(message.subject), "body": str(message.body), "alternatives": alternatives}


def deserialize(values: dict[str, Any]) -> EmailMessage:
    """Return the message that `serialize` was given."""
    arguments = {name: values[name] for name in FIELDS if name not in ("extra_headers", "content_subtype")}
    message = EmailMultiAlternatives(**arguments, headers=values["extra_headers"], connection=smtp_backend())
    message.content_subtype = values["content_subtype"]
    for content, kind in values["alternatives"]:
        message.attach_alternative(content, kind)
    return message


def due(now: datetime) -> QuerySet[OutboxMessage]:
    """Return the messages to send now that no worker has claimed, the longest waiting first."""
    unclaimed = Q(leased_until=None) | Q(leased_until__lt=now)
    waiting = OutboxMessage.objects.filter(unclaimed, state=OutboxMessage.State.WAITING, retry_at__lte=now)
    return waiting.order_by("retry_at", "pk")


def send_due() -> None:
    """Send messages until none is due or a stop is requested; the sweeper notifies of the rest."""
    with shutdown.handling_signals(), heartbeat.activity(QUEUE):
        while not shutdown.requested() and (message := claim(timezone.now())):
            send(message, timezone.now())


@transaction.atomic
def claim(now: datetime) -> OutboxMessage | None:
    """Lease the next message to this worker; return None when none is due.

    On PostgreSQL workers skip the rows that others are claiming. SQLite has no row locks, and needs none here: a
    transaction starts with the lock on the file (config/databases.py).
    """
    message = due(now).select_for_update(skip_locked=True).first()
    if message is not None:
        message.token += 1
        message.attempts += 1
        message.leased_until = now + LEASE
        message.save(update_fields=["token", "attempts", "leased_until"])
    return message


def send(message: OutboxMessage, now: datetime) -> bool:
    """Send a claimed message and delete it; return whether the mail server accepted it.

    Changes nothing if another worker has claimed the message since: its token is higher then.
    """
    claimed = OutboxMessage.objects.filter(pk=message.pk, token=message.token)
    try:
        deserialize(message.message).send()
    except Exception as error:  # a mail server and a malformed address raise almost anything
        logger.warning("message %s was not sent: %s", message.pk, type(error).__name__)
        claimed.update(**_after_failure(message, error, now))
        return False
    claimed.delete()
    return True


def retry_failed(now: datetime) -> int:
    """Make failed messages wait again, for another two days; return their number."""
    return OutboxMessage.objects.filter(state=OutboxMessage.State.FAILED).update(
        state=OutboxMessage.State.WAITING, retry_at=now, created_at=now, attempts=0, last_error=""
    )


def purge_failed(now: datetime) -> None:
    """Delete messages that failed long ago: they name people."""
    OutboxMessage.objects.filter(state=OutboxMessage.State.FAILED, retry_at__lt=now - RETENTION).delete()


def smtp_backend() -> BaseEmailBackend:
    """Return the mail backend of EMAIL_URL, which delivers."""
    backend: BaseEmailBackend = get_connection(settings.SMTP_BACKEND)
    return backend


def _after_failure(message: OutboxMessage, error: Exception, now: datetime) -> dict[str, Any]:
    delay = min(MIN_RETRY * 2 ** min(message.attempts - 1, 16), MAX_RETRY)
    is_too_old = message.created_at < now - RETRY_FOR
    return {
        "state": OutboxMessage.State.FAILED if is_too_old else OutboxMessage.State.WAITING,
        "leased_until": None,
        "retry_at": now + delay,
        "last_error": _kind(error),
    }


def _kind(error: Exception) -> str:
    """Return the class of an error and the codes of the server, without its text, which may contain the address."""
    recipients = error.recipients.values() if isinstance(error, SMTPRecipientsRefused) else ()
    codes = {str(code) for code, _answer in recipients}
    if isinstance(error, SMTPResponseException):
        codes.add(str(error.smtp_code))
    return " ".join([type(error).__name__, *sorted(codes)])[:200]
