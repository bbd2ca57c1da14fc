"""Forms in which a librarian adds and changes licences."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.dates import end_of
from circulation.licences.actions import LicenceTerms
from repository.lending_terms import FIRST_PERIOD_DAYS, FIRST_SEATS, MAX_PERIOD_DAYS, MAX_SEATS

MAX_LOANS = 1_000_000


class LicenceForm(forms.Form):
    """A new licence: seats, days for each loan, end date, number of loans."""

    seats = forms.IntegerField(
        label=_("Seats: how many readers can borrow it at the same time"),
        min_value=1,
        max_value=MAX_SEATS,
        initial=FIRST_SEATS,
    )
    period_days = forms.IntegerField(
        label=_("Days per loan"), min_value=1, max_value=MAX_PERIOD_DAYS, initial=FIRST_PERIOD_DAYS
    )
    last_day = forms.DateField(
        label=_("End date of the licence"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    loans_allowed = forms.IntegerField(
        label=_("Total loans allowed"),
        required=False,
        min_value=1,
        max_value=MAX_LOANS,
        help_text=_("Leave empty if the licence sets no limit."),
    )

    def terms(self, now: datetime) -> LicenceTerms:
        """Return the terms that the form describes, from now on; the end date is included."""
        data = self.cleaned_data
        return LicenceTerms(
            seats=data["seats"],
            starts_at=now,
            period_days=data["period_days"],
            ends_at=end_of(data["last_day"]) if data["last_day"] else None,
            loans_allowed=data["loans_allowed"],
        )


class SeatsForm(forms.Form):
    """A new number of seats."""

    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=MAX_SEATS)
