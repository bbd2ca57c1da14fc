"""Fill a library through the product's own actions, as a process with its settings.

python -m tests.operations.move_driver NAME
"""

import hashlib
import io
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def fill(name: str) -> None:
    """Create a school with its home pages, a librarian, a resource with grants, a collection, blobs and a session."""
    import django

    django.setup()
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    from access.actions import Action
    from accounts.actions import create_school, this_node
    from accounts.models import Person, School
    from portal.actions import create_node_home
    from repository.models import Blob, Collection
    from repository.store import store
    from repository.store.keys import blob_key
    from tests.factories import PersonFactory, a_librarian, a_resource, a_visitor

    this_node(name="Tủ Sách")
    create_node_home(name="Tủ Sách")
    school = create_school(code=name, name=f"Trường {name}", kind=School.Kind.SCHOOL, by=a_visitor())
    PersonFactory.reset_sequence(Person.objects.count())  # names follow those of an earlier process
    a_librarian(school)
    a_resource(school, opened={Action.READ: "everyone"}, title=f"Địa lí {name}: “Việt Nam”")
    Collection.objects.create(school=school, name=f"Tủ {name}")  # keys of viewers depend on collections
    for number in range(3):
        content = f"{name} {number}".encode() * (number * 50_000 + 1)
        digest = hashlib.sha256(content).hexdigest()
        store().put(blob_key(digest), io.BytesIO(content), content_type="image/jpeg")
        Blob.objects.create(digest=digest, size=len(content), content_type="image/jpeg", stored_at=timezone.now())
    session = SessionStore()
    session["school"] = name
    session.save()


if __name__ == "__main__":
    fill(sys.argv[1])
