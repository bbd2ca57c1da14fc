"""The screens of what librarians add later: files with captions, and the cover with the table of contents."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access.actions import Action
from accounts.errors import NotFound, UserFacingError
from ingest.resource_parts import actions
from ingest.resource_parts.contents_text import labels_of
from ingest.resource_parts.forms import CaptionsForm, ContentsForm, CoverForm
from repository.actions import set_contents
from repository.models import Page, Resource, ResourceFile
from repository.queries import pages_of, resource_for
from sharing.http import ViewerRequest, librarian_required

Role = ResourceFile.Role
FIRST_PAGES_LIMIT = 8


@librarian_required
@require_http_methods(["GET", "POST"])
def files(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """GET: the files of a resource. POST: add captions, or replace those of their language."""
    edited = resource_for(request.viewer, resource, Action.EDIT)
    form = CaptionsForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _add_captions(request, edited, form):
        return redirect(request.path)
    rows = list(edited.files.select_related("blob"))
    context = {
        "resource": edited,
        "originals": [row for row in rows if row.role == Role.ORIGINAL],
        "searchable": next((row for row in rows if row.role == Role.SEARCHABLE_PDF), None),
        "captions": [row for row in rows if row.role == Role.CAPTIONS],
        "is_recording": any(row.role == Role.STREAM for row in rows),
        "uploads": edited.uploads.filter(school=edited.owner_id),
        "form": form,
    }
    return render(request, "ingest/resource_files.html", context)


@librarian_required
@require_POST
def remove_captions(request: ViewerRequest, resource: UUID, file: UUID) -> HttpResponse:
    """Remove captions."""
    edited = resource_for(request.viewer, resource, Action.EDIT)
    removed = edited.files.filter(uuid=file, role=Role.CAPTIONS).first()
    if removed is None:
        raise NotFound
    actions.remove_captions(removed, by=request.viewer)
    messages.success(request, _("The captions “%(name)s” are removed.") % {"name": removed.name})
    return redirect("ingest:files", resource)


@librarian_required
@require_safe
def appearance(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """Show the cover and the table of contents, each with its form."""
    edited = resource_for(request.viewer, resource, Action.EDIT)
    pages = _pages(edited)
    return _appearance(request, edited, CoverForm(pages=pages), ContentsForm(pages=pages))


@librarian_required
@require_POST
def change_cover(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """Use a picture or a page as the cover, or none."""
    edited = resource_for(request.viewer, resource, Action.EDIT)
    pages = _pages(edited)
    form = CoverForm(request.POST, request.FILES, pages=pages)
    if "none" in request.POST:
        actions.remove_cover(edited, by=request.viewer)
        messages.success(request, _("The cover is removed; lists show one made from the title."))
        return redirect("ingest:appearance", resource)
    chosen = next((page for page in pages if page.image and str(page.uuid) == request.POST.get("page")), None)
    if chosen is not None:
        actions.use_page_as_cover(edited, page=chosen, by=request.viewer)
        messages.success(request, _("The cover is changed. Lists show it within five minutes."))
        return redirect("ingest:appearance", resource)
    if form.is_valid() and _change_cover(request, edited, form):
        return redirect("ingest:appearance", resource)
    return _appearance(request, edited, form, ContentsForm(pages=pages))


@librarian_required
@require_POST
def change_contents(request: ViewerRequest, resource: UUID) -> HttpResponse:
    """Replace the table of contents."""
    edited = resource_for(request.viewer, resource, Action.EDIT)
    pages = _pages(edited)
    form = ContentsForm(request.POST, pages=pages)
    if form.is_valid():
        set_contents(edited, headings=form.headings, by=request.viewer)
        messages.success(request, _("The table of contents is saved."))
        return redirect("ingest:appearance", resource)
    return _appearance(request, edited, CoverForm(pages=pages), form)


def _appearance(
    request: ViewerRequest, resource: Resource, cover_form: CoverForm, contents_form: ContentsForm
) -> HttpResponse:
    pages = contents_form.pages
    shown = [pair for pair in zip(labels_of(pages), pages, strict=True) if pair[1].image]
    context = {
        "resource": resource,
        "cover_form": cover_form,
        "contents_form": contents_form,
        "page_count": len(pages),
        "cover": next(iter(resource.covers), None),
        "first_pages": shown[:FIRST_PAGES_LIMIT],
    }
    return render(request, "ingest/appearance.html", context)


def _pages(resource: Resource) -> list[Page]:
    return list(pages_of(resource).defer("text__text"))


def _add_captions(request: ViewerRequest, resource: Resource, form: CaptionsForm) -> bool:
    """Add the captions; show on the form why they cannot be used."""
    file = form.cleaned_data["file"]
    try:
        actions.add_captions(
            resource, source=file.file, name=file.name, language=form.cleaned_data["language"], by=request.viewer
        )
    except UserFacingError as refusal:
        form.add_error("file", str(refusal))
        return False
    messages.success(request, _("The captions are saved. Readers have them at once, in the player and in search."))
    return True


def _change_cover(request: ViewerRequest, resource: Resource, form: CoverForm) -> bool:
    """Change the cover; show on the form why the picture cannot be used."""
    picture, page = form.cleaned_data["picture"], form.cleaned_data.get("number")
    try:
        if picture:
            actions.use_picture_as_cover(resource, picture=picture.file, by=request.viewer)
        elif page:
            actions.use_page_as_cover(resource, page=page, by=request.viewer)
    except UserFacingError as refusal:
        form.add_error("picture", str(refusal))
        return False
    messages.success(request, _("The cover is changed. Lists show it within five minutes."))
    return True
