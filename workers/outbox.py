"""E-mail as rows: what is sent is written down first and posted by the workers of `mail`, so that no reader waits.

A letter is removed when the mail server has it. A worker killed between the two posts it once more: twice is better
than not at all. What the server refuses is tried again, less and less often, for two days.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, Q

from workers.models import OutboxMessage

logger = logging.getLogger("workers")

LEASE = timedelta(minutes=2)  # longer than any mail server is waited for
MIN_RETRY, MAX_RETRY = timedelta(seconds=30), timedelta(hours=2)
RETRY_FOR = timedelta(days=2)
RETENTION = timedelta(days=7)
FIELDS = ("subject", "body", "from_email", "to", "cc", "bcc", "reply_to", "extra_headers", "content_subtype")


def serialize(message: EmailMessage) -> dict[str, Any]:
    """A message as plain values."""
    alternatives = [[str(content), kind] for content, kind in getattr(message, "alternatives", [])]
    values = {name: getattr(message, name) for name in FIELDS}
    return {**values, "subject": str(message.subject), "body": str(message.body), "alternatives": alternatives}


def deserialize(values: dict[str, Any]) -> EmailMessage:
    """The message again."""
    fields = {name: values[name] for name in FIELDS if name not in ("extra_headers", "content_subtype")}
    message = EmailMultiAlternatives(**fields, headers=values["extra_headers"], connection=smtp_backend())
    message.content_subtype = values["content_subtype"]
    for content, kind in values["alternatives"]:
        message.attach_alternative(content, kind)
    return message


def due(now: datetime) -> list[int]:
    """The letters that wait and that nobody holds, those first that have waited longest."""
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    found = OutboxMessage.objects.filter(free, state=OutboxMessage.State.WAITING, retry_at__lte=now)
    return list(found.order_by("retry_at", "pk").values_list("pk", flat=True)[:100])


def send_one(key: int, now: datetime) -> bool:
    """Post one letter unless somebody else does; tells whether the server has it."""
    letter = _claim(key, now)
    if letter is None:
        return False
    mine = OutboxMessage.objects.filter(pk=letter.pk, token=letter.token)
    try:
        deserialize(letter.message).send()
    except Exception as problem:  # whatever a mail server or a name may be made of
        logger.warning("letter %s was not posted: %s", letter.pk, type(problem).__name__)
        mine.update(**_after_failure(letter, problem, now))
        return False
    mine.delete()
    return True


def retry_failed(now: datetime) -> int:
    """Let those wait once more that were given up; how many."""
    return OutboxMessage.objects.filter(state=OutboxMessage.State.FAILED).update(
        state=OutboxMessage.State.WAITING, retry_at=now, created_at=now, attempts=0, last_error=""
    )


def purge_failed(now: datetime) -> None:
    """Remove what was given up long ago: it names people."""
    OutboxMessage.objects.filter(state=OutboxMessage.State.FAILED, retry_at__lt=now - RETENTION).delete()


def _claim(key: int, now: datetime) -> OutboxMessage | None:
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    waiting = OutboxMessage.objects.filter(free, pk=key, state=OutboxMessage.State.WAITING)
    if not waiting.update(token=F("token") + 1, attempts=F("attempts") + 1, leased_until=now + LEASE):
        return None
    return OutboxMessage.objects.filter(pk=key).first()


def _after_failure(letter: OutboxMessage, problem: Exception, now: datetime) -> dict[str, Any]:
    wait = min(MIN_RETRY * 2 ** min(letter.attempts - 1, 16), MAX_RETRY)
    over = letter.created_at < now - RETRY_FOR
    return {
        "state": OutboxMessage.State.FAILED if over else OutboxMessage.State.WAITING,
        "leased_until": None,
        "retry_at": now + wait,
        "last_error": type(problem).__name__[:200],  # a server's words may name the address
    }


def smtp_backend() -> BaseEmailBackend:
    """The real way out, as EMAIL_URL says."""
    found: BaseEmailBackend = get_connection(settings.SMTP_BACKEND)
    return found
