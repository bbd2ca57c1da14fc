"""The form of labels: for which copies, on which sheet, from which label on."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from circulation.copies.labels_pdf import SHEETS, LabelKind
from circulation.copies.register_forms import RegisterFilter

KINDS = [
    (LabelKind.BARCODE, _("barcode")),
    (LabelKind.QR, _("QR code")),
    (LabelKind.SPINE, _("spine: call number")),
]


class LabelsForm(RegisterFilter):
    """Copies of the register as it filters them, and how their labels are printed."""

    kind = forms.ChoiceField(label=_("Label"), choices=KINDS)
    sheet = forms.ChoiceField(label=_("Sheet of labels (A4)"))
    start = forms.IntegerField(
        label=_("Begin at label"),
        min_value=1,
        initial=1,
        help_text=_("Of a sheet that is used in part: the first label that is still there, counted along the rows."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["sheet"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (name, f"{sheet.columns} × {sheet.rows} ({sheet.width:g} × {sheet.height:g} mm)")
            for name, sheet in SHEETS.items()
        ]

    def clean(self) -> dict[str, Any]:
        """Raise ValidationError for a label that the sheet has not."""
        data = super().clean() or {}
        sheet = SHEETS.get(data.get("sheet", ""))
        if sheet and data.get("start", 1) > sheet.size:
            self.add_error("start", _("This sheet has %(size)s labels.") % {"size": sheet.size})
        return data
