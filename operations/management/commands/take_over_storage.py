"""`manage.py take_over_storage`: make this database the owner of another installation's store and index."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.errors import UserFacingError
from operations import installation


class Command(BaseCommand):
    """The deliberate way out of “the place of another installation”."""

    help = "Make the store and the index, which carry another installation's mark, those of this database."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Without --yes it only says what it would do."""
        parser.add_argument("--yes", action="store_true", help="the other installation is gone for good")

    def handle(self, *args: Any, **options: Any) -> None:
        """Tell whose mark stands where, then put ours."""
        ours = installation.installation_id()
        for place in installation.OWNED_BACKENDS:
            try:
                owner = installation.owner_of(place)
                if options["yes"]:
                    installation.take_over(place)
            except UserFacingError as refusal:
                raise CommandError(f"{place}: {refusal}") from refusal
            description = (
                _("no installation") if owner is None else (_("this installation") if owner == ours else str(owner))
            )
            self.stdout.write(f"{place}: {description}")
        if options["yes"]:
            self.stdout.write(_("The file store and the index now belong to this database."))
        else:
            self.stdout.write(
                _(
                    "Nothing was changed. If the other installation is gone for good, run this again with --yes; two "
                    "installations that share one store destroy each other's files."
                )
            )
