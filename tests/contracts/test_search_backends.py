"""The contract of every search backend; the same tests run on the folder index and on a real Elasticsearch."""

import os
import subprocess
import sys
import unicodedata
from dataclasses import replace
from datetime import timedelta

import pytest

from access.labels import staff
from access.policy import AccessFacts, AccessFilter
from search.analysis import tokens
from search.backends import editions as counts
from search.backends import open_backend
from search.backends.elastic import engine
from search.document import PartKind
from search.engine_results import PartHit
from search.errors import IndexLocked, IndexMissing
from search.meaning import Meaning, Term
from search.query import Query, Sort
from search.ranking import MatchField, MatchForm, MatchSpelling
from tests.search.documents import EVERYBODY, NOW, OPEN, SEEN, cue, find, key_of, names, page, resource
from tests.search.engines import an_engine
from tests.support.backends import ENGINES

pytestmark = pytest.mark.xdist_group("search engines")


@pytest.fixture(params=ENGINES)
def backend(request, tmp_path_factory):
    yield from an_engine(request.param, tmp_path_factory, request)


@pytest.fixture(params=ENGINES, scope="module")
def shelf(request, tmp_path_factory):
    for backend in an_engine(request.param, tmp_path_factory, request):
        assert not [outcome for outcome in backend.put(SHELF) if outcome.problem]
        backend.refresh()
        yield backend


TITLES = {
    "whole": "Điện Biên Phủ",
    "title": "Chiến thắng Điện Biên Phủ",
    "plain": "Dien Bien Phu ky su",
    "author": "Hồi kí",
    "record": "Lịch sử lớp 9",
    "page": "Tuyển tập văn học",
    "folded page": "Sổ tay",
    "across": "Truyện dài",
    "scattered": "Thời sự",
    "video": "Bài giảng",
    "closed": "Hồ sơ",
    "maths": "Toán 6 tập một",
    "maths ten": "Toán 10",
    "arts": "Mĩ thuật 6",
}
KNOWN = list(TITLES)

SHELF = [
    resource("whole", TITLES["whole"], age=9),
    resource(
        "title", TITLES["title"], age=8, subjects=("lich-su",), grades=("9", "12"), kind="book", school="nguyen-du"
    ),
    resource("plain", TITLES["plain"], age=7),
    resource("author", TITLES["author"], names=("Tố Hữu", "Nguyễn Điện Biên Phủ"), age=6),
    resource("record", TITLES["record"], texts=("Bài 28: chiến dịch Điện Biên Phủ",), age=5, kind="textbook"),
    resource("page", TITLES["page"], age=4, subjects=("ngu-van",), grades=("12",), kind="book", school="le-quy-don"),
    page("page", 1, "Trang đầu không có gì."),
    page("page", 217, "Đêm nay quân ta tiến vào Điện\nBiên Phủ, lòng chảo Mường Thanh."),
    page("page", 218, "Cả nước hướng về Điện Biên Phủ. Chỉ ở đây có từ quỳnh."),
    resource("folded page", TITLES["folded page"], age=3),
    page("folded page", 1, "Nhớ ghi: điền biên phú là chép sai dấu."),
    resource("across", TITLES["across"], age=2),
    page("across", 1, "mặt trời lên trên cánh đồng lúa", before="trên cánh đồng lúa", after="chín vàng óng ả"),
    page("across", 2, "chín vàng óng ả ngoài kia"),
    resource("scattered", TITLES["scattered"], age=1),
    page("scattered", 1, "Phủ xanh đồi núi, biên giới yên bình, lưới điện vươn xa."),
    resource("video", TITLES["video"], languages=("vi",), kind="video", subjects=("sinh-hoc",)),
    cue("video", 0, "Hôm nay chúng ta học về"),
    cue("video", 195_000, "quang hợp ở lá cây"),
    resource("closed", TITLES["closed"], facts=replace(OPEN, labels=frozenset({SEEN}))),
    page("closed", 1, "Mật danh phượng hoàng", facts=replace(OPEN, labels=frozenset({SEEN}))),
    resource("maths", TITLES["maths"], age=20, subjects=("toan",), grades=("6",), kind="textbook", school="nguyen-du"),
    resource("maths ten", TITLES["maths ten"], age=21, subjects=("toan",), grades=("10",), kind="textbook"),
    resource("arts", TITLES["arts"], age=22, subjects=("my-thuat",), grades=("6",), languages=("vi", "en")),
]


