"""The viewer of the current request, for blocks and widgets, to which Wagtail does not pass the request."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from access.viewer import Viewer

_viewer: ContextVar[Viewer | None] = ContextVar("asking", default=None)


@contextmanager
def use_viewer(viewer: Viewer) -> Iterator[None]:
    """Set the current viewer for the duration of the context."""
    token = _viewer.set(viewer)
    try:
        yield
    finally:
        _viewer.reset(token)


def current_viewer() -> Viewer | None:
    """Return the viewer of the current request; None outside a request."""
    return _viewer.get()
