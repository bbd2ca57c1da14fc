"""Authorities to choose from in a picker: found by their headings and variants, with or without diacritics."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from access.viewer import Viewer
from accounts.text import is_uuid
from repository.authorities.queries import FIELD_KINDS, Suggestion, authorities_for, suggestions
from repository.models import Authority
from sharing.choice_sources import FOUND_LIMIT, Choice, ChoiceSource, Found

SHOWN_VARIANTS = 2  # that tell authorities of one heading apart


@dataclass(frozen=True)
class AuthorityChoice(Choice):
    """An authority; `form` is what a record writes, the heading or the variant that was found, without years."""

    form: str = ""


@dataclass(frozen=True)
class AuthoritySource(ChoiceSource):
    """The authorities of some kinds, for one viewer; a choice is spelt by UUID."""

    viewer: Viewer = field(default_factory=lambda: NotImplemented)
    kinds: tuple[str, ...] = tuple(Authority.Kind.values)

    def find(self, words: str, limit: int = FOUND_LIMIT) -> Found:
        """Return the authorities whose heading, or one variant, has words that begin with all of these."""
        return Found(tuple(map(_choice, suggestions(self.viewer, words, kinds=self.kinds)))[:limit])

    def named(self, values: Sequence[str]) -> dict[str, Choice]:
        """Return the choices among these values."""
        uuids = [value for value in values if is_uuid(value)]
        rows = authorities_for(self.viewer).filter(uuid__in=uuids, kind__in=self.kinds) if uuids else []
        return {str(row.uuid): _choice(Suggestion(row)) for row in rows}


def authorities(viewer: Viewer, field_name: str = "") -> AuthoritySource:
    """Return the authorities that a field of a record can mean: name, subject or series; without one, all."""
    kinds = FIELD_KINDS.get(field_name, tuple(Authority.Kind.values))
    url = reverse("authorities:suggestions") + (f"?field={field_name}" if field_name in FIELD_KINDS else "")
    return AuthoritySource(url, (), viewer, tuple(kinds))


def _choice(found: Suggestion) -> AuthorityChoice:
    authority = found.authority
    detail = " · ".join(filter(None, [capfirst(authority.get_kind_display()), _forms(found), authority.scheme]))
    return AuthorityChoice(str(authority.uuid), str(authority), detail, authority, found.variant or authority.heading)


def _forms(found: Suggestion) -> str:
    """Return the variant that was found, or else the first variants."""
    if found.variant:
        return _("found by “%(variant)s”") % {"variant": found.variant}
    others = [variant.text for variant in found.authority.variants.all()[:SHOWN_VARIANTS]]
    return _("also: %(variants)s") % {"variants": "; ".join(others)} if others else ""
