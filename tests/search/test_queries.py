"""Reads of the index: checked against the database, with snippets for viewers who may look inside."""

import itertools
from datetime import timedelta

import pytest

from access.actions import Action
from access.policy import as_filter
from repository import actions
from repository.models import Blob, Cue, IndexChange, Resource, ResourceFile
from search import queries
from search.backends import current_backend
from search.document import PartKind
from search.errors import EngineUnavailable, PageTooDeep
from search.queries import find, is_degraded, not_indexed, suggest
from search.query import MAX_DEPTH, Query
from search.ranking import Tier
from sharing.viewer import system_viewer
from tests.factories import NOW, SchoolFactory, a_draft, a_librarian, a_resource, a_viewer, a_visitor

EVERYONE = {Action.READ: "everyone"}
pytestmark = pytest.mark.django_db


def pages(resource, *texts):
    """Add pages with these texts."""
    made = [actions.PageToAdd(number=number, text=text, label=str(number + 1)) for number, text in enumerate(texts)]
    return actions.add_pages(resource, pages=made, by=system_viewer(resource.owner_id, now=NOW))


def search(text, viewer=None, **more):
    return find(viewer or a_visitor(), Query(text=text, **more))


def as_text(pieces):
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces)


def test_a_page_is_found_without_diacritics_and_shown_with_them(index):
    book = a_resource(opened=EVERYONE, title="Tuyển tập")
    _first, second = pages(book, "Không có gì ở đây.", "Đêm ấy trăng sáng. Quân ta vào Điện\nBiên Phủ lúc rạng đông.")
    index()
    results = search("dien bien phu")
    assert results.query == Query(text="dien bien phu")
    (hit,) = results.hits
    assert hit.resource == book
    (place,) = hit.snippets
    assert (place.part, place.page, place.page.label) == (PartKind.PAGE, second, "2")
    assert as_text(place.fragments) == "… Quân ta vào [Điện Biên Phủ] lúc rạng đông."
    assert as_text(search("tuyen").hits[0].title) == "[Tuyển] tập"


def test_a_phrase_across_a_page_break_is_shown_whole(index):
    book = a_resource(opened=EVERYONE)
    first, _ = pages(book, "TRUYỆN NGẮN\nHọ đi mãi về phía mặt\n- 7 -", "TRUYỆN NGẮN\ntrời mọc sau rặng tre.")
    index()
    (hit,) = search('"mat troi moc"').hits
    assert [place.page for place in hit.snippets] == [first]
    assert "[mặt trời mọc] sau rặng tre." in as_text(hit.snippets[0].fragments)


def test_a_spoken_word_is_found_at_its_moment(index):
    lesson = a_resource(opened=EVERYONE, kind="video")
    blob = Blob.objects.create(digest="0" * 64, size=1, content_type="text/vtt", stored_at=NOW)
    captions = ResourceFile.objects.create(resource=lesson, blob=blob, role=ResourceFile.Role.CAPTIONS, name="vi.vtt")
    texts = ["Xin chào các em.", "Cây xanh nhờ quang", "hợp mà lớn lên."]
    for number, text in enumerate(texts):
        start = 190_000 + number * 5_000
        Cue.objects.create(
            file=captions, resource=lesson, position=number, start_ms=start, end_ms=start + 4_000, text=text
        )
    index()
    (hit,) = search("quang hop").hits
    assert [(place.part, place.start_ms) for place in hit.snippets] == [(PartKind.CUE, 195_000)]
    assert as_text(hit.snippets[0].fragments) == "Cây xanh nhờ [quang hợp] mà lớn lên."


def test_a_viewer_who_may_only_discover_gets_no_snippet_and_finds_nothing_inside(index):
    friend, stranger = SchoolFactory(), SchoolFactory()
    book = a_resource(
        opened={Action.LOOK_INSIDE: f"school:{friend.pk}", Action.DISCOVER: "everyone"}, title="Sổ tay phượng hoàng"
    )
    pages(book, "chim phượng hoàng bay")
    index()
    inside, outside = a_viewer(school=friend), a_viewer(school=stranger)
    assert search("phuong hoang", inside).hits[0].parts_total == 1
    (hit,) = search("phuong hoang", outside).hits
    assert (hit.snippets, hit.parts_total) == ((), 0)
    assert search("chim phuong hoang", inside).total == 1
    assert search("chim phuong hoang", outside, literal=True).total == 0
    assert search("chim phuong hoang", outside).left_out == ("chim",), "what they may not look into counts for no part"


