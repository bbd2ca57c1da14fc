"""The configuration of gunicorn: health checks before the port opens, loading before the fork, our log format."""

import gc
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from config.environment import SettingError, log_format, web_address, web_workers
from config.preflight import exit_for
from operations.logs import logging_config

try:
    bind, workers = web_address(), web_workers()
    logconfig_dict = logging_config(log_format())
except SettingError as wrong_setting:
    exit_for(wrong_setting)
logconfig_dict["loggers"] |= {
    "gunicorn.error": {"level": "INFO", "handlers": ["console"], "propagate": False},
    # Off: its lines contain addresses, which show who reads what. operations/middleware.py logs requests without them.
    "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
}


worker_class = "config.web_worker.WebWorker"
# No header is taken from a front server: SITE_URL says where the site is, Django reads X-Forwarded-* itself.
forwarder_headers = ""
forwarded_allow_ips = ""
secure_scheme_headers: dict[str, str] = {}


def on_starting(server: Any) -> None:
    """Run the health checks in a process of their own, then load the product once for all web processes."""
    checked = subprocess.run([sys.executable, "-m", "config.preflight"], check=False)
    if checked.returncode:
        sys.exit(checked.returncode)
    from django.conf import settings

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    shutil.rmtree(settings.METRICS_DIR, ignore_errors=True)  # metrics of processes that have ended
    Path(settings.METRICS_DIR).mkdir(parents=True, exist_ok=True)
    _load(server)


def _load(server: Any) -> None:
    """Load everything before the fork: processes share this memory until they change it."""
    server.app.wsgi()
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018  reading the attribute loads the views
    gc.collect()
    gc.freeze()
