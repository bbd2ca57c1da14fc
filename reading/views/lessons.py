"""The screens of lessons for readers: which lists there are, a list, a lesson with the resources for it."""

from uuid import UUID

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.paging import page_of
from reading import lesson_pages
from reading.collection_page import items
from reading.links import with_parameters
from repository.curriculum import GRADES, is_subject
from repository.curriculum import queries as lessons
from repository.curriculum_concepts import concepts_for
from repository.formats import skos
from sharing.http import ViewerRequest


@require_safe
def lists(request: ViewerRequest) -> HttpResponse:
    """Show the lists of lessons by grade; visitors learn how to see those of their school."""
    context = {
        "grades": lesson_pages.lists_by_grade(request.viewer),
        "edits": lessons.edits_lessons(request.viewer),
    }
    return render(request, "reading/lesson_lists.html", context)


@require_safe
def programme(request: ViewerRequest, ending: str) -> StreamingHttpResponse:
    """Download the programme, local subjects and the viewer's lessons as SKOS: `ttl` in Turtle, `rdf` in RDF/XML."""
    form = skos.FORMS[ending]
    answer = StreamingHttpResponse(skos.write(concepts_for(request.viewer), form), content_type=form.media_type)
    answer["Content-Disposition"] = f'attachment; filename="chuong-trinh.{ending}"'
    return answer


@require_safe
def lesson_list(request: ViewerRequest, subject: str, grade: int) -> HttpResponse:
    """Show the lessons of a subject in a grade."""
    if not is_subject(subject) or grade not in GRADES:
        raise Http404
    edits = lessons.edits_lessons(request.viewer)
    context = {
        "title": lesson_pages.list_title(subject, grade),
        "series": lesson_pages.series_lists(request.viewer, subject, grade),
        "edits": edits,
        "add_url": with_parameters(reverse("reading:add_lessons"), subject=subject, grade=str(grade)) if edits else "",
    }
    return render(request, "reading/lesson_list.html", context)


@require_safe
def show(request: ViewerRequest, lesson: UUID) -> HttpResponse:
    """Show a lesson, the resources for it, and those for the same lesson of other series."""
    viewer = request.viewer
    shown = lessons.lesson_for(viewer, lesson)
    others = list(lessons.counterparts(viewer, shown))
    page = page_of(request, lessons.resources_of(viewer, [shown]).values_list("uuid", flat=True))
    theirs = lessons.resources_of(viewer, others).exclude(lesson_links__lesson=shown)
    other_page = page_of(request, theirs.values_list("uuid", flat=True), parameter="trang-khac")
    address = reverse("reading:results")
    results = with_parameters(address, q=shown.title, subject=shown.subject, grade=str(shown.grade))
    context = {
        "lesson": shown,
        "name": lessons.lesson_name(shown),
        "list_title": lesson_pages.list_title(shown.subject, shown.grade),
        "list_url": reverse("reading:lesson_list", args=[shown.subject, shown.grade]),
        "facts": lesson_pages.facts(shown),
        "page": page,
        "items": items(viewer, page),
        "others": [(lessons.lesson_name(other), lesson_pages.heading_of(other.series), other) for other in others],
        "other_page": other_page,
        "other_items": items(viewer, other_page),
        "proposals": lessons.proposals_for(viewer, shown),
        "edits": lessons.edits_lessons(viewer) and shown.owner_id == viewer.school,
        "results_url": results,
        "filter_url": with_parameters(address, lesson=str(shown.uuid)) if page.rows else "",
    }
    return render(request, "reading/lesson.html", context)
