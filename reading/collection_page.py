"""The resources of a collection page, each with its place, its card and the primary action."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from access.viewer import Viewer
from accounts.models import School
from accounts.paging import ListPage
from reading.cards import ResourceCard, card_for
from reading.lending import lending_states
from reading.primary_action import PrimaryAction, primary_action
from repository.queries import resources_for

SUMMARY_LENGTH = 240  # characters


@dataclass(frozen=True)
class CollectionItem:
    """A resource at a place of the collection, counted from 1 among those that the viewer may discover."""

    place: int
    card: ResourceCard
    summary: str
    action: PrimaryAction


def items(viewer: Viewer, page: ListPage[UUID]) -> list[CollectionItem]:
    """Return the resources of one page of the list of UUIDs."""
    found = resources_for(viewer, page.rows)
    resources = [found[str(uuid)] for uuid in page.rows if str(uuid) in found]
    lending = lending_states(viewer, resources)
    return [
        CollectionItem(
            place=place,
            card=card_for(resource),
            summary=resource.description[:SUMMARY_LENGTH],
            action=primary_action(viewer, resource, lending[resource.uuid]),
        )
        for place, resource in enumerate(resources, start=page.first)
    ]


def home_url(school: School) -> str:
    """Return the address of the school's page."""
    return reverse("wagtail_serve", args=[f"truong/{school.code}/"])
