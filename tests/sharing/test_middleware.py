"""The middleware puts a viewer on each request and answers named errors with their page."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.utils import timezone
from django.utils.datastructures import MultiValueDictKeyError

from accounts.errors import NotFound, UserFacingError
from accounts.models import Role
from sharing.http import require_signer, template_context
from sharing.middleware import ErrorMiddleware, ViewerMiddleware
from tests.factories import LONG_AGO, MembershipFactory, PersonFactory, a_librarian, a_viewer, a_visitor

pytestmark = pytest.mark.django_db
RESPONSE = HttpResponse()


class TeaPot(UserFacingError):
    """An error of no part of the product."""

    sentence = "Ấm trà không pha được cà phê."
    code = "tea_pot"
    status = 418
    headers = {"Retry-After": "7"}


def a_request(user: object):
    request = RequestFactory().get("/")
    request.user = user
    return request


def after_the_middleware(user: object):
    request = a_request(user)
    assert ViewerMiddleware(lambda _request: RESPONSE)(request) is RESPONSE
    return request


def test_a_signed_in_person_gets_the_viewer_of_the_active_membership() -> None:
    person = PersonFactory()
    oldest = MembershipFactory(person=person, since=LONG_AGO)
    chosen = MembershipFactory(person=person, role=Role.LIBRARIAN)
    MembershipFactory(person=person, until=LONG_AGO.replace(year=LONG_AGO.year + 1))
    person.active_membership = chosen
    request = after_the_middleware(person)
    assert request.viewer.membership == chosen.pk
    assert abs((request.viewer.now - timezone.now()).total_seconds()) < 60
    assert set(request.memberships) == {oldest, chosen}
    context = template_context(request)
    assert (context["viewer"], context["memberships"]) == (request.viewer, request.memberships)


def test_a_visitor_gets_the_viewer_of_a_visitor() -> None:
    request = after_the_middleware(AnonymousUser())
    assert (request.viewer.person, request.viewer.membership, request.memberships) == (None, None, [])


def test_templates_of_early_errors_have_neither_viewer_nor_memberships(settings) -> None:
    settings.SOURCE_URL = "https://example.org/source"
    context = template_context(RequestFactory().get("/"))
    assert context == {"viewer": None, "memberships": [], "source_url": "https://example.org/source"}


def test_a_named_error_becomes_a_page_with_its_status_and_headers() -> None:
    middleware = ErrorMiddleware(lambda _request: RESPONSE)
    request = after_the_middleware(AnonymousUser())
    assert middleware(request) is RESPONSE
    response = middleware.process_exception(request, TeaPot())
    assert response is not None
    assert (response.status_code, response["Retry-After"]) == (418, "7")
    assert TeaPot.sentence in response.content.decode()


def test_not_found_and_missing_fields_are_answered_by_django() -> None:
    middleware = ErrorMiddleware(lambda _request: RESPONSE)
    request = a_request(AnonymousUser())
    with pytest.raises(Http404):
        middleware.process_exception(request, NotFound())
    with pytest.raises(BadRequest, match="nguoi"):
        middleware.process_exception(request, MultiValueDictKeyError("nguoi"))
    assert middleware.process_exception(request, ValueError()) is None


def test_only_heads_and_librarians_sign_for_a_school() -> None:
    for viewer in (a_librarian(), a_viewer(Role.HEAD)):
        require_signer(viewer)
    for viewer in (a_viewer(Role.TEACHER), a_visitor()):
        with pytest.raises(NotFound):
            require_signer(viewer)
