"""The outbox of the search index."""

from django.db import models


class IndexChange(models.Model):
    """A part of a resource that changed; written in the transaction of the change, deleted by the indexer.

    The row names the resource by UUID, because the resource may be deleted. `first` and `last` are order keys of pages,
    both 0 for other parts. `school` is the owner, so that one school's thousand changes do not delay another's; 0 where
    the owner is unknown.
    """

    class Part(models.TextChoices):
        """What the indexer must send again."""

        RECORD = "record"
        LABELS = "labels"  # the record, and the access fields of all pages and cues
        PAGES = "pages"
        CUES = "cues"
        DELETED = "gone"

    resource = models.UUIDField()
    school = models.BigIntegerField(default=0)
    part = models.CharField(max_length=10, choices=Part)
    first = models.BigIntegerField(default=0)
    last = models.BigIntegerField(default=0)
    revision = models.PositiveBigIntegerField()
    changed_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["changed_at"]),
            models.Index(fields=["school", "changed_at"], name="index_change_by_school"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "part", "first", "last"],
                name="one_index_change_for_each_part",
            )
        ]

    def __str__(self) -> str:
        return f"{self.resource} {self.part}@{self.revision}"
