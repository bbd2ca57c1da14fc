"""The row of the installation itself, and the forms that were sent."""

from uuid import uuid4

from django.db import models


class Installation(models.Model):
    """The only row: an id that belongs to the database and is part of its backups."""

    number = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    uuid = models.UUIDField(default=uuid4, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(number=1), name="one_installation")]

    def __str__(self) -> str:
        return str(self.uuid)


class FormSubmission(models.Model):
    """A form that was sent once (submit_once.py): where it led, or the JSON that it answered.

    Both are empty while it is carried out.
    """

    key = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField(db_index=True)
    location = models.TextField(blank=True)
    answer = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return self.key
