"""What is stored of the workshop: the processes that are there, and the letters that wait to be posted."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _


class Worker(models.Model):
    """One worker process of any machine, as it last said itself; `queues` as it was started, "default,mail"."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    host = models.CharField(max_length=100)
    pid = models.PositiveIntegerField()
    queues = models.CharField(max_length=100)
    since = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)
    doing = models.CharField(max_length=60, blank=True)  # a step, "pages 5–8", "index", "mail"
    subject = models.UUIDField(null=True)  # the upload
    doing_since = models.DateTimeField(null=True)

    class Meta:
        ordering = ["queues", "host", "pid"]
        verbose_name = _("worker")
        verbose_name_plural = _("workers")

    def __str__(self) -> str:
        return f"{self.queues} {self.host} {self.pid}"


class Letter(models.Model):
    """An e-mail that waits to be posted, removed once the mail server has it."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting"
        FAILED = "failed"

    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    message = models.JSONField()  # as workshop/letters.py writes it
    token = models.PositiveBigIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    next_try = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField()

    class Meta:
        verbose_name = _("e-mail")
        verbose_name_plural = _("e-mails")
        indexes = [models.Index(fields=["state", "next_try"])]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"
