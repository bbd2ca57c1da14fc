"""The base of the desk's forms, and the forms of a new installation."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from access.viewer import Viewer
from accounts.actions import FirstAdministrator
from accounts.form_fields import LineField
from accounts.models import School
from repository.spelling import fold

USERNAME = r"^[a-z0-9._-]+$"


class DeskForm(forms.ModelForm):
    """A form of the desk: it has the viewer and saves by calling an action."""

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer

    def save_for(self, viewer: Viewer) -> Any:
        """Call the action that writes; return the object."""
        raise NotImplementedError


class FirstAdministratorForm(forms.Form):
    """The options of `manage.py create_admin`."""

    username = LineField(
        label=_("User name"),
        max_length=150,
        validators=[RegexValidator(USERNAME, _("Use small letters without marks, digits, hyphens and full stops."))],
    )
    name = LineField(label=_("Full name"), max_length=150)
    unit = LineField(label=_("School or office that runs this library"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind of the unit (school, commune, province, ministry)"), choices=School.Kind, required=False
    )
    code = forms.SlugField(label=_("Code of the unit, for addresses"), max_length=60, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)

    def clean(self) -> dict[str, Any]:
        """Make the code from the name of the unit if none is given."""
        data = super().clean() or {}
        data["kind"] = data.get("kind") or School.Kind.SCHOOL
        data["code"] = data.get("code") or slugify(fold(data.get("unit", "")))[:60]
        if data.get("unit") and not data["code"] and "code" not in self.errors:
            self.add_error("code", _("Give a code of letters and digits."))
        return data

    def first_administrator(self) -> FirstAdministrator:
        """Return the values for the action."""
        data = self.cleaned_data
        return FirstAdministrator(
            username=data["username"],
            name=data["name"],
            email=data["email"],
            unit_name=data["unit"],
            unit_code=data["code"],
            unit_kind=School.Kind(data["kind"]),
        )


class NodeNameForm(forms.Form):
    """The name of this installation."""

    name = LineField(label=_("Name"), max_length=200)
