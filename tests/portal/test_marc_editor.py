"""The MARC editor: what was typed is saved in both forms of the record, or refused with a sentence and still there."""

import html

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from repository import actions
from repository.formats import marc
from repository.models import MarcRecord, Resource
from sharing.viewer import system_viewer
from tests.portal.two_schools import Holding
from tests.support.marc_records import iso2709

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]

FIELDS = [
    ("001", "0001", []),
    ("245", "10", [("a", "Tắt đèn :"), ("b", "tiểu thuyết /"), ("c", "Ngô Tất Tố")]),
    ("260", "  ", [("a", "H. :"), ("b", "Văn học,"), ("c", "1939")]),
    ("927", "", [("a", "SH")]),
    ("952", "  ", [("g", "25$000"), ("x", "")]),
]
RAW = iso2709(FIELDS)


@pytest.fixture
def book(client: Client, schools: tuple[Holding, Holding]) -> Resource:
    """Return a book with a MARC record, of the school whose librarian is signed in."""
    client.force_login(schools[0].librarian, backend="allauth.account.auth_backends.AuthenticationBackend")
    by = system_viewer(schools[0].school.pk, now=timezone.now())
    return actions.create_draft(owner=schools[0].school, description=marc.description_of(RAW), by=by, marc=RAW)


def opened(client: Client, book: Resource) -> dict:
    """Return the form as the page shows it."""
    context = client.get(reverse("marc:edit", args=[book.uuid])).context
    rows = [line["row"] for line in context["rows"]]
    names = {"tag": "tag", "indicators": "indicators", "text": "text", "source": "source"}
    form = {name: [getattr(row, attribute) for row in rows] for name, attribute in names.items()}
    return {**form, "leader": context["leader"], "version": context["version"]}


def sent(client: Client, book: Resource, form: dict):
    return client.post(reverse("marc:edit", args=[book.uuid]), form)


def stored(book: Resource) -> bytes:
    return bytes(MarcRecord.objects.get(resource=book).raw)


def test_saving_without_a_change_keeps_every_byte(client: Client, book: Resource) -> None:
    assert sent(client, book, opened(client, book)).status_code == 302
    assert stored(book) == RAW
    assert book.changes.count() == 1


def test_one_field_is_changed_and_the_description_follows(client: Client, book: Resource) -> None:
    form = opened(client, book)
    form["text"][2] = "$a Hà Nội : $b Kim Đồng, $c 1939"
    assert sent(client, book, {**form, "why": "theo sách"}).status_code == 302
    book.refresh_from_db()
    assert (book.publisher, book.place, book.year) == ("Kim Đồng", "Hà Nội", 1939)
    assert [one for one in marc.parse(stored(book)).slices if one[0] != "260"] == [
        one for one in marc.parse(RAW).slices if one[0] != "260"
    ]
    assert book.changes.last().why == "theo sách"


def test_fields_are_added_moved_and_removed(client: Client, book: Resource) -> None:
    form = opened(client, book)
    for name, value in (
        ("tag", "653"),
        ("indicators", "##"),
        ("text", "$a Nông thôn $a Giá {dollar}5"),
        ("source", ""),
    ):
        form[name] = [*form[name][:2], value, *form[name][3:]]
    assert sent(client, book, form).status_code == 302
    assert [one.tag for one in marc.parse(stored(book)).fields()] == ["001", "245", "653", "927", "952"]
    book.refresh_from_db()
    assert [heading.text for heading in book.headings.all()] == ["Nông thôn", "Giá $5"]
    assert book.publisher == ""


@pytest.mark.parametrize(
    "place, values, sentence",
    [
        (1, {"text": "$b tiểu thuyết"}, "245"),
        (1, {"indicators": "70"}, "chỉ thị 1"),
        (1, {"text": "Tắt đèn"}, "trường con"),
        (1, {"text": "$a Tắt đèn $a Lều chõng"}, "$a"),
        (1, {"text": "$a Tắt đèn $z sai"}, "$z"),
        (2, {"tag": "26"}, "ba kí tự"),
        (2, {"tag": "020", "text": "$a 9786040000000"}, "ISBN"),
        (2, {"tag": "245"}, "một trường 245"),
        (2, {"tag": "008", "text": "060101"}, "40 kí tự"),
        (2, {"text": ""}, "còn trống"),
    ],
)
def test_what_breaks_the_rules_is_refused_and_stays_in_the_form(
    client: Client, book: Resource, place: int, values: dict, sentence: str
) -> None:
    form = opened(client, book)
    for name, value in values.items():
        form[name][place] = value
    answer = sent(client, book, form)
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 400
    assert sentence in " ".join(
        [*answer.context["problems"], *(text for line in answer.context["rows"] for text in line["problems"])]
    )
    assert all(value in page for value in values.values())
    assert stored(book) == RAW


