"""All writes of lessons, and of what belongs to them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db import transaction
from django.db.models import Q

from access.actions import Action
from access.viewer import Viewer
from accounts.audit import record
from accounts.errors import NotAllowed, NotFound
from accounts.locks import lock
from accounts.models import School
from repository.curriculum import GRADES, is_subject, programme
from repository.curriculum.lesson_lists import MAX_TITLE, LessonLine
from repository.curriculum.queries import edits_lessons, may_link, may_propose
from repository.index_changes import Part, mark_changed
from repository.letters import plain
from repository.models import Lesson, LessonMatch, LessonResource, Resource
from repository.queries import is_allowed

Line = TypeVar("Line", Lesson, LessonLine)


@dataclass(frozen=True)
class LessonList:
    """Which list lessons belong to: a subject of a grade, by a textbook series or (empty) by the programme."""

    subject: str
    grade: int
    series: str = ""


@dataclass(frozen=True)
class SavedLessons:
    """How many lessons of a list were created, changed and found unchanged."""

    created: int = 0
    changed: int = 0
    same: int = 0


@transaction.atomic
def save_lessons(target: LessonList, lines: Sequence[LessonLine], *, by: Viewer) -> SavedLessons:
    """Write a list of the viewer's school or department; a lesson with the same title is changed, none is deleted.

    Raise NotAllowed for those who enter no lessons, NotFound for an unknown subject, grade or series.
    """
    owner = lock(_own_unit(by))  # so that the same list sent twice at once is entered once
    if not is_subject(target.subject) or target.grade not in GRADES:
        raise NotFound
    if target.series and target.series not in programme().series:
        raise NotFound
    created, changed, same = list[Lesson](), list[Lesson](), 0
    stored = _stored(owner, target)
    for position, (key, line) in enumerate(_keyed(lines), start=1):
        lesson = stored.get(key)
        if lesson is None:
            place = {"subject": target.subject, "grade": target.grade, "series": target.series}
            created.append(Lesson(owner=owner, **place, changed_at=by.now))
            _describe(created[-1], line, position)
        elif _describe(lesson, line, position):
            lesson.changed_at = by.now
            changed.append(lesson)
        else:
            same += 1
    Lesson.objects.bulk_create(created, batch_size=200)
    fields = ["title", "plain_title", "number", "unit", "periods", "position", "changed_at"]
    Lesson.objects.bulk_update(changed, fields, batch_size=200)
    saved = SavedLessons(len(created), len(changed), same)
    numbers = {"created": saved.created, "changed": saved.changed}
    record("lesson.list", by=by, target=owner.uuid, subject=target.subject, grade=target.grade, **numbers)
    return saved


def compare_lessons(target: LessonList, lines: Sequence[LessonLine], *, by: Viewer) -> list[tuple[str, LessonLine]]:
    """Return each line with what saving would do: “new”, “changed” or “same”; nothing is written."""
    stored = _stored(_own_unit(by), target)
    outcomes = []
    for position, (key, line) in enumerate(_keyed(lines), start=1):
        lesson = stored.get(key)
        if lesson is None:
            outcomes.append(("new", line))
        else:
            outcomes.append(("changed" if _describe(lesson, line, position) else "same", line))
    return outcomes


@transaction.atomic
def update_lesson(
    lesson: Lesson, line: LessonLine, *, position: int, since: date | None, until: date | None, by: Viewer
) -> Lesson:
    """Change one lesson. Raise NotFound for a lesson of another unit."""
    changed = _locked_own(lesson, by)
    _describe(changed, line, position)
    changed.since, changed.until, changed.changed_at = since, until, by.now
    changed.save()
    record("lesson.update", by=by, target=changed.uuid)
    _reindex(Resource.objects.filter(lesson_links__lesson=changed), by)
    return changed


@transaction.atomic
def delete_lesson(lesson: Lesson, *, by: Viewer) -> None:
    """Delete a lesson and its links; the resources stay. Raise NotFound for a lesson of another unit."""
    deleted = _locked_own(lesson, by)
    linked = list(Resource.objects.filter(lesson_links__lesson=deleted))
    record(
        "lesson.delete", by=by, target=deleted.uuid, title=deleted.title, resources=[str(one.uuid) for one in linked]
    )
    deleted.delete()
    _reindex(linked, by)


@transaction.atomic
def link_resource(lesson: Lesson, resource: Resource, *, by: Viewer) -> LessonResource:
    """Link a resource to a lesson, or accept the link; a teacher proposes it. Idempotent.

    Raise NotFound unless the viewer may discover the resource, NotAllowed for roles that neither link nor propose.
    """
    if not is_allowed(by, Action.DISCOVER, resource):
        raise NotFound
    linked = may_link(by, lesson, resource)
    if not linked and not (may_propose(by) or edits_lessons(by)):
        raise NotAllowed
    state = LessonResource.State.LINKED if linked else LessonResource.State.PROPOSED
    link, is_new = LessonResource.objects.select_for_update().get_or_create(
        lesson=lesson, resource=resource, defaults={"state": state, "by_id": by.person, "at": by.now}
    )
    if not is_new and (link.state == state or not linked):
        return link
    link.state = state
    link.save(update_fields=["state"])
    verb = "lesson.link" if linked else "lesson.propose"
    record(verb, by=by, target=resource.uuid, lesson=str(lesson.uuid))
    if linked:
        mark_changed(resource, Part.RECORD, now=by.now)
    return link


@transaction.atomic
def unlink_resource(link: LessonResource, *, by: Viewer) -> None:
    """Remove a link or a proposal. Raise NotFound unless the viewer decides on it, or proposed it."""
    own = link.state == LessonResource.State.PROPOSED and link.by_id is not None and link.by_id == by.person
    if not own and not may_link(by, link.lesson, link.resource):
        raise NotFound
    resource = link.resource
    record("lesson.unlink", by=by, target=resource.uuid, lesson=str(link.lesson.uuid))
    link.delete()
    mark_changed(resource, Part.RECORD, now=by.now)


@transaction.atomic
def match_lessons(lesson: Lesson, others: Iterable[Lesson], *, by: Viewer) -> None:
    """Record that lessons of other lists treat the same. Raise NotFound for a lesson of another unit."""
    own = _locked_own(lesson, by)
    for other in others:
        if other.pk != own.pk:
            first, second = sorted([own.pk, other.pk])
            LessonMatch.objects.get_or_create(first_id=first, second_id=second)
            record("lesson.match", by=by, target=own.uuid, other=str(other.uuid))


@transaction.atomic
def part_lessons(lesson: Lesson, other: Lesson, *, by: Viewer) -> None:
    """Record that two lessons do not treat the same after all. Raise NotFound for a lesson of another unit."""
    own = _locked_own(lesson, by)
    pair = Q(first=own, second=other) | Q(first=other, second=own)
    if LessonMatch.objects.filter(pair).delete()[0]:
        record("lesson.part", by=by, target=own.uuid, other=str(other.uuid))


def _own_unit(by: Viewer) -> School:
    if not edits_lessons(by) or by.school is None:
        raise NotAllowed
    return School.objects.get(pk=by.school)


def _locked_own(lesson: Lesson, by: Viewer) -> Lesson:
    if not edits_lessons(by) or lesson.owner_id != by.school:
        raise NotFound
    return lock(lesson)


def _stored(owner: School, target: LessonList) -> dict[tuple[str, int], Lesson]:
    rows = Lesson.objects.filter(owner=owner, subject=target.subject, grade=target.grade, series=target.series)
    return dict(_keyed(rows))


def _keyed(rows: Iterable[Line]) -> Iterator[tuple[tuple[str, int], Line]]:
    """Yield each row with its title and how many before it have the same: “Luyện tập chung” stands in every chapter."""
    seen = Counter[str]()
    for row in rows:
        title = plain(row.title)[:MAX_TITLE]
        yield (title, seen[title]), row
        seen[title] += 1


def _describe(lesson: Lesson, line: LessonLine, position: int) -> bool:
    """Write a line into a lesson; return whether that changed anything."""
    values = {
        "title": line.title,
        "plain_title": plain(line.title)[:MAX_TITLE],
        "number": line.number,
        "unit": line.unit,
        "periods": line.periods,
        "position": position,
    }
    changed = any(getattr(lesson, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(lesson, name, value)
    return changed


def _reindex(resources: Iterable[Resource], by: Viewer) -> None:
    for resource in resources:
        mark_changed(resource, Part.RECORD, now=by.now)
