"""Documents from rows: the pages of a change, the neighbours of captions, and keys back to rows."""

import pytest

from accounts.models import Role
from repository import actions
from repository.authorities.actions import create_authority
from repository.authorities.form import Form
from repository.models import Blob, Cue, IndexChange, Resource, ResourceFile
from search import document_builder
from sharing.viewer import system_viewer
from tests.factories import NOW, a_resource, a_viewer

pytestmark = pytest.mark.django_db


def a_book(*texts):
    resource = a_resource()
    pages = [actions.PageToAdd(number=number, text=text) for number, text in enumerate(texts)]
    return resource, actions.add_pages(resource, pages=pages, by=system_viewer(resource.owner_id, now=NOW))


def test_a_range_of_pages_includes_the_page_before_whose_join_changes():
    book, pages = a_book("một", "hai", "ba", "bốn")
    bounds = {"first": pages[2].order_key, "last": pages[2].order_key}
    documents = list(document_builder.page_documents(book, **bounds))
    assert [(d.text, d.after_break) for d in documents] == [("hai", "ba"), ("ba", "bốn")]
    assert [d.text for d in document_builder.page_documents(book)] == ["một", "hai", "ba", "bốn"]


def test_a_page_without_a_text_has_no_document():
    book, pages = a_book("một", "", "ba")
    pages[1].__class__.objects.filter(pk=pages[1].pk).update(text=None)
    bounds = {"first": pages[0].order_key, "last": pages[2].order_key}
    assert [d.text for d in document_builder.page_documents(book, **bounds)] == ["một", "ba"]
    assert document_builder.keys_without_text(book, **bounds) == [f"page:{pages[1].uuid}"]


def test_a_caption_continues_in_the_next_one_of_the_same_file_only():
    lesson = a_resource(kind="video")
    for number in range(2):
        blob = Blob.objects.create(digest=str(number) * 64, size=1, content_type="text/vtt", stored_at=NOW)
        file = ResourceFile.objects.create(
            resource=lesson, blob=blob, role="captions", name=f"{number}.vtt", position=number
        )
        for position in range(2):
            times = {"start_ms": position * 1000, "end_ms": position * 1000 + 900}
            Cue.objects.create(file=file, resource=lesson, position=position, text=f"{number}-{position}", **times)
    documents = [(d.text, d.after_break) for d in document_builder.cue_documents(lesson)]
    assert documents == [("0-0", "0-1"), ("0-1", ""), ("1-0", "1-1"), ("1-1", "")]


def test_keys_lead_back_to_their_rows_and_keys_of_deleted_rows_to_none():
    book, (page,) = a_book("một")
    assert document_builder.resolve_key(str(book.uuid)) == (book, IndexChange.Part.RECORD, (0, 0))
    bounds = (page.order_key, page.order_key)
    assert document_builder.resolve_key(f"page:{page.uuid}") == (book, IndexChange.Part.PAGES, bounds)
    Resource.objects.filter(pk=book.pk).delete()
    for key in (str(book.uuid), f"page:{page.uuid}", "cue:1"):
        assert document_builder.resolve_key(key) is None


def test_a_book_is_found_by_the_isbn_of_either_length():
    assert "0306406152" in document_builder.resource_document(a_resource(isbn="9780306406157")).texts
    texts = document_builder.resource_document(a_resource(isbn="9791034300013", year=None)).texts
    assert [text for text in texts if text.isdigit()] == ["9791034300013"]


def test_variants_find_and_the_shown_heading_is_the_value_of_the_filter():
    by = a_viewer(Role.CATALOGUER)
    create_authority(kind="person", form=Form("Hugo, Victor", variants=("Vích-to Huy-gô",)), by=by)
    create_authority(kind="subject", form=Form("Văn học Pháp", variants=("Pháp văn",)), by=by)
    a_resource(creators=["V. Hugo", "Victor Hugo"], headings=["văn học Pháp"], series="Tủ sách Vàng")
    (book,) = document_builder.with_record(Resource.objects.all())
    document = document_builder.resource_document(book)
    assert document.names == ("V. Hugo", "Victor Hugo", "Hugo, Victor", "Vích-to Huy-gô")
    assert (document.credits, document.headings) == (("V. Hugo", "Hugo, Victor"), ("Văn học Pháp",))
    assert {"văn học Pháp", "Pháp văn", "Tủ sách Vàng"} <= set(document.texts)
    assert document.index()["name"] == ["V. Hugo", "Hugo, Victor"]
