"""The reading app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReadingConfig(AppConfig):
    """The screens for reading."""

    name = "reading"
    verbose_name = _("Reading")
