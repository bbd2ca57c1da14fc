"""Groups of schools (nhóm trường), agreements between schools, and the version of the keys made from them."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from access.actions import OPENABLE
from accounts.models import Role


class SchoolGroup(models.Model):
    """A group of schools with a lead (Decree 93/2020/NĐ-CP, library groups)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    lead = models.ForeignKey("accounts.School", on_delete=models.PROTECT, related_name="led_groups")

    class Meta:
        ordering = ["name"]
        verbose_name = _("group of schools")
        verbose_name_plural = _("groups of schools")
        constraints = [models.UniqueConstraint(fields=["lead", "name"], name="one_group_of_a_name")]

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    """A school or another group belongs to a group, from a moment until another."""

    group = models.ForeignKey(SchoolGroup, on_delete=models.CASCADE, related_name="members")
    school = models.ForeignKey(
        "accounts.School",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="group_memberships",
    )
    subgroup = models.ForeignKey(
        SchoolGroup,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="group_memberships",
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(school=None, subgroup__isnull=False) | Q(school__isnull=False, subgroup=None),
                name="group_member_is_school_or_group",
            ),
            models.CheckConstraint(condition=~Q(group=F("subgroup")), name="group_is_not_its_own_member"),
            models.UniqueConstraint(
                fields=["group", "school"], condition=Q(until=None), name="school_is_once_in_a_group"
            ),
            models.UniqueConstraint(
                fields=["group", "subgroup"], condition=Q(until=None), name="group_is_once_in_a_group"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school or self.subgroup} ∈ {self.group}"


class Agreement(models.Model):
    """An agreement of two schools: one proposes it, the other accepts it, either ends it."""

    class State(models.TextChoices):
        """The state of an agreement; only an active one gives access."""

        DRAFT = "draft", _("draft")
        PROPOSED = "proposed", _("proposed")
        ACTIVE = "active", _("in force")
        DECLINED = "declined", _("declined")
        ENDED = "ended", _("ended")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    proposer = models.ForeignKey("accounts.School", on_delete=models.PROTECT, related_name="agreements_proposed")
    partner = models.ForeignKey("accounts.School", on_delete=models.PROTECT, related_name="agreements_received")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    title = models.CharField(_("title"), max_length=200)
    # The title as it was entered, until the draft is proposed: a form that is sent twice makes one draft.
    entered_as = models.CharField(max_length=200, null=True, editable=False)
    # Incremented when a clause changes; the partner accepts the wording that was on the screen, by its number.
    wording = models.PositiveIntegerField(default=1)
    proposed_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "accounts.School",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [
            models.CheckConstraint(condition=~Q(proposer=F("partner")), name="agreement_joins_two_schools"),
            models.UniqueConstraint(fields=["proposer", "partner", "entered_as"], name="agreement_is_entered_once"),
        ]

    def __str__(self) -> str:
        return self.title


def validate_actions(value: object) -> None:
    """Raise ValidationError unless the value is a list of one or more actions that can be granted to others."""
    if not isinstance(value, list) or not value or not set(value) <= {str(action) for action in OPENABLE}:
        raise ValidationError(_("Choose at least one permission that can be given to another school."))


class Clause(models.Model):
    """One sentence of an agreement: people of `taker` in `role` may do `actions` with one part of what `giver` owns.

    The part is exactly one key: "maths and grade 6 and video" is one clause, never three.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="clauses")
    giver = models.ForeignKey("accounts.School", on_delete=models.PROTECT, related_name="clauses_given")
    taker = models.ForeignKey("accounts.School", on_delete=models.PROTECT, related_name="clauses_taken")
    role = models.CharField(_("role"), max_length=12, choices=Role, blank=True)  # empty: all roles
    collection = models.ForeignKey(
        "repository.Collection",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="clauses",
    )
    subject = models.CharField(_("subject"), max_length=30, blank=True)  # a code of repository.curriculum.Subject
    grade = models.PositiveSmallIntegerField(_("grade"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=12, blank=True)  # a code of Resource.Kind
    actions = models.JSONField(_("actions"), default=list, validators=[validate_actions])
    since = models.DateTimeField(_("from"))
    until = models.DateTimeField(_("to"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        constraints = [
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="clause_joins_two_schools"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")),
                name="clause_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.taker}"


class KeyVersion(models.Model):
    """One row: a random version that changes with every change of what keys are made from (sharing/key_version.py)."""

    version = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.version