def test_a_leader_of_another_length_is_refused(client: Client, book: Resource) -> None:
    assert sent(client, book, {**opened(client, book), "leader": "nam"}).status_code == 400
    assert stored(book) == RAW


def test_a_change_in_the_meantime_is_not_overwritten_and_nothing_typed_is_lost(client: Client, book: Resource) -> None:
    form = opened(client, book)
    other = opened(client, book)
    other["text"][2] = "$a H. : $b Kim Đồng, $c 1940"
    sent(client, book, other)
    form["text"][1] = "$a Lều chõng"
    answer = sent(client, book, form)
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 409
    assert "$a Lều chõng" in page
    assert "$b Kim Đồng, $c 1940" in page
    again = {**form, "version": answer.context["version"]}
    assert sent(client, book, again).status_code == 302
    book.refresh_from_db()
    assert book.title == "Lều chõng"


def test_a_resource_without_marc_gets_one(client: Client, book: Resource) -> None:
    MarcRecord.objects.all().delete()
    form = opened(client, book)
    assert {"008", "245", "260"} <= set(form["tag"])
    form["text"][form["tag"].index("245")] = "$a Tắt đèn $b truyện dài"
    assert sent(client, book, form).status_code == 302
    book.refresh_from_db()
    assert book.subtitle == "truyện dài"
    assert marc.description_of(stored(book)).subtitle == "truyện dài"


def test_without_scripts_the_buttons_ask_the_server(client: Client, book: Resource) -> None:
    form = opened(client, book)
    for command, tags in {
        "add-0": ["001", "", "245", "260", "927", "952"],
        "remove-1": ["001", "260", "927", "952"],
        "up-1": ["245", "001", "260", "927", "952"],
        "down-1": ["001", "260", "245", "927", "952"],
        "up-0": ["001", "245", "260", "927", "952"],
        "up-9": ["001", "245", "260", "927", "952"],
    }.items():
        rows = sent(client, book, {**form, "do": command}).context["rows"]
        assert [line["row"].tag for line in rows] == tags
    assert stored(book) == RAW


def test_other_schools_and_people_learn_nothing(client: Client, book: Resource, schools) -> None:
    client.force_login(schools[1].librarian, backend="allauth.account.auth_backends.AuthenticationBackend")
    for name in ("marc:edit", "marc:export"):
        arguments = [book.uuid] if name == "marc:edit" else [book.uuid, "marc"]
        assert client.get(reverse(name, args=arguments)).status_code == 404


@pytest.mark.parametrize("name", ["marc", "marc-8", "marcxml", "dublin-core", "lom", "lrmi", "mods"])
def test_a_record_is_downloaded_in_every_format(client: Client, book: Resource, name: str) -> None:
    answer = client.get(reverse("marc:export", args=[book.uuid, name]))
    assert "attachment" in answer["Content-Disposition"]
    if name == "marc":
        assert answer.content == RAW
    elif name == "marc-8":
        assert marc.description_of(answer.content).title == "Tắt đèn"
        assert answer.content[9:10] == b" "
    else:
        assert "Tắt đèn" in answer.content.decode()


def test_the_records_that_a_list_finds_are_downloaded_and_no_others(client: Client, book: Resource, schools) -> None:
    def titles(**question: str) -> list[str]:
        answer = client.get(reverse("resource:records"), {"as": "marc", **question})
        data = b"".join(answer.streaming_content)
        return [marc.description_of(one + b"\x1d").title for one in data.split(b"\x1d")[:-1]]

    assert "Tắt đèn" in titles()
    assert len(titles()) == Resource.objects.filter(owner=schools[0].school).count()
    assert titles(q="Tắt đèn") == ["Tắt đèn"]
    collection = actions.make_collection(
        name="Ngữ văn", by=system_viewer(schools[0].school.pk, now=timezone.now()), school=schools[0].school
    )
    assert titles(collection=str(collection.pk)) == []
    assert client.get(reverse("resource:records"), {"q": "Tắt đèn"}).context["number"] == 1
