"""No installed package shows an English message on a Vietnamese screen.

The Vietnamese of the packages has gaps; `locale/upstream` fills them. An upgrade that brings a new message fails here:
add the message to `locale/upstream/vi/LC_MESSAGES/django.po`, or to `djangojs.po` beside it if a script says it.
"""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.utils.translation.trans_real import DjangoTranslation

# Catalogues whose messages can appear, by package. django_filters has no English catalogue; its French one has the same
# messages. Wagtail uses that package without its being installed as an app.
CATALOGUES = {
    "django.conf": "en",
    "django.contrib.auth": "en",
    "django.contrib.contenttypes": "en",
    "django.contrib.humanize": "en",
    "django.contrib.sessions": "en",
    "wagtail": "en",
    "wagtail.admin": "en",
    "wagtail.contrib.settings": "en",
    "wagtail.documents": "en",
    "wagtail.embeds": "en",
    "wagtail.images": "en",
    "wagtail.locales": "en",
    "wagtail.search": "en",
    "wagtail.sites": "en",
    "wagtail.snippets": "en",
    "wagtail.users": "en",
    "wagtail_localize": "en",
    "wagtail_localize.locales": "en",
    "taggit": "en",
    "allauth": "en",
    "django_filters": "fr",
}
# allauth has one catalogue for all its apps; only these folders belong to apps that are installed.
ALLAUTH = re.compile(r"(allauth/)?(account/|templates/(account|allauth)/|[a-z_]+\.py|templates/[a-z_0-9]+\.html)")
# Left out: packages that are not installed as apps (django.contrib.admin, wagtail.contrib.forms and their like), and
# installed ones that show no words of their own (django_htmx, django_rq, django_tasks, modelcluster).


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_every_message_of_a_package_has_vietnamese(domain: str) -> None:
    known = DjangoTranslation("vi", domain=domain)._catalog
    missing = [f"{package}: {entry.msgid}" for package, entry in messages(domain) if key_of(entry) not in known]
    assert missing == []


def test_every_installed_catalogue_is_listed() -> None:
    with_catalogue = {app.name for app in apps.get_app_configs() if (Path(app.path) / "locale").is_dir()}
    assert with_catalogue <= CATALOGUES.keys()


def messages(domain: str) -> Iterator[tuple[str, polib.POEntry]]:
    """Every message of the catalogues above."""
    for package, language in CATALOGUES.items():
        path = Path(import_module(package).__path__[0]) / "locale" / language / "LC_MESSAGES" / f"{domain}.po"
        for entry in polib.pofile(str(path)) if path.is_file() else ():
            if package != "allauth" or any(ALLAUTH.match(file) for file, _line in entry.occurrences):
                yield package, entry


def key_of(entry: polib.POEntry) -> str | tuple[str, int]:
    """How gettext stores a message."""
    key = f"{entry.msgctxt}\x04{entry.msgid}" if entry.msgctxt else entry.msgid
    return (key, 0) if entry.msgid_plural else key
