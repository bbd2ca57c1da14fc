"""The viewer: one membership at one moment, with the keys it holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from access.actions import Action, implying

NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Viewer:
    """Who asks. `keys` holds what each action's own grants open; what they imply is added by `keys_for`.

    `person`, `membership` and `school` are None for a visitor who has not signed in; `signs_for` is the school in whose
    name she makes agreements, None for all who may not.
    """

    now: datetime
    person: int | None = None
    membership: int | None = None
    school: int | None = None
    role: str | None = None
    keys: Mapping[Action, frozenset[str]] = field(default_factory=dict)
    staff_keys: frozenset[str] = NOTHING
    signs_for: int | None = None
    is_node_admin: bool = False
    _joined: dict[Action, frozenset[str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def keys_for(self, action: Action) -> frozenset[str]:
        """Every key that allows the action, by its own grant or by one that implies it; joined once."""
        if action not in self._joined:
            self._joined[action] = NOTHING.union(*(self.keys.get(granted, NOTHING) for granted in implying(action)))
        return self._joined[action]

    @property
    def is_staff(self) -> bool:
        """Whether she keeps the things of a school."""
        return bool(self.staff_keys)