def test_a_stale_index_neither_shows_nor_counts(index):
    book, other = (a_resource(opened=EVERYONE, title=f"Bí mật {n}", kind="book") for n in "ab")
    pages(book, "một chữ hiếm")
    index()
    assert search("bi mat").total == 2
    actions.withdraw(book, by=system_viewer(book.owner_id, now=NOW))
    found = search("bi mat")
    assert [hit.resource for hit in found.hits] == [other]
    assert (found.total, found.facets["kind"]) == (1, {"book": 1})
    assert search("chu hiem").total == 0
    assert suggest(a_visitor(), "bí") == [other]
    index()
    assert search("bi mat").total == 1


def test_even_without_a_recorded_change_the_database_decides(index):
    book = a_resource(opened=EVERYONE, title="Bí mật")
    index()
    Resource.objects.filter(pk=book.pk).update(state=Resource.State.WITHDRAWN)
    found = search("bi mat")
    assert (found.hits, found.total) == ((), 0)


def test_even_without_a_recorded_change_no_snippet_is_shown_that_the_viewer_may_not_look_into(index):
    everyone = {Action.DISCOVER: "everyone", Action.LOOK_INSIDE: "everyone"}
    book, other = (a_resource(opened=everyone, title=f"Chim phượng hoàng {n}") for n in "ab")
    for each in (book, other):
        pages(each, "chim phượng hoàng bay")
    index()
    actions.revoke(book, action=Action.LOOK_INSIDE, audience="everyone", by=system_viewer(book.owner_id, now=NOW))
    IndexChange.objects.all().delete()
    assert index_holds_parts_of(book), "the index is stale: it still opens the text to everyone"
    snippets = {hit.resource: (len(hit.snippets), hit.parts_total) for hit in search("phuong hoang").hits}
    assert snippets == {book: (0, 0), other: (1, 1)}


def index_holds_parts_of(resource):
    """Return whether the engine finds the resource through its parts, for everybody."""
    visitor = a_visitor()
    allowed, parts_allowed = as_filter(visitor, Action.DISCOVER), as_filter(visitor, Action.LOOK_INSIDE)
    results = current_backend().search(Query("phuong hoang"), allowed=allowed, parts_allowed=parts_allowed)
    return any(hit.parts for hit in results.hits if hit.key == str(resource.uuid))


def test_text_that_changed_since_it_was_indexed_is_not_shown(index):
    book = a_resource(opened=EVERYONE)
    (page,) = pages(book, "chữ cũ nằm đây")
    index()
    corrected = actions.PageToAdd(number=0, text="nội dung khác")
    actions.replace_page(page, with_page=corrected, by=system_viewer(book.owner_id, now=NOW))
    assert [hit.snippets for hit in search("chu cu").hits] == [()]
    index()
    assert search("chu cu").total == 0
    assert search("noi dung khac").total == 1


def test_a_draft_is_found_by_its_own_librarians_alone(index):
    draft = a_draft(title="Bản thảo mới")
    pages(draft, "trang đầu tiên")
    index()
    assert search("trang dau tien", a_librarian(draft.owner)).total == 1
    for other in (a_viewer(school=draft.owner), a_librarian(), a_visitor()):
        assert search("trang dau tien", other).total == 0
        assert search("ban thao", other).total == 0


def test_opening_and_closing_dates_apply_without_indexing(index):
    book = a_resource(opened=EVERYONE, title="Đề thi thử")
    Resource.objects.filter(pk=book.pk).update(opens_at=NOW, closes_at=NOW + timedelta(days=1))
    index()
    moments = {NOW - timedelta(microseconds=1): 0, NOW: 1, NOW + timedelta(days=1): 0}
    for moment, expected in moments.items():
        assert search("de thi", a_visitor(now=moment)).total == expected, moment


def test_available_now_excludes_resources_without_a_free_seat(index):
    school = SchoolFactory()
    free = a_resource(opened=EVERYONE, title="Sách tự do")
    only_seen = a_resource(opened={Action.DISCOVER: "everyone"}, title="Sách chỉ thấy tên")
    lent = [a_resource(opened={Action.BORROW: f"school:{school.pk}"}, title=f"Sách mượn {n}") for n in range(3)]
    for resource, seats in zip(lent, (0, 2, None), strict=True):
        actions.set_free_seats(resource, free=seats)
    index()
    teacher = a_viewer(school=school)
    assert search("sach", teacher).total == 5
    available = search("sach", teacher, available=True)
    assert {hit.resource for hit in available.hits} == {free, lent[1]}
    actions.set_free_seats(lent[1], free=0)
    assert {hit.resource for hit in search("sach", teacher, available=True).hits} == {free}, "at once, without indexing"
    assert only_seen.title


