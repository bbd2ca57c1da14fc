"""A form without its fields gets 400, also where Wagtail itself would raise an exception."""

import pytest
from django.test import Client

from tests.factories import MembershipFactory, SchoolFactory
from tests.portal.two_schools import bare_wagtail


@pytest.mark.django_db
def test_a_link_without_an_address_is_a_bad_request_and_with_one_is_taken() -> None:
    bare_wagtail()
    client = Client()
    client.force_login(MembershipFactory(school=SchoolFactory(kind="province"), role="node_admin").person)
    address = "/quan-tri/choose-external-link/"
    assert client.post(address).status_code == 400
    assert client.post(address, {"external-link-chooser-url": "https://example.vn/"}).status_code == 200
