"""Old names of settings and commands: each is accepted for one release, with a warning.

To rename a setting or a command, write both names here; delete the entry one release after the new name came.
"""

import warnings
from collections.abc import MutableMapping, Sequence

# Since 0.1.0. New name: old names.
SETTINGS = {
    "OCR_WORKERS": ("READERS", "PAGE_READERS"),
    "TRUSTED_PROXY_COUNT": ("PROXIES",),
    "X_ACCEL_PREFIX": ("INTERNAL_REDIRECT",),
    "DB_STATEMENT_TIMEOUT": ("STATEMENT_SECONDS",),
    "DB_WAIT_SECONDS": ("START_WAIT",),
}
# Since 0.1.0. Old name: new name.
COMMANDS = {"crew": "run_workers", "adopt_store": "take_over_storage", "allow_browsers": "set_bucket_cors"}
OPTIONS = {("run_workers", "--readers"): "--ocr-workers", ("demo", "--crew"): "--with-workers"}


def accept_old_settings(environ: MutableMapping[str, str]) -> None:
    """Copy the value of each old name to its new name, unless the new name is set too."""
    for name, old_names in SETTINGS.items():
        for old in old_names:
            if old in environ:
                _warn(f"The setting {old}", name)
                environ.setdefault(name, environ[old])


def accept_old_arguments(args: Sequence[str]) -> list[str]:
    """Return the command line of manage.py, `["manage.py", command, …]`, with new names for old ones."""
    program, *rest = args
    if not rest:
        return [program]
    command = COMMANDS.get(rest[0], rest[0])
    if command != rest[0]:
        _warn(f"The command {rest[0]}", command)
    return [program, command, *(_option(command, argument) for argument in rest[1:])]


def _option(command: str, argument: str) -> str:
    old, equals, value = argument.partition("=")
    new = OPTIONS.get((command, old), old)
    if new != old:
        _warn(f"The option {old} of {command}", new)
    return f"{new}{equals}{value}"


def _warn(old: str, new: str) -> None:
    warnings.warn(f"{old} is now called {new}. The old name is accepted for one release.", FutureWarning, stacklevel=3)
