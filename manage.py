#!/usr/bin/env python
"""The entry for commands; `manage.py help` lists them. Long-running ones pass config/preflight.py first."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config.preflight import check_command
    from config.renamed import accept_old_arguments

    arguments = accept_old_arguments(sys.argv)
    check_command(arguments)
    execute_from_command_line(arguments)
