"""The ingest app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IngestConfig(AppConfig):
    """Uploads on their way into the catalogue."""

    name = "ingest"
    verbose_name = _("Digitisation")
    default_auto_field = "django.db.models.BigAutoField"
