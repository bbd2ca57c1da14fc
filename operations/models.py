"""What is stored of the installation itself: the name by which its store and its index know it."""

from uuid import uuid4

from django.db import models


class Installation(models.Model):
    """One row: an id that goes with the database, also into its backups."""

    number = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    uuid = models.UUIDField(default=uuid4, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(number=1), name="one_installation")]

    def __str__(self) -> str:
        return str(self.uuid)
