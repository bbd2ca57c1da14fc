"""`manage.py take_over_storage`: make this database the owner of another installation's store and index."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.errors import UserFacingError
from operations import installation


class Command(BaseCommand):
    """What an administrator runs, on purpose, after the error “the storage of another installation”."""

    help = "Make this database the owner of a store and an index that belong to another installation."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add --yes; without it, nothing is changed."""
        parser.add_argument("--yes", action="store_true", help="the other installation is gone for good")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the owner of each backend, then make this installation the owner."""
        own = installation.installation_id()
        for setting in installation.OWNED_BACKENDS:
            try:
                owner = installation.owner_of(setting)
                if options["yes"]:
                    installation.take_over(setting)
            except UserFacingError as error:
                raise CommandError(f"{setting}: {error}") from error
            description = (
                _("no installation") if owner is None else (_("this installation") if owner == own else str(owner))
            )
            self.stdout.write(f"{setting}: {description}")
        if options["yes"]:
            self.stdout.write(_("The file store and the index now belong to this database."))
        else:
            self.stdout.write(
                _(
                    "Nothing was changed. If the other installation is gone for good, run this again with --yes; two "
                    "installations that share one store destroy each other's files."
                )
            )
