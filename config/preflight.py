"""The way in for every process: settings that cannot be read, and services set wrongly, are said in a sentence."""

import os
import sys
from collections.abc import Sequence

LONG_RUNNING = frozenset({"db_worker", "rqworker", "runserver", "sweeper", "worker"})

# No translation can be looked up before the settings are read.
UNREADABLE_MESSAGE = (
    "Một cài đặt trong môi trường không đọc được: {error}. Hãy sửa nó rồi chạy lại.\n"
    "A setting in the environment cannot be read: {error}. Correct it and start again."
)


def check_command(words: Sequence[str]) -> None:
    """Stand before manage.py: commands that serve must find all well, those that mend need readable settings only."""
    _read_settings()
    if len(words) > 1 and words[1] in LONG_RUNNING and not {"-h", "--help"} & set(words):
        check_or_exit()


def check_or_exit() -> None:
    """Return when all is well enough to serve; else say why and end this process."""
    _read_settings()
    import django

    django.setup()
    from operations.health.startup import exit_unless_ready

    exit_unless_ready()


def _read_settings() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    try:
        settings.INSTALLED_APPS  # noqa: B018  reading one reads all
    except (ImproperlyConfigured, ValueError, KeyError, OSError) as error:
        print(UNREADABLE_MESSAGE.format(error=error), file=sys.stderr, flush=True)
        sys.exit(os.EX_CONFIG)


if __name__ == "__main__":
    check_or_exit()
