"""The protocol by which a browser sends files in parts: announce (or ask what is under way), part, finish, give up."""

import re
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import School
from ingest.errors import MalformedRequest, PartSizeMismatch, sentence_for
from ingest.models import IncomingFile, Upload
from ingest.uploads import chunked_uploads
from ingest.uploads.file_groups import AnnouncedFile
from ingest.uploads.queries import incoming_file_for, unfinished_groups_of
from ingest.uploads.views.json_api import json_body, librarian_json_view
from repository.store import upload_origins
from repository.store.parts import size_of
from repository.store.protocol import PART_SIZE
from sharing.http import ViewerRequest

READ_TIMEOUT = 30  # seconds without a byte, after which a line is dead: a closed lid must not hold a thread
MAX_NAME_LENGTH = 1000
MAX_FINGERPRINT_LENGTH = 64
MD5 = re.compile(r"[A-Za-z0-9+/]{22}==")


@librarian_json_view
@require_http_methods(["GET", "POST"])
def start_upload(request: ViewerRequest) -> HttpResponse:
    """GET: her files under way. POST: these files are to be sent; the answer says which parts are there already."""
    if request.method == "GET":
        return JsonResponse({"files": [_described(sending) for sending in unfinished_groups_of(request.viewer)]})
    payload = json_body(request)
    book = str(payload.get("book") or _("Book from images"))[:200] if payload.get("one_book") else ""
    school = School.objects.get(pk=request.viewer.school or 0)
    made = chunked_uploads.start(_files(payload), book=_plain(book), school=school, by=request.viewer)
    answer = {"part_size": PART_SIZE, "direct": bool(upload_origins())}  # not direct: all parts come here
    return JsonResponse({**answer, "files": [_begun(sending) for sending in made]})


@librarian_json_view
@require_http_methods(["POST", "PUT"])
def upload_part(request: ViewerRequest, sending: UUID, number: int) -> HttpResponse:
    """POST: where to put the part with this Content-MD5; an empty address is this one.

    PUT: here it is; the answer means that it is kept.
    """
    found = incoming_file_for(request.viewer, sending)
    if request.method == "POST":
        md5 = str(json_body(request).get("md5"))
        if not MD5.fullmatch(md5):
            raise MalformedRequest
        return JsonResponse({"address": chunked_uploads.part_url(found, number, md5=md5, by=request.viewer)})
    data = _read(request, size_of(number, found.size))
    chunked_uploads.store_part(found, number, data, by=request.viewer)
    return JsonResponse({"number": number})


@librarian_json_view
@require_POST
def finish_upload(request: ViewerRequest, sending: UUID) -> HttpResponse:
    """All its parts were sent. The answer says where the upload is, once the files that belong to it are there too."""
    found = incoming_file_for(request.viewer, sending)
    return JsonResponse(_end(chunked_uploads.finish(found, by=request.viewer)))


@librarian_json_view
@require_POST
def abort_upload(request: ViewerRequest, sending: UUID) -> HttpResponse:
    """Forget it."""
    chunked_uploads.abort(incoming_file_for(request.viewer, sending), by=request.viewer)
    return JsonResponse({})


def _described(sending: IncomingFile) -> dict[str, Any]:
    return {"id": sending.uuid, "name": sending.name, "size": sending.size, "arrived": bool(sending.key)}


def _begun(sending: IncomingFile) -> dict[str, Any]:
    return {**_described(sending), "parts": chunked_uploads.received_parts(sending), **_end(sending.group.upload)}


def _end(upload: Upload | None) -> dict[str, Any]:
    """Where it leads, and why it was refused at the door."""
    if upload is None:
        return {"next": None, "problem": None}
    return {"next": reverse("ingest:upload", args=[upload.uuid]), "problem": _problem(upload) or None}


def _problem(upload: Upload) -> str:
    return sentence_for(upload.problem, upload.problem_details)


def _files(payload: dict[str, Any]) -> list[AnnouncedFile]:
    files = payload.get("files")
    if not isinstance(files, list) or not files:
        raise MalformedRequest
    return [_file(file) for file in files]


def _file(file: Any) -> AnnouncedFile:
    match file:
        case {"name": str(name), "size": int(size), "fingerprint": str(mark)} if 0 <= size < 2**62:
            return AnnouncedFile(_plain(name)[:MAX_NAME_LENGTH] or "?", size, _plain(mark)[:MAX_FINGERPRINT_LENGTH])
    raise MalformedRequest


def _plain(text: str) -> str:
    """Without what a database cannot keep: NUL, and halves of letters."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _read(request: ViewerRequest, size: int) -> bytes:
    """Exactly so many bytes, or PartWrong; whoever falls silent is not waited for."""
    if request.headers.get("Content-Length") != str(size):
        raise PartSizeMismatch
    line = request.META.get("gunicorn.socket")
    if line is not None:
        line.settimeout(READ_TIMEOUT)
    try:
        data = request.read(size)
    except OSError as broken:
        raise PartSizeMismatch from broken
    if len(data) != size:
        raise PartSizeMismatch
    return data
