"""The pages that say who answers, and how personal data are protected: the viewer's school, else the node."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from access.viewer import Viewer
from accounts.contact_details import ContactDetails
from accounts.errors import NotFound
from accounts.models import Node, School
from portal.help.privacy_text import default_text, parts_of
from sharing.http import ViewerRequest


@require_safe
def contact(request: ViewerRequest, code: str = "") -> HttpResponse:
    """Show who answers: of the school with this code, else of the viewer's school; then of the node."""
    return render(request, "help/contact.html", _owners(request.viewer, code))


@require_safe
def privacy(request: ViewerRequest, code: str = "") -> HttpResponse:
    """Show the text of the school, else that of the node, else that of the product."""
    owners = _owners(request.viewer, code)
    written = next((owner.privacy_text for owner in owners.values() if owner and owner.privacy_text), "")
    return render(request, "help/privacy.html", {**owners, "parts": list(parts_of(written or default_text()))})


def _owners(viewer: Viewer, code: str) -> dict[str, ContactDetails | None]:
    """Return the school, or None for a visitor, and the node, or None before it is set up. Raise NotFound."""
    school = _school(viewer, code)
    return {"of_school": school, "of_node": Node.objects.filter(is_here=True).first()}


def _school(viewer: Viewer, code: str) -> School | None:
    if not code:
        return School.objects.filter(pk__in=[viewer.school]).first()
    try:
        return School.objects.get(code=code)
    except School.DoesNotExist as error:
        raise NotFound from error
