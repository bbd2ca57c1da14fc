"""`manage.py erase_person`: erase a person who asked for it; without `--yes` nothing is changed."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import UserFacingError
from accounts.models import Person
from accounts.queries import administrators
from roster.actions import erasing
from sharing.viewer import viewer_of_membership


class Command(BaseCommand):
    """Print what would be deleted, or erase."""

    help = "Erase a person: name, user name, e-mail address, lists, bookmarks, history. Without --yes, only say what."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the person, the administrator who acts, and the confirmation."""
        parser.add_argument("username", help="of the person")
        parser.add_argument("--by", required=True, help="user name of the administrator who does it, for the audit log")
        parser.add_argument("--yes", action="store_true", help="erase; it cannot be undone")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the rows; erase with `--yes`."""
        now = timezone.now()
        person = Person.objects.filter(username=options["username"]).first()
        acting = administrators(now=now).filter(person__username=options["by"]).first()
        if person is None or acting is None:
            missing = options["username"] if person is None else options["by"]
            raise CommandError(
                _("There is no such person or administrator: %(name)s. Nothing was changed.") % {"name": missing}
            )
        act = erasing.erase if options["yes"] else erasing.preview
        try:
            counts = act(person, by=viewer_of_membership(acting, now=now))
        except UserFacingError as refusal:
            raise CommandError(str(refusal)) from refusal
        for label, number in counts.items():
            self.stdout.write(f"{number:>8}  {label}")
        if options["yes"]:
            self.stdout.write(_("The person is erased. Old backups still hold the name until they are deleted."))
        else:
            self.stdout.write(
                _("Nothing was changed. With --yes these rows are deleted, and the account loses its name.")
            )
