"""The versions of a record on the desk: what each change did, field by field, and a version to bring back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from accounts.paging import page_of
from accounts.text import is_key
from portal.scoped_admin.viewsets import ScopedQuerysetMixin, viewer_of
from repository.actions import effects, restore_version
from repository.models import Collection, Grant, RecordChange, Resource
from repository.record_values import FIELD_NAMES, in_words
from sharing.wording import grant_sentence

CHANGES_ON_A_PAGE = 20


class RecordVersionsView(ScopedQuerysetMixin, PermissionCheckedMixin, View):
    """The changes, the newest first; a posted number brings the version after that change back."""

    permission_required = "change"

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Show one page of the changes."""
        resource = self._resource(pk)
        changes = resource.changes.select_related("by", "school").order_by("-number")
        page = page_of(request, changes, size=CHANGES_ON_A_PAGE)
        last = changes.values_list("number", flat=True).first()
        context = {
            "resource": resource,
            "page": page,
            "changes": [(change, _fields(change), change.number == last) for change in page.rows],
        }
        return render(request, "portal/desk/record_versions.html", context)

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Bring a version back."""
        resource, number = self._resource(pk), request.POST.get("number", "")
        if not is_key(number):
            messages.error(request, _("Choose the version to bring back. Nothing was changed."))
            return redirect("resource:versions", resource.pk)
        why = _("Version %(number)s brought back") % {"number": number}
        restore_version(resource, number=int(number), by=viewer_of(request), why=why)
        messages.success(request, _("The record is as it was in version %(number)s.") % {"number": number})
        return redirect("resource:versions", resource.pk)

    def _resource(self, pk: str) -> Resource:
        found: Resource = get_object_or_404(self.scoped(), pk=pk)
        return found


def _fields(change: RecordChange) -> list[tuple[Any, str, str]]:
    """Return the name of each changed field with its value before and after, in words."""
    return [
        (FIELD_NAMES.get(name, name), _words(name, before), _words(name, after))
        for name, (before, after) in change.difference.items()
    ]


def _words(name: str, value: Any) -> str:
    if not value or name not in effects.EFFECTS:
        return in_words(name, value)
    if name == effects.STATE:
        return str(Resource.State(value).label)
    if name == effects.EDITION:
        return ", ".join(Resource.objects.filter(edition__uuid=value).values_list("owner__name", flat=True)[:5]) or "–"
    if name == effects.COLLECTION:
        return Collection.objects.filter(uuid=value).values_list("name", flat=True).first() or _("a deleted collection")
    action, _at, audience = value.partition("@")
    return grant_sentence(Grant(action=action, audience=audience))
