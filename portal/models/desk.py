"""A school's place in the Wagtail admin: its group, its collection of pictures, its home page."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Desk(models.Model):
    """A desk, created by `create_school_home`; the one without a school is the node administrator's.

    The group has no members: the active membership decides who works at the desk (portal/admin_roles.py).
    """

    school = models.OneToOneField(
        "accounts.School", on_delete=models.CASCADE, null=True, blank=True, related_name="desk"
    )
    group = models.OneToOneField("auth.Group", on_delete=models.PROTECT, related_name="desk")
    collection = models.OneToOneField("wagtailcore.Collection", on_delete=models.PROTECT, related_name="desk")
    home = models.OneToOneField(
        "wagtailcore.Page", on_delete=models.SET_NULL, null=True, blank=True, related_name="desk"
    )  # in the first language

    class Meta:
        verbose_name = _("desk")
        verbose_name_plural = _("desks")
        constraints = [
            models.UniqueConstraint(models.Value(1), condition=Q(school=None), name="one_desk_of_the_node"),
        ]

    def __str__(self) -> str:
        return str(self.school or _("Node administrator"))
