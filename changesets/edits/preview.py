"""What an edit would do: how many records it changes, and the first of them field by field, in words."""

from dataclasses import dataclass

from django.db.models import QuerySet

from changesets.edits.edit import Edit
from repository.description import Description, difference
from repository.errors import InvalidRecord
from repository.models import Resource
from repository.record_values import in_words

EXAMPLES = 10


@dataclass(frozen=True)
class Example:
    """One record that would change: its title, its value before and after; `problem` if it would be refused."""

    title: str
    before: str = ""
    after: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Preview:
    """The numbers of selected and of changing records, and the examples."""

    selected: int
    changing: int
    examples: tuple[Example, ...]

    @property
    def same(self) -> int:
        """The number of records that are so already."""
        return self.selected - self.changing


def preview_of(edit: Edit, resources: QuerySet[Resource], school: int) -> Preview:
    """Return what the edit would do to these resources of a school."""
    changing = edit.candidates(resources, school)
    first = changing.order_by("sort_title", "pk").prefetch_related("contributors", "headings").distinct()[:EXAMPLES]
    keys = changing.order_by().values("pk").distinct()
    return Preview(
        selected=resources.order_by().count(),
        changing=keys.count(),
        examples=tuple(_example(edit, resource) for resource in first),
    )


def _example(edit: Edit, resource: Resource) -> Example:
    if not edit.is_of_record:
        return Example(resource.title)
    before = Description.of(resource)
    try:
        after = edit.changed(before).bounded()
    except InvalidRecord as refusal:
        return Example(resource.title, problem=str(refusal))
    changed = difference(before.values(), after.values())
    name, (old, new) = next(iter(changed.items()), ("title", [resource.title, resource.title]))
    return Example(resource.title, in_words(name, old), in_words(name, new))
