"""Rights are cleared in one step, which records who decided, when and why."""

import pytest

from access.actions import Action
from accounts.errors import NotFound
from accounts.models import AuditEntry
from repository import actions
from repository.errors import InvalidRecord
from repository.models import Resource
from repository.queries import is_allowed, waiting_for_clearing
from tests.factories import a_draft, a_librarian, a_resource, a_viewer, a_visitor

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]


def test_clearing_opens_downloads_and_records_who_when_and_why() -> None:
    book = a_resource(rights="unknown", opened={Action.READ: "everyone"})
    librarian, reader = a_librarian(book.owner), a_visitor()
    assert not is_allowed(reader, Action.DOWNLOAD, book)
    revision = book.revision
    actions.clear_rights(book, rights="public_domain", reason="  Tác giả mất năm 1951 ", by=librarian)
    book = Resource.objects.get(pk=book.pk)
    assert is_allowed(reader, Action.DOWNLOAD, book)
    assert (book.rights, book.rights_note) == ("public_domain", "Tác giả mất năm 1951")
    assert book.revision > revision, "the index and the description in the store follow"
    entry = AuditEntry.objects.get(verb="resource.rights", target=book.uuid)
    assert (entry.by_id, entry.at) == (librarian.person, librarian.now)
    assert entry.details == {"before": "unknown", "rights": "public_domain", "reason": "Tác giả mất năm 1951"}


def test_what_is_found_to_be_in_copyright_waits_no_longer_and_stays_closed() -> None:
    book = a_resource(rights="unknown", opened={Action.READ: "everyone"})
    librarian = a_librarian(book.owner)
    assert list(waiting_for_clearing(librarian)) == [book]
    actions.clear_rights(book, rights="in_copyright", reason="Nhà xuất bản từ chối", by=librarian)
    assert not is_allowed(a_visitor(), Action.DOWNLOAD, book)
    assert not waiting_for_clearing(librarian).exists()


def test_only_its_librarians_clear_it_and_only_with_an_answer_and_a_reason() -> None:
    book = a_resource(rights="unknown", opened={Action.READ: "everyone"})
    for stranger in (a_viewer(school=book.owner), a_librarian(), a_visitor()):
        with pytest.raises(NotFound):
            actions.clear_rights(book, rights="own", reason="vì thế", by=stranger)
    for rights, reason in (("unknown", "vì thế"), ("own", "  "), ("free", "vì thế"), ("own", "a" * 501)):
        with pytest.raises(InvalidRecord):
            actions.clear_rights(book, rights=rights, reason=reason, by=a_librarian(book.owner))
    assert Resource.objects.get(pk=book.pk).rights == "unknown"


def test_rights_decided_in_the_record_are_recorded_too_and_only_when_they_change() -> None:
    book = a_resource(rights="unknown")
    librarian = a_librarian(book.owner)
    for title in ("Đại số", "Hình học"):
        described = actions.Description(title=title, rights="cc_by", rights_note="Ghi ở trang 2")
        actions.update_record(book, description=described, by=librarian)
    entry = AuditEntry.objects.get(verb="resource.rights", target=book.uuid)
    assert entry.details == {"before": "unknown", "rights": "cc_by", "reason": "Ghi ở trang 2"}


def test_withdrawn_resources_and_those_of_other_schools_do_not_wait() -> None:
    book, draft = a_resource(rights="unknown"), a_draft(rights="unknown")
    actions.withdraw(book, by=a_librarian(book.owner))
    assert not waiting_for_clearing(a_librarian(book.owner)).exists()
    assert list(waiting_for_clearing(a_librarian(draft.owner))) == [draft]
