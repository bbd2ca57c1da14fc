"""The way in for every process: settings that cannot be read, and services set wrongly, are said in a sentence."""

import os
import sys
from collections.abc import Sequence

SERVING = frozenset({"db_worker", "rqworker", "runserver", "sweeper", "worker"})
WRONGLY_SET = 78  # exit status: EX_CONFIG of sysexits.h

# No translation can be looked up before the settings are read.
UNREADABLE = (
    "Một cài đặt trong môi trường không đọc được: {error}. Hãy sửa nó rồi chạy lại.\n"
    "A setting in the environment cannot be read: {error}. Correct it and start again."
)


def guard(words: Sequence[str]) -> None:
    """Stand before manage.py: commands that serve must find all well, those that mend need readable settings only."""
    _read_settings()
    if len(words) > 1 and words[1] in SERVING and not {"-h", "--help"} & set(words):
        enter()


def enter() -> None:
    """Return when all is well enough to serve; else say why and end this process."""
    _read_settings()
    import django

    django.setup()
    from config.health.start import pass_or_exit

    pass_or_exit()


def _read_settings() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    try:
        settings.INSTALLED_APPS  # noqa: B018  reading one reads all
    except (ImproperlyConfigured, ValueError, KeyError, OSError) as error:
        print(UNREADABLE.format(error=error), file=sys.stderr, flush=True)
        sys.exit(WRONGLY_SET)


if __name__ == "__main__":
    enter()
