"""The screens on which lessons are entered, changed, matched, and linked to resources."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from access.viewer import Viewer
from accounts.errors import NotFound, UserFacingError
from reading import lesson_pages
from reading.lesson_forms import ChosenListForm, LessonForm, PastedLessonsForm
from repository.curriculum import actions
from repository.curriculum import queries as lessons
from repository.curriculum.lesson_lists import lessons_in, rows_of
from repository.models import LessonResource, Resource
from repository.queries import resource_for
from sharing.http import ViewerRequest

MAX_LINKED = 50  # lessons that one form links


@login_required
@require_http_methods(["GET", "POST"])
def add(request: ViewerRequest) -> HttpResponse:
    """Show what a list, pasted or from a file, holds and would change; save it with the button “save”."""
    if not lessons.edits_lessons(request.viewer):
        raise NotFound
    if request.method == "GET":
        given = {name: request.GET[name] for name in ("subject", "grade", "series") if name in request.GET}
        return render(request, "reading/add_lessons.html", {"form": PastedLessonsForm(initial=given)})
    form = PastedLessonsForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "reading/add_lessons.html", {"form": form}, status=400)
    target = form.target()
    try:
        lines = lessons_in(rows_of(form.cleaned_data["text"]))
        if request.POST.get("do") != "save":
            outcomes = actions.compare_lessons(target, lines, by=request.viewer)
            return render(request, "reading/add_lessons.html", {"form": form, "preview": _preview(outcomes)})
        saved = actions.save_lessons(target, lines, by=request.viewer)
    except UserFacingError as refusal:
        if refusal.status != 400:
            raise
        form.add_error("text", str(refusal))
        return render(request, "reading/add_lessons.html", {"form": form}, status=400)
    numbers = {"created": saved.created, "changed": saved.changed, "same": saved.same}
    messages.success(
        request, _("The list is saved: %(created)s new, %(changed)s changed, %(same)s as before.") % numbers
    )
    return redirect("reading:lesson_list", target.subject, target.grade)


def _preview(outcomes: list[tuple[str, Any]]) -> dict[str, Any]:
    numbers = {name: sum(outcome == name for outcome, _line in outcomes) for name in ("new", "changed", "same")}
    return {"rows": outcomes, "numbers": numbers}


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: ViewerRequest, lesson: UUID) -> HttpResponse:
    """Change a lesson."""
    own = lessons.own_lesson(request.viewer, lesson)
    posted = request.POST if request.method == "POST" else None
    form = LessonForm(posted, initial=LessonForm.initial_of(own))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.update_lesson(
            own, form.line(), position=data["position"], since=data["since"], until=form.end(), by=request.viewer
        )
        messages.success(request, _("The lesson is saved."))
        return redirect("reading:lesson", own.uuid)
    context = {
        "form": form,
        "lesson": own,
        "name": lessons.lesson_name(own),
        "others": _named(lessons.counterparts(request.viewer, own)),
        "suggested": _named(lessons.suggested_counterparts(request.viewer, own)),
    }
    return render(request, "reading/edit_lesson.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def delete(request: ViewerRequest, lesson: UUID) -> HttpResponse:
    """Delete a lesson after its own screen asked; the resources stay."""
    own = lessons.own_lesson(request.viewer, lesson)
    actions.delete_lesson(own, by=request.viewer)
    messages.success(request, _("The lesson “%(title)s” is deleted. Its resources stay.") % {"title": own.title})
    return redirect("reading:lesson_list", own.subject, own.grade)


@login_required
@require_POST
def match(request: ViewerRequest, lesson: UUID) -> HttpResponse:
    """Record which lessons of other series treat the same, or with “part” that one does not."""
    own = lessons.own_lesson(request.viewer, lesson)
    for other in _lessons_posted(request.viewer, request.POST.getlist("other")):
        if request.POST.get("do") == "part":
            actions.part_lessons(own, other, by=request.viewer)
        else:
            actions.match_lessons(own, [other], by=request.viewer)
    messages.success(request, _("The corresponding lessons are saved."))
    return redirect("reading:edit_lesson", own.uuid)


@login_required
@require_http_methods(["GET", "POST"])
def link(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """Link a resource to lessons; teachers propose the links to the librarians."""
    viewer = request.viewer
    if not lessons.edits_lessons(viewer) and not lessons.may_propose(viewer):
        raise NotFound
    found = resource_for(viewer, resource)
    if request.method == "POST":
        chosen = _lessons_posted(viewer, request.POST.getlist("lesson"))
        states = [actions.link_resource(lesson, found, by=viewer).state for lesson in chosen]
        messages.success(request, _what_happened(states))
        return redirect("reading:link_lessons", found.uuid)
    return render(request, "reading/link_lessons.html", _linking(request, found))


@login_required
@require_POST
def decide(request: ViewerRequest, link: int) -> HttpResponse:
    """Accept a proposed link, or with “remove” take a link away; then return to the screen of the form."""
    row = LessonResource.objects.filter(pk=link, lesson__in=lessons.lessons_for(request.viewer))
    found = row.select_related("lesson", "resource").first()
    if found is None:
        raise NotFound
    if request.POST.get("do") == "remove":
        actions.unlink_resource(found, by=request.viewer)
        messages.success(request, _("The link to the lesson is removed."))
    elif lessons.may_link(request.viewer, found.lesson, found.resource):
        actions.link_resource(found.lesson, found.resource, by=request.viewer)
        messages.success(request, _("Readers now find the resource at the lesson."))
    else:
        raise NotFound
    if request.POST.get("back") == "lesson":
        return redirect("reading:lesson", found.lesson.uuid)
    return HttpResponseRedirect(reverse("reading:link_lessons", args=[found.resource.uuid]))


def _linking(request: ViewerRequest, resource: Resource) -> dict[str, Any]:
    viewer = request.viewer
    first = {"subject": next(iter(resource.subjects), ""), "grade": next(iter(resource.grades), "")}
    chooser = ChosenListForm(request.GET if "subject" in request.GET else None, initial=first)
    chosen = chooser.cleaned_data if chooser.is_bound and chooser.is_valid() else first
    listed = lessons.current_lessons_for(viewer).exclude(links__resource=resource)
    listed = listed.filter(subject=chosen.get("subject", ""), grade=chosen.get("grade") or 0)
    return {
        "resource": resource,
        "links": lessons.links_of(viewer, resource),
        "suggested": _named(lessons.suggested_for(viewer, resource)),
        "chooser": chooser,
        "listed": _named(listed),
        "proposes": not lessons.edits_lessons(viewer),
        "viewer_person": viewer.person,
    }


def _named(found: Any) -> list[tuple[Any, str, str]]:
    """Return each lesson with its name and where it stands."""
    return [
        (
            lesson,
            lessons.lesson_name(lesson),
            " · ".join(filter(None, [lesson_pages.heading_of(lesson.series), lesson.unit, lesson.owner.name])),
        )
        for lesson in found
    ]


def _lessons_posted(viewer: Viewer, values: list[str]) -> list[Any]:
    """Return the lessons that these UUIDs name. Raise NotFound for one that the viewer does not see."""
    return [lessons.lesson_for(viewer, _uuid(value)) for value in values[:MAX_LINKED]]


def _uuid(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError as error:
        raise NotFound from error


def _what_happened(states: list[str]) -> str:
    number = len(states)
    if not number:
        return _("No lesson was chosen. Nothing was changed.")
    if LessonResource.State.PROPOSED in states:
        text = ngettext(
            "%(n)s lesson is proposed to the librarians.", "%(n)s lessons are proposed to the librarians.", number
        )
    else:
        text = ngettext("Linked to %(n)s lesson.", "Linked to %(n)s lessons.", number)
    return text % {"n": number}
