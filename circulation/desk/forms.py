"""Forms of the desk: a scan, many barcodes at once, a filter of overdue loans."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.form_fields import LineField
from accounts.models import Role
from accounts.text import is_uuid
from circulation.copies.models import Copy
from circulation.desk.actions.scanning import Act, DeskScan

MAX_AT_ONCE = 100
MAX_MILLISECONDS = 4_102_444_800_000  # the year 2100
CLASS_SET = frozenset({"limit_reached"})


class ScanForm(forms.Form):
    """One scan, or many barcodes, one on each line. `scan` is the id that makes a replay harmless."""

    text = LineField(max_length=100, required=False)
    many = forms.CharField(max_length=20_000, required=False)
    act = forms.ChoiceField(choices=[(act.value, act.value) for act in Act], required=False)
    reader = LineField(max_length=36, required=False)
    card = LineField(max_length=100, required=False)
    scan = LineField(max_length=36, required=False)
    at = forms.IntegerField(min_value=0, max_value=MAX_MILLISECONDS, required=False)  # milliseconds since 1970
    allow = forms.CharField(max_length=300, required=False)
    class_set = forms.BooleanField(required=False)

    def scans(self) -> list[DeskScan]:
        """Return the scans in their order, at most MAX_AT_ONCE; ids of a list follow from the form's.

        Without a valid form there is none.
        """
        if not self.is_valid():
            return []
        data = self.cleaned_data
        first = _uuid(data["scan"]) or uuid4()
        lines = [line.strip()[:100] for line in data["many"].splitlines() if line.strip()]
        texts = [data["text"]] if data["text"] or not lines else []
        return [
            self._scan(uuid5(first, f"{number} {line}") if number else first, line)
            for number, line in enumerate([*texts, *lines][:MAX_AT_ONCE])
        ]

    def _scan(self, uuid: UUID, text: str) -> DeskScan:
        data = self.cleaned_data
        at = datetime.fromtimestamp(data["at"] / 1000, UTC) if data["at"] else None
        return DeskScan(
            uuid=uuid,
            text=text,
            act=Act(data["act"] or Act.AUTO),
            reader=_uuid(data["reader"]),
            card=data["card"],
            at=at,
            allow=frozenset(data["allow"].split()) | (CLASS_SET if data["class_set"] else frozenset()),
        )


def _uuid(text: str) -> UUID | None:
    return UUID(text) if is_uuid(text) else None


class ConditionForm(forms.Form):
    """How worn a copy is."""

    condition = forms.ChoiceField(choices=Copy.Condition)


class OverdueForm(forms.Form):
    """Which overdue loans are listed."""

    lop = LineField(label=pgettext_lazy("of pupils", "Class"), max_length=40, required=False)
    vai = forms.ChoiceField(
        label=pgettext_lazy("lending rule", "Who"),
        choices=[("", _("Everyone")), (Role.PUPIL.value, _("Pupils")), (Role.TEACHER.value, _("Teachers"))],
        required=False,
    )
    ngay = forms.IntegerField(label=_("Overdue for at least (days)"), min_value=1, max_value=3650, required=False)

    def wanted(self) -> dict[str, Any]:
        """Return the arguments of the query; of a form with errors, none."""
        data = self.cleaned_data if self.is_valid() else {}
        return {
            "class_name": data.get("lop", ""),
            "role": data.get("vai", ""),
            "least_days": data.get("ngay") or 1,
        }
