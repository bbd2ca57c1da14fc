"""A person's own settings in the admin: language, time zone and theme; her name is kept by her school."""

from typing import Any

from wagtail.admin.views.account import AccountView, LocaleSettingsPanel, ThemeSettingsPanel
from wagtail.users.models import UserProfile


class DeskAccountView(AccountView):
    """Wagtail's screen without what it would change behind our actions."""

    def get_panels(self) -> list[Any]:
        """Only how the admin looks to her."""
        profile = UserProfile.get_for_user(self.request.user)
        panels = [
            panel(self.request, self.request.user, profile) for panel in (LocaleSettingsPanel, ThemeSettingsPanel)
        ]
        return [panel for panel in panels if panel.is_active()]
