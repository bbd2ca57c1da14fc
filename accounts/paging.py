"""Lists of every screen in pages, whose number is in the address.

This module lies in `accounts`, the lowest app of all that show lists.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.translation import gettext

PAGE_SIZE = 30
PARAMETER = "trang"
Row = TypeVar("Row")


@dataclass(frozen=True)
class ListPage(Generic[Row]):
    """One page of a list: its rows, and the addresses of the pages beside it, empty where there is none."""

    rows: Sequence[Row]
    number: int
    first: int  # place of the first row in the whole list, counted from 1; 0 in an empty list
    total: int
    previous_url: str
    next_url: str
    position: str


def page_of(
    request: HttpRequest, rows: Any, *, size: int = PAGE_SIZE, parameter: str = PARAMETER, address: str = ""
) -> ListPage[Any]:
    """Return the page of a list (a queryset in a fixed order, or a sequence) that the address asks for.

    A wrong number is the first page, one that is too large the last. `address` is that of the screen, where the request
    asks for a part of it.
    """
    page = Paginator(rows, size).get_page(request.GET.get(parameter))
    return ListPage(
        rows=list(page),
        number=page.number,
        first=page.start_index(),
        total=page.paginator.count,
        previous_url=_url(request, address, parameter, page.number - 1) if page.has_previous() else "",
        next_url=_url(request, address, parameter, page.number + 1) if page.has_next() else "",
        position=_position(page),
    )


def position(first: int, last: int, total: int) -> str:
    """Return the place of a page within its list: 21–40 of 300."""
    return gettext("%(first)s–%(last)s of %(total)s") % {"first": first, "last": last, "total": total}


def _position(page: Page) -> str:
    return position(page.start_index(), page.end_index(), page.paginator.count)


def _url(request: HttpRequest, address: str, parameter: str, number: int) -> str:
    """Return the address of another page of this list; the other parameters stay."""
    parameters = request.GET.copy()
    parameters.pop(parameter, None)
    if number > 1:
        parameters[parameter] = str(number)
    return f"{address or request.path}?{parameters.urlencode()}" if parameters else address or request.path
