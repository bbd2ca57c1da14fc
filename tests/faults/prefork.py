"""A process that has loaded the product and opened nothing; it forks a child for each command.

    python -m tests.faults.prefork

reads orders from its input, one line of JSON each, and answers with the id of the child and with its exit code. A child
is like any other process, with its own settings and its own session; only the two seconds of loading are saved.
"""

import importlib
import json
import os
import runpy
import sys
import traceback
from typing import Any

import django
from asgiref.local import Local
from django.conf import empty, settings
from django.core.management import execute_from_command_line

Order = dict[str, Any]


def serve() -> None:
    """Load everything, then run order after order."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    for module in ("config.urls", "ingest.tasks", "tests.faults.site_driver", "workers.management.commands.worker"):
        importlib.import_module(module)
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            _run_child(json.loads(line))
        print(pid, flush=True)
        _pid, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _run_child(order: Order) -> None:
    """Run the order and exit; never return."""
    code = 1
    try:
        _set_up(order)
        _run(order["command"])
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _set_up(order: Order) -> None:
    """Give the child its own session, files, environment and settings."""
    os.setsid()
    for number, name, flags in ((0, os.devnull, os.O_RDONLY), (1, order["out"], _NEW), (2, order["err"], _NEW)):
        file = os.open(name, flags, 0o600)
        os.dup2(file, number)
        os.close(file)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
    os.environ.clear()
    os.environ.update(order["environment"])
    _reload_settings()


def _reload_settings() -> None:
    """Reload everything that was read from the environment, and the handlers that cache it."""
    from django.core.cache import caches
    from django.db import connections
    from django_tasks import task_backends

    from workers import fault_injection

    importlib.reload(sys.modules["config.settings"])
    settings._wrapped = empty
    settings._setup()
    for handler in (connections, caches, task_backends):
        handler.__dict__.pop("settings", None)
        handler._settings = None
        handler._connections = Local(handler.thread_critical)
    importlib.reload(fault_injection)


def _run(command: list[str]) -> None:
    """Run `-m MODULE ARGUMENT…` or `manage.py ARGUMENT…`."""
    if command[0] == "-m":
        sys.argv = command[1:]
        sys.modules.pop(command[1], None)  # it was imported only to load what it needs
        runpy.run_module(command[1], run_name="__main__")
    else:
        execute_from_command_line(command)


_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC

if __name__ == "__main__":
    serve()
