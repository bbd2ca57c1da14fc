"""The order of a collection: each resource has one place, and only its librarians move them."""

import pytest

from accounts.errors import NotFound
from accounts.models import AuditEntry, School
from repository.actions import add_to_collection, make_collection, move_in_collection, remove_from_collection
from repository.models import Collection, Resource
from tests.factories import a_draft, a_librarian

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]


def order(collection: Collection) -> list[str]:
    return list(collection.entries.order_by("position", "pk").values_list("resource__title", flat=True))


def test_a_resource_moves_to_a_place_and_the_others_close_up() -> None:
    by = a_librarian()
    school = School.objects.get(pk=by.school)
    collection = make_collection(school=school, name="Ôn thi", by=by)
    books: dict[str, Resource] = {title: a_draft(school, title=title) for title in "ABCD"}
    for book in books.values():
        add_to_collection(collection, resource=book, by=by)

    assert move_in_collection(collection, resource=books["D"], position=1, by=by) == 1
    assert order(collection) == ["D", "A", "B", "C"]
    assert move_in_collection(collection, resource=books["D"], position=3, by=by) == 3
    assert order(collection) == ["A", "B", "D", "C"]
    assert move_in_collection(collection, resource=books["A"], position=99, by=by) == 4
    assert order(collection) == ["B", "D", "C", "A"]
    assert AuditEntry.objects.filter(verb="collection.move", target=collection.uuid).count() == 3

    remove_from_collection(collection, resource=books["D"], by=by)
    add_to_collection(collection, resource=books["D"], by=by)
    assert order(collection) == ["B", "C", "A", "D"], "what is added stands last, also after a removal"

    remove_from_collection(collection, resource=books["D"], by=by)
    with pytest.raises(NotFound):
        move_in_collection(collection, resource=books["D"], position=1, by=by)
    with pytest.raises(NotFound):
        move_in_collection(collection, resource=books["A"], position=1, by=a_librarian())
    assert order(collection) == ["B", "C", "A"]
