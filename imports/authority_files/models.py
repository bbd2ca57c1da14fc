"""Files of authorities and their entries: what came, which authority it means, what was decided, what became of it."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Membership, School
from changesets.models import ChangeSet
from repository.models import Authority


class AuthorityFile(models.Model):
    """A file of authorities on its way into those of the node, seen by the cataloguers of one unit."""

    class State(models.TextChoices):
        """What happens next; a worker acts in LOADING, and on the change set after STARTED."""

        LOADING = "loading", _("is being read")
        REVIEW = "review", _("waits for you")
        STARTED = "started", _("imported")
        REFUSED = "refused", _("cannot be read")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    acting = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    file_name = models.CharField(max_length=200)
    format = models.CharField(max_length=20)  # a code of reading.FORMATS
    kind = models.CharField(max_length=10, choices=Authority.Kind, blank=True)  # of entries that do not say theirs
    key = models.CharField(max_length=200, blank=True)  # of the file in the store, until it is read
    size = models.PositiveBigIntegerField()  # bytes
    state = models.CharField(max_length=10, choices=State, default=State.LOADING)
    problem = models.CharField(max_length=60, blank=True)  # code of the error that refused the file
    problem_details = models.JSONField(default=dict)
    loaded = models.PositiveIntegerField(default=0)  # entries that are stored
    change_set = models.OneToOneField(ChangeSet, on_delete=models.SET_NULL, null=True, related_name="authority_file")
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


class StagedAuthority(models.Model):
    """One entry of a file. `entry`: Entry.values(), empty where it cannot be read."""

    class Action(models.TextChoices):
        """What the import would do with the entry, what needs a person first."""

        DOUBTFUL = "doubtful", _("please decide")
        REFUSED = "refused", _("cannot be imported")
        NEW = "new", pgettext_lazy("record of a file", "new")
        CHANGED = "changed", _("differs from yours")
        SAME = "same", pgettext_lazy("record of a file", "unchanged")

    class FoundBy(models.TextChoices):
        """By what the authority was found; only the first two change its heading."""

        UUID = "uuid", _("record identifier")
        NUMBER = "number", _("number in its list")
        HEADING = "heading", _("heading and years of life")

    class Decision(models.TextChoices):
        """What a cataloguer decided; empty: as proposed, and nothing for a doubtful entry."""

        MATCH = "match", _("this one")
        NEW = "new", _("a new authority")
        SKIP = "skip", _("leave out")

    class Outcome(models.TextChoices):
        """What the import did with the entry, and its undoing."""

        CREATED = "created", _("created")
        CHANGED = "changed", pgettext_lazy("record of a file", "changed")
        UNCHANGED = "unchanged", _("nothing to change")
        LEFT_OUT = "left_out", _("left out")
        REFUSED = "refused", _("cannot be imported")
        UNDONE = "undone", _("undone")
        SPARED = "spared", _("stayed, because it was used or edited since")

    file = models.ForeignKey(AuthorityFile, on_delete=models.CASCADE, related_name="entries")
    number = models.PositiveIntegerField()  # in the file, from 1
    entry = models.JSONField(default=dict)
    shown = models.CharField(max_length=400)  # heading with years, or what can be read
    key = models.CharField(max_length=400, blank=True)  # what two entries of one authority have in common
    action = models.CharField(max_length=10, choices=Action)
    found_by = models.CharField(max_length=10, choices=FoundBy, blank=True)
    authority = models.ForeignKey(Authority, on_delete=models.SET_NULL, null=True, related_name="+")
    candidates = models.JSONField(default=list)  # keys of authorities
    reason = models.CharField(max_length=60, blank=True)  # code of the error that refused it, or of a doubt
    details = models.JSONField(default=dict)
    decision = models.CharField(max_length=6, choices=Decision, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    before = models.JSONField(default=dict)  # of a changed one: form, number
    after = models.JSONField(default=dict)
    heading_changed = models.BooleanField(default=False)  # so that its records show another one

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="one_staged_authority_of_each_number")]
        indexes = [
            models.Index(fields=["file", "action", "number"], name="authorities_by_action"),
            models.Index(fields=["file", "outcome", "number"], name="authorities_by_outcome"),
            models.Index(fields=["file", "key"], name="authorities_by_key"),
        ]

    def __str__(self) -> str:
        return self.shown
