"""The links of a record to authorities: made when the record is saved, and the headings that its rows show."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from repository.authorities.linking import NAMES, SERIES, SUBJECTS, Wanted, headings_in_use, matches, merged_into
from repository.description import Credit, Description, SubjectHeading, as_credit, as_heading
from repository.models import Contributor, Resource, ResourceHeading

NOTHING = Description(title="")


def linked(descriptions: Sequence[Description], before: Description = NOTHING) -> list[Description]:
    """Return the descriptions with each new name, subject heading and series linked to the authority that it means.

    What `before` has without a link stays so: somebody may have removed it. Few queries, however many descriptions;
    imports pass a whole chunk.
    """
    known = _Known(before)
    authorities = _present(descriptions)
    present = [_with_present(description, authorities) for description in descriptions]
    found = matches(form for description in present for form in _wanted(description, known))
    return [_with(description, found, known) for description in present]


def show_headings(rows: Iterable[Contributor | ResourceHeading], *, school: int) -> None:
    """Set the heading that each unsaved row shows, as the school uses it; one or two queries for all."""
    listed = list(rows)
    headings = headings_in_use((row.authority_id for row in listed), school=school)
    for row in listed:
        row.heading = headings.get(row.authority_id or 0, "")


def series_heading(resource: Resource) -> str:
    """Return the heading of the authority of its series, as its school uses it; empty without one."""
    return headings_in_use([resource.series_authority_id], school=resource.owner_id).get(
        resource.series_authority_id or 0, ""
    )


def _present(descriptions: Iterable[Description]) -> dict[int, int]:
    """Return the authorities that the descriptions name, those that were merged with what they were merged into."""
    named = {key for one in descriptions for key in _authorities(one) if key is not None}
    return merged_into(named) if named else {}


def _authorities(description: Description) -> Iterable[int | None]:
    yield from (one.authority for one in map(as_credit, description.creators))
    yield from (one.authority for one in map(as_heading, description.headings))
    yield description.series_authority


def _with_present(description: Description, present: dict[int, int]) -> Description:
    """Return the description without links to what is no authority, and past those that were merged."""
    if all(key is None or present.get(key) == key for key in _authorities(description)):
        return description
    return replace(
        description,
        creators=[
            replace(one, authority=present.get(one.authority or 0)) for one in map(as_credit, description.creators)
        ],
        headings=[
            replace(one, authority=present.get(one.authority or 0)) for one in map(as_heading, description.headings)
        ],
        series_authority=present.get(description.series_authority or 0),
    )


class _Known:
    """The forms that a record had before."""

    def __init__(self, before: Description) -> None:
        self.names = {as_credit(credit).name for credit in before.creators}
        self.subjects = {as_heading(heading).text for heading in before.headings}
        self.series = before.series
        self.series_authority = before.series_authority

    def is_new(self, form: Credit | SubjectHeading) -> bool:
        """Return whether the form has no link and was not there before."""
        if form.authority is not None:
            return False
        return form.name not in self.names if isinstance(form, Credit) else form.text not in self.subjects

    def series_is_new(self, description: Description) -> bool:
        """Return whether the record has another series than before, and no other link yet."""
        unchanged = description.series_authority in (None, self.series_authority)
        return bool(description.series) and description.series != self.series and unchanged


def _wanted(description: Description, known: _Known) -> Iterable[Wanted]:
    yield from (Wanted(one.name, NAMES) for one in map(as_credit, description.creators) if known.is_new(one))
    yield from (Wanted(one.text, SUBJECTS) for one in map(as_heading, description.headings) if known.is_new(one))
    if known.series_is_new(description):
        yield Wanted(description.series, SERIES)


def _with(description: Description, found: dict[Wanted, int], known: _Known) -> Description:
    creators = [
        replace(one, authority=found.get(Wanted(one.name, NAMES))) if known.is_new(one) else one
        for one in map(as_credit, description.creators)
    ]
    headings = [
        replace(one, authority=found.get(Wanted(one.text, SUBJECTS))) if known.is_new(one) else one
        for one in map(as_heading, description.headings)
    ]
    series = description.series_authority
    if known.series_is_new(description):
        series = found.get(Wanted(description.series, SERIES))
    return replace(description, creators=creators, headings=headings, series_authority=series)
