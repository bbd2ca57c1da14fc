"""The screen of one resource, and its address as a QR code."""

from io import BytesIO
from typing import Any
from uuid import UUID

import segno
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from circulation.queries import lending_states
from reading import resource_page
from reading.cards import card_for
from reading.deep_links import parse_deep_link
from reading.links import with_parameters
from reading.primary_action import primary_action
from reading.similar import similar
from repository.models import Resource
from repository.queries import resource_for
from sharing.http import ViewerRequest


@require_safe
def show(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """What it is, the one main action, and what may be seen of its inside."""
    found = resource_for(request.viewer, resource)
    return render(request, "reading/resource.html", _screen(request, found))


def _screen(request: ViewerRequest, found: Resource) -> dict[str, Any]:
    viewer, wished = request.viewer, parse_deep_link(request.GET)
    lending = lending_states(viewer, [found])[found.uuid]
    address = request.build_absolute_uri(reverse("reading:resource", args=[found.uuid]))
    return {
        "resource": found,
        "face": card_for(found),
        "offer": primary_action(viewer, found, lending).with_target(wished.url(found)),
        "loan": lending.my_loan,
        "inside": resource_page.inside_preview(viewer, found, lending, wished.words),
        "details": resource_page.details(found),
        "downloads": resource_page.downloads(viewer, found),
        "holders": resource_page.holders(viewer, found),
        "similar": similar(viewer, found),
        "citation": resource_page.citation(found, address),
        "full_url": address,
        "search_words": wished.words,
        "back_url": with_parameters(reverse("reading:results"), q=wished.words) if wished.words else "",
    }


@require_safe
def qr_code(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """The address as a picture that a phone can read; it opens no more than the address does."""
    found = resource_for(request.viewer, resource)
    address = request.build_absolute_uri(reverse("reading:resource", args=[found.uuid]))
    picture = BytesIO()
    segno.make(address, error="m").save(picture, kind="svg", scale=4, border=2, light="#fff")
    answer = HttpResponse(picture.getvalue(), content_type="image/svg+xml; charset=utf-8")
    answer["Cache-Control"] = "private, max-age=3600"
    return answer
