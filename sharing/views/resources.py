"""Screens about access to one resource or collection: its grants, the reasons of a decision, a copy for a school."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from access.actions import Action
from access.viewer import Viewer
from accounts.errors import NotFound
from accounts.models import Membership, School
from accounts.paging import page_of
from repository.actions import copy_to_school, grant_all, revoke
from repository.models import Collection, Resource
from repository.queries import require_staff, resource_for
from sharing import explain
from sharing.forms import GrantForm, PersonForm
from sharing.http import ViewerRequest, require_signer
from sharing.queries import collection_for, grants_of, person_of_my_school
from sharing.viewer import viewer_of_membership
from sharing.wording import grant_sentence


@require_http_methods(["GET", "POST"])
def resource_grants(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """Show, add and revoke the grants of a resource."""
    return _grants(request, resource_for(request.viewer, resource, Action.SHARE))


@require_http_methods(["GET", "POST"])
def collection_grants(request: ViewerRequest, collection: UUID) -> HttpResponse:
    """Show, add and revoke the grants of a collection, which hold for resources that are added later, too."""
    return _grants(request, collection_for(request.viewer, collection))


def _grants(request: ViewerRequest, target: Resource | Collection) -> HttpResponse:
    revokes = "close" in request.POST
    form = GrantForm(None if revokes else request.POST or None, viewer=request.viewer)
    if revokes:
        _revoke(request, target)
    elif request.method == "POST" and form.is_valid():
        wanted = [Action(action) for action in form.cleaned_data["actions"]]
        grant_all(target, actions=wanted, audiences=form.selected_audiences(), by=request.viewer)
        form = GrantForm(viewer=request.viewer)
    if request.method == "POST" and not request.htmx and not form.errors:
        return redirect(request.path)
    page = page_of(request, grants_of(request.viewer, target))
    rows = [(row, grant_sentence(row)) for row in page.rows]
    template = "sharing/parts/grants.html" if request.htmx else "sharing/grants.html"
    is_collection = isinstance(target, Collection)
    context = {"target": target, "is_collection": is_collection, "grants": rows, "page": page, "form": form}
    return render(request, template, context)


def _revoke(request: ViewerRequest, target: Resource | Collection) -> None:
    """Revoke the grant whose button was pressed; do nothing if it no longer exists."""
    action, _at, audience = request.POST["close"].partition("@")
    row = grants_of(request.viewer, target).filter(action=action, audience=audience).first()
    if row is not None:
        revoke(target, action=Action(row.action), audience=row.audience, by=request.viewer)


@require_GET
def why(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """Explain to the viewer why they have access or not.

    Those who sign for a school can ask for a person of it: `nguoi` is the UUID of a membership.
    """
    explained = resource_for(request.viewer, resource)
    signs, asks = request.viewer.signs_for is not None, bool(request.GET)
    form = PersonForm(request.GET if asks else None, viewer=request.viewer) if signs else None
    person = _asked_person(request, form)
    viewer: Viewer = viewer_of_membership(person, now=request.viewer.now) if person else request.viewer
    context = {
        "resource": explained,
        "answers": explain.group_answers(explain.why(viewer, explained, asker=request.viewer)),
        "person": person,
        "form": form,
    }
    return render(request, "sharing/parts/why.html" if request.htmx else "sharing/why.html", context)


def _asked_person(request: ViewerRequest, form: PersonForm | None) -> Membership | None:
    """Return the person of the address, or the one whose name was typed; None if nobody is asked for."""
    membership = request.GET.get("nguoi", "")
    if form is None or not request.GET.get("nguoi-words"):
        return person_of_my_school(request.viewer, membership) if membership else None
    chosen = form.cleaned_data["nguoi"] if form.is_valid() else None
    return chosen.target if chosen else None


@require_http_methods(["GET", "POST"])
def take_copy(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """Show what a copy contains, then create it as a draft of the librarian's school."""
    require_signer(request.viewer)
    school = School.objects.get(pk=request.viewer.signs_for)  # type: ignore[misc]
    require_staff(request.viewer, school.pk)
    original = resource_for(request.viewer, resource, Action.COPY)
    if original.owner_id == school.pk:
        raise NotFound
    if request.method == "POST":
        copy = copy_to_school(original, school=school, by=request.viewer)
        messages.success(request, _("The copy is a draft of your school. Check it, then publish it."))
        return redirect("reading:resource", copy.uuid)
    creators = ", ".join(creator.name for creator in original.contributors.all())
    return render(request, "sharing/take_copy.html", {"resource": original, "school": school, "creators": creators})
