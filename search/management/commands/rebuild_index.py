"""`manage.py rebuild_index`: builds a new index from the database while searches use the old one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import UserFacingError
from search import indexing
from search.backends import current_backend


class Command(BaseCommand):
    """Rebuild the index; searches switch to the new one when it is complete."""

    help = "Rebuild the search index from the database."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add `--if-needed`, for every start of the site."""
        parser.add_argument("--if-needed", action="store_true", help="only if there is none of the present format")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild the index and print what could not be indexed."""
        try:
            needed = not options["if_needed"] or not current_backend().is_ready()
            build = indexing.rebuild_if_missing if options["if_needed"] else indexing.rebuild
            problems = build(now=timezone.now()) if needed else None
        except UserFacingError as error:
            raise CommandError(str(error)) from error
        if problems is None:
            return
        for outcome in problems:
            self.stderr.write(f"{outcome.key}: {outcome.problem}")
        self.stdout.write(_("The index has been rebuilt."))
