"""`manage.py move`: copy a library from its present services to those that a file of settings names."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.errors import UserFacingError
from operations.backup.databases import require_data_owner
from operations.env_file import EnvFileError
from operations.move.actions import move


class Command(BaseCommand):
    """Copy rows and files, compare them, print what both sides hold. Stop the library first."""

    help = "Copy the library to another DATABASE_URL and OBJECT_STORE_URL, with counts and digests of both sides."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the file with the new settings."""
        parser.add_argument("file", type=Path, help="a file like /etc/tu-sach.env with the new addresses")

    def handle(self, *args: Any, **options: Any) -> None:
        """Move, and print one line for each table."""
        try:
            require_data_owner()
            moved = move(options["file"])
        except (UserFacingError, EnvFileError, OSError) as error:
            raise CommandError(str(error)) from error
        for name, table in sorted(moved.tables.items()):
            if table.rows:
                self.stdout.write(f"{table.rows:>10}  {table.sha256[:16]}  {name}")
        sentence = _("The same on both sides: %(tables)d tables with %(rows)d rows, %(objects)d files.")
        rows = sum(table.rows for table in moved.tables.values())
        self.stdout.write(sentence % {"tables": len(moved.tables), "rows": rows, "objects": moved.objects})
        self.stdout.write(
            _("Now put the new addresses into the settings of the library, run `rebuild_index`, and start it.")
        )
