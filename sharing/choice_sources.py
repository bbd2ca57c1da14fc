"""What a viewer may choose in a picker: objects of one or several models, found by typing a part of their names.

To add a source: write a function that takes the viewer and returns a ChoiceSource, name it in sharing/views/pickers.py,
and give it a URL and a row in tests/addresses/table.py.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from access.viewer import Viewer
from accounts.queries import managed_schools
from accounts.text import is_uuid
from repository.collation import sort_key
from repository.curriculum import GRADES, subject_choices
from repository.languages import language_choices
from repository.letters import has_words, plain
from sharing.models import SchoolGroup
from sharing.queries import (
    collections_to_give,
    groups_for,
    groups_to_add,
    people_of_my_school,
    possible_partners,
    schools_to_add,
)

FOUND_LIMIT = 20
MAX_WORDS_LENGTH = 100  # characters


@dataclass(frozen=True)
class Choice:
    """One choice: `value` as the form posts it; `detail` tells equal labels apart; `target` is the object."""

    value: str
    label: str
    detail: str = ""
    target: Any = None


@dataclass(frozen=True)
class Found:
    """The best choices for the words, and how many more there are."""

    choices: tuple[Choice, ...]
    more: int = 0


@dataclass(frozen=True)
class Part:
    """Objects of one model. A choice is spelt `prefix` and the column `key`; the words are looked for in `columns`."""

    objects: QuerySet[Any]
    columns: tuple[str, ...]
    detail: Callable[[Any], str]
    key: str = "pk"
    prefix: str = ""
    label: Callable[[Any], str] = str

    def choice(self, chosen: Any) -> Choice:
        """Return the choice of an object."""
        return Choice(f"{self.prefix}{getattr(chosen, self.key)}", self.label(chosen), self.detail(chosen), chosen)

    def named(self, values: Iterable[str]) -> list[Choice]:
        """Return the choices that are spelt like this; others are left out."""
        spelt = (value.removeprefix(self.prefix) for value in values if value.startswith(self.prefix))
        keys = [key for key in spelt if _is_key(key, self.key)]
        return [self.choice(chosen) for chosen in self.objects.filter(**{f"{self.key}__in": keys})] if keys else []

    def ranked(self, words: str) -> list[tuple[Any, ...]]:
        """Return (rank, sort key, primary key) of all objects with words that begin with each of these, unsorted."""
        wanted = plain(words)
        names = ((pk, texts[0], plain(" ".join(texts))) for pk, *texts in self.objects.values_list("pk", *self.columns))
        return [
            (0 if name.startswith(wanted) else 1, sort_key(first), pk)
            for pk, first, name in names
            if has_words(name, wanted)
        ]


@dataclass(frozen=True)
class ChoiceSource:
    """What one viewer may choose from; `url` answers the same search to scripts."""

    url: str
    parts: tuple[Part, ...]

    def find(self, words: str, limit: int = FOUND_LIMIT) -> Found:
        """Return the choices with words that begin with all of these, in any case and order and without diacritics.

        Names that begin with the words come first.
        """
        rows = sorted((*ranks, place, pk) for place, part in enumerate(self.parts) for *ranks, pk in part.ranked(words))
        best = [(place, pk) for *_ranks, place, pk in rows[:limit]]
        objects = {
            (place, pk): found
            for place, part in enumerate(self.parts)
            for pk, found in part.objects.in_bulk([pk for at, pk in best if at == place]).items()
        }
        choices = tuple(self.parts[place].choice(objects[place, pk]) for place, pk in best if (place, pk) in objects)
        return Found(choices, len(rows) - len(best))

    def named(self, values: Sequence[str]) -> dict[str, Choice]:
        """Return the choices among these values that the viewer may choose."""
        return {choice.value: choice for part in self.parts for choice in part.named(values)}


@dataclass(frozen=True)
class ListSource(ChoiceSource):
    """A list that is the same for everybody, in its own order; the words are looked for in label and value."""

    listed: tuple[Choice, ...] = ()

    def find(self, words: str, limit: int = FOUND_LIMIT) -> Found:
        """Return the choices as ChoiceSource does; i and y are one letter: lí, lý."""
        wanted = _one_i(words)
        names = [(choice, _one_i(f"{choice.label} {choice.value}")) for choice in self.listed]
        fitting = [(not name.startswith(wanted), choice) for choice, name in names if has_words(name, wanted)]
        ranked = [choice for _later, choice in sorted(fitting, key=lambda pair: pair[0])]
        return Found(tuple(ranked[:limit]), max(len(ranked) - limit, 0))

    def named(self, values: Sequence[str]) -> dict[str, Choice]:
        """Return the choices of the list that have these values."""
        return {choice.value: choice for choice in self.listed if choice.value in values}


def partners(viewer: Viewer) -> ChoiceSource:
    """Return the schools with which the viewer's school can agree."""
    return ChoiceSource(reverse("sharing:find_partners"), (_schools(possible_partners(viewer)),))


