"""The JSON addresses of pickers: choices whose names have the words of `words`, from what the viewer may choose."""

from collections.abc import Callable
from uuid import UUID

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from access.viewer import Viewer
from accounts.errors import NotFound
from accounts.text import clean_line
from sharing import choice_sources
from sharing.choice_sources import MAX_WORDS_LENGTH, ChoiceSource
from sharing.http import ViewerRequest, require_signer
from sharing.queries import group_for


@require_safe
def find_partners(request: ViewerRequest) -> JsonResponse:
    """Find schools to agree with."""
    return _for_signers(request, choice_sources.partners)


@require_safe
def find_audiences(request: ViewerRequest) -> JsonResponse:
    """Find groups and schools to give access to."""
    return _for_signers(request, choice_sources.audiences)


@require_safe
def find_people(request: ViewerRequest) -> JsonResponse:
    """Find people of the viewer's school."""
    return _for_signers(request, choice_sources.people)


@require_safe
def find_collections(request: ViewerRequest) -> JsonResponse:
    """Find collections that a clause can name."""
    return _for_signers(request, choice_sources.collections)


@require_safe
def find_members(request: ViewerRequest, group: UUID) -> JsonResponse:
    """Find schools and groups to add to a group, for its lead."""
    changed = group_for(request.viewer, group)
    if request.viewer.signs_for is None or changed.lead_id != request.viewer.signs_for:
        raise NotFound
    return _found(request, choice_sources.members(request.viewer, changed))


@require_safe
def find_schools(request: ViewerRequest) -> JsonResponse:
    """Find schools whose members the viewer manages."""
    if not (request.viewer.is_node_admin or request.viewer.is_staff):
        raise NotFound
    return _found(request, choice_sources.schools(request.viewer))


@require_safe
def find_subjects(request: ViewerRequest) -> JsonResponse:
    """Find subjects of the curriculum, for librarians."""
    return _for_librarians(request, choice_sources.subjects)


@require_safe
def find_grades(request: ViewerRequest) -> JsonResponse:
    """Find grades of the curriculum, for librarians."""
    return _for_librarians(request, choice_sources.grades)


@require_safe
def find_languages(request: ViewerRequest) -> JsonResponse:
    """Find languages of records, for librarians."""
    return _for_librarians(request, choice_sources.languages)


def _for_librarians(request: ViewerRequest, source: Callable[[Viewer], ChoiceSource]) -> JsonResponse:
    if not request.viewer.is_staff:
        raise NotFound
    return _found(request, source(request.viewer))


def _for_signers(request: ViewerRequest, source: Callable[[Viewer], ChoiceSource]) -> JsonResponse:
    require_signer(request.viewer)
    return _found(request, source(request.viewer))


def _found(request: ViewerRequest, source: ChoiceSource) -> JsonResponse:
    words = clean_line(request.GET.get("words", "")[:MAX_WORDS_LENGTH])
    found = source.find(words)
    choices = [{"value": one.value, "label": one.label, "detail": one.detail} for one in found.choices]
    response = JsonResponse({"choices": choices, "more": found.more})
    response["Cache-Control"] = "private, no-store"
    return response
