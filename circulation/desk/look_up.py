"""Which reader a scanned text names; no function here takes a viewer."""

from accounts.models import Membership
from accounts.text import clean_line
from circulation.desk import errors
from circulation.desk.card_numbers import is_card_number, looks_like_card
from circulation.desk.models import LibraryCard

MAX_TEXT = 100


def reader_by_card(school: int, text: str) -> Membership | None:
    """Return the member whose card was scanned, or whose number the school's own lists give; None for no card.

    Raise CardOfAnotherSchool, RevokedCard or MistypedCard.
    """
    text = clean_line(text)[:MAX_TEXT]
    if not text:
        return None
    if not looks_like_card(text):
        return _by_own_code(school, text)
    card = LibraryCard.objects.filter(number=text.upper()).select_related("membership__school").first()
    if card is None:
        if is_card_number(text):
            return None
        raise errors.MistypedCard(text=text)
    if card.membership.school_id != school:
        raise errors.CardOfAnotherSchool(school=card.membership.school.name)
    if card.revoked_at is not None:
        raise errors.RevokedCard(text=text)
    return card.membership


def _by_own_code(school: int, text: str) -> Membership | None:
    """Return the member with this number in the lists of the school (app roster, read by relation), if one has it."""
    found = Membership.objects.filter(
        school=school, person__school_details__school=school, person__school_details__code__iexact=text
    )
    members = list(found.order_by("-since", "-pk").distinct()[:2])
    return members[0] if len({member.person_id for member in members}) == 1 else None


def card_of(member: Membership) -> str:
    """Return the number of the valid card of a member; empty without one."""
    cards = LibraryCard.objects.filter(membership=member, revoked_at=None)
    return cards.values_list("number", flat=True).first() or ""
