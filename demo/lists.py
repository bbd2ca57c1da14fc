"""Favourites and lists of the demo: a teacher shares one with the classes of a grade. Idempotent."""

from collections.abc import Mapping
from datetime import datetime

from access.actions import Action
from access.viewer import Viewer
from accounts.models import Person
from personal import actions
from personal.queries import choices_of, classes_to_share, entries_of, lists_of
from repository.models import Resource
from repository.queries import resources_allowed
from sharing.viewer import viewer_for

LIST_NAME, LIST_NOTE = "Ôn tập học kì 1, lớp 6", "Mỗi tuần đọc một mục. Ghi lại câu hỏi để hỏi ở tiết sau."
NOTES = {"khtn": "Tuần 1: làm thí nghiệm ở phần cuối.", "toan": "Tuần 2: xem lại cách rút gọn phân số."}


def save_lists(people: Mapping[str, Person], *, now: datetime) -> None:
    """Write the choices and lists of a teacher and of a pupil of the first school, once the books exist."""
    teacher, pupil = (viewer_for(people[name], now=now) for name in ("teacher.a", "pupil.a"))
    for viewer, subjects, grades in ((teacher, ["toan", "khtn"], [6]), (pupil, ["toan", "khtn", "ngu-van"], [6])):
        if not choices_of(viewer).subjects:
            actions.save_choices(subjects=subjects, grades=grades, records_reading=False, by=viewer)
    if not lists_of(teacher).exists():
        _class_list(teacher)


def _class_list(teacher: Viewer) -> None:
    resources = [one for one in resources_allowed(teacher, Action.READ) if 6 in one.grades]
    favourites = actions.favourites(by=teacher)
    reading_list = actions.create_list(name=LIST_NAME, note=LIST_NOTE, by=teacher)
    for resource in resources:
        actions.add_to_list(reading_list, resource, by=teacher)
    for entry in entries_of(reading_list):
        actions.note_entry(entry, note=_note(entry.resource), by=teacher)
    for resource in resources[:3]:
        actions.add_to_list(favourites, resource, by=teacher)
    classes = [one for one in classes_to_share(teacher) if one.name.startswith("6")]
    actions.share_list(reading_list, school_only=True, classes=classes, by=teacher)


def _note(resource: Resource) -> str:
    return next((NOTES[subject] for subject in resource.subjects if subject in NOTES), "")
