"""Settings that were renamed: the old name in the environment counts for one release, with a warning."""

import warnings
from collections.abc import MutableMapping

# New name: old names. Remove an entry in the release after the one that renamed it (0.1.0).
RENAMED = {
    "OCR_WORKERS": ("READERS", "PAGE_READERS"),
    "TRUSTED_PROXY_COUNT": ("PROXIES",),
    "X_ACCEL_PREFIX": ("INTERNAL_REDIRECT",),
    "DB_STATEMENT_TIMEOUT": ("STATEMENT_SECONDS",),
    "DB_WAIT_SECONDS": ("START_WAIT",),
}


def accept_old_names(environ: MutableMapping[str, str]) -> None:
    """Copy the value of each old name to its new one, unless that is set too."""
    for name, old_names in RENAMED.items():
        for old in old_names:
            if old in environ:
                warnings.warn(f"The setting {old} is now called {name}. Rename it.", FutureWarning, stacklevel=2)
                environ.setdefault(name, environ[old])
