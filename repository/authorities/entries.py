"""Authorities as entries of a file, and entries as forms of authorities."""

from dataclasses import replace

from repository.authorities.form import MAX_HEADING, MAX_NOTE, MAX_VARIANTS, Form
from repository.authorities.keys import PERSON, is_spelt_alike
from repository.authorities.names import dates_fit, direct_readings, is_vietnamese
from repository.authority_entry import Entry
from repository.models import Authority

# What of an entry does not fit, among the names of what is lost.
LONG_NOTE, LONG_VARIANT, MANY_VARIANTS = "long_note", "long_variant", "many_variants"


def entry_of(authority: Authority) -> Entry:
    """Return what a file says of an authority; its variants should be prefetched."""
    return Entry(
        kind=authority.kind,
        heading=authority.heading,
        dates=authority.dates,
        note=authority.note,
        variants=tuple(variant.text for variant in authority.variants.all()),
        scheme=authority.scheme,
        scheme_id=authority.scheme_id,
        uuid=str(authority.uuid),
    )


def settled(entry: Entry) -> Entry:
    """Return an entry that an authority can be: Vietnamese names in direct order, texts within their limits.

    What is too long is left out and named in `lost`. An entry of Tủ Sách keeps its order of names. Raise
    InvalidAuthority for a heading or dates that cannot be.
    """
    entry = entry if entry.uuid else _in_direct_order(entry)
    form = Form(entry.heading, entry.dates).bounded(entry.kind)
    note, lost = _fitting(entry.note), list(entry.lost)
    if note != entry.note:
        lost.append(LONG_NOTE)
    variants = [variant for variant in entry.variants if len(variant) <= MAX_HEADING]
    if len(variants) != len(entry.variants):
        lost.append(LONG_VARIANT)
    if len(variants) > MAX_VARIANTS:
        lost.append(MANY_VARIANTS)
    form = replace(form, note=note, variants=tuple(variants[:MAX_VARIANTS])).bounded(entry.kind)
    return replace(entry, **form.__dict__, lost=tuple(lost))


def form_of(entry: Entry) -> Form:
    """Return the form of a new authority."""
    return Form(entry.heading, entry.dates, entry.note, entry.variants)


def overwritten(present: Form, entry: Entry) -> Form:
    """Return the form of an authority that an entry of Tủ Sách is: the entry's, and no variant is lost."""
    form = Form(
        entry.heading, entry.dates or present.dates, entry.note or present.note, _joined(present, entry, entry.heading)
    )
    return form.bounded(entry.kind).with_former(present.heading)


def renamed(present: Form, entry: Entry) -> Form:
    """Return the form of an authority that an entry is by its number: another heading is taken over, with its years.

    The same heading in another spelling, and the note of the node, stay.
    """
    is_other = not is_spelt_alike(entry.kind, present.heading, entry.heading)
    heading = entry.heading if is_other else present.heading
    dates = _fuller(present, entry) or entry.dates
    form = Form(heading, dates, present.note or entry.note, _joined(present, entry, heading))
    return form.bounded(entry.kind).with_former(present.heading)


def completed(present: Form, entry: Entry) -> Form:
    """Return the form of an authority that an entry is by its heading: it stays, with what it has not yet."""
    dates = _fuller(present, entry) or present.dates
    form = Form(present.heading, dates, present.note or entry.note, _joined(present, entry, present.heading))
    return form.bounded(entry.kind)


def _fuller(present: Form, entry: Entry) -> str:
    """Return the years of which more is known; empty if they contradict each other."""
    return max(present.dates, entry.dates, key=len) if dates_fit(present.dates, entry.dates) else ""


def _joined(present: Form, entry: Entry, heading: str) -> tuple[str, ...]:
    """Return the present variants and those of the entry that are others, as far as there is room."""
    found = [variant for variant in present.variants if variant != heading]
    for variant in (entry.heading, *entry.variants):
        known = [heading, *found]
        if len(found) < MAX_VARIANTS and not any(is_spelt_alike(entry.kind, variant, one) for one in known):
            found.append(variant)
    return tuple(found)


def _in_direct_order(entry: Entry) -> Entry:
    if entry.kind != PERSON or "," not in entry.heading or not is_vietnamese(entry.heading):
        return entry
    direct = direct_readings(entry.heading)[0]
    return replace(entry, heading=direct, variants=tuple(dict.fromkeys((entry.heading, *entry.variants))))


def _fitting(note: str) -> str:
    """Return the lines of a note that fit."""
    lines: list[str] = []
    for line in note.split("\n"):
        if len("\n".join([*lines, line])) > MAX_NOTE:
            break
        lines.append(line)
    return "\n".join(lines)
