"""The accounts app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Schools, people and their memberships."""

    name = "accounts"
    verbose_name = _("Schools and people")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Apply the rules for form fields before a form is made."""
        from accounts.form_rules import install

        install()
