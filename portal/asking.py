"""Who works in the admin at this moment, for blocks and widgets, which Wagtail does not tell whose request it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from access.viewer import Viewer

_asking: ContextVar[Viewer | None] = ContextVar("asking", default=None)


@contextmanager
def asking(viewer: Viewer) -> Iterator[None]:
    """While this lasts, blocks and widgets know this viewer."""
    token = _asking.set(viewer)
    try:
        yield
    finally:
        _asking.reset(token)


def who_asks() -> Viewer | None:
    """The viewer of the request to the admin that is being answered; None elsewhere."""
    return _asking.get()
