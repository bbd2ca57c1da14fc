"""Catalogues that are asked, lists of scanned books, and the records that were found for each book."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, School
from changesets.models import ChangeSet
from imports.copy_cataloguing.clients.question import DATABASE, HOST, NAME, Place
from repository.models import Resource

MAX_SCANNED = 500  # books of one list


class Target(models.Model):
    """A catalogue that answers SRU or Z39.50, listed by the node administrator."""

    class Protocol(models.TextChoices):
        """How it is asked."""

        SRU = "sru", _("SRU")
        Z3950 = "z3950", _("Z39.50")

    class Encoding(models.TextChoices):
        """How its records are written; catalogues with a wrong mark in the leader need the second or third."""

        MARKED = "", _("as each record says")
        UTF8 = "utf-8", _("UTF-8")
        MARC8 = "marc-8", _("MARC-8")

    name = models.CharField(_("name"), max_length=100, unique=True)
    protocol = models.CharField(_("protocol"), max_length=5, choices=Protocol, default=Protocol.SRU)
    host = models.CharField(
        _("host"),
        max_length=253,
        validators=[RegexValidator(f"^{HOST.pattern}\\Z", _("Enter a host name or an IPv4 address."))],
    )
    port = models.PositiveIntegerField(_("port"), validators=[MinValueValidator(1), MaxValueValidator(65535)])
    database = models.CharField(
        _("database"),
        max_length=100,
        validators=[RegexValidator(f"^{DATABASE.pattern}\\Z", _("Enter letters, digits and _ . + ~ / - only."))],
    )
    is_encrypted = models.BooleanField(_("HTTPS"), default=False)
    schema = models.CharField(
        _("record format"),
        max_length=100,
        blank=True,
        validators=[RegexValidator(f"^{NAME.pattern}\\Z", _("Enter a name such as marcxml or usmarc."))],
    )
    isbn_index = models.CharField(
        _("index of ISBNs"),
        max_length=100,
        blank=True,
        validators=[RegexValidator(f"^{NAME.pattern}\\Z", _("Enter a name such as bath.isbn."))],
    )
    encoding = models.CharField(_("encoding"), max_length=6, choices=Encoding, default=Encoding.MARKED, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=100)
    is_active = models.BooleanField(_("in use"), default=True)
    # The last outage: until then the target is not asked, so that nobody waits for it.
    resting_until = models.DateTimeField(null=True, blank=True, editable=False)
    problem = models.CharField(max_length=60, blank=True, editable=False)
    problem_details = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("catalogue to copy from")
        verbose_name_plural = _("catalogues to copy from")

    def __str__(self) -> str:
        return self.name

    def place(self, listed_hosts: frozenset[str]) -> Place:
        """Return where and how it is asked."""
        return Place(
            protocol=self.protocol,
            host=self.host,
            port=self.port,
            database=self.database,
            is_encrypted=self.is_encrypted,
            schema=self.schema,
            isbn_index=self.isbn_index,
            listed_hosts=listed_hosts,
        )


class ScanList(models.Model):
    """Books whose ISBNs a librarian entered one after the other."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="scan_lists")
    acting = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    change_sets = models.ManyToManyField(ChangeSet, related_name="scan_lists")  # of taking many at once

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def undecided(self) -> int:
        """Return how many books wait for a decision, of a list that `lists_of` read."""
        return int(self.size - self.decided)  # type: ignore[attr-defined]


class ScannedBook(models.Model):
    """One line of a list: what was entered, and what came of it."""

    class State(models.TextChoices):
        """What happens next."""

        WAITING = "waiting", _("is being looked up")
        FOUND = "found", _("found")
        NOTHING = "nothing", _("not found")
        HELD = "held", _("already in your catalogue")
        TAKEN = "taken", _("taken")
        LEFT_OUT = "left_out", _("left out")
        REFUSED = "refused", _("not looked up")

    scan_list = models.ForeignKey(ScanList, on_delete=models.CASCADE, related_name="books")
    number = models.PositiveIntegerField()  # in the list, from 1
    entry = models.CharField(max_length=60)  # as it was entered
    isbn = models.CharField(max_length=13, blank=True)  # empty: the entry is no ISBN
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    problem = models.CharField(max_length=60, blank=True)  # code of an EntryProblem, or of what refused the record
    problem_details = models.JSONField(default=dict)
    # [{"target": name, "problem": code, "details": {…}, "found": number of records}, …], in the order of arrival.
    answers = models.JSONField(default=list)
    held = models.ForeignKey(Resource, on_delete=models.SET_NULL, null=True, related_name="+")  # the school's own one
    resource = models.ForeignKey(Resource, on_delete=models.SET_NULL, null=True, related_name="+")  # what was created
    claimed_until = models.DateTimeField(null=True)  # while a worker looks it up

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["scan_list", "number"], name="one_scanned_book_of_each_number")]
        indexes = [
            models.Index(fields=["state", "claimed_until"], condition=Q(state="waiting"), name="books_to_look_up")
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.entry}"


class Candidate(models.Model):
    """A record that was found for a book, in a target or in another school of the node."""

    book = models.ForeignKey(ScannedBook, on_delete=models.CASCADE, related_name="candidates")
    target = models.ForeignKey(Target, on_delete=models.SET_NULL, null=True, related_name="+")
    resource = models.ForeignKey(Resource, on_delete=models.SET_NULL, null=True, related_name="+")
    source = models.CharField(max_length=200)  # name of the target or the school
    values = models.JSONField()  # Description.values() without empty ones
    marc = models.BinaryField(null=True)  # ISO 2709, as it came
    score = models.PositiveSmallIntegerField()  # the fullest record is offered first

    class Meta:
        ordering = ["-score", "pk"]

    def __str__(self) -> str:
        return f"{self.book_id}: {self.source}"
