"""School years, classes and who is in them; imported lists with their rows; merged accounts."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Membership, Person, Role, School


class SchoolYear(models.Model):
    """A school year of one school, from its first to its last day."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="years")
    name = models.CharField(_("name"), max_length=20)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    class Meta:
        ordering = ["-first_day"]
        constraints = [
            models.UniqueConstraint(fields=["school", "name"], name="one_school_year_of_each_name"),
            models.CheckConstraint(condition=Q(last_day__gt=F("first_day")), name="school_year_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return self.name


class SchoolClass(models.Model):
    """A class of one school year: 6A1 of 2026-2027 is not 6A1 of the year before."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    year = models.ForeignKey(SchoolYear, on_delete=models.CASCADE, related_name="classes")
    name = models.CharField(_("name"), max_length=40)
    sort_key = models.CharField(max_length=80, editable=False)  # 6A2 before 6A10 before 10A1

    class Meta:
        ordering = ["sort_key"]
        verbose_name = pgettext_lazy("of pupils", "class")
        constraints = [models.UniqueConstraint(fields=["year", "sort_key"], name="one_class_of_each_name")]

    def __str__(self) -> str:
        return f"{self.name} ({self.year})"


class Enrolment(models.Model):
    """A member is in a class, from a day on and possibly until another (exclusive)."""

    school_class = models.ForeignKey(SchoolClass, on_delete=models.CASCADE, related_name="enrolments")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="enrolments")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school_class", "membership"], condition=Q(until=None), name="enrolled_once_in_a_class"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.school_class_id}"


class MemberDetails(models.Model):
    """What a school's own lists say of a person, by which the next list finds them again; other schools cannot see it.

    Nothing else of a list is stored: no ethnic group, religion, parents, address or telephone number.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="school_details")
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    sector_id = models.CharField(_("sector identifier"), max_length=20, blank=True)
    code = models.CharField(_("school's own code"), max_length=40, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "school"], name="one_entry_for_each_school"),
            models.UniqueConstraint(
                fields=["school", "sector_id"], condition=~Q(sector_id=""), name="one_person_for_each_sector_id"
            ),
            models.UniqueConstraint(fields=["school", "code"], condition=~Q(code=""), name="one_person_for_each_code"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.school_id}"


class ListImport(models.Model):
    """A list of pupils or staff on its way into a school: read, compared, corrected by a person, applied, undone."""

    class State(models.TextChoices):
        """What happens next; a worker acts in READING, COMPARING, APPLYING and UNDOING."""

        READING = "reading", _("is being read")
        COMPARING = "comparing", _("is being compared")
        REVIEW = "review", _("waits for you")
        APPLYING = "applying", _("is being imported")
        DONE = "done", _("imported")
        UNDOING = "undoing", _("is being undone")
        UNDONE = "undone", _("undone")
        REFUSED = "refused", _("cannot be read")

    WORKING = (State.READING, State.COMPARING, State.APPLYING, State.UNDOING)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="list_imports")
    year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=Role)
    acting = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")  # who imports
    file_name = models.CharField(max_length=200)
    source = models.BinaryField(null=True)  # the file, until it has been read
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    problem = models.CharField(max_length=60, blank=True)  # code of the error that refused the file
    problem_details = models.JSONField(default=dict)
    layouts = models.JSONField(default=list)  # see roster/tables.py: Layout
    whole_school = models.BooleanField(default=False)  # the list claims to name everyone of the role
    created_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)  # of workers, since the last one that got ahead
    touched_at = models.DateTimeField()  # when a worker last wrote; the sweeper notifies again
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name


class ListRow(models.Model):
    """One row of a list, or one member whom the list lacks, with what the import would do."""

    class Outcome(models.TextChoices):
        """What the comparison found."""

        NEW = "new", pgettext_lazy("row of a list", "new")
        MOVED = "moved", _("other class")
        CHANGED = "changed", pgettext_lazy("row of a list", "changed")
        SAME = "same", _("unchanged")
        UNCLEAR = "unclear", _("please decide")
        LEFT = "left", _("left, says the list")
        MISSING = "missing", _("not in the list")
        BAD = "bad", _("cannot be imported")

    class Decision(models.TextChoices):
        """What a person decided, or what happens if nobody decides."""

        ACCEPT = "accept", _("as proposed")
        SKIP = "skip", _("leave out")
        SAME_PERSON = "same", _("the same person")
        OTHER_PERSON = "other", _("another person")
        STAYS = "stays", _("stays")
        LEAVES = "leaves", _("has left")

    list_import = models.ForeignKey(ListImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # order in the import
    layout = models.PositiveSmallIntegerField(default=0)
    sheet = models.CharField(max_length=100, blank=True)
    line = models.PositiveIntegerField(default=0)  # in the sheet, from 1; 0: a member whom the list lacks
    cells = models.JSONField(default=list)  # texts, until the import is applied
    name = models.CharField(max_length=150, blank=True)
    entry = models.JSONField(default=dict)  # see roster/entries.py: Entry
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    decision = models.CharField(max_length=8, choices=Decision, blank=True)
    problem = models.CharField(max_length=60, blank=True)  # code of a row that cannot be imported
    membership = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    before = models.JSONField(default=dict)  # what the comparison found to differ: field → old value
    applied = models.BooleanField(default=False)
    undo = models.JSONField(default=dict)  # what reverses the row; see roster/actions/undoing.py

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["list_import", "number"], name="one_row_of_each_number")]

    def __str__(self) -> str:
        return f"{self.list_import_id}:{self.number}"


class AccountMerge(models.Model):
    """Two accounts of one person became one; `moved` names each row that changed its owner, to undo it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    target = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    source = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    acting = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    moved = models.JSONField(default=list)  # [table, column, key, value before] of each row
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"
