"""The form in which a person chooses a password; at the first sign-in it has one field."""

from typing import Any

from allauth.account.fields import PasswordField, SetPasswordField
from allauth.account.forms import ChangePasswordForm
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.password_rule import help_text

MAX_LENGTH = 500  # characters


class ShownPasswordInput(forms.PasswordInput):
    """A field for a password that shows what is typed; the text stays as it was typed (accounts/form_rules.py)."""

    input_type = "text"


class NewPasswordForm(ChangePasswordForm):
    """The old password and the new one twice; with a temporary password, which was typed a moment ago, the new one.

    The one field shows what is typed, because nothing else would show a slip; a switch hides it.
    """

    oldpassword = PasswordField(
        label=gettext_lazy("Current password"), autocomplete="current-password", max_length=MAX_LENGTH
    )
    password1 = SetPasswordField(label=gettext_lazy("Your new password"), max_length=MAX_LENGTH)
    password2 = PasswordField(
        label=gettext_lazy("Your new password again"), autocomplete="new-password", max_length=MAX_LENGTH
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["password1"]
        field.help_text = help_text(self.user)
        self.is_first = self.user is not None and self.user.temporary_password_expires_at is not None
        if self.is_first:
            del self.fields["oldpassword"], self.fields["password2"]
            field.widget = ShownPasswordInput(
                attrs={"autocomplete": "new-password", "autocapitalize": "none", "spellcheck": "false"}
            )

    def clean_password1(self) -> str:
        """Refuse the temporary password itself."""
        password: str = self.cleaned_data["password1"]
        if self.is_first and self.user.check_password(password):
            raise forms.ValidationError(_("This is the temporary password. Choose one of your own."), code="temporary")
        return password
