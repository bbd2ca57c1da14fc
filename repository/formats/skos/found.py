"""What a SKOS file has, its limits, and why one is not read. `parsing.py` reads it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from repository.formats.skos.concepts import Text

MAX_BYTES = 8 << 20
MAX_STATEMENTS = 200_000
MAX_TEXT = 10_000  # characters of a label or a note; a longer one is named as lost


class Damage(StrEnum):
    """Why a file is not read."""

    BROKEN = "broken"
    ENTITIES = "entities"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"


class Unreadable(Exception):
    """The file as a whole cannot be read; `damage` says why."""

    def __init__(self, damage: Damage) -> None:
        super().__init__(damage.value)
        self.damage = damage


@dataclass(frozen=True)
class Found:
    """A concept of a file. `number` counts from 1. A concept without a URI has one that begins with `_:`.

    `notations` come with the URI of their list, empty for none. `others` are the URIs and texts of further properties
    by their shortened name, such as `dcterms:valid`.
    """

    number: int
    uri: str = ""
    names: tuple[Text, ...] = ()
    variants: tuple[Text, ...] = ()
    hidden: tuple[Text, ...] = ()
    notes: tuple[str, ...] = ()
    notations: tuple[Text, ...] = ()
    schemes: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    others: Mapping[str, tuple[str, ...]] | None = None
    too_long: tuple[str, ...] = ()
    is_deprecated: bool = False

    def values(self) -> dict[str, Any]:
        """Return the values as JSON has them."""
        return asdict(self)

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> "Found":
        """Return the concept of values as `values` gives them, through JSON."""
        plain = {name: _tuples(value) if isinstance(value, list) else value for name, value in values.items()}
        others = {name: tuple(texts) for name, texts in (values.get("others") or {}).items()}
        return cls(**{**plain, "others": others})


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
