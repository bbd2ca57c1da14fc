"""How large the body of a request may be, in bytes, by the view that answers it; everything else is a small form."""

from urllib.parse import unquote

from django.urls import Resolver404, resolve
from django.utils import translation

from config.language import language_of
from repository.store.protocol import PART_SIZE

FORM = 3 * 1024 * 1024
PICTURE = 12 * 1024 * 1024  # Wagtail itself refuses a picture of more than 10 MB
LIST = 9 * 1024 * 1024  # roster/actions/importing.py and reading/table_files.py refuse more than 8 MB with a sentence
FILES = 64 * 1024 * 1024  # a form with files; larger files arrive in parts, or through `manage.py ingest`

LIMITS = {
    "ingest:part": PART_SIZE + 64 * 1024,
    "ingest:uploads": FILES,
    "ingest:replace_page": FILES,
    "reading:add_lessons": LIST,
    "reading:import_captions": LIST,
    "roster:start": LIST,
    "imports:start": FILES,
    "wagtailimages:add": PICTURE,
    "wagtailimages:add_multiple": PICTURE,
    "wagtailimages:edit": PICTURE,
    "wagtailimages_chooser:create": PICTURE,
}
LARGEST = max(LIMITS.values())


def limit_of(path: str) -> int:
    """Return the limit for a path as it was sent; where no view answers, that of a small form."""
    decoded = unquote(path)
    with translation.override(language_of(decoded)):
        try:
            return LIMITS.get(resolve(decoded).view_name, FORM)
        except Resolver404:
            return FORM
