"""The parts of the resource screen, as far as the viewer may see them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from access.actions import Action
from access.viewer import Viewer
from circulation.licences.queries import LendingState
from reading.cards import ResourceCard, card_for
from reading.lending import lending_states
from reading.links import page_name, page_url, resource_url
from reading.primary_action import PrimaryAction, primary_action
from repository.models import Page, Resource, ResourceFile
from repository.queries import is_allowed, pages_of, resources_allowed, with_labels
from search.queries import find
from search.query import Query

Role = ResourceFile.Role
THUMBNAILS = 16
THUMBNAIL_HEIGHT = 132  # pixels
DEFAULT_SIZE = 100, 141  # of a page without an image: the proportions of A4
MAX_HOLDERS = 50
MAX_SIMILAR = 6


@dataclass(frozen=True)
class PageThumbnail:
    """A page in the strip, with the displayed size of its image in pixels."""

    url: str
    image_url: str
    name: str
    width: int
    height: int


@dataclass(frozen=True)
class Chapter:
    """A line of the contents; without an address unless the viewer may read."""

    heading: str
    depth: int
    page_name: str
    url: str


@dataclass(frozen=True)
class Download:
    """A file to download; `size` in bytes."""

    name: str
    url: str
    size: int


@dataclass(frozen=True)
class Holder:
    """Another school that holds the same edition, and what the viewer can do there."""

    school: str
    url: str
    action: PrimaryAction


@dataclass(frozen=True)
class InsidePreview:
    """What is shown of the inside: the number of pages, and the rest as far as the viewer may see it."""

    page_count: int
    thumbnails: tuple[PageThumbnail, ...] = ()
    contents: tuple[Chapter, ...] = ()


def inside_preview(viewer: Viewer, resource: Resource, lending: LendingState, words: str) -> InsidePreview:
    """Return thumbnails for those who may read, headings for those who may look inside, the page count for all."""
    readable = lending.my_loan is not None or is_allowed(viewer, Action.READ, resource)
    if not readable and not is_allowed(viewer, Action.LOOK_INSIDE, resource):
        return InsidePreview(resource.pages.count())
    pages = list(pages_of(resource).select_related("image"))
    shown = pages[:THUMBNAILS] if readable else []
    thumbnails = tuple(_thumbnail(resource, page, number, words) for number, page in enumerate(shown, 1))
    chapters = [(page, number) for number, page in enumerate(pages, 1) if page.heading]
    return InsidePreview(len(pages), thumbnails, tuple(_chapter(resource, *chapter, readable) for chapter in chapters))


def _thumbnail(resource: Resource, page: Page, number: int, words: str) -> PageThumbnail:
    width, height = (page.image.width, page.image.height) if page.image else DEFAULT_SIZE
    return PageThumbnail(
        url=page_url(resource.uuid, page.uuid, words),
        image_url=reverse("reading:page_thumbnail", args=[resource.uuid, page.uuid]) if page.image else "",
        name=page_name(page, number),
        width=round(THUMBNAIL_HEIGHT * width / height),
        height=THUMBNAIL_HEIGHT,
    )


def _chapter(resource: Resource, page: Page, number: int, readable: bool) -> Chapter:
    url = page_url(resource.uuid, page.uuid) if readable else ""
    return Chapter(page.heading, page.depth, page_name(page, number), url)


def downloads(viewer: Viewer, resource: Resource) -> tuple[Download, ...]:
    """Return the files that the viewer may download."""
    return tuple(_downloads(resource)) if is_allowed(viewer, Action.DOWNLOAD, resource) else ()


def downloads_note(viewer: Viewer, resource: Resource) -> str:
    """Return why its rights stop downloads, for those who read it and for its librarians; else an empty string."""
    if resource.is_cleared or not is_allowed(viewer, Action.READ, resource):
        return ""
    if is_allowed(viewer, Action.EDIT, resource):
        return _(
            "Only your school’s librarians can download the file; others read it here page by page until its "
            "rights are cleared."
        )
    if resource.rights == Resource.Rights.IN_COPYRIGHT:
        return _("It is in copyright: you can read it here page by page, but its file cannot be downloaded.")
    return _("Its rights are not cleared yet: you can read it here page by page, but its file cannot be downloaded.")


def _downloads(resource: Resource) -> Iterator[Download]:
    for file in resource.files.all():
        if file.role == Role.ORIGINAL:
            yield Download(file.name, reverse("reading:original", args=[resource.uuid, file.uuid]), file.blob.size)
        if file.role == Role.SEARCHABLE_PDF:
            url = reverse("reading:searchable_pdf", args=[resource.uuid])
            yield Download(_("Searchable PDF"), url, file.blob.size)


def holders(viewer: Viewer, resource: Resource) -> tuple[Holder, ...]:
    """Return other schools' holdings of the same edition that the viewer may discover."""
    others = resources_allowed(viewer, Action.DISCOVER).filter(edition=resource.edition_id).exclude(pk=resource.pk)
    rows = with_labels(others.select_related("owner")[:MAX_HOLDERS])
    lending = lending_states(viewer, rows)
    return tuple(
        Holder(row.owner.name, resource_url(row.uuid), primary_action(viewer, row, lending[row.uuid])) for row in rows
    )


def similar(viewer: Viewer, resource: Resource) -> tuple[ResourceCard, ...]:
    """Return the newest resources of the same subjects and grades that the viewer may discover."""
    facets = {"subject": tuple(resource.subjects), "grade": tuple(str(grade) for grade in resource.grades)}
    chosen = {facet: values for facet, values in facets.items() if values}
    if "subject" not in chosen:
        return ()
    results = find(viewer, Query(chosen=chosen, size=MAX_SIMILAR + 1))
    others = (hit.resource for hit in results.hits if hit.resource.edition_id != resource.edition_id)
    return tuple(card_for(other) for other in others)[:MAX_SIMILAR]
