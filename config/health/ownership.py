"""Whose store and index are these? Two installations that share one would overwrite each other's things."""

from collections.abc import Iterator
from contextlib import suppress

from django.utils.translation import gettext_lazy as _

from accounts.errors import Refusal
from config import installation
from config.health.finding import Finding, Level, Sentence


def ours() -> Iterator[Finding]:
    """The marks that stand there are ours, or none stand there yet."""
    us = installation.known_id()
    for place in installation.PLACES:
        with suppress(Refusal):  # a place that does not answer is found by its own examination
            owner = installation.owner(place)
            if owner is None or owner == us:
                continue
            yield Finding(
                "other_installation",
                Level.ERROR,
                Sentence(_("%(setting)s points to the storage of another installation of Tủ Sách."), setting=place),
                Sentence(
                    _(
                        "Set another bucket, folder or index name in %(setting)s. Only if that other installation is "
                        "gone for good and this database is to take its place: python manage.py adopt_store"
                    ),
                    setting=place,
                ),
                Sentence(_("Nothing there was changed.")),
                stops=True,
            )
