"""What a worker does with entered ISBNs: ask all targets at once, and store each answer when it comes.

A claim protects books from a second worker for CLAIM; a killed worker's books are looked up again after that.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from access.viewer import Viewer
from imports.copy_cataloguing.clients.asking import Reply, ask_all
from imports.copy_cataloguing.clients.question import Place
from imports.copy_cataloguing.errors import RightsGone, TargetProblem
from imports.copy_cataloguing.models import Candidate, ScanList, ScannedBook, Target
from imports.copy_cataloguing.queries import active_targets, is_resting, listed_hosts, records_of_other_schools
from imports.copy_cataloguing.records import filled, for_printed_book, fullness, read
from repository.description import Description
from sharing.viewer import viewer_of_membership
from workers import shutdown

State = ScannedBook.State
AT_ONCE = 8  # books
CLAIM = timedelta(seconds=30)
REST = timedelta(minutes=1)  # of a target after an outage


def run(key: int) -> None:
    """Look up what waits in a list, until nothing does."""
    while books := _claim(key):
        look_up(books)
        shutdown.raise_if_requested()


@transaction.atomic
def _claim(key: int) -> list[ScannedBook]:
    """Return the next books, which no other worker takes for a while; what an interrupted lookup left is deleted."""
    now = timezone.now()
    scan_list = ScanList.objects.select_for_update().filter(pk=key).first()
    if scan_list is None:
        return []
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    books = list(scan_list.books.filter(free, state=State.WAITING).select_related("scan_list__acting")[:AT_ONCE])
    Candidate.objects.filter(book__in=books).delete()
    for book in books:
        book.claimed_until, book.answers, book.problem = now + CLAIM, [], ""
    ScannedBook.objects.bulk_update(books, ["claimed_until", "answers", "problem"])
    return books


def look_up(books: Sequence[ScannedBook]) -> None:
    """Ask other schools and all targets for these books of one list."""
    now = timezone.now()
    acting = books[0].scan_list.acting
    viewer = viewer_of_membership(acting, now=now) if acting else None
    if viewer is None or not viewer.is_staff:
        for book in books:
            _finish(book, State.REFUSED, RightsGone.code)
        return
    targets = active_targets()
    questions = _questions(books, targets, now)
    open_questions = Counter(number for (number, _target), _place, _isbn in questions)
    by_number = {book.number: book for book in books}
    for book in books:
        _add_schools(book, viewer)
        for target in targets:
            if is_resting(target, now):
                _store(book, target, target.problem, target.problem_details, [])
        if not open_questions[book.number]:
            _finish(book)
    by_key = {target.pk: target for target in targets}
    for reply in ask_all(questions):
        number, target_key = reply.key
        _receive(by_number[number], by_key[target_key], reply)
        open_questions[number] -= 1
        if not open_questions[number]:
            _finish(by_number[number])


def _questions(
    books: Sequence[ScannedBook], targets: Sequence[Target], now: datetime
) -> list[tuple[tuple[int, int], Place, str]]:
    """Return what to ask, book by book, without the targets that failed a moment ago."""
    hosts = listed_hosts()
    awake = [target for target in targets if not is_resting(target, now)]
    return [((book.number, target.pk), target.place(hosts), book.isbn) for book in books for target in awake]


def _receive(book: ScannedBook, target: Target, reply: Reply[tuple[int, int]]) -> None:
    outcome = reply.outcome
    note_outcome(target, outcome if isinstance(outcome, TargetProblem) else None)
    if isinstance(outcome, TargetProblem):
        _store(book, target, outcome.code, outcome.details, [])
        return
    found = [
        Candidate(book=book, target=target, source=target.name, values=values, marc=record.raw, score=fullness(values))
        for record in read(outcome, encoding=target.encoding, isbn=book.isbn)
        for values in [filled(record.description.values())]
    ]
    _store(book, target, "", {}, found)


def note_outcome(target: Target, problem: TargetProblem | None) -> None:
    """Remember an outage, so that the next lookups do not wait for the target; forget it when the target answers."""
    code = problem.code if problem else ""
    if code == target.problem and (problem is None or not problem.is_outage):
        return
    resting = timezone.now() + REST if problem and problem.is_outage else None
    target.problem, target.resting_until = code, resting
    target.problem_details = problem.details if problem else {}
    target.save(update_fields=["problem", "problem_details", "resting_until"])


@transaction.atomic
def _store(book: ScannedBook, target: Target, code: str, details: dict[str, object], found: list[Candidate]) -> None:
    stored = ScannedBook.objects.select_for_update().get(pk=book.pk)
    answer = {"target": target.name, "problem": code, "details": details, "found": len(found)}
    stored.answers = [*stored.answers, answer]
    stored.save(update_fields=["answers"])
    Candidate.objects.bulk_create(found)


def _add_schools(book: ScannedBook, viewer: Viewer) -> None:
    rows = []
    for resource in records_of_other_schools(viewer, book.isbn):
        description = for_printed_book(Description.of(resource), book.isbn)
        values = filled(description.values())
        score = fullness(values)
        rows.append(Candidate(book=book, resource=resource, source=resource.owner.name, values=values, score=score))
    Candidate.objects.bulk_create(rows)


def _finish(book: ScannedBook, state: str = "", problem: str = "") -> None:
    """Say what came of the lookup, if the book still waits."""
    if not state:
        state = State.FOUND if book.candidates.exists() else State.NOTHING
        if book.held_id:
            state = State.HELD
    ScannedBook.objects.filter(pk=book.pk, state=State.WAITING).update(state=state, problem=problem, claimed_until=None)
