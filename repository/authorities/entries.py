"""The authorities of the node as entries of a file."""

from repository.authority_entry import Entry
from repository.models import Authority


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
