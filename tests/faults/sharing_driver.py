"""`python -m tests.faults.sharing_driver COMMAND…`: what people of three schools do with a book, in its own process.

prepare   create three schools, a book with two seats, its readers
lend      two teachers borrow; the first returns, the loan of the second expires
agree     a school drafts and proposes an agreement, the other signs it and copies the book; a group is made
show      print what is left

A command that was interrupted may run again: it continues where it stopped, as people do.
"""

import json
import os
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db.models import F  # noqa: E402

from access.actions import Action  # noqa: E402
from access.viewer import Viewer  # noqa: E402
from accounts.models import AuditEntry, Membership, Person, Role, School  # noqa: E402
from circulation.licences import actions as lending  # noqa: E402
from circulation.models import Licence, Loan  # noqa: E402
from repository import actions as catalogue  # noqa: E402
from repository.models import IndexChange, Resource  # noqa: E402
from sharing.actions import agreements, clauses, groups  # noqa: E402
from sharing.models import Agreement, Clause, GroupMember, SchoolGroup  # noqa: E402
from sharing.viewer import system_viewer, viewer_of_membership  # noqa: E402

NOW = datetime(2026, 9, 5, 7, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=30)
CODES = ("a", "b", "c")
LIBRARIANS = ("a", "b")


def prepare() -> None:
    """Create a published book of school a: everyone may borrow one of two seats, school b may copy it."""
    schools = {code: School.objects.create(code=code, name=f"Trường {code.upper()}", kind="school") for code in CODES}
    for code, school in schools.items():
        for role in (Role.LIBRARIAN, Role.TEACHER):
            person = Person.objects.create(username=f"{role}-{code}", name=f"Nguyễn Thị Đào {code}")
            Membership.objects.create(person=person, school=school, role=role, since=NOW - timedelta(days=99))
    by = system_viewer(schools["a"].pk, now=NOW)
    book = catalogue.create_draft(
        owner=schools["a"], description=catalogue.Description(title="Đại số và hình học", rights="own"), by=by
    )
    catalogue.grant(book, action=Action.BORROW, audience="everyone", by=by)
    catalogue.grant(book, action=Action.COPY, audience=f"school:{schools['b'].pk}", by=by)
    catalogue.publish(book, by=by)
    lending.add_licence(book, terms=lending.LicenceTerms(seats=2, starts_at=NOW), by=by)


def lend() -> None:
    """Borrow twice, return once, expire once; what is done already is not repeated."""
    book = Resource.objects.get(origin={})
    if not Loan.objects.filter(ended_how=Loan.End.RETURNED).exists():
        first = lending.borrow(book, by=_person(Role.TEACHER, "b"))
        lending.return_loan(first, by=_person(Role.TEACHER, "b"))
    if not Loan.objects.filter(ended_how=Loan.End.EXPIRED).exists():
        lending.borrow(book, by=_person(Role.TEACHER, "c"))
        lending.expire_due(now=LATER)


def agree() -> None:
    """Sign an agreement, copy the book, make a group; what is done already is not repeated."""
    proposer, partner_librarian = _person(Role.LIBRARIAN, "a"), _person(Role.LIBRARIAN, "b")
    partner = School.objects.get(code="b")
    agreement = Agreement.objects.first() or agreements.draft_agreement(partner=partner, title="Cùng học", by=proposer)
    if not agreement.clauses.exists():
        assert proposer.school is not None
        terms = clauses.ClauseTerms(giver=proposer.school, actions=("read",), since=NOW)
        clauses.add_clause(agreement, terms=terms, by=proposer)
    if Agreement.objects.get().state == Agreement.State.DRAFT:
        agreements.propose(agreement, by=proposer)
    if Agreement.objects.get().state == Agreement.State.PROPOSED:
        agreements.accept(agreement, wording=Agreement.objects.get().wording, by=partner_librarian)
    catalogue.copy_to_school(Resource.objects.get(origin={}), school=partner, by=partner_librarian)
    group = SchoolGroup.objects.first() or groups.make_group(name="Nhóm trường", by=proposer)
    groups.add_school(group, school=partner, by=proposer)


def show() -> None:
    """Print the rows without keys and random names."""
    print(json.dumps(_rows(), ensure_ascii=False, indent=1, sort_keys=True, default=str))


def _rows() -> dict[str, Any]:
    resources = Resource.objects.annotate(school=F("owner__code"))
    loans = Loan.objects.order_by("started_at", "pk")
    return {
        "loans": list(loans.values("seat", "ended_how", "borrower", "position", "started_at", "ended_at")),
        "licences": list(Licence.objects.values("seats", "loans_made")),
        "resources": sorted(resources.values_list("school", "title", "state", "free_seats", "origin__school")),
        "index_changes": sorted(IndexChange.objects.values_list("part", flat=True)),
        "agreements": list(Agreement.objects.values("title", "state", "wording")),
        "clauses": list(Clause.objects.values("giver__code", "taker__code", "actions", "role")),
        "groups": sorted(GroupMember.objects.values_list("group__name", "school__code")),
        "audit": sorted(AuditEntry.objects.values_list("verb", flat=True)),
    }


def _person(role: Role, code: str) -> Viewer:
    return viewer_of_membership(Membership.objects.get(role=role, school__code=code), now=NOW)


COMMANDS = {"prepare": prepare, "lend": lend, "agree": agree, "show": show}

if __name__ == "__main__":
    for command in sys.argv[1:]:
        COMMANDS[command]()
