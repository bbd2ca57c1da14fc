"""System checks of digitisation, run at every start: language data, ffmpeg, isolation of parsers."""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy

from ingest.parsers.isolation import missing
from workers import checks as workers

TAG = "parsers"  # run these alone with `manage.py check --tag parsers`
ISOLATION_TIMEOUT = 60  # seconds
# A text with its value, translated when it is shown: a worker stores it for the doctor in each language.
_with_value: Any = lazy(lambda text, value: str(text) % value, str)
_: Any = gettext_lazy  # the type stubs of Django know no lazy messages


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
        errors.append(Error(_with_value(message, str(missing)), id="ingest.E001"))
    for program in ("ffmpeg", "ffprobe"):
        if shutil.which(program) is None:
            message = _("Recordings cannot be processed: %s is missing. Install the package ffmpeg.")
            errors.append(Error(_with_value(message, program), id="ingest.E002"))
    return errors


@register(Tags.security, TAG, workers.TAG)
def isolation(**_kwargs: Any) -> Sequence[CheckMessage]:
    """Report each missing wall of parsers; an error if uploads therefore wait."""
    walls = _try_isolation()
    found: list[CheckMessage] = []
    if missing(walls) and not settings.PARSERS_WITHOUT_ISOLATION:
        message = _("No uploaded file is read: this machine cannot isolate the programs that read them.")
        hint = _(
            "Remove the causes named below. Only on a machine without other data, PARSERS_WITHOUT_ISOLATION=true "
            "reads files nevertheless."
        )
        found.append(Error(message, hint=hint, id="ingest.E003"))
    if not walls["network"]:
        message = _("On this machine, file parsers are not isolated from the network.")
        hint = _(
            "Allow user namespaces (sysctl kernel.unprivileged_userns_clone=1), or block network access for "
            "the workers."
        )
        found.append(checks.Warning(message, hint=hint, id="ingest.W001"))
    if not walls["files"]:
        message = _("On this machine, file parsers are not isolated from other files.")
        hint = _("Use Linux 5.13 or later with Landlock, or run the workers as a user that can read nothing else.")
        found.append(checks.Warning(message, hint=hint, id="ingest.W002"))
    if not walls["calls"]:
        message = _("On this machine, no system call is refused to file parsers.")
        hint = _("Install the package libseccomp2, and use a kernel with seccomp filters.")
        found.append(checks.Warning(message, hint=hint, id="ingest.W003"))
    return found


def _try_isolation() -> dict[str, bool]:
    """Apply the isolation in a process that does nothing else; return what `isolation.apply` reports."""
    command = [sys.executable, "-m", "ingest.parsers.isolation", str(Path.cwd())]
    root = Path(__file__).resolve().parent.parent
    result = subprocess.run(command, cwd=root, capture_output=True, timeout=ISOLATION_TIMEOUT, check=False)
    nothing = {"network": False, "files": False, "calls": False}
    return nothing if result.returncode else dict(json.loads(result.stdout))
