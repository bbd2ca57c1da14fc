"""Middleware: put the viewer on each request, and answer named errors with their page."""

import logging
from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.db import IntegrityError
from django.http import BadHeaderError, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch
from django.utils import timezone
from django.utils.datastructures import MultiValueDictKeyError

from accounts.errors import SavedAtTheSameTime, UserFacingError
from repository.store.errors import StoreError
from sharing.viewer import memberships_of, viewer_from

UNIQUE_VIOLATION = "23505"  # of PostgreSQL

logger = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponse]


class ViewerMiddleware:
    """Set `request.viewer`, and `request.memberships`, from which the person may choose the active one."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Build the viewer from the active membership, now."""
        person, now = request.user if request.user.is_authenticated else None, timezone.now()
        memberships = memberships_of(person, now=now) if person else []
        request.memberships = memberships  # type: ignore[attr-defined]
        request.viewer = viewer_from(person, memberships, now=now)  # type: ignore[attr-defined]
        return self.get_response(request)


class ErrorMiddleware:
    """Answer a UserFacingError with a page that names what happened, what is safe and what to do."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; `process_exception` does the work."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page of a UserFacingError, or of a row that another request wrote first; None for other errors.

        Raise Http404, or BadRequest without a field.
        """
        # Wagtail reads fields that an empty form does not have, and redirects to any text in `next`.
        forged = isinstance(error, NoReverseMatch) and bool(request.POST.get("next") or request.GET.get("next"))
        if forged or isinstance(error, MultiValueDictKeyError | BadHeaderError):
            raise BadRequest(str(error)) from error
        if isinstance(error, IntegrityError) and _is_repeated(error):
            logger.warning("Two requests saved the same at once: %s", error)
            return error_response(request, SavedAtTheSameTime())
        named = error if isinstance(error, UserFacingError) else _store_error_behind(error)
        if named is None:
            return None
        if named.status == 404:
            raise Http404 from error
        return error_response(request, named)


def _store_error_behind(error: BaseException | None) -> UserFacingError | None:
    """Return the error of the store that made Wagtail raise one of its own, for a picture that it cannot read."""
    while error is not None and not isinstance(error, StoreError):
        error = error.__cause__ or error.__context__
    return error


def _is_repeated(error: IntegrityError) -> bool:
    """Return whether a unique constraint refused the row; every other refusal is a fault of the program."""
    return getattr(error.__cause__, "sqlstate", "") == UNIQUE_VIOLATION or "UNIQUE constraint failed" in str(error)


def error_response(request: HttpRequest, error: UserFacingError) -> HttpResponse:
    """Return the page of an error, with its status and headers."""
    response = render(request, "user_facing_error.html", {"error": error}, status=error.status)
    for name, value in error.headers.items():
        response[name] = value
    return response
