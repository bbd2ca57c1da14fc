"""The screens of sharing as users of two schools use them, without JavaScript."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from access.actions import Action
from accounts.models import Role
from repository.models import Resource
from repository.queries import is_allowed
from sharing.models import Agreement, SchoolGroup
from sharing.preview import PREVIEW_LIMIT
from sharing.viewer import viewer_of_membership
from tests.factories import (
    NOW,
    AgreementFactory,
    ClauseFactory,
    MembershipFactory,
    SchoolFactory,
    a_draft,
    a_resource,
)

pytestmark = pytest.mark.django_db


def a_client(school, role: Role = Role.LIBRARIAN) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(MembershipFactory(school=school, role=role).person)
    return client


@pytest.fixture
def schools():
    return SchoolFactory(name="Trường THCS Nguyễn Du"), SchoolFactory(name="Trường THCS Lê Quý Đôn")


CLAUSE = {"role": "teacher", "actions": ["read"], "subject": "toan", "since": "2026-09-01", "until": "2099-05-31"}


def test_two_schools_make_and_end_an_agreement(schools) -> None:
    a, b = schools
    book = a_resource(a, title="Đại số 6", subjects=["toan"])
    teacher = MembershipFactory(school=b)
    ours, theirs, reader = a_client(a), a_client(b), Client()
    reader.force_login(teacher.person)

    created = ours.post("/en/chia-se/thoa-thuan/moi/", {"partner": b.pk, "title": "Cùng học Toán"})
    agreement = Agreement.objects.get()
    url = reverse("sharing:agreement", args=[agreement.uuid])
    assert created.url.endswith(url)
    assert theirs.get(url).status_code == 404, "only its own school sees a draft"

    ours.post(f"{url}cau/", {**CLAUSE, "taker": b.pk})
    page = ours.get(url).content.decode()
    assert "Đại số 6" in page, "the preview is beside the clause"
    ours.post(f"{url}de-nghi/")

    seen = theirs.get(url)
    assert "Đại số 6" in seen.content.decode()
    assert theirs.post(f"{url}dong-y/", {"wording": 1}).status_code == 409
    assert reader.get(f"/chia-se/vi-sao/{book.uuid}/").status_code == 404
    theirs.post(f"{url}dong-y/", {"wording": Agreement.objects.get().wording})
    assert "Cùng học Toán" in reader.get(f"/chia-se/vi-sao/{book.uuid}/").content.decode()

    ours.post(f"{url}ket-thuc/")
    assert Agreement.objects.get().state == Agreement.State.ENDED
    assert reader.get(f"/chia-se/vi-sao/{book.uuid}/").status_code == 404


def test_a_clause_is_edited_in_place_and_errors_are_shown(schools) -> None:
    a, b = schools
    a_resource(a, title="Vật lí vui", subjects=["vat-li"])
    ours = a_client(a)
    ours.post("/en/chia-se/thoa-thuan/moi/", {"partner": b.pk, "title": "x"})
    url = f"/en/chia-se/thoa-thuan/{Agreement.objects.get().uuid}/"
    ours.post(f"{url}cau/", {**CLAUSE, "taker": b.pk})
    change = {**CLAUSE, "taker": b.pk, "subject": "vat-li"}
    part = ours.post(f"{url}cau/1/", change, headers={"HX-Request": "true"}).content.decode()
    assert "Vật lí vui" in part
    assert "<html" not in part
    nothing = ours.post(f"{url}cau/1/", {**change, "actions": []})
    assert "This field is required" in nothing.content.decode()
    impossible = ours.post(f"{url}cau/1/", {**change, "until": "2020-01-01"})
    assert impossible.status_code == 400
    assert Agreement.objects.get().clauses.get().subject == "vat-li"
    assert ours.post(f"{url}cau/9/", change).status_code == 404
    ours.post(f"{url}cau/1/bo/")
    assert not Agreement.objects.get().clauses.exists()


def test_a_librarian_grants_and_revokes_access_for_their_own_school_only(schools) -> None:
    a, b = schools
    book, reader = a_draft(a), MembershipFactory(school=b)
    shelf = a.collections.create(name="Tủ sách mở")
    ours = a_client(a)
    for url in (f"/chia-se/mo/{book.uuid}/", f"/chia-se/mo/bo-suu-tap/{shelf.uuid}/"):
        assert a_client(b).get(url).status_code == 404
        assert a_client(a, Role.TEACHER).get(url).status_code == 404
        data = {"audience": f"school:{b.pk}", "role": "teacher", "actions": ["discover", "borrow"]}
        assert a_client(b).post(url, data).status_code == 404
        assert ours.post(url, data).status_code == 302
        assert ours.get(url).status_code == 200
    Resource.objects.update(state=Resource.State.PUBLISHED)
    assert is_allowed(viewer_of_membership(reader, now=NOW), Action.BORROW, Resource.objects.get())
    url = f"/chia-se/mo/{book.uuid}/"
    for grant in book.grants.all():
        ours.post(url, {"close": f"{grant.action}@{grant.audience}"})
    assert not is_allowed(viewer_of_membership(reader, now=NOW), Action.DISCOVER, Resource.objects.get())
    assert ours.post(url, {"close": "x"}).status_code != 500


def test_a_group_is_managed_by_its_lead(schools) -> None:
    a, b = schools
    lead, member = a_client(a), a_client(b)
    lead.post("/chia-se/nhom/moi/", {"name": "Nhóm trường Đống Đa"})
    url = f"/chia-se/nhom/{SchoolGroup.objects.get().uuid}/"
    assert member.get(url).status_code == 404
    lead.post(url, {"member": f"school:{b.uuid}"})
    assert member.get(url).status_code == 200
    assert member.post(url, {"member": f"school:{b.uuid}"}).status_code == 404
    joined = SchoolGroup.objects.get().members.get(school=b)
    assert member.post(f"{url}{joined.pk}/bo/").status_code == 404
    lead.post(f"{url}{joined.pk}/bo/")
    assert member.get(url).status_code == 404


def test_a_copy_records_its_origin_and_only_librarians_take_one(schools) -> None:
    a, b = schools
    book = a_resource(a, creators=["Nguyễn Đình Thi"], rights="cc_by", opened={Action.COPY: f"school:{b.pk}"})
    shown = a_resource(a, opened={Action.READ: "everyone"})
    url = f"/chia-se/lay-ban/{book.uuid}/"
    assert a_client(b, Role.TEACHER).post(url).status_code == 404
    assert a_client(b, Role.HEAD).get(url).status_code == 404
    taker = a_client(b)
    for ask in (taker.get, taker.post):
        assert ask(f"/chia-se/lay-ban/{shown.uuid}/").status_code == 404
    assert "Nguyễn Đình Thi" in taker.get(url).content.decode()
    taker.post(url)
    taken = Resource.objects.get(owner=b)
    assert (taken.state, taken.origin["school"], taken.origin["rights"]) == ("draft", a.name, "cc_by")


def test_a_librarian_asks_for_people_of_their_own_school_only(schools) -> None:
    a, b = schools
    book = a_resource(a, opened={Action.DISCOVER: "everyone"})
    pupil, stranger = MembershipFactory(school=b, role=Role.PUPIL), MembershipFactory(school=a)
    url = f"/en/chia-se/vi-sao/{book.uuid}/"
    asks = a_client(b)
    assert pupil.person.name in asks.get(url, {"nguoi": str(pupil.uuid)}).content.decode()
    for nobody in (stranger.uuid, book.uuid, "x"):
        assert asks.get(url, {"nguoi": str(nobody)}).status_code == 404
    teacher = a_client(b, Role.TEACHER)
    assert teacher.get(url).status_code == 200
    assert teacher.get(url, {"nguoi": str(pupil.uuid)}).status_code == 404


def texts(response) -> list[str]:
    """Return the messages that the next page shows."""
    return [str(message) for message in get_messages(response.wsgi_request)]


def a_proposal(a, b, *, clauses: int = 1, title: str = "Cùng học Toán") -> Agreement:
    agreement = AgreementFactory(proposer=a, partner=b, title=title, state=Agreement.State.PROPOSED)
    for _ in range(clauses):
        ClauseFactory(agreement=agreement, actions=["read"])
    return agreement


@pytest.mark.parametrize(
    ("path", "state", "afterwards", "ours", "message"),
    [
        ("de-nghi/", "draft", "proposed", True, "The proposal is sent. The partner school reads it and decides."),
        (
            "rut-lai/",
            "proposed",
            "draft",
            True,
            "The proposal is withdrawn; the agreement is a draft of your school again.",
        ),
        ("dong-y/", "proposed", "active", False, "The agreement is signed and in force from now on."),
        ("tu-choi/", "proposed", "declined", False, "The proposal is declined. No access was granted."),
        (
            "ket-thuc/",
            "active",
            "ended",
            False,
            "The agreement is ended. The access that it gave is closed; copies that were taken remain.",
        ),
    ],
)
def test_each_move_returns_to_the_agreement_with_a_message(schools, path, state, afterwards, ours, message) -> None:
    agreement = a_proposal(*schools)
    Agreement.objects.update(state=state)
    url = f"/en/chia-se/thoa-thuan/{agreement.uuid}/"
    client = a_client(schools[0] if ours else schools[1])
    assert client.get(url + path).status_code == 405
    response = client.post(url + path, {"wording": agreement.wording})
    assert (response.status_code, response.url) == (302, url)
    assert texts(response) == [message]
    assert Agreement.objects.get().state == afterwards


def test_a_deleted_draft_returns_to_the_list_with_a_message(schools) -> None:
    agreement = a_proposal(*schools)
    Agreement.objects.update(state=Agreement.State.DRAFT)
    response = a_client(schools[0]).post(f"/en/chia-se/thoa-thuan/{agreement.uuid}/bo/")
    assert response.url == "/en/chia-se/"
    assert texts(response) == ["The draft is deleted."]
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("wording", ["", "x", "-1", "²"])
def test_a_signature_without_the_number_of_a_wording_is_refused(schools, wording) -> None:
    agreement = a_proposal(*schools)
    url = f"/chia-se/thoa-thuan/{agreement.uuid}/dong-y/"
    assert a_client(schools[1]).post(url, {"wording": wording}).status_code == 409
    assert a_client(schools[1]).post(url).status_code == 409
    assert Agreement.objects.get().state == Agreement.State.PROPOSED


def test_the_list_starts_with_what_waits_for_the_own_signature(schools) -> None:
    a, b = schools
    waiting = a_proposal(a, b, title="Chờ ký")
    drafted = AgreementFactory(proposer=b, partner=a, title="Nháp", state=Agreement.State.DRAFT)
    active = AgreementFactory(proposer=b, partner=a, title="Hiệu lực")
    sent = a_proposal(b, a, title="Đã gửi")
    response = a_client(b).get("/en/chia-se/")
    rows = {row["agreement"]: row for row in response.context["agreements"]}
    assert next(iter(rows)) == waiting
    assert set(rows) == {waiting, drafted, active, sent}
    flags = ("waits_for_us", "waits_for_them", "in_force")
    assert {agreement: [row[flag] for flag in flags] for agreement, row in rows.items()} == {
        waiting: [True, False, False],
        drafted: [False, False, False],
        active: [False, False, True],
        sent: [False, True, False],
    }
    assert {row["other"] for row in rows.values()} == {a}
    assert rows[waiting]["sentences"] == [
        f"Everyone at {b.name} may read all resources held by {a.name}.",
    ]
    assert list(response.context["groups"]) == []


def test_people_who_do_not_sign_have_no_screens_of_agreements(schools) -> None:
    teacher = a_client(schools[0], Role.TEACHER)
    for url in ("/chia-se/", "/chia-se/thoa-thuan/moi/", "/chia-se/nhom/moi/"):
        assert teacher.get(url).status_code == 404
        assert teacher.post(url, {"partner": schools[1].pk, "title": "x", "name": "x"}).status_code in {404, 405}
    assert not Agreement.objects.exists()
    assert not SchoolGroup.objects.exists()


def test_the_buttons_of_an_agreement_follow_its_state(schools) -> None:
    a, b = schools
    agreement = a_proposal(a, b)
    expected = {
        (a, "proposed"): ("rut-lai/",),
        (b, "proposed"): ("dong-y/", "tu-choi/"),
        (a, "active"): ("ket-thuc/",),
        (b, "active"): ("ket-thuc/",),
        (a, "ended"): (),
        (b, "declined"): (),
    }
    paths = {path for buttons in expected.values() for path in buttons}
    for (school, state), buttons in expected.items():
        Agreement.objects.update(state=state)
        page = a_client(school).get(f"/en/chia-se/thoa-thuan/{agreement.uuid}/").content.decode()
        shown = {path for path in paths if f'action="/en/chia-se/thoa-thuan/{agreement.uuid}/{path}"' in page}
        assert shown == set(buttons), (school, state)


def test_a_new_agreement_without_a_title_is_not_made(schools) -> None:
    a, b = schools
    client = a_client(a)
    offered = client.get("/en/chia-se/thoa-thuan/moi/").context["form"].fields["partner"].source.find("").choices
    assert [choice.target for choice in offered] == [b]
    response = client.post("/en/chia-se/thoa-thuan/moi/", {"partner": b.pk, "title": ""})
    assert response.context["form"].errors.keys() == {"title"}
    assert not Agreement.objects.exists()


def test_the_whole_preview_lists_every_resource(schools) -> None:
    a, b = schools
    agreement = a_proposal(a, b)
    for number in range(PREVIEW_LIMIT + 2):
        a_resource(a, title=f"Tập {number}")
    client = a_client(b)
    url = f"/en/chia-se/thoa-thuan/{agreement.uuid}/"
    (short,), (whole,) = (client.get(url + path).context["previews"] for path in ("", "mo-ra/"))
    assert (len(short.listed), short.more) == (PREVIEW_LIMIT, 2)
    assert (len(whole.listed), whole.more) == (PREVIEW_LIMIT + 2, 0)
    assert a_client(SchoolFactory()).get(f"{url}mo-ra/").status_code == 404


def test_a_draft_shows_a_form_for_each_clause_and_an_open_one_only_where_it_is_needed(schools) -> None:
    a, b = schools
    client = a_client(a)
    agreement = a_proposal(a, b, clauses=0)
    Agreement.objects.update(state=Agreement.State.DRAFT)
    url = f"/en/chia-se/thoa-thuan/{agreement.uuid}/"

    def state(response) -> tuple[list[int], bool]:
        return [number for number, _form, _key in response.context["clause_forms"]], response.context[
            "new_clause_is_open"
        ]

    assert state(client.get(url)) == ([], True)
    added = client.post(f"{url}cau/", {**CLAUSE, "taker": b.pk})
    assert (added.status_code, added.url) == (302, url)
    client.post(f"{url}cau/", {**CLAUSE, "taker": a.pk, "actions": ["discover"]})
    first, second = agreement.clauses.all()
    shown = client.get(url)
    assert state(shown) == ([1, 2], False)
    assert [form["actions"].value() for _number, form, _key in shown.context["clause_forms"]] == [
        ["read"],
        ["discover"],
    ]
    assert shown.context["new_clause"]["actions"].value() == ["discover", "look_inside", "read"]
    assert [form.auto_id for _number, form, _key in shown.context["clause_forms"]] == ["id_1_%s", "id_2_%s"]
    assert shown.context["new_clause"].auto_id == "id_0_%s"
    assert [part.clause for part in shown.context["previews"]] == [first, second]

    invalid = client.post(f"{url}cau/", {**CLAUSE, "taker": b.pk, "actions": []})
    assert state(invalid) == ([1, 2], True)
    assert invalid.context["new_clause"].errors.keys() == {"actions"}
    changed = client.post(f"{url}cau/2/", {**CLAUSE, "taker": a.pk, "since": ""})
    assert state(changed) == ([1, 2], False)
    assert [form.errors.keys() for _number, form, _key in changed.context["clause_forms"]] == [set(), {"since"}]
    assert [form.auto_id for _number, form, _key in changed.context["clause_forms"]] == ["id_1_%s", "id_2_%s"]
    removed = client.post(f"{url}cau/1/bo/", headers={"HX-Request": "true"})
    assert state(removed) == ([1], False)
    assert removed.templates[0].name == "sharing/parts/draft.html"
    assert list(agreement.clauses.all()) == [second]
    assert a_client(b).post(f"{url}cau/1/bo/").status_code == 404


def test_htmx_gets_parts_of_the_screens_and_browsers_whole_ones(schools) -> None:
    a, _b = schools
    book = a_resource(a)
    client = a_client(a)
    for path, name in ((f"/chia-se/mo/{book.uuid}/", "grants"), (f"/chia-se/vi-sao/{book.uuid}/", "why")):
        assert client.get(path).templates[0].name == f"sharing/{name}.html"
        assert client.get(path, headers={"HX-Request": "true"}).templates[0].name == f"sharing/parts/{name}.html"


def test_grants_are_added_one_for_each_action_and_listed_in_words(schools) -> None:
    a, b = schools
    book = a_resource(a, title="Đại số 6")
    client, url = a_client(a), f"/en/chia-se/mo/{book.uuid}/"
    data = {"audience": f"school:{b.pk}", "role": "pupil", "actions": ["read", "copy"]}
    added = client.post(url, data, headers={"HX-Request": "true"})
    assert {(row.action, row.audience) for row, _sentence in added.context["grants"]} == {
        ("copy", f"school:{b.pk}/pupil"),
        ("read", f"school:{b.pk}/pupil"),
    }
    assert {sentence for _row, sentence in added.context["grants"]} == {
        f"Pupils of {b.name} may read it.",
        f"Pupils of {b.name} may copy it.",
    }
    assert not added.context["form"].is_bound, "the form is empty again"
    assert (added.context["target"], added.context["is_collection"]) == (book, False)
    invalid = client.post(url, {**data, "actions": []})
    assert invalid.context["form"].errors.keys() == {"actions"}
    client.post(url, {"audience": "everyone", "actions": ["discover", "read"]})
    closed = client.post(url, {"close": "read@everyone"})
    assert (closed.status_code, closed.url) == (302, url)
    client.post(url, {"close": "borrow@everyone"})
    assert [row.action for row in book.grants.filter(audience="everyone")] == ["discover"]
    client.post(url, {"audience": f"school:{b.pk}", "actions": ["discover"]})
    client.post(url, {"close": f"discover@school:{b.pk}"})
    assert [row.action for row in book.grants.filter(audience="everyone")] == ["discover"]
    client.post(url, {"close": "discover@everyone"})
    assert {(row.action, row.audience) for row in book.grants.all()} == {
        ("copy", f"school:{b.pk}/pupil"),
        ("read", f"school:{b.pk}/pupil"),
    }
    collection = a.collections.create(name="Tủ sách mở")
    shown = client.get(f"/en/chia-se/mo/bo-suu-tap/{collection.uuid}/")
    assert (shown.context["target"], shown.context["is_collection"]) == (collection, True)


def test_members_join_and_leave_a_group_on_its_screen(schools) -> None:
    a, b = schools
    lead, member = a_client(a), a_client(b)
    assert "csrfmiddlewaretoken" in lead.get("/en/chia-se/nhom/moi/").content.decode()
    assert lead.post("/en/chia-se/nhom/moi/", {"name": ""}).context["form"].errors.keys() == {"name"}
    created = lead.post("/en/chia-se/nhom/moi/", {"name": "Nhóm trường Đống Đa"})
    group = SchoolGroup.objects.get()
    url = f"/en/chia-se/nhom/{group.uuid}/"
    assert created.url == url
    joined = lead.post(url, {"member": f"school:{b.uuid}"})
    assert (joined.status_code, joined.url) == (302, url)
    shown = lead.get(url)
    assert (shown.context["group"], shown.context["leads"]) == (group, True)
    assert "csrfmiddlewaretoken" in shown.content.decode()
    assert [row.school for row in shown.context["members"]] == [a, b]
    assert not member.get(url).context["leads"]
    lead.post("/en/chia-se/nhom/moi/", {"name": "Nhóm khác"})
    other = SchoolGroup.objects.get(name="Nhóm khác")
    lead.post(url, {"member": f"group:{other.uuid}"})
    assert group.members.get(subgroup=other)
    assert lead.post(url, {"member": "x"}).context["form"].errors.keys() == {"member"}
    left = lead.post(f"{url}{group.members.get(school=b).pk}/bo/")
    assert (left.status_code, left.url) == (302, url)
    assert texts(left) == ["The school is no longer in the group."]
    assert lead.post(f"{url}0/bo/").status_code == 404


def test_a_school_does_not_copy_its_own_resources(schools) -> None:
    a, b = schools
    own = a_resource(a, opened={Action.COPY: "everyone"}, creators=["Tô Hoài", "Nguyễn Đình Thi"])
    url = f"/en/chia-se/lay-ban/{own.uuid}/"
    assert a_client(a).post(url).status_code == 404
    shown = a_client(b).get(url)
    assert shown.context["creators"] == "Tô Hoài, Nguyễn Đình Thi"
    assert (shown.context["resource"], shown.context["school"]) == (own, b)
    taken = a_client(b).post(url)
    copy = Resource.objects.get(owner=b)
    assert taken.url == f"/en{reverse('reading:resource', args=[copy.uuid])}"
    assert texts(taken) == ["The copy is a draft of your school. Check it, then publish it."]


def test_reasons_are_those_of_the_viewer_or_of_the_person_who_is_named(schools) -> None:
    a, b = schools
    book = a_resource(a, opened={Action.READ: f"school:{b.pk}/pupil", Action.DISCOVER: "everyone"})
    pupil = MembershipFactory(school=b, role=Role.PUPIL)
    url, client = f"/en/chia-se/vi-sao/{book.uuid}/", a_client(b)

    def may_read(response) -> bool:
        return any(
            answer.allowed and "It can be read" in " ".join(answer.headings) for answer in response.context["answers"]
        )

    own = client.get(url)
    assert (own.context["person"], may_read(own)) == (None, False)
    assert pupil in [choice.target for choice in own.context["form"].fields["nguoi"].source.find("").choices]
    other = client.get(url, {"nguoi": str(pupil.uuid)})
    assert (other.context["person"], may_read(other)) == (pupil, True)
    typed = client.get(url, {"nguoi-words": pupil.person.name})
    assert (typed.context["person"], may_read(typed)) == (pupil, True)
    assert client.get(url, {"nguoi-words": "không có ai"}).context["form"].errors.keys() == {"nguoi"}
    assert a_client(b, Role.TEACHER).get(url, {"nguoi-words": pupil.person.name}).context["form"] is None


def test_each_screen_shows_who_is_signed_in(schools) -> None:
    a, b = schools
    person = MembershipFactory(school=a, role=Role.LIBRARIAN).person
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    agreement = a_proposal(a, b)
    own, other = a_resource(a), a_resource(b, opened={Action.COPY: "everyone"})
    client.post("/en/chia-se/nhom/moi/", {"name": "Nhóm"})
    for path in (
        "",
        "thoa-thuan/moi/",
        f"thoa-thuan/{agreement.uuid}/",
        f"thoa-thuan/{agreement.uuid}/mo-ra/",
        f"mo/{own.uuid}/",
        f"vi-sao/{own.uuid}/",
        f"lay-ban/{other.uuid}/",
        f"nhom/{SchoolGroup.objects.get().uuid}/",
    ):
        response = client.get(f"/en/chia-se/{path}")
        assert response.status_code == 200, path
        assert person.name in response.content.decode(), path
    refused = client.get(f"/en/chia-se/mo/{other.uuid}/")
    assert refused.status_code == 404
    assert person.name in refused.content.decode()


def test_an_invalid_clause_shows_the_whole_draft_without_javascript(schools) -> None:
    a, b = schools
    client = a_client(a)
    client.post("/en/chia-se/thoa-thuan/moi/", {"partner": b.pk, "title": "Cùng học Toán"})
    url = f"/en/chia-se/thoa-thuan/{Agreement.objects.get().uuid}/cau/"
    assert "</html>" in client.post(url, {}).content.decode()
    assert "</html>" not in client.post(url, {}, headers={"HX-Request": "true"}).content.decode()
