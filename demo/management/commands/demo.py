"""`manage.py demo`: schools, people, an agreement, and books digitised by the real pipeline; safe to repeat."""

from argparse import ArgumentParser
from contextlib import nullcontext
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from tqdm import tqdm

from accounts.models import Person, School
from demo.agreements import agree, form_group
from demo.authorities import make_authorities
from demo.classes import fill_classes
from demo.collections import show_collection
from demo.fonts import FontMissing
from demo.guard import is_this_machine
from demo.holdings import HANDBOOK, LESSON, SCAN, holdings
from demo.homepages import choose_books, write_homes
from demo.lent_books import lend_printed_books
from demo.lessons import enter_lessons
from demo.lists import save_lists
from demo.load_books import Library, NobodyWorks, send_missing, watch_and_publish
from demo.loans import lend_to_pupils
from demo.password import password
from demo.people import ACCOUNTS, UNITS, enrol_people, found_units
from demo.printed_books import import_printed_books
from demo.scanned_books import list_catalogue, scan_books
from demo.sources import make_sources
from demo.waiting_import import await_review
from ingest.errors import sentence_for
from ingest.models import Upload
from ingest.pipeline.temporary_workers import temporary_workers
from ingest.uploads.progress import steps_in_words
from portal.actions import create_node_home
from sharing.viewer import viewer_for

LIBRARIANS = {"nguyen-du": "librarian.a", "le-quy-don": "librarian.b", "chu-van-an": "librarian.c"}


class Command(BaseCommand):
    """Create what is missing of the demo and print how to sign in."""

    help = "Make the demo: three schools with people and books. What exists already stays unchanged."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the start of workers, and the number of pages and booklets."""
        parser.add_argument(
            "--with-workers", action="store_true", help="start workers for as long as the demo needs them"
        )
        parser.add_argument("--pages", type=int, help="only so many pages of the scanned book")
        parser.add_argument("--booklets", type=int, help="only so many of the booklets")

    def handle(self, *args: Any, **options: Any) -> None:
        """Create the people first, so that one can sign in while the books are digitised."""
        _refuse_real_library()
        folder = Path(settings.VAR_DIR) / "demo"
        libraries = _settle(password(folder), now=timezone.now())
        self._tell(password(folder))
        now = timezone.now()
        import_printed_books(libraries[SCAN.school].librarian(now), libraries["le-quy-don"].librarian(now))
        scan_books(by=libraries[SCAN.school].librarian(now))
        try:
            with temporary_workers() if options["with_workers"] else nullcontext():
                self._digitise(libraries, folder / "sources", options["pages"], options["booklets"])
            chosen = [holding.description.title for holding in (SCAN, LESSON, HANDBOOK)]
            library = libraries[SCAN.school]
            choose_books(library.school, chosen)
            show_collection(library.school, by=library.librarian(timezone.now()))
            await_review(by=library.librarian(timezone.now()))
            lend_to_pupils(library.school, SCAN.description.title, now=timezone.now())
            lend_printed_books(library.school, now=timezone.now())
            people = {person.username: person for person in Person.objects.all()}
            save_lists(people, now=timezone.now())
            enter_lessons(people, now=timezone.now())
        except (NobodyWorks, FontMissing) as problem:
            raise CommandError(str(problem)) from problem

    def _digitise(self, libraries: dict[str, Library], folder: Path, pages: int | None, booklets: int | None) -> None:
        sources = make_sources(folder, pages=pages, booklets=booklets)
        wanted = []
        for made in sources:
            wanted += [holding for holding in holdings() if holding.source == made.name]
            send_missing(wanted[-1:], libraries, folder)
        with tqdm(total=1, unit=f" {_('pages')}", desc=_("Demo books"), disable=None) as bar:
            for upload in watch_and_publish(wanted, libraries, partial(_show, bar)):
                problem = sentence_for(upload.problem, upload.problem_details)
                self.stdout.write(f"  {upload.name}: {upload.get_state_display()}{f' - {problem}' if problem else ''}")

    def _tell(self, word: str) -> None:
        sentence = _("Demo accounts at %(address)s (all with the password %(word)s):")
        self.stdout.write(sentence % {"address": settings.SITE_URL, "word": word})
        for account in ACCOUNTS:
            roles = ", ".join(f"{role.label}, {code}" for code, role in account.roles)
            self.stdout.write(f"  {account.username:<14}{account.name}: {roles}")


def _refuse_real_library() -> None:
    """Raise CommandError where the demo accounts, one of them an administrator, would join a real library."""
    if not is_this_machine(settings.SITE_URL):
        sentence = _(
            "The demo makes accounts with one password, and SITE_URL (%(address)s) is not this machine: nothing "
            "was made. Make the demo on a machine for trying, without SITE_URL."
        )
        raise CommandError(sentence % {"address": settings.SITE_URL})
    codes = set(School.objects.values_list("code", flat=True))
    if codes and not codes & {code for code, *_rest in UNITS}:
        raise CommandError(
            _(
                "This database holds schools that are not the demo's: nothing was made. Set DATABASE_URL and VAR_DIR "
                "to an empty database and folder."
            )
        )


def _settle(word: str, *, now: datetime) -> dict[str, Library]:
    """Create schools, people, home pages, group and agreement."""
    units = found_units(now=now)
    people = enrol_people(units, password=word, now=now)
    create_node_home(name=settings.WAGTAIL_SITE_NAME)
    for code in LIBRARIANS:
        write_homes(units[code])
    make_authorities(by=viewer_for(people["cataloguer"], now=now), librarian=viewer_for(people["librarian.b"], now=now))
    list_catalogue(by=viewer_for(people["admin"], now=now))
    fill_classes(units, people, now=now)
    group = form_group(units, people, now=now)
    agree(units, people, now=now)
    return {code: Library(units[code], partial(_viewer, people[name]), group) for code, name in LIBRARIANS.items()}


def _viewer(person: Person, now: datetime) -> Any:
    return viewer_for(person, now=now)


def _show(bar: tqdm, uploads: list[Upload]) -> None:
    """Show the pages that are done, of all known, and the current steps."""
    bar.total = max(sum(upload.pages_total for upload in uploads), 1)
    bar.n = sum(upload.pages_done for upload in uploads)
    bar.set_postfix_str(steps_in_words(uploads) or _("done"))
    bar.refresh()
