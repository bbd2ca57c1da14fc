"""What a librarian fills in to lend a resource."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from circulation.actions import LicenceTerms

MAX_SEATS = 5_000
MAX_PERIOD_DAYS = 400


class LicenceForm(forms.Form):
    """Seats, days for each loan, the last day."""

    seats = forms.IntegerField(
        label=_("Seats: how many readers can borrow it at the same time"), min_value=1, max_value=MAX_SEATS, initial=1
    )
    period_days = forms.IntegerField(label=_("Days per loan"), min_value=1, max_value=MAX_PERIOD_DAYS, initial=14)
    last_day = forms.DateField(
        label=_("End date of the licence"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    loans_allowed = forms.IntegerField(
        label=_("Total loans allowed"),
        required=False,
        min_value=1,
        help_text=_("Leave empty if the licence sets no limit."),
    )

    def terms(self, now: datetime) -> LicenceTerms:
        """What was filled in, from now on; the last day is the licence's too."""
        data = self.cleaned_data
        return LicenceTerms(
            seats=data["seats"],
            starts_at=now,
            period_days=data["period_days"],
            ends_at=_after(data["last_day"]),
            loans_allowed=data["loans_allowed"],
        )


class SeatsForm(forms.Form):
    """Another number of seats."""

    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=MAX_SEATS)


def _after(day: date | None) -> datetime | None:
    return None if day is None else timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
