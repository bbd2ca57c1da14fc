"""Grants (what an owner opens to whom), and the labels that follow from them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from access.actions import OPENABLE
from repository.models.collection import Collection
from repository.models.resource import Resource


class Grant(models.Model):
    """A school grants one audience one action on a resource, or on all resources of a collection.

    `audience` is written as in labels: everyone, school:7, school:7/teacher, group:3, group:3/teacher.
    """

    resource = models.ForeignKey(
        Resource,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="grants",
    )
    collection = models.ForeignKey(
        Collection,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="grants",
    )
    action = models.CharField(_("action"), max_length=12, choices=[(a.value, a.value) for a in OPENABLE])
    audience = models.CharField(_("to whom"), max_length=60)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(resource=None, collection__isnull=False) | Q(resource__isnull=False, collection=None),
                name="opening_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["resource", "action", "audience"],
                condition=Q(collection=None),
                name="opened_once_resource",
            ),
            models.UniqueConstraint(
                fields=["collection", "action", "audience"],
                condition=Q(resource=None),
                name="opened_once_collection",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action}@{self.audience}"


class ResourceLabel(models.Model):
    """One label of a resource (access/labels.py); `rebuild_labels` makes them anew, nothing edits them."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="labels")
    label = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource", "label"], name="each_label_once")]
        indexes = [models.Index(fields=["label", "resource"])]

    def __str__(self) -> str:
        return self.label
