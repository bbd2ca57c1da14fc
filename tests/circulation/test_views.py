"""The librarian's screen of lending: she adds, changes and ends licences of her own school alone."""

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
    address = reverse("circulation:licences", args=[resource.uuid])

    client.post(address, {"seats": "3", "period_days": "14"})
    licence = Licence.objects.get(resource=resource)
    assert (licence.seats, licence.period_days, licence.ends_at) == (3, 14, None)

    client.post(reverse("circulation:seats", args=[licence.uuid]), {"seats": "5"})
    licence.refresh_from_db()
    assert licence.seats == 5

    client.post(reverse("circulation:end", args=[licence.uuid]))
    licence.refresh_from_db()
    assert licence.ends_at <= timezone.now()
    assert client.get(address).status_code == 200


def test_what_makes_no_sense_changes_nothing_and_says_so(client):
    school = SchoolFactory()
    resource = a_resource(school)
    a_client_of(client, school)
    answer = client.post(reverse("circulation:licences", args=[resource.uuid]), {"seats": "0", "period_days": "14"})
    assert not Licence.objects.exists()
    assert b"field__error" in answer.content


@pytest.mark.parametrize("role", [Role.TEACHER, Role.PUPIL, Role.HEAD])
def test_nobody_else_is_told_that_it_is_there(client, role):
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


def test_a_librarian_of_another_school_is_not_told_either(client):
    resource = a_resource()
    a_client_of(client, SchoolFactory())
    assert client.get(reverse("circulation:licences", args=[resource.uuid])).status_code == 404
