"""Seats that are kept for readers who waited for them: at most as many as are free."""

from datetime import datetime

from circulation.licences.models import SeatOffer
from repository.models import Resource


def offer_seat(resource: Resource, *, to: int, until: datetime) -> None:
    """Keep a seat for a membership until a moment; the caller holds the lock of the title."""
    SeatOffer.objects.update_or_create(resource=resource, borrower_id=to, defaults={"until": until})


def withdraw_offer(resource: Resource, *, to: int | None) -> None:
    """Keep no seat for a membership any more."""
    SeatOffer.objects.filter(resource=resource, borrower=to).delete()


def open_offers(resource: Resource, now: datetime) -> list[SeatOffer]:
    """Return the offers of a title that have not expired."""
    return list(SeatOffer.objects.filter(resource=resource, until__gt=now))
