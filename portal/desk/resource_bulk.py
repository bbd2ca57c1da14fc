"""Bulk actions on resources; each also serves one resource, from its page and from its record."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from access.viewer import Viewer
from accounts.form_fields import LineField
from portal.scoped_admin.bulk import SchoolBulkAction
from portal.scoped_admin.viewsets import viewer_of
from repository.actions import add_to_collection, clear_rights, publish, withdraw
from repository.models import Resource
from repository.queries import owned_by
from repository.record_bounds import MAX_LINE, NAMES
from sharing.choice_sources import collections
from sharing.pickers import PickOne, picker


def bulk_url(action: str, resource: Resource, *, back: str) -> str:
    """Return the address that asks to act on one resource, and leads to `back` afterwards."""
    address = reverse("wagtail_bulk_action", args=["repository", "resource", action])
    return f"{address}?{urlencode({'id': resource.pk, 'next': back})}"


class ResourceBulk(SchoolBulkAction):
    """Base of bulk actions on resources."""

    models = [Resource]
    query = staticmethod(owned_by)


class BulkPublish(ResourceBulk):
    """Publish."""

    display_name = _("Publish")
    aria_label = _("Publish the selected resources")
    action_type = "publish"
    action_priority = 10
    question = _("Everyone with access will find them at once. Publish these resources?")

    @classmethod
    def act(cls, resource: Resource, *, by: Viewer, choice: dict[str, Any]) -> None:
        """Publish one resource."""
        publish(resource, by=by)


class BulkWithdraw(ResourceBulk):
    """Withdraw."""

    display_name = _("Withdraw")
    aria_label = _("Withdraw the selected resources")
    action_type = "withdraw"
    action_priority = 20
    classes = {"serious"}
    question = _(
        "Only your school's librarians will see them; copies that other schools took remain. Withdraw these resources?"
    )

    @classmethod
    def act(cls, resource: Resource, *, by: Viewer, choice: dict[str, Any]) -> None:
        """Withdraw one resource."""
        withdraw(resource, by=by)


class BulkEdit(ResourceBulk):
    """Edit many records; its own screen asks what."""

    display_name = _("Edit together")
    aria_label = _("Edit the selected resources together")
    action_type = "edit_together"
    action_priority = 5
    question = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the screen for the selected resources."""
        objects, _refused = self.get_actionable_objects()
        return redirect(f"{reverse('resource:batch')}?{urlencode([('id', one.pk) for one in objects])}")

    post = get


class CollectionChoice(forms.Form):
    """The choice of a collection."""

    collection = PickOne(label=pgettext_lazy("of resources", "Collection"))


class BulkAddToCollection(ResourceBulk):
    """Add to a collection."""

    display_name = _("Add to a collection")
    aria_label = _("Add the selected resources to a collection")
    action_type = "collect"
    action_priority = 30
    form_class = CollectionChoice
    question = _("Access to the collection also applies to these resources.")

    def get_form(self, form_class: Any = None) -> CollectionChoice:
        """Offer the collections of the librarian's school alone."""
        form: CollectionChoice = super().get_form(form_class)
        picker(form, "collection").offer(collections(viewer_of(self.request)))
        return form

    @classmethod
    def act(cls, resource: Resource, *, by: Viewer, choice: dict[str, Any]) -> None:
        """Add one resource."""
        add_to_collection(choice["collection"].target, resource=resource, by=by)


class RightsDecision(forms.Form):
    """The rights, and why: who decides and when follows from the request."""

    rights = forms.ChoiceField(
        label=NAMES["rights"],
        choices=[choice for choice in Resource.Rights.choices if choice[0] != Resource.Rights.UNKNOWN],
        widget=forms.RadioSelect,
    )
    reason = LineField(
        label=_("Why"),
        max_length=MAX_LINE["rights_note"],
        help_text=_("For example: the author died in 1951; consent of the publisher of 3 May. Readers see it."),
    )


class BulkClearRights(ResourceBulk):
    """Clear the rights."""

    display_name = _("Clear the rights")
    aria_label = _("Clear the rights of the selected resources")
    action_type = "clear_rights"
    action_priority = 15
    form_class = RightsDecision
    question = _(
        "Once the rights are cleared, everyone who may read can also download the file, unless “No downloads” is set. "
        "What is in copyright stays page by page. Your name, the day and the reason are recorded."
    )

    @classmethod
    def act(cls, resource: Resource, *, by: Viewer, choice: dict[str, Any]) -> None:
        """Clear the rights of one resource."""
        clear_rights(resource, rights=choice["rights"], reason=choice["reason"], by=by)