def hits(backend, text, **more):
    return names(find(backend, text, **more), KNOWN)


# --- matches and their order


def test_exact_ranks_above_folded_and_title_above_name_above_text(shelf):
    assert hits(shelf, "Điện Biên Phủ") == [
        "whole",
        "title",
        "author",
        "record",
        "page",
        "plain",
        "folded page",
        "scattered",
    ]


def test_without_diacritics_the_same_is_found_and_the_field_ranks_first(shelf):
    found = hits(shelf, "dien bien phu")
    assert set(found) == set(hits(shelf, "Điện Biên Phủ"))
    assert found[:3] == ["whole", "plain", "title"]
    assert found[-1] == "scattered"


def test_every_hit_has_a_tier(shelf):
    results = find(shelf, "Điện Biên Phủ")
    tiers = {name: hit.tier for name, hit in zip(names(results, KNOWN), results.hits, strict=True)}
    expected = {
        "whole": (MatchForm.PHRASE, MatchSpelling.EXACT, MatchField.WHOLE_TITLE),
        "author": (MatchForm.PHRASE, MatchSpelling.EXACT, MatchField.NAMES),
        "record": (MatchForm.PHRASE, MatchSpelling.EXACT, MatchField.RECORD),
        "page": (MatchForm.PHRASE, MatchSpelling.EXACT, MatchField.INSIDE),
        "plain": (MatchForm.PHRASE, MatchSpelling.FOLDED, MatchField.TITLE),
        "folded page": (MatchForm.PHRASE, MatchSpelling.FOLDED, MatchField.INSIDE),
        "scattered": (MatchForm.WORDS, MatchSpelling.EXACT, MatchField.INSIDE),
    }
    for name, (form, spelling, place) in expected.items():
        assert (tiers[name].form, tiers[name].spelling, tiers[name].field) == (form, spelling, place), name


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("mỹ thuật", "mĩ thuật"),
        ("MĨ THUẬT", "mi thuat"),
        ("hồi ký", "hồi kí"),
        ("ĐIỆN BIÊN PHỦ", "điện biên phủ"),
        ("quang họp", "quang hop"),
    ],
)
def test_one_word_however_it_is_typed(shelf, typed, same):
    assert hits(shelf, typed)
    assert hits(shelf, typed) == hits(shelf, same)
    assert hits(shelf, unicodedata.normalize("NFD", typed)) == hits(shelf, typed)


def test_a_page_is_found_with_its_book_and_the_best_page_first(shelf):
    (hit,) = [hit for hit in find(shelf, "dien bien phu").hits if hit.key == key_of("page")]
    assert hit.parts == (PartHit(PartKind.PAGE, key_of("page/217")), PartHit(PartKind.PAGE, key_of("page/218")))
    assert hit.parts_total == 2


def test_a_caption_is_found_with_its_second(shelf):
    (hit,) = find(shelf, '"quang hợp"').hits
    assert hit.parts == (PartHit(PartKind.CUE, "video-195000"),)


def test_a_phrase_across_a_page_break_is_found_once(shelf):
    (hit,) = find(shelf, '"dong lua chin vang"').hits
    assert (hit.key, hit.parts, hit.parts_total) == (key_of("across"), (PartHit(PartKind.PAGE, key_of("across/1")),), 1)
    assert hits(shelf, "dong lua chin vang") == ["across"], "also without quotation marks"
    (after,) = find(shelf, '"chín vàng"').hits
    assert after.parts == (PartHit(PartKind.PAGE, key_of("across/2")),), (
        "words after the break belong to their own page"
    )
    assert hits(shelf, '"đồng chín vàng"') == []


def test_quotes_ask_for_words_side_by_side(shelf):
    assert "scattered" in hits(shelf, "biên giới điện")
    assert hits(shelf, '"biên giới điện"') == []
    assert hits(shelf, '"biên giới" điện') == ["scattered"]


