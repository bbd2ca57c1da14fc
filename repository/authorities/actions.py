"""All writes of authorities themselves; what follows for records is spread by spreading.py."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from access.viewer import Viewer
from accounts.audit import record
from accounts.errors import NotFound
from accounts.locks import lock
from repository.authorities.form import Form
from repository.authorities.keys import stored_key
from repository.authorities.queries import require_cataloguer, require_cataloguing
from repository.collation import sort_key
from repository.errors import AuthorityChanged, AuthorityExists, NotMergeable
from repository.models import Authority, AuthorityVariant, DistinctAuthorities, HeadingProposal

MAX_REASON = 300  # characters
State = HeadingProposal.State


@transaction.atomic
def create_authority(
    *, kind: str, form: Form, by: Viewer, scheme: str = "", scheme_id: str = "", uuid: str = ""
) -> Authority:
    """Create an authority of the node. Raise NotFound for readers, InvalidAuthority, AuthorityExists.

    `uuid`: of the same authority on another node; one that is in use here is left out.
    """
    require_cataloguing(by)
    form = form.bounded(kind)
    _require_new(kind, form)
    created = Authority(kind=kind, scheme=scheme, scheme_id=scheme_id, created_at=by.now)
    if uuid and not Authority.objects.filter(uuid=uuid).exists():
        created.uuid = UUID(uuid)
    _write(created, form, by)
    record("authority.create", by=by, target=created.uuid, form=form.values())
    return created


@transaction.atomic
def change_form(authority: Authority, *, form: Form, by: Viewer, why: str = "", revision: int | None = None) -> Form:
    """Change an authority for all records of the node; a former heading becomes a variant. Return the former form.

    `revision` is the one that the form was filled from. Raise NotFound for all but cataloguers, InvalidAuthority,
    AuthorityExists, AuthorityChanged.
    """
    require_cataloguer(by)
    stored = lock(authority)
    if stored.merged_into_id is not None or revision not in (None, stored.revision):
        raise AuthorityChanged
    before, form = Form.of(stored), form.bounded(stored.kind)
    if form.heading != before.heading:
        form = form.with_former(before.heading)
    _require_new(stored.kind, form, without=stored)
    if form != before:
        _write(stored, form, by)
        record("authority.change", by=by, target=stored.uuid, why=why[:MAX_REASON], **_difference(before, form))
    authority.refresh_from_db()
    return before


@transaction.atomic
def restore_form(authority: Authority, *, before: Form, after: Form, by: Viewer) -> bool:
    """Take a change of the form back, unless the authority was changed since; return whether it was taken back."""
    stored = lock(authority)
    if Form.of(stored) != after or stored.merged_into_id is not None:
        return False
    _write(stored, before, by)
    record("authority.restore", by=by, target=stored.uuid, **_difference(after, before))
    return True


@transaction.atomic
def propose_form(authority: Authority, *, form: Form, by: Viewer, why: str = "") -> HeadingProposal:
    """Use a form in the records of the librarian's school, and propose it to the node; an earlier one ends.

    Raise NotFound for all but librarians, InvalidAuthority, AuthorityChanged.
    """
    if not by.is_staff or by.school is None:
        raise NotFound
    stored = lock(authority)
    if stored.merged_into_id is not None:
        raise AuthorityChanged
    earlier = HeadingProposal.objects.filter(authority=stored, school=by.school)
    earlier.filter(state=State.WAITING).update(state=State.WITHDRAWN, decided_at=by.now, decided_by=by.person)
    earlier.filter(in_use=True).update(in_use=False)
    before, form = Form.of(stored), form.bounded(stored.kind)
    proposal = HeadingProposal.objects.create(
        authority=stored,
        school_id=by.school,
        by_id=by.person,
        at=by.now,
        why=why[:MAX_REASON],
        before=before.values(),
        form=form.values(),
    )
    record("authority.propose", by=by, target=stored.uuid, why=why[:MAX_REASON], **_difference(before, form))
    return proposal


@transaction.atomic
def stop_using(proposal: HeadingProposal, *, by: Viewer) -> None:
    """Let the records of a school show the heading of the node again; a waiting proposal is withdrawn."""
    stored = lock(proposal)
    if stored.state == State.WAITING:
        stored.state, stored.decided_at, stored.decided_by_id = State.WITHDRAWN, by.now, by.person
    stored.in_use = False
    stored.save()
    record("authority.withdraw", by=by, target=stored.authority.uuid, heading=stored.form["heading"])


@transaction.atomic
def use_again(proposal: HeadingProposal, *, by: Viewer) -> bool:
    """Let the records of a school show its own form again, unless it uses another one; return whether they do."""
    stored = lock(proposal)
    other = HeadingProposal.objects.filter(authority=stored.authority_id, school=stored.school_id, in_use=True)
    if other.exclude(pk=stored.pk).exists():
        return False
    stored.in_use = True
    stored.save(update_fields=["in_use"])
    record("authority.use_again", by=by, target=stored.authority.uuid, heading=stored.form["heading"])
    return True


@transaction.atomic
def accept(proposal: HeadingProposal, *, by: Viewer) -> tuple[Form, Form]:
    """Make a proposed form the node's; return the form before and after. Raise NotFound, AuthorityChanged."""
    require_cataloguer(by)
    stored = _decide(proposal, State.ACCEPTED, "", by)
    stored.in_use = False  # the same as the node's now
    stored.save()
    before = change_form(stored.authority, form=Form.from_values(stored.form), by=by, why=stored.why)
    stored.authority.refresh_from_db()
    return before, Form.of(stored.authority)


