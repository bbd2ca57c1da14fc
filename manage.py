#!/usr/bin/env python
"""The door for commands: `manage.py help` lists them. Those that serve pass operations/health/startup.py first."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config.preflight import check_command

    check_command(sys.argv)
    execute_from_command_line(sys.argv)
