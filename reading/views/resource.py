"""The screen of one resource, and its address as a QR code."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.site_address import absolute
from circulation.holds.queries import hold_state
from reading import record_details, resource_page
from reading.cards import card_for
from reading.hold_cards import hold_card
from reading.lending import lending_states
from reading.links import parse_deep_link, with_parameters
from reading.list_cards import saved_in
from reading.primary_action import primary_action
from reading.qr import qr_response
from repository.curriculum import queries as lessons
from repository.curriculum.dewey import class_path
from repository.models import Resource
from repository.queries import resource_for
from sharing.http import ViewerRequest


@require_safe
def show(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """Show the record, the primary action, and what the viewer may see of the inside."""
    return render(request, "reading/resource.html", _context(request, resource_for(request.viewer, resource)))


def _context(request: ViewerRequest, resource: Resource) -> dict[str, Any]:
    viewer, link = request.viewer, parse_deep_link(request.GET)
    lending = lending_states(viewer, [resource])[resource.uuid]
    full_url = absolute(reverse("reading:resource", args=[resource.uuid]))
    waiting = hold_state(viewer, resource, lending)
    return {
        "resource": resource,
        "card": card_for(resource),
        "action": primary_action(viewer, resource, lending).with_target(link.url(resource.uuid)),
        "loan": lending.my_loan,
        "waiting": waiting,
        "hold": hold_card(waiting.mine) if waiting.mine else None,
        "inside": resource_page.inside_preview(viewer, resource, lending, link.words),
        "headings": record_details.headings(resource),
        "details": record_details.details(resource),
        "links": record_details.links(request.viewer, resource),
        "downloads": resource_page.downloads(viewer, resource),
        "downloads_note": resource_page.downloads_note(viewer, resource),
        "holders": resource_page.holders(viewer, resource),
        "similar": resource_page.similar(viewer, resource),
        "citation": record_details.citation(resource, full_url),
        "full_url": full_url,
        "class_path": class_path(viewer, resource.ddc),
        "lessons": lessons.links_of(viewer, resource),
        "links_lessons": lessons.edits_lessons(viewer) or lessons.may_propose(viewer),
        "saved": saved_in(viewer, resource),
        "search_words": link.words,
        "back_url": with_parameters(reverse("reading:results"), q=link.words) if link.words else "",
    }


@require_safe
def qr_code(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """Return the address as a QR code, to those who may discover the resource."""
    visible = resource_for(request.viewer, resource)
    path = reverse("reading:resource", args=[visible.uuid])
    return qr_response(path, cache_control="private, max-age=3600")
