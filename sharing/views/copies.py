"""Taking a copy of what another school lets ours copy."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from access.actions import Action
from accounts.errors import NotFound
from accounts.models import School
from repository.actions import copy_to_school
from repository.queries import require_staff, resource_for
from sharing.http import ViewerRequest, require_signer


@require_http_methods(["GET", "POST"])
def take(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """What a copy keeps, then the copy: a draft of the librarian's school."""
    require_signer(request.viewer)
    school = School.objects.get(pk=request.viewer.signs_for)  # type: ignore[misc]
    require_staff(request.viewer, school.pk)
    found = resource_for(request.viewer, resource, Action.COPY)
    if found.owner_id == school.pk:
        raise NotFound
    if request.method == "POST":
        taken = copy_to_school(found, school=school, by=request.viewer)
        messages.success(request, _("The copy is a draft of your school. Check it, then publish it."))
        return redirect("reading:resource", taken.uuid)
    creators = ", ".join(creator.name for creator in found.contributors.all())
    return render(request, "sharing/take_copy.html", {"resource": found, "school": school, "creators": creators})
