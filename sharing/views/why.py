"""Why she, or somebody of her school, may or may not do something with a resource."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from access.viewer import Viewer
from repository.queries import resource_for
from sharing.explain import group_answers
from sharing.explain import why as reasons_why
from sharing.http import ViewerRequest
from sharing.queries import people_of_my_school, person_of_my_school
from sharing.viewer import viewer_of_membership


@require_GET
def why(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """For those who may discover it; those who sign for a school can ask for its people (`nguoi`)."""
    found = resource_for(request.viewer, resource)
    asked = request.GET.get("nguoi", "")
    person = person_of_my_school(request.viewer, asked) if asked else None
    viewer: Viewer = viewer_of_membership(person, now=request.viewer.now) if person else request.viewer
    signs = request.viewer.signs_for is not None
    context = {
        "resource": found,
        "answers": group_answers(reasons_why(viewer, found, asker=request.viewer)),
        "person": person,
        "people": people_of_my_school(request.viewer) if signs else [],
    }
    return render(request, "sharing/parts/why.html" if request.htmx else "sharing/why.html", context)
