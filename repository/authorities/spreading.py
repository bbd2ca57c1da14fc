"""What follows for records when an authority is changed, merged or split: their links, and the headings that they show.

Only the links and the headings of the rows are written, under the lock of each record, so that no edit of a record is
lost, whichever comes first.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import groupby, islice
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet

from access.viewer import Viewer
from repository.authorities.actions import MAX_REASON
from repository.authorities.linking import shown_by
from repository.description import Credit, SubjectHeading, as_values
from repository.index_changes import Part, mark_all_changed
from repository.models import Authority, Contributor, HeadingProposal, RecordChange, Resource, ResourceHeading

AUTHORITY = "authority"  # the name of the shown heading among the values of a change
Row = Contributor | ResourceHeading


@dataclass(frozen=True)
class Linked:
    """A form in a record: the key of the record, its field (name, subject, series), as transcribed, its authority."""

    resource: int
    field: str
    text: str
    authority: int | None


Relink = Callable[[Linked], int | None]  # returns the authority that a form gets


def resources_linked(authorities: Sequence[int], *, after: int, limit: int, school: int | None = None) -> list[int]:
    """Return the keys of the next records with one of these authorities, in the order of their keys."""
    scope = _Scope(after, limit, school)
    return scope.next_of(
        Contributor.objects.filter(authority__in=authorities),
        ResourceHeading.objects.filter(authority__in=authorities),
        Resource.objects.filter(series_authority__in=authorities),
    )


def resources_stale(authority: int, *, after: int, limit: int) -> list[int]:
    """Return the keys of the next records that do not show a present heading of an authority.

    An edit that read the former heading and was saved later leaves one.
    """
    headings = {str(row) for row in Authority.objects.filter(pk=authority)}
    headings |= {shown_by(row) for row in HeadingProposal.objects.filter(authority=authority, in_use=True)}
    return _Scope(after, limit, None).next_of(
        Contributor.objects.filter(authority=authority).exclude(heading__in=headings),
        ResourceHeading.objects.filter(authority=authority).exclude(heading__in=headings),
        Resource.objects.filter(series_authority=authority).exclude(series_heading__in=headings),
    )


def resources_unlinked(forms: Mapping[str, Sequence[str]], *, after: int, limit: int, school: int | None) -> list[int]:
    """Return the keys of the next records with one of these forms without an authority; `forms` by field."""
    scope = _Scope(after, limit, school)
    return scope.next_of(
        Contributor.objects.filter(authority=None, name__in=forms.get("name", ())),
        ResourceHeading.objects.filter(authority=None, text__in=forms.get("subject", ())),
        Resource.objects.filter(series_authority=None, series__in=forms.get("series", ())),
    )


@dataclass(frozen=True)
class _Scope:
    """The next records after a key, of a school or of all."""

    after: int
    limit: int
    school: int | None

    def next_of(
        self, names: QuerySet[Contributor], subjects: QuerySet[ResourceHeading], series: QuerySet[Resource]
    ) -> list[int]:
        """Return the keys of the records that have one of these rows."""
        found = [
            self._next(names, "resource", "resource__owner"),
            self._next(subjects, "resource", "resource__owner"),
            self._next(series, "pk", "owner"),
        ]
        return list(islice((key for key, _same in groupby(merge(*found))), self.limit))

    def _next(self, rows: QuerySet[Any], key: str, owner: str) -> QuerySet[Any]:
        later = rows.filter(**{f"{key}__gt": self.after}, **({owner: self.school} if self.school is not None else {}))
        return later.order_by(key).values_list(key, flat=True).distinct()[: self.limit]


def spread(
    resources: Sequence[int], *, by: Viewer, relink: Relink | None = None, why: str = "", change_set: UUID | None = None
) -> int:
    """Give the forms of these records the authorities that `relink` says, and all links their present heading.

    Writes the history of each record that changes, and the index outbox, in the caller's transaction; return how many
    records changed. At most some hundred records; a dozen queries.
    """
    stored = Resource.objects.select_for_update().filter(pk__in=resources).order_by("pk")
    locked = {resource.pk: resource for resource in stored}
    names = list(Contributor.objects.filter(resource__in=locked).order_by("resource", "position"))
    subjects = list(ResourceHeading.objects.filter(resource__in=locked).order_by("resource", "position"))
    before = _values(names, subjects, locked.values())
    rows: list[Row] = [*names, *subjects]
    changed = _relinked(rows, relink) if relink else []
    series = _relinked_series(locked.values(), relink) if relink else []
    headings = _Headings([*(row.authority_id for row in rows), *_series_of(locked.values())])
    shown = defaultdict[int, list[tuple[str, str]]](list)
    for row in rows:
        heading = headings.of(row.authority_id, locked[row.resource_id].owner_id)
        if row.heading != heading:
            shown[row.resource_id].append((row.heading, heading))
            row.heading = heading
            changed.append(row)
    for resource in locked.values():
        heading = headings.of(resource.series_authority_id, resource.owner_id)
        if resource.series_heading != heading:
            shown[resource.pk].append((resource.series_heading, heading))
            resource.series_heading = heading
            series.append(resource)
    _save(changed, series)
    touched = {row.resource_id for row in changed} | {resource.pk for resource in series}
    after = _values(names, subjects, locked.values())
    differences = {key: _difference(before[key], after[key], shown[key]) for key in sorted(touched)}
    _write_history(differences, by=by, why=why, change_set=change_set)
    mark_all_changed([locked[key] for key in sorted(touched)], Part.RECORD, now=by.now)
    return len(touched)


class _Headings:
    """The headings of authorities, as each school uses them; two queries."""

    def __init__(self, authorities: Iterable[int | None]) -> None:
        keys = {key for key in authorities if key is not None}
        self._node = {row.pk: str(row) for row in Authority.objects.filter(pk__in=keys)} if keys else {}
        own = HeadingProposal.objects.filter(authority__in=keys, in_use=True) if keys else []
        self._own = {(row.authority_id, row.school_id): shown_by(row) for row in own}

    def of(self, authority: int | None, school: int) -> str:
        """Return the heading; empty without an authority."""
        if authority is None:
            return ""
        return self._own.get((authority, school)) or self._node.get(authority, "")


Values = Mapping[int, Mapping[str, object]]


def _values(names: Sequence[Contributor], subjects: Sequence[ResourceHeading], resources: Iterable[Resource]) -> Values:
    """Return, for each record, the values of the description that a relink can change."""
    creators, headings = defaultdict[int, list[Credit]](list), defaultdict[int, list[SubjectHeading]](list)
    for name in names:
        creators[name.resource_id].append(Credit(name.name, name.role, name.authority_id))
    for subject in subjects:
        headings[subject.resource_id].append(SubjectHeading(subject.text, subject.scheme, subject.authority_id))
    return {
        resource.pk: {
            "creators": as_values(creators[resource.pk]),
            "headings": as_values(headings[resource.pk]),
            "series_authority": resource.series_authority_id,
        }
        for resource in resources
    }


def _relinked(rows: Sequence[Row], relink: Relink) -> list[Row]:
    changed = []
    for row in rows:
        field, text = ("name", row.name) if isinstance(row, Contributor) else ("subject", row.text)
        authority = relink(Linked(row.resource_id, field, text, row.authority_id))
        if authority != row.authority_id:
            row.authority_id = authority
            changed.append(row)
    return changed


def _relinked_series(resources: Iterable[Resource], relink: Relink) -> list[Resource]:
    changed = []
    for resource in resources:
        if not resource.series:
            continue
        authority = relink(Linked(resource.pk, "series", resource.series, resource.series_authority_id))
        if authority != resource.series_authority_id:
            resource.series_authority_id = authority
            changed.append(resource)
    return changed


def _series_of(resources: Iterable[Resource]) -> Iterable[int | None]:
    return [resource.series_authority_id for resource in resources]


def _difference(
    old: Mapping[str, object], new: Mapping[str, object], shown: Sequence[tuple[str, str]]
) -> dict[str, object]:
    """Return what changed in a record; of headings that were shown before and after, both in one line."""
    changed: dict[str, object] = {name: [value, new[name]] for name, value in old.items() if value != new[name]}
    if pairs := dict.fromkeys(pair for pair in shown if all(pair)):
        changed[AUTHORITY] = ["; ".join(pair[side] for pair in pairs) for side in (0, 1)]
    return changed


def _save(rows: Sequence[Row], series: Sequence[Resource]) -> None:
    """Write rows with the same authority and heading in one query: mostly all of a chunk."""
    groups = defaultdict[tuple[type[Row], int | None, str], set[int]](set)
    for row in rows:
        groups[type(row), row.authority_id, row.heading].add(row.pk)
    for (model, authority, heading), keys in groups.items():
        model._default_manager.filter(pk__in=keys).update(authority=authority, heading=heading)
    in_series = defaultdict[tuple[int | None, str], set[int]](set)
    for resource in series:
        in_series[resource.series_authority_id, resource.series_heading].add(resource.pk)
    for (authority, heading), keys in in_series.items():
        Resource.objects.filter(pk__in=keys).update(series_authority=authority, series_heading=heading)


def _write_history(
    differences: Mapping[int, dict[str, object]], *, by: Viewer, why: str, change_set: UUID | None
) -> None:
    changes = RecordChange.objects.filter(resource__in=differences)
    last = dict(changes.order_by().values_list("resource").annotate(last=Max("number")))
    RecordChange.objects.bulk_create(
        RecordChange(
            resource_id=key,
            number=last.get(key, 0) + 1,
            at=by.now,
            by_id=by.person,
            school_id=by.school,
            why=why[:MAX_REASON],
            change_set=change_set,
            difference=difference,
        )
        for key, difference in sorted(differences.items())
        if difference
    )
