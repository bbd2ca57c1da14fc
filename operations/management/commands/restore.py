"""`manage.py restore`: bring a backup back, with tables and index of this version."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils.translation import gettext as _

from accounts.errors import UserFacingError
from operations.backup import manifest
from operations.backup.actions import restore_backup, summary
from operations.backup.databases import require_data_owner
from operations.backup.errors import NotABackup, NotConfirmed


class Command(BaseCommand):
    """Replace the database, bring missing files back, then migrate and rebuild the index. Stop the library first."""

    help = "Restore a backup of `backup`: the database is replaced, missing files are copied back."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the snapshot and the confirmation."""
        parser.add_argument("snapshot", nargs="?", type=Path, help="default: the newest of BACKUP_DIR")
        parser.add_argument("--yes", action="store_true", help="replace what the database holds")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, and print what was brought back."""
        try:
            require_data_owner()
            folder = self._snapshot(options["snapshot"])
            present = summary()
            if present["people"] and not options["yes"]:
                raise NotConfirmed(**present)
            found, copied = restore_backup(folder)
        except (UserFacingError, OSError) as error:
            raise CommandError(str(error)) from error
        sentence = _("Restored from %(folder)s: %(rows)d rows, %(new)d of %(objects)d files copied back.")
        numbers = {"rows": sum(found.rows.values()), "new": copied.objects, "objects": found.objects}
        self.stdout.write(sentence % {"folder": folder, **numbers})
        for alias in connections:
            call_command("migrate", database=alias, verbosity=0)
        call_command("rebuild_index", stdout=self.stdout, stderr=self.stderr)
        if copied.damaged:
            for key in copied.damaged:
                self.stderr.write(_("This file of the backup is damaged and was not copied: %s") % key)
            raise CommandError(_("The backup was restored except for these files."))

    def _snapshot(self, named: Path | None) -> Path:
        if named is not None:
            manifest.read(named.resolve())
            return named.resolve()
        newest = manifest.latest(settings.BACKUP_DIR)
        if newest is None:
            raise NotABackup(folder=settings.BACKUP_DIR, example=settings.BACKUP_DIR / "20261130T013000Z")
        return newest
