"""One resource as its screen shows it: what may be seen of it depends on who asks."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from stdnum import isbn

from access.actions import Action
from access.viewer import Viewer
from circulation.queries import LendingState, lending_states
from reading.filters import language_name
from reading.links import page_name, page_url, resource_url
from reading.primary_action import PrimaryAction, primary_action
from repository.models import Page, Resource, ResourceFile
from repository.queries import is_allowed, pages_of, resources_allowed, with_labels

Role = ResourceFile.Role
THUMBNAILS = 16


@dataclass(frozen=True)
class PageThumbnail:
    """A page in the strip, with the size of its small image."""

    url: str
    image_url: str
    where: str
    width: int
    height: int


@dataclass(frozen=True)
class Chapter:
    """A line of the contents; without an address where she may not read."""

    heading: str
    depth: int
    where: str
    url: str


@dataclass(frozen=True)
class Download:
    """A file to keep."""

    name: str
    url: str
    size: int


@dataclass(frozen=True)
class Holder:
    """Another school that holds the same edition, and what it offers."""

    school: str
    url: str
    offer: PrimaryAction


@dataclass(frozen=True)
class InsidePreview:
    """What is shown of the inside; all empty where she may not look."""

    page_count: int
    strip: tuple[PageThumbnail, ...] = ()
    contents: tuple[Chapter, ...] = ()


def inside_preview(viewer: Viewer, resource: Resource, lending: LendingState, words: str) -> InsidePreview:
    """Pages for those who read, headings for those who may look inside, their number for all."""
    readable = lending.my_loan is not None or is_allowed(viewer, Action.READ, resource)
    if not readable and not is_allowed(viewer, Action.LOOK_INSIDE, resource):
        return InsidePreview(resource.pages.count())
    pages = list(pages_of(resource).select_related("image"))
    strip = tuple(_leaf(resource, page, number, words) for number, page in enumerate(pages[:THUMBNAILS], 1) if readable)
    chapters = [(page, number) for number, page in enumerate(pages, 1) if page.heading]
    return InsidePreview(len(pages), strip, tuple(_chapter(resource, *chapter, readable) for chapter in chapters))


def _leaf(resource: Resource, page: Page, number: int, words: str) -> PageThumbnail:
    width, height = (page.image.width, page.image.height) if page.image else (100, 141)
    return PageThumbnail(
        url=page_url(resource.uuid, page.uuid, words),
        image_url=reverse("reading:page_thumbnail", args=[resource.uuid, page.uuid]) if page.image else "",
        where=page_name(page, number),
        width=round(132 * width / height),
        height=132,
    )


def _chapter(resource: Resource, page: Page, number: int, readable: bool) -> Chapter:
    url = page_url(resource.uuid, page.uuid) if readable else ""
    return Chapter(page.heading, page.depth, page_name(page, number), url)


def downloads(viewer: Viewer, resource: Resource) -> tuple[Download, ...]:
    """The files themselves, where it is free and not given out page by page only."""
    if resource.protected or not is_allowed(viewer, Action.READ, resource):
        return ()
    return tuple(_downloads(resource))


def _downloads(resource: Resource) -> Iterator[Download]:
    for file in resource.files.all():
        if file.role == Role.ORIGINAL:
            yield Download(file.name, reverse("reading:original", args=[resource.uuid, file.uuid]), file.blob.size)
        if file.role == Role.SEARCHABLE_PDF:
            url = reverse("reading:searchable_pdf", args=[resource.uuid])
            yield Download(_("Searchable PDF"), url, file.blob.size)


def holders(viewer: Viewer, resource: Resource) -> tuple[Holder, ...]:
    """Other schools' holdings of the same edition, as far as she may know of them."""
    others = resources_allowed(viewer, Action.DISCOVER).filter(edition=resource.edition_id).exclude(pk=resource.pk)
    rows = with_labels(others.select_related("owner")[:50])
    lending = lending_states(viewer, rows)
    return tuple(
        Holder(row.owner.name, resource_url(row.uuid), primary_action(viewer, row, lending[row.uuid])) for row in rows
    )


def details(resource: Resource) -> list[tuple[str, str]]:
    """The record in words; what is not known has no line."""
    lines = [
        (_("Publisher"), resource.publisher),
        (_("Year"), str(resource.year or "")),
        (_("ISBN"), isbn.format(resource.isbn) if resource.isbn else ""),
        (_("Languages"), ", ".join(language_name(code) for code in resource.languages)),
        (_("Rights"), _rights(resource)),
        (_("Copied from"), str(resource.origin.get("school", ""))),
        (_("On the shelf since"), date_format(resource.published_at, "d/m/Y") if resource.published_at else ""),
    ]
    return [(name, value) for name, value in lines if value]


def _rights(resource: Resource) -> str:
    name = resource.get_rights_display()
    return capfirst(name) + (f". {resource.rights_note}" if resource.rights_note else "")


def citation(resource: Resource, address: str) -> str:
    """Who (year). Title. Publisher. Address."""
    who = ", ".join(person.name for person in resource.contributors.all())
    year = f"({resource.year})" if resource.year else ""
    head = " ".join(part for part in (who, year) if part)
    return ". ".join(part.rstrip(".") for part in (head, resource.title, resource.publisher, address) if part)
