"""Fields for choosing among thousands: what scripts are offered, and what a form without scripts takes."""

import json

import pytest
from django.test import Client
from django.utils.translation import override

from access.viewer import Viewer
from accounts.models import Membership, Role, School
from sharing import actions
from sharing.choice_sources import FOUND_LIMIT, partners
from sharing.forms import AgreementForm, MemberForm
from sharing.models import SchoolGroup
from tests.factories import MembershipFactory, SchoolFactory, a_viewer
from tests.sharing.conftest import school_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def a_client(viewer: Viewer) -> Client:
    client = Client()
    client.force_login(Membership.objects.get(pk=viewer.membership).person)
    return client


def labels(client: Client, address: str, words: str = "") -> list[str]:
    return [choice["label"] for choice in client.get(address, {"words": words}).json()["choices"]]


@pytest.mark.parametrize("words", ["đống đa", "dong da", "ĐỐNG ĐA", "da  dong", "Đống Đa", "thcs dong da"])
def test_a_name_is_found_in_any_case_order_and_without_diacritics(ours: Viewer, words: str) -> None:
    SchoolFactory(name="Trường THCS Đống Đa")
    SchoolFactory(name="Trường THCS Kim Đồng")
    assert labels(a_client(ours), "/en/chia-se/chon/truong-doi-tac.json", words) == ["Trường THCS Đống Đa"]


def test_the_answer_is_bounded_names_that_begin_with_the_words_come_first_and_the_rest_is_counted(ours: Viewer) -> None:
    School.objects.bulk_create(School(code=f"s-{n}", name=f"Trường An Bình {n}") for n in range(FOUND_LIMIT + 7))
    SchoolFactory(name="Bình Minh")
    answer = a_client(ours).get("/chia-se/chon/truong-doi-tac.json", {"words": "binh"}).json()
    assert (len(answer["choices"]), answer["more"]) == (FOUND_LIMIT, 8)
    assert answer["choices"][0]["label"] == "Bình Minh"
    assert [choice["label"] for choice in answer["choices"][1:4]] == [f"Trường An Bình {n}" for n in range(3)]
    for odd in ("x" * 5000, "\0", "%", "binh\0minh"):
        assert a_client(ours).get("/chia-se/chon/truong-doi-tac.json", {"words": odd}).status_code == 200


def test_each_address_offers_what_the_viewer_may_choose_and_nothing_else(ours: Viewer, theirs: Viewer) -> None:
    own, other = school_of(ours), school_of(theirs)
    own.collections.create(name="Bộ của ta")
    other.collections.create(name="Bộ của họ")
    pupil = MembershipFactory(school=own, role=Role.PUPIL)
    MembershipFactory(school=other)
    group = actions.make_group(name="Nhóm", by=ours)
    actions.make_group(name="Nhóm của họ", by=theirs)
    client, signs = a_client(ours), Membership.objects.get(pk=ours.membership)
    assert set(labels(client, "/chia-se/chon/truong-doi-tac.json")) == {other.name}
    assert set(labels(client, "/chia-se/chon/doi-tuong.json")) == {"Nhóm", other.name}
    assert set(labels(client, "/chia-se/chon/bo-suu-tap.json")) == {"Bộ của ta"}
    assert set(labels(client, "/chia-se/chon/nguoi.json")) == {pupil.person.name, signs.person.name}
    assert set(labels(client, "/chia-se/chon/truong.json")) == {own.name}
    assert set(labels(client, f"/chia-se/nhom/{group.uuid}/chon.json")) == {other.name}, "members are not offered again"
    admin = a_client(a_viewer(Role.NODE_ADMIN))
    assert set(labels(admin, "/chia-se/chon/truong.json")) > {own.name, other.name}


def test_a_form_takes_each_choice_that_its_address_offers(ours: Viewer) -> None:
    SchoolFactory.create_batch(3)
    actions.make_group(name="Nhóm khác", by=ours)
    group, client = actions.make_group(name="Nhóm", by=ours), a_client(ours)
    offered = client.get(f"/chia-se/nhom/{group.uuid}/chon.json").json()["choices"]
    client.post(f"/chia-se/nhom/{group.uuid}/", {"member": [choice["value"] for choice in offered]})
    assert len(offered) == 4
    assert group.members.count() == 1 + 4, "all at once"


