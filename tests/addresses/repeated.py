"""Ask for a screen in one language, and read what the answer holds: its addresses, its texts, all that is no token."""

import re
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser

import polib
from django.test import Client
from django.urls import Resolver404, resolve, translate_url
from django.utils import translation

from config.language import language_of
from devtools.paths import ROOT
from tests.addresses.client import is_page

ADMIN = "/quan-tri/"
LANGUAGES = ("vi", "en")
CATALOGUES = ("locale/vi/LC_MESSAGES/django.po", "locale/upstream/vi/LC_MESSAGES/django.po")
# Tokens against forged requests and repeated forms, nonces, numbers of editing sessions, keys of new blocks, times that
# have passed.
ONE_TIME = re.compile(
    r'name="(?:csrfmiddlewaretoken|submit_once|scan)" value="[^"]*"|nonce="[^"]*"|"CSRF_TOKEN": "[^"]*"'
    r"|editing-sessions/[\w/]+|&quot;id&quot;: &quot;[0-9a-f-]{36}&quot;"
    r"|\\&quot;key\\&quot;: \\&quot;\w{5}\\&quot;|<time[^>]*>[^<]*</time>"
)
LINKS = frozenset({"href", "action", "formaction", "hx-get", "hx-post"})
SPOKEN = frozenset({"aria-label", "title", "placeholder", "alt"})
SILENT = frozenset({"script", "style", "code", "kbd"})
# Equal in both languages, names in the fixtures, or not translatable: Wagtail writes "Actions" in a template.
NO_WORDS = frozenset(
    {"English", "Tiếng Việt", "Email", "video", "Trường", "proposed", "Page", "Locale", "Enabled", "Actions"}
)


@dataclass(frozen=True)
class Screen:
    """One answer: the language it declares, its links to this site, its texts, and all of it without one-time values.

    `declared` is empty for a part of a page.
    """

    declared: str
    links: frozenset[str]
    texts: frozenset[str]
    body: str

    def mixed_up(self, language: str, *, in_admin: bool) -> list[str]:
        """Return what does not belong to the language: its declaration, links to the other one, texts of the other one.

        The admin links to pages of Wagtail in the language in which each is written.
        """
        wrong = [f"declares {self.declared}"] if self.declared not in ("", language) else []
        wrong += sorted(
            link for link in self.links if _in(link, language) != link and not (in_admin and _is_page(link))
        )
        return wrong + sorted((self.texts & _only_in_the_other(language)) - NO_WORDS)


def screen(browser: Client, address: str, language: str) -> Screen | None:
    """Return the screen at a Vietnamese address in a language; None where the answer is no page."""
    if "sessionid" in browser.cookies:
        session = browser.session
        session.pop("_messages", None)  # those of other screens
        session["language"] = language  # of the admin, as after a visit to the site in this language
        session.save()
    answer = browser.get(address if address.startswith(ADMIN) else _in(address, language))
    return read(answer.content.decode()) if is_page(answer) else None


def has_languages(address: str) -> bool:
    """Return whether the address has one screen for each language; pictures, styles and probes have not."""
    return address.startswith(ADMIN) or _in(address, "en") != address


def read(page: str) -> Screen:
    """Return what a page or a part of one holds."""
    reader = _Reader()
    reader.feed(page)
    return Screen(reader.declared, frozenset(reader.links), frozenset(reader.texts), ONE_TIME.sub("", page))


@cache
def _in(address: str, language: str) -> str:
    with translation.override(language_of(address)):
        return str(translate_url(address, language))


@cache
def _is_page(address: str) -> bool:
    with translation.override(language_of(address)):
        try:
            return resolve(address.partition("?")[0]).view_name == "wagtail_serve"
        except Resolver404:
            return False


@cache
def _only_in_the_other(language: str) -> frozenset[str]:
    """Return the whole texts of the catalogues that only the other language has."""
    texts: dict[str, set[str]] = {code: set() for code in LANGUAGES}
    for entry in (entry for name in CATALOGUES for entry in polib.pofile(str(ROOT / name))):
        if entry.msgstr != entry.msgid:
            texts["en"].add(" ".join(entry.msgid.split()))
            texts["vi"].add(" ".join(entry.msgstr.split()))
    other = "en" if language == "vi" else "vi"
    return frozenset(texts[other] - texts[language] - {""})


class _Reader(HTMLParser):
    """Collects links, which are not the switch to another language, and texts."""

    def __init__(self) -> None:
        super().__init__()
        self.declared = ""
        self.links: list[str] = []
        self.texts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value for name, value in attrs if value}
        self.declared = given.get("lang", "") if tag == "html" else self.declared
        self._silent += tag in SILENT
        if "hreflang" not in given:
            self.links += [value for name, value in given.items() if name in LINKS and value.startswith("/")]
            self.texts += [value for name, value in given.items() if name in SPOKEN]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.texts.append(" ".join(data.split()))
