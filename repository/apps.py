"""The repository app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RepositoryConfig(AppConfig):
    """The catalogue and its files."""

    name = "repository"
    verbose_name = _("Catalogue")
    default_auto_field = "django.db.models.BigAutoField"
