"""`python -m devtools.mutants_plugin ARGUMENT …` runs mutmut without its timer; also a plugin of its pytest sessions.

The timer of mutmut 3.8 signals the number of a process that may have ended long ago, and belong to a stranger by then.
Its limit of processor time and pytest-timeout end a mutant that does not end by itself.
"""

from pathlib import Path


def pytest_sessionstart() -> None:
    """Recreate the data folder, which the previous session deleted; skip the check that all migrations are applied."""
    from django.conf import settings
    from django.core.management.commands.migrate import Command

    Path(settings.VAR_DIR).mkdir(exist_ok=True)
    Command.handle = lambda *_args, **_options: None  # type: ignore[method-assign]


def main() -> None:
    """Run the command line of mutmut."""
    from mutmut.__main__ import cli
    from mutmut.workers import isolation

    isolation.register_timeout = lambda *_args, **_options: None
    cli()


if __name__ == "__main__":
    main()
