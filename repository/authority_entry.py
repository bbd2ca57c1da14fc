"""An authority as a file has it: what the formats of authorities read and write."""

from dataclasses import asdict, dataclass
from typing import Any

from accounts.errors import UserFacingError


@dataclass(frozen=True)
class Entry:
    """One authority; texts as of accounts.text.clean_line, the note as of clean_paragraphs.

    `kind` is a value of Authority.Kind. `scheme` and `scheme_id` are of the list that the heading comes from. `uuid` is
    empty unless the file comes from Tủ Sách. `lost` names what the file has and an authority has no place for: MARC
    fields, properties. `number` is the place in the file, from 1.
    """

    kind: str
    heading: str
    dates: str = ""
    note: str = ""
    variants: tuple[str, ...] = ()
    scheme: str = ""
    scheme_id: str = ""
    uuid: str = ""
    lost: tuple[str, ...] = ()
    number: int = 0

    @property
    def shown(self) -> str:
        """The heading with the years of life."""
        return f"{self.heading}, {self.dates}" if self.dates else self.heading

    def values(self) -> dict[str, Any]:
        """Return the values as JSON stores them."""
        return {**asdict(self), "variants": list(self.variants), "lost": list(self.lost)}

    @classmethod
    def from_values(cls, values: dict[str, Any]) -> "Entry":
        """Return the entry of values as `values` gives them."""
        return cls(**{**values, "variants": tuple(values["variants"]), "lost": tuple(values["lost"])})


@dataclass(frozen=True)
class Unread:
    """A part of a file that gives no authority: its number from 1, what can be read of it, and why.

    `refusal` is saved as code and details, so that its class and its details must be plain (accounts.errors).
    """

    number: int
    excerpt: str
    refusal: UserFacingError
