"""Views that a script of ours talks to: every answer is JSON, a refusal too, with the sentence for the person."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse, JsonResponse

from accounts.errors import NotFound, Refusal
from ingest.errors import NotUnderstood, SignedOut
from ingest.views.requests import ViewerRequest

View = Callable[..., HttpResponse]


def for_librarians_in_json(view: View) -> View:
    """To all but librarians of a school the address does not exist; refusals are told as code and sentence."""

    @wraps(view)
    def guarded(request: ViewerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if not request.user.is_authenticated:
                raise SignedOut
            if not request.viewer.is_staff or request.viewer.school is None:
                raise NotFound
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            return JsonResponse({"code": refusal.code, "sentence": str(refusal)}, status=refusal.status)

    return guarded


def said_in(request: ViewerRequest) -> dict[str, Any]:
    """The object in the body. Raises NotUnderstood."""
    try:
        said = json.loads(request.body)
    except ValueError as wrong:
        raise NotUnderstood from wrong
    if not isinstance(said, dict):
        raise NotUnderstood
    return said
