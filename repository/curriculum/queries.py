"""All reads of lessons; the viewer is the first argument.

A unit's lessons are seen by its members and by those of the units below it: a department enters a list once for all its
schools.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localdate

from access import labels
from access.actions import Action
from access.viewer import Viewer
from accounts.errors import NotFound
from accounts.models import Role
from repository.letters import plain
from repository.models import Lesson, LessonMatch, LessonResource, Resource
from repository.queries import is_allowed, resources_allowed

EDITING_ROLES = frozenset({Role.LIBRARIAN, Role.OFFICER, Role.NODE_ADMIN})
PROPOSING_ROLES = frozenset({Role.TEACHER, Role.HEAD})
MAX_SUGGESTED = 5
_SCHOOL = labels.opened(Action.DISCOVER, labels.school_audience(0)).removesuffix("0")


def units_above(viewer: Viewer) -> frozenset[int]:
    """Return the viewer's school and the units above it, which the keys of every member name; none for visitors."""
    named = (key.removeprefix(_SCHOOL) for key in viewer.keys_for(Action.DISCOVER) if key.startswith(_SCHOOL))
    units = frozenset(int(key) for key in named if key.isdigit())
    return units | ({viewer.school} if viewer.school is not None else frozenset())


def edits_lessons(viewer: Viewer) -> bool:
    """Return whether the viewer enters lessons for the own school or department."""
    return viewer.school is not None and viewer.role in EDITING_ROLES


def lessons_for(viewer: Viewer) -> QuerySet[Lesson]:
    """Return the lessons that the viewer sees, in the order of their lists."""
    return Lesson.objects.filter(owner__in=units_above(viewer)).select_related("owner")


def current_lessons_for(viewer: Viewer) -> QuerySet[Lesson]:
    """Return those that are valid today."""
    today = localdate(viewer.now)
    began, lasts = Q(since=None) | Q(since__lte=today), Q(until=None) | Q(until__gt=today)
    return lessons_for(viewer).filter(began, lasts)


def lesson_for(viewer: Viewer, uuid: UUID | str) -> Lesson:
    """Return one lesson. Raise NotFound where the viewer does not see it."""
    lesson = lessons_for(viewer).filter(uuid=uuid).first()
    if lesson is None:
        raise NotFound
    return lesson


def lesson_name(lesson: Lesson) -> str:
    """Return number and title: “Bài 5. Phép nhân”."""
    return f"{lesson.number}. {lesson.title}" if lesson.number else lesson.title


def own_lesson(viewer: Viewer, uuid: UUID | str) -> Lesson:
    """Return one lesson that the viewer may change. Raise NotFound for others."""
    lesson = lesson_for(viewer, uuid)
    if not edits_lessons(viewer) or lesson.owner_id != viewer.school:
        raise NotFound
    return lesson


def list_sizes(viewer: Viewer) -> list[tuple[str, int, int]]:
    """Return (code of the subject, grade, number of lessons) of each list that the viewer sees today."""
    rows = current_lessons_for(viewer).values_list("subject", "grade").annotate(number=Count("pk"))
    return [(subject, grade, number) for subject, grade, number in rows.order_by("subject", "grade")]


def resources_of(viewer: Viewer, lessons: Iterable[Lesson]) -> QuerySet[Resource]:
    """Return the resources linked to any of these lessons that the viewer may discover, by title."""
    linked = LessonResource.objects.filter(lesson__in=list(lessons), state=LessonResource.State.LINKED)
    return resources_allowed(viewer, Action.DISCOVER).filter(pk__in=linked.values("resource")).order_by("sort_title")


def resource_counts(viewer: Viewer, lessons: QuerySet[Lesson]) -> dict[int, int]:
    """Return, by the key of a lesson, how many resources linked to it the viewer may discover."""
    held = resources_allowed(viewer, Action.DISCOVER).values("pk")
    rows = LessonResource.objects.filter(lesson__in=lessons, state=LessonResource.State.LINKED, resource__in=held)
    return dict(rows.order_by().values_list("lesson").annotate(number=Count("pk")))


