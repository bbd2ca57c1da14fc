"""The account page of the admin: language, time zone and theme; names belong to the school's own screens."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import LocalePreferencesForm
from wagtail.admin.views.account import AccountView, LocaleSettingsPanel, ThemeSettingsPanel
from wagtail.users.models import UserProfile

from accounts.language import choose_language
from portal.admin_language import store_language


class LanguageForm(LocalePreferencesForm):
    """Language and time zone. The session stores the language, so the profile stays without one."""

    request: HttpRequest
    preferred_language = forms.ChoiceField(choices=settings.LANGUAGES, label=_("Language"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["preferred_language"] = translation.get_language()

    def save(self, commit: bool = True) -> UserProfile:
        """Save the time zone in the profile, the language in the session and for e-mails."""
        language = self.cleaned_data["preferred_language"]
        store_language(self.request, language)
        choose_language(self.instance.user, language)
        translation.activate(language)  # for the message of success
        self.instance.preferred_language = ""
        profile: UserProfile = super().save(commit)
        return profile


class LanguagePanel(LocaleSettingsPanel):
    """Wagtail's panel with the form above."""

    form_class = LanguageForm

    def get_form(self) -> LanguageForm:
        """Return the form, which needs the request to store the language."""
        form: LanguageForm = super().get_form()
        form.request = self.request
        return form


class DeskAccountView(AccountView):
    """Wagtail's account page without name, picture, notifications and password."""

    def get_panels(self) -> list[Any]:
        """Return the panels of language and theme."""
        profile = UserProfile.get_for_user(self.request.user)
        return [panel(self.request, self.request.user, profile) for panel in (LanguagePanel, ThemeSettingsPanel)]
