"""The language that a person chose: e-mails to them are in it. Screens have the language of their address."""

from django.conf import settings
from django.utils import translation

from accounts.models import Person


def choose_language(person: Person, code: str) -> None:
    """Store the language of e-mails to this person. An unknown code changes nothing."""
    if code in dict(settings.LANGUAGES) and code != person.language:
        person.language = code
        person.save(update_fields=["language"])


def language_for(person: Person | None) -> str:
    """Return the language that the person chose; if there is none, that of the request, or of the site."""
    return (person and person.language) or translation.get_language() or settings.LANGUAGE_CODE
