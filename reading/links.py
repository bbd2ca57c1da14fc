"""Places inside a resource, as they are said and as they are linked: page 42, minute 03:15."""

from functools import lru_cache
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from repository.models import Page


def page_name(page: Page, number: int | None = None) -> str:
    """By what is printed on it, else by its place counted from 1."""
    return _("page %(label)s") % {"label": page.label or (number if number is not None else str(page))}


def timecode(milliseconds: int) -> str:
    """As a player shows it: 03:15, or 1:02:03."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def timecode_label(milliseconds: int) -> str:
    """A moment of a recording."""
    return _("minute %(clock)s") % {"clock": timecode(milliseconds)}


def resource_url(resource: UUID) -> str:
    """Return the address of the resource's page in the active language."""
    return _resource_url(resource, get_language())


@lru_cache(maxsize=2_000)
def _resource_url(resource: UUID, _language: str) -> str:
    """Reverse it once for each language: a results page names each resource several times."""
    return reverse("reading:resource", args=[resource])


def page_url(resource: UUID, page: UUID, words: str = "") -> str:
    """The reader at that page, with the words marked."""
    return with_parameters(reverse("reading:read", args=[resource]), trang=str(page), q=words)


def words_url(resource: UUID, words: str) -> str:
    """The reader where the words first stand."""
    return with_parameters(reverse("reading:read", args=[resource]), q=words)


def moment_url(resource: UUID, milliseconds: int, words: str = "") -> str:
    """The player at that second."""
    return with_parameters(reverse("reading:play", args=[resource]), t=str(milliseconds // 1000), q=words)


def with_parameters(address: str, **parameters: str) -> str:
    """The address with those parameters that are not empty."""
    given = {name: value for name, value in parameters.items() if value}
    return f"{address}?{urlencode(given)}" if given else address
