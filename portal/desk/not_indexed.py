"""What of a school could not be put into the search index, why, and the button that tries again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.errors import NotFound
from accounts.paging import page_of
from portal.scoped_admin.viewsets import viewer_of
from repository.models import IndexChange, Page, Resource
from search.actions import retry
from search.queries import not_indexed


@dataclass(frozen=True)
class NotIndexedRow:
    """One part of a resource that cannot be found, in words."""

    resource: UUID
    title: str
    url: str
    part: str
    reasons: tuple[str, ...]
    changed_at: datetime
    retry_at: datetime | None


@require_safe
def not_indexed_list(request: HttpRequest) -> HttpResponse:
    """Show the list, oldest first."""
    page = page_of(request, not_indexed(viewer_of(request)))
    return render(request, "portal/desk/not_indexed.html", {"lines": not_indexed_rows(page.rows), "page": page})


@require_POST
def index_again(request: HttpRequest) -> HttpResponse:
    """Try one resource again, or all of them."""
    number = retry(by=viewer_of(request), resource=_named(request.POST.get("resource", "")))
    message = ngettext("Trying %(n)s part again.", "Trying %(n)s parts again.", number)
    messages.success(request, message % {"n": number})
    return redirect("portal:not_indexed")


def not_indexed_rows(rows: Iterable[IndexChange]) -> list[NotIndexedRow]:
    """Return the rows in words; a deleted resource is named by its UUID."""
    rows = list(rows)
    resources = {r.uuid: r for r in Resource.objects.filter(uuid__in={row.resource for row in rows})}
    return [_line(row, resources.get(row.resource)) for row in rows]


def _line(row: IndexChange, resource: Resource | None) -> NotIndexedRow:
    return NotIndexedRow(
        resource=row.resource,
        title=resource.title if resource else str(row.resource),
        url=reverse("reading:resource", args=[row.resource]) if resource else "",
        part=_part(row, resource),
        reasons=tuple(line.partition(": ")[2] or line for line in row.last_error.splitlines()),
        changed_at=row.changed_at,
        retry_at=row.retry_at,
    )


def _part(row: IndexChange, resource: Resource | None) -> str:
    if row.part == IndexChange.Part.PAGES and resource is not None:
        return _pages(row, resource)
    return {
        IndexChange.Part.RECORD: _("Its record: title, names, subjects"),
        IndexChange.Part.LABELS: _("Who may find it: its record and all its pages"),
        IndexChange.Part.PAGES: _("Pages"),
        IndexChange.Part.CUES: _("Transcript of the recording"),
        IndexChange.Part.DELETED: _("Deleted, but still in the index"),
    }[IndexChange.Part(row.part)]


def _pages(row: IndexChange, resource: Resource) -> str:
    pages = Page.objects.filter(resource=resource, order_key__range=(row.first, row.last)).order_by("order_key")
    labels = list(pages.values_list("label", flat=True))
    if not labels:
        return _("Pages")
    if len(labels) == 1:
        return _("Page %(label)s") % {"label": labels[0]}
    return _("Pages %(first)s to %(last)s") % {"first": labels[0], "last": labels[-1]}


def _named(text: str) -> UUID | None:
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None
