"""`manage.py move_media`: move the pictures of pages that an older version left in VAR_DIR/media to the store."""

import shutil
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.errors import UserFacingError
from repository import media_storage


class Command(BaseCommand):
    """What an administrator runs on each web machine after the upgrade from 0.1; `migrate` has copied those of one."""

    help = "Move the pictures of pages from VAR_DIR/media to the store, and delete the folder."

    def handle(self, *args: Any, **options: Any) -> None:
        """Copy every file, then delete the folder; delete nothing after an error."""
        try:
            count, taken = media_storage.copy_from_older_version()
        except UserFacingError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("%(count)d pictures of pages are in the file store.") % {"count": count})
        if taken:
            sentence = _("The file store has other files under these names. Upload these pictures again: %(names)s")
            raise CommandError(sentence % {"names": ", ".join(taken)})
        shutil.rmtree(media_storage.folder_of_older_version(), ignore_errors=True)