def test_a_word_one_edit_away_matches_only_when_nothing_matches_as_typed(shelf):
    as_typed, misspelt = find(shelf, "quynh"), find(shelf, "quunh")
    assert (names(as_typed, KNOWN), as_typed.searched) == (["page"], None)
    assert (names(misspelt, KNOWN), misspelt.searched) == (["page"], Query("quinh"))
    phrase = find(shelf, "chien thang dien bein phu")
    assert (names(phrase, KNOWN), phrase.searched) == (["title"], Query("chien thang dien bien phu"))
    assert find(shelf, "toan 7").total == 0, "numbers match exactly"
    nothing = find(shelf, "khongcogihet")
    assert (nothing.total, nothing.searched, nothing.approximate) == (0, None, False)
    errors = find(shelf, "dieen bienn phuu")
    assert (set(names(errors, KNOWN)[:3]), errors.searched, errors.approximate) == (
        {"whole", "title", "plain"},
        None,
        True,
    )


def test_a_filter_without_results_is_no_misspelling(shelf):
    assert find(shelf, "quynh", chosen={"kind": ("video",)}).searched is None
    assert find(shelf, "quynh", chosen={"kind": ("video",)}).total == 0


def test_no_phrase_runs_from_one_value_into_the_next(shelf):
    assert hits(shelf, '"tố hữu"') == ["author"]
    assert hits(shelf, '"hữu nguyễn"') == []


# --- facets, order, paging


def test_a_word_on_one_page_counts_in_the_facets(shelf):
    results = find(shelf, "quỳnh")
    assert results.total == 1
    assert results.facets["grade"] == {"12": 1}
    assert results.facets["school"] == {"le-quy-don": 1}
    assert find(shelf, "mường thanh").facets["kind"] == {"book": 1}


def test_names_and_subject_headings_are_facets(backend):
    long = "Bộ Giáo dục và Đào tạo " * 6
    backend.rebuild(
        [
            resource("one", credits=("Hugo, Victor", long), headings=("Văn học Pháp",)),
            resource("two", credits=("Hugo, Victor",), headings=("Văn học Pháp", "Thơ")),
            resource("three", credits=("Tô Hoài",)),
        ]
    )
    backend.refresh()
    counts = find(backend).facets
    assert counts["name"] == {"Hugo, Victor": 2, "Tô Hoài": 1, long[:100]: 1}
    assert counts["heading"] == {"Văn học Pháp": 2, "Thơ": 1}
    chosen = find(backend, chosen={"name": (long[:100],), "heading": ("Văn học Pháp",)})
    assert names(chosen, ["one"]) == ["one"]


def test_what_is_linked_to_a_lesson_comes_before_what_has_its_words(backend):
    named = resource("named", "Bài 5 toán 6", subjects=("toan",), grades=("6",))
    scattered = resource("scattered", "Toán", subjects=("toan",), grades=("6",), texts=("Nhân 5 số trong bài",))
    linked = [resource(f"linked-{n}", "Trò chơi", lessons=("x",), age=n) for n in range(2)]
    backend.rebuild([named, scattered, *linked, resource("other", "Trò chơi", lessons=("y",))])
    backend.refresh()
    terms = (Term(6, 10, values=(("subject", "toan"),)), Term(11, 12, values=(("grade", "6"),)))
    lesson = Term(0, 5, values=(("lesson", "x"),))
    results = find(backend, "bài 5 toán 6", meaning=Meaning(terms, tuple(tokens("bài 5")), lesson))
    assert names(results, ["named", "scattered", "linked-0", "linked-1"]) == [
        "linked-0",
        "linked-1",
        "named",
        "scattered",
    ]
    assert (results.total, results.hits[0].tier.form) == (4, MatchForm.LESSON)
    assert find(backend).facets["lesson"] == {"x": 2, "y": 1}
    assert find(backend, chosen={"lesson": ("x",)}).total == 2


def test_facets_count_resources_and_ignore_their_own_choice(shelf):
    assert find(shelf).facets["subject"]["toan"] == 2
    chosen = find(shelf, chosen={"grade": ("6",)})
    assert sorted(names(chosen, KNOWN)) == ["arts", "maths"]
    assert chosen.facets["grade"]["10"] == 1, "another grade can be chosen beside it"
    assert chosen.facets["subject"] == {"toan": 1, "my-thuat": 1}
    both = find(shelf, chosen={"grade": ("6", "10"), "subject": ("toan",)})
    assert sorted(names(both, KNOWN)) == ["maths", "maths ten"]


