"""The sharing app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SharingConfig(AppConfig):
    """Agreements and groups of schools."""

    name = "sharing"
    verbose_name = _("Sharing")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Create the triggers of the key version after each migration."""
        from sharing import key_version

        post_migrate.connect(key_version.install_triggers, sender=self)
