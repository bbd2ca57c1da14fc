"""The actions that a school opens to others, and the one table of what implies what."""

from enum import StrEnum


class Action(StrEnum):
    """What a person may want to do with a resource."""

    DISCOVER = "discover"
    LOOK_INSIDE = "look_inside"
    READ = "read"
    BORROW = "borrow"
    COPY = "copy"
    EDIT = "edit"
    SHARE = "share"


# Whoever may do the left may do all on the right. Nothing else is implied: to borrow is not to read without a loan.
IMPLIES: dict[Action, frozenset[Action]] = {
    Action.DISCOVER: frozenset(),
    Action.LOOK_INSIDE: frozenset({Action.DISCOVER}),
    Action.READ: frozenset({Action.LOOK_INSIDE, Action.DISCOVER}),
    Action.BORROW: frozenset({Action.DISCOVER}),
    Action.COPY: frozenset({Action.DISCOVER}),
    Action.EDIT: frozenset({Action.DISCOVER}),
    Action.SHARE: frozenset({Action.DISCOVER}),
}

# What a school may open to others; to edit and to share stay with its own librarians.
OPENABLE: tuple[Action, ...] = (
    Action.DISCOVER,
    Action.LOOK_INSIDE,
    Action.READ,
    Action.BORROW,
    Action.COPY,
)


def implying(action: Action) -> frozenset[Action]:
    """The actions whose grant allows this one, itself included."""
    return frozenset(granted for granted, implied in IMPLIES.items() if action == granted or action in implied)
