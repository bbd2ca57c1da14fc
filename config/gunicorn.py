"""How the web server runs: nothing is served before the installation is found well; its own words go to our log."""

import gc
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from operations.logs import logging_config

logconfig_dict = logging_config(os.environ.get("LOG_FORMAT", "plain"))
logconfig_dict["loggers"] |= {
    "gunicorn.error": {"level": "INFO", "handlers": ["console"], "propagate": False},
    # Silent: its lines name addresses, which tell who reads what; operations/middleware.py writes a line without.
    "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
}


def on_starting(server: Any) -> None:
    """Look before the port is opened, in a process of its own; then load the product once for all web processes."""
    looked = subprocess.run([sys.executable, "-m", "config.preflight"], check=False)
    if looked.returncode:
        sys.exit(looked.returncode)
    from django.conf import settings

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    shutil.rmtree(settings.METRICS_DIR, ignore_errors=True)  # counts of processes that are gone
    Path(settings.METRICS_DIR).mkdir(parents=True, exist_ok=True)
    _load(server)


def _load(server: Any) -> None:
    """Load the product before the fork, so that the web processes share its memory until they change it."""
    server.app.wsgi()
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018  reading them loads the views
    gc.collect()
    gc.freeze()
