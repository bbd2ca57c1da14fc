"""One edit that is carried out on many records: what it does to a description, and which records it would change."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet

from access.labels import ANY, own
from repository.description import Description, SubjectHeading, as_heading
from repository.models import Resource

# Lines that may be set or in which words may be replaced; a title is never set for many.
SETTABLE = (
    "publisher", "place", "edition_statement", "extent", "series", "ddc", "ddc_edition", "call_number", "audience",
    "learning_purpose", "rights_note",
)  # fmt: skip
REPLACEABLE = ("title", "subtitle", *SETTABLE)


class Operation(StrEnum):
    """What an edit does."""

    SET = "set"
    REPLACE = "replace"
    ADD_HEADING = "add_heading"
    REMOVE_HEADING = "remove_heading"
    ADD_SUBJECT = "add_subject"
    REMOVE_SUBJECT = "remove_subject"
    ADD_GRADE = "add_grade"
    REMOVE_GRADE = "remove_grade"
    KIND = "kind"
    COLLECT = "collect"
    UNCOLLECT = "uncollect"
    GRANT = "grant"
    REVOKE = "revoke"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"


@dataclass(frozen=True)
class Edit:
    """An operation with its values.

    `field`: the field of SET and REPLACE, or the action of GRANT and REVOKE. `value`: the new value; what is replaced;
    a heading; a code; a grade; the UUID of a collection; an audience. `other`: what REPLACE puts there.
    """

    operation: str
    field: str = ""
    value: str = ""
    other: str = ""

    def as_json(self) -> dict[str, str]:
        """Return the edit as the cursor of a change set stores it."""
        return asdict(self)

    @property
    def is_of_record(self) -> bool:
        """Whether it changes the description, and nothing else."""
        return self.operation in RECORD_OPERATIONS

    def changed(self, before: Description) -> Description:
        """Return the description after the edit, not bounded."""
        return RECORD_OPERATIONS[Operation(self.operation)](before, self)

    def candidates(self, resources: QuerySet[Resource], school: int) -> QuerySet[Resource]:
        """Return those of the resources of a school that the edit would change."""
        return _CANDIDATES[Operation(self.operation)](resources, self, school)


def _set(before: Description, edit: Edit) -> Description:
    values: dict[str, Any] = {edit.field: edit.value}
    return replace(before, **values)


def _replace(before: Description, edit: Edit) -> Description:
    values: dict[str, Any] = {edit.field: getattr(before, edit.field).replace(edit.value, edit.other)}
    return replace(before, **values)


def _add_heading(before: Description, edit: Edit) -> Description:
    headings = list(map(as_heading, before.headings))
    present = any(heading.text == edit.value for heading in headings)
    return before if present else replace(before, headings=[*headings, SubjectHeading(edit.value)])


def _remove_heading(before: Description, edit: Edit) -> Description:
    return replace(before, headings=[one for one in map(as_heading, before.headings) if one.text != edit.value])


def _with(values: Sequence[Any], value: Any) -> list[Any]:
    return sorted({*values, value}) if isinstance(value, int) else list(dict.fromkeys([*values, value]))


RECORD_OPERATIONS = {
    Operation.SET: _set,
    Operation.REPLACE: _replace,
    Operation.KIND: lambda before, edit: replace(before, kind=edit.value),
    Operation.ADD_HEADING: _add_heading,
    Operation.REMOVE_HEADING: _remove_heading,
    Operation.ADD_SUBJECT: lambda before, edit: replace(before, subjects=_with(before.subjects, edit.value)),
    Operation.REMOVE_SUBJECT: lambda before, edit: replace(
        before, subjects=[code for code in before.subjects if code != edit.value]
    ),
    Operation.ADD_GRADE: lambda before, edit: replace(before, grades=_with(before.grades, int(edit.value))),
    Operation.REMOVE_GRADE: lambda before, edit: replace(
        before, grades=[grade for grade in before.grades if grade != int(edit.value)]
    ),
}


def _labelled(resources: QuerySet[Resource], school: int, **axis: str) -> QuerySet[Resource]:
    axes = {"subject": ANY, "grade": ANY} | axis
    return resources.filter(labels__label=own(school, axes["subject"], axes["grade"]))


def _without(resources: QuerySet[Resource], found: QuerySet[Resource]) -> QuerySet[Resource]:
    return resources.exclude(pk__in=found.values("pk"))


_CANDIDATES: dict[Operation, Any] = {
    Operation.SET: lambda rows, edit, _school: rows.exclude(**{edit.field: edit.value}),
    Operation.REPLACE: lambda rows, edit, _school: rows.filter(**{f"{edit.field}__contains": edit.value}),
    Operation.KIND: lambda rows, edit, _school: rows.exclude(kind=edit.value),
    Operation.ADD_HEADING: lambda rows, edit, _school: _without(rows, rows.filter(headings__text=edit.value)),
    Operation.REMOVE_HEADING: lambda rows, edit, _school: rows.filter(headings__text=edit.value).distinct(),
    Operation.ADD_SUBJECT: lambda rows, edit, school: _without(rows, _labelled(rows, school, subject=edit.value)),
    Operation.REMOVE_SUBJECT: lambda rows, edit, school: _labelled(rows, school, subject=edit.value),
    Operation.ADD_GRADE: lambda rows, edit, school: _without(rows, _labelled(rows, school, grade=edit.value)),
    Operation.REMOVE_GRADE: lambda rows, edit, school: _labelled(rows, school, grade=edit.value),
    Operation.COLLECT: lambda rows, edit, _school: _without(rows, rows.filter(collections__uuid=edit.value)),
    Operation.UNCOLLECT: lambda rows, edit, _school: rows.filter(collections__uuid=edit.value),
    Operation.GRANT: lambda rows, edit, _school: _without(
        rows, rows.filter(grants__action=edit.field, grants__audience=edit.value)
    ),
    Operation.REVOKE: lambda rows, edit, _school: rows.filter(grants__action=edit.field, grants__audience=edit.value),
    Operation.PUBLISH: lambda rows, _edit, _school: rows.exclude(state=Resource.State.PUBLISHED),
    Operation.WITHDRAW: lambda rows, _edit, _school: rows.filter(state=Resource.State.PUBLISHED),
}
