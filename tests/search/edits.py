"""Edits during a rebuild of the index, in processes of their own: `python -m tests.search.edits COMMAND [NUMBER]`.

make: a shelf, indexed. edit N: every N-th edit of a hundred and what the index worker does about it. check: what
the index says of every resource against what the database says; prints one line for each difference.
"""

import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

import django

BOOKS, PAGES = 120, 12
EDITS = 100
NOW = datetime(2026, 9, 5, 7, 30, tzinfo=UTC)


def make() -> None:
    """Create and index the books of a school, open to everybody, with enough pages to make filling an index slow."""
    from access.actions import Action
    from repository import actions
    from search import indexing
    from sharing.viewer import system_viewer
    from tests.factories import SchoolFactory, a_resource

    school = SchoolFactory()
    by = system_viewer(school.pk, now=NOW)
    for number in range(BOOKS):
        book = a_resource(school, opened={Action.READ: "everyone"}, title=f"Sách cũ số{number}")
        texts = [f"trang {place} của cuốn{number}, một ngày như mọi ngày" for place in range(PAGES)]
        pages = [actions.PageToAdd(number=place, text=text) for place, text in enumerate(texts)]
        actions.add_pages(book, pages=pages, by=by)
    indexing.rebuild(now=_now())
    indexing.index_pending(now=_now())


def edit(first: int, last: int) -> None:
    """Make edits first..last (a new title, another page, a revoked grant, a new book) and index them."""
    for number in range(first, last):
        EDITING[number % len(EDITING)](number)
        if number % 10 == 9:
            _follow()
    _follow()


def _follow() -> None:
    """Index as the worker does (search/tasks.py): a switch of the index leaves the remaining changes recorded."""
    from search import indexing
    from search.errors import IndexMissing

    with suppress(IndexMissing):
        indexing.index_pending(now=_now())


def check() -> None:
    """Print a line for each resource that differs between the index and the database."""
    from repository.models import IndexChange, Resource
    from search import indexing
    from search.backends import current_backend

    indexing.index_pending(now=_now())
    current_backend().refresh()
    wrong = [f"{row} is still dirty" for row in IndexChange.objects.all()]
    for resource in Resource.objects.order_by("pk"):
        wrong += _differences(resource)
    sys.stdout.write("\n".join(wrong))


def _differences(resource: object) -> Iterator[str]:
    from access.policy import AccessFilter
    from repository.models import Resource, ResourceLabel
    from search.backends import current_backend
    from search.query import Query

    assert isinstance(resource, Resource)
    labels = frozenset(ResourceLabel.objects.filter(resource=resource).values_list("label", flat=True))
    reach = AccessFilter(keys=labels | {"nobody"}, staff_keys=frozenset(), instant=_now())
    word = resource.title.rpartition(" ")[2]
    titled = current_backend().search(Query(f'"{resource.title}"'), allowed=reach, parts_allowed=reach)
    if [hit.key for hit in titled.hits] != [str(resource.uuid)]:
        yield f"{resource.title} is not found by its title ({word})"
    everyone = AccessFilter(
        keys=frozenset({"read@everyone", "discover@everyone"}), staff_keys=frozenset(), instant=_now()
    )
    seen = str(resource.uuid) in {
        hit.key
        for hit in current_backend().search(Query(f'"{resource.title}"'), allowed=everyone, parts_allowed=everyone).hits
    }
    if seen != any(label in everyone.keys for label in labels):
        yield f"{resource.title} is {'' if seen else 'not '}seen by everybody"
    parts, pages = current_backend().parts_of(str(resource.uuid)), resource.pages.exclude(text=None).count()
    if len(parts) != pages:
        yield f"{resource.title} has {pages} pages, the index {len(parts)}"


def _rename(number: int) -> None:
    from repository import actions

    book = _book(number)
    actions.update_record(book, description=actions.Description(title=f"Sách mới tên{number}"), by=_by(book))


def _add_page(number: int) -> None:
    from repository import actions

    book = _book(number)
    page = actions.PageToAdd(number=PAGES, text=f"trang thêm thứ{number}")
    actions.add_pages(book, pages=[page], by=_by(book))


def _close(number: int) -> None:
    from access.actions import Action
    from repository import actions

    book = _book(number)
    actions.revoke(book, action=Action.READ, audience="everyone", by=_by(book))


def _publish(number: int) -> None:
    from access.actions import Action
    from accounts.models import School
    from tests.factories import a_resource

    school = School.objects.latest("pk")
    a_resource(school, opened={Action.READ: "everyone"}, title=f"Sách thêm mục{number}")


EDITING = (_rename, _add_page, _close, _publish)


def _book(number: int):  # type: ignore[no-untyped-def]
    """Return a book from either end of the shelf: some are in the new index already, some are not."""
    from repository.models import Resource

    books = Resource.objects.filter(title__startswith="Sách").order_by("pk")
    return books[number] if number % 2 else books[BOOKS - 1 - number]


def _by(book):  # type: ignore[no-untyped-def]
    from sharing.viewer import system_viewer

    return system_viewer(book.owner_id, now=_now())


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    django.setup()
    word, *numbers = sys.argv[1:]
    {"make": make, "edit": edit, "check": check}[word](*map(int, numbers))
