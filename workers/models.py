"""Rows of background processes: the heartbeat of each worker, what their start found, and the outbox of e-mails."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _


class Worker(models.Model):
    """One worker process of any machine, as of its last heartbeat; `queues` is its argument, "default,mail"."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    host = models.CharField(max_length=100)
    pid = models.PositiveIntegerField()
    queues = models.CharField(max_length=100)
    # Of SECRET_KEY, to find machines with another one; the workers of an older version write none.
    key_digest = models.CharField(max_length=16, blank=True, default="", db_default="")
    started_at = models.DateTimeField()
    heartbeat_at = models.DateTimeField(db_index=True)
    activity = models.CharField(max_length=60, blank=True)  # a step, "pages 5–8", "index", "mail"
    activity_object = models.UUIDField(null=True)  # the upload
    activity_started_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["queues", "host", "pid"]
        verbose_name = _("worker")
        verbose_name_plural = _("workers")

    def __str__(self) -> str:
        return f"{self.queues} {self.host} {self.pid}"


class StartReport(models.Model):
    """What the workers of a machine found when they last started (workers/start_reports.py)."""

    host = models.CharField(max_length=100, unique=True)
    at = models.DateTimeField()
    problems = models.JSONField(default=list)  # [{"id", "is_serious", "texts": {language: [message, hint]}}]

    def __str__(self) -> str:
        return f"{self.host} {self.at:%Y-%m-%d %H:%M}"


class OutboxMessage(models.Model):
    """An e-mail to send, deleted once the mail server has accepted it."""

    class State(models.TextChoices):
        """FAILED: given up after two days of retries."""

        WAITING = "waiting"
        FAILED = "failed"

    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    message = models.JSONField()  # serialised by workers/outbox.py
    token = models.PositiveBigIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    retry_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("e-mail")
        verbose_name_plural = _("e-mails")
        indexes = [models.Index(fields=["state", "retry_at"])]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"
