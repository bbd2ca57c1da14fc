"""A field as text: indicators and subfields."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

Subfield = tuple[str, str]  # code, value


@dataclass(frozen=True)
class Field:
    """A field; `head` is what stands before the first subfield: the indicators, or the value of a control field."""

    tag: str
    head: str = "  "
    subfields: tuple[Subfield, ...] = ()

    @classmethod
    def of_parts(cls, tag: str, parts: Sequence[str]) -> "Field":
        """Return the field of the texts between its delimiters."""
        return cls(tag, parts[0], tuple((part[:1], part[1:]) for part in parts[1:]))

    def parts(self) -> list[str]:
        """Return the texts between its delimiters."""
        return [self.head, *(code + value for code, value in self.subfields)]

    @property
    def is_control(self) -> bool:
        """Return whether it has a value instead of subfields."""
        return self.tag < "010"

    @property
    def indicators(self) -> str:
        """Return the two indicators; blanks where the field has none."""
        return f"{self.head}  "[:2]

    def first(self, codes: str) -> str:
        """Return the first value of one of these codes; empty if there is none."""
        return next((value for code, value in self.subfields if code in codes), "")

    def all(self, codes: str) -> list[str]:
        """Return the values of these codes, in the order of the field."""
        return [value for code, value in self.subfields if code in codes]

    def without(self, codes: str) -> "Field":
        """Return the field without subfields of these codes."""
        return replace(self, subfields=tuple(one for one in self.subfields if one[0] not in codes))

    def with_first(self, code: str, value: str, order: str = "") -> "Field":
        """Return the field with another first value of the code; empty removes it.

        A new one stands before the first subfield that follows the code in `order`, else at the end.
        """
        places = [place for place, one in enumerate(self.subfields) if one[0] == code]
        if places:
            place = places[0]
            new = ((code, value),) if value else ()
            return replace(self, subfields=self.subfields[:place] + new + self.subfields[place + 1 :])
        if not value:
            return self
        later = order[order.find(code) + 1 :] if code in order else ""
        place = next((at for at, one in enumerate(self.subfields) if one[0] in later), len(self.subfields))
        return replace(self, subfields=(*self.subfields[:place], (code, value), *self.subfields[place:]))

    @property
    def is_empty(self) -> bool:
        """Return whether no subfield has a value; links to other fields do not count."""
        return not any(value for code, value in self.subfields if code not in "268")
