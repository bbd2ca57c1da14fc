"""What an examination finds: what is wrong, what is safe, what to do, in the reader's language when it is read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    """How bad it is."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class LazyMessage:
    """A translatable text with what is named in it; put together only when somebody reads it."""

    def __init__(self, text: Any, **values: object) -> None:
        self.text = text
        self.values = values

    def __str__(self) -> str:
        return str(self.text) % self.values if self.values else str(self.text)


NOTHING = LazyMessage("")


@dataclass(frozen=True)
class Issue:
    """One thing that is not as it should be. `stops`: nothing may start before it is mended."""

    code: str
    level: Level
    message: LazyMessage
    hint: LazyMessage
    reassurance: LazyMessage = NOTHING
    blocks_start: bool = False


@dataclass(frozen=True)
class HealthCheck:
    """One look at one part. `needs` names the parts without which it cannot look."""

    name: str
    run: Callable[[], Iterable[Issue]]
    depends_on: tuple[str, ...] = ()
    at_start: bool = False
    for_ready: bool = False


@dataclass(frozen=True)
class Result:
    """What one examination found, and how long it took; `looked` is False where what it needs is missing."""

    name: str
    findings: tuple[Issue, ...]
    seconds: float = 0.0
    ran: bool = True

    @property
    def is_healthy(self) -> bool:
        """Whether it looked and found no error."""
        return self.ran and all(finding.level != Level.ERROR for finding in self.findings)
