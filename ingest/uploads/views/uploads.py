"""The list of a school's uploads, and the form that uploads files, which also works without JavaScript."""

from collections.abc import Callable, Iterator
from functools import partial
from uuid import uuid4

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import School
from accounts.paging import page_of
from ingest.errors import NothingChosen
from ingest.filenames import ACCEPTED_SUFFIXES, PICTURE_SUFFIXES, is_picture
from ingest.models import Upload
from ingest.uploads import actions
from ingest.uploads.actions import ReceivedFile
from ingest.uploads.forms import UploadForm
from ingest.uploads.progress import Progress
from ingest.uploads.queries import Waiting, uploads_of, waiting_uploads
from repository.store.errors import StoreError
from sharing.http import ViewerRequest, librarian_required


@librarian_required
@require_http_methods(["GET", "POST"])
def uploads(request: ViewerRequest) -> HttpResponse:
    """GET: the list. POST: receive files, then redirect, or return the address as JSON if the client accepts JSON."""
    if request.method != "POST":
        return render(request, "ingest/uploads.html", {**_page(request), **_suffixes(), "form": UploadForm()})
    form = UploadForm(request.POST)
    form.full_clean()
    created = _create_uploads(request, form)
    target = reverse("ingest:upload", args=[created[0].uuid]) if len(created) == 1 else reverse("ingest:uploads")
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"next": target})
    return redirect(target)


@librarian_required
@require_GET
def upload_list(request: ViewerRequest) -> HttpResponse:
    """Return the list alone; the page requests it again while an upload in it is in progress."""
    return render(request, "ingest/parts/upload_list.html", _page(request))


def _suffixes() -> dict[str, object]:
    return {"accepted": ",".join(ACCEPTED_SUFFIXES), "picture_suffixes": ",".join(PICTURE_SUFFIXES)}


def _page(request: ViewerRequest) -> dict[str, object]:
    viewer, asked = request.viewer, request.GET.get("loc", "")
    waiting = Waiting(asked) if asked in set(Waiting) else None
    uploads = waiting_uploads(viewer, waiting) if waiting else uploads_of(viewer)
    page = page_of(request, uploads, address=reverse("ingest:uploads"))
    shown = [Progress.of(upload, now=viewer.now) for upload in page.rows]
    return {
        "page": page,
        "uploads": shown,
        "in_progress": any(progress.is_unfinished for progress in shown),
        "lists": _lists(request, waiting),
        "waiting": waiting,
        "parameters": request.GET.urlencode(),
    }


def _lists(request: ViewerRequest, chosen: Waiting | None) -> list[dict[str, object]]:
    """Return the lists to choose from: what waits, with the number of its rows, and all uploads."""
    names = {Waiting.REVIEW: _("Waiting for review"), Waiting.STOPPED: _("Could not be finished")}
    address = reverse("ingest:uploads")
    numbers = {waiting: waiting_uploads(request.viewer, waiting).count() for waiting in Waiting}
    some = [
        {
            "name": names[waiting],
            "number": numbers[waiting],
            "url": f"{address}?loc={waiting}",
            "is_chosen": waiting is chosen,
        }
        for waiting in Waiting
        if numbers[waiting] or waiting is chosen
    ]
    everything: dict[str, object] = {
        "name": _("All uploads"),
        "number": None,
        "url": address,
        "is_chosen": chosen is None,
    }
    return [everything, *some] if some else []


def _create_uploads(request: ViewerRequest, form: UploadForm) -> list[Upload]:
    files = request.FILES.getlist("files")
    if not files:
        raise NothingChosen
    received = list(_receive(request, files, form))
    school = School.objects.get(pk=request.viewer.school or 0)
    created = actions.create_uploads(received, school=school, by=request.viewer, submission=uuid4())
    if created:
        count = len(created)
        text = ngettext("%(n)s upload received.", "%(n)s uploads received.", count) % {"n": count}
        messages.success(request, text)
    return created


def _receive(request: ViewerRequest, files: list[UploadedFile], form: UploadForm) -> Iterator[ReceivedFile]:
    """Store the files one by one, pictures of one book as a bundle; report those that the store could not take."""
    named = list(zip(_names(request, files), files, strict=True))
    pictures = [(name, file) for name, file in named if is_picture(name)]
    is_book = len(pictures) > 1 and form.cleaned_data.get("one_book")
    others = [(name, file) for name, file in named if not (is_book and is_picture(name))]
    if is_book:
        title = form.cleaned_data.get("book") or _("Book from images")
        yield from _stored(request, title, partial(actions.store_bundle, title, pictures))
    for name, file in others:
        yield from _stored(request, name, partial(actions.store_incoming, name, file, file.size or 0))


def _names(request: ViewerRequest, files: list[UploadedFile]) -> list[str]:
    """Return the names, with their folders if the script sent them: natural order goes folder by folder."""
    paths = request.POST.getlist("paths")
    return paths if len(paths) == len(files) else [file.name or "" for file in files]


def _stored(request: ViewerRequest, name: str, store: Callable[[], ReceivedFile]) -> Iterator[ReceivedFile]:
    """Yield the stored file, or nothing and a message if the store refuses it."""
    try:
        yield store()
    except StoreError as error:
        messages.error(request, f"{name}: {error}")
