"""Forms of the librarian's screens about holds."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.form_fields import LineField

MAX_LINE = 100_000


class MoveForm(forms.Form):
    """The new place of a hold, and why."""

    place = forms.IntegerField(label=_("New place"), min_value=1, max_value=MAX_LINE)
    reason = LineField(label=_("Reason"), max_length=200)
