"""`manage.py rebuild_index`: makes the whole index again from the database, beside the one that is searched."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import UserFacingError
from search import indexing
from search.queries import backend


class Command(BaseCommand):
    """Readers notice nothing: they change over when the new index is full."""

    help = "Make the search index again from the database."

    def add_arguments(self, parser: CommandParser) -> None:
        """Only where needed, for every start."""
        parser.add_argument("--if-needed", action="store_true", help="only if there is none of the present format")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, and say what could not be indexed."""
        try:
            if options["if_needed"] and backend().is_ready():
                return
            problems = indexing.rebuild(now=timezone.now())
        except UserFacingError as refusal:
            raise CommandError(str(refusal)) from refusal
        for outcome in problems:
            self.stderr.write(f"{outcome.key}: {outcome.problem}")
        self.stdout.write(_("The index has been rebuilt."))