def test_without_scripts_the_whole_name_or_the_only_fitting_one_is_taken(ours: Viewer) -> None:
    longer, whole = SchoolFactory(name="Tiểu học Đống Đa Hai"), SchoolFactory(name="Tiểu học Đống Đa")
    for words, expected in (("tieu hoc dong da", whole), ("dong da hai", longer)):
        form = AgreementForm({"partner-words": words, "title": "x"}, viewer=ours)
        assert form.is_valid(), form.errors
        assert form.cleaned_data["partner"] == expected


def test_without_scripts_names_that_fit_are_offered_with_the_error(ours: Viewer) -> None:
    schools = [SchoolFactory(name=f"Tiểu học {name}") for name in ("An", "Bình", "Chi")]
    group, client = actions.make_group(name="Nhóm", by=ours), a_client(ours)
    url = f"/en/chia-se/nhom/{group.uuid}/"
    chosen = f"school:{schools[0].uuid}"
    page = client.post(url, {"member": chosen, "member-words": "tiểu học"}).content.decode()
    assert "3 names fit “tiểu học”." in page
    assert f'value="{chosen}" checked' in page, "what was chosen stays"
    assert f'value="school:{schools[1].uuid}">' in page
    assert group.members.count() == 1
    single = client.post("/en/chia-se/thoa-thuan/moi/", {"partner-words": "tiểu học", "title": "x"}).content.decode()
    assert f'<option value="{schools[2].pk}">' in single
    assert single.index('<option value="">') < single.index(f'<option value="{schools[0].pk}">'), "none is preselected"
    none = client.post(url, {"member-words": "không có"}).content.decode()
    assert "Nothing fits “không có”." in none


def test_what_may_not_be_chosen_is_refused_and_not_shown(ours: Viewer, theirs: Viewer) -> None:
    group, foreign = actions.make_group(name="Nhóm", by=ours), actions.make_group(name="Bí mật", by=theirs)
    for value in (f"group:{foreign.uuid}", "group:", "x", "school:" + "9" * 40, "\0"):
        form = MemberForm({"member": [value]}, viewer=ours, group=group)
        assert form.errors.keys() == {"member"}
        assert "Bí mật" not in form.as_p()
    assert not AgreementForm({"partner": "9" * 40, "title": "x"}, viewer=ours).is_valid()


def test_members_join_all_or_none(ours: Viewer) -> None:
    group = actions.make_group(name="Nhóm", by=ours)
    other = SchoolFactory()
    answer = a_client(ours).post(
        f"/chia-se/nhom/{group.uuid}/", {"member": [f"school:{other.uuid}", f"group:{group.uuid}"]}
    )
    assert answer.status_code == 200
    assert SchoolGroup.objects.get(pk=group.pk).members.count() == 1


def test_several_schools_get_access_in_one_step(ours: Viewer) -> None:
    collection = school_of(ours).collections.create(name="Bộ Toán")
    others = SchoolFactory.create_batch(3)
    audiences = [f"school:{other.pk}" for other in others]
    url = f"/chia-se/mo/bo-suu-tap/{collection.uuid}/"
    a_client(ours).post(url, {"audience": audiences, "role": "teacher", "actions": ["read", "copy"]})
    stored = set(collection.grants.values_list("action", "audience"))
    assert stored == {(action, f"{audience}/teacher") for action in ("read", "copy") for audience in audiences}


def test_names_of_people_are_escaped(ours: Viewer) -> None:
    SchoolFactory(name='<script>alert("x")</script>')
    page = a_client(ours).post("/chia-se/thoa-thuan/moi/", {"partner-words": "script", "title": ""}).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    answer = a_client(ours).get("/chia-se/chon/truong-doi-tac.json", {"words": "script"})
    assert answer["Content-Type"] == "application/json"
    assert json.loads(answer.content)["choices"][0]["label"].startswith("<script>")


def test_a_search_among_many_schools_takes_few_queries(ours: Viewer, django_assert_max_num_queries) -> None:
    School.objects.bulk_create(School(code=f"s-{n}", name=f"Trường {n}") for n in range(300))
    with django_assert_max_num_queries(2):
        found = partners(ours).find("truong 1")
    assert len(found.choices) == FOUND_LIMIT
