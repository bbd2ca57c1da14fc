"""Favourites and lists of resources. A list gives no access: each viewer sees of it what they may discover anyway."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReadingList(models.Model):
    """An ordered list of one person; the favourites are one without a name, which is never shared.

    `share_token` is the secret part of the link under which it is shared; None: private. `removed_at` is set by its
    removal, which can be undone until the row is deleted.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="reading_lists")
    name = models.CharField(_("name"), max_length=120, blank=True)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    is_favourites = models.BooleanField(default=False)
    share_token = models.CharField(max_length=43, unique=True, null=True, editable=False)
    # The school for which the owner shared it: its name stands on the shared list, and `school_only` means its people.
    shared_from = models.ForeignKey(
        "accounts.School", on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    school_only = models.BooleanField(default=False)
    # On whose home pages it stands while it is shared.
    classes: models.ManyToManyField = models.ManyToManyField("roster.SchoolClass", related_name="+", blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("of a person", "list")
        verbose_name_plural = pgettext_lazy("of a person", "lists")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], condition=Q(removed_at=None), name="one_list_of_a_name_for_each_person"
            ),
            models.CheckConstraint(
                condition=Q(is_favourites=False) | Q(name="", share_token=None), name="favourites_are_private"
            ),
            models.CheckConstraint(condition=Q(is_favourites=True) | ~Q(name=""), name="list_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name or str(_("Favourites"))

    @property
    def is_shared(self) -> bool:
        """Return whether a link opens it to others."""
        return self.share_token is not None


class ListEntry(models.Model):
    """A resource in a list, with a note of the owner."""

    list = models.ForeignKey(ReadingList, on_delete=models.CASCADE, related_name="entries")
    resource = models.ForeignKey("repository.Resource", on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    note = models.CharField(_("note"), max_length=500, blank=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["list", "resource"], name="once_in_each_list")]

    def __str__(self) -> str:
        return f"{self.list_id}: {self.resource_id}"


class FollowedList(models.Model):
    """A shared list that somebody else added to their own lists; it ends when the list is no longer shared."""

    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="followed_lists")
    list = models.ForeignKey(ReadingList, on_delete=models.CASCADE, related_name="followers")
    followed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "list"], name="followed_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.list_id}"
