"""What every request passes: who asks, and how a refusal is told."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.datastructures import MultiValueDictKeyError

from accounts.errors import UserFacingError
from sharing.viewer import memberships_of, viewer_from

GetResponse = Callable[[HttpRequest], HttpResponse]


class ViewerMiddleware:
    """Puts `request.viewer` on every request, and `request.memberships`, among which its person may choose."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Make the viewer of the membership chosen, at this moment."""
        person, now = request.user if request.user.is_authenticated else None, timezone.now()
        standing = memberships_of(person, now=now) if person else []
        request.memberships = standing  # type: ignore[attr-defined]
        request.viewer = viewer_from(person, standing, now=now)  # type: ignore[attr-defined]
        return self.get_response(request)


class ErrorMiddleware:
    """Turns a named refusal into a page that says what happened, what is safe and what to do."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Only pass on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a Refusal with its page, and a form that lacks a field with 400; all other errors go their way."""
        if isinstance(error, MultiValueDictKeyError):
            raise BadRequest(str(error)) from error  # Wagtail reads fields that an empty form does not have
        if not isinstance(error, UserFacingError):
            return None
        if error.status == 404:
            raise Http404 from error
        return error_response(request, error)


def error_response(request: HttpRequest, refusal: UserFacingError) -> HttpResponse:
    """The page of a refusal."""
    answer = render(request, "user_facing_error.html", {"error": refusal}, status=refusal.status)
    for name, value in refusal.headers.items():
        answer[name] = value
    return answer
