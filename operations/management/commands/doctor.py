"""`manage.py doctor`: says in plain words what is wrong with this installation and what to do."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import override

from operations.health.labels import label_of
from operations.health.registry import HEALTH_CHECKS
from operations.health.runner import run_checks
from operations.health.types import Level, Result


class Command(BaseCommand):
    """Ends with 1 when something is wrong, with --strict also when something might be."""

    help = "Say what is wrong with this installation, and what to do."
    requires_system_checks = []  # it must run when they fail; they are among its examinations

    def add_arguments(self, parser: ArgumentParser) -> None:
        """For people in either language, and for programs."""
        parser.add_argument("--language", choices=("vi", "en"), default="vi")
        parser.add_argument("--json", action="store_true", help="for programs")
        parser.add_argument("--strict", action="store_true", help="warnings count as errors")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look at everything."""
        with override(options["language"]):
            results = run_checks(HEALTH_CHECKS)
            write = self._as_json if options["json"] else self._as_text
            write(results)
        bad = {Level.ERROR, Level.WARNING} if options["strict"] else {Level.ERROR}
        if any(finding.level in bad for result in results for finding in result.findings):
            sys.exit(1)

    def _as_text(self, results: list[Result]) -> None:
        signs = {Level.ERROR: _("Error"), Level.WARNING: _("Warning"), Level.NOTE: _("Note")}
        for finding in (finding for result in results for finding in result.findings):
            self.stdout.write(f"{signs[finding.level]}: {finding.message}")
            for part in (finding.reassurance, finding.hint):
                if str(part):
                    self.stdout.write(f"    {part}")
        left_out = [label_of(result.name) for result in results if not result.ran]
        if left_out:
            sentence = _("Not checked, because an earlier check failed: %(parts)s")
            self.stdout.write(sentence % {"parts": ", ".join(left_out)})
        if not any(result.findings for result in results):
            self.stdout.write(_("No problems found."))

    def _as_json(self, results: list[Result]) -> None:
        found = [
            {
                "part": result.name,
                "looked": result.ran,
                "findings": [
                    {
                        "code": finding.code,
                        "level": finding.level.value,
                        "message": str(finding.message),
                        "reassurance": str(finding.reassurance),
                        "hint": str(finding.hint),
                    }
                    for finding in result.findings
                ],
            }
            for result in results
        ]
        self.stdout.write(json.dumps(found, ensure_ascii=False))
