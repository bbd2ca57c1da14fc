"""Resized pictures: a page that everybody can read makes them public, and nothing else does."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.blocks import StreamValue
from wagtail.images import get_image_model

from portal.models import NewsPage
from tests.factories import MembershipFactory
from tests.portal.two_schools import Holding

pytestmark = [pytest.mark.backend_independent, pytest.mark.django_db]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PUBLIC, PRIVATE = "public, max-age=300", "private, no-store"


def a_page_with(picture: Any, holding: Holding, *, live: bool) -> NewsPage:
    """Create news that shows the picture."""
    page = NewsPage(title="Khai giảng", slug="khai-giang", locale=holding.home.locale, live=live)
    page.body = StreamValue(page.body.stream_block, [block_of(picture)], is_lazy=True)
    holding.home.refresh_from_db()
    holding.home.add_child(instance=page)
    return page


def block_of(picture: Any) -> dict[str, Any]:
    return {"type": "picture", "value": {"image": picture.pk, "alt_text": "Sân trường", "decorative": False}}


def answers(address: str, *people: Any) -> list[tuple[int, str]]:
    """Return the status and Cache-Control for a visitor and for each of these people."""
    clients = [Client(), *(Client() for _person in people)]
    for client, person in zip(clients[1:], people, strict=True):
        client.force_login(person, backend=BACKEND)
    got = [client.get(address) for client in clients]
    for answer in got:
        if answer.streaming:
            answer.getvalue()
    return [(answer.status_code, answer.headers.get("Cache-Control", "")) for answer in got]


def test_a_picture_of_an_unpublished_page_is_for_its_desk_alone(schools: tuple[Holding, Holding]) -> None:
    own, other = schools
    page = a_page_with(own.picture, own, live=False)
    address = own.picture.get_rendition("width-20").url
    pupil = MembershipFactory.create(school=own.school).person
    visitor, librarian, elsewhere, reader = answers(address, own.librarian, other.librarian, pupil)
    assert librarian == (200, PRIVATE)
    assert {visitor[0], elsewhere[0], reader[0]} == {404}

    page.save_revision().publish()
    assert answers(address) == [(200, PUBLIC)]
    page.refresh_from_db()
    page.unpublish()
    assert answers(address, own.librarian) == [(404, ""), (200, PRIVATE)]


def test_a_picture_uploaded_twice_from_one_dialog_is_one_picture(
    client: Client, schools: tuple[Holding, Holding]
) -> None:
    own, _other = schools
    client.force_login(own.librarian, backend=BACKEND)
    with own.picture.file.open() as file:
        content = file.read()
    form = {
        "image-chooser-upload-title": "Sân trường",
        "image-chooser-upload-collection": own.school.desk.collection.pk,
    }
    answers = [
        client.post(
            "/quan-tri/images/chooser/create/",
            {**form, "csrfmiddlewaretoken": token, "image-chooser-upload-file": SimpleUploadedFile("a.png", content)},
        )
        for token in ("first", "first", "second")
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    steps = [answer.json() for answer in answers]
    assert steps[0] == steps[1] != steps[2]
    assert get_image_model().objects.filter(title="Sân trường").count() == 2


def test_a_draft_of_a_published_page_does_not_open_its_new_picture(schools: tuple[Holding, Holding]) -> None:
    own, _other = schools
    page = a_page_with(own.picture, own, live=True)
    page.body = StreamValue(page.body.stream_block, [], is_lazy=True)
    page.save_revision().publish()
    page.body = StreamValue(page.body.stream_block, [block_of(own.picture)], is_lazy=True)
    revision = page.save_revision()
    address = own.picture.get_rendition("width-24").url
    assert answers(address)[0][0] == 404
    revision.publish()
    assert answers(address)[0][0] == 200


def test_a_logo_is_public_with_its_home_and_an_original_never_is(schools: tuple[Holding, Holding]) -> None:
    own, _other = schools
    address = own.picture.get_rendition("max-96x96").url
    assert answers(address)[0][0] == 404
    own.home.refresh_from_db()
    home = own.home.specific
    home.logo = own.picture
    home.save_revision().publish()
    assert answers(address) == [(200, PUBLIC)]
    original = own.picture.file.name
    for path in (f"/media/{original}", f"/media/images/{original.rpartition('/')[2]}", f"/media/images/../{original}"):
        assert answers(path, own.librarian)[1][0] == 404, path
