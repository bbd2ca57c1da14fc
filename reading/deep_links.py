"""Where inside a resource somebody wanted to go, carried by its page's address until she may."""

from dataclasses import dataclass
from uuid import UUID

from reading.links import moment_url, page_url, resource_url, with_parameters, words_url
from reading.primary_action import read_url
from repository.models import Resource
from search.query import Parameters

MAX_LENGTH = 300


@dataclass(frozen=True)
class DeepLink:
    """The words she looked for, and the page or the second where she saw them."""

    words: str = ""
    page: UUID | None = None
    second: int | None = None

    def url(self, resource: Resource) -> str:
        """The reader or the player at that place."""
        if self.page is not None:
            return page_url(resource.uuid, self.page, self.words)
        if self.second is not None:
            return moment_url(resource.uuid, self.second * 1000, self.words)
        return words_url(resource.uuid, self.words) if self.words else read_url(resource)

    def resource_url(self, resource: Resource) -> str:
        """Its own page, which remembers the place."""
        page = str(self.page) if self.page else ""
        second = str(self.second) if self.second is not None else ""
        return with_parameters(resource_url(resource.uuid), q=self.words, trang=page, t=second)


def parse_deep_link(parameters: Parameters) -> DeepLink:
    """From the parameters of an address; what makes no sense is passed over."""
    second = parameters.get("t", "") or ""
    return DeepLink(
        words=(parameters.get("q", "") or "")[:MAX_LENGTH].strip(),
        page=_identity(parameters.get("trang", "") or ""),
        second=int(second) if second.isascii() and second.isdigit() and len(second) < 7 else None,
    )


def _identity(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
