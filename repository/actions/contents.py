"""The write of a table of contents: the headings of the pages on which a chapter begins."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from access.actions import Action
from access.viewer import Viewer
from accounts.audit import record
from repository.index_changes import Part, mark_changed
from repository.models import Page, Resource
from repository.queries import require_permission

MAX_HEADING = 300  # characters


@dataclass(frozen=True)
class Heading:
    """The heading of a chapter and its depth in the contents, from 1."""

    text: str
    depth: int = 1


@transaction.atomic
def set_contents(resource: Resource, *, headings: Mapping[int, Heading], by: Viewer) -> None:
    """Replace the table of contents; `headings` by primary key of the page. Raise NotFound where `by` may not edit."""
    require_permission(by, Action.EDIT, resource)
    changed = [page for page in resource.pages.all() if _set(page, headings.get(page.pk, Heading("", 0)))]
    if not changed:
        return
    Page.objects.bulk_update(changed, ["heading", "depth"], batch_size=500)
    record("resource.contents", by=by, target=resource.uuid)
    keys = [page.order_key for page in changed]
    mark_changed(resource, Part.RECORD, now=by.now)
    mark_changed(resource, Part.PAGES, now=by.now, first=min(keys), last=max(keys))


def _set(page: Page, heading: Heading) -> bool:
    """Set the heading; return whether it differs."""
    before = (page.heading, page.depth)
    page.heading, page.depth = heading.text, heading.depth
    return before != (page.heading, page.depth)
