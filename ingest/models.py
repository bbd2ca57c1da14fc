"""The rows of digitisation. They, not the queue, are the source of truth about what is to be done."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from ingest.states import State, UploadQueue


class Upload(models.Model):
    """One file, folder or archive that becomes a resource."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    school = models.ForeignKey("accounts.School", on_delete=models.PROTECT, related_name="uploads")
    by = models.ForeignKey("accounts.Membership", on_delete=models.SET_NULL, null=True, related_name="uploads")
    submission = models.UUIDField(default=uuid4, db_index=True)  # shared by what was uploaded together
    name = models.CharField(_("file name"), max_length=255)
    size = models.BigIntegerField(default=0)
    incoming_key = models.CharField(max_length=200)
    attachments = models.JSONField(default=list)  # captions: [{"name": …, "key": …}]
    digest = models.CharField(max_length=64, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.RECEIVED)
    step = models.CharField(max_length=30, blank=True)
    queue = models.CharField(max_length=10, default=UploadQueue.DEFAULT, blank=True)  # empty at the end
    resource = models.ForeignKey(
        "repository.Resource", on_delete=models.SET_NULL, null=True, blank=True, related_name="uploads"
    )
    pages_total = models.PositiveIntegerField(default=0)
    pages_done = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=60, blank=True)  # code of a class in errors.py
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
            # Scheduling must stay fast with thousands of waiting uploads.
            models.Index(fields=["queue", "school", "id"], name="upload_schedule"),
        ]

    def __str__(self) -> str:
        return self.name


class Lease(models.Model):
    """Work that one worker at a time may do: only the holder of the newest token may write, until the lease expires."""

    class Status(models.TextChoices):
        """The state of the work."""

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
        constraints = [models.UniqueConstraint(fields=["upload", "name"], name="unique_upload_step")]
        indexes = [models.Index(fields=["status", "leased_until"], name="step_status")]

    def __str__(self) -> str:
        return f"{self.upload_id} {self.name}"


class PageBatch(Lease):
    """Consecutive pages of one upload, for one worker: first and last source page, from 0, both included."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="batches")
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    notes = models.JSONField(default=dict)  # number of a page: codes of parsers/notes.py

    class Meta:
        ordering = ["first"]
        verbose_name_plural = "page batches"
        constraints = [models.UniqueConstraint(fields=["upload", "first"], name="unique_upload_batch")]
        indexes = [models.Index(fields=["status", "leased_until"], name="batch_status")]

    def __str__(self) -> str:
        return f"{self.upload_id} {self.first}–{self.last}"


class SchoolTurn(models.Model):
    """When a worker of a queue last served a school; see pipeline/scheduling.py."""

    school = models.ForeignKey("accounts.School", on_delete=models.CASCADE, related_name="+")
    queue = models.CharField(max_length=10)
    served_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "queue"], name="unique_school_queue")]

    def __str__(self) -> str:
        return f"{self.school_id} {self.queue}"


class UploadHistory(models.Model):
    """One change of an upload's state, written in the same transaction."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="history")
    before = models.CharField(max_length=12, blank=True)
    after = models.CharField(max_length=12)
    created_at = models.DateTimeField()
    by = models.ForeignKey("accounts.Membership", on_delete=models.SET_NULL, null=True, related_name="+")
    problem = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "upload history"

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class FileGroup(models.Model):
    """Files that a browser is sending to become one upload: a recording with its captions, the pictures of a book.

    The row outlives the upload's creation by some days, so that a browser that lost the answer can ask again.
    `purpose`: what the files are for; files of records become no upload, but go to `events.records_received`.
    """

    class Purpose(models.TextChoices):
        """What the files are for."""

        DIGITISATION = "", "digitisation"
        RECORDS = "records", "import of records"

    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.DIGITISATION, blank=True)
    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    school = models.ForeignKey("accounts.School", on_delete=models.PROTECT, related_name="file_groups")
    by = models.ForeignKey("accounts.Membership", on_delete=models.SET_NULL, null=True, related_name="file_groups")
    submission = models.UUIDField(default=uuid4)  # shared by what was uploaded together
    book = models.CharField(max_length=200, blank=True)  # title of the book if the files are its page pictures
    touched_at = models.DateTimeField(db_index=True)  # last request for one of its files
    received_at = models.DateTimeField(null=True, blank=True)
    upload = models.ForeignKey(Upload, on_delete=models.SET_NULL, null=True, blank=True, related_name="file_groups")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.book or str(self.uuid)


class IncomingFile(models.Model):
    """One file that a browser sends in parts; only the intake knows which parts it has received."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    group = models.ForeignKey(FileGroup, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=1000)  # as the browser sent it, with its folders
    size = models.BigIntegerField()
    fingerprint = models.CharField(max_length=64)  # of its beginning and end: recognises the file, proves nothing
    intake_id = models.CharField(max_length=1000, blank=True)  # empty until the first part
    key = models.CharField(max_length=200, blank=True)  # of the joined object; empty until then

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
