"""The addresses of resources and of places inside them, and the names of those places: page 42, minute 03:15."""

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from repository.models import Page

MAX_WORDS_LENGTH = 300  # characters of the words that a deep link carries


@dataclass(frozen=True)
class DeepLink:
    """A place inside a resource: a page or a second, and the words found there.

    The address of the resource's own page carries it until the viewer may open that place.
    """

    words: str = ""
    page: UUID | None = None
    second: int | None = None

    def url(self, resource: UUID) -> str:
        """Return the address of the place in the reader or the player."""
        if self.page is not None:
            return page_url(resource, self.page, self.words)
        if self.second is not None:
            return moment_url(resource, self.second * 1000, self.words)
        return words_url(resource, self.words) if self.words else read_url(resource)

    def resource_url(self, resource: UUID) -> str:
        """Return the address of the resource's own page with the place as parameters."""
        page = str(self.page) if self.page else ""
        second = str(self.second) if self.second is not None else ""
        return with_parameters(resource_url(resource), q=self.words, trang=page, t=second)


def parse_deep_link(parameters: QueryDict) -> DeepLink:
    """Return the place that URL parameters name; invalid ones are ignored."""
    second = parameters.get("t", "")
    return DeepLink(
        words=parameters.get("q", "")[:MAX_WORDS_LENGTH].strip(),
        page=_uuid(parameters.get("trang", "")),
        second=int(second) if second.isascii() and second.isdigit() and len(second) < 7 else None,
    )


def page_name(page: Page, number: int | None = None) -> str:
    """Return the name of a page, by its printed label or else by its position, counted from 1."""
    return _("page %(label)s") % {"label": page.label or (number if number is not None else str(page))}


def timecode(milliseconds: int) -> str:
    """Return a moment as players show it: 03:15, or 1:02:03."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def timecode_label(milliseconds: int) -> str:
    """Return the name of a moment of a recording."""
    return _("minute %(clock)s") % {"clock": timecode(milliseconds)}


def resource_url(resource: UUID) -> str:
    """Return the address of the resource's page in the active language."""
    return _resource_url(resource, get_language())


@lru_cache(maxsize=2_000)
def _resource_url(resource: UUID, _language: str) -> str:
    """Reverse it once for each language: a results page names each resource several times."""
    return reverse("reading:resource", args=[resource])


def read_url(resource: UUID) -> str:
    """Return the address at which a resource is read, watched or heard."""
    return reverse("reading:read", args=[resource])


def page_url(resource: UUID, page: UUID, words: str = "") -> str:
    """Return the address of a page in the reader, with the words to mark."""
    return with_parameters(read_url(resource), trang=str(page), q=words)


def words_url(resource: UUID, words: str) -> str:
    """Return the address of the first page with the words."""
    return with_parameters(read_url(resource), q=words)


def moment_url(resource: UUID, milliseconds: int, words: str = "") -> str:
    """Return the address of a second in the player."""
    return with_parameters(reverse("reading:play", args=[resource]), t=str(milliseconds // 1000), q=words)


def with_parameters(address: str, **parameters: str) -> str:
    """Return the address with those parameters that are not empty."""
    present = {name: value for name, value in parameters.items() if value}
    return f"{address}?{urlencode(present)}" if present else address


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
