"""The viewer: one membership at one moment, and its keys."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from access.actions import Action, implying

NO_KEYS: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Viewer:
    """The person of a request, task or command, in one role.

    `keys` holds the grants of each action; `keys_for` adds what they imply. `person`, `membership` and `school` are
    None for a visitor who has not signed in. `signs_for` is the school for which the viewer may sign agreements, or
    None; `oversees` the unit whose schools the viewer sees in numbers, or None. `is_cataloguer`: the viewer changes the
    authorities of the node for all schools.
    """

    now: datetime
    person: int | None = None
    membership: int | None = None
    school: int | None = None
    role: str | None = None
    keys: Mapping[Action, frozenset[str]] = field(default_factory=dict)
    staff_keys: frozenset[str] = NO_KEYS
    signs_for: int | None = None
    oversees: int | None = None
    is_node_admin: bool = False
    is_cataloguer: bool = False
    _keys_by_action: dict[Action, frozenset[str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def keys_for(self, action: Action) -> frozenset[str]:
        """Return every key that allows the action, by its own grant or by one that implies it; computed once."""
        if action not in self._keys_by_action:
            self._keys_by_action[action] = NO_KEYS.union(
                *(self.keys.get(granted, NO_KEYS) for granted in implying(action))
            )
        return self._keys_by_action[action]

    @property
    def is_staff(self) -> bool:
        """Return whether the viewer is a librarian of a school."""
        return bool(self.staff_keys)
