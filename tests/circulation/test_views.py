"""The librarian's screen about lending, for resources of their own school alone."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from circulation.models import Licence
from tests.factories import MembershipFactory, SchoolFactory, a_resource

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
