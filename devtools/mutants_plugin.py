"""A pytest plugin for mutmut, which calls pytest several times in one process: each session needs its data folder."""

from pathlib import Path


def pytest_sessionstart() -> None:
    """Create the folder again that the previous session deleted at its end."""
    from django.conf import settings

    Path(settings.TEMPORARY_DIR).mkdir(exist_ok=True)
