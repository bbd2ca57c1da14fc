"""The log of holds: write an event, and replay events to the line that they lead to."""

from collections.abc import Iterable
from datetime import datetime

from circulation.holds.models import Hold, HoldEvent

Kind, Actor = HoldEvent.Kind, HoldEvent.Actor
LEAVES = frozenset({Kind.COLLECTED, Kind.EXPIRED, Kind.CANCELLED})


def note(
    hold: Hold,
    kind: HoldEvent.Kind,
    *,
    at: datetime,
    actor: HoldEvent.Actor = Actor.SYSTEM,
    place: int | None = None,
    reason: str = "",
) -> None:
    """Add an event to the log in the caller's transaction."""
    HoldEvent.objects.create(hold=hold, kind=kind, at=at, actor=actor, place=place, reason=reason)


def replayed(events: Iterable[HoldEvent]) -> list[int]:
    """Return the primary keys of the holds in the line to which these events of one line lead, the first one first."""
    line: list[int] = []
    for event in events:
        if event.kind == Kind.PLACED:
            line.append(event.hold_id)
        elif event.kind == Kind.MOVED and event.place is not None:
            line.remove(event.hold_id)
            line.insert(event.place - 1, event.hold_id)
        elif event.kind in LEAVES:
            line.remove(event.hold_id)
    return line


def line_of(resource: int, wants: str) -> list[int]:
    """Return the primary keys of the open holds of a line as they are stored, the first one first."""
    holds = Hold.objects.filter(resource=resource, wants=wants, ended_at=None).order_by("order", "pk")
    return list(holds.values_list("pk", flat=True))


def line_from_log(resource: int, wants: str) -> list[int]:
    """Return the same line from the log alone."""
    return replayed(HoldEvent.objects.filter(hold__resource=resource, hold__wants=wants).order_by("pk"))
