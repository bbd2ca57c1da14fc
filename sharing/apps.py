"""The sharing app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SharingConfig(AppConfig):
    """Agreements and groups of schools."""

    name = "sharing"
    verbose_name = _("Sharing")
    default_auto_field = "django.db.models.BigAutoField"
