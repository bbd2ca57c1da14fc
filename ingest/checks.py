"""System checks of digitisation, run at every start: language data, ffmpeg, isolation of parsers."""

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

TAG = "parsers"  # run these alone with `manage.py check --tag parsers`
ISOLATION_TIMEOUT = 60  # seconds


@register(Tags.compatibility, TAG, workers.TAG)
def programs(**_kwargs: Any) -> Sequence[CheckMessage]:
    """Report missing language data of Tesseract, and missing ffmpeg or ffprobe."""
    from ingest.parsers.errors import LanguageDataMissing
    from ingest.parsers.tessdata import data_folder

    errors: list[CheckMessage] = []
    try:
        data_folder()
    except LanguageDataMissing as missing:
        message = _("Scans cannot be read: Tesseract's language data is missing. Install the package %s.")
        errors.append(Error(message % missing, id="ingest.E001"))
    for program in ("ffmpeg", "ffprobe"):
        if shutil.which(program) is None:
            message = _("Recordings cannot be processed: %s is missing. Install the package ffmpeg.")
            errors.append(Error(message % program, id="ingest.E002"))
    return errors


@register(Tags.security, TAG, workers.TAG)
def isolation(**_kwargs: Any) -> Sequence[CheckMessage]:
    """Warn if parsers of uploaded bytes are not isolated from the network or from other files."""
    isolated = _try_isolation()
    warnings: list[CheckMessage] = []
    if not isolated["network"]:
        message = _("On this machine, file parsers are not isolated from the network.")
        hint = _(
            "Allow user namespaces (sysctl kernel.unprivileged_userns_clone=1), or block network access for "
            "the workers."
        )
        warnings.append(checks.Warning(message, hint=hint, id="ingest.W001"))
    if not isolated["files"]:
        message = _("On this machine, file parsers are not isolated from other files.")
        hint = _("Use Linux 5.13 or later with Landlock, or run the workers as a user that can read nothing else.")
        warnings.append(checks.Warning(message, hint=hint, id="ingest.W002"))
    return warnings


def _try_isolation() -> dict[str, bool]:
    """Apply the isolation in a process that does nothing else; return what `isolation.apply` reports."""
    command = [sys.executable, "-m", "ingest.parsers.isolation", str(Path.cwd())]
    root = Path(__file__).resolve().parent.parent
    result = subprocess.run(command, cwd=root, capture_output=True, timeout=ISOLATION_TIMEOUT, check=False)
    return {"network": False, "files": False} if result.returncode else dict(json.loads(result.stdout))
