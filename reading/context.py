"""The context processor of the base template: links to the same screen in the other languages."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language, get_language_info


@dataclass(frozen=True)
class OtherLanguage:
    """This screen in another language; `name` is the language's name for itself."""

    code: str
    name: str
    url: str


def languages(request: HttpRequest) -> dict[str, Any]:
    """Return `other_languages`: all but the active language."""
    here = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
    others = [code for code, _name in settings.LANGUAGES if code != get_language()]
    return {"other_languages": [in_language(code, here) for code in others]}


def in_language(code: str, here: str) -> OtherLanguage:
    """Return the screen at the path `here` in a language."""
    name = get_language_info(code)["name_local"]
    return OtherLanguage(code=code, name=name, url=translate_url(here, code))
