"""Acts over many records, with their progress."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.errors import UserFacingError


class ChangeSet(models.Model):
    """One act over many records of a school; what it changed are the `RecordChange`s with its UUID.

    `cursor` belongs to the kind: it says what is to be done and how far the act has come. The numbers count records:
    `done` of `total`, of which `changed`; `spared` were edited or used since and stay; `withdrawn` were created by the
    act and only withdrawn, because they were used since; `refused` could not be changed. `problems` has the first of
    these: [UUID or number, title, code of the error, its details]; without an error the code is empty and the details
    are {"fields": [name, …], "uses": [code, …]}, and {"withdrawn": true} beside.
    """

    class State(models.TextChoices):
        """What happens next; a worker acts in RUNNING and UNDOING."""

        RUNNING = "running", _("is being carried out")
        DONE = "done", _("done")
        UNDOING = "undoing", _("is being undone")
        UNDONE = "undone", _("undone")
        FAILED = "failed", _("stopped by a fault")

    WORKING = (State.RUNNING, State.UNDOING)
    MAX_PROBLEMS = 200

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    school = models.ForeignKey("accounts.School", on_delete=models.CASCADE, related_name="change_sets")
    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=300)
    acting = models.ForeignKey("accounts.Membership", on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    problem = models.CharField(max_length=60, blank=True)  # code of the error that stopped it
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    spared = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    undone = models.PositiveIntegerField(default=0)  # records that were taken back
    problems = models.JSONField(default=list)
    cursor = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0)  # without progress in between
    touched_at = models.DateTimeField()
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("change set")
        verbose_name_plural = _("change sets")
        indexes = [models.Index(fields=["state", "touched_at"])]

    def __str__(self) -> str:
        return self.title

    def refuse(self, name: str, title: str, error: UserFacingError) -> None:
        """Count a record that could not be changed, and keep the reason of the first ones."""
        self.refused += 1
        self._note(name, title, error.code, {key: str(value) for key, value in error.details.items()})

    def spare(self, name: str, title: str, fields: Sequence[str], uses: Sequence[str] = ()) -> None:
        """Count a record that keeps what was edited since, and keep the reasons of the first ones.

        `uses`: codes of repository/actions/uses.py, of a created record that stays.
        """
        self.spared += 1
        self._note(name, title, "", {"fields": list(fields), **({"uses": list(uses)} if uses else {})})

    def withdraw(self, name: str, title: str, uses: Sequence[str]) -> None:
        """Count a created record that was only withdrawn, and keep the reasons of the first ones."""
        self.withdrawn += 1
        self._note(name, title, "", {"fields": [], "uses": list(uses), "withdrawn": True})

    def _note(self, name: str, title: str, code: str, details: dict[str, Any]) -> None:
        if len(self.problems) < self.MAX_PROBLEMS:
            self.problems.append([name, title, code, details])


class ChangeSetRecord(models.Model):
    """A record that an act is to change, in the order in which it does."""

    change_set = models.ForeignKey(ChangeSet, on_delete=models.CASCADE, related_name="records")
    resource = models.ForeignKey("repository.Resource", on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["change_set", "resource"], name="each_record_once_in_a_set")]

    def __str__(self) -> str:
        return f"{self.change_set_id}: {self.resource_id}"
