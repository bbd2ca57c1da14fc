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

from workshop.models import Letter

logger = logging.getLogger("workshop")

LEASE = timedelta(minutes=2)  # longer than any mail server is waited for
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=2)
GIVE_UP = timedelta(days=2)
FORGET = timedelta(days=7)
PLAIN = ("subject", "body", "from_email", "to", "cc", "bcc", "reply_to", "extra_headers", "content_subtype")


def written(message: EmailMessage) -> dict[str, Any]:
    """A message as plain values."""
    alternatives = [[str(content), kind] for content, kind in getattr(message, "alternatives", [])]
    values = {name: getattr(message, name) for name in PLAIN}
    return {**values, "subject": str(message.subject), "body": str(message.body), "alternatives": alternatives}


def read(values: dict[str, Any]) -> EmailMessage:
    """The message again."""
    said = {name: values[name] for name in PLAIN if name not in ("extra_headers", "content_subtype")}
    message = EmailMultiAlternatives(**said, headers=values["extra_headers"], connection=server())
    message.content_subtype = values["content_subtype"]
    for content, kind in values["alternatives"]:
        message.attach_alternative(content, kind)
    return message


def due(now: datetime) -> list[int]:
    """The letters that wait and that nobody holds, those first that have waited longest."""
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    found = Letter.objects.filter(free, state=Letter.State.WAITING, next_try__lte=now)
    return list(found.order_by("next_try", "pk").values_list("pk", flat=True)[:100])


def post(key: int, now: datetime) -> bool:
    """Post one letter unless somebody else does; tells whether the server has it."""
    letter = _taken(key, now)
    if letter is None:
        return False
    mine = Letter.objects.filter(pk=letter.pk, token=letter.token)
    try:
        read(letter.message).send()
    except Exception as problem:  # whatever a mail server or a name may be made of
        logger.warning("letter %s was not posted: %s", letter.pk, type(problem).__name__)
        mine.update(**_after_failure(letter, problem, now))
        return False
    mine.delete()
    return True


def try_again(now: datetime) -> int:
    """Let those wait once more that were given up; how many."""
    return Letter.objects.filter(state=Letter.State.FAILED).update(
        state=Letter.State.WAITING, next_try=now, since=now, attempts=0, problem=""
    )


def forget(now: datetime) -> None:
    """Remove what was given up long ago: it names people."""
    Letter.objects.filter(state=Letter.State.FAILED, next_try__lt=now - FORGET).delete()


def _taken(key: int, now: datetime) -> Letter | None:
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    waiting = Letter.objects.filter(free, pk=key, state=Letter.State.WAITING)
    if not waiting.update(token=F("token") + 1, attempts=F("attempts") + 1, leased_until=now + LEASE):
        return None
    return Letter.objects.filter(pk=key).first()


def _after_failure(letter: Letter, problem: Exception, now: datetime) -> dict[str, Any]:
    wait = min(FIRST_WAIT * 2 ** min(letter.attempts - 1, 16), LONGEST_WAIT)
    over = letter.since < now - GIVE_UP
    return {
        "state": Letter.State.FAILED if over else Letter.State.WAITING,
        "leased_until": None,
        "next_try": now + wait,
        "problem": type(problem).__name__[:200],  # a server's words may name the address
    }


def server() -> BaseEmailBackend:
    """The real way out, as EMAIL_URL says."""
    found: BaseEmailBackend = get_connection(settings.MAIL_SERVER)
    return found
