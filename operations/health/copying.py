"""Whether the catalogues to copy from can be asked from this machine."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from imports.copy_cataloguing.clients import z3950
from imports.copy_cataloguing.models import Target
from imports.copy_cataloguing.queries import active_targets
from operations.health.checks import Issue, LazyMessage, Level


def client_installed() -> Iterator[Issue]:
    """Check for yaz where a catalogue in use speaks Z39.50."""
    if z3950.is_installed() or all(one.protocol != Target.Protocol.Z3950 for one in active_targets()):
        return
    yield Issue(
        "copying_without_yaz",
        Level.WARNING,
        LazyMessage(_("Catalogues cannot be asked by Z39.50: the program zoomsh is missing.")),
        LazyMessage(_("Install the package yaz, or take these catalogues out of use.")),
        LazyMessage(_("Catalogues that speak SRU are asked as before.")),
    )
