"""The record on the resource screen: facts as pairs of name and value, related works, the citation."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from stdnum import isbn

from access.viewer import Viewer
from accounts.dates import format_date
from reading.links import resource_url
from repository.languages import language_name
from repository.models import Authority, Contributor, Resource, ResourceHeading
from repository.queries import resources_for
from repository.record_bounds import RELATIONS
from repository.roles import AUTHOR, role_name


def details(resource: Resource) -> list[tuple[str, str]]:
    """Return the record as pairs of name and value, without empty values."""
    lines = [
        *_contributors(resource),
        (_("As transcribed"), _transcribed(resource)),
        (_("Edition statement"), resource.edition_statement),
        (_("Place of publication"), resource.place),
        (_("Publisher"), resource.publisher),
        (_("Year"), str(resource.year or "")),
        (_("Physical description"), resource.extent),
        (_("Series"), " ; ".join(filter(None, (resource.series_heading or resource.series, resource.series_number)))),
        (_("ISBN"), isbn.format(resource.isbn) if resource.isbn else ""),
        (_("ISSN"), resource.issn),
        (_("Call number"), resource.call_number),
        (_("Dewey number"), resource.ddc),
        (_("Audience"), resource.audience),
        (_("Contents note"), resource.contents),
        (_("Notes"), resource.notes),
        (_("Educational purpose"), resource.learning_purpose),
        (_("Learning time in minutes"), str(resource.learning_minutes or "")),
        (_("Difficulty"), capfirst(resource.get_difficulty_display())),
        (_("Languages"), ", ".join(language_name(code) for code in resource.languages)),
        (_("Rights"), _rights(resource)),
        (_("Copied from"), str(resource.origin.get("school", ""))),
        (_("On the shelf since"), format_date(resource.published_at) if resource.published_at else ""),
    ]
    return [(name, value) for name, value in lines if value]


def _contributors(resource: Resource) -> Iterator[tuple[str, str]]:
    """Yield those with another role than author, by role."""
    names = defaultdict[str, list[str]](list)
    for person in resource.contributors.all():
        names[person.role].append(person.shown)
    names.pop(AUTHOR, None)
    return ((capfirst(role_name(role)), ", ".join(people)) for role, people in names.items())


def headings(resource: Resource) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the names, if one has an authority, and the subject headings: a title, and pairs of heading and address.

    The address is that of all works under the heading; empty without an authority.
    """
    names, subjects = list(resource.contributors.all()), list(resource.headings.all())
    rows: list[Contributor | ResourceHeading] = [*names, *subjects]
    keys = {row.authority_id for row in rows if row.authority_id is not None}
    uuids = dict(Authority.objects.filter(pk__in=keys).values_list("pk", "uuid")) if keys else {}
    listed: tuple[tuple[str, Sequence[Contributor | ResourceHeading]], ...] = (
        (_("Names"), names if any(row.authority_id for row in names) else []),
        (_("Subject headings"), subjects),
    )
    return [
        (title, [(row.shown, _works_url(uuids.get(row.authority_id or 0))) for row in shown])
        for title, shown in listed
        if shown
    ]


def _works_url(authority: UUID | None) -> str:
    return reverse("reading:works", args=[authority]) if authority else ""


def _transcribed(resource: Resource) -> str:
    """Return the names and headings as the record has them, where their headings differ."""
    names = [row.name for row in resource.contributors.all() if row.heading not in ("", row.name)]
    subjects = [row.text for row in resource.headings.all() if row.heading not in ("", row.text)]
    series = [resource.series] if resource.series_heading not in ("", resource.series) else []
    return "; ".join([*names, *subjects, *series])


def links(viewer: Viewer, resource: Resource) -> list[tuple[str, str, str]]:
    """Return relation, title and address of the related works; none of a resource that the viewer may not find."""
    uuids = [link["target"] for link in resource.links if link["target"] and "://" not in link["target"]]
    found = resources_for(viewer, uuids)
    lines = []
    for link in resource.links:
        target, other = link["target"], found.get(link["target"])
        address = resource_url(other.uuid) if other else target if "://" in target else ""
        title = link["title"] or (other.title if other else address)
        if title:
            lines.append((capfirst(str(RELATIONS[link["relation"]])), title, address))
    return lines


def _rights(resource: Resource) -> str:
    name = resource.get_rights_display()
    return capfirst(name) + (f". {resource.rights_note}" if resource.rights_note else "")


def citation(resource: Resource, address: str) -> str:
    """Return a citation: Contributors (year). Title. Publisher. Address."""
    contributors = ", ".join(person.name for person in resource.contributors.all())
    year = f"({resource.year})" if resource.year else ""
    head = " ".join(part for part in (contributors, year) if part)
    return ". ".join(part.rstrip(".") for part in (head, resource.title, resource.publisher, address) if part)
