"""The list of a school's uploads, and the form that sends new ones: many files at once, with or without script."""

from collections.abc import Iterable
from uuid import uuid4

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import School
from ingest.errors import NothingChosen
from ingest.models import Upload
from ingest.parsers import archive
from ingest.uploads import actions
from ingest.uploads.actions import ReceivedFile
from ingest.uploads.bundling import bundle_pictures
from ingest.uploads.forms import UploadForm
from ingest.uploads.progress import Progress
from ingest.uploads.queries import uploads_of
from ingest.uploads.views.access import librarian_required
from repository.store.errors import StoreError
from sharing.http import ViewerRequest

PAGE_SIZE = 30


@librarian_required
@require_http_methods(["GET", "POST"])
def uploads(request: ViewerRequest) -> HttpResponse:
    """The list; or receive what was sent. Script asks for JSON and follows the address in it."""
    if request.method != "POST":
        return render(request, "ingest/uploads.html", {**_page(request), "form": UploadForm()})
    form = UploadForm(request.POST)
    form.full_clean()
    received = _receive(request, form)
    target = reverse("ingest:upload", args=[received[0].uuid]) if len(received) == 1 else reverse("ingest:uploads")
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"next": target})
    return redirect(target)


@librarian_required
@require_GET
def rows(request: ViewerRequest) -> HttpResponse:
    """The list alone, asked for again while something in it is at work."""
    return render(request, "ingest/parts/upload_list.html", _page(request))


def _page(request: ViewerRequest) -> dict[str, object]:
    page = Paginator(uploads_of(request.viewer), PAGE_SIZE).get_page(request.GET.get("trang"))
    shown = [Progress.of(upload, now=request.viewer.now) for upload in page]
    return {"page": page, "uploads": shown, "alive": any(progress.is_unfinished for progress in shown)}


def _receive(request: ViewerRequest, form: UploadForm) -> list[Upload]:
    files = request.FILES.getlist("files")
    if not files:
        raise NothingChosen
    sent = [one for one in _sent(request, files, form) if one is not None]
    school = School.objects.get(pk=request.viewer.school or 0)
    received = actions.create_uploads(sent, school=school, by=request.viewer, submission=uuid4())
    if received:
        number = len(received)
        message = ngettext("%(n)s upload received.", "%(n)s uploads received.", number) % {"n": number}
        messages.success(request, message)
    return received


def _sent(request: ViewerRequest, files: list[UploadedFile], form: UploadForm) -> Iterable[ReceivedFile | None]:
    """Into the intake, one by one; a file that the store could not take harms no other."""
    names = _names(request, files)
    pictures = [(name, file) for name, file in zip(names, files, strict=True) if archive.is_picture(name)]
    bound = len(pictures) > 1 and form.cleaned_data.get("one_book")
    if bound:
        title = form.cleaned_data.get("book") or _("Book from images")
        yield _stored(request, title, lambda: bundle_pictures(title, pictures))
    for name, file in zip(names, files, strict=True):
        if not (bound and archive.is_picture(name)):
            yield _stored(request, name, lambda n=name, f=file: actions.store_incoming(n, f, f.size))


def _names(request: ViewerRequest, files: list[UploadedFile]) -> list[str]:
    """Names with their folders where script told them: natural order goes folder by folder."""
    paths = request.POST.getlist("paths")
    plain = [file.name or "" for file in files]
    return paths if len(paths) == len(files) else plain


def _stored(request: ViewerRequest, name: str, take: object) -> ReceivedFile | None:
    try:
        return take()  # type: ignore[operator]
    except StoreError as problem:
        messages.error(request, f"{name}: {problem}")
        return None
