"""Values of a record in words, for differences and previews: names instead of codes, lists in one text."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from repository import record_bounds as bounds
from repository.actions import effects
from repository.curriculum import subject_name
from repository.description import MARC, Credit, Link, SubjectHeading
from repository.languages import language_name
from repository.models import Authority, Resource
from repository.record_lines import write_credits, write_headings, write_identifiers, write_links

CHOICES: dict[str, Any] = {
    "kind": Resource.Kind.choices,
    "rights": Resource.Rights.choices,
    "difficulty": Resource.Difficulty.choices,
}

# The names of all that a change can differ in.
FIELD_NAMES: dict[str, Any] = {
    **bounds.NAMES,
    MARC: "MARC",
    effects.STATE: gettext_lazy("State"),
    effects.COLLECTION: pgettext_lazy("of resources", "Collection"),
    effects.GRANT: gettext_lazy("Who has access"),
    effects.EDITION: gettext_lazy("Edition"),
}


def in_words(name: str, value: Any) -> str:
    """Return the value of a field, as `Description.values()` gives it, in the language of now; empty for none."""
    if value in (None, "", []):
        return ""
    if name == MARC:
        return _("another MARC record")
    if name == "protected":
        return _("yes") if value else _("no")
    if name == "series_authority":
        return str(Authority.objects.filter(pk=value).first() or value)
    if name in LINES:
        return LINES[name](value)
    if name == "subjects":
        return ", ".join(map(subject_name, value))
    if name == "languages":
        return ", ".join(map(language_name, value))
    if name in CHOICES:
        names = {code: str(label) for code, label in CHOICES[name]}
        return ", ".join(names.get(code, str(code)) for code in (value if isinstance(value, list) else [value]))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


LINES: dict[str, Any] = {
    "creators": lambda value: write_credits(Credit(**credit) for credit in value),
    "headings": lambda value: write_headings(SubjectHeading(**heading) for heading in value),
    "identifiers": write_identifiers,
    "links": lambda value: write_links(Link(**link) for link in value),
}
