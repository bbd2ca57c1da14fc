"""Forms of the registers: what is shown, and new entries of the general register."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from accounts.form_fields import LineField, ParagraphsField
from circulation.copies.forms import ROOMS
from circulation.copies.models import Copy

ALL_SOURCES = "*"


class RegisterFilter(forms.Form):
    """Which copies of the register: by words, from one number to another, in one room, in one state."""

    q = LineField(label=_("Title, number or barcode"), required=False, max_length=100)
    first = LineField(label=_("From number"), required=False, max_length=40)
    last = LineField(label=_("To number"), required=False, max_length=40)
    store = LineField(label=_("Room"), required=False, max_length=200)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all")), *Copy.State.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["store"].widget.attrs["list"] = ROOMS

    def narrowed(self, copies: QuerySet[Copy]) -> QuerySet[Copy]:
        """Return those copies that the form asks for; a value that is not valid asks for nothing."""
        asked = self.cleaned_data if self.is_valid() else {}
        if words := asked.get("q"):
            numbered = Q(accession_number__icontains=words) | Q(barcode__icontains=words)
            copies = copies.filter(numbered | Q(resource__title__icontains=words))
        copies = copies.annotate(digits=Length("accession_number"))
        if first := asked.get("first"):
            copies = copies.filter(accession_number__gte=first, digits__gte=len(first))
        if last := asked.get("last"):
            copies = copies.filter(accession_number__lte=last, digits__lte=len(last))
        for name in ("store", "state"):
            if asked.get(name):
                copies = copies.filter(**{name: asked[name]})
        return copies


class EntryForm(forms.Form):
    """What both parts of the general register have."""

    day = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    voucher = LineField(label=_("Number and date of the voucher"), required=False, max_length=100)
    note = LineField(label=_("Note"), required=False, max_length=300)


class AccessionForm(EntryForm):
    """Copies that came in: of one source, or all that have no entry yet."""

    source = forms.ChoiceField(label=_("Copies of the source"))
    field_order = ("source",)

    def __init__(self, *args: Any, sources: list[tuple[str, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sources = [name for name, _size in sources]
        field = self.fields["source"]
        assert isinstance(field, forms.ChoiceField)
        rows = [(str(place), f"{name or _('no source')} ({size})") for place, (name, size) in enumerate(sources)]
        field.choices = [(ALL_SOURCES, _("all sources")), *rows]

    def chosen_source(self) -> str | None:
        """Return the source of a valid form; None: all."""
        chosen = self.cleaned_data["source"]
        return None if chosen == ALL_SOURCES else self.sources[int(chosen)]


class WithdrawalForm(EntryForm):
    """Removed copies that no protocol has yet."""

    members = ParagraphsField(
        label=_("Members of the committee"),
        required=False,
        max_length=1000,
        help_text=_("One on each line: name, office. They sign the protocol."),
    )
