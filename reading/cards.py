"""The card of a resource: its title, names and cover, as every list of resources shows them."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from reading.links import resource_url
from repository.curriculum import is_subject, subject_name
from repository.models import Resource

SMALL_COVER_WIDTH = 240  # pixels; ingest/parsers/images.py makes the copy
KINDS = dict(Resource.Kind.choices)


@dataclass(frozen=True)
class Cover:
    """The addresses of a cover, for lists and in full, and its size in pixels; empty for one to be typeset."""

    url: str = ""
    width: int | None = None
    height: int | None = None
    large_url: str = ""


@dataclass(frozen=True)
class ResourceCard:
    """What lists show of a resource; `creators` are in one line, `subject` is the code that colours a typeset cover."""

    uuid: UUID
    url: str
    title: str
    creators: str
    year: int | None
    school: str
    kind: str
    kind_name: str
    subjects_and_grades: tuple[str, ...]
    subject: str
    cover: Cover


def card_for(resource: Resource, *, is_linked: bool = True) -> ResourceCard:
    """Return the card of a resource; for lists, prefetch its owner, contributors and files.

    Without a link and a cover for a reader who no longer discovers it.
    """
    return ResourceCard(
        uuid=resource.uuid,
        url=resource_url(resource.uuid) if is_linked else "",
        title=resource.title,
        creators=", ".join(person.shown for person in resource.creators),
        year=resource.year,
        school=resource.owner.name,
        kind=resource.kind,
        kind_name=capfirst(str(KINDS[resource.kind])),
        subjects_and_grades=subjects_and_grades(resource),
        subject=resource.subjects[0] if resource.subjects else "",
        cover=cover(resource) if is_linked else Cover(),
    )


def subjects_and_grades(resource: Resource) -> tuple[str, ...]:
    """Return the names of its subjects and grades."""
    subjects = [subject_name(code) for code in resource.subjects if is_subject(code)]
    return (*subjects, *(grade_name(grade) for grade in resource.grades))


def grade_name(grade: int | str) -> str:
    """Return the name of a grade."""
    return _("Grade %(grade)s") % {"grade": grade}


def cover(resource: Resource) -> Cover:
    """Return its cover, empty if it has none; for lists the small copy as soon as it exists."""
    if not resource.covers:
        return Cover()
    full, *others = resource.covers
    large_url = reverse("reading:cover", args=[resource.uuid])
    has_copy = any(file.name == full.blob_id for file in others)
    url = reverse("reading:small_cover", args=[resource.uuid]) if has_copy else large_url
    return Cover(url, full.details.get("width"), full.details.get("height"), large_url)
