"""What a librarian can do with a resource, each one step away: the bar on its page, on its record and on its screens.

To add a link: name it in `links_for`; its screen shows the bar with `{% resource_bar resource "name" %}`.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from access.actions import Action
from access.viewer import Viewer
from portal.desk.resource_bulk import bulk_url
from repository.models import Resource
from repository.queries import is_allowed


@dataclass(frozen=True)
class ResourceLink:
    """One link of the bar; `icon` is a symbol of static/theme/icons.svg."""

    name: str
    label: str
    url: str
    icon: str


def links_for(viewer: Viewer, resource: Resource, *, back: str) -> list[ResourceLink]:
    """Return the links for a librarian of its school, none for anybody else; what changes its state leads to `back`."""
    if not is_allowed(viewer, Action.EDIT, resource):
        return []
    uuid = resource.uuid
    return [
        ResourceLink("page", _("Its page"), reverse("reading:resource", args=[uuid]), "eye"),
        ResourceLink("record", _("Edit the record"), reverse("resource:edit", args=[resource.pk]), "edit"),
        ResourceLink("marc", _("MARC record"), reverse("marc:edit", args=[uuid]), "list"),
        ResourceLink("appearance", _("Cover and contents"), reverse("ingest:appearance", args=[uuid]), "book"),
        ResourceLink("files", _("Files and captions"), reverse("ingest:files", args=[uuid]), "document"),
        ResourceLink("copies", _("Copies"), reverse("circulation:copies", args=[uuid]), "book"),
        ResourceLink("lending", _("Lending"), reverse("circulation:licences", args=[uuid]), "shelf"),
        ResourceLink("lessons", _("Lessons"), reverse("reading:link_lessons", args=[uuid]), "list"),
        ResourceLink("access", _("Who has access"), reverse("sharing:resource_grants", args=[uuid]), "people"),
        *([] if resource.is_cleared else [_clearing(resource, back)]),
        *([_numbers(resource)] if resource.pages.exists() else []),
        ResourceLink("edition", _("Same edition"), reverse("resource:edition", args=[resource.pk]), "link"),
        ResourceLink("versions", _("Versions"), reverse("resource:versions", args=[resource.pk]), "list"),
        ResourceLink("history", _("History"), _history(resource), "clock"),
        _state(resource, back),
    ]


def _numbers(resource: Resource) -> ResourceLink:
    url = reverse("reading:number_pages", args=[resource.uuid])
    return ResourceLink("numbers", _("Page numbers"), url, "list")


def _history(resource: Resource) -> str:
    return reverse("resource:history", args=[resource.pk])


def _clearing(resource: Resource, back: str) -> ResourceLink:
    return ResourceLink("rights", _("Clear the rights"), bulk_url("clear_rights", resource, back=back), "lock")


def _state(resource: Resource, back: str) -> ResourceLink:
    """Return the link that withdraws what is published, or publishes what is not."""
    if resource.state == Resource.State.PUBLISHED:
        return ResourceLink("state", _("Withdraw"), bulk_url("withdraw", resource, back=back), "close")
    return ResourceLink("state", _("Publish"), bulk_url("publish", resource, back=back), "check")
