"""A resource: what one school holds and describes; and the edition that joins the holdings of several schools."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from access.policy import NOT_CLEARED
from repository.models.authority import Authority


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

    class Difficulty(models.TextChoices):
        """The difficulty for its audience (LOM 5.8)."""

        VERY_EASY = "very_easy", _("very easy")
        EASY = "easy", _("easy")
        MEDIUM = "medium", pgettext_lazy("difficulty", "medium")
        DIFFICULT = "difficult", _("difficult")
        VERY_DIFFICULT = "very_difficult", _("very difficult")

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
    edition_statement = models.CharField(_("edition statement"), max_length=200, blank=True)
    place = models.CharField(_("place of publication"), max_length=200, blank=True)
    extent = models.CharField(_("physical description"), max_length=300, blank=True)  # 120 tr. : tranh vẽ ; 24 cm
    series = models.CharField(_("series"), max_length=300, blank=True)  # as transcribed
    series_number = models.CharField(_("number in the series"), max_length=60, blank=True)
    series_authority = models.ForeignKey(
        Authority, on_delete=models.SET_NULL, null=True, blank=True, related_name="series"
    )
    series_heading = models.CharField(max_length=350, blank=True, editable=False)  # as of a contributor
    issn = models.CharField(_("ISSN"), max_length=9, blank=True)
    # By what records of the same book are found (repository/match_keys.py).
    match_title = models.CharField(max_length=100, blank=True, editable=False)
    control_number = models.CharField(max_length=100, blank=True, editable=False)
    identifiers = models.JSONField(default=list, blank=True)  # [[scheme, value], …]: "lccn", "control", "isbn"
    ddc = models.CharField(_("Dewey number"), max_length=60, blank=True)
    ddc_edition = models.CharField(_("edition of the Dewey classification"), max_length=20, blank=True)
    call_number = models.CharField(_("call number"), max_length=120, blank=True)
    sort_call_number = models.CharField(max_length=1000, blank=True, db_index=True, editable=False)
    audience = models.CharField(_("audience"), max_length=200, blank=True)
    contents = models.TextField(_("contents note"), blank=True)  # of a book without pages here; pages have headings
    notes = models.TextField(_("notes"), blank=True)  # one for each paragraph
    links = models.JSONField(default=list, blank=True)  # [{"relation": …, "title": …, "target": UUID or URL}, …]
    # LRMI and LOM: what it is for, how long it takes in minutes, how difficult it is.
    learning_purpose = models.CharField(_("educational purpose"), max_length=200, blank=True)
    learning_minutes = models.PositiveIntegerField(_("learning time in minutes"), null=True, blank=True)
    difficulty = models.CharField(_("difficulty"), max_length=20, choices=Difficulty, blank=True)
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
        indexes = [
            models.Index(fields=["owner", "state"]),
            models.Index(fields=["owner", "isbn"], condition=~Q(isbn=""), name="resource_by_isbn"),
            models.Index(fields=["owner", "match_title"], name="resource_by_match_title"),
            models.Index(
                fields=["owner", "control_number"], condition=~Q(control_number=""), name="resource_by_control_number"
            ),
        ]
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
    """A name as the title page has it, with its position, and the authority that it means."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="contributors")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(max_length=20, default="aut")  # MARC relator code
    authority = models.ForeignKey(
        Authority, on_delete=models.SET_NULL, null=True, blank=True, related_name="contributors"
    )
    # The heading of the authority as its school uses it; kept here by repository/authorities/, empty without one.
    heading = models.CharField(max_length=350, blank=True, editable=False)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["resource", "position"], name="one_contributor_for_each_place")]

    def __str__(self) -> str:
        return self.name

    @property
    def shown(self) -> str:
        """Return the heading of the authority, or else the name as transcribed."""
        return self.heading or self.name


class ResourceHeading(models.Model):
    """A subject heading as the record has it, with its position, and the authority that it means.

    `scheme` names the list that it was taken from; empty: none.
    """

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="headings")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("subject heading"), max_length=300)
    scheme = models.CharField(max_length=40, blank=True)
    authority = models.ForeignKey(
        Authority, on_delete=models.SET_NULL, null=True, blank=True, related_name="resource_headings"
    )
    heading = models.CharField(max_length=350, blank=True, editable=False)  # as of a contributor

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["resource", "position"], name="one_heading_for_each_place")]

    def __str__(self) -> str:
        return self.text

    @property
    def shown(self) -> str:
        """Return the heading of the authority, or else the text of the record."""
        return self.heading or self.text
