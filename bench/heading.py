"""`python -m bench.heading ours|bare RECORDS sqlite|postgresql`: seconds until so many records show a changed heading.

The product changes the authority, then every record with its history, and the index follows (Tantivy). The baseline is
one UPDATE of the rows, and the engine alone that gets the analysed documents of these records.
"""

import json
import sys
import time
from typing import Any

from bench.site import database_address, site

NAME, NEW = "Nguyễn Minh Châu", "Nguyễn Minh Châu, 1930-1988"


def main() -> None:
    """Create the records, change the heading, print the seconds and how many records show it."""
    which, records, database = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    with database_address(database) as address, site(DATABASE_URL=address) as school:
        authority, by = _prepared(school, records)
        seconds = _ours(authority, by) if which == "ours" else _bare(authority)
        print(json.dumps({"value": seconds, "check": _shown()}))


def _prepared(school: Any, records: int) -> tuple[Any, Any]:
    """Create an authority and its records in bulk, and index them."""
    from django.utils import timezone

    from accounts.models import Membership, Person, Role
    from repository.authorities.actions import create_authority
    from repository.authorities.form import Form
    from repository.models import Contributor, Edition, Resource
    from search.indexing import rebuild
    from sharing.viewer import viewer_of_membership

    now = timezone.now()
    person = Person.objects.create(username="bien-muc", name="Biên mục viên")
    membership = Membership.objects.create(person=person, school=school, role=Role.CATALOGUER, since=now)
    by = viewer_of_membership(membership, now=timezone.now())
    authority = create_authority(kind="person", form=Form(NAME), by=by)
    editions = Edition.objects.bulk_create(Edition() for _ in range(records))
    made = Resource.objects.bulk_create(
        Resource(owner=school, edition=edition, title=f"Sách {number}", created_at=now, changed_at=now)
        for number, edition in enumerate(editions)
    )
    Contributor.objects.bulk_create(
        Contributor(resource=book, position=0, name=NAME, authority=authority, heading=NAME) for book in made
    )
    rebuild(now=now)
    return authority, by


def _ours(authority: Any, by: Any) -> float:
    from django.utils import timezone

    from changesets.actions.running import run
    from portal.authorities.acts import change_heading
    from repository.authorities.form import Form
    from search.indexing import index_pending

    started = time.perf_counter()
    act = change_heading(authority, form=Form(NAME, "1930-1988"), by=by)
    assert act is not None
    run(act.pk)
    index_pending(now=timezone.now())
    return time.perf_counter() - started


def _bare(authority: Any) -> float:
    import tantivy

    from repository.models import Contributor, Resource
    from search.backends.tantivy.schema import RESOURCES, open_indexes
    from search.document_builder import resource_document, with_record

    books = with_record(Resource.objects.all())
    Contributor.objects.filter(authority=authority).update(heading=NEW)
    values = [dict(resource_document(book).index()) for book in books.iterator(chunk_size=500)]
    Contributor.objects.filter(authority=authority).update(heading=NAME)
    index, _parts = open_indexes(_folder())
    started = time.perf_counter()
    Contributor.objects.filter(authority=authority).update(heading=NEW)
    writer = index.writer(60_000_000)
    for document in values:
        writer.add_document(tantivy.Document.from_dict(document, RESOURCES))
    writer.commit()
    return time.perf_counter() - started


def _folder() -> Any:
    from pathlib import Path

    from django.conf import settings

    folder = Path(settings.VAR_DIR) / "bare"
    folder.mkdir()
    return folder


def _shown() -> int:
    from repository.models import Contributor

    return Contributor.objects.filter(heading=NEW).count()


if __name__ == "__main__":
    main()
