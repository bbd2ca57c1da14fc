"""The demo shows imports: printed books from MARC and a list, a file that waits, scanned books; also made again."""

from collections import Counter
from dataclasses import replace

import pytest

from access.actions import Action
from access.viewer import Viewer
from accounts.models import School
from demo.printed_books import AS_LIST, AS_MARC, import_printed_books
from demo.scanned_books import list_catalogue, scan_books
from demo.waiting_import import await_review
from imports.copy_cataloguing.models import ScanList, Target
from imports.models import ImportBatch
from repository.models import CopyData, MarcRecord, Resource
from repository.queries import resources_allowed
from sharing.viewer import visitor
from tests.factories import a_draft, a_librarian, a_visitor

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent, pytest.mark.usefixtures("read_here")]


def test_printed_books_come_as_marc_and_as_a_list_and_wait_in_a_scanned_one(librarian: Viewer) -> None:
    other = a_librarian(now=librarian.now)
    for _again in range(2):
        import_printed_books(librarian, other)
        scan_books(by=librarian)
    assert Resource.objects.filter(owner=librarian.school).count() == MarcRecord.objects.count() == len(AS_MARC)
    assert Resource.objects.filter(owner=other.school).count() == CopyData.objects.count() == len(AS_LIST)
    assert resources_allowed(visitor(now=librarian.now), Action.DISCOVER).count() == len(AS_MARC) + len(AS_LIST)
    states = Counter(ScanList.objects.get().books.values_list("state", flat=True))
    assert states == {"found": 4, "held": 1, "nothing": 1, "refused": 2}


def test_a_file_waits_with_new_doubtful_and_damaged_records(librarian: Viewer) -> None:
    for number in range(2):
        a_draft(School.objects.get(pk=librarian.school), title=f"Sách {number}", creators=["Nguyễn Thị Mai"])
    for _again in range(2):
        await_review(by=librarian)
    batch = ImportBatch.objects.get()
    assert batch.state == "review"
    assert Counter(batch.records.values_list("action", flat=True)) == {"new": 7, "doubtful": 3, "refused": 1}


def test_a_catalogue_is_listed_and_nobody_is_asked() -> None:
    for _again in range(2):
        list_catalogue(by=replace(a_visitor(), is_node_admin=True))
    assert not Target.objects.get().is_active
