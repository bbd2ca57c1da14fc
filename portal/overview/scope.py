"""Who has an overview, and the schools in it today: those under the viewer's unit in the tree of units."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from access.viewer import Viewer
from accounts.errors import NotFound
from accounts.models import School, SchoolLink
from repository.collation import sort_key
from repository.letters import has_words, plain
from sharing.keys import active_at


@dataclass(frozen=True)
class ScopedSchool:
    """A school of today: `above` names the unit that it is a part of; `merged` are the schools that went into it."""

    key: int
    name: str
    code: str
    above: str
    merged: frozenset[int] = frozenset()

    @property
    def keys(self) -> frozenset[int]:
        """The school and those that went into it: what they own and do counts for it."""
        return self.merged | {self.key}


@dataclass(frozen=True)
class Scope:
    """The unit of the viewer, and the schools under it in the order of their names."""

    unit: School
    schools: tuple[ScopedSchool, ...]

    @cached_property
    def keys(self) -> frozenset[int]:
        """All schools, those that were merged included."""
        return frozenset().union(*(school.keys for school in self.schools))

    @cached_property
    def school_of(self) -> Mapping[int, int]:
        """The school of today for each of `keys`."""
        return {key: school.key for school in self.schools for key in school.keys}

    def named(self, words: str) -> tuple[ScopedSchool, ...]:
        """Return the schools whose names have all the words, in any case and without diacritics."""
        wanted = plain(words)
        return tuple(school for school in self.schools if has_words(plain(school.name), wanted))


def scope_of(viewer: Viewer) -> Scope:
    """Return what the viewer oversees: for the node administrator all schools, else those under their unit.

    Raise NotFound for those who oversee nothing.
    """
    if viewer.oversees is None:
        raise NotFound
    links = SchoolLink.objects.filter(active_at(viewer.now))
    part_of = dict(_pairs(links, SchoolLink.Kind.PART_OF))
    merged_into = dict(_pairs(links, SchoolLink.Kind.MERGED_INTO))
    units = School.objects.in_bulk()
    links_up = [*part_of.items(), *merged_into.items()]
    keys = set(units) if viewer.is_node_admin else _below(viewer.oversees, links_up)
    merged = _by_school(keys & merged_into.keys(), merged_into)
    schools = [
        _scoped(units[key], units.get(part_of.get(key, 0)), merged[key])
        for key in keys
        if units[key].kind == School.Kind.SCHOOL and key not in merged_into
    ]
    schools.sort(key=lambda school: (sort_key(school.name), school.key))
    return Scope(units[viewer.oversees], tuple(schools))


def _scoped(school: School, above: School | None, merged: set[int]) -> ScopedSchool:
    return ScopedSchool(school.pk, school.name, school.code, above.name if above else "", frozenset(merged))


def _pairs(links: QuerySet[SchoolLink], kind: SchoolLink.Kind) -> Iterable[tuple[int, int]]:
    """Return child and parent of each link of a kind, the newest last, so that it counts."""
    return links.filter(kind=kind).order_by("since", "pk").values_list("child", "parent")


def _below(top: int, pairs: Iterable[tuple[int, int]]) -> set[int]:
    """Return the unit and everything under it; a circle of links ends the walk."""
    children: dict[int, list[int]] = defaultdict(list)
    for child, parent in pairs:
        children[parent].append(child)
    reached, waiting = set[int](), [top]
    while waiting:
        unit = waiting.pop()
        if unit not in reached:
            reached.add(unit)
            waiting += children[unit]
    return reached


def _by_school(merged: Iterable[int], into: Mapping[int, int]) -> dict[int, set[int]]:
    """Return by school of today those that went into it, directly or through another."""
    found: dict[int, set[int]] = defaultdict(set)
    for key in merged:
        seen, school = {key}, into[key]
        while school in into and school not in seen:
            seen.add(school)
            school = into[school]
        found[school].add(key)
    return found
