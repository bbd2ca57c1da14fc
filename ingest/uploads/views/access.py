"""The views of the upload protocol: JSON in, JSON out, for librarians alone."""

import json
from functools import wraps
from typing import Any

from django.http import HttpResponseBase, JsonResponse

from accounts.errors import UserFacingError
from ingest.errors import MalformedRequest, SignedOut
from sharing.http import View, ViewerRequest, require_librarian


def librarian_json_view(view: View) -> View:
    """Admit librarians to a view of the upload protocol: every answer is JSON, an error has `code` and `sentence`."""

    @wraps(view)
    def guarded(request: ViewerRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            if not request.user.is_authenticated:
                raise SignedOut
            require_librarian(request.viewer)
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
