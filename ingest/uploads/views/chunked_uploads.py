"""The upload protocol, for a browser that sends files in parts: start or list, part, finish, abort."""

import re
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import School
from ingest.errors import MalformedRequest, PartSizeMismatch, sentence_for
from ingest.models import FileGroup, IncomingFile, Upload
from ingest.uploads.actions import chunked_uploads
from ingest.uploads.file_groups import AnnouncedFile
from ingest.uploads.queries import incoming_file_for, unfinished_files_of
from ingest.uploads.views.access import json_body, librarian_json_view
from repository.store import upload_origins
from repository.store.parts import size_of
from repository.store.protocol import PART_SIZE
from sharing.http import ViewerRequest

MAX_NAME_LENGTH = 1000
MAX_FINGERPRINT_LENGTH = 64
MAX_BOOK_LENGTH = 200
MD5 = re.compile(r"[A-Za-z0-9+/]{22}==")


@librarian_json_view
@require_http_methods(["GET", "POST"])
def start_upload(request: ViewerRequest) -> HttpResponse:
    """GET: list the user's files under way. POST: start these files; the answer lists the parts already received."""
    if request.method == "GET":
        return JsonResponse({"files": [_as_json(file) for file in unfinished_files_of(request.viewer)]})
    body = json_body(request)
    book = str(body.get("book") or _("Book from images"))[:MAX_BOOK_LENGTH] if body.get("one_book") else ""
    school = School.objects.get(pk=request.viewer.school or 0)
    purpose = FileGroup.Purpose.RECORDS if body.get("purpose") == "records" else FileGroup.Purpose.DIGITISATION
    files = chunked_uploads.start(
        _announced_files(body), book=_storable(book), school=school, by=request.viewer, purpose=purpose
    )
    answer = {"part_size": PART_SIZE, "direct": bool(upload_origins())}  # not direct: all parts come to this server
    return JsonResponse({**answer, "files": [_started_as_json(file) for file in files]})


@librarian_json_view
@require_http_methods(["POST", "PUT"])
def upload_part(request: ViewerRequest, incoming_file: UUID, number: int) -> HttpResponse:
    """POST: return the URL for the part with this Content-MD5; empty means this URL. PUT: store the part durably."""
    file = incoming_file_for(request.viewer, incoming_file)
    if request.method == "POST":
        md5 = str(json_body(request).get("md5"))
        if not MD5.fullmatch(md5):
            raise MalformedRequest
        return JsonResponse({"address": chunked_uploads.part_url(file, number, md5=md5, by=request.viewer)})
    data = _read(request, size_of(number, file.size))
    chunked_uploads.store_part(file, number, data, by=request.viewer)
    return JsonResponse({"number": number})


@librarian_json_view
@require_POST
def finish_upload(request: ViewerRequest, incoming_file: UUID) -> HttpResponse:
    """Join the parts; the answer has the address of the upload or import once all files of the group have arrived."""
    file = incoming_file_for(request.viewer, incoming_file)
    upload = chunked_uploads.finish(file, by=request.viewer)
    if file.group.purpose == FileGroup.Purpose.RECORDS:
        return JsonResponse({"next": reverse("imports:batch", args=[file.uuid]), "problem": None})
    return JsonResponse(_upload_as_json(upload))


@librarian_json_view
@require_POST
def abort_upload(request: ViewerRequest, incoming_file: UUID) -> HttpResponse:
    """Delete the file."""
    chunked_uploads.abort(incoming_file_for(request.viewer, incoming_file), by=request.viewer)
    return JsonResponse({})


def _as_json(file: IncomingFile) -> dict[str, Any]:
    return {"id": file.uuid, "name": file.name, "size": file.size, "arrived": bool(file.key)}


def _started_as_json(file: IncomingFile) -> dict[str, Any]:
    return {**_as_json(file), "parts": chunked_uploads.received_parts(file), **_upload_as_json(file.group.upload)}


def _upload_as_json(upload: Upload | None) -> dict[str, Any]:
    """Return the address of the upload, and the sentence of an upload that was refused at once."""
    if upload is None:
        return {"next": None, "problem": None}
    problem = sentence_for(upload.problem, upload.problem_details)
    return {"next": reverse("ingest:upload", args=[upload.uuid]), "problem": problem or None}


def _announced_files(body: dict[str, Any]) -> list[AnnouncedFile]:
    files = body.get("files")
    if not isinstance(files, list) or not files:
        raise MalformedRequest
    return [_announced_file(file) for file in files]


def _announced_file(file: Any) -> AnnouncedFile:
    match file:
        case {"name": str(name), "size": int(size), "fingerprint": str(fingerprint)} if 0 <= size < 2**62:
            name = _storable(name)[:MAX_NAME_LENGTH] or "?"
            return AnnouncedFile(name, size, _storable(fingerprint)[:MAX_FINGERPRINT_LENGTH])
    raise MalformedRequest


def _storable(text: str) -> str:
    """Remove what no database stores: NUL, and unpaired surrogates."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _read(request: ViewerRequest, size: int) -> bytes:
    """Read exactly `size` bytes of the body, which has arrived whole. Raises PartSizeMismatch."""
    if request.headers.get("Content-Length") != str(size):
        raise PartSizeMismatch
    try:
        data = request.read(size)
    except OSError as cut:
        raise PartSizeMismatch from cut
    if len(data) != size:
        raise PartSizeMismatch
    return data
