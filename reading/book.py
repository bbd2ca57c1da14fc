"""A book as its reader sees it: its pages in order, its contents, where she stands, and the words to mark."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from reading.errors import PartMissing
from reading.search_inside import InsideResults, MatchMode, Span, find
from repository.models import Page, PageImage, PageText, Resource
from repository.queries import pages_of
from repository.store import store
from repository.store.keys import blob_key
from repository.word_boxes import Word, unpack, words_at

# The shape of a page without an image, in pixels: A4 at 100 dpi.
BLANK = (827, 1169)


@dataclass(frozen=True)
class BookPage:
    """A page and its place in the book, counted from 0."""

    page: Page
    number: int
    others_are_printed: bool = False

    @property
    def label(self) -> str:
        """What is printed on it, or else its place: in brackets, as catalogues do, where other pages have numbers."""
        place = str(self.number + 1)
        return self.page.label or (f"[{place}]" if self.others_are_printed else place)

    @property
    def name(self) -> str:
        """As it is said."""
        return _("Page %(label)s") % {"label": self.label}

    @property
    def image(self) -> PageImage | None:
        """Its image, unless the page is broken."""
        return self.page.image

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return (self.page.image.width, self.page.image.height) if self.page.image else BLANK

    @property
    def text(self) -> str:
        """What is written on it."""
        return self.page.text.text if self.page.text else ""


class Book:
    """The pages of one resource, in order."""

    def __init__(self, resource: Resource) -> None:
        self.resource = resource

    @cached_property
    def pages(self) -> list[BookPage]:
        """All pages."""
        pages = list(pages_of(self.resource))
        printed = any(page.label for page in pages)
        return [BookPage(page, number, printed) for number, page in enumerate(pages)]

    @cached_property
    def contents(self) -> list[BookPage]:
        """The pages where a chapter begins."""
        return [leaf for leaf in self.pages if leaf.page.heading]

    def leaf(self, page: UUID | str) -> BookPage:
        """The page of this identity. Raises NothingToShow."""
        for leaf in self.pages:
            if str(leaf.page.uuid) == str(page):
                return leaf
        raise PartMissing

    def neighbour(self, leaf: BookPage, step: int) -> BookPage | None:
        """The page so many places on; None beyond the ends."""
        place = leaf.number + step
        return self.pages[place] if 0 <= place < len(self.pages) else None

    def find(self, query: str) -> InsideResults:
        """Where its pages hold the words."""
        return find([leaf.page for leaf in self.pages], query)

    def find_near(self, leaf: BookPage, query: str, how: MatchMode) -> InsideResults:
        """Where one page holds them, or begins or ends a phrase; in the way that was found right for the whole book."""
        near = self.pages[max(leaf.number - 1, 0) : leaf.number + 2]
        return find([one.page for one in near], query, [how])

    def address(self, leaf: BookPage, query: str = "") -> str:
        """The address of a page, with the words marked on it."""
        wanted = {"trang": str(leaf.page.uuid), **({"q": query} if query else {})}
        return reverse("reading:read", args=[self.resource.uuid]) + "?" + urlencode(wanted)


def boxes_of(text: PageText | None, spans: Sequence[Span]) -> list[Word]:
    """The words of these places with their boxes on the page image, read from the store."""
    if text is None or text.boxes_id is None or not spans:
        return []
    with store().open(blob_key(text.boxes_id)) as file:
        words = unpack(file.read()).words
    return list(dict.fromkeys(word for span in spans for word in words_at(words, span.start, span.end)))
