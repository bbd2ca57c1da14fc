"""The process in which the readers run: as ingest/parsers/parser_main.py, with the catalogue's types and no database.

Run as `python -m imports.parser_main FD SCRATCH PARENT` by ingest/parsers/sandbox.py. It knows neither the settings of
the site nor its secrets.
"""

from typing import Any

import django
from django.conf import settings

from ingest.parsers import parser_main

APPS = ["django.contrib.contenttypes", "django.contrib.auth", "accounts", "access", "sharing", "repository"]


def load_jobs() -> dict[str, Any]:
    """Return the jobs, after a setup of Django that only names the types of the catalogue."""
    settings.configure(INSTALLED_APPS=APPS, AUTH_USER_MODEL="accounts.Person", USE_TZ=True)
    django.setup()
    from imports.parser_jobs import JOBS
    from repository.curriculum import current

    current.use_shipped_alone()  # `read_records` brings the terms that units added: no database is known here
    return JOBS


if __name__ == "__main__":
    parser_main.main(load_jobs)
