"""EMAIL_BACKEND: writes letters down, and rings for the workers that post them."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from workers import outbox, tasks
from workers.models import OutboxMessage


class OutboxEmailBackend(BaseEmailBackend):
    """What has attachments is posted at once, by its sender: rows are no place for files."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """How many were taken."""
        wanted = [message for message in email_messages if message.recipients()]
        plain = [message for message in wanted if not message.attachments]
        now = timezone.now()
        OutboxMessage.objects.bulk_create(
            OutboxMessage(message=outbox.serialize(message), created_at=now, retry_at=now) for message in plain
        )
        if plain:
            tasks.notify()
        heavy = [message for message in wanted if message.attachments]
        return len(plain) + (outbox.smtp_backend().send_messages(heavy) or 0 if heavy else 0)