def test_a_subject_is_found_by_its_name_in_both_languages(index):
    book = a_resource(opened=EVERYONE, title="Tập một", subjects=["toan"], grades=[6])
    index()
    for words in ("mathematics", "tập một"):
        assert [hit.resource for hit in search(words).hits] == [book]
    assert search("", chosen={"subject": ("toan",), "grade": ("6",)}).total == 1
    assert search("", chosen={"grade": ("7",)}).total == 0


def test_a_typing_error_is_corrected_and_reported_with_the_words_as_the_text_has_them(index):
    book = a_resource(opened=EVERYONE)
    pages(book, "Ngoài vườn hoa quỳnh nở.")
    index()
    found = search("hoa quunh")
    assert (found.typed.text, found.query.text, found.shown_words) == ("hoa quunh", "hoa quinh", "hoa quỳnh")
    assert as_text(found.hits[0].snippets[0].fragments) == "Ngoài vườn [hoa quỳnh] nở."
    as_typed = search("hoa quunh", literal=True)
    assert (as_typed.total, as_typed.typed, as_typed.shown_words) == (0, None, "hoa quunh")


def test_what_the_viewer_may_not_find_corrects_nothing(index):
    pages(a_resource(title="Đề thi"), "hoa quỳnh")
    index()
    found = search("hoa quunh")
    assert (found.total, found.typed) == (0, None)


def test_similar_words_are_marked_and_reported_as_similar(index):
    book = a_resource(opened=EVERYONE)
    pages(book, "Ngoài vườn hoa quỳnh nở.")
    index()
    found = search("hooa quunh")
    assert found.approximate
    assert as_text(found.hits[0].snippets[0].fragments) == "Ngoài vườn [hoa quỳnh] nở."


def test_many_hits_cost_a_fixed_number_of_queries(index, django_assert_max_num_queries):
    for number in range(12):
        pages(a_resource(opened=EVERYONE, title=f"Sách {number}"), "cùng một câu ở đây", "cùng một câu ở kia")
    index()
    viewer = a_visitor()
    with django_assert_max_num_queries(12):
        found = search("cùng một câu", viewer)
    assert len(found.hits) == 12
    assert all(hit.parts_total == 2 for hit in itertools.islice(found.hits, 12))


def test_words_apart_cost_no_more_queries(index, django_assert_max_num_queries):
    for number in range(12):
        pages(a_resource(opened=EVERYONE, title=f"Sách {number}"), "rừng sâu và biển rộng", "trang khác", "biển, rừng")
    index()
    viewer = a_visitor()
    with django_assert_max_num_queries(12):
        found = search("biển rừng", viewer)
    assert [hit.parts_total for hit in found.hits] == [2] * 12


def test_a_hit_through_the_description_shows_its_sentence_and_a_hit_through_a_page_does_not(index):
    described = a_resource(opened=EVERYONE, title="Truyện", description="Mở đầu. Chú dế mèn đi phiêu lưu. Kết thúc.")
    with_page = a_resource(opened=EVERYONE, title="Tập", description="Chuyện kể về dế mèn.")
    pages(with_page, "Dế mèn bay qua đồng cỏ.")
    index()
    hits = {hit.resource: hit for hit in search("de men").hits}
    assert as_text(hits[described].sentence) == "… Chú [dế mèn] đi phiêu lưu. Kết thúc."
    assert (hits[described].snippets, hits[described].parts_total) == ((), 0)
    assert hits[with_page].sentence == ()
    assert hits[with_page].parts_total == 1


def test_similar_words_are_marked_in_title_and_description(index):
    a_resource(opened=EVERYONE, title="Hoa quỳnh", description="Loài hoa quỳnh nở đêm.")
    index()
    (hit,) = search("hoa quunh").hits
    assert as_text(hit.title) == "[Hoa quỳnh]"
    assert as_text(hit.sentence) == "Loài [hoa quỳnh] nở đêm."


