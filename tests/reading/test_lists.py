"""The screens of lists: save from the page of a resource, arrange, share; a viewer sees what is open to them."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from access.actions import Action
from access.labels import school_audience
from personal.models import ReadingList
from repository.models import Resource
from tests.reading.conftest import Reader, a_book, a_reader, open_to

pytestmark = [
    pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("in_store"), pytest.mark.backend_independent
]  # fmt: skip


def address(name: str, *args: object) -> str:
    with translation.override("en"):
        return reverse(f"reading:{name}", args=args)


@pytest.fixture
def teacher() -> Reader:
    return a_reader()


@pytest.fixture
def book() -> Resource:
    resource = a_book(("Một trang",))
    open_to(resource, Action.READ)
    return resource


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def the_list() -> ReadingList:
    return ReadingList.objects.get(is_favourites=False)


def test_a_resource_is_saved_from_its_own_page(teacher: Reader, book: Resource) -> None:
    page = address("resource", book.uuid)
    assert "Add to favourites" in text(teacher.client, page)
    assert "Sign in to save" in text(Client(), page)

    teacher.client.post(address("favourite", book.uuid), {"on": "1"})
    teacher.client.post(address("put_into_lists", book.uuid), {"name": "Ôn tập học kì 1"})

    shown = text(teacher.client, page)
    assert "In your favourites" in shown
    assert "In 1 of your lists" in shown
    assert text(teacher.client, address("lists")).count("1 resource") == 2
    assert book.title in text(teacher.client, address("list", the_list().uuid))
    teacher.client.post(address("favourite", book.uuid), {"on": "0"})
    assert "Add to favourites" in text(teacher.client, page)


def test_a_shared_list_shows_each_person_what_is_open_to_them(teacher: Reader, book: Resource) -> None:
    ours = a_book(("Trang",), title="Riêng của trường")
    open_to(ours, Action.READ, school_audience(teacher.membership.school_id))
    for resource in (book, ours):
        teacher.client.post(address("put_into_lists", resource.uuid), {"name": "Đọc hè", "list": [_uuids()]})
    entry = [the_list().uuid, ours.uuid]
    teacher.client.post(address("note_entry", *entry), {"note": "Đọc trước chương 2"})
    teacher.client.post(address("share_list", the_list().uuid), {"audience": "everyone"})
    link = address("shared_list", the_list().share_token)

    assert link in text(teacher.client, address("list", the_list().uuid))
    visitor = text(Client(), link)
    assert book.title in visitor
    assert ours.title not in visitor
    assert "Đọc trước chương 2" not in visitor
    colleague = text(a_reader(teacher.membership.school).client, link)
    assert ours.title in colleague
    assert "Đọc trước chương 2" in colleague
    assert teacher.person.name in colleague

    teacher.client.post(address("stop_sharing", the_list().uuid))
    assert Client().get(link).status_code == 404


def test_the_list_of_a_pupil_does_not_name_the_pupil(book: Resource) -> None:
    pupil = a_reader(role="pupil")
    pupil.client.post(address("put_into_lists", book.uuid), {"name": "Của em"})
    refused = pupil.client.post(address("share_list", the_list().uuid), {"audience": "everyone"})
    assert refused.status_code == 403
    pupil.client.post(address("share_list", the_list().uuid), {"audience": "school"})
    shown = text(a_reader(pupil.membership.school).client, address("shared_list", the_list().share_token))
    assert book.title in shown
    assert pupil.person.name not in shown
    assert pupil.membership.school.name in shown


def test_a_removed_entry_is_offered_for_undo(teacher: Reader, book: Resource) -> None:
    teacher.client.post(address("put_into_lists", book.uuid), {"name": "Đọc hè"})
    entry = [the_list().uuid, book.uuid]
    shown = teacher.client.post(address("remove_entry", *entry), follow=True).content.decode()
    assert book.title not in shown
    assert address("restore_entry", *entry) in shown
    assert book.title in teacher.client.post(address("restore_entry", *entry), follow=True).content.decode()


def test_what_is_no_longer_open_stays_in_the_own_list_without_its_title(teacher: Reader, book: Resource) -> None:
    teacher.client.post(address("put_into_lists", book.uuid), {"name": "Đọc hè"})
    Resource.objects.filter(pk=book.pk).update(state=Resource.State.WITHDRAWN)
    shown = text(teacher.client, address("list", the_list().uuid))
    assert book.title not in shown
    assert "no longer open to you" in shown
    assert address("remove_entry", the_list().uuid, book.uuid) in shown


def test_a_class_finds_the_list_of_its_teacher_among_its_own(teacher: Reader, book: Resource) -> None:
    teacher.client.post(address("put_into_lists", book.uuid), {"name": "Cho lớp 6A"})
    teacher.client.post(address("share_list", the_list().uuid), {"audience": "school"})
    link = address("shared_list", the_list().share_token)
    pupil = a_reader(teacher.membership.school, role="pupil")
    pupil.client.post(f"{link}theo-doi/", {"on": "1"})
    assert link in text(pupil.client, address("lists"))
    pupil.client.post(f"{link}theo-doi/", {"on": "0"})
    assert link not in text(pupil.client, address("lists"))


def _uuids() -> str:
    existing = ReadingList.objects.filter(is_favourites=False).first()
    return str(existing.uuid) if existing else ""
