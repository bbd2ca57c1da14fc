"""The entry for web servers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if "STATEMENT_SECONDS" not in os.environ:  # the old name counts for one release
    os.environ.setdefault("DB_STATEMENT_TIMEOUT", "30")  # seconds for a web request; workers and commands have no limit
application = get_wsgi_application()
