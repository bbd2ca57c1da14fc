"""Addresses of a resource and of places inside it."""

from uuid import uuid4

from django.utils import translation

from reading.links import resource_url


def test_the_address_of_a_resource_is_in_the_active_language() -> None:
    resource = uuid4()
    for _again in range(2):
        with translation.override("vi"):
            assert resource_url(resource) == f"/hoc-lieu/{resource}/"
        with translation.override("en"):
            assert resource_url(resource) == f"/en/hoc-lieu/{resource}/"
