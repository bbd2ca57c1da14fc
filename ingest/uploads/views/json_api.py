"""Views that a script of ours talks to: every answer is JSON, a refusal too, with the sentence for the person."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse, JsonResponse

from accounts.errors import NotFound, UserFacingError
from ingest.errors import MalformedRequest, SignedOut
from sharing.http import ViewerRequest

View = Callable[..., HttpResponse]


def librarian_json_view(view: View) -> View:
    """To all but librarians of a school the address does not exist; refusals are told as code and sentence."""

    @wraps(view)
    def guarded(request: ViewerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if not request.user.is_authenticated:
                raise SignedOut
            if not request.viewer.is_staff or request.viewer.school is None:
                raise NotFound
            return view(request, *args, **kwargs)
        except UserFacingError as refusal:
            return JsonResponse({"code": refusal.code, "sentence": str(refusal)}, status=refusal.status)

    return guarded


def json_body(request: ViewerRequest) -> dict[str, Any]:
    """The object in the body. Raises NotUnderstood."""
    try:
        payload = json.loads(request.body)
    except ValueError as wrong:
        raise MalformedRequest from wrong
    if not isinstance(payload, dict):
        raise MalformedRequest
    return payload
