"""Collections: what a school groups to present it, or to grant it, as one."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from repository.models.resource import Resource


class Collection(models.Model):
    """Resources of one school under one name, in the order that its librarians choose.

    `is_shown`: it has a page for readers; otherwise it only groups what the school grants.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    school = models.ForeignKey("accounts.School", on_delete=models.PROTECT, related_name="collections")
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    is_shown = models.BooleanField(_("show it to readers"), default=False)
    resources: models.ManyToManyField = models.ManyToManyField(
        Resource, through="CollectionEntry", related_name="collections"
    )

    class Meta:
        ordering = ["name"]
        verbose_name = pgettext_lazy("of resources", "collection")
        verbose_name_plural = pgettext_lazy("of resources", "collections")
        constraints = [models.UniqueConstraint(fields=["school", "name"], name="one_collection_of_a_name")]

    def __str__(self) -> str:
        return self.name


class CollectionEntry(models.Model):
    """A resource in a collection."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="entries")
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="entries")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["collection", "resource"], name="once_in_each_collection")]

    def __str__(self) -> str:
        return f"{self.collection_id}: {self.resource_id}"
