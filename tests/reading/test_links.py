"""Addresses of a resource and of places inside it."""

from uuid import uuid4

import pytest
from django.http import QueryDict
from django.utils import translation

from reading.links import DeepLink, parse_deep_link, resource_url, timecode


def test_the_address_of_a_resource_is_in_the_active_language() -> None:
    resource = uuid4()
    for _again in range(2):
        with translation.override("vi"):
            assert resource_url(resource) == f"/hoc-lieu/{resource}/"
        with translation.override("en"):
            assert resource_url(resource) == f"/en/hoc-lieu/{resource}/"


def test_a_deep_link_written_to_an_address_is_parsed_again() -> None:
    resource, page = uuid4(), uuid4()
    for link in (DeepLink("quốc phòng", page=page), DeepLink("quốc phòng", second=195), DeepLink("quốc phòng")):
        _path, _, parameters = link.resource_url(resource).partition("?")
        assert parse_deep_link(QueryDict(parameters)) == link
    assert DeepLink().resource_url(resource) == resource_url(resource)


def test_a_deep_link_leads_to_the_page_the_second_or_the_first_match() -> None:
    resource, page = uuid4(), uuid4()
    assert DeepLink("đọc", page=page).url(resource) == f"/doc/{resource}/?trang={page}&q=%C4%91%E1%BB%8Dc"
    assert DeepLink("an", second=195).url(resource) == f"/xem/{resource}/?t=195&q=an"
    assert DeepLink("an").url(resource) == f"/doc/{resource}/?q=an"
    assert DeepLink().url(resource) == f"/doc/{resource}/"


@pytest.mark.parametrize("parameters", ["trang=x' OR 1", "t=-5", "t=²", "t=9999999", "trang=&t=&q=", "q=%20"])
def test_invalid_parameters_name_no_place(parameters: str) -> None:
    assert parse_deep_link(QueryDict(parameters)) == DeepLink()


def test_moments_are_written_as_players_show_them() -> None:
    assert [timecode(ms) for ms in (0, 195_400, 3_723_000)] == ["00:00", "03:15", "1:02:03"]
