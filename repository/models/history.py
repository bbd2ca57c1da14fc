"""The MARC record that a description came with, and the history of descriptions."""

from django.db import models
from django.db.models import Q

from repository.models.resource import Resource


class MarcRecord(models.Model):
    """One ISO 2709 record: the fields that the description does not have keep their bytes."""

    resource = models.OneToOneField(Resource, on_delete=models.CASCADE, related_name="marc")
    raw = models.BinaryField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.resource_id)


class RecordChange(models.Model):
    """One change of a description: who, when, why, and for each field its value before and after.

    `difference`: {field: [before, after]} with values as of `Description.values()`, and "marc": [before, after] as
    Base64. The first change of a record says `created`, and has only what the act opened (actions/effects.py). An
    earlier version is the present one with the later changes taken back. `change_set` is the UUID of the act over many
    records to which the change belongs.
    """

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="changes")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    school = models.ForeignKey("accounts.School", on_delete=models.SET_NULL, null=True, related_name="+")
    why = models.CharField(max_length=300, blank=True)
    change_set = models.UUIDField(null=True)
    created = models.BooleanField(default=False)
    difference = models.JSONField(default=dict)

    class Meta:
        ordering = ["resource", "number"]
        constraints = [models.UniqueConstraint(fields=["resource", "number"], name="one_change_of_each_number")]
        indexes = [
            models.Index(fields=["change_set", "-id"], condition=Q(change_set__isnull=False), name="changes_of_a_set")
        ]

    def __str__(self) -> str:
        return f"{self.resource_id} #{self.number}"
