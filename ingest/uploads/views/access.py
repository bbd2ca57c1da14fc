"""Decorators that admit librarians with a school; for everyone else the address does not exist."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse

from accounts.errors import NotFound, UserFacingError
from ingest.errors import MalformedRequest, SignedOut
from sharing.http import ViewerRequest

View = Callable[..., HttpResponse]


def librarian_required(view: View) -> View:
    """Admit librarians, and ask visitors to sign in; raise NotFound for everyone else."""

    @login_required
    @wraps(view)
    def guarded(request: ViewerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _require_librarian(request)
        return view(request, *args, **kwargs)

    return guarded


def librarian_json_view(view: View) -> View:
    """Admit librarians to a view of the upload protocol: every answer is JSON, an error has `code` and `sentence`."""

    @wraps(view)
    def guarded(request: ViewerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if not request.user.is_authenticated:
                raise SignedOut
            _require_librarian(request)
            return view(request, *args, **kwargs)
        except UserFacingError as error:
            return JsonResponse({"code": error.code, "sentence": str(error)}, status=error.status)

    return guarded


def json_body(request: ViewerRequest) -> dict[str, Any]:
    """Return the JSON object in the body. Raises MalformedRequest."""
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError) as malformed:  # not JSON, a number of thousands of digits, or nested too deep
        raise MalformedRequest from malformed
    if not isinstance(body, dict):
        raise MalformedRequest
    return body


def _require_librarian(request: ViewerRequest) -> None:
    if not request.viewer.is_staff or request.viewer.school is None:
        raise NotFound
