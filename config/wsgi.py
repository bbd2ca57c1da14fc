"""The WSGI entry for web servers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if "STATEMENT_SECONDS" not in os.environ:  # the old name is accepted for one release (config/renamed.py)
    os.environ.setdefault("DB_STATEMENT_TIMEOUT", "30")  # seconds; workers and commands have no limit
application = get_wsgi_application()
