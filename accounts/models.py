"""Nodes, schools, people, memberships, audit entries and rate counters."""

import uuid

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.contact_details import ContactDetails
from accounts.contrast import validate_accent


class Node(ContactDetails):
    """One installation of Tủ Sách; `is_here` marks this one."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    address = models.URLField(_("address"), blank=True)
    is_here = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["is_here"], condition=Q(is_here=True), name="one_node_is_here")]

    def __str__(self) -> str:
        return self.name


class School(ContactDetails):
    """A school or a unit above schools; dated links place it in the tree."""

    class Kind(models.TextChoices):
        """The level of the unit."""

        MINISTRY = "ministry", _("ministry")
        PROVINCE = "province", _("province or city")
        COMMUNE = "commune", _("commune")
        SCHOOL = "school", _("school")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField(_("code"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.SCHOOL)
    name = models.CharField(_("name"), max_length=200)
    sector_id = models.CharField(_("sector identifier"), max_length=20, blank=True)
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="schools", null=True, blank=True)
    accent = models.CharField(_("accent colour"), max_length=7, blank=True, validators=[validate_accent])
    source_url = models.URLField(_("address of its own site"), blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("school")
        verbose_name_plural = _("schools")

    def __str__(self) -> str:
        return self.name


class SchoolLink(models.Model):
    """A unit is part of another, or was merged into it, from a moment on and possibly until another."""

    class Kind(models.TextChoices):
        """The relation of the child to the parent."""

        PART_OF = "part_of", _("part of")
        MERGED_INTO = "merged_into", _("merged into")

    child = models.ForeignKey(School, on_delete=models.CASCADE, related_name="links_up")
    parent = models.ForeignKey(School, on_delete=models.CASCADE, related_name="links_down")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.PART_OF)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(child=F("parent")), name="school_link_joins_two"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")),
                name="school_link_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} {self.kind} {self.parent_id}"


class Role(models.TextChoices):
    """The role of a membership."""

    PUPIL = "pupil", _("pupil")
    TEACHER = "teacher", _("teacher")
    LIBRARIAN = "librarian", _("librarian")
    HEAD = "head", _("school head")
    OFFICER = "officer", _("authority officer")
    CATALOGUER = "cataloguer", _("cataloguer")
    NODE_ADMIN = "node_admin", _("node administrator")


class PersonManager(UserManager["Person"]):
    """The manager that migrations and Django's commands need; the product creates people by actions."""


class Person(AbstractUser):
    """A person with an account. `name` is in the order in which it is spoken: family name first in Vietnamese."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(_("language"), max_length=5, blank=True)
    active_membership = models.ForeignKey(
        "Membership",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    # The school whose librarian created the account; only its librarians may issue temporary passwords for it.
    made_by = models.ForeignKey(
        School,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    # While it is set, the password is a temporary one: until then it opens only the page where it is replaced.
    temporary_password_expires_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PersonManager()  # type: ignore[misc]
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """Return the name."""
        return self.name

    def get_short_name(self) -> str:
        """Return the given name, the last word in Vietnamese."""
        return self.name.split()[-1] if self.name else self.username


class Membership(models.Model):
    """A role of a person in a school, from a moment on and possibly until another."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=12, choices=Role)
    since = models.DateTimeField(_("from"))
    until = models.DateTimeField(_("to"), null=True, blank=True)

    class Meta:
        ordering = ["since", "pk"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")),
                name="membership_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["person", "school", "role"],
                condition=Q(until=None),
                name="one_open_membership_for_each_role",
            ),
            models.UniqueConstraint(
                fields=["person", "school", "role", "until"],
                name="one_membership_for_each_role_and_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()} · {self.school}"


class AuditEntry(models.Model):
    """Who did what to which object, and when. Entries are never changed."""

    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    school = models.ForeignKey(School, on_delete=models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(max_length=60)
    target = models.UUIDField(null=True)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["target", "at"]),
            models.Index(fields=["school", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"


class RateCounter(models.Model):
    """A counter of recent events under a keyed digest (accounts/rate_counter.py)."""

    key = models.CharField(max_length=64, primary_key=True)
    number = models.PositiveIntegerField()
    until = models.BigIntegerField(db_index=True)  # seconds since 1970

    def __str__(self) -> str:
        return f"{self.number} until {self.until}"
