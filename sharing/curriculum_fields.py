"""Subjects, grades and languages as pickers, for every form that describes a resource; proposals stand on top."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from access.viewer import Viewer
from repository import record_bounds as bounds
from repository.forms import RecordFields
from sharing.choice_sources import grades, languages, subjects
from sharing.pickers import PickSeveral, picker

OFFERED_LANGUAGES = ("vi", "en")  # of which most books are


class CurriculumFields(RecordFields):
    """A record with these as pickers; a subclass calls `offer_curriculum` in its constructor."""

    subjects: forms.Field = PickSeveral(label=bounds.NAMES["subjects"], required=False)
    grades: forms.Field = PickSeveral(label=bounds.NAMES["grades"], required=False)
    languages: forms.Field = PickSeveral(label=bounds.NAMES["languages"], required=False)

    def offer_curriculum(self, viewer: Viewer, proposed: Mapping[str, Iterable[Any]]) -> None:
        """Offer the whole curriculum; `proposed` are values of each field to be offered at once, with no typing."""
        proposed = {**proposed, "languages": [*OFFERED_LANGUAGES, *proposed.get("languages", ())]}
        sources = {"subjects": subjects(viewer), "grades": grades(viewer), "languages": languages(viewer)}
        for name, source in sources.items():
            values = list(dict.fromkeys(str(value) for value in proposed.get(name, ())))
            picker(self, name).offer(source, source.named(values).values())

    def clean_subjects(self) -> list[str]:
        """Return the codes of the subjects."""
        return [choice.value for choice in self.cleaned_data["subjects"]]

    def clean_languages(self) -> list[str]:
        """Return the codes of the languages."""
        return [choice.value for choice in self.cleaned_data["languages"]]

    def clean_grades(self) -> list[int]:
        """Return the grades, ascending."""
        return sorted(int(choice.value) for choice in self.cleaned_data["grades"])
