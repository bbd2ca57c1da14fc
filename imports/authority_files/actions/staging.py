"""Store entries of a file with what the import would do, in the caller's transaction."""

from collections.abc import Iterable, Sequence

from imports.authority_files.errors import EntryOutOfBounds, HeadingTwice
from imports.authority_files.matching import Authorities
from imports.authority_files.models import AuthorityFile, StagedAuthority
from repository.authorities.entries import settled
from repository.authorities.keys import exact_key
from repository.authority_entry import Entry, Unread
from repository.errors import InvalidAuthority

Action = StagedAuthority.Action
MAX_SHOWN = 400  # characters
ROWS_AT_ONCE = 200  # bound by the number of parameters of a query


def stage(file: AuthorityFile, chunk: Sequence[Entry | Unread]) -> None:
    """Store the entries of a chunk; those that cannot be an authority, or that repeat one of the file, are refused."""
    rows = [_unread(file, one) if isinstance(one, Unread) else _row(file, one) for one in chunk]
    read = [row for row in rows if row.action != Action.REFUSED]
    twins = _first_of(file, read)
    for row in read:
        first = twins.setdefault(row.key, row.number)
        if first != row.number:
            row.action, row.reason, row.details = Action.REFUSED, HeadingTwice.code, {"number": first}
    read = [row for row in read if row.action != Action.REFUSED]
    entries = {row.number: Entry.from_values(row.entry) for row in read}
    authorities = Authorities(entries.values())
    for row in read:
        match = authorities.match(entries[row.number])
        row.action, row.found_by, row.authority_id = match.action, match.found_by, match.authority
        row.candidates, row.reason = match.candidates, match.reason
    StagedAuthority.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)


def _unread(file: AuthorityFile, one: Unread) -> StagedAuthority:
    refusal = one.refusal
    return _refused(file, one.number, one.excerpt, refusal.code, dict(refusal.details))


def _row(file: AuthorityFile, one: Entry) -> StagedAuthority:
    try:
        entry = settled(one)
    except InvalidAuthority:
        return _refused(file, one.number, one.shown, EntryOutOfBounds.code, {})
    key = f"{entry.kind} {exact_key(entry.shown).casefold()}"
    return StagedAuthority(
        file=file,
        number=entry.number,
        entry=entry.values(),
        shown=entry.shown[:MAX_SHOWN],
        key=key[:MAX_SHOWN],
        action=Action.NEW,
    )


def _refused(file: AuthorityFile, number: int, shown: str, reason: str, details: dict[str, object]) -> StagedAuthority:
    return StagedAuthority(
        file=file, number=number, shown=shown[:MAX_SHOWN], action=Action.REFUSED, reason=reason, details=details
    )


def _first_of(file: AuthorityFile, rows: Iterable[StagedAuthority]) -> dict[str, int]:
    """Return the number of the first earlier entry of the file with each key."""
    earlier = file.entries.filter(key__in={row.key for row in rows}).exclude(action=Action.REFUSED)
    found: dict[str, int] = {}
    for key, number in earlier.order_by("number").values_list("key", "number"):
        found.setdefault(key, number)
    return found
