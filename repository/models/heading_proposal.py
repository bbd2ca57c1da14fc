"""Decisions about authorities: headings that a school uses and proposes to the node, and pairs that are not one."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from repository.models.authority import Authority


class HeadingProposal(models.Model):
    """A school's form of an authority: used in its own records while `in_use`, and proposed to the node.

    `before` and `form` have the keys of `repository.authorities.form.Form`.
    """

    class State(models.TextChoices):
        """The decision of the node."""

        WAITING = "waiting", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="proposals")
    school = models.ForeignKey("accounts.School", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    why = models.CharField(max_length=300, blank=True)
    before: Any = models.JSONField(default=dict)
    form: Any = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    in_use = models.BooleanField(default=True)
    decided_by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("proposal of a heading")
        verbose_name_plural = _("proposals of headings")
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "school"], condition=Q(in_use=True), name="one_form_in_use_for_each_school"
            ),
            models.UniqueConstraint(
                fields=["authority", "school"], condition=Q(state="waiting"), name="one_waiting_form_for_each_school"
            ),
        ]

    def __str__(self) -> str:
        return str(self.form.get("heading", ""))


class DistinctAuthorities(models.Model):
    """Two authorities, the older one first, that look the same, and of which somebody said that they are two."""

    first = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="each_distinct_pair_once")]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"
