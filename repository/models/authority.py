"""Authorities of the node: persons, bodies, subjects, series and places, each with one heading and its variants."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Authority(models.Model):
    """What records mean by a name or a subject. Records keep beside the link what was transcribed.

    `sort_heading` comes from repository/collation.py, `folded` from search keys without marks and case. One that was
    merged stays, so that old links lead to the other.
    """

    class Kind(models.TextChoices):
        """What the heading names."""

        PERSON = "person", pgettext_lazy("of an authority", "person")
        BODY = "body", _("corporate body")
        SUBJECT = "subject", pgettext_lazy("authority", "subject")
        SERIES = "series", _("series")
        PLACE = "place", _("place")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    heading = models.CharField(_("heading"), max_length=300)
    sort_heading = models.CharField(max_length=2000, db_index=True, editable=False)
    folded = models.CharField(max_length=300, db_index=True, editable=False)
    dates = models.CharField(_("dates"), max_length=40, blank=True)  # 1930-1988
    note = models.TextField(_("note"), blank=True)
    scheme = models.CharField(_("scheme"), max_length=40, blank=True)  # of a heading from elsewhere: btkqg, lcsh
    scheme_id = models.CharField(_("identifier in the scheme"), max_length=200, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["sort_heading", "pk"]
        verbose_name = _("authority")
        verbose_name_plural = _("authorities")
        indexes = [models.Index(fields=["kind", "folded"])]

    def __str__(self) -> str:
        return f"{self.heading}, {self.dates}" if self.dates else self.heading


class AuthorityVariant(models.Model):
    """Another form of the heading, by which it is found: inverted, a pen name, an abbreviation."""

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="variants")
    text = models.CharField(_("variant"), max_length=300)
    folded = models.CharField(max_length=300, db_index=True, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["authority", "text"], name="each_variant_once")]

    def __str__(self) -> str:
        return self.text
