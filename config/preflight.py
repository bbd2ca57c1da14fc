"""The checks at the start of every process: an unreadable setting or a wrongly set service ends it with a sentence."""

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from config.environment import SettingError

LONG_RUNNING = frozenset({"db_worker", "rqworker", "runserver", "sweeper", "worker"})

# No translation can be looked up before the settings are read.
UNREADABLE_MESSAGE = (
    "Một cài đặt trong môi trường không đọc được: {error}. Hãy sửa nó rồi chạy lại.\n"
    "A setting in the environment cannot be read: {error}. Correct it and start again."
)


def check_command(args: Sequence[str]) -> None:
    """Run the health checks before the long-running commands of manage.py; all others need readable settings only."""
    _read_settings()
    if len(args) > 1 and args[1] in LONG_RUNNING and not {"-h", "--help"} & set(args):
        check_or_exit()


def check_or_exit() -> None:
    """Return when this process may serve; otherwise print why and exit."""
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
        settings.INSTALLED_APPS  # noqa: B018  reading one setting loads all
    except SettingError as error:
        exit_for(error)
    except (ImproperlyConfigured, ValueError, KeyError, OSError) as error:
        print(UNREADABLE_MESSAGE.format(error=error), file=sys.stderr, flush=True)
        sys.exit(os.EX_CONFIG)


def exit_for(error: SettingError) -> NoReturn:
    """Print which setting is wrong, in both languages, and exit with EX_CONFIG."""
    print(f"{error.vietnamese}\n{error.english}", file=sys.stderr, flush=True)
    sys.exit(os.EX_CONFIG)


if __name__ == "__main__":
    check_or_exit()