@transaction.atomic
def reopen(proposal: HeadingProposal, *, by: Viewer) -> None:
    """Let an accepted proposal wait again, and its school use its form, after the acceptance was taken back."""
    stored = lock(proposal)
    other = HeadingProposal.objects.filter(authority=stored.authority_id, school=stored.school_id)
    if stored.state != State.ACCEPTED or other.filter(in_use=True).exists():
        return
    stored.state, stored.in_use, stored.decided_by_id, stored.decided_at = State.WAITING, True, None, None
    stored.save()
    record("authority.reopen", by=by, target=stored.authority.uuid, heading=stored.form["heading"])


@transaction.atomic
def decline(proposal: HeadingProposal, *, reason: str, by: Viewer) -> None:
    """Decline a proposed form; its school goes on using it. Raise NotFound, AuthorityChanged if it was decided."""
    require_cataloguer(by)
    stored = _decide(proposal, State.DECLINED, reason, by)
    stored.save()
    record("authority.decline", by=by, target=stored.authority.uuid, heading=stored.form["heading"], why=stored.reason)


@transaction.atomic
def merge(source: Authority, target: Authority, *, by: Viewer) -> Form:
    """Merge one authority into another of its kind: its heading and variants become variants there.

    Return the target's form before. Raise NotFound for all but cataloguers, NotMergeable.
    """
    require_cataloguer(by)
    stored = {one.pk: one for one in _locked([source, target])}
    merged, stays = stored.get(source.pk), stored.get(target.pk)
    if merged is None or stays is None or merged.pk == stays.pk or merged.kind != stays.kind:
        raise NotMergeable
    if merged.merged_into_id is not None or stays.merged_into_id is not None:
        raise NotMergeable
    before, other = Form.of(stays), Form.of(merged)
    variants = tuple(dict.fromkeys((*before.variants, other.heading, *other.variants)))
    form = Form(before.heading, before.dates or other.dates, before.note or other.note, variants).bounded(stays.kind)
    _write(stays, form, by)
    merged.merged_into = stays
    merged.revision += 1
    merged.save(update_fields=["merged_into", "revision"])
    record("authority.merge", by=by, target=stays.uuid, merged=str(merged.uuid), heading=merged.heading)
    return before


