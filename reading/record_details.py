"""The record on the resource screen: facts as pairs of name and value, related works, the citation."""

from collections import defaultdict
from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from stdnum import isbn

from access.viewer import Viewer
from accounts.dates import format_date
from reading.filters import language_name
from reading.links import resource_url
from repository.models import Resource
from repository.queries import resources_for
from repository.record_bounds import RELATIONS
from repository.roles import AUTHOR, role_name


def details(resource: Resource) -> list[tuple[str, str]]:
    """Return the record as pairs of name and value, without empty values."""
    lines = [
        *_contributors(resource),
        (_("Edition statement"), resource.edition_statement),
        (_("Place of publication"), resource.place),
        (_("Publisher"), resource.publisher),
        (_("Year"), str(resource.year or "")),
        (_("Physical description"), resource.extent),
        (_("Series"), " ; ".join(filter(None, (resource.series, resource.series_number)))),
        (_("ISBN"), isbn.format(resource.isbn) if resource.isbn else ""),
        (_("ISSN"), resource.issn),
        (_("Call number"), resource.call_number),
        (_("Dewey number"), resource.ddc),
        (_("Subject headings"), "; ".join(heading.text for heading in resource.headings.all())),
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
        names[person.role].append(person.name)
    names.pop(AUTHOR, None)
    return ((capfirst(role_name(role)), ", ".join(people)) for role, people in names.items())


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
