"""The agreements of the demo's schools: a group of schools, and one agreement between two."""

from datetime import datetime

from access.actions import Action
from accounts.models import Person, Role, School
from sharing.actions import ClauseTerms, accept, add_clause, add_school, draft_agreement, make_group, propose
from sharing.models import Agreement, SchoolGroup
from sharing.viewer import viewer_for

GROUP_NAME = "Nhóm trường xã Đông Hồ"
AGREEMENT_TITLE = "Dùng chung sách Toán và Ngữ văn"
SUBJECTS = ("toan", "ngu-van")
GIVEN = (Action.DISCOVER, Action.LOOK_INSIDE, Action.BORROW)


def form_group(units: dict[str, School], people: dict[str, Person], *, now: datetime) -> SchoolGroup:
    """Create a group of the first two schools, led by the first."""
    existing = SchoolGroup.objects.filter(name=GROUP_NAME).first()
    if existing is not None:
        return existing
    lead = viewer_for(people["librarian.a"], now=now)
    group = make_group(name=GROUP_NAME, by=lead)
    add_school(group, school=units["le-quy-don"], by=lead)
    return group


def agree(units: dict[str, School], people: dict[str, Person], *, now: datetime) -> None:
    """Let teachers of the second school find, search inside and borrow mathematics and literature of the first."""
    giver, taker = units["nguyen-du"], units["le-quy-don"]
    if Agreement.objects.filter(proposer=giver, partner=taker, title=AGREEMENT_TITLE).exists():
        return
    by = viewer_for(people["librarian.a"], now=now)
    agreement = draft_agreement(partner=taker, title=AGREEMENT_TITLE, by=by)
    for subject in SUBJECTS:
        add_clause(agreement, terms=_terms(giver, subject, now), by=by)
    agreement = propose(agreement, by=by)
    accept(agreement, wording=agreement.wording, by=viewer_for(people["librarian.b"], now=now))


def _terms(giver: School, subject: str, now: datetime) -> ClauseTerms:
    return ClauseTerms(giver=giver.pk, actions=GIVEN, since=now, role=Role.TEACHER, subject=subject)
