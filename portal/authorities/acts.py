"""Acts on authorities: each changes the authority at once, and its records in the background, as one change set.

A librarian's act reaches the records of the own school, a cataloguer's all records of the node.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access.viewer import Viewer
from accounts.errors import NotFound
from accounts.models import School
from changesets.actions import start
from changesets.models import ChangeSet
from portal.authorities.steps import KIND, Act
from repository.authorities import actions
from repository.authorities.form import Form
from repository.authorities.linking import Wanted, matches
from repository.authorities.names import heading_form, split_dates
from repository.authorities.queries import FIELD_KINDS, number_linked, unlinked_forms
from repository.models import Authority, HeadingProposal

MAX_FORMS = 200  # that become authorities at once


@transaction.atomic
def change_heading(
    authority: Authority, *, form: Form, by: Viewer, why: str = "", revision: int | None = None
) -> ChangeSet | None:
    """Change an authority for the whole node; None where no record shows another heading. Raise as change_form."""
    before = actions.change_form(authority, form=form, by=by, why=why, revision=revision)
    return _spread_form(authority, before, Form.of(authority), by=by, why=why)


@transaction.atomic
def propose(authority: Authority, *, form: Form, by: Viewer, why: str = "") -> ChangeSet:
    """Use a form in the records of the librarian's school, and propose it to the node. Raise as propose_form."""
    before = _shown(authority, by)
    proposal = actions.propose_form(authority, form=form, by=by, why=why)
    cursor = {"authority": authority.pk, "proposal": proposal.pk, "school": proposal.school_id}
    title = _title(before, Form.from_values(proposal.form).shown)
    return _start(Act.LOCAL, title, number_linked(authority, school=by.school), cursor, by=by, why=why)


@transaction.atomic
def accept(proposal: HeadingProposal, *, by: Viewer) -> ChangeSet | None:
    """Make a proposed form the node's. Raise as actions.accept."""
    before, after = actions.accept(proposal, by=by)
    return _spread_form(proposal.authority, before, after, by=by, why=proposal.why, proposal=proposal.pk)


@transaction.atomic
def stop_using(proposal: HeadingProposal, *, by: Viewer) -> ChangeSet:
    """Let the records of the school show the heading of the node again."""
    actions.stop_using(proposal, by=by)
    authority, own = proposal.authority, Form.from_values(proposal.form).shown
    cursor = {"authority": authority.pk, "proposal": proposal.pk, "school": proposal.school_id}
    total = number_linked(authority, school=proposal.school_id)
    return _start(Act.NODE, _title(own, str(authority)), total, cursor, by=by)


@transaction.atomic
def merge(source: Authority, target: Authority, *, by: Viewer) -> ChangeSet:
    """Merge an authority into another one, and its records with it. Raise as actions.merge."""
    before, total = actions.merge(source, target, by=by), number_linked(source)
    target.refresh_from_db()
    cursor = {
        "source": source.pk,
        "target": target.pk,
        "before": before.values(),
        "after": Form.of(target).values(),
    }
    title = _("Merged: %(source)s → %(target)s") % {"source": source, "target": target}
    return _start(Act.MERGE, title, total, cursor, by=by)


@transaction.atomic
def split(source: Authority, *, texts: Sequence[str], form: Form, by: Viewer) -> ChangeSet:
    """Make the records that transcribe these forms mean a new authority. Raise as create_authority."""
    actions.require_cataloguer(by)
    created = actions.create_authority(kind=source.kind, form=form, by=by)
    cursor = {"source": source.pk, "target": created.pk, "texts": list(texts)}
    title = _("Split: %(target)s from %(source)s") % {"source": source, "target": created}
    return _start(Act.SPLIT, title, number_linked(source), cursor, by=by)


@transaction.atomic
def link_forms(field: str, texts: Sequence[str], *, kind: str, by: Viewer) -> ChangeSet | None:
    """Make authorities of names or headings that records have, and link those records; existing ones are used.

    Only forms that `unlinked_forms` lists for the viewer count; None where there are none. Raise InvalidAuthority.
    """
    allowed = {form.text for form in unlinked_forms(by, field=field, limit=MAX_LISTED)}
    wanted = [text for text in dict.fromkeys(texts) if text in allowed][:MAX_FORMS]
    if not wanted:
        return None
    kind = kind if kind in FIELD_KINDS[field] else FIELD_KINDS[field][0]
    targets, created = dict[str, int](), list[int]()
    for text in wanted:
        known = matches([Wanted(text, FIELD_KINDS[field])])
        if not known:
            made = actions.create_authority(kind=kind, form=_form_of(kind, text), by=by)
            created.append(made.pk)
        targets[text] = next(iter(known.values()), created[-1] if created else 0)
    title = ngettext("Linked: %(text)s", "Linked: %(text)s and others (%(n)s forms)", len(wanted)) % {
        "text": wanted[0],
        "n": len(wanted),
    }
    school = by.school if by.is_staff else None
    cursor = {"field": field, "targets": targets, "created": created, "school": school}
    return _start(Act.LINK, title, 0, cursor, by=by)


MAX_LISTED = 2_000  # forms without an authority


def _form_of(kind: str, text: str) -> Form:
    """Return the form of a new authority: the usual heading, with what records have as a variant."""
    if kind != Authority.Kind.PERSON:
        return Form(text)
    name, dates = split_dates(text)
    heading = heading_form(name)
    return Form(heading, dates, variants=() if name == heading else (name,))


def _spread_form(
    authority: Authority, before: Form, after: Form, *, by: Viewer, why: str = "", proposal: int | None = None
) -> ChangeSet | None:
    if before == after:
        return None
    cursor = {
        "authority": authority.pk,
        "before": before.values(),
        "after": after.values(),
        "proposal": proposal,
    }
    return _start(Act.FORM, _title(before.shown, after.shown), number_linked(authority), cursor, by=by, why=why)


def _shown(authority: Authority, by: Viewer) -> str:
    own = HeadingProposal.objects.filter(authority=authority, school=by.school, in_use=True).first()
    return Form.from_values(own.form).shown if own else str(authority)


def _title(before: str, after: str) -> str:
    if before == after:
        return _("Variants and notes: %(heading)s") % {"heading": after}
    return _("Heading: %(before)s → %(after)s") % {"before": before, "after": after}


def _start(act: Act, title: str, total: int, cursor: Mapping[str, Any], *, by: Viewer, why: str = "") -> ChangeSet:
    whole = {**cursor, "act": act, "why": why, "last": 0}
    if by.school is None:
        raise NotFound
    school = School.objects.get(pk=by.school)
    return start(kind=KIND, school=school, title=title, total=total, cursor=whole, by=by)
