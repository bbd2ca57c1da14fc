"""Forms of the screens: a new list, the days of a school year, two accounts to merge."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.form_fields import LineField
from accounts.models import Person, Role
from roster.actions.years import year_name

ACCEPTED = ".xlsx,.xls,.ods,.csv,.txt,.html,.htm"


class ListForm(forms.Form):
    """A list as a file, whom it lists, and the school year."""

    list_file = forms.FileField(
        label=_("List (Excel or CSV)"),
        help_text=_("As your school's software exports it, or as you typed it: names, dates of birth, classes."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )
    role = forms.ChoiceField(
        label=_("Who is in it"),
        choices=[(Role.PUPIL.value, _("Pupils")), (Role.TEACHER.value, _("Teachers and staff"))],
    )
    year = forms.ChoiceField(label=_("School year"))
    whole_school = forms.BooleanField(
        label=_("It is the list of the whole school"),
        help_text=_("You are then asked about everyone who is missing from it."),
        required=False,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        current = int(year_name(today)[:4])
        names = [f"{first}-{first + 1}" for first in (current, current + 1, current - 1)]
        self.fields["year"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]


class YearForm(forms.Form):
    """The first and the last day of a school year."""

    first_day = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    last_day = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean(self) -> dict[str, Any]:
        """Require that the year ends after it begins."""
        data = super().clean() or {}
        if data.get("first_day") and data.get("last_day") and data["last_day"] <= data["first_day"]:
            self.add_error("last_day", _("The last day must come after the first."))
        return data


class MergeForm(forms.Form):
    """Two accounts of one person, by user name."""

    target = LineField(label=_("User name that stays"), max_length=150)
    source = LineField(label=_("User name that is merged into it"), max_length=150)

    def clean(self) -> dict[str, Any]:
        """Find the two accounts."""
        data = super().clean() or {}
        for name in ("target", "source"):
            person = Person.objects.filter(username=data.get(name, "")).first()
            if person is None and name not in self.errors:
                self.add_error(name, _("There is no account with this user name."))
            data[name] = person
        return data
