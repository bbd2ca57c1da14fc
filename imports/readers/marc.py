"""MARC 21 in ISO 2709 and in MARCXML, through repository/formats."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from imports.staged import Format, Records


def read_marc(path: Path, mapping: Mapping[str, Any]) -> Records:
    """Yield the records of an ISO 2709 file."""
    raise NotImplementedError


MARC = Format("marc", _("MARC 21 (ISO 2709)"), ".mrc", read_marc, keeps_marc=True)
MARCXML = Format("marcxml", _("MARCXML"), ".xml", read_marc, keeps_marc=True)