def test_order_by_title_is_that_of_dictionaries_and_newest_is_newest(shelf):
    by_title = hits(shelf, sort=Sort.TITLE, text="")
    assert by_title[:4] == ["video", "title", "plain", "whole"]
    assert by_title.index("maths") < by_title.index("maths ten"), "6 sorts before 10"
    newest = hits(shelf, sort=Sort.NEWEST, text="dien bien phu")
    assert newest == ["scattered", "folded page", "page", "record", "author", "plain", "title", "whole"]


def test_pages_of_hits_neither_repeat_nor_omit_one(shelf):
    for sort in Sort:
        for text in ("", "dien bien phu"):
            whole = find(shelf, text, sort=sort, size=50)
            pages = [find(shelf, text, sort=sort, size=3, page=number) for number in range(1, 6)]
            assert [hit.key for part in pages for hit in part.hits] == [hit.key for hit in whole.hits][:15]
            assert {part.total for part in pages} == {whole.total}


def test_ties_are_broken_in_one_way(backend):
    backend.put([resource(f"n{number}", "Cùng một tên", age=number % 7) for number in range(60)])
    backend.put([resource(f"n{number}", "Cùng một tên", age=number % 7, revision=2) for number in range(0, 60, 2)])
    backend.refresh()
    whole = [hit.key for hit in find(backend, "cung mot ten", size=60).hits]
    ages = [int(name[1:]) % 7 for name in names(find(backend, "cung mot ten", size=60), [f"n{n}" for n in range(60)])]
    assert ages == sorted(ages), "the newest first"
    assert [hit.key for n in range(1, 7) for hit in find(backend, "cung mot ten", size=10, page=n).hits] == whole


def pages_of(backend, text, sort, size, pages):
    return [hit.key for number in pages for hit in find(backend, text, sort=sort, size=size, page=number).hits]


def test_pages_beyond_the_window_of_an_engine_continue_the_ones_before(backend, monkeypatch):
    monkeypatch.setattr(engine, "WINDOW", 7)  # Elasticsearch's is 10,000
    backend.put([resource(f"n{number}", f"Sách {number % 3}", age=number % 5) for number in range(40)])
    backend.refresh()
    for sort in Sort:
        for text in ("", "sach 1"):
            whole = pages_of(backend, text, sort, 3, range(1, 16))
            assert len(whole) == len(set(whole)) == find(backend, text, sort=sort, size=3, page=9).total
            assert pages_of(backend, text, sort, 5, range(1, 10)) == whole
    assert find(backend, size=5, page=9).facets == find(backend, size=5).facets


@pytest.mark.slow
def test_the_ten_thousandth_hit_and_those_after_it_are_paged_to(backend):
    for start in range(0, 20_100, 500):
        backend.put([resource(f"n{n}", "Cùng tên", age=n % 900) for n in range(start, min(start + 500, 20_100))])
    backend.refresh()
    for sort in Sort:
        whole = pages_of(backend, "cung ten", sort, 100, range(99, 203))
        assert len(set(whole)) == len(whole) == 20_100 - 9_800, "none twice, none left out"


def test_first_letters_are_those_of_the_vietnamese_alphabet(backend):
    titles = ["Ấm áp", "“An toàn”", "Ăn uống", "Đá", "Da", "đèn", "10 vạn câu hỏi", "Écriture", "1984", "日本"]
    backend.put([resource(title, title) for title in titles])
    backend.refresh()
    assert find(backend).facets["letter"] == {"a": 1, "ă": 1, "â": 1, "d": 1, "đ": 2, "e": 1, "0": 2}
    of_letter = find(backend, chosen={"letter": ("đ",)}, sort=Sort.TITLE)
    assert names(of_letter, titles) == ["Đá", "đèn"]
    assert of_letter.facets["letter"]["a"] == 1, "another letter can be chosen instead"


# --- one entry per edition


@pytest.fixture
def editions(backend):
    """Index ten editions: of the first five, four schools hold a copy each, with differing values."""
    documents = [
        resource(
            f"{edition}{school}",
            f"Sách chung {edition}" if edition < 5 else f"Sách riêng {edition}",
            age=edition * 4 + school,
            edition=f"edition {edition}",
            school=f"s{school}",
            kind="book" if school else "textbook",
            subjects=("toan", "vat-ly") if school < 2 else ("toan",),
            credits=(f"Tác giả {edition}",),
        )
        for edition in range(10)
        for school in range(4 if edition < 5 else 1)
    ]
    backend.put(documents)
    backend.refresh()
    return backend


