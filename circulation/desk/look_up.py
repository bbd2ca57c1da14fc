"""What a scanned text means: a copy of the school, a card, or nothing. No function here takes a viewer."""

from accounts.models import Membership
from accounts.text import clean_line
from circulation.copies.models import Copy
from circulation.desk import errors
from circulation.desk.card_numbers import is_card_number, looks_like_card
from circulation.desk.models import LibraryCard

MAX_TEXT = 100


def copy_of(school: int, text: str) -> Copy | None:
    """Return the copy of a school with this barcode or accession number, or None."""
    text = clean_line(text)[:MAX_TEXT]
    if not text:
        return None
    own = Copy.objects.filter(holder=school).select_related("resource")
    return own.filter(barcode__iexact=text).first() or own.filter(accession_number__iexact=text).first()


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


def unknown(school: int, text: str) -> errors.DeskRefusal:
    """Return why the text is neither a copy nor a card of the school."""
    text = clean_line(text)[:MAX_TEXT]
    foreign = Copy.objects.filter(barcode__iexact=text).exclude(holder=school).select_related("holder").first()
    if foreign is not None:
        return errors.ForeignBarcode(text=text, school=foreign.holder.name)
    return errors.UnknownBarcode(text=text)


def _by_own_code(school: int, text: str) -> Membership | None:
    """Return the member with this number in the lists of the school (app roster, read by relation), if one has it."""
    found = Membership.objects.filter(
        school=school, person__school_details__school=school, person__school_details__code__iexact=text
    )
    members = list(found.order_by("-since", "-pk").distinct()[:2])
    return members[0] if len({member.person_id for member in members}) == 1 else None