@transaction.atomic
def unmerge(source: Authority, target: Authority, *, before: Form, after: Form, by: Viewer) -> bool:
    """Make two of one again; the target gets its form back unless it was changed since. Return whether they are two."""
    stored = {one.pk: one for one in _locked([source, target])}
    merged, stays = stored[source.pk], stored[target.pk]
    if merged.merged_into_id != stays.pk:
        return False
    merged.merged_into = None
    merged.revision += 1
    merged.save(update_fields=["merged_into", "revision"])
    if Form.of(stays) == after:
        _write(stays, before, by)
    record("authority.unmerge", by=by, target=stays.uuid, merged=str(merged.uuid), heading=merged.heading)
    return True


@transaction.atomic
def give_back(split: Authority, source: Authority, *, by: Viewer) -> None:
    """Take a split back: what became an authority of its own is merged into the one that it came from."""
    stored = {one.pk: one for one in _locked([split, source])}
    stored[split.pk].merged_into = stored[source.pk]
    stored[split.pk].save(update_fields=["merged_into"])
    record("authority.unsplit", by=by, target=source.uuid, merged=str(split.uuid), heading=split.heading)


@transaction.atomic
def remove_unused(authorities: Iterable[int], *, by: Viewer) -> int:
    """Delete those that no record names and nobody changed since they were created; return how many."""
    unused = Authority.objects.filter(
        pk__in=list(authorities), revision=1, contributors=None, resource_headings=None, series=None, merged=None
    ).filter(proposals=None)
    found = list(unused)
    for one in found:
        record("authority.delete", by=by, target=one.uuid, heading=one.heading)
        one.delete()
    return len(found)


@transaction.atomic
def keep_apart(first: Authority, second: Authority, *, by: Viewer) -> None:
    """Remember that two authorities that look the same are two. Idempotent."""
    require_cataloguer(by)
    one, other = sorted((first, second), key=lambda authority: authority.pk)
    pair = {"first": one, "second": other}
    DistinctAuthorities.objects.get_or_create(**pair, defaults={"by_id": by.person, "at": by.now})
    record("authority.keep_apart", by=by, target=one.uuid, other=str(other.uuid))


def _decide(proposal: HeadingProposal, state: HeadingProposal.State, reason: str, by: Viewer) -> HeadingProposal:
    stored = lock(proposal)
    if stored.state != State.WAITING:
        raise AuthorityChanged
    stored.state, stored.reason = state, reason[:MAX_REASON]
    stored.decided_by_id, stored.decided_at = by.person, by.now
    return stored


def _locked(authorities: Iterable[Authority]) -> list[Authority]:
    """Lock in the order of the keys, so that two merges at once do not wait for each other."""
    keys = [authority.pk for authority in authorities]
    return list(Authority.objects.select_for_update().filter(pk__in=keys).order_by("pk"))


def _require_new(kind: str, form: Form, *, without: Authority | None = None) -> None:
    same = Authority.objects.filter(kind=kind, heading=form.heading, dates=form.dates, merged_into=None)
    if (same.exclude(pk=without.pk) if without else same).exists():
        raise AuthorityExists(heading=form.shown)


def _write(authority: Authority, form: Form, by: Viewer) -> None:
    if authority.pk is not None:
        authority.revision += 1
    authority.heading, authority.dates, authority.note = form.heading, form.dates, form.note
    authority.sort_heading, authority.folded = sort_key(form.heading), stored_key(authority.kind, form.heading)
    authority.changed_at = by.now
    authority.save()
    _write_variants(authority, form)


def _write_variants(authority: Authority, form: Form) -> None:
    authority.variants.all().delete()
    AuthorityVariant.objects.bulk_create(
        AuthorityVariant(authority=authority, text=text, folded=stored_key(authority.kind, text))
        for text in form.variants
    )


def _difference(before: Form, after: Form) -> dict[str, list[object]]:
    """Return the values that differ, before and after."""
    old, new = before.values(), after.values()
    return {name: [old[name], new[name]] for name in old if old[name] != new[name]}