COPIES = [f"{edition}{school}" for edition in range(10) for school in range(4)]


def test_holdings_of_one_edition_are_one_entry_at_the_place_of_the_best(editions):
    for sort in (Sort.NEWEST, Sort.RELEVANCE, Sort.TITLE):
        results = find(editions, sort=sort)
        assert results.total == 10
        assert {name[0] for name in names(results, COPIES)} == set("0123456789")
    assert names(find(editions, sort=Sort.NEWEST), COPIES) == [f"{edition}0" for edition in range(10)]
    editions.put([resource("33", "Toán học", age=99, edition="edition 3", school="s3", texts=("Sách chung 3",))])
    editions.refresh()
    assert names(find(editions, "sách chung 3"), COPIES) == ["30"], "the record with the words in its title"
    assert names(find(editions, "toán học"), COPIES) == ["33"], "the one that has the words"


def test_pages_of_entries_neither_repeat_nor_omit_one(editions, monkeypatch):
    for window in (10_000, 4):
        monkeypatch.setattr(engine, "WINDOW", window)
        for sort in Sort:
            for text in ("", "sach"):
                found = names_of_pages(editions, text, sort, size=3)
                assert len(found) == 10
                assert len({name[0] for name in found}) == 10, (window, sort, text)
                assert found == names(find(editions, text, sort=sort, size=50), COPIES)


def names_of_pages(backend, text, sort, size):
    pages = [find(backend, text, sort=sort, size=size, page=number) for number in range(1, 6)]
    assert {page.total for page in pages} == {10}
    return [name for page in pages for name in names(page, COPIES)]


def test_facets_count_entries_with_a_holding_of_the_value(editions, monkeypatch):
    expected = {
        "school": {"s0": 10, "s1": 5, "s2": 5, "s3": 5},
        "kind": {"book": 5, "textbook": 10},
        "subject": {"toan": 10, "vat-ly": 10},
        "name": {f"Tác giả {edition}": 1 for edition in range(10)},
    }
    for at_once, most in ((2_000, 10_000), (2, 2)):  # also where an engine must be asked in parts
        monkeypatch.setattr(counts, "AT_ONCE", at_once)
        monkeypatch.setattr(counts.all_repeated, "__defaults__", (most,))
        facets = find(editions).facets
        assert {name: facets[name] for name in expected} == expected
    chosen = find(editions, chosen={"school": ("s1", "s2")})
    assert chosen.total == 5
    assert chosen.facets["school"] == expected["school"]
    assert chosen.facets["kind"] == {"book": 5}
    both = find(editions, chosen={"school": ("s1", "s2"), "kind": ("textbook",)})
    assert (both.total, both.facets["kind"], both.facets["school"]) == (0, {"book": 5}, {"s0": 10})


def seen(results):
    return results.total, [hit.key for hit in results.hits], results.facets


def test_a_hidden_holding_changes_no_entry_and_no_count(editions):
    mine = "own:7/*/*/*"
    facts = AccessFacts(frozenset({mine}), True, None, None)
    before = [seen(find(editions)), seen(find(editions, "sách chung 3"))]
    editions.put([resource("hidden", "Sách chung 3", edition="edition 3", school="s9", facts=facts)])
    editions.put([resource("alone", "Sách chung 99", edition="edition 99", school="s9", facts=facts)])
    editions.refresh()
    assert [seen(find(editions)), seen(find(editions, "sách chung 3"))] == before
    owner = replace(EVERYBODY, keys=EVERYBODY.keys | {mine})
    assert names(find(editions, "sách chung 3", allowed=owner), [*COPIES, "hidden"]) == ["hidden"], "the newest"
    assert find(editions, allowed=owner).total == 11
    only = AccessFilter(frozenset({mine}), frozenset(), NOW)
    alone = find(editions, "sách chung", allowed=only)
    assert (alone.total, alone.facets["school"]) == (2, {"s9": 2})
    assert find(editions, "sách chung 3", excluded=["30"]).facets["school"] == {"s1": 1, "s2": 1, "s3": 1}