def audiences(viewer: Viewer) -> ChoiceSource:
    """Return the groups and the schools to which a librarian can give access, spelt as in labels."""
    groups = _groups(groups_for(viewer), prefix="group:")
    schools = _schools(possible_partners(viewer), prefix="school:")
    return ChoiceSource(reverse("sharing:find_audiences"), (groups, schools))


def members(viewer: Viewer, group: SchoolGroup) -> ChoiceSource:
    """Return the schools and the groups that can join a group."""
    groups = _groups(groups_to_add(viewer, group), key="uuid", prefix="group:")
    schools = _schools(schools_to_add(viewer, group), key="uuid", prefix="school:")
    return ChoiceSource(reverse("sharing:find_members", args=[group.uuid]), (groups, schools))


def people(viewer: Viewer) -> ChoiceSource:
    """Return the people of the school that the viewer signs for."""
    part = Part(
        people_of_my_school(viewer),
        ("person__name", "person__username"),
        lambda membership: f"{membership.get_role_display()} · {membership.person.username}",
        key="uuid",
        label=lambda membership: str(membership.person),
    )
    return ChoiceSource(reverse("sharing:find_people"), (part,))


def collections(viewer: Viewer) -> ChoiceSource:
    """Return the collections that a clause of the viewer's school can name."""
    part = Part(collections_to_give(viewer), ("name",), lambda collection: "")
    return ChoiceSource(reverse("sharing:find_collections"), (part,))


def schools(viewer: Viewer) -> ChoiceSource:
    """Return the schools whose members the viewer manages."""
    return ChoiceSource(reverse("sharing:find_schools"), (_schools(managed_schools(viewer)),))


def subjects(viewer: Viewer) -> ChoiceSource:
    """Return the subjects of the curriculum."""
    listed = tuple(Choice(code, name) for code, name in subject_choices())
    return ListSource(reverse("sharing:find_subjects"), (), listed)


def grades(viewer: Viewer) -> ChoiceSource:
    """Return the grades of the curriculum."""
    listed = tuple(Choice(str(grade), gettext("Grade %(grade)s") % {"grade": grade}) for grade in GRADES)
    return ListSource(reverse("sharing:find_grades"), (), listed)


def languages(viewer: Viewer) -> ChoiceSource:
    """Return the languages of records; a code finds its language, too."""
    listed = tuple(Choice(code, name, code) for code, name in language_choices())
    return ListSource(reverse("sharing:find_languages"), (), listed)


def _one_i(text: str) -> str:
    return plain(text).replace("y", "i")


def _schools(objects: QuerySet[Any], key: str = "pk", prefix: str = "") -> Part:
    return Part(objects, ("name", "code"), lambda school: school.code, key, prefix)


def _groups(objects: QuerySet[Any], key: str = "pk", prefix: str = "") -> Part:
    return Part(objects, ("name",), lambda group: gettext("group of schools"), key, prefix)


def _is_key(text: str, key: str) -> bool:
    if key == "pk":
        return text.isascii() and text.isdigit() and len(text) < 19
    return is_uuid(text)
