"""Erase a person: name, user name, e-mail address and all that is theirs; numbers stay without the name.

The row of the account stays under a random name, since uploads, records and the audit log refer to it. Deleted is what
refers to the person alone (found through Django itself, so that a new table is not forgotten), what the school's lists
say of them, and their rows in imported lists. Open holds are cancelled, so that the next in line is served; loans and
holds that have ended do not name the reader anyway.
"""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

from django.db import models, transaction
from django.db.models import Q

from access.viewer import Viewer
from accounts.audit import record
from accounts.locks import lock
from accounts.models import Membership, Person
from circulation.holds.actions import cancel_all_of
from circulation.models import Hold, LibraryCard, Loan
from repository.queries import require_node_admin
from roster.errors import CannotErase, LoansAreOpen
from roster.models import Enrolment, ListRow

STAYS = frozenset({"accounts.Membership"})  # uploads and changed records refer to it
ERASED_NAME, ERASED = "—", "erased-"  # the name, and the beginning of the user name


def preview(person: Person, *, by: Viewer) -> dict[str, int]:
    """Return how many rows of each table would be deleted, or holds cancelled, without tables that hold none.

    Raises NotFound for all but the node administrator, CannotErase or LoansAreOpen.
    """
    _require(person, by)
    counts = {rows.model._meta.label: rows.count() for rows in _rows(person)}
    counts[Hold._meta.label] = Hold.objects.filter(borrower__person=person, ended_at=None).count()
    return {label: number for label, number in sorted(counts.items()) if number}


@transaction.atomic
def erase(person: Person, *, by: Viewer) -> dict[str, int]:
    """Erase a person and return what `preview` said; it cannot be undone. Raises like `preview`."""
    person = lock(person)
    counts = preview(person, by=by)
    cancel_all_of(person, now=by.now)
    for membership in person.memberships.filter(Q(until=None) | Q(until__gt=by.now)):
        until = max(by.now, membership.since + timedelta(microseconds=1))
        Membership.objects.filter(pk=membership.pk).update(until=until)
    for rows in _rows(person):
        rows.delete()
    person.username = f"{ERASED}{uuid4().hex}"
    person.name, person.email, person.language = ERASED_NAME, "", ""
    person.last_login = person.temporary_password_expires_at = person.active_membership = None
    person.is_active = False
    person.set_unusable_password()  # ends every session
    person.save()
    record("person.erase", by=by, target=person.uuid)
    return counts


def _require(person: Person, by: Viewer) -> None:
    require_node_admin(by)
    is_erased = person.name == ERASED_NAME and person.username.startswith(ERASED)
    if is_erased or person.is_superuser or by.person == person.pk:
        raise CannotErase
    open_loans = Loan.objects.filter(borrower__person=person, ended_at=None).count()
    if open_loans:
        raise LoansAreOpen(number=open_loans)


def _rows(person: Person) -> Iterator[models.QuerySet]:
    """Yield the rows that are deleted."""
    for relation in Person._meta.get_fields(include_hidden=True):
        if (
            isinstance(relation, models.ManyToOneRel)
            and relation.on_delete is models.CASCADE
            and relation.related_model._meta.label not in STAYS
        ):
            yield relation.related_model._base_manager.filter(**{relation.field.name: person})
    yield Enrolment.objects.filter(membership__person=person)
    yield ListRow.objects.filter(membership__person=person)
    yield LibraryCard.objects.filter(membership__person=person)
