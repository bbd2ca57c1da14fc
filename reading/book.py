"""A book as the reader shows it: its pages in order, its contents, and the search inside it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.text import nfc
from reading.errors import PartMissing
from reading.links import page_url
from reading.search_inside import InsideResults, MatchMode, find
from repository.models import Page, PageImage, PageText, Resource
from repository.queries import image_widths, pages_of
from repository.store import store
from repository.store.keys import blob_key
from repository.word_boxes import Word, unpack, words_at
from search.highlighting import Span

# Width and height of a page without an image, in pixels: A4 at 100 dpi.
DEFAULT_SIZE = (827, 1169)
_PAGE_WORD = re.compile(r"^(trang|tr|page|p)[.\s]*(?=[\divxlcdm\[])")


@dataclass(frozen=True)
class BookPage:
    """A page and its position in the book, counted from 0."""

    page: Page
    number: int
    others_are_printed: bool = False

    @property
    def label(self) -> str:
        """The printed page number, or else the position: in brackets, as in catalogues, if other pages have numbers."""
        position = str(self.number + 1)
        return self.page.label or (f"[{position}]" if self.others_are_printed else position)

    @property
    def name(self) -> str:
        """The label in a phrase."""
        return _("Page %(label)s") % {"label": self.label}

    @property
    def image(self) -> PageImage | None:
        """The image; None for a damaged page."""
        return self.page.image

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return (self.page.image.width, self.page.image.height) if self.page.image else DEFAULT_SIZE

    @property
    def text(self) -> str:
        """The text; empty until it is recognised."""
        return self.page.text.text if self.page.text else ""


class Book:
    """The pages of one resource, in order. Checks no access: that is the task of reading/gate.py."""

    def __init__(self, resource: Resource) -> None:
        self.resource = resource

    @cached_property
    def pages(self) -> list[BookPage]:
        """All pages."""
        pages = list(pages_of(self.resource))
        printed = any(page.label for page in pages)
        return [BookPage(page, number, printed) for number, page in enumerate(pages)]

    @cached_property
    def widths(self) -> dict[int, list[int]]:
        """The widths of the copies of page images for screens, by the key of the image."""
        return image_widths(self.resource)

    def widths_of(self, book_page: BookPage) -> list[int]:
        """Return the widths of the copies of a page's image, narrowest first; none until they are made."""
        return self.widths.get(book_page.image.pk, []) if book_page.image else []

    @cached_property
    def contents(self) -> list[BookPage]:
        """The pages on which a chapter begins."""
        return [book_page for book_page in self.pages if book_page.page.heading]

    def page_by_uuid(self, uuid: UUID | str) -> BookPage:
        """Return a page. Raises PartMissing."""
        for book_page in self.pages:
            if str(book_page.page.uuid) == str(uuid):
                return book_page
        raise PartMissing

    def page_by_label(self, typed: str) -> BookPage | None:
        """Return the page that a reader names, None if there is none: by its printed number, else by its position.

        static/reading/page_labels.js has the same rule: “Tr. 12” is 12, “III” is iii.
        """
        whole = nfc(typed).strip().casefold()
        bare = _PAGE_WORD.sub("", whole)
        for name in (whole, bare):
            for book_page in self.pages:
                if name and book_page.label.casefold() == name:
                    return book_page
        position = int(bare) - 1 if bare.isascii() and bare.isdigit() and len(bare) < 7 else -1
        return self.pages[position] if 0 <= position < len(self.pages) else None

    def neighbour(self, book_page: BookPage, step: int) -> BookPage | None:
        """Return the page that is `step` pages further; None beyond the ends."""
        position = book_page.number + step
        return self.pages[position] if 0 <= position < len(self.pages) else None

    def find(self, query: str) -> InsideResults:
        """Search all pages."""
        return find([book_page.page for book_page in self.pages], query)

    def find_near(self, book_page: BookPage, query: str, mode: MatchMode) -> InsideResults:
        """Search a page and its neighbours, in the mode that applies to the whole book."""
        near = self.pages[max(book_page.number - 1, 0) : book_page.number + 2]
        return find([neighbour.page for neighbour in near], query, [mode])

    def url(self, book_page: BookPage, query: str = "") -> str:
        """Return the address of a page, with the words to mark."""
        return page_url(self.resource.uuid, book_page.page.uuid, query)


def boxes_of(text: PageText | None, spans: Sequence[Span]) -> list[Word]:
    """Return the words at these spans with their boxes on the page image, read from the store."""
    if text is None or text.boxes_id is None or not spans:
        return []
    with store().open(blob_key(text.boxes_id)) as file:
        words = unpack(file.read()).words
    return list(dict.fromkeys(word for span in spans for word in words_at(words, span.start, span.end)))
