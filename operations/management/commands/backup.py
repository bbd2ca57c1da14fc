"""`manage.py backup`: copy the database and every stored file into BACKUP_DIR."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import UserFacingError
from operations.backup.actions import make_backup
from operations.backup.databases import require_data_owner

KEEP = 14


class Command(BaseCommand):
    """Make one backup while people work; exit with 1 where something could not be copied."""

    help = "Copy the database and all files into BACKUP_DIR, while the library runs."
    requires_system_checks = []  # it must run in an installation that is not healthy

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the folder, the number of snapshots and the choice of the database alone."""
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BACKUP_DIR, help="default: BACKUP_DIR")
        parser.add_argument(
            "--keep", type=int, default=KEEP, help=f"snapshots of the database to keep (default {KEEP})"
        )
        parser.add_argument("--database-only", action="store_true", help="without the files: quick, before an upgrade")

    def handle(self, *args: Any, **options: Any) -> str:
        """Make the backup and print what it holds; the last line is its folder."""
        folder = options["folder"].resolve()
        try:
            require_data_owner()
            made = make_backup(
                folder, now=timezone.now(), keep=options["keep"], with_files=not options["database_only"]
            )
        except (UserFacingError, OSError) as error:
            raise CommandError(str(error)) from error
        found = made.manifest
        sentence = _("%(rows)d rows, %(objects)d files (%(bytes)d bytes), of which %(new)d are new.")
        numbers = {"rows": sum(found.rows.values()), "objects": found.objects, "bytes": found.object_bytes}
        self.stdout.write(sentence % {**numbers, "new": made.copied.objects})
        problems = [_("The store lacks a file that the database names: %s") % digest for digest in found.missing]
        problems += [_("The bytes of this file have changed in the store: %s") % key for key in made.copied.damaged]
        for problem in problems:
            self.stderr.write(problem)
        if problems:
            raise CommandError(_("The backup %s is complete except for these files.") % made.folder)
        return str(made.folder)
