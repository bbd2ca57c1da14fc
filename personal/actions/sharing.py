"""Share lists by a link that nobody can guess, take it back, and follow the lists of others.

Python's `secrets` makes the token: 128 random bits. A signed address would do without a column, but could not be taken
back.
"""

import secrets
from collections.abc import Collection

from django.db import transaction

from access.viewer import Viewer
from accounts.audit import record
from accounts.locks import lock
from accounts.models import Role
from personal.actions.lists import require_named, require_person
from personal.errors import SharedInSchoolOnly
from personal.models import FollowedList, ReadingList
from personal.queries import classes_to_share
from roster.models import SchoolClass

TOKEN_BYTES = 16


def may_share_widely(viewer: Viewer) -> bool:
    """Return whether the viewer may share with everyone who has the link: all members of schools but pupils."""
    return viewer.school is not None and viewer.role != Role.PUPIL


@transaction.atomic
def share_list(
    reading_list: ReadingList, *, school_only: bool, by: Viewer, classes: Collection[SchoolClass] = ()
) -> ReadingList:
    """Give the list a link, or keep the one it has, for everyone or for people of the active school.

    It stands on the home pages of these classes, as far as the person may give it to them. Raise FavouritesArePrivate;
    SharedInSchoolOnly for a pupil who wants more, or a person without a school.
    """
    require_named(reading_list)
    if by.school is None or not (school_only or may_share_widely(by)):
        raise SharedInSchoolOnly
    reading_list = lock(reading_list)
    reading_list.share_token = reading_list.share_token or secrets.token_urlsafe(TOKEN_BYTES)
    reading_list.shared_from_id, reading_list.school_only = by.school, school_only
    reading_list.save(update_fields=["share_token", "shared_from", "school_only"])
    reading_list.classes.set(set(classes) & set(classes_to_share(by)))
    record("list.share", by=by, target=reading_list.uuid, school_only=school_only)
    return reading_list


@transaction.atomic
def stop_sharing(reading_list: ReadingList, *, by: Viewer) -> None:
    """Make the link void for ever; followers lose the list. Another call of `share_list` makes another link."""
    reading_list = lock(reading_list)
    reading_list.share_token, reading_list.shared_from = None, None
    reading_list.save(update_fields=["share_token", "shared_from"])
    reading_list.followers.all().delete()
    reading_list.classes.clear()
    record("list.stop_sharing", by=by, target=reading_list.uuid)


def follow(reading_list: ReadingList, *, by: Viewer) -> None:
    """Add a shared list to the person's own lists; idempotent. Get the list by its link first. Raise SignInToSave."""
    person = require_person(by)
    if reading_list.owner_id != person:
        FollowedList.objects.get_or_create(person_id=person, list=reading_list, defaults={"followed_at": by.now})


def unfollow(reading_list: ReadingList, *, by: Viewer) -> None:
    """Remove a shared list from the person's lists."""
    FollowedList.objects.filter(person=require_person(by), list=reading_list).delete()