def counterparts(viewer: Viewer, lesson: Lesson) -> QuerySet[Lesson]:
    """Return the lessons of other lists that treat the same, as far as the viewer sees them."""
    pairs = LessonMatch.objects.filter(Q(first=lesson) | Q(second=lesson)).values_list("first", "second")
    keys = {key for pair in pairs for key in pair} - {lesson.pk}
    return lessons_for(viewer).filter(pk__in=keys)


def links_of(viewer: Viewer, resource: Resource) -> QuerySet[LessonResource]:
    """Return the links of a resource to lessons that the viewer sees: for readers those that are accepted."""
    links = LessonResource.objects.filter(resource=resource, lesson__in=lessons_for(viewer))
    if not edits_lessons(viewer):
        own = Q(by=viewer.person) if viewer.person else Q(pk=None)
        links = links.filter(own | Q(state=LessonResource.State.LINKED))
    return links.select_related("lesson__owner", "by").order_by("lesson__subject", "lesson__grade", "lesson__position")


def proposals_for(viewer: Viewer, lesson: Lesson) -> QuerySet[LessonResource]:
    """Return the proposed links of a lesson that the viewer may decide on."""
    waiting = LessonResource.objects.filter(lesson=lesson, state=LessonResource.State.PROPOSED)
    if not edits_lessons(viewer):
        return waiting.none()
    if lesson.owner_id != viewer.school:
        waiting = waiting.filter(resource__in=resources_allowed(viewer, Action.EDIT))
    return waiting.select_related("resource", "by")


def may_link(viewer: Viewer, lesson: Lesson, resource: Resource) -> bool:
    """Return whether the viewer decides on the link: who edits the lesson, or the resource."""
    if not edits_lessons(viewer):
        return False
    return lesson.owner_id == viewer.school or is_allowed(viewer, Action.EDIT, resource)


def may_propose(viewer: Viewer) -> bool:
    """Return whether the viewer proposes links to the librarians."""
    return viewer.school is not None and viewer.role in PROPOSING_ROLES


def suggested_for(viewer: Viewer, resource: Resource) -> list[Lesson]:
    """Return the lessons of its subjects and grades whose titles share most words with its title, best first."""
    lessons = current_lessons_for(viewer).exclude(links__resource=resource)
    if resource.subjects:
        lessons = lessons.filter(subject__in=resource.subjects)
    if resource.grades:
        lessons = lessons.filter(grade__in=resource.grades)
    return alike(f"{resource.title} {resource.subtitle}", lessons)


def suggested_counterparts(viewer: Viewer, lesson: Lesson) -> list[Lesson]:
    """Return lessons of other series of the same subject and grade with a similar title, best first."""
    others = lessons_for(viewer).filter(subject=lesson.subject, grade=lesson.grade).exclude(series=lesson.series)
    known = counterparts(viewer, lesson).values("pk")
    return alike(lesson.title, others.exclude(pk__in=known))


def alike(text: str, lessons: Iterable[Lesson]) -> list[Lesson]:
    """Return the lessons whose words are at least half in the text or the reverse, most alike first."""
    words = set(plain(text).split())
    scored = [(_likeness(words, set(lesson.plain_title.split())), lesson) for lesson in lessons]
    best = sorted((pair for pair in scored if pair[0] >= 0.5), key=lambda pair: -pair[0])
    return [lesson for _score, lesson in best[:MAX_SUGGESTED]]


def _likeness(first: set[str], second: set[str]) -> float:
    """Return the share of common words in the shorter text, 0 to 1; one common word alone is chance."""
    common = len(first & second)
    return common / min(len(first), len(second)) if common > 1 or (common and min(len(first), len(second)) == 1) else 0
