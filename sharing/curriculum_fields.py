"""Subjects and grades as pickers, for every form that describes a resource; what is proposed stands on top."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from access.viewer import Viewer
from repository import record_bounds as bounds
from repository.forms import RecordFields
from sharing.choice_sources import grades, subjects
from sharing.pickers import PickSeveral, picker


class CurriculumFields(RecordFields):
    """A record with these two as pickers; a subclass calls `offer_curriculum` in its constructor."""

    subjects: forms.Field = PickSeveral(label=bounds.NAMES["subjects"], required=False)
    grades: forms.Field = PickSeveral(label=bounds.NAMES["grades"], required=False)

    def offer_curriculum(self, viewer: Viewer, proposed: Mapping[str, Iterable[Any]]) -> None:
        """Offer the whole curriculum; `proposed` are values of each field to be offered at once, with no typing."""
        for name, source in (("subjects", subjects(viewer)), ("grades", grades(viewer))):
            values = [str(value) for value in proposed.get(name, ())]
            picker(self, name).offer(source, source.named(values).values())

    def clean_subjects(self) -> list[str]:
        """Return the codes of the subjects."""
        return [choice.value for choice in self.cleaned_data["subjects"]]

    def clean_grades(self) -> list[int]:
        """Return the grades, ascending."""
        return sorted(int(choice.value) for choice in self.cleaned_data["grades"])
