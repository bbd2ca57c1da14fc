"""A pytest plugin for mutmut, which calls pytest several times in forks of one process."""

from pathlib import Path


def pytest_sessionstart() -> None:
    """Recreate the data folder, which the previous session deleted; skip the check that all migrations are applied."""
    from django.conf import settings
    from django.core.management.commands.migrate import Command

    Path(settings.VAR_DIR).mkdir(exist_ok=True)
    Command.handle = lambda *_args, **_options: None  # type: ignore[method-assign]
