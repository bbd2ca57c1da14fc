"""Who may come in: librarians with a school, and nobody else learns that anything is here."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse

from accounts.errors import NotFound
from sharing.http import ViewerRequest

View = Callable[..., HttpResponse]


def librarian_required(view: View) -> View:
    """Ask visitors to sign in; to all but librarians of a school the address does not exist."""

    @login_required
    @wraps(view)
    def guarded(request: ViewerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.viewer.is_staff or request.viewer.school is None:
            raise NotFound
        return view(request, *args, **kwargs)

    return guarded
