"""Who works in the admin at this moment, for blocks and widgets, which Wagtail does not tell whose request it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from access.viewer import Viewer

_viewer: ContextVar[Viewer | None] = ContextVar("asking", default=None)


@contextmanager
def use_viewer(viewer: Viewer) -> Iterator[None]:
    """While this lasts, blocks and widgets know this viewer."""
    token = _viewer.set(viewer)
    try:
        yield
    finally:
        _viewer.reset(token)


def current_viewer() -> Viewer | None:
    """The viewer of the request to the admin that is being answered; None elsewhere."""
    return _viewer.get()
