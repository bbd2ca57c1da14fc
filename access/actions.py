"""The actions that a school can grant, and the one table of what each implies."""

from enum import StrEnum


class Action(StrEnum):
    """What a viewer may do with a resource; `docs/glossary.md` has the Vietnamese terms."""

    DISCOVER = "discover"
    LOOK_INSIDE = "look_inside"
    READ = "read"
    DOWNLOAD = "download"
    BORROW = "borrow"
    COPY = "copy"
    EDIT = "edit"
    SHARE = "share"


# A grant of the left action also allows those on the right. BORROW does not imply READ: reading needs an open loan.
# DOWNLOAD is never granted by itself: who may read may download, as far as the rights of the resource permit.
IMPLIES: dict[Action, frozenset[Action]] = {
    Action.DISCOVER: frozenset(),
    Action.LOOK_INSIDE: frozenset({Action.DISCOVER}),
    Action.READ: frozenset({Action.LOOK_INSIDE, Action.DISCOVER, Action.DOWNLOAD}),
    Action.DOWNLOAD: frozenset({Action.DISCOVER}),
    Action.BORROW: frozenset({Action.DISCOVER}),
    Action.COPY: frozenset({Action.DISCOVER}),
    Action.EDIT: frozenset({Action.DISCOVER}),
    Action.SHARE: frozenset({Action.DISCOVER}),
}

# What a school can grant to others; EDIT and SHARE are for its own librarians only, DOWNLOAD follows from READ.
OPENABLE: tuple[Action, ...] = (
    Action.DISCOVER,
    Action.LOOK_INSIDE,
    Action.READ,
    Action.BORROW,
    Action.COPY,
)


def implying(action: Action) -> frozenset[Action]:
    """Return the actions whose grant allows this action, itself included."""
    return frozenset(granted for granted, implied in IMPLIES.items() if action == granted or action in implied)
