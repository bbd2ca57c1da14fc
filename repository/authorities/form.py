"""The form of an authority: its heading, the years of life, a note, and the variants that lead to it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from accounts.text import clean_line, clean_paragraphs
from repository.authorities.keys import PERSON, exact_key, folded_key
from repository.authorities.names import split_dates
from repository.errors import InvalidAuthority
from repository.models import Authority

MAX_HEADING, MAX_DATES, MAX_NOTE, MAX_VARIANTS = 300, 40, 2_000, 100  # characters, and number of variants


@dataclass(frozen=True)
class Form:
    """What a cataloguer says of an authority; texts in NFC."""

    heading: str
    dates: str = ""
    note: str = ""
    variants: tuple[str, ...] = ()

    @classmethod
    def of(cls, authority: Authority) -> "Form":
        """Return the present form of an authority."""
        variants = tuple(variant.text for variant in authority.variants.all())
        return cls(authority.heading, authority.dates, authority.note, variants)

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> "Form":
        """Return the form of values as `values` gives them."""
        return cls(values["heading"], values["dates"], values["note"], tuple(values["variants"]))

    def values(self) -> dict[str, Any]:
        """Return the values as JSON stores them."""
        return {**asdict(self), "variants": list(self.variants)}

    @property
    def shown(self) -> str:
        """The heading with the years of life, as records show it."""
        return f"{self.heading}, {self.dates}" if self.dates else self.heading

    def bounded(self, kind: str) -> "Form":
        """Return the form with clean texts, without variants that are the heading. Raise InvalidAuthority.

        Years behind the heading are the years of life of a person; of another kind they belong to the heading.
        """
        heading, dates = clean_line(self.heading), clean_line(self.dates)
        if not dates and kind == PERSON:
            heading, dates = split_dates(heading)
        others = (clean_line(variant) for variant in self.variants)
        variants = {exact_key(variant): variant for variant in others if variant and variant != heading}
        form = Form(heading, dates, clean_paragraphs(self.note), tuple(variants.values()))
        fits = (
            folded_key(heading)
            and len(form.shown) <= MAX_HEADING
            and len(dates) <= MAX_DATES
            and len(form.note) <= MAX_NOTE
            and len(form.variants) <= MAX_VARIANTS
            and all(len(variant) <= MAX_HEADING for variant in form.variants)
        )
        if not fits:
            raise InvalidAuthority
        return form

    def with_former(self, former: str) -> "Form":
        """Return the form with a former heading among its variants, so that it still finds."""
        is_known = former == self.heading or former in self.variants
        return self if is_known else replace(self, variants=(*self.variants, former))
