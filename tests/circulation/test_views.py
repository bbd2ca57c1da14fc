"""The librarian's screen about lending, for resources of their own school alone."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from access.actions import Action
from accounts.models import Role
from circulation.licences.actions import LicenceTerms, add_licence, borrow
from circulation.models import Licence
from sharing.viewer import system_viewer
from tests.factories import NOW, MembershipFactory, SchoolFactory, a_resource, a_viewer

pytestmark = pytest.mark.django_db


def a_client_of(client, school, role=Role.LIBRARIAN):
    client.force_login(MembershipFactory(school=school, role=role).person)
    return client


def test_a_librarian_adds_changes_and_ends_a_licence(client):
    school = SchoolFactory()
    resource = a_resource(school)
    a_client_of(client, school)
    url = reverse("circulation:licences", args=[resource.uuid])

    client.post(url, {"seats": "3", "period_days": "14"})
    licence = Licence.objects.get(resource=resource)
    assert (licence.seats, licence.period_days, licence.ends_at) == (3, 14, None)

    client.post(reverse("circulation:seats", args=[licence.uuid]), {"seats": "5"})
    licence.refresh_from_db()
    assert licence.seats == 5

    client.post(reverse("circulation:end", args=[licence.uuid]))
    licence.refresh_from_db()
    assert licence.ends_at <= timezone.now()
    assert client.get(url).status_code == 200


def test_an_invalid_licence_is_refused_with_an_error_at_the_field(client):
    school = SchoolFactory()
    resource = a_resource(school)
    a_client_of(client, school)
    answer = client.post(reverse("circulation:licences", args=[resource.uuid]), {"seats": "0", "period_days": "14"})
    assert not Licence.objects.exists()
    assert b"field__error" in answer.content


@pytest.mark.parametrize("role", [Role.TEACHER, Role.PUPIL, Role.HEAD])
def test_the_screen_does_not_exist_for_other_roles(client, role):
    school = SchoolFactory()
    resource = a_resource(school)
    a_client_of(client, school, role)
    assert (
        client.post(
            reverse("circulation:licences", args=[resource.uuid]), {"seats": "3", "period_days": "9"}
        ).status_code
        == 404
    )
    assert not Licence.objects.exists()


def test_the_screen_does_not_exist_for_librarians_of_another_school(client):
    resource = a_resource()
    a_client_of(client, SchoolFactory())
    assert client.get(reverse("circulation:licences", args=[resource.uuid])).status_code == 404


def texts(response) -> list[str]:
    """Return the messages that the next page shows."""
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_each_change_returns_to_the_licences_with_a_message(client):
    school = SchoolFactory()
    resource = a_resource(school, title="Dế Mèn phiêu lưu ký")
    a_client_of(client, school)
    with override("en"):
        url = reverse("circulation:licences", args=[resource.uuid])
    added = client.post(url, {"seats": "3", "period_days": "14"})
    assert texts(added)[-1] == "Everyone with access can now borrow “Dế Mèn phiêu lưu ký”."
    licence = Licence.objects.get()
    with override("en"):
        seats_url, end_url = (reverse(f"circulation:{name}", args=[licence.uuid]) for name in ("seats", "end"))
    changed = client.post(seats_url, {"seats": "5"})
    assert texts(changed)[-1] == "Seats in the licence: 5."
    refused = client.post(seats_url, {"seats": "0"})
    assert texts(refused)[-1] == "Enter the number of seats as a whole number, at least 1. Nothing was changed."
    ended = client.post(end_url)
    assert texts(ended)[-1] == "The licence is ended. Readers keep their current loans until they are due."
    for response in (added, changed, refused, ended):
        assert (response.status_code, response.url) == (302, url)
    assert client.get(seats_url).status_code == 405
    assert client.get(end_url).status_code == 405


def test_the_screen_lists_licences_with_their_active_loans(client):
    school = SchoolFactory()
    resource = a_resource(school, opened={Action.BORROW: "everyone"})
    now = timezone.now()
    by = system_viewer(school.pk, now=now - timedelta(days=20))
    past = add_licence(resource, terms=LicenceTerms(1, by.now, period_days=1, ends_at=now), by=by)
    borrow(resource, by=a_viewer(now=by.now))
    current = add_licence(resource, terms=LicenceTerms(2, by.now + timedelta(days=1)), by=by)
    borrow(resource, by=a_viewer(now=now))
    shown = a_client_of(client, school).get(reverse("circulation:licences", args=[resource.uuid]))
    rows = [(row["licence"], row["licence"].on_loan, row["ended"]) for row in shown.context["licences"]]
    assert rows == [(past, 0, True), (current, 1, False)]
    assert "csrfmiddlewaretoken" in shown.content.decode()
    assert shown.context["resource"] == resource


def test_visitors_are_asked_to_sign_in(client):
    resource = a_resource()
    licence = add_licence(resource, terms=LicenceTerms(1, NOW), by=system_viewer(resource.owner_id, now=NOW))
    for name, uuid in (("licences", resource.uuid), ("seats", licence.uuid), ("end", licence.uuid)):
        response = client.post(reverse(f"circulation:{name}", args=[uuid]), {"seats": "9"})
        assert response.status_code == 302
        assert "login" in response.url or "dang-nhap" in response.url
    licence.refresh_from_db()
    assert (licence.seats, licence.ends_at) == (1, None)


def test_the_last_day_of_a_licence_is_the_one_that_was_typed(client):
    resource = a_resource(SchoolFactory())
    a_client_of(client, resource.owner)
    url = reverse("circulation:licences", args=[resource.uuid])
    client.post(url, {"seats": "3", "period_days": "14", "last_day": "2099-05-31"})
    shown = client.get(url).content.decode()
    assert "31/05/2099" in shown
    assert "01/06/2099" not in shown
