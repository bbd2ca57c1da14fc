"""Make two accounts of one person one: everything that names the second account names the first from then on.

Every table that refers to people is found through Django itself, so that a new one is not forgotten; what stays with
the account of which it is the history is listed in STAYS. A row that the first account already has stays where it is.
The merged account cannot sign in, and can be separated again.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import ForeignObjectRel

from access.viewer import Viewer
from accounts.audit import record
from accounts.locks import lock
from accounts.models import Membership, Person
from circulation.models import Loan
from repository.queries import require_node_admin
from roster.errors import CannotMerge, WrongMoment
from roster.models import AccountMerge

# What says who did something at the time, or belongs to one way of signing in.
STAYS = frozenset(
    {
        "accounts.AuditEntry",
        "accounts.Person",
        "roster.AccountMerge",
        "account.EmailAddress",
        "auth.Group",
        "auth.Permission",
        "wagtailcore.ModelLogEntry",
        "wagtailcore.PageLogEntry",
        "wagtailusers.UserProfile",
        "wagtailadmin.EditingSession",
    }
)


class Moved(NamedTuple):
    """One column of one row that the merge changed, and its value before."""

    table: str
    column: str
    key: int | str
    before: int | str | None


@transaction.atomic
def merge(target: Person, source: Person, *, by: Viewer) -> AccountMerge:
    """Merge `source` into `target`. Raises NotFound for all but the node administrator, or CannotMerge."""
    require_node_admin(by)
    target, source = lock(target), lock(source)
    _require(target, source, by)
    moved = [*_move_memberships(target, source, by.now), *_move_rest(target, source)]
    Person.objects.filter(pk=source.pk).update(is_active=False)
    made = AccountMerge.objects.create(target=target, source=source, acting_id=by.person, at=by.now, moved=moved)
    record("person.merge", by=by, target=target.uuid, source=str(source.uuid), rows=len(moved))
    return made


@transaction.atomic
def undo_merge(found: AccountMerge, *, by: Viewer) -> None:
    """Give the second account back what the merge moved. Raises NotFound, or WrongMoment if that was done."""
    require_node_admin(by)
    found = lock(found)
    if found.undone_at is not None:
        raise WrongMoment
    for table, column, key, before in reversed(found.moved):
        _try_update(apps.get_model(table), key, column, before)
    Person.objects.filter(pk=found.source_id).update(is_active=True)
    found.undone_at = by.now
    found.save(update_fields=["undone_at"])
    record("person.separate", by=by, target=found.target.uuid, source=str(found.source.uuid))


def preview(target: Person, source: Person, *, by: Viewer) -> dict[str, object]:
    """Return both people, their memberships, and how many loans and other rows would move. Raises CannotMerge."""
    _require(target, source, by)
    others = (relation for relation in relations() if relation.related_model is not Membership)
    rows = (relation.related_model._base_manager.filter(**{relation.field.name: source}) for relation in others)
    return {
        "target": target,
        "source": source,
        "loans": Loan.objects.filter(borrower__person=source).count(),
        "entries": sum(found.count() for found in rows),
        "memberships": source.memberships.select_related("school"),
        "target_memberships": target.memberships.select_related("school"),
    }


def relations(model: type[models.Model] = Person) -> Iterator[ForeignObjectRel]:
    """Yield the relations to people, or to memberships, whose rows a merge moves."""
    for relation in model._meta.get_fields(include_hidden=True):
        if (
            isinstance(relation, models.ManyToOneRel)
            and relation.related_model._meta.label not in STAYS
            and not relation.related_model._meta.auto_created
        ):
            yield relation


def _require(target: Person, source: Person, by: Viewer) -> None:
    require_node_admin(by)
    people = (target, source)
    if target.pk == source.pk or by.person == source.pk or not all(person.is_active for person in people):
        raise CannotMerge
    if any(person.is_superuser for person in people):
        raise CannotMerge


def _move_memberships(target: Person, source: Person, now: datetime) -> Iterator[Moved]:
    """Move memberships. One that the first account has, too, ends, and its loans and classes go to the other."""
    for own in Membership.objects.filter(person=source):
        if _try_update(Membership, own.pk, "person_id", target.pk):
            yield Moved("accounts.Membership", "person_id", own.pk, source.pk)
            continue
        other = Membership.objects.filter(person=target, school=own.school_id, role=own.role, until=own.until).first()
        if other is not None:
            yield from _move(relations(Membership), own.pk, other.pk)
        if _try_update(Membership, own.pk, "until", max(now, own.since + timedelta(microseconds=1))):
            yield Moved("accounts.Membership", "until", own.pk, own.until.isoformat() if own.until else None)


def _move_rest(target: Person, source: Person) -> Iterator[Moved]:
    others = (relation for relation in relations(Person) if relation.related_model is not Membership)
    yield from _move(others, source.pk, target.pk)
    if not EmailAddress.objects.filter(user=target).exists():
        for address in EmailAddress.objects.filter(user=source):
            if _try_update(EmailAddress, address.pk, "user_id", target.pk):
                yield Moved("account.EmailAddress", "user_id", address.pk, source.pk)


def _move(found: Iterable[ForeignObjectRel], before: int, after: int) -> Iterator[Moved]:
    """Let every row that names the one key name the other, as far as no constraint forbids it."""
    for relation in found:
        model, column = relation.related_model, relation.field.attname
        for key in list(model._base_manager.filter(**{column: before}).values_list("pk", flat=True)):
            if _try_update(model, key, column, after):
                yield Moved(model._meta.label, column, key if isinstance(key, int) else str(key), before)


def _try_update(model: type[models.Model], key: object, column: str, value: object) -> bool:
    """Set one column of one row; return False if a constraint forbids it, because the owner has such a row already."""
    try:
        with transaction.atomic():
            return bool(model._base_manager.filter(pk=key).update(**{column: value}))
    except IntegrityError:
        return False
