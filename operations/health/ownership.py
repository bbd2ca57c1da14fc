"""Whose store and index are these? Two installations that share one would overwrite each other's things."""

from collections.abc import Iterator
from contextlib import suppress

from django.utils.translation import gettext_lazy as _

from accounts.errors import UserFacingError
from operations import installation
from operations.health.types import Issue, LazyMessage, Level


def owned_by_this_installation() -> Iterator[Issue]:
    """The marks that stand there are ours, or none stand there yet."""
    us = installation.existing_id()
    for place in installation.OWNED_BACKENDS:
        with suppress(UserFacingError):  # a place that does not answer is found by its own examination
            owner = installation.owner_of(place)
            if owner is None or owner == us:
                continue
            yield Issue(
                "other_installation",
                Level.ERROR,
                LazyMessage(_("%(setting)s points to the storage of another installation of Tủ Sách."), setting=place),
                LazyMessage(
                    _(
                        "Set another bucket, folder or index name in %(setting)s. Only if that other installation is "
                        "gone for good and this database is to take its place: python manage.py take_over_storage"
                    ),
                    setting=place,
                ),
                LazyMessage(_("Nothing there was changed.")),
                blocks_start=True,
            )
