"""Forms in which a librarian enters and changes copies."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.form_fields import LineField
from circulation.copies.actions import CopyValues
from circulation.copies.actions.entering import MAX_AT_ONCE, MAX_NUMBER
from circulation.copies.models import MAX_PRICE, Copy
from circulation.copies.numbers import DIGITS
from circulation.copies.price_field import PriceField

ROOMS, SOURCES = "known-rooms", "known-sources"  # the lists of values that a field offers


class CopyFieldsForm(forms.Form):
    """What is said of a copy beside its numbers."""

    price = PriceField(label=_("Price (đồng)"), required=False, max_value=MAX_PRICE)
    source = LineField(label=_("Source"), required=False, max_length=300, help_text=_("Who sold or gave it."))
    store = LineField(label=_("Room"), required=False, max_length=200)
    shelf = LineField(label=_("Shelf"), required=False, max_length=200)
    call_number = LineField(label=_("Call number"), required=False, max_length=80)
    category = LineField(
        label=_("Category"),
        required=False,
        max_length=100,
        help_text=_("The kind of book in the register, such as SGK, SNV, STK."),
    )
    condition = forms.ChoiceField(label=_("Condition"), choices=Copy.Condition.choices, initial=Copy.Condition.GOOD)
    acquired = forms.DateField(
        label=_("Date of acquisition"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    note = LineField(label=_("Note"), required=False, max_length=300)
    on_site_only = forms.BooleanField(label=_("Only for use in the library"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["store"].widget.attrs["list"] = ROOMS
        self.fields["source"].widget.attrs["list"] = SOURCES

    def values(self) -> CopyValues:
        """Return what a valid form says."""
        return CopyValues(**{name: self.cleaned_data[name] for name in CopyValues.__dataclass_fields__})


class AddCopiesForm(CopyFieldsForm):
    """How many copies, and their first number; `proposed` is the number that the form offered."""

    count = forms.IntegerField(label=_("Number of copies"), min_value=1, max_value=MAX_AT_ONCE, initial=1)
    first_number = LineField(
        label=_("First accession number"),
        required=False,
        max_length=MAX_NUMBER,
        help_text=_(
            "The next number of your register; the following copies count up from it. Without digits at its end, such "
            "as “TK.”, the next numbers that begin so are given."
        ),
    )
    proposed = LineField(required=False, max_length=MAX_NUMBER, widget=forms.HiddenInput())
    first_barcode = LineField(
        label=_("First barcode"),
        required=False,
        max_length=MAX_NUMBER,
        help_text=_("Only if barcodes are on the books already. Else the accession number is the barcode."),
    )
    FIRST_FIELDS = ("count", "first_number", "price", "source", "store")

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """Return the fields that every book needs."""
        return [self[name] for name in self.FIRST_FIELDS]

    @property
    def other_fields(self) -> list[forms.BoundField]:
        """Return the fields that are seldom needed."""
        return [field for field in self.visible_fields() if field.name not in self.FIRST_FIELDS]

    def numbers(self) -> dict[str, str]:
        """Return the first number and barcode as `add_copies` takes them; an unchanged proposal is its series."""
        data = self.cleaned_data
        first = data["first_number"]
        if first and first == data["proposed"]:
            first = first.rstrip(DIGITS)
        return {"first_number": first, "first_barcode": data["first_barcode"]}


class CopyForm(CopyFieldsForm):
    """One copy with its numbers."""

    barcode = LineField(label=_("Barcode"), max_length=MAX_NUMBER)
    accession_number = LineField(label=_("Accession number"), required=False, max_length=MAX_NUMBER)
    field_order = ("barcode", "accession_number")


class RemovalForm(forms.Form):
    """Why a copy is removed."""

    reason = forms.ChoiceField(label=_("Reason"), choices=Copy.Reason.choices)
