"""Import the entries of a file, as one act that can be undone (changesets): the authorities first, then their records.

Each chunk is one transaction of the change set. What an entry means is looked up again, so that an authority that was
created, changed or merged since the file was read is neither doubled nor overwritten unseen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from access.viewer import Viewer
from accounts.errors import UserFacingError
from accounts.locks import lock
from accounts.models import Membership
from changesets import actions as changesets
from changesets.errors import RightsEnded
from changesets.kinds import CHUNK
from changesets.models import ChangeSet
from imports.authority_files.actions.reviewing import locked
from imports.authority_files.actions.showing import show_next
from imports.authority_files.errors import AuthorityGone, FoundSince
from imports.authority_files.matching import Authorities, Match, form_after, number_after, state_of
from imports.authority_files.models import AuthorityFile, StagedAuthority
from repository.authorities.actions import change_form, create_authority
from repository.authorities.entries import form_of
from repository.authorities.form import Form
from repository.authorities.numbers import set_number
from repository.authority_entry import Entry
from repository.models import Authority

KIND = "authority_file"
Action, Decision, Outcome = StagedAuthority.Action, StagedAuthority.Decision, StagedAuthority.Outcome
WRITTEN = ["action", "reason", "details", "authority", "outcome", "before", "after", "heading_changed"]


@transaction.atomic
def start(file: AuthorityFile, *, by: Viewer) -> ChangeSet:
    """Let a worker import the entries. Raise NotFound for all but cataloguers, WrongMoment once that was done."""
    stored = locked(file, AuthorityFile.State.REVIEW, by=by)
    started = changesets.start(
        kind=KIND,
        school=stored.school,
        title=_("Authorities from %(file)s") % {"file": stored.file_name},
        total=stored.entries.count(),
        cursor={"file": stored.pk, "number": 0},
        by=by,
    )
    stored.state, stored.change_set, stored.touched_at = AuthorityFile.State.STARTED, started, by.now
    stored.acting = Membership.objects.filter(pk=by.membership or 0).first()
    stored.save(update_fields=["state", "change_set", "touched_at", "acting"])
    return started


def step(change_set: ChangeSet, by: Viewer) -> bool:
    """Import the next chunk of entries, then bring the next records up to date; return whether there may be more.

    Raise RightsEnded without a cataloguer.
    """
    if not by.is_cataloguer:
        raise RightsEnded
    cursor = change_set.cursor
    file = AuthorityFile.objects.filter(pk=cursor["file"]).first()
    if file is None:
        return False
    rows = list(file.entries.filter(number__gt=cursor["number"]).select_related("authority").order_by("number")[:CHUNK])
    if not rows:
        changed = file.entries.filter(outcome=Outcome.CHANGED, heading_changed=True)
        return show_next(changed, change_set, by=by, why=file.file_name)
    _Chunk(file, change_set, by).carry_out(rows)
    StagedAuthority.objects.bulk_update(rows, WRITTEN, batch_size=CHUNK)
    change_set.done += len(rows)
    change_set.cursor = {**cursor, "number": rows[-1].number}
    return True


@dataclass(frozen=True)
class _Chunk:
    """The entries of one transaction."""

    file: AuthorityFile
    change_set: ChangeSet
    by: Viewer

    def carry_out(self, rows: Sequence[StagedAuthority]) -> None:
        """Create and change authorities; each row gets its outcome."""
        entries = {row.number: Entry.from_values(row.entry) for row in rows if row.entry}
        authorities = Authorities(entries.values())
        for row in rows:
            if row.action == Action.REFUSED:
                row.outcome = Outcome.REFUSED
                self.change_set.refused += 1
            elif row.decision == Decision.SKIP or (row.action == Action.DOUBTFUL and not row.decision):
                row.outcome = Outcome.LEFT_OUT
            else:
                self._settle(row, entries[row.number], authorities.match(entries[row.number]))

    def _settle(self, row: StagedAuthority, entry: Entry, now: Match) -> None:
        is_new = row.action == Action.NEW or row.decision == Decision.NEW
        found_by = row.found_by
        if row.action == Action.NEW and now.action != Action.NEW:
            if now.action == Action.DOUBTFUL:
                self._leave_out(row, FoundSince.code, now)
                return
            is_new, found_by, row.authority = False, now.found_by, Authority.objects.get(pk=now.authority or 0)
        try:
            with transaction.atomic():
                if is_new:
                    self._create(row, entry)
                else:
                    self._change(row, entry, found_by, now)
        except UserFacingError as refusal:
            row.reason, row.details = refusal.code, {key: str(value) for key, value in refusal.details.items()}
            row.outcome = Outcome.REFUSED
            self.change_set.refuse(str(row.number), row.shown, refusal)

    def _create(self, row: StagedAuthority, entry: Entry) -> None:
        row.authority = create_authority(
            kind=entry.kind,
            form=form_of(entry),
            by=self.by,
            scheme=entry.scheme,
            scheme_id=entry.scheme_id,
            uuid=entry.uuid,
        )
        row.outcome, row.after = Outcome.CREATED, state_of(row.authority)
        self.change_set.changed += 1

    def _change(self, row: StagedAuthority, entry: Entry, found_by: str, now: Match) -> None:
        present = lock(row.authority) if row.authority else None
        if present is None or present.merged_into_id is not None or present.kind != entry.kind:
            self._leave_out(row, AuthorityGone.code, now)
            return
        before, number = state_of(present), number_after(present, entry)
        own = (present.scheme, present.scheme_id)
        form = form_after(present, entry, found_by)
        shown = str(present)
        if form != Form.of(present):
            change_form(present, form=form, by=self.by, why=self.file.file_name)
        if number != own:
            set_number(present, before=own, after=number, by=self.by)
        present.refresh_from_db()
        row.authority, row.before, row.after = present, before, state_of(present)
        row.heading_changed = shown != str(present)
        changed = row.before != row.after
        row.outcome = Outcome.CHANGED if changed else Outcome.UNCHANGED
        self.change_set.changed += changed

    def _leave_out(self, row: StagedAuthority, reason: str, now: Match) -> None:
        row.action, row.reason, row.outcome = Action.DOUBTFUL, reason, Outcome.LEFT_OUT
        row.candidates = now.candidates
