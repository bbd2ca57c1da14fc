"""Places in resources: bookmarks, and where the person stopped reading, if they asked for it to be recorded."""

from django.db import models


class Bookmark(models.Model):
    """A page that the person marked."""

    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="bookmarks")
    page = models.ForeignKey("repository.Page", on_delete=models.CASCADE, related_name="+")
    marked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "page"], name="one_bookmark_for_each_page")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.page_id}"


class HistoryEntry(models.Model):
    """A resource that the person opened: when last, and where they stopped. One row, no log of each visit.

    `position`: {"page": uuid} or {"ms": milliseconds}, as in a loan.
    """

    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="history")
    resource = models.ForeignKey("repository.Resource", on_delete=models.CASCADE, related_name="+")
    position = models.JSONField(default=dict, blank=True)
    opened_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "-opened_at"])]
        constraints = [models.UniqueConstraint(fields=["person", "resource"], name="one_history_entry_for_each")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.resource_id}"