def test_a_hit_has_its_tier_and_counts_pages_that_still_match(index):
    book = a_resource(opened=EVERYONE, title="Tuyển tập")
    first, *_others = pages(book, "mặt trời mọc", "trang khác", "mặt trời mọc", "trang khác", "mặt trời mọc")
    index()
    (hit,) = search("mat troi moc").hits
    assert isinstance(hit.tier, Tier)
    assert hit.parts_total == 3
    changed = actions.PageToAdd(number=0, text="nội dung khác")
    actions.replace_page(first, with_page=changed, by=system_viewer(book.owner_id, now=NOW))
    (hit,) = search("mat troi moc").hits
    assert (len(hit.snippets), hit.parts_total) == (2, 2)


def test_available_now_includes_what_the_viewer_may_read_and_the_last_free_seat(index):
    both = a_resource(opened={Action.READ: "everyone", Action.BORROW: "everyone"}, title="Sách đọc và mượn")
    last = a_resource(opened={Action.BORROW: "everyone"}, title="Sách còn một chỗ")
    actions.set_free_seats(both, free=0)
    actions.set_free_seats(last, free=1)
    index()
    assert {hit.resource for hit in search("sach", a_viewer(), available=True).hits} == {both, last}


def test_a_page_below_the_limit_is_refused_with_the_number_of_results():
    assert not Query(page=MAX_DEPTH // 20, size=20).is_too_deep
    with pytest.raises(PageTooDeep) as refused:
        search("sach", page=MAX_DEPTH // 20 + 1, size=20)
    assert str(MAX_DEPTH) in str(refused.value)


def test_without_resources_an_empty_index_is_no_failure(index):
    assert not is_degraded()
    assert not search("sach").degraded
    a_resource(opened=EVERYONE)
    assert is_degraded()
    assert search("sach").degraded
    index()
    assert not is_degraded()


def test_librarians_list_what_of_their_school_could_not_be_indexed():
    school = SchoolFactory()
    newer, older, indexed, foreign = a_resource(school), a_resource(school), a_resource(school), a_resource()
    IndexChange.objects.update(last_error="")
    for days, resource in enumerate((newer, older, foreign), start=1):
        changes = IndexChange.objects.filter(resource=resource.uuid)
        changes.update(last_error="too large", changed_at=NOW - timedelta(days=days))
    listed = not_indexed(a_librarian(school))
    assert list(dict.fromkeys(change.resource for change in listed)) == [older.uuid, newer.uuid]
    assert indexed.uuid not in {change.resource for change in listed}


def test_a_recorded_change_hides_hits_by_text_that_the_viewer_may_no_longer_look_into(index):
    book = a_resource(opened={Action.DISCOVER: "everyone", Action.LOOK_INSIDE: "everyone"}, title="Tuyển tập")
    pages(book, "chim phượng hoàng bay")
    index()
    assert search("phuong hoang").total == 1
    actions.revoke(book, action=Action.LOOK_INSIDE, audience="everyone", by=system_viewer(book.owner_id, now=NOW))
    assert index_holds_parts_of(book)
    assert (search("phuong hoang").total, search("phuong hoang").hits) == (0, ())
    assert search("tuyen tap").total == 1


def test_a_hit_without_snippets_counts_no_pages(index):
    book = a_resource(opened={Action.DISCOVER: "everyone", Action.LOOK_INSIDE: "everyone"}, title="Phượng hoàng")
    pages(book, *["chim phượng hoàng bay"] * 9)
    index()
    actions.revoke(book, action=Action.LOOK_INSIDE, audience="everyone", by=system_viewer(book.owner_id, now=NOW))
    IndexChange.objects.all().delete()
    (hit,) = search("phuong hoang").hits
    assert (hit.snippets, hit.parts_total) == ((), 0)


def test_an_engine_that_does_not_answer_is_degraded(monkeypatch):
    def refuse():
        raise EngineUnavailable

    monkeypatch.setattr(queries, "current_backend", refuse)
    assert is_degraded()
    assert suggest(a_visitor(), "sach") == []


def test_while_the_index_does_not_answer_titles_are_found_marked_and_checked_by_the_rule(monkeypatch):
    def refuse():
        raise EngineUnavailable

    school = SchoolFactory()
    a_draft(school, title="Sách nháp")
    monkeypatch.setattr(queries, "current_backend", refuse)
    results = search("sach", a_librarian(school))
    assert [as_text(hit.title) for hit in results.hits] == ["[Sách] nháp"]
    assert (results.degraded, results.query.text) == (True, "sach")
    assert search("sach").hits == ()
