"""EMAIL_BACKEND: write messages to the outbox and wake the workers that send them."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from workers import outbox, tasks
from workers.models import OutboxMessage


class OutboxEmailBackend(BaseEmailBackend):
    """Messages with attachments are sent at once, by the caller: rows are no place for files."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Accept all messages that have a recipient; return their number."""
        addressed = [message for message in email_messages if message.recipients()]
        plain = [message for message in addressed if not message.attachments]
        now = timezone.now()
        OutboxMessage.objects.bulk_create(
            OutboxMessage(message=outbox.serialize(message), created_at=now, retry_at=now) for message in plain
        )
        if plain:
            tasks.notify()
        attached = [message for message in addressed if message.attachments]
        return len(plain) + (outbox.smtp_backend().send_messages(attached) or 0 if attached else 0)
