"""Issue library cards, and replace lost ones."""

from collections.abc import Iterable

from django.db import transaction

from access.viewer import Viewer
from accounts.audit import record
from accounts.locks import lock
from accounts.models import Membership
from circulation.desk.card_numbers import new_number
from circulation.desk.models import LibraryCard
from repository.queries import require_staff


def issue_card(member: Membership, *, by: Viewer) -> LibraryCard:
    """Return the valid card of a member of the librarian's school; issue one at the first call. Raise NotFound."""
    require_staff(by, member.school_id)
    with transaction.atomic():
        locked = lock(member)
        card = LibraryCard.objects.filter(membership=locked, revoked_at=None).first()
        return card or _issue(locked, by)


def issue_missing_cards(members: Iterable[Membership], *, by: Viewer) -> dict[int, LibraryCard]:
    """Return by key the valid card of each of these members, with new ones for those who have none."""
    members = list(members)
    cards = LibraryCard.objects.filter(membership__in=members, revoked_at=None)
    found = {card.membership_id: card for card in cards}
    return {member.pk: found.get(member.pk) or issue_card(member, by=by) for member in members}


def replace_card(member: Membership, *, lost: str, by: Viewer) -> LibraryCard:
    """Revoke a member's card, which has the number `lost`, and issue a new one. Idempotent. Raise NotFound."""
    require_staff(by, member.school_id)
    with transaction.atomic():
        locked = lock(member)
        LibraryCard.objects.filter(membership=locked, number=lost, revoked_at=None).update(revoked_at=by.now)
        card = LibraryCard.objects.filter(membership=locked, revoked_at=None).first()
        return card or _issue(locked, by)


def _issue(member: Membership, by: Viewer) -> LibraryCard:
    number = new_number()
    while LibraryCard.objects.filter(number=number).exists():
        number = new_number()
    card = LibraryCard.objects.create(membership=member, number=number, issued_at=by.now)
    record("card.issue", by=by, target=member.uuid)
    return card
