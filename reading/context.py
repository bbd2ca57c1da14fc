"""What the frame of every screen knows beside the viewer: the same screen in the other language."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language, get_language_info


@dataclass(frozen=True)
class OtherLanguage:
    """The address of this screen in another language; `name` is the language's own name for itself."""

    code: str
    name: str
    url: str


def languages(request: HttpRequest) -> dict[str, Any]:
    """The languages that this screen is not shown in now."""
    here = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
    others = [code for code, _name in settings.LANGUAGES if code != get_language()]
    return {"other_languages": [in_language(code, here) for code in others]}


def in_language(code: str, here: str) -> OtherLanguage:
    """This screen's address in that language."""
    name = get_language_info(code)["name_local"]
    return OtherLanguage(code=code, name=name, url=translate_url(here, code))
