"""A resource: what one school holds and describes; and the edition that joins the holdings of several schools."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from access.policy import NOT_CLEARED


class Edition(models.Model):
    """A thin row that joins what several schools hold of the same edition."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    isbn = models.CharField(max_length=13, blank=True, db_index=True)

    def __str__(self) -> str:
        return self.isbn or str(self.uuid)


class Resource(models.Model):
    """What one school holds and describes: its record, its rights, its files."""

    class State(models.TextChoices):
        """Only published resources are visible to others than the school's librarians."""

        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Kind(models.TextChoices):
        """The kind of work."""

        BOOK = "book", _("book")
        TEXTBOOK = "textbook", _("textbook")
        LESSON = "lesson", _("lesson plan")
        WORKSHEET = "worksheet", _("worksheet")
        PERIODICAL = "periodical", _("periodical")
        IMAGE = "image", _("picture")
        AUDIO = "audio", _("audio")
        VIDEO = "video", _("video")
        SIMULATION = "simulation", _("simulation")

    class Rights(models.TextChoices):
        """The terms under which the school may show it (IP law art. 25: nothing is presumed)."""

        UNKNOWN = "unknown", _("not yet cleared")
        PUBLIC_DOMAIN = "public_domain", _("public domain")
        OWN = "own", _("made by the school")
        CC_BY = "cc_by", _("Creative Commons Attribution")
        CC_BY_SA = "cc_by_sa", _("Creative Commons Attribution-ShareAlike")
        CC_BY_NC = "cc_by_nc", _("Creative Commons Attribution-NonCommercial")
        CC0 = "cc0", _("Creative Commons Zero")
        LICENSED = "licensed", _("licensed from the rights holder")
        IN_COPYRIGHT = "in_copyright", _("in copyright")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="resources")
    owner = models.ForeignKey("accounts.School", on_delete=models.PROTECT, related_name="resources")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    # Rises with every change of the record, its labels, pages or files: the external version of the index.
    revision = models.PositiveBigIntegerField(default=1)
    preserved_revision = models.PositiveBigIntegerField(default=0)  # the last description written beside the originals

    title = models.CharField(pgettext_lazy("of a resource", "title"), max_length=500)
    subtitle = models.CharField(_("subtitle"), max_length=500, blank=True)
    sort_title = models.CharField(max_length=2000, blank=True, db_index=True, editable=False)
    description = models.TextField(_("description"), blank=True)
    publisher = models.CharField(_("publisher"), max_length=300, blank=True)
    year = models.SmallIntegerField(_("year"), null=True, blank=True)
    isbn = models.CharField(_("ISBN"), max_length=13, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.BOOK)
    subjects = models.JSONField(_("subjects"), default=list, blank=True)  # codes of programme.Subject
    grades = models.JSONField(_("grades"), default=list, blank=True)  # integers 1–12
    languages = models.JSONField(_("languages"), default=list, blank=True)  # "vi", "en"

    rights = models.CharField(_("rights"), max_length=15, choices=Rights, default=Rights.UNKNOWN)
    rights_note = models.CharField(_("note on rights"), max_length=500, blank=True)
    protected = models.BooleanField(_("no downloads"), default=False)
    opens_at = models.DateTimeField(_("open from"), null=True, blank=True)
    closes_at = models.DateTimeField(_("open until"), null=True, blank=True)
    # Of a copy: the record it was copied from, its school's name and its licence, kept for ever.
    origin = models.JSONField(default=dict, blank=True)

    node = models.ForeignKey(
        "accounts.Node",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    remote_id = models.CharField(max_length=500, blank=True)

    # Written by circulation: the number of free seats; None: not lent by licence.
    free_seats = models.IntegerField(null=True, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    known_labels: frozenset[str] | None = None  # its labels, on an object that a list read with them; no column

    class Meta:
        ordering = ["sort_title", "pk"]
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        indexes = [models.Index(fields=["owner", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["node", "remote_id"],
                condition=~Q(remote_id=""),
                name="one_resource_for_each_remote_record",
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="resource_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_cleared(self) -> bool:
        """Return whether its rights permit others to take the file away."""
        return self.rights not in NOT_CLEARED

    @cached_property
    def creators(self) -> "list[Contributor]":
        """Return the contributors in order; lists prefetch those of all their resources at once."""
        return list(self.contributors.all())

    @cached_property
    def covers(self) -> list[Any]:
        """Return its cover and the small copy of it, if it has them; lists prefetch them likewise."""
        return list(self.files.filter(role__in=("cover", "small_cover")))


class Contributor(models.Model):
    """A name on the title page, with its position, in direct form."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="contributors")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(max_length=20, default="aut")  # MARC relator code
    authority = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["resource", "position"], name="one_contributor_for_each_place")]

    def __str__(self) -> str:
        return self.name
