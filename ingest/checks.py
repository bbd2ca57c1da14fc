"""What digitisation needs of the machine, asked at every start: language data, ffmpeg, walls around readers."""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.utils.translation import gettext as _

from workers import checks as workers

TAG = "parsers"  # these alone: `manage.py check --tag parsers`


@register(Tags.compatibility, TAG, workers.TAG)
def programs(**_kwargs: Any) -> Sequence[CheckMessage]:
    """Language data of Tesseract, and ffmpeg with ffprobe."""
    from ingest.parsers.tessdata import DataMissing, data_folder

    found: list[CheckMessage] = []
    try:
        data_folder()
    except DataMissing as missing:
        message = _("Scans cannot be read: Tesseract's language data is missing. Install the package %s.")
        found.append(Error(message % missing, id="ingest.E001"))
    for program in ("ffmpeg", "ffprobe"):
        if shutil.which(program) is None:
            message = _("Recordings cannot be processed: %s is missing. Install the package ffmpeg.")
            found.append(Error(message % program, id="ingest.E002"))
    return found


@register(Tags.security, TAG, workers.TAG)
def walls(**_kwargs: Any) -> Sequence[CheckMessage]:
    """Whether the processes that read foreign files are cut off from the network and from other files."""
    standing = _tried()
    found: list[CheckMessage] = []
    if not standing["network"]:
        message = _("On this machine, file parsers are not isolated from the network.")
        hint = _(
            "Allow user namespaces (sysctl kernel.unprivileged_userns_clone=1), or block network access for "
            "the workers."
        )
        found.append(checks.Warning(message, hint=hint, id="ingest.W001"))
    if not standing["files"]:
        message = _("On this machine, file parsers are not isolated from other files.")
        hint = _("Use Linux 5.13 or later with Landlock, or run the workers as a user that can read nothing else.")
        found.append(checks.Warning(message, hint=hint, id="ingest.W002"))
    return found


def _tried() -> dict[str, bool]:
    """Build the walls in a process that does nothing else."""
    command = [sys.executable, "-m", "ingest.parsers.isolation", str(Path.cwd())]
    root = Path(__file__).resolve().parent.parent
    tried = subprocess.run(command, cwd=root, capture_output=True, timeout=60, check=False)
    return {"network": False, "files": False} if tried.returncode else dict(json.loads(tried.stdout))
