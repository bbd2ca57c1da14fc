"""Import batches and their staged records: what came in a file, what it matches, what a librarian decided."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Membership, School
from changesets.models import ChangeSet
from imports.merging import OnMatch
from repository.models import Collection, Resource


class ImportBatch(models.Model):
    """A file of records on its way into the catalogue of one school."""

    class State(models.TextChoices):
        """What happens next; a worker acts in LOADING, and on the change set after STARTED."""

        LOADING = "loading", _("is being read")
        REVIEW = "review", _("waits for you")
        STARTED = "started", _("imported")
        REFUSED = "refused", _("cannot be read")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="import_batches")
    acting = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")  # who loaded it
    file_name = models.CharField(max_length=200)
    format = models.CharField(max_length=20)  # a code of imports/readers
    mapping = models.JSONField(default=dict)  # for the reader: the columns of a table
    key = models.CharField(max_length=200, blank=True)  # of the file in the store, until it is loaded
    size = models.PositiveBigIntegerField()  # bytes
    state = models.CharField(max_length=10, choices=State, default=State.LOADING)
    problem = models.CharField(max_length=60, blank=True)  # code of the error that refused the file
    problem_details = models.JSONField(default=dict)
    loaded = models.PositiveIntegerField(default=0)  # records that are staged
    loaded_bytes = models.PositiveBigIntegerField(default=0)
    on_match = models.CharField(max_length=10, choices=OnMatch, default=OnMatch.FILL)
    audience = models.CharField(max_length=40, blank=True)  # new records are published to it; empty: they are drafts
    collection = models.ForeignKey(Collection, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    change_set = models.OneToOneField(ChangeSet, on_delete=models.SET_NULL, null=True, related_name="import_batch")
    created_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)  # of workers, since the last one that got ahead
    touched_at = models.DateTimeField()  # when a worker last wrote; the sweeper notifies again

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_working(self) -> bool:
        """Return whether a worker acts now."""
        return self.state == self.State.LOADING or (
            self.change_set is not None and self.change_set.state in ChangeSet.WORKING
        )


class SavedMapping(models.Model):
    """What the columns of lists with these headings hold, as a librarian said last; `key`: see heads_key."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="saved_mappings")
    key = models.CharField(max_length=32)
    name = models.CharField(max_length=200)  # of the file
    heads = models.JSONField()
    columns = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["school", "key"], name="one_mapping_for_the_same_headings")]

    def __str__(self) -> str:
        return self.name


class StagedRecord(models.Model):
    """One record of a batch: as it came, as a description, what it matches, what was decided, what became of it."""

    class Action(models.TextChoices):
        """What the import would do with the record."""

        DOUBTFUL = "doubtful", _("please decide")
        REFUSED = "refused", _("cannot be imported")
        NEW = "new", pgettext_lazy("record of a file", "new")
        CHANGED = "changed", _("differs from yours")
        SAME = "same", pgettext_lazy("record of a file", "unchanged")

    class FoundBy(models.TextChoices):
        """By what the match was found."""

        RECORD = "record", _("record identifier")
        ISBN = "isbn", _("ISBN")
        CONTROL = "control", _("control number")
        TITLE = "title", _("title and author")

    class Decision(models.TextChoices):
        """What a librarian decided; empty: as proposed, and nothing for a doubtful record."""

        MATCH = "match", _("this one")
        NEW = "new", _("a new record")
        SKIP = "skip", _("leave out")

    class Outcome(models.TextChoices):
        """What the import did with the record."""

        CREATED = "created", _("created")
        CHANGED = "changed", pgettext_lazy("record of a file", "changed")
        UNCHANGED = "unchanged", _("nothing to change")
        LEFT_OUT = "left_out", _("left out")
        REFUSED = "refused", _("cannot be imported")

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="records")
    number = models.PositiveIntegerField()  # in the file, from 1
    raw = models.BinaryField()
    description = models.JSONField(default=dict)  # Description.values() without empty ones
    copies = models.JSONField(default=list)  # what the file says of copies, for the lending desk
    isbn = models.CharField(max_length=13, blank=True)
    control = models.CharField(max_length=100, blank=True)
    fingerprint = models.CharField(max_length=32, blank=True)  # of the description
    action = models.CharField(max_length=10, choices=Action)
    found_by = models.CharField(max_length=10, choices=FoundBy, blank=True)
    match = models.ForeignKey(Resource, on_delete=models.SET_NULL, null=True, related_name="+")
    candidates = models.JSONField(default=list)  # keys of resources
    twin = models.PositiveIntegerField(null=True)  # number of an earlier record of the file for the same book
    reason = models.CharField(max_length=60, blank=True)  # code of a RecordProblem, or of a doubt
    details = models.JSONField(default=dict)
    decision = models.CharField(max_length=6, choices=Decision, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    result = models.ForeignKey(Resource, on_delete=models.SET_NULL, null=True, related_name="staged")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="one_staged_record_of_each_number")]
        indexes = [
            models.Index(fields=["batch", "action", "number"], name="staged_by_action"),
            models.Index(fields=["batch", "isbn"], condition=~Q(isbn=""), name="staged_by_isbn"),
            models.Index(fields=["batch", "control"], condition=~Q(control=""), name="staged_by_control"),
            models.Index(fields=["batch", "fingerprint"], condition=~Q(fingerprint=""), name="staged_by_fingerprint"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.number}"

    @property
    def title(self) -> str:
        """Return the title that the file gives."""
        return str(self.description.get("title", ""))
