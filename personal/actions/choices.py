"""Writes of a person's choices."""

from collections.abc import Sequence

from django.db import transaction

from access.viewer import Viewer
from personal.actions.lists import require_person
from personal.models import Choices, HistoryEntry


@transaction.atomic
def save_choices(*, subjects: Sequence[str], grades: Sequence[int], records_reading: bool, by: Viewer) -> Choices:
    """Save subjects, grades, and whether reading is recorded; without recording, delete the history at once."""
    person = require_person(by)
    saved, _made = Choices.objects.update_or_create(
        person_id=person,
        defaults={"subjects": list(subjects), "grades": list(grades), "records_reading": records_reading},
    )
    if not records_reading:
        HistoryEntry.objects.filter(person=person).delete()
    return saved
