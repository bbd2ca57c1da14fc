"""What the search stores: the table of synonyms."""

import uuid

from django.contrib.admin import display
from django.db import models
from django.utils.translation import gettext_lazy as _


class Synonym(models.Model):
    """A row of the table of synonyms: expressions of school language that mean the same, one a line.

    `means` and `near_means` are lists of codes `facet:value`, such as `subject:toan`.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    words = models.TextField(_("expressions that mean the same"), blank=True)
    short = models.TextField(_("short forms"), blank=True)
    means = models.JSONField(_("act as"), default=list, blank=True)
    near = models.TextField(_("also find"), blank=True)
    near_means = models.JSONField(_("also show, further down"), default=list, blank=True)
    active = models.BooleanField(_("in use"), default=True)
    revision = models.PositiveIntegerField(default=1, editable=False)  # rises with every change

    class Meta:
        ordering = ["pk"]
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")

    def __str__(self) -> str:
        return self.name

    @property
    @display(description=_("Name"))
    def name(self) -> str:
        """The first expression."""
        return next((line.strip() for line in f"{self.words}\n{self.short}".splitlines() if line.strip()), "")
