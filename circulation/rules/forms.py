"""Forms of the lending rules: a row, closed days, the rehearsal."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.form_fields import LineField
from accounts.models import Role
from circulation.rules.deciding import Item, Reader
from circulation.rules.models import MAX_DAYS, MAX_GRADE, MAX_LOANS, MAX_RENEWALS
from repository.models import Collection, Resource

Choices = list[tuple[str, str | Promise]]
EVERYONE: Choices = [("", _("Everyone"))]
EVERYTHING: Choices = [("", _("All kinds"))]
BORROWERS: Choices = [(role.value, role.label) for role in (Role.PUPIL, Role.TEACHER, Role.LIBRARIAN, Role.HEAD)]
GRADES = [(str(grade), str(grade)) for grade in range(1, MAX_GRADE + 1)]
WEEKDAYS = [
    (1, _("Monday")),
    (2, _("Tuesday")),
    (3, _("Wednesday")),
    (4, _("Thursday")),
    (5, _("Friday")),
    (6, _("Saturday")),
    (7, _("Sunday")),
]


def _grade(value: str) -> int | None:
    return int(value) if value else None


class ConditionsForm(forms.Form):
    """Who, what and from where."""

    role = forms.ChoiceField(
        label=pgettext_lazy("lending rule", "Who"), choices=[*EVERYONE, *BORROWERS], required=False
    )
    grade = forms.TypedChoiceField(
        label=_("Grade"), choices=[("", _("All grades")), *GRADES], coerce=_grade, empty_value=None, required=False
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("lending rule", "What"), choices=[*EVERYTHING, *Resource.Kind.choices], required=False
    )
    collection = forms.ModelChoiceField(
        label=pgettext_lazy("of resources", "Collection"),
        queryset=Collection.objects.none(),
        empty_label=_("Any or none"),
        required=False,
    )
    store = LineField(label=_("Room"), max_length=200, required=False)

    def __init__(self, *args: Any, collections: QuerySet[Collection], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["collection"].queryset = collections  # type: ignore[attr-defined]


class RuleForm(ConditionsForm):
    """A row of the table."""

    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=MAX_DAYS, initial=14)
    until_year_end = forms.BooleanField(label=_("until the end of the school year"), required=False)
    max_loans = forms.IntegerField(
        label=_("Most loans at once"),
        help_text=_("Leave empty for no limit. Loans by the same row count."),
        min_value=0,
        max_value=MAX_LOANS,
        required=False,
    )
    renewals = forms.IntegerField(label=_("Renewals"), min_value=0, max_value=MAX_RENEWALS, initial=1)
    on_site_only = forms.BooleanField(label=_("only for use in the library"), required=False)
    holds_allowed = forms.BooleanField(label=_("readers may place holds"), required=False, initial=True)


class RehearsalForm(ConditionsForm):
    """Somebody who borrows something."""

    role = forms.ChoiceField(label=pgettext_lazy("lending rule", "Who"), choices=BORROWERS)
    kind = forms.ChoiceField(label=pgettext_lazy("lending rule", "What"), choices=Resource.Kind.choices)

    def reader(self) -> Reader:
        """Return the borrower."""
        return Reader(self.cleaned_data["role"], self.cleaned_data["grade"])

    def item(self) -> Item:
        """Return what is borrowed."""
        data = self.cleaned_data
        collection = data["collection"]
        return Item(data["kind"], frozenset({collection.pk} if collection else ()), data["store"])


class ClosedDaysForm(forms.Form):
    """Days on which the library is closed."""

    name = LineField(label=_("Name"), max_length=100, help_text=_("For example: Tết, summer"))
    first_day = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    last_day = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean(self) -> dict[str, Any]:
        """Require that the days end after they begin."""
        data = super().clean() or {}
        if data.get("first_day") and data.get("last_day") and data["last_day"] < data["first_day"]:
            self.add_error("last_day", _("The last day must not come before the first."))
        return data


class WeekdaysForm(forms.Form):
    """The days of the week on which the library is closed."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("Closed every"), choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )
