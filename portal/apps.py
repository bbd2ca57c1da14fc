"""The portal app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """Page types, blocks, menus, dashboards."""

    name = "portal"
    verbose_name = _("Portal")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Install the desk's permission policies before anything uses them, and define the acts on authorities."""
        from changesets import kinds
        from portal.authorities import steps
        from portal.policies import register

        register()
        kinds.register(steps.KIND, steps.step, undo=steps.undo_step)