def test_a_holding_that_is_parted_is_an_entry_of_its_own(editions):
    editions.put([resource("01", "Sách chung 0", age=1, edition="parted", school="s1", revision=2)])
    editions.refresh()
    assert find(editions).total == 11
    assert set(names(find(editions, "sách chung 0"), COPIES)) == {"00", "01"}
    assert find(editions, "sách chung 0").facets["school"] == {"s0": 1, "s1": 1, "s2": 1, "s3": 1}


def test_suggestions_name_an_edition_once(editions):
    suggested = editions.suggest("sách chu", allowed=EVERYBODY)
    assert [name for key in suggested for name in COPIES if key_of(name) == key] == ["00", "10", "20", "30", "40"]


# --- access


def test_text_is_searched_only_in_resources_that_the_viewer_may_look_into(shelf):
    assert hits(shelf, "phượng hoàng") == []
    assert hits(shelf, "phượng hoàng", parts_allowed=EVERYBODY) == ["closed"]
    assert hits(shelf, "hồ sơ") == ["closed"], "its record can be discovered"


def test_what_is_excluded_is_neither_found_nor_counted(shelf):
    results = find(shelf, "dien bien phu", excluded=["whole", "page"])
    assert not {"whole", "page"} & set(names(results, KNOWN))
    assert results.total == find(shelf, "dien bien phu").total - 2
    assert "le-quy-don" not in results.facets["school"]
    assert hits(shelf, "quỳnh", parts_excluded=["page"]) == []
    assert hits(shelf, "tuyển tập", parts_excluded=["page"]) == ["page"]


def test_access_follows_state_dates_and_keys_and_does_not_change_the_score(backend):
    moment, tick = NOW, timedelta(microseconds=1)
    label, mine = frozenset({"own:12/toan/*/*", staff(12)}), frozenset({"own:12/toan/*/*"})
    kinds = {
        "open": AccessFacts(label, True, None, None),
        "draft": AccessFacts(label, False, None, None),
        "begins now": AccessFacts(label, True, moment, None),
        "begins later": AccessFacts(label, True, moment + tick, None),
        "ended now": AccessFacts(label, True, None, moment),
        "ends later": AccessFacts(label, True, moment - tick, moment + tick),
        "other label": AccessFacts(frozenset({"own:1/toan/*/*", "own:12/toan/*/video"}), True, None, None),
        "no label": AccessFacts(frozenset(), True, None, None),
    }
    backend.put([resource(name, "sách", facts=facts) for name, facts in kinds.items()])
    backend.refresh()
    viewers = [
        AccessFilter(mine, frozenset(), moment),
        AccessFilter(frozenset(), frozenset({staff(12)}), moment),
        AccessFilter(frozenset(), frozenset(), moment),
        AccessFilter(frozenset({staff(12)}), mine, moment),
    ]
    for viewer in viewers:
        results = find(backend, "sách", allowed=viewer, parts_allowed=viewer)
        assert set(names(results, kinds)) == {name for name, facts in kinds.items() if viewer.matches(facts)}
        assert results.total == len(results.hits)
        assert len({hit.tier for hit in results.hits}) <= 1
        suggested = set(backend.suggest("sá", allowed=viewer))
        assert suggested == {key_of(name) for name, facts in kinds.items() if viewer.matches(facts)}


def test_nothing_is_searched_without_an_access_filter(shelf):
    with pytest.raises(TypeError):
        shelf.search(Query(text="toán"))
    with pytest.raises(TypeError):
        shelf.suggest("toán")


def test_a_thousand_keys_change_no_result(shelf):
    keys = frozenset(f"discover@group:{number}" for number in range(1000)) | {SEEN}
    many = AccessFilter(keys, frozenset(), NOW)
    assert hits(shelf, "dien bien phu", allowed=many) == hits(shelf, "dien bien phu")


# --- suggestions


def test_suggestions_begin_like_what_is_typed(shelf):
    def suggested(text):
        return {name for name in KNOWN if key_of(name) in shelf.suggest(text, allowed=EVERYBODY)}

    assert suggested("toá") == {"maths", "maths ten"}
    assert suggested("toan 1") == {"maths ten"}
    assert suggested("điện b") == {"whole", "title", "plain"}
    assert suggested("") == suggested("¶") == set()


@pytest.mark.parametrize(
    "text",
    ["", '"', "¶", "* OR title:x", "a" * 5000, "(((", "\\", "{}", '""', "AND", "_", "\u0300", "😀", "%", "the in an"],
)
def test_no_text_is_a_command_to_the_engine(shelf, text):
    assert find(shelf, text).total <= len(KNOWN)
    shelf.suggest(text, allowed=EVERYBODY)


