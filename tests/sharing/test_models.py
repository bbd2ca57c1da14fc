"""What the database itself refuses, and what is written in the admin for each row."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from sharing.models import Agreement, Clause, GroupMember, validate_actions
from tests.factories import NOW, AgreementFactory, ClauseFactory, SchoolFactory, SchoolGroupFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("value", [None, "read", [], ["edit"], ["read", "share"], [1], {"read": True}])
def test_a_clause_names_actions_that_can_be_granted(value: object) -> None:
    with pytest.raises(ValidationError):
        validate_actions(value)
    validate_actions(["read"])
    validate_actions(["discover", "look_inside", "read", "borrow", "copy"])


def test_the_database_refuses_rows_that_make_no_sense() -> None:
    group, school, clause = SchoolGroupFactory(), SchoolFactory(), ClauseFactory()
    for refused in (
        lambda: GroupMember.objects.create(group=group, since=NOW),
        lambda: GroupMember.objects.create(group=group, school=school, subgroup=SchoolGroupFactory(), since=NOW),
        lambda: GroupMember.objects.create(group=group, subgroup=group, since=NOW),
        lambda: Agreement.objects.create(proposer=school, partner=school, title="x"),
        lambda: Clause.objects.filter(pk=clause.pk).update(taker=clause.giver),
        lambda: Clause.objects.filter(pk=clause.pk).update(since=NOW, until=NOW),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            refused()


def test_rows_are_named_for_the_admin() -> None:
    group, inner, school = SchoolGroupFactory(name="Nhóm A"), SchoolGroupFactory(name="Nhóm B"), SchoolFactory()
    agreement = AgreementFactory(title="Thoả thuận Toán")
    clause = ClauseFactory(agreement=agreement)
    assert [str(row) for row in (group, agreement)] == ["Nhóm A", "Thoả thuận Toán"]
    assert str(clause) == f"{agreement.proposer} → {agreement.partner}"
    assert str(GroupMember(group=group, school=school)) == f"{school} ∈ Nhóm A"
    assert str(GroupMember(group=group, subgroup=inner)) == "Nhóm B ∈ Nhóm A"
