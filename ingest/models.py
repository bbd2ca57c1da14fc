"""What is stored of uploads: state, steps, batches of pages. The truth that the queue only rings for."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from ingest.states import State


class Upload(models.Model):
    """One file, folder or archive on its way to become a resource."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    school = models.ForeignKey("accounts.School", on_delete=models.PROTECT, related_name="uploads")
    by = models.ForeignKey("accounts.Membership", on_delete=models.SET_NULL, null=True, related_name="uploads")
    submission = models.UUIDField(default=uuid4, db_index=True)  # what was sent together
    name = models.CharField(_("file name"), max_length=255)
    size = models.BigIntegerField(default=0)
    incoming_key = models.CharField(max_length=200)
    attachments = models.JSONField(default=list)  # captions that came with it: [{"name": …, "key": …}]
    digest = models.CharField(max_length=64, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.RECEIVED)
    step = models.CharField(max_length=30, blank=True)
    queue = models.CharField(max_length=10, default="default", blank=True)  # its workers; empty at the end
    resource = models.ForeignKey(
        "repository.Resource", on_delete=models.SET_NULL, null=True, blank=True, related_name="uploads"
    )
    pages_total = models.PositiveIntegerField(default=0)
    pages_done = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=60, blank=True)  # code of an error in errors.py
    problem_details = models.JSONField(default=dict)
    proposals = models.JSONField(default=dict)
    notified_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        indexes = [
            models.Index(fields=["school", "state"]),
            # Whose turn it is must be told quickly, however many thousands wait.
            models.Index(fields=["queue", "school", "id"], name="upload_waits"),
        ]

    def __str__(self) -> str:
        return self.name


class Lease(models.Model):
    """Work that one worker at a time may do: whoever holds the newest token may write, until the lease runs out."""

    class Status(models.TextChoices):
        """How far the work is."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    token = models.PositiveBigIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    notified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class UploadStep(Lease):
    """One step of the pipeline for one upload."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="steps")
    name = models.CharField(max_length=30)
    result = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["upload", "name"], name="each_step_once")]
        indexes = [models.Index(fields=["status", "leased_until"], name="step_status")]

    def __str__(self) -> str:
        return f"{self.upload_id} {self.name}"


class PageBatch(Lease):
    """Some pages of one upload, for one worker; numbers of source pages from 0, the last included."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="batches")
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        ordering = ["first"]
        verbose_name_plural = "page batches"
        constraints = [models.UniqueConstraint(fields=["upload", "first"], name="each_batch_once")]
        indexes = [models.Index(fields=["status", "leased_until"], name="batch_status")]

    def __str__(self) -> str:
        return f"{self.upload_id} {self.first}–{self.last}"


class SchoolTurn(models.Model):
    """When a school last had a worker of a queue: the next turn is that of the one whose last is longest ago."""

    school = models.ForeignKey("accounts.School", on_delete=models.CASCADE, related_name="+")
    queue = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "queue"], name="one_turn_for_each_queue")]

    def __str__(self) -> str:
        return f"{self.school_id} {self.queue}"


class UploadHistory(models.Model):
    """Every change of state, written with it."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="history")
    before = models.CharField(max_length=12, blank=True)
    after = models.CharField(max_length=12)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.Membership", on_delete=models.SET_NULL, null=True, related_name="+")
    problem = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "upload history"

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class FileGroup(models.Model):
    """Files on their way from a browser that become one upload: a recording and its captions, the pictures of a book.

    It is kept for some days after it has been received, so that a browser that lost the answer can ask again.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    school = models.ForeignKey("accounts.School", on_delete=models.PROTECT, related_name="file_groups")
    by = models.ForeignKey("accounts.Membership", on_delete=models.SET_NULL, null=True, related_name="file_groups")
    submission = models.UUIDField(default=uuid4)  # what was chosen together
    book = models.CharField(max_length=200, blank=True)  # what the book is called whose pages the pictures are
    touched_at = models.DateTimeField(db_index=True)  # the last time that something of it was asked for
    received_at = models.DateTimeField(null=True, blank=True)
    upload = models.ForeignKey(Upload, on_delete=models.SET_NULL, null=True, blank=True, related_name="file_groups")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.book or str(self.uuid)


class IncomingFile(models.Model):
    """One file that a browser sends in parts; which of them are there is known to the store alone."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    group = models.ForeignKey(FileGroup, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=1000)  # as the browser told it, with its folders
    size = models.BigIntegerField()
    fingerprint = models.CharField(max_length=64)  # of its beginning and end: to know the file again, not to trust it
    intake_id = models.CharField(max_length=1000, blank=True)  # empty before the first part
    key = models.CharField(max_length=200, blank=True)  # once all its bytes have arrived

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