# --- writing and deleting


def test_an_older_document_does_not_replace_a_newer_one(backend):
    backend.put([resource("book", "Bản mới", revision=5)])
    assert [outcome.problem for outcome in backend.put([resource("book", "Bản cũ", revision=4)])] == [""]
    backend.refresh()
    assert find(backend, "bản mới").total == 1
    assert find(backend, "bản cũ").total == 0
    backend.put([resource("book", "Bản sửa", revision=5)])
    backend.refresh()
    assert find(backend, "bản sửa").total == 1, "the same revision replaces the document with itself"


def test_a_dropped_resource_is_deleted_with_its_parts(backend):
    backend.put([resource("book"), page("book", 1, "hoa sen"), page("book", 2, "hoa sen"), resource("other")])
    backend.put([page("other", 1, "hoa sen")])
    assert len(backend.parts_of(key_of("book"))) == 2
    backend.drop_parts([page("book", 2, "").key], revision=1)
    backend.refresh()
    assert backend.parts_of(key_of("book")) == {page("book", 1, "").key}
    backend.drop({key_of("book"): 1})
    backend.refresh()
    assert names(find(backend, "hoa sen"), ["book", "other"]) == ["other"]
    assert backend.parts_of(key_of("book")) == frozenset()


def test_before_anything_is_put_nothing_is_found(backend):
    assert not backend.is_ready()
    with pytest.raises(IndexMissing):
        find(backend, "gì đó")
    with pytest.raises(IndexMissing):
        backend.suggest("gì", allowed=EVERYBODY)
    assert backend.parts_of(key_of("x")) == frozenset()


def test_a_rebuild_switches_at_once_and_later_puts_go_to_the_new_generation(backend):
    backend.put([resource("old"), resource("staying", "Cũ")])
    backend.refresh()

    def documents():
        yield resource("staying", "Mới")
        assert names(find(backend), ["old", "staying"]), "searches still use the old generation"
        yield page("staying", 1, "trang sách")

    assert backend.rebuild(documents()) == []
    assert names(find(backend), ["old", "staying"]) == ["staying"]
    assert find(backend, "mới").total == find(backend, "trang sách").total == 1
    backend.put([resource("later")])
    backend.refresh()
    assert find(backend).total == 2
    assert backend.is_ready()


def test_one_document_that_cannot_be_indexed_does_not_stop_the_others(backend):
    broken = page("good", 2**70, "sai")
    outcomes = backend.put([resource("good"), broken, resource("fine"), page("good", 1, "đúng")])
    backend.refresh()
    assert [outcome.key for outcome in outcomes if outcome.problem] == [broken.key]
    assert find(backend).total == 2
    assert find(backend, "đúng").total == 1
    assert find(backend, "sai").total == 0


def test_both_engines_answer_alike(shelf, request):
    """Store the answers of one engine, and require the same of the other."""
    answers = {text: [(h.key, h.tier, h.parts, h.parts_total) for h in find(shelf, text).hits] for text in ALIKE}
    counts = {text: (find(shelf, text).total, find(shelf, text).facets, find(shelf, text).searched) for text in ALIKE}
    assert ANSWERS.setdefault("hits", answers) == answers
    assert ANSWERS.setdefault("counts", counts) == counts


ANSWERS: dict = {}
ALIKE = [
    "",
    "toán",
    "toan 6",
    "Điện Biên Phủ",
    "dien bien phu",
    "dein bien phu",
    '"lúa chín"',
    "sách lớp",
    "lich su lop 9",
    "hoi ky",
]


# --- the lock of the folder index


def test_a_second_writing_process_is_refused(tmp_path):
    url = f"tantivy://{tmp_path}/index"
    first = open_backend(url)
    first.put([resource("book")])
    with pytest.raises(IndexLocked):
        open_backend(url).put([resource("other")])
    code = f"from search.backends import open_backend; open_backend({url!r}).drop({{'x': 1}})"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
    refused = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert refused.returncode != 0
    assert "IndexLocked" in refused.stderr
    first.close()
    open_backend(url).put([resource("other")])
    assert find(first).total == 2, "readers see what another process wrote"
